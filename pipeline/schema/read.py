"""Our own output files -> typed frames, Parquet or CSV alike."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow.parquet

from pipeline.core.errors import InputError
from pipeline.schema.arrow import from_arrow
from pipeline.schema.build import make_column
from pipeline.schema.cells import cell_value, unguard_formula
from pipeline.schema.columns import ColumnSpec, table_columns
from pipeline.schema.tables import TABLES

FileFormat = Literal["parquet", "csv"]


@dataclass(frozen=True, slots=True)
class Output:
    """The tables of an output folder; columns and types as in the codebook.

    Days are Arrow dates (``.dt.year`` works, for days before 1677 too), lists are Arrow lists
    (``.explode("countries")`` gives a row for each).
    """

    timeline: pd.DataFrame
    mentions: pd.DataFrame
    event_actors: pd.DataFrame
    actors: pd.DataFrame
    documents: pd.DataFrame
    rejected: pd.DataFrame
    changes: pd.DataFrame

    def evidence(self, event_id: str) -> pd.DataFrame:
        """The mentions of an event with the title, outlet, date and address of their documents."""
        known = ["document_id", "title", "publisher", "published_date", "url", "path"]
        rows = self.mentions[self.mentions["event_id"] == event_id]
        return rows.merge(self.documents[known], on="document_id", how="left")


def read_output(folder: str | PathLike[str]) -> Output:
    """All tables of an output folder.

    Raises:
        InputError: A table is missing or of another version.
    """
    return Output(**{name: read_table(Path(folder), name) for name in TABLES})


def read_table(folder: Path, name: str, *, file_format: FileFormat | None = None) -> pd.DataFrame:
    """A table of an output folder, with the columns and dtypes of its model.

    Args:
        folder: The output folder.
        name: Table name, e.g. ``timeline``.
        file_format: Which file to read; by default the Parquet file, and the CSV file for want of it.
            From CSV the columns that only Parquet holds come back empty.

    Raises:
        InputError: There is no such table or file, or the file lacks a column or holds a wrong value.
    """
    if name not in TABLES:
        raise InputError(f"{name!r} is no table. Choose one of {', '.join(TABLES)}.")
    for suffix in (file_format,) if file_format else ("parquet", "csv"):
        path = Path(folder) / f"{name}.{suffix}"
        if path.is_file():
            return read_parquet(path, name) if suffix == "parquet" else read_csv(path, name)
    raise InputError(f"{folder}: no {name} table here. Run `make run`, or name the output folder.")


def read_parquet(path: Path, name: str) -> pd.DataFrame:
    """A Parquet file of the table ``name``; see ``read_table``."""
    try:
        return from_arrow(name, pyarrow.parquet.read_table(path))
    except (KeyError, pyarrow.ArrowInvalid) as error:
        raise InputError(f"{path.name}: not a {name} table of this version. {error}") from error


def read_csv(path: Path, name: str) -> pd.DataFrame:
    """A CSV file of the table ``name``; undoes the apostrophes and the joining of lists."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = list(csv.reader(lines)) or [[]]
    try:
        return pd.DataFrame({spec.name: _column(spec, header, rows) for spec in table_columns(name)})
    except (ValueError, KeyError, IndexError) as error:
        raise InputError(f"{path.name}: not a {name} table of this version. {error}") from error


def _column(spec: ColumnSpec, header: list[str], rows: list[list[str]]) -> pd.Series[Any]:
    if not spec.in_csv:
        return make_column(spec, [None] * len(rows))
    at = header.index(spec.name)
    cells = [row[at] for row in rows]
    if spec.kind in ("text", "list"):
        cells = [unguard_formula(cell) for cell in cells]
    return make_column(spec, [cell_value(spec.kind, cell) for cell in cells])
