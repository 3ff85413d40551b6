"""Values <-> the text of a spreadsheet cell, there and back without loss.

Dates are YYYY-MM-DD, times end in Z, booleans are true and false, lists are joined by "; " and nulls
are empty. A text that a spreadsheet would run as a formula gets an apostrophe in front. One thing
changes on the way out and stays changed: a ";" inside a list item becomes ",".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pyarrow

from pipeline.schema.columns import Kind

# Beyond = + - @ tab and return: their full-width forms, live in East Asian editions, and a line feed.
# A text that has apostrophes there already gets one more, so that the way back is clear.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")


def guard_formula(text: str) -> str:
    """The text, with an apostrophe in front when it would start a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """The text as it was before ``guard_formula``."""
    return text[1:] if _GUARDED.match(text) else text


def join_list(items: list[str]) -> str:
    """Items joined by "; "; a semicolon inside an item becomes a comma."""
    return "; ".join(item.replace(";", ",") for item in items)


def split_list(text: str) -> list[str]:
    """The items of a joined list."""
    return text.split("; ") if text else []


def format_time(value: datetime) -> str:
    """A time in UTC, e.g. ``2020-11-10T14:00:00Z``; fractions of a second only where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def cell_text(kind: Kind, value: Any) -> str:
    """A plain value (``None`` for missing) as the text of a cell, not yet guarded against formulas."""
    return "" if value is None else _TO_TEXT[kind](value)


def cell_value(kind: Kind, text: str) -> Any:
    """The plain value of a cell's text.

    Raises:
        ValueError: The text is none of that kind.
    """
    if not text and kind != "list":
        return None
    return _FROM_TEXT[kind](text)


def plain_values(column: pd.Series[Any]) -> list[Any]:
    """The values of a column of an output table as plain Python objects, ``None`` for missing ones."""
    values: list[Any] = pyarrow.Array.from_pandas(column).to_pylist()
    return values


def _number_text(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


_TO_TEXT: dict[Kind, Callable[[Any], str]] = {
    "text": str,
    "list": join_list,
    "date": date.isoformat,
    "timestamp": format_time,
    "integer": lambda value: str(int(value)),
    "number": _number_text,
    "boolean": lambda value: "true" if value else "false",
}
_FROM_TEXT: dict[Kind, Callable[[str], Any]] = {
    "text": str,
    "list": split_list,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "integer": int,
    "number": float,
    "boolean": _boolean,
}
