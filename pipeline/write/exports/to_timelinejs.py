"""Timeline -> the CSV of Knight Lab's TimelineJS spreadsheet, one slide an event."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import guard_formula
from pipeline.write.exports.rows import Row, Tables, rows_by_key, table_rows, written_date

_HEADER = (
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline",
    "Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
)  # fmt: skip


def write_timelinejs(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file; TimelineJS shows texts as HTML, so those of documents are escaped."""
    documents = rows_by_key(tables, "documents", "document_id")
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(_HEADER)
        for row in table_rows(tables, "timeline"):
            writer.writerow(_slide(row, documents[row["quote_document"]], event_types))


def _slide(row: Row, document: Row, event_types: Mapping[str, EventType]) -> list[str]:
    type_ = event_types.get(row["event_type"])
    source = " · ".join(
        str(part) for part in (document["title"], document["publisher"], document["published_date"]) if part
    )
    text = f"<blockquote>{escape(row['quote'])}</blockquote><p>{escape(source)}</p>"
    return [
        *_parts(row["date_start"], row["date_precision"]),
        *(_parts(row["date_end"], row["date_precision"]) if row["date_end"] != row["date_start"] else [""] * 4),
        written_date(row),
        guard_formula(escape(row["title"])),
        text,
        "", "", "", "", "",
        type_.label if type_ else row["event_type"],
        "",
    ]  # fmt: skip


def _parts(day: date, precision: str) -> list[str]:
    has_month = precision not in ("year", "decade")
    has_day = precision in ("day", "week")
    return [str(day.year), str(day.month) if has_month else "", str(day.day) if has_day else "", ""]
