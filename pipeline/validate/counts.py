"""What one table says about the rows of another: counts, lists of documents, first and last days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pipeline.schema.build import replace_column
from pipeline.schema.cells import plain_values
from pipeline.schema.columns import table_columns
from pipeline.validate.rejected import Failure

Tables = Mapping[str, pd.DataFrame]
Values = dict[str, list[Any]]


def check_counts(tables: Tables) -> dict[str, list[Failure]]:
    """Cells that the rows of the other tables contradict, by table; none fatal, as they can be mended."""
    return {
        table: [
            Failure(row, "count_corrected", name, f"the rows give {_shown(new)}", fatal=False)
            for name, values in columns.items()
            for row, old, new in zip(tables[table].index, _stated(tables, table, name), values, strict=True)
            if old != new
        ]
        for table, columns in _true_values(tables).items()
    }


def mend_counts(tables: Tables) -> dict[str, pd.DataFrame]:
    """All tables, with these cells made to agree with the rows that are there."""
    mended = dict(tables)
    for table, columns in _true_values(tables).items():
        frame = tables[table].copy()
        for spec in table_columns(table):
            if spec.name in columns:
                frame[spec.name] = replace_column(spec, columns[spec.name], frame.index)
        mended[table] = frame
    return mended


def _true_values(tables: Tables) -> dict[str, Values]:
    """Table -> column -> the values that the other tables give, in the table's row order."""
    per_document = Counter(tables["mentions"]["document_id"])
    return {
        "timeline": _event_values(tables),
        "documents": {"n_mentions": [per_document[id_] for id_ in tables["documents"]["document_id"]]},
        "actors": _actor_values(tables),
    }


def _event_values(tables: Tables) -> Values:
    timeline, documents = tables["timeline"], tables["documents"]
    per_event = Counter(tables["mentions"]["event_id"])
    lists = _documents_of(tables)
    copies = set(documents["document_id"][documents["duplicate_of"].notna()])
    published = dict(zip(documents["document_id"], _stated(tables, "documents", "published_date"), strict=True))
    days = [[day for id_ in ids if (day := published.get(id_))] for ids in lists]
    return {
        "n_mentions": [per_event[event_id] for event_id in timeline["event_id"]],
        "n_documents": [len(ids) for ids in lists],
        "n_sources": [
            _n_sources(stated, ids, copies) for stated, ids in zip(timeline["n_sources"], lists, strict=True)
        ],
        "document_ids": lists,
        "first_published": _bounds(_stated(tables, "timeline", "first_published"), days, min),
        "last_published": _bounds(_stated(tables, "timeline", "last_published"), days, max),
    }


def _actor_values(tables: Tables) -> Values:
    starts = dict(zip(tables["timeline"]["event_id"], _stated(tables, "timeline", "date_start"), strict=True))
    ends = dict(zip(tables["timeline"]["event_id"], _stated(tables, "timeline", "date_end"), strict=True))
    events_of: dict[str, list[str]] = defaultdict(list)
    links = tables["event_actors"]
    for event_id, actor_id in zip(links["event_id"], links["actor_id"], strict=True):
        events_of[actor_id].append(event_id)
    lists = [events_of[actor_id] for actor_id in tables["actors"]["actor_id"]]
    return {
        "n_events": [len(ids) for ids in lists],
        "first_seen": [min((d for i in ids if (d := starts.get(i))), default=None) for ids in lists],
        "last_seen": [max((d for i in ids if (d := ends.get(i))), default=None) for ids in lists],
    }


def _n_sources(stated: int, document_ids: list[str], copies: Collection[str]) -> int:
    """The stated number where it is possible: link knows of copies that `duplicate_of` does not show."""
    if 1 <= stated <= len(document_ids):
        return int(stated)
    return max(1, len(set(document_ids) - set(copies)))


def _bounds(
    stated: Sequence[date | None], days: Sequence[list[date]], choose: Callable[[list[date]], date]
) -> list[date | None]:
    """The stated day where one of the documents has it, else the first or last of theirs."""
    return [old if old in own else choose(own) if own else None for old, own in zip(stated, days, strict=True)]


def _documents_of(tables: Tables) -> list[list[str]]:
    """For each event the documents of its mentions, in the stated order, unstated ones last."""
    found: dict[str, set[str]] = defaultdict(set)
    mentions = tables["mentions"]
    for event_id, document_id in zip(mentions["event_id"], mentions["document_id"], strict=True):
        found[event_id].add(document_id)
    lists = []
    stated = _stated(tables, "timeline", "document_ids")
    for event_id, document_ids in zip(tables["timeline"]["event_id"], stated, strict=True):
        ids = [id_ for id_ in dict.fromkeys(document_ids) if id_ in found[event_id]]
        lists.append(ids + sorted(found[event_id] - set(ids)))
    return lists


def _stated(tables: Tables, table: str, name: str) -> list[Any]:
    return plain_values(tables[table][name])


def _shown(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)
