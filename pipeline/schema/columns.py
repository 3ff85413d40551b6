"""What the table models say about each column, in plain terms that every writer understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import pandera.pandas as pa
import pyarrow

from pipeline.schema.tables import TABLES

Kind = Literal["text", "list", "date", "timestamp", "integer", "number", "boolean"]

_ARROW: dict[Kind, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "list": pyarrow.list_(pyarrow.string()),
    "date": pyarrow.date32(),
    "timestamp": pyarrow.timestamp("us", "UTC"),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of an output table.

    Attributes:
        name: Column name.
        kind: What a cell holds; ``list`` is a list of texts.
        dtype: pandas dtype of the column in memory.
        nullable: Whether cells may be missing. Lists are empty, never missing.
        description: One or two sentences for users.
        choices: The closed list of values, or empty.
        vocabulary: Name of a closed list kept in the lexicon, or ``None``.
        minimum: Smallest value allowed, or ``None``.
        maximum: Largest value allowed, or ``None``.
        pattern: Regular expression of the whole cell, or ``None``.
        refers_to: ``table.column`` that the cell (or each list item) is a key of, or ``None``.
        in_csv: Whether the CSV file and the workbook have the column.
    """

    name: str
    kind: Kind
    dtype: Any
    nullable: bool
    description: str
    choices: tuple[str, ...]
    vocabulary: str | None
    minimum: Any
    maximum: Any
    pattern: str | None
    refers_to: str | None
    in_csv: bool

    @property
    def arrow_type(self) -> pyarrow.DataType:
        """Type of the column in Parquet."""
        return _ARROW[self.kind]


@lru_cache
def table_schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a table.

    Raises:
        KeyError: There is no such table.
    """
    return TABLES[table].to_schema()


@lru_cache
def table_columns(table: str) -> tuple[ColumnSpec, ...]:
    """Columns of a table, in order."""
    return tuple(_describe(name, column) for name, column in table_schema(table).columns.items())


def table_key(table: str) -> tuple[str, ...]:
    """Columns that together identify a row; empty for a table without a key."""
    return tuple(table_schema(table).unique or ())


def csv_columns(table: str) -> tuple[ColumnSpec, ...]:
    """Columns that the CSV file and the workbook have."""
    return tuple(column for column in table_columns(table) if column.in_csv)


def _describe(name: str, column: pa.Column) -> ColumnSpec:
    checks: dict[str, Any] = {}
    for check in column.checks:
        checks |= check.statistics or {}
    metadata = column.metadata or {}
    return ColumnSpec(
        name=name,
        kind=_kind(column.dtype.type),
        dtype=column.dtype.type,
        nullable=column.nullable,
        description=column.description or "",
        choices=tuple(checks.get("allowed_values", ())),
        vocabulary=metadata.get("vocabulary"),
        minimum=checks.get("min_value"),
        maximum=checks.get("max_value"),
        pattern=checks.get("pattern"),
        refers_to=metadata.get("refers_to"),
        in_csv=not metadata.get("parquet_only", False),
    )


def _kind(dtype: Any) -> Kind:
    if isinstance(dtype, pd.ArrowDtype):
        return next(kind for kind, arrow in _ARROW.items() if arrow == dtype.pyarrow_dtype)
    if pd.api.types.is_bool_dtype(dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(dtype):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(dtype) else "text"
