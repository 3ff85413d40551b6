"""Tables with an article in each row: CSV, TSV and Parquet, with the same names of columns as JSON fields."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from pipeline.normalize.encoding import decode_bytes
from pipeline.normalize.readers.article import Article, ReadError
from pipeline.normalize.readers.fields import has_body
from pipeline.normalize.readers.json_articles import canonical, record_articles
from pipeline.normalize.readers.members import LARGEST_BYTES, Member, Source

_PEEK = 60_000
_CUT = 4_000
"""A start that is longer may end within a letter."""
_ROWS_AT_ONCE = 100


def read_csv(data: bytes) -> list[Article]:
    """The articles of a small CSV file.

    Raises:
        ReadError: No column holds a text, or no row (``no_article``).
    """
    return record_articles(list(_csv_records(io.BytesIO(data))), data, "utf-8")


def csv_members(source: Source) -> Iterator[Member]:
    """Rows of a CSV or TSV file.

    Raises:
        ReadError: No column holds a text (``no_article``), or the rows are no CSV (``broken_table``).
    """
    with source.open() as stream:
        yield from _members(source, _csv_records(stream))


def parquet_members(source: Source) -> Iterator[Member]:
    """Rows of a Parquet file.

    Raises:
        ReadError: No column holds a text (``no_article``), or it is damaged (``broken_table``).
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source.path) as table:
            _check_columns(table.schema_arrow.names)
            batches = table.iter_batches(_ROWS_AT_ONCE, use_threads=False)
            yield from _members(source, (row for batch in batches for row in batch.to_pylist()))
    except (pa.ArrowException, OSError) as error:
        raise ReadError("broken_table", f"No valid Parquet ({error}). Save the table again.") from None


def _members(source: Source, records: Iterator[Mapping[str, Any]]) -> Iterator[Member]:
    for number, record in enumerate(records):
        if source.wants_next():
            yield Member(str(number), ".json", canonical(record))


def _csv_records(stream: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    start = _peek(stream)
    encoding = decode_bytes(start[: start.rindex(b"\n")] if len(start) > _CUT and b"\n" in start else start).encoding
    csv.field_size_limit(LARGEST_BYTES)
    lines = io.TextIOWrapper(stream, "utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")
    rows = csv.reader(lines, delimiter=_delimiter(_first_line(start, encoding)))
    try:
        names = next(rows, [])
        _check_columns(names)
        for row in rows:
            if any(row):
                yield dict(zip(names, row, strict=False))
    except csv.Error as error:
        raise ReadError("broken_table", f"Line {rows.line_num} is no valid CSV ({error}). Save it again.") from None


def _peek(stream: IO[bytes]) -> bytes:
    """The start of the stream, which stays to be read."""
    if isinstance(stream, io.BytesIO):
        return stream.getvalue()[:_PEEK]
    return stream.peek(_PEEK)[:_PEEK]  # type: ignore[attr-defined,no-any-return]


def _first_line(start: bytes, encoding: str) -> str:
    return re.split(r"[\r\n]", start.decode(encoding, "replace").lstrip("\ufeff"))[0]


def _delimiter(head: str) -> str:
    """The separator that gives the most columns, the comma of equals."""
    return max(",;\t|", key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))


def _check_columns(names: list[str]) -> None:
    if not has_body(names):
        found = ", ".join(names[:10])
        raise ReadError("no_article", "No column holds the text of an article. Name one of the columns `text`.", found)
