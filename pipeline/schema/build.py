"""Rows of plain Python values -> a typed DataFrame of one output table.

The one gate through which text enters a table. What no file format can hold is replaced one for one,
so that character bounds stay true: lone surrogates, control characters and non-characters become
U+FFFD, a carriage return becomes a line feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from pipeline.schema.columns import ColumnSpec, Kind, table_columns

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """The text without characters that files cannot hold; as many code points as before."""
    return _UNWRITABLE.sub("\ufffd", text).replace("\r", "\n")


def make_frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame with exactly the columns, order and dtypes of the table's model; rows in the given order.

    Empty texts become missing values, as a CSV file cannot tell the two apart; missing lists become
    empty ones, and empty items are dropped.

    Raises:
        KeyError: A row lacks a column: a mistake of the caller.
    """
    rows = list(rows)
    columns = {spec.name: make_column(spec, [row[spec.name] for row in rows]) for spec in table_columns(table)}
    return pd.DataFrame(columns)


def empty_frame(table: str) -> pd.DataFrame:
    """The table without rows."""
    return make_frame(table, [])


def make_column(spec: ColumnSpec, values: list[Any]) -> pd.Series[Any]:
    """One column of the given plain values."""
    convert = _CONVERT.get(spec.kind)
    if convert is not None:
        values = [convert(value) for value in values]
    column: pd.Series[Any] = pd.Series(values, dtype=spec.dtype, name=spec.name)
    return column


def replace_column(spec: ColumnSpec, values: list[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    """A column of plain values for a frame that has the given index."""
    column = make_column(spec, values)
    column.index = index
    return column


def _to_text(value: object) -> str | None:
    return None if value is None else clean_text(str(value)) or None


def _to_list(values: Iterable[str] | None) -> list[str]:
    return [clean_text(item) for item in values or () if item]


def _to_moment(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is None:
        return None
    return value.astimezone(UTC)


_CONVERT: dict[Kind, Callable[[Any], Any]] = {"text": _to_text, "list": _to_list, "timestamp": _to_moment}
