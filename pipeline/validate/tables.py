"""Stage 4: tables -> the good rows, and a table of what was turned away.

A bad row never stops the others; a table of the wrong shape is a mistake of the program and stops the
run. What hangs on a rejected row goes with it: mentions with their document, an event with its last
mention, actors of an event with the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from pipeline.core.errors import PipelineError, Problem
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.columns import table_columns, table_schema
from pipeline.schema.frames import rejected_frame
from pipeline.schema.tables import TABLES
from pipeline.validate.counts import check_counts, mend_counts
from pipeline.validate.expectations import check_expectations
from pipeline.validate.references import (
    check_evidence,
    check_keys,
    check_spans,
    mend_lists,
    mend_quotes,
)
from pipeline.validate.rejected import Failure, name_failure, to_problems

_CHECKED = [table for table in TABLES if table != "rejected"]


@dataclass(frozen=True)
class Validated:
    """The outcome of validation.

    Attributes:
        tables: Every table of ``schema.tables.TABLES``, ``rejected`` included; only good rows.
        rejected: The same as ``tables["rejected"]``.
        doubts: What looks odd about the run as a whole, e.g. no events at all; in words.
    """

    tables: dict[str, pd.DataFrame]
    rejected: pd.DataFrame
    doubts: tuple[Problem, ...]


def validate_tables(
    tables: Mapping[str, pd.DataFrame],
    problems: Iterable[Problem],
    *,
    event_types: Collection[str] | None = None,
) -> Validated:
    """Keep the good rows of all tables and say what was wrong with the others.

    Args:
        tables: Every output table but ``rejected``, by name.
        problems: What the stages before turned away; ends up in ``rejected`` too.
        event_types: Known event types; by default those of the shipped lexicon.

    Raises:
        PipelineError: A table is missing or has wrong columns or dtypes.
        LexiconError: The event types cannot be read.
    """
    types = load_event_types(load_lexicon()) if event_types is None else event_types
    checker = _Checker({name: _frame(tables, name) for name in _CHECKED})
    failures_of = {name: check_table(name, checker.tables[name], {"event_type": types}) for name in _CHECKED}
    checker.note_counts()
    for name in _CHECKED:
        checker.reject(name, failures_of[name])
    checker.settle()
    rejected = rejected_frame([*problems, *checker.problems])
    if check_table("rejected", rejected, {}):
        raise PipelineError("rejected: a stage reported a problem with an unknown stage or an empty reason.")
    final = {name: rejected if name == "rejected" else checker.tables[name] for name in TABLES}
    return Validated(final, rejected, tuple(check_expectations(final)))


def check_table(table: str, frame: pd.DataFrame, vocabularies: Mapping[str, Collection[str]]) -> list[Failure]:
    """Every cell of a table that fails its model or is not in its vocabulary, all at once.

    Raises:
        PipelineError: The table itself is wrong: a column or dtype.
    """
    failures = []
    try:
        table_schema(table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        failures = _read_failures(table, error.failure_cases)
    for spec in table_columns(table):
        known = vocabularies.get(spec.vocabulary or "")
        if known is not None:
            odd = frame.index[~frame[spec.name].isin(list(known)) & frame[spec.name].notna()]
            expected = f"no such {spec.vocabulary} in the lexicon"
            failures += [Failure(row, "unknown_value", spec.name, expected) for row in odd]
    return failures


def _read_failures(table: str, cases: pd.DataFrame) -> list[Failure]:
    """Failure cases of pandera as ours, once a row and check; the first row of a key is let pass."""
    shapeless = cases[cases["index"].isna() | cases["check"].str.match(r"dtype\(|coerce_dtype")]
    if len(shapeless):
        found = "; ".join(sorted({f"{c.column}: {c.check} ({c.failure_case})" for c in shapeless.itertuples()}))
        raise PipelineError(f"{table}: the table does not have the shape of its model. {found}")
    is_key = cases["check"] == "multiple_fields_uniqueness"
    failures = _key_failures(cases[is_key])
    others = cases[~is_key].sort_values(["index", "column"], kind="stable")
    for check, column, row in zip(others["check"], others["column"], others["index"], strict=True):
        failures.append(name_failure(check, column, int(row)))
    # A check of several columns is repeated for each of them.
    return list(dict.fromkeys(failures))


def _key_failures(cases: pd.DataFrame) -> list[Failure]:
    """Doublets of a key; pandera lists every row that shares it, once a column."""
    keys: dict[int, list[str]] = defaultdict(list)
    for row, value in zip(cases["index"], cases["failure_case"], strict=True):
        keys[int(row)].append(value)
    seen: set[tuple[str, ...]] = set()
    failures = []
    for row in sorted(keys):
        if tuple(keys[row]) in seen:
            failures.append(name_failure("multiple_fields_uniqueness", cases["column"].iloc[0], row))
        seen.add(tuple(keys[row]))
    return failures


class _Checker:
    """The tables while rows leave them, and the problems found so far."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables = tables
        self.problems: list[Problem] = []
        self._all_documents = tables["documents"]
        self._shrunk: set[str] = set()

    def settle(self) -> None:
        """Apply the rules between the tables until no row leaves any more, then make them agree."""
        self.reject("mentions", check_spans(self.tables["mentions"], self.tables["documents"]))
        while self._reject_unsupported():
            pass
        for table in _CHECKED:
            before = self.tables[table]
            self.tables[table], failures = mend_lists(table, before, self._keys())
            self._note(table, before, failures)
        self.tables = mend_counts(self.tables)
        self._note_shrunk()

    def note_counts(self) -> None:
        """Report the counts that were wrong from the start; ``settle`` mends them."""
        for table, failures in check_counts(self.tables).items():
            self._note(table, self.tables[table], failures)

    def reject(self, table: str, failures: list[Failure]) -> bool:
        """Take the failed rows out of a table; whether there were any."""
        if not failures:
            return False
        frame = self.tables[table]
        self._note(table, frame, failures)
        bad = frame.index.isin([failure.row for failure in failures])
        if table == "mentions":
            self._shrunk |= set(frame["event_id"][bad].dropna())
        self.tables[table] = frame[~bad]
        return True

    def _reject_unsupported(self) -> bool:
        """One round: mentions first, then the events that rest on them, then the rest."""
        found = [self._reject_dangling("mentions"), self._reject_unproven()]
        found += [self._reject_dangling(table) for table in _CHECKED]
        return any(found)

    def _reject_dangling(self, table: str) -> bool:
        return self.reject(table, check_keys(table, self.tables[table], self._keys()))

    def _reject_unproven(self) -> bool:
        self.tables["timeline"] = mend_quotes(self.tables["timeline"], self.tables["mentions"], self._shrunk)
        return self.reject("timeline", check_evidence(self.tables["timeline"], self.tables["mentions"]))

    def _note_shrunk(self) -> None:
        timeline = self.tables["timeline"]
        expected = "a mention of it was turned away"
        shrunk = timeline.index[timeline["event_id"].isin(list(self._shrunk))]
        failures = [Failure(row, "evidence_withdrawn", "n_mentions", expected, fatal=False) for row in shrunk]
        self._note("timeline", timeline, failures)

    def _keys(self) -> dict[str, set[str]]:
        homes = (("timeline", "event_id"), ("actors", "actor_id"), ("documents", "document_id"))
        return {f"{table}.{column}": set(self.tables[table][column]) for table, column in homes}

    def _note(self, table: str, frame: pd.DataFrame, failures: list[Failure]) -> None:
        self.problems += to_problems(table, frame, failures, self._all_documents)


def _frame(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    if name not in tables:
        raise PipelineError(f"{name}: the table is missing. Run the stages before again.")
    return tables[name].reset_index(drop=True)
