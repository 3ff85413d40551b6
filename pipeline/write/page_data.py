"""Tables -> what the page knows, by columns: numbers that point at each other, every repeated text once.

The script reads the columns straight into typed arrays. Days are counted from 1970-01-01; bounds inside a
quote are code points from its start; -1 stands for nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import plain_values
from pipeline.schema.tables import SCOPES

Tables = Mapping[str, pd.DataFrame]
Columns = dict[str, list[Any]]

_EPOCH = date(1970, 1, 1).toordinal()


class Vocabulary:
    """Values in the order in which they came up, and the place of each."""

    def __init__(self) -> None:
        self._at: dict[Hashable, int] = {}

    def place(self, value: Hashable) -> int:
        """Place of the value; -1 for ``None``."""
        return -1 if value is None else self._at.setdefault(value, len(self._at))

    @property
    def values(self) -> list[Any]:
        """All values."""
        return list(self._at)


def page_data(tables: Tables, event_types: Mapping[str, EventType]) -> dict[str, Any]:
    """Events, their actors and evidence, documents and vocabularies; see the module."""
    words = {name: Vocabulary() for name in ("type", "precision", "basis", "status", "role", "office", "place")}
    event_at = _places_of(tables, "timeline", "event_id")
    actors = _columns(tables, "actors", ("actor_id", "name", "kind", "country"))
    documents = _columns(
        tables, "documents", ("document_id", "path", "title", "publisher", "url", "published_basis", "language")
    )
    documents["published"] = _days(tables["documents"]["published_date"])
    mentions = _mentions(tables, event_at, words)
    events = _events(tables, words)
    _point_at_best_quotes(tables, events, mentions, documents["document_id"])
    shown = set(words["type"].values)
    return {
        "events": events,
        "parts": _parts(tables, event_at, words),
        "mentions": mentions,
        "documents": documents,
        "actors": actors,
        "vocabulary": {name: one.values for name, one in words.items()} | {"scope": list(SCOPES)},
        "types": {t.id: {"label": t.label, "class": t.quad_class} for t in event_types.values() if t.id in shown},
    }


def _events(tables: Tables, words: Mapping[str, Vocabulary]) -> Columns:
    timeline = tables["timeline"]
    places = zip(
        *(plain_values(timeline[name]) for name in ("place", "place_country", "latitude", "longitude")), strict=True
    )
    found = {
        "id": plain_values(timeline["event_id"]),
        "title": plain_values(timeline["title"]),
        **_dated(timeline, words),
        "type": _coded(timeline["event_type"], words["type"]),
        "status": _coded(timeline["status"], words["status"]),
        "place": [words["place"].place(None if cells[0] is None else cells) for cells in places],
        "scope": [sum(1 << SCOPES.index(one) for one in scope) for scope in plain_values(timeline["scope"])],
        "documents": plain_values(timeline["n_documents"]),
        "sources": plain_values(timeline["n_sources"]),
        "confidence": _percent(timeline["confidence"]),
    }
    curated = plain_values(timeline["curated"])
    return {**found, "curated": [[at, text] for at, text in enumerate(curated) if text is not None]}


def _mentions(tables: Tables, event_at: Mapping[str, int], words: Mapping[str, Vocabulary]) -> Columns:
    """Mentions in the order of their events; ``first[i]`` to ``first[i + 1]`` are those of event ``i``."""
    mentions, first = _grouped(tables["mentions"], event_at)
    document_at = _places_of(tables, "documents", "document_id")
    starts, ends = (plain_values(mentions[name]) for name in ("char_start", "char_end"))

    def inside(name: str) -> list[int]:
        offsets = plain_values(mentions[name])
        return [
            at - start if at is not None and start <= at <= end else -1
            for at, start, end in zip(offsets, starts, ends, strict=True)
        ]

    return {
        "first": first,
        "document": [document_at.get(one, -1) for one in plain_values(mentions["document_id"])],
        "quote": plain_values(mentions["quote"]),
        "trigger_start": inside("trigger_start"),
        "trigger_end": inside("trigger_end"),
        "date_text": plain_values(mentions["date_text"]),
        "date_text_start": inside("date_text_start"),
        "date_text_end": inside("date_text_end"),
        **_dated(mentions, words),
        "status": _coded(mentions["status"], words["status"]),
        "attribution": plain_values(mentions["attribution"]),
    }


def _dated(frame: pd.DataFrame, words: Mapping[str, Vocabulary]) -> Columns:
    return {
        "start": _days(frame["date_start"]),
        "end": _days(frame["date_end"]),
        "precision": _coded(frame["date_precision"], words["precision"]),
        "approximate": [int(value) for value in plain_values(frame["date_approximate"])],
        "basis": _coded(frame["date_basis"], words["basis"]),
    }


def _parts(tables: Tables, event_at: Mapping[str, int], words: Mapping[str, Vocabulary]) -> Columns:
    """Who takes part in which event, main actors first."""
    parts, first = _grouped(tables["event_actors"], event_at)
    actor_at = _places_of(tables, "actors", "actor_id")
    return {
        "first": first,
        "actor": [actor_at[one] for one in plain_values(parts["actor_id"])],
        "role": _coded(parts["role"], words["role"]),
        "office": _coded(parts["office"], words["office"]),
    }


def _point_at_best_quotes(tables: Tables, events: Columns, mentions: Columns, documents: Sequence[str]) -> None:
    """``best``: for each event the mention whose sentence the timeline quotes, else its first one."""
    wanted = zip(*(plain_values(tables["timeline"][name]) for name in ("quote", "quote_document")), strict=True)
    events["best"] = []
    for at, (quote, document) in enumerate(wanted):
        group = range(mentions["first"][at], mentions["first"][at + 1])
        same = [one for one in group if mentions["quote"][one] == quote]
        there = [one for one in same if documents[mentions["document"][one]] == document]
        events["best"].append(next(iter([*there, *same, *group]), -1))


def _grouped(frame: pd.DataFrame, event_at: Mapping[str, int]) -> tuple[pd.DataFrame, list[int]]:
    """The rows in the order of their events, and where those of each event begin, with the end of all."""
    ranks = frame["event_id"].map(event_at)
    ordered = frame.iloc[ranks.argsort(kind="stable")]
    counts = [0] * len(event_at)
    for rank in ranks:
        counts[int(rank)] += 1
    first = [0]
    for count in counts:
        first.append(first[-1] + count)
    return ordered, first


def _columns(tables: Tables, table: str, names: Iterable[str]) -> Columns:
    return {name: plain_values(tables[table][name]) for name in names}


def _places_of(tables: Tables, table: str, key: str) -> dict[str, int]:
    return {value: at for at, value in enumerate(plain_values(tables[table][key]))}


def _coded(column: pd.Series[Any], words: Vocabulary) -> list[int]:
    return [words.place(value) for value in plain_values(column)]


def _days(column: pd.Series[Any]) -> list[int | None]:
    return [None if value is None else value.toordinal() - _EPOCH for value in plain_values(column)]


def _percent(column: pd.Series[Any]) -> list[int]:
    return [round(100 * value) for value in plain_values(column)]
