"""Rules between the tables: keys that point nowhere, spans that do not give their words.

Each ``check_`` function returns the failures of one table and changes nothing; ``mend_`` functions
return the table made to agree with the others, and what they changed as failures that are not fatal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.schema.build import replace_column
from pipeline.schema.cells import plain_values
from pipeline.schema.columns import table_columns
from pipeline.validate.rejected import Failure


def check_keys(table: str, frame: pd.DataFrame, keys: Mapping[str, Collection[str]]) -> list[Failure]:
    """Rows whose single-valued references name a row that is not there; lists are mended instead.

    Args:
        table: Name of the table.
        frame: Its rows.
        keys: Known keys by ``table.column``.
    """
    failures = []
    for spec in table_columns(table):
        known = keys.get(spec.refers_to or "")
        if known is None or spec.kind == "list" or spec.nullable:
            continue
        home = (spec.refers_to or "").split(".")[0]
        failures += [
            Failure(row, "unknown_key", spec.name, f"no such row in {home}, or it was turned away")
            for row, value in zip(frame.index, frame[spec.name], strict=True)
            if value not in known
        ]
    return failures


def check_spans(mentions: pd.DataFrame, documents: pd.DataFrame) -> list[Failure]:
    """Mentions whose bounds, applied to the document's text, do not give exactly the words beside them."""
    texts = dict(zip(documents["document_id"], documents["text"].fillna(""), strict=True))
    spans = (
        ("quote", "char_start", "char_end"),
        ("trigger", "trigger_start", "trigger_end"),
        ("date_text", "date_text_start", "date_text_end"),
    )
    failures = []
    for column, start, end in spans:
        cells = mentions[["document_id", column, start, end]].dropna()
        failures += [
            Failure(row, "span_mismatch", column, f"the document has other words from {first} to {last}")
            for row, document_id, words, first, last in cells.itertuples(name=None)
            if document_id in texts and texts[document_id][int(first) : int(last)] != words
        ]
    outside = (mentions["trigger_start"] < mentions["char_start"]) | (mentions["trigger_end"] > mentions["char_end"])
    return failures + [
        Failure(row, "trigger_outside", "trigger", "the trigger must lie within its sentence")
        for row in mentions.index[outside]
    ]


def check_evidence(timeline: pd.DataFrame, mentions: pd.DataFrame) -> list[Failure]:
    """Events that no mention reports, and events whose quote is not that of one of their mentions."""
    evidence = set(zip(mentions["event_id"], mentions["document_id"], mentions["quote"], strict=True))
    reported = set(mentions["event_id"])
    failures = []
    for row, event_id, document_id, quote in _rows(timeline, "event_id", "quote_document", "quote"):
        if event_id not in reported:
            failures.append(Failure(row, "no_evidence", "n_mentions", "no mention of it is left"))
        elif (event_id, document_id, quote) not in evidence:
            failures.append(Failure(row, "quote_not_in_evidence", "quote", "no mention of it has this quote"))
    return failures


def mend_lists(
    table: str, frame: pd.DataFrame, keys: Mapping[str, Collection[str]]
) -> tuple[pd.DataFrame, list[Failure]]:
    """Take references that point nowhere out of lists and nullable cells.

    An actor that goes is taken out of ``actors``, ``agents`` and ``recipients`` too.
    """
    failures: list[Failure] = []
    frame = frame.copy()
    for spec in table_columns(table):
        known = keys.get(spec.refers_to or "")
        if known is None or not (spec.kind == "list" or spec.nullable):
            continue
        values = plain_values(frame[spec.name])
        lost = [_lost(value, known) for value in values]
        if not any(lost):
            continue
        if spec.name == "actor_ids":
            frame = _without_names(table, frame, lost)
        kept = [_kept(value, gone) for value, gone in zip(values, lost, strict=True)]
        frame[spec.name] = replace_column(spec, kept, frame.index)
        home = (spec.refers_to or "").split(".")[0]
        failures += [
            Failure(row, "unknown_key", spec.name, f"{', '.join(sorted(gone))} is not in {home}", fatal=False)
            for row, gone in zip(frame.index, lost, strict=True)
            if gone
        ]
    return frame, failures


def mend_quotes(timeline: pd.DataFrame, mentions: pd.DataFrame, lost: Collection[str]) -> pd.DataFrame:
    """Give the events in ``lost`` the quote of their surest mention where the mention they quote is gone."""
    best: dict[str, tuple[str, str]] = {}
    evidence = set()
    ordered = mentions.sort_values(["confidence", "mention_id"], ascending=[False, True], kind="stable")
    for _, event_id, document_id, quote in _rows(ordered, "event_id", "document_id", "quote"):
        best.setdefault(event_id, (document_id, quote))
        evidence.add((event_id, document_id, quote))
    timeline = timeline.copy()
    for row, event_id, document_id, quote in _rows(timeline, "event_id", "quote_document", "quote"):
        if event_id in lost and event_id in best and (event_id, document_id, quote) not in evidence:
            timeline.loc[row, ["quote_document", "quote"]] = best[event_id]
    return timeline


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Row label and the cells of some columns."""
    return frame[list(columns)].itertuples(name=None)


def _lost(value: Any, known: Collection[str]) -> set[str]:
    items: Iterable[str] = value if isinstance(value, list) else [] if value is None else [value]
    return {item for item in items if item not in known}


def _kept(value: Any, gone: set[str]) -> Any:
    if isinstance(value, list):
        return [item for item in value if item not in gone]
    return None if gone else value


def _without_names(table: str, frame: pd.DataFrame, lost: list[set[str]]) -> pd.DataFrame:
    frame = frame.copy()
    specs = {spec.name: spec for spec in table_columns(table)}
    ids, names = (plain_values(frame[name]) for name in ("actor_ids", "actors"))
    gone = [
        {name for id_, name in zip(row_ids, row_names, strict=False) if id_ in row_lost}
        for row_ids, row_names, row_lost in zip(ids, names, lost, strict=True)
    ]
    for column in ("actors", "agents", "recipients"):
        values = plain_values(frame[column])
        kept = [_kept(value, row_gone) for value, row_gone in zip(values, gone, strict=True)]
        frame[column] = replace_column(specs[column], kept, frame.index)
    return frame
