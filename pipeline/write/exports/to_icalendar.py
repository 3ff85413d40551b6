"""Timeline -> iCalendar (RFC 5545): an all-day entry an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from pipeline.lexicon.event_types import EventType
from pipeline.write.exports.rows import Row, Tables, rows_by_key, table_rows, written_date

_STATUS = {"planned": "TENTATIVE", "denied": "CANCELLED"}
_OPENING = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//event-timeline//EN", "CALSCALE:GREGORIAN"]


def write_icalendar(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file. Entries are stamped with the day of publication: no clock."""
    documents = rows_by_key(tables, "documents", "document_id")
    lines = [*_OPENING]
    for row in table_rows(tables, "timeline"):
        lines += _entry(row, documents[row["quote_document"]], event_types)
    lines.append("END:VCALENDAR")
    path.write_bytes("".join(f"{fold_line(line)}\r\n" for line in lines).encode())


def _entry(row: Row, document: Row, event_types: Mapping[str, EventType]) -> list[str]:
    type_ = event_types.get(row["event_type"])
    source = document["title"] or document["path"]
    described = (
        f"{row['quote']}\n{source}\n{written_date(row)} ({row['date_basis']}); confidence {row['confidence']:.2f}"
    )
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row['event_id']}@event-timeline",
        f"DTSTAMP:{_day(row['last_published'] or row['date_end'])}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(row['date_start'])}",
        f"DTEND;VALUE=DATE:{_day(row['date_end'] + timedelta(days=1))}",
        f"SUMMARY:{escape_text(row['title'])}",
        f"DESCRIPTION:{escape_text(described)}",
        f"CATEGORIES:{escape_text(type_.label if type_ else row['event_type'])}",
        f"STATUS:{_STATUS.get(row['status'], 'CONFIRMED')}",
        "TRANSP:TRANSPARENT",
    ]
    if row["place"]:
        lines.append(f"LOCATION:{escape_text(row['place'])}")
    if row["latitude"] is not None and row["longitude"] is not None:
        lines.append(f"GEO:{row['latitude']};{row['longitude']}")
    if re.match(r"https?://[\x21-\x7e]+$", document["url"] or ""):
        lines.append(f"URL:{document['url']}")
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def escape_text(text: str) -> str:
    """A TEXT value: backslashes, semicolons, commas and line breaks escaped."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub("\r\n|[\r\n\u2028\u2029\x85]", "\\\\n", text)


def fold_line(line: str) -> str:
    """A content line folded at 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 74:
            pieces.append(piece)
            piece, size = "", 1
        piece += character
        size += width
    return "\r\n ".join([*pieces, piece])
