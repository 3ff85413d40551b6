"""What every export needs: rows as plain values, the two sides of an event, dates as sharp as the sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from pipeline.schema.cells import plain_values

Tables = Mapping[str, pd.DataFrame]
Row = dict[str, Any]


def table_rows(tables: Tables, table: str) -> list[Row]:
    """The rows of a table as dictionaries of plain values, ``None`` for missing ones."""
    frame = tables[table]
    columns = [plain_values(frame[name]) for name in frame.columns]
    return [dict(zip(frame.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def rows_by_key(tables: Tables, table: str, key: str) -> dict[str, Row]:
    """The rows of a table by a column that identifies them."""
    return {row[key]: row for row in table_rows(tables, table)}


def partial_date(day: date, precision: str) -> str:
    """ISO 8601 no sharper than the precision: ``2020-11-10``, ``2020-11`` or ``2020``."""
    length = {"month": 7, "season": 7, "year": 4, "decade": 4}.get(precision, 10)
    return day.isoformat()[:length]


def written_date(row: Row) -> str:
    """The date of an event in words that spreadsheets and calendars show, e.g. ``about 2020-11``."""
    first = partial_date(row["date_start"], row["date_precision"])
    last = partial_date(row["date_end"], row["date_precision"])
    text = first if first == last else f"{first} to {last}"
    return f"about {text}" if row["date_approximate"] else text


def two_sides(row: Row) -> tuple[str | None, str | None]:
    """Names of who acts and who is acted on; of a symmetric event the first two actors."""
    actors, agents, recipients = row["actors"], row["agents"], row["recipients"]
    first = agents[0] if agents else next((name for name in actors if name not in recipients[:1]), None)
    second = recipients[0] if recipients else next((name for name in actors if name not in (first, *agents)), None)
    if second is None and not recipients:
        second = next((name for name in agents[1:] if name != first), None)
    return first, second


def one_line(text: str | None) -> str:
    """The text without the tabs and line breaks that would tear a row apart."""
    return " ".join((text or "").split())
