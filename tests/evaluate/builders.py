"""One-line builders of gold documents and output folders."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def gold_event(**changes: Any) -> dict[str, Any]:
    event = {
        "id": "one", "type": "meeting", "alt": [], "start": "2020-11-10", "end": "2020-11-10",
        "precision": "day", "actors": ["Azerbaijan", "Pakistan"], "actors_ok": [], "place": None,
        "status": "occurred", "weight": "core",
    }  # fmt: skip
    return {**event, **changes}


def gold_document(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document = {"document": "a.txt", "published": "2020-11-11", "language": "en", "events": list(events)}
    return {**document, **changes}


def mention(**changes: Any) -> dict[str, Any]:
    row = {
        "document_id": "d1", "event_id": "e1", "event_type": "meeting", "date_start": date(2020, 11, 10),
        "date_end": date(2020, 11, 10), "date_precision": "day", "date_text": "10 November 2020",
        "actors": ["Azerbaijan", "Pakistan"], "agents": [], "recipients": [], "status": "occurred",
        "quote": "They met.", "confidence": 0.8,
    }  # fmt: skip
    return {**row, **changes}


def document(**changes: Any) -> dict[str, Any]:
    return {"document_id": "d1", "path": "a.txt", "published_date": date(2020, 11, 11), **changes}


def write_gold(path: Path, *documents: dict[str, Any]) -> Path:
    path.write_text(json.dumps(list(documents)), encoding="utf-8")
    return path


_MENTIONS = pa.schema(
    [
        *((name, pa.string()) for name in ("document_id", "event_id", "event_type", "date_precision")),
        *((name, pa.date32()) for name in ("date_start", "date_end")),
        *((name, pa.list_(pa.string())) for name in ("actors", "agents", "recipients")),
        *((name, pa.string()) for name in ("status", "quote", "date_text")),
        ("confidence", pa.float64()),
    ]
)
_DOCUMENTS = pa.schema([("document_id", pa.string()), ("path", pa.string()), ("published_date", pa.date32())])


def write_output(folder: Path, mentions: list[dict[str, Any]], documents: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(mentions, _MENTIONS), folder / "mentions.parquet")
    pq.write_table(pa.Table.from_pylist(documents, _DOCUMENTS), folder / "documents.parquet")
    return folder
