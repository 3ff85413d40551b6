"""Records in Parquet and back, guided by the type hints of the dataclasses alone.

Nested dataclasses become structs, tuples lists, mappings lists of pairs, dates date32. A time of day
keeps its zone, so it is stored as ISO 8601 text. Every file appears whole or not at all.
"""

from __future__ import annotations

import dataclasses
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import PipelineError

Record = TypeVar("Record")
_SHORT = 60
_SURROGATE = re.compile("[\ud800-\udfff]")
Convert = Callable[[Any], Any]
_SCALARS: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.string(),
}


class StoreError(PipelineError):
    """A stage table is unreadable or cannot be written; the message names the file and the remedy."""


@dataclasses.dataclass(frozen=True)
class _Codec:
    """How one type hint looks in Arrow: its type, and the way there and back."""

    arrow: pa.DataType
    encode: Convert
    decode: Convert


def write_records(path: Path, records: Iterable[Any], record_type: type) -> None:
    """Write records as one Parquet file, whole or not at all.

    Args:
        path: Target; its folder is made when missing.
        records: Instances of ``record_type``, in the order to keep.
        record_type: A dataclass whose hints are scalars, dates, literals, dataclasses, tuples or mappings.

    Raises:
        StoreError: The folder cannot be written to.
    """
    write_table(path, to_table(records, record_type))


def to_table(records: Iterable[Any], record_type: type) -> pa.Table:
    """Records as an Arrow table."""
    return pa.Table.from_pylist([_codec(record_type).encode(record) for record in records], schema_of(record_type))


def schema_of(record_type: type) -> pa.Schema:
    """Columns of a table of such records."""
    arrow = _codec(record_type).arrow
    return pa.schema([arrow.field(index) for index in range(arrow.num_fields)])


def from_table(table: pa.Table, record_type: type[Record]) -> list[Record]:
    """Records of an Arrow table that ``to_table`` made."""
    hint: Any = record_type
    decode = _codec(hint).decode
    return [decode(row) for row in table.to_pylist()]


def read_records(path: Path, record_type: type[Record]) -> list[Record]:
    """Read what ``write_records`` wrote; empty when the file is not there.

    Raises:
        StoreError: The file is damaged or was written by an incompatible version.
    """
    if not path.is_file():
        return []
    try:
        return from_table(pq.read_table(path), record_type)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error}). Delete it and run again.") from error


def write_table(path: Path, table: pa.Table) -> None:
    """Write an Arrow table beside its target, then move it there in one step.

    Raises:
        StoreError: The disk is full or the folder read-only.
    """
    _write_whole(path, lambda partial: pq.write_table(table, partial, compression="zstd"))


def write_text(path: Path, text: str) -> None:
    """Write a small text file (UTF-8) whole or not at all.

    Raises:
        StoreError: The disk is full or the folder read-only.
    """
    _write_whole(path, lambda partial: partial.write_text(text, encoding="utf-8", newline="\n"))


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written ({error.strerror or error}).") from error


@lru_cache(maxsize=256)
def _codec(hint: Any) -> _Codec:
    """The codec of a type hint.

    Raises:
        TypeError: The hint is of a kind that stage tables do not hold.
    """
    if hint in _SCALARS:
        return _scalar_codec(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _record_codec(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return _Codec(pa.string(), _same, _same)
    if origin in (typing.Union, types.UnionType):
        return _optional_codec(arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _list_codec(arguments[0])
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return _mapping_codec(*arguments)
    raise TypeError(f"stage tables cannot hold {hint!r}; see pipeline/run/store.py")


def _same(value: Any) -> Any:
    return value


def _scalar_codec(hint: Any) -> _Codec:
    if hint is datetime:
        return _Codec(pa.string(), datetime.isoformat, datetime.fromisoformat)
    if hint is str:
        return _Codec(_SCALARS[hint], _replace_surrogates, _share_short)
    return _Codec(_SCALARS[hint], _same, _same)


def _share_short(text: str | None) -> str:
    """One object for all that say the same: names and codes are most of what records hold.

    Published tables have no value where a record has an empty text.
    """
    if text is None:
        return ""
    return sys.intern(text) if len(text) < _SHORT else text


def _replace_surrogates(text: str) -> str:
    """Lone halves of surrogate pairs, which UTF-8 cannot hold, become U+FFFD; offsets stay as they are."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return _SURROGATE.sub("\ufffd", text)


def _optional_codec(arguments: tuple[Any, ...]) -> _Codec:
    inner = [argument for argument in arguments if argument is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"stage tables cannot hold the union {arguments!r}")
    codec = _codec(inner[0])
    return _Codec(codec.arrow, _unless_none(codec.encode), _unless_none(codec.decode))


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _list_codec(hint: Any) -> _Codec:
    inner = _codec(hint)
    return _Codec(
        pa.list_(inner.arrow),
        lambda values: [inner.encode(value) for value in values],
        lambda values: tuple(inner.decode(value) for value in values),
    )


def _mapping_codec(key_hint: Any, value_hint: Any) -> _Codec:
    key, value = _codec(key_hint), _codec(value_hint)
    pair = pa.struct([("key", key.arrow), ("value", value.arrow)])
    return _Codec(
        pa.list_(pair),
        lambda mapping: [{"key": key.encode(one), "value": value.encode(other)} for one, other in mapping.items()],
        lambda pairs: {key.decode(one["key"]): value.decode(one["value"]) for one in pairs},
    )


def _record_codec(record_type: type) -> _Codec:
    hints = typing.get_type_hints(record_type)
    codecs = {field.name: _codec(hints[field.name]) for field in dataclasses.fields(record_type)}
    encoders = [(name, codec.encode) for name, codec in codecs.items()]
    decoders = [(name, codec.decode) for name, codec in codecs.items()]
    return _Codec(
        pa.struct([pa.field(name, codec.arrow) for name, codec in codecs.items()]),
        lambda record: {name: encode(getattr(record, name)) for name, encode in encoders},
        lambda row: record_type(**{name: decode(row[name]) for name, decode in decoders}),
    )
