"""DataFrames of the output tables <-> Arrow tables, with column descriptions in the metadata."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pyarrow

from pipeline.schema.columns import table_columns, table_key
from pipeline.schema.tables import SCHEMA_VERSION, TABLES


@lru_cache
def arrow_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema: descriptions at the fields; name, grain, key and schema version at the table."""
    fields = [
        pyarrow.field(spec.name, spec.arrow_type, spec.nullable, {"description": spec.description})
        for spec in table_columns(table)
    ]
    return pyarrow.schema(
        fields,
        {
            "table": table,
            "description": TABLES[table].__doc__ or "",
            "primary_key": ",".join(table_key(table)),
            "schema_version": SCHEMA_VERSION,
        },
    )


def to_arrow(table: str, frame: pd.DataFrame) -> pyarrow.Table:
    """The frame as an Arrow table without the pandas metadata, which crash ``pd.read_parquet`` on lists.

    Raises:
        KeyError: A column of the model is missing.
        pyarrow.ArrowInvalid: A value does not fit its column.
    """
    schema = arrow_schema(table)
    columns = [pyarrow.Array.from_pandas(frame[spec.name], type=spec.arrow_type) for spec in table_columns(table)]
    return pyarrow.Table.from_arrays(columns, schema=schema)


def from_arrow(table: str, content: pyarrow.Table) -> pd.DataFrame:
    """The Arrow table as a frame with the dtypes of the model; columns that the model lacks are left out.

    Raises:
        KeyError: A column of the model is missing.
    """
    return pd.DataFrame(
        {spec.name: pd.Series(content.column(spec.name).to_pylist(), dtype=spec.dtype) for spec in table_columns(table)}
    )
