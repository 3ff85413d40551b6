"""Tables -> CSV files that spreadsheets open with the right letters and without live formulas.

UTF-8 with a byte-order mark, commas, quotes where needed, ``\\n`` line ends; the cells are those of
``schema/cells.py``, and ``schema/read.py`` is the way back.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from pipeline.schema.cells import cell_text, guard_formula, plain_values
from pipeline.schema.columns import ColumnSpec, csv_columns


def write_csv(table: str, frame: pd.DataFrame, path: Path) -> None:
    """Write one table; columns that only Parquet holds are left out."""
    specs = csv_columns(table)
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(spec.name for spec in specs)
        writer.writerows(zip(*(_cells(spec, frame[spec.name]) for spec in specs), strict=True))


def _cells(spec: ColumnSpec, column: pd.Series) -> list[str]:
    texts = [cell_text(spec.kind, value) for value in plain_values(column)]
    # A negative number is no formula: only texts are guarded.
    return [guard_formula(text) for text in texts] if spec.kind in ("text", "list") else texts
