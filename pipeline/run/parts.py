"""Part files: what a stage made of one shard, in ``output/stages/<stage>/<shard>-of-<shards>.parquet``.

A part holds a row per document and, in its metadata, the digest of all it depended on, that of what it
says, and counts. It appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.run.store import StoreError, from_table, schema_of, to_table

Row = TypeVar("Row")
_INFO = b"part"
_NAME = re.compile(r"(\d+)-of-(\d+)\.parquet")
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Slot:
    """A shard: number ``index`` of ``count``, a power of two."""

    index: int = 0
    count: int = 1

    def path(self, folder: Path) -> Path:
        """Its part in the folder of a stage."""
        return folder / f"{self.index:05}-of-{self.count:05}.parquet"


@dataclass(frozen=True)
class PartInfo:
    """What the metadata of a part say.

    Attributes:
        key: Digest of all that it depended on; empty when something in it is to be tried again.
        digest: Digest of what it says.
        counts: Figures.
    """

    key: str
    digest: str
    counts: Mapping[str, int] = field(default_factory=dict)


class PartWriter:
    """Writes a part in batches of rows; nothing is seen of it before it is left without an error."""

    def __init__(self, path: Path, row_type: type) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        self._row_type = row_type
        self._waiting: list[Any] = []
        self._digest = hashlib.sha256()
        self.counts: dict[str, int] = {}
        self.is_final = True

    def __enter__(self) -> PartWriter:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._partial, schema_of(self._row_type), compression="zstd")
        except OSError as error:
            raise self._refused(error) from error
        return self

    def add(self, row: Any) -> None:
        """Add a row, which has a ``digest`` and a ``key``; an empty key asks for another try."""
        self._waiting.append(row)
        if len(self._waiting) >= _ROWS_AT_ONCE:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        """Add rows that another part held."""
        self._flush()
        self._write(table)

    def count(self, **counts: int) -> None:
        """Add to the figures."""
        for name, number in counts.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def finish(self, key: str) -> PartInfo:
        """Put the part in its place."""
        self._flush()
        info = PartInfo(key if self.is_final else "", self._digest.hexdigest(), dict(sorted(self.counts.items())))
        try:
            self._writer.add_key_value_metadata({_INFO: json.dumps(asdict(info), sort_keys=True)})
            self._writer.close()
            self._partial.replace(self._path)
        except OSError as error:
            raise self._refused(error) from error
        return info

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with suppress(OSError):
                self._writer.close()
            self._partial.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._waiting:
            self._write(to_table(self._waiting, self._row_type))
            self._waiting = []

    def _write(self, table: pa.Table) -> None:
        for digest, key in zip(table["digest"].to_pylist(), table["key"].to_pylist(), strict=True):
            self._digest.update(digest.encode())
            self.is_final = self.is_final and bool(key)
        try:
            self._writer.write_table(table)
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path}: cannot be written ({error.strerror or error}).")


def read_info(path: Path) -> PartInfo | None:
    """What the metadata say; ``None`` for a part that is missing or damaged."""
    try:
        with pq.ParquetFile(path) as part:
            return PartInfo(**json.loads(part.metadata.metadata[_INFO]))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        return None


def list_slots(folder: Path) -> list[Slot]:
    """The shards that have a part, in order."""
    found = [_NAME.fullmatch(path.name) for path in folder.glob("*.parquet")]
    return sorted((Slot(int(one[1]), int(one[2])) for one in found if one), key=lambda slot: (slot.count, slot.index))


def is_complete(folder: Path) -> bool:
    """Whether there is a part of each shard, and no other."""
    slots = list_slots(folder)
    return bool(slots) and slots == [Slot(index, len(slots)) for index in range(len(slots))]


def read_former(folder: Path, slot: Slot) -> pa.Table | None:
    """Rows of all parts that may hold rows of the shard, of whatever number of shards they are."""
    tables = []
    for other in list_slots(folder):
        least = min(slot.count, other.count)
        if other.index % least == slot.index % least:
            try:
                tables.append(_read(other.path(folder), None))
            except StoreError:
                continue
    try:
        return pa.concat_tables(tables) if tables else None
    except pa.ArrowException:
        return None


def read_columns(folder: Path, slot: Slot, columns: list[str]) -> pa.Table:
    """Some columns of a part.

    Raises:
        StoreError: It is missing or damaged.
    """
    return _read(slot.path(folder), columns)


def read_part(folder: Path, slot: Slot, row_type: type[Row]) -> list[Row]:
    """All rows of a part.

    Raises:
        StoreError: It is missing or damaged.
    """
    return from_table(_read(slot.path(folder), None), row_type)


def _read(path: Path, columns: list[str] | None) -> pa.Table:
    try:
        with pq.ParquetFile(path) as part:
            return part.read(columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"{path}: cannot be read ({error}). Delete it and run again.") from error


def drop_others(folder: Path, keep: Iterable[Slot]) -> None:
    """Remove the parts of other numbers of shards, and what a killed run left half written."""
    kept = {slot.path(folder).name for slot in keep}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)
