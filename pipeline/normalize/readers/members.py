"""What a container holds: its members one after the other, within bounds, nothing ever unpacked to disk.

A container is a file of many files or records: .zip, .tar (also .gz .bz2 .xz), .warc, .jsonl.gz, .csv, .parquet,
or anything packed alone with gzip. It is read as a stream, so that its size does not matter, and a share
of its members can be read on its own, so that several workers can read one container.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pipeline.normalize.readers.article import ReadError

LARGEST_BYTES = 20_000_000
"""Of one file or member."""
STREAMED_BYTES = 1_000_000
"""Larger files of JSON lines are read line by line, and larger containers in shares."""
MOST_MEMBERS = 1_000_000
LARGEST_TOTAL = 50_000_000_000
"""Of all members of a container together, unpacked."""
MOST_RATIO = 200
"""Unpacked to packed size, once more than ``LARGEST_BYTES`` came out: news text packs to a third or a tenth."""
_REMEDY = "Unpack it and put in the files that you need."
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)
_UNPACK: dict[str, Callable[[Path], Any]] = {
    ".gz": gzip.open, ".tgz": gzip.open, ".bz2": bz2.open, ".tbz2": bz2.open, ".xz": lzma.open, ".txz": lzma.open,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One file or record of a container.

    Attributes:
        name: Name in the container, or the number of the record.
        suffix: Tells the reader, e.g. ``.html``.
        data: Its bytes.
        error: Why it cannot be read, or ``None``.
        url: Address that the container gives for it, or ``None``.
    """

    name: str
    suffix: str
    data: bytes = b""
    error: ReadError | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Members number ``index``, ``index + of``, ... of a container: what one worker reads of it."""

    index: int = 0
    of: int = 1

    def takes(self, number: int) -> bool:
        """Whether the member with this number belongs to the share."""
        return number % self.of == self.index


Find = Callable[["Source"], Iterator[Member]]


class Source:
    """A container while it is read: which members are wanted, and what has come out of it so far."""

    def __init__(self, path: Path, share: Share) -> None:
        self.path = path
        self.packed = path.stat().st_size
        self._share = share
        self._unpacked = 0
        self._members = 0

    def wants_next(self) -> bool:
        """Count a member; whether it is one of the share.

        Raises:
            ReadError: There are too many (``archive_bomb``).
        """
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise ReadError("archive_bomb", f"More than {MOST_MEMBERS} members. Split it.", str(self._members))
        return self._share.takes(self._members - 1)

    def count(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            ReadError: They are too many, or too many for the size of the container (``archive_bomb``).
        """
        self._unpacked += size
        swollen = self._unpacked > LARGEST_BYTES and self._unpacked > MOST_RATIO * self.packed
        if swollen or self._unpacked > LARGEST_TOTAL:
            raise ReadError(
                "archive_bomb",
                f"{self.packed} bytes unpack to more than {self._unpacked}: it is taken for an archive bomb. {_REMEDY}",
                str(self._unpacked),
            )

    def open(self) -> IO[bytes]:
        """The bytes of the container, unpacked where its name says that it is packed, and counted."""
        unpack = _UNPACK.get(self.path.suffix.lower())
        return self.counted(unpack(self.path)) if unpack else self.path.open("rb")

    def counted(self, stream: IO[bytes]) -> IO[bytes]:
        """The stream, with what is read of it counted."""
        return io.BufferedReader(_Counted(stream, self.count), 1 << 16)


