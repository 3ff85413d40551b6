"""The rows of an output folder as scoring sees them: mentions grouped by document and event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow.parquet as pq

from pipeline.core.errors import InputError
from pipeline.evaluate.names import NameJudge

_MENTION_COLUMNS = [
    "document_id", "event_id", "event_type", "date_start", "date_end", "date_precision", "date_text",
    "actors", "agents", "recipients", "status", "quote", "confidence",
]  # fmt: skip
_DOCUMENT_COLUMNS = ["document_id", "path", "published_date"]


@dataclass(frozen=True, slots=True)
class Row:
    """One mention; days are ISO text, names normalised for comparison."""

    event_type: str
    start: str
    end: str
    precision: str
    status: str
    names: frozenset[str]
    date_text: str | None
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one event in one document: they count as one predicted row."""

    event_id: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> frozenset[str]:
        """The actors that any of its mentions names."""
        return frozenset[str]().union(*(row.names for row in self.rows))

    @property
    def confidence(self) -> float:
        """That of its surest mention."""
        return max(row.confidence for row in self.rows)


@dataclass(frozen=True, slots=True)
class PredictedDocument:
    """A document of the output with what was found in it."""

    document_id: str
    name: str
    published: str | None
    groups: tuple[Group, ...]


class Output:
    """An output folder, to be asked for the documents of a gold standard."""

    def __init__(self, documents: Sequence[PredictedDocument]) -> None:
        self._documents = documents

    def find(self, name: str) -> list[PredictedDocument]:
        """The documents of a gold document's name.

        ``file.json#1`` is the document of that path, or the second article that the file gave.
        """
        exact = [one for one in self._documents if one.name == name]
        if exact:
            return exact
        file, _, position = name.partition("#")
        rows = [one for one in self._documents if one.name.partition("#")[0] == file]
        return rows[int(position) : int(position) + 1] if position else rows


def read_output(folder: Path, judge: NameJudge) -> Output:
    """Read the documents and mentions of an output folder.

    Raises:
        InputError: A table is missing or lacks a column.
    """
    rows: dict[str, dict[str, list[Row]]] = {}
    for mention in _read(folder, "mentions", _MENTION_COLUMNS):
        groups = rows.setdefault(mention["document_id"], {})
        groups.setdefault(mention["event_id"], []).append(_row(mention, judge))
    return Output(
        [
            _document(document, rows.get(document["document_id"], {}))
            for document in _read(folder, "documents", _DOCUMENT_COLUMNS)
        ]
    )


def _read(folder: Path, table: str, columns: list[str]) -> list[dict[str, Any]]:
    path = folder / f"{table}.parquet"
    try:
        rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: cannot be read ({error}). Run `make run`, or name --output.") from error
    return rows


def _document(row: Mapping[str, Any], groups: Mapping[str, Iterable[Row]]) -> PredictedDocument:
    return PredictedDocument(
        document_id=row["document_id"],
        name=PurePosixPath(row["path"]).name,
        published=_iso(row["published_date"]),
        groups=tuple(Group(event_id, tuple(rows)) for event_id, rows in groups.items()),
    )


def _row(mention: Mapping[str, Any], judge: NameJudge) -> Row:
    names = [name for column in ("actors", "agents", "recipients") for name in mention[column] or ()]
    start = _iso(mention["date_start"]) or ""
    return Row(
        event_type=mention["event_type"],
        start=start,
        end=_iso(mention["date_end"]) or start,
        precision=mention["date_precision"],
        status=mention["status"],
        names=judge.normalize_all(names),
        date_text=mention["date_text"],
        quote=mention["quote"],
        confidence=mention["confidence"],
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
