"""What a run as a whole normally looks like, and a warning where this one does not.

Nothing is turned away here: each doubt is one sentence for the run report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from pipeline.core.errors import Problem

Tables = Mapping[str, pd.DataFrame]

# Below so many rows a share says little.
_ENOUGH = 20
# Most readable news states its dates and names its actors; far from that, an input or a rule is broken.
_MOST_FAILED, _MOST_REJECTED = 0.2, 0.1
_MOST_UNDATED_EVENTS, _MOST_WITHOUT_ACTORS = 0.6, 0.5


def check_expectations(tables: Tables) -> list[Problem]:
    """Doubts about the run, none fatal; checks that apply to no row say nothing."""
    return [problem for check in _CHECKS for problem in check(tables)]


def _doubt(check: str, reason: str, value: str) -> Problem:
    return Problem("validate", check, "", reason, value=value, fatal=False)


def _check_empty(tables: Tables) -> Iterator[Problem]:
    n_documents = len(tables["documents"])
    if n_documents and tables["timeline"].empty:
        yield _doubt(
            "no_events",
            f"{n_documents} documents gave no event. Are they about the subject, in a language"
            " that `make languages` lists?",
            "0",
        )


def _check_failed_documents(tables: Tables) -> Iterator[Problem]:
    documents = tables["documents"]
    share = float((documents["state"] == "failed").mean()) if len(documents) >= _ENOUGH else 0.0
    if share > _MOST_FAILED:
        yield _doubt(
            "many_failed",
            f"{share:.0%} of the documents could not be read. See rejected.csv.",
            f"{share:.2f}",
        )


def _check_rejected_mentions(tables: Tables) -> Iterator[Problem]:
    rejected = tables["rejected"]
    own = rejected[(rejected["stage"] == "validate") & rejected["fatal"]]
    n_rows = own["row_id"].nunique()
    n_kept = sum(len(tables[name]) for name in ("timeline", "mentions"))
    if n_rows > _MOST_REJECTED * (n_rows + n_kept) and n_rows + n_kept >= _ENOUGH:
        check = own["check"].mode().iloc[0]
        yield _doubt(
            "many_rejected",
            f"{n_rows} rows failed a check, most often {check}. See rejected.csv.",
            str(n_rows),
        )


def _check_fallback_dates(tables: Tables) -> Iterator[Problem]:
    timeline = tables["timeline"]
    share = float((timeline["date_basis"] == "publication").mean()) if len(timeline) >= _ENOUGH else 0.0
    if share > _MOST_UNDATED_EVENTS:
        yield _doubt(
            "many_publication_dates",
            f"{share:.0%} of the events have only the day of publication as their date."
            " Are the date rules of the language in place?",
            f"{share:.2f}",
        )


def _check_actors(tables: Tables) -> Iterator[Problem]:
    timeline = tables["timeline"]
    share = float((timeline["actors"].map(len) == 0).mean()) if len(timeline) >= _ENOUGH else 0.0
    if share > _MOST_WITHOUT_ACTORS:
        yield _doubt("few_actors", f"{share:.0%} of the events name no actor. Are their names listed?", f"{share:.2f}")


_CHECKS: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    _check_empty,
    _check_failed_documents,
    _check_rejected_mentions,
    _check_fallback_dates,
    _check_actors,
)