class _Counted(io.RawIOBase):
    """A stream that reports how much was read of it."""

    def __init__(self, inner: Any, count: Callable[[int], None]) -> None:
        self._inner = inner
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read1(len(buffer))  # what there is: a damage further on must not take it along
        self._count(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def is_container(path: Path) -> bool:
    """Whether the name is that of a container; large files of JSON lines count as such."""
    return _finder(path.name.lower()) is not None


def read_members(path: Path, share: Share | None = None) -> Iterator[Member]:
    """The members of a container in its order.

    Args:
        path: The container.
        share: Which members; by default all.

    Raises:
        ReadError: It is damaged (``broken_archive``; what stands before the damage has come out), holds
            nothing (``empty_archive``), or unpacks to too much (``archive_bomb``).
    """
    find = _finder(path.name.lower())
    assert find is not None, "ask is_container first"
    number = 0
    try:
        for number, member in enumerate(find(Source(path, share or Share())), start=1):  # noqa: B007
            yield member
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise ReadError(
            "broken_archive",
            f"The file breaks off or is damaged ({reason}); {number} members before that were read."
            " Fetch or pack it again.",
            str(number),
        ) from None
    if number == 0 and share in (None, Share()):
        raise ReadError("empty_archive", "The container holds nothing that is read. Fill it, or remove it.")


def _finder(name: str) -> Find | None:
    """What finds the members of a container of this name."""
    plain = name.removesuffix(".gz")
    if plain.endswith(".zip") and plain == name:
        return _zip_members
    if re.search(r"\.(?:tar|tgz|tbz2|txz|tar\.bz2|tar\.xz)$", plain):
        return _tar_members
    if plain.endswith(".warc"):
        from pipeline.normalize.readers.web_archive import web_members

        return web_members
    if plain.endswith((".csv", ".tsv")):
        from pipeline.normalize.readers.tables import csv_members

        return csv_members
    if plain.endswith((".parquet", ".pq")) and plain == name:
        from pipeline.normalize.readers.tables import parquet_members

        return parquet_members
    if plain.endswith((".jsonl", ".ndjson")):
        return _line_members
    return _only_member if plain != name else None


def _zip_members(source: Source) -> Iterator[Member]:
    with zipfile.ZipFile(source.path) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or _is_hidden(entry.filename) or not source.wants_next():
                continue
            is_link = stat.S_ISLNK(entry.external_attr >> 16)
            yield _checked(entry.filename, partial(_open_entry, archive, entry, source), is_link=is_link)


def _open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source) -> IO[bytes]:
    return source.counted(archive.open(entry))


def _tar_members(source: Source) -> Iterator[Member]:
    with source.open() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            if entry.isdir() or _is_hidden(entry.name) or not source.wants_next():
                continue
            yield _checked(entry.name, partial(archive.extractfile, entry), is_link=not entry.isfile())


def _only_member(source: Source) -> Iterator[Member]:
    """The file that was packed alone with gzip."""
    if source.wants_next():
        yield replace(_checked(source.path.stem, source.open), name="")


def _line_members(source: Source) -> Iterator[Member]:
    from pipeline.normalize.readers.json_articles import canonical_line

    with source.open() as stream:
        number = 0
        while line := stream.readline(LARGEST_BYTES + 1):
            if len(line) > LARGEST_BYTES:
                raise ReadError(
                    "too_large", f"Line {number + 1} is longer than {LARGEST_BYTES / 1e6:.0f} MB. Split it."
                )
            if line.strip() and source.wants_next():
                yield Member(str(number), ".json", canonical_line(line))
            number += bool(line.strip())


def _checked(name: str, open_it: Callable[[], IO[bytes] | None], *, is_link: bool = False) -> Member:
    """A member by name; what is wrong with one says nothing about the others."""
    suffix = PurePosixPath(name).suffix
    try:
        _check_name(name, is_link=is_link)
        with open_it() or io.BytesIO() as stream:
            return Member(name, suffix, _read_bounded(stream))
    except ReadError as error:
        if error.check == "archive_bomb":
            raise
        return Member(name, suffix, error=error)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        failure = ReadError("broken_member", f"It cannot be unpacked ({error}). Pack it again without a password.")
        return Member(name, suffix, error=failure)


def _read_bounded(stream: IO[bytes]) -> bytes:
    data = stream.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise ReadError(
            "too_large", f"It has more than {LARGEST_BYTES / 1e6:.0f} MB unpacked. Split it into one file an article."
        )
    return data


def _check_name(name: str, *, is_link: bool) -> None:
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name[:1] in ("/", "\\") or re.match(r"[A-Za-z]:", name):
        raise ReadError("unsafe_path", f"The name leads out of the archive. {_REMEDY}", name)
    if is_link:
        raise ReadError("unreadable", f"This is a link or a device, not a file. {_REMEDY}", name)
    if _is_packed(name):
        raise ReadError(
            "nested_archive", "An archive in an archive is not read. Put it into the input folder by itself.", name
        )


def _is_packed(name: str) -> bool:
    """Whether a file of this name holds others; one of records, such as a table, does not."""
    find = _finder(name.lower())
    return find is not None and not name.lower().endswith((".csv", ".tsv", ".jsonl", ".ndjson"))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in parts)
