"""Tables -> Parquet files that a plain ``pd.read_parquet`` opens; same table, same bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet

from pipeline.schema.arrow import to_arrow


def write_parquet(table: str, frame: pd.DataFrame, path: Path) -> None:
    """Write one table, with column descriptions and the schema version in the file's metadata."""
    pyarrow.parquet.write_table(to_arrow(table, frame), path, compression="zstd")
