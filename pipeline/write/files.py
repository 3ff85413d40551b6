"""Stage 5: the good tables -> every file people open.

All files are written aside first and put in place together at the end, so that a failure or a reader
in between never meets half of a new output.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.errors import PipelineError
from pipeline.schema.tables import TABLES
from pipeline.write.to_csv import write_csv
from pipeline.write.to_parquet import write_parquet


def write_files(
    tables: Mapping[str, pd.DataFrame], folder: Path, *, run_info: Mapping[str, Any]
) -> list[Path]:
    """Write every file of the output.

    Args:
        tables: All tables of ``schema.tables.TABLES`` by name, validated.
        folder: Output folder; made when missing.
        run_info: What the run has to say about itself.

    Returns:
        The files, in the order in which people meet them.

    Raises:
        KeyError: A table is missing.
        PipelineError: A file cannot be written, e.g. because a spreadsheet has it open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
        names = _write_all(tables, Path(aside), run_info)
        return [_put_in_place(Path(aside) / name, folder / name) for name in names]


def _write_all(tables: Mapping[str, pd.DataFrame], folder: Path, run_info: Mapping[str, Any]) -> list[str]:
    names = []
    for table in TABLES:
        write_csv(table, tables[table], folder / f"{table}.csv")
        write_parquet(table, tables[table], folder / f"{table}.parquet")
        names += [f"{table}.csv", f"{table}.parquet"]
    return names


def _put_in_place(new: Path, final: Path) -> Path:
    try:
        return new.replace(final)
    except OSError as error:
        raise PipelineError(
            f"{final.name}: cannot be replaced ({error.strerror}). Close it where it is open, then run again."
        ) from error
