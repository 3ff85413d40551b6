"""One document at a time, within bounds of time and memory, so that a bad one cannot take others down."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import resource
import signal
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from pipeline.core.errors import PipelineError
from pipeline.run.store import StoreError

Result = TypeVar("Result")

SECONDS_PER_ITEM = 60
"""A document that takes longer is given up: an ordinary one takes a few hundredths of a second."""
BYTES_PER_SECOND_LIMIT = 1_000_000
"""A file of many articles has the time of one document more for each so many bytes."""
MEMORY_PER_ITEM = 1_000_000_000
"""Bytes that one document may take beyond what the process has."""
LOST = "the worker process died; out of memory, stuck, or a native library crashed"


@dataclass(frozen=True, slots=True)
class Failure:
    """The call for one document raised, or its worker died.

    Attributes:
        error: Class name of the exception, or ``WorkerLost``.
        message: What it said, with the innermost place in our code.
    """

    error: str
    message: str


class TimeLimitError(Exception):
    """A document took too long."""


class Guard:
    """Calls functions for documents one after the other, and notes which one is worked on.

    The note stays behind when the process dies, so that the next one leaves that document out.

    Args:
        note: File of the note.
        lost: Names of documents whose process died before.
    """

    def __init__(self, note: Path, lost: Collection[str] = ()) -> None:
        self._note = note
        self._lost = lost

    def __enter__(self) -> Guard:
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._note, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        except OSError as error:
            raise StoreError(f"{self._note}: cannot be written ({error.strerror}).") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)
        self._note.unlink(missing_ok=True)

    def call(self, name: str, function: Callable[[], Result], *, size: int = 0) -> Result | Failure:
        """Call the function; what it raises becomes a ``Failure``, save for errors that concern every document.

        Args:
            name: Of the document.
            function: What to do.
            size: Bytes that it works on.
        """
        if name in self._lost:
            return Failure("WorkerLost", LOST)
        encoded = name.encode("utf-8", "surrogateescape")
        with suppress(OSError):  # a full disk will be told of when the part is written
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, encoded, 0)
        return call_guarded(function, seconds=SECONDS_PER_ITEM * (1 + size / BYTES_PER_SECOND_LIMIT))


def read_note(note: Path) -> str | None:
    """The document that a process was at when it died."""
    try:
        return note.read_bytes().decode("utf-8", "surrogateescape") or None
    except OSError:
        return None


def call_guarded(function: Callable[[], Result], *, seconds: float) -> Result | Failure:
    """Call the function; what it raises becomes a ``Failure``, save for errors that concern every document."""
    try:
        with _limit_time(seconds), _limit_memory(MEMORY_PER_ITEM):
            return function()
    except (PipelineError, ImportError):
        raise
    except Exception as error:  # one bad document must not stop the others
        return Failure(type(error).__name__, _describe_error(error))


@contextmanager
def _limit_time(seconds: float) -> Iterator[None]:
    """Interrupt what runs too long; in a worker, kill what does not even listen to the interruption."""
    is_worker = multiprocessing.parent_process() is not None
    if is_worker:
        faulthandler.dump_traceback_later(seconds * 1.5, exit=True, file=_nowhere())
    try:
        with _alarm(seconds):
            yield
    finally:
        if is_worker:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """No limit outside the main thread, where signals do not arrive."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise TimeLimitError(f"took more than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _limit_memory(more: int) -> Iterator[None]:
    """Bound what the process may take from here on; no limit where the system does not tell what it has."""
    now = _address_space()
    if now is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + more
    ceiling = min([wanted, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):
        return None
    return pages * resource.getpagesize()


_open_nowhere: list[int] = []


def _nowhere() -> int:
    if not _open_nowhere:
        _open_nowhere.append(os.open(os.devnull, os.O_WRONLY))
    return _open_nowhere[0]


def _describe_error(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/pipeline/" in frame.filename.replace("\\", "/")]
    place = ours[-1] if ours else frames[-1]
    where = place.filename.replace("\\", "/").rsplit("/pipeline/", 1)[-1]
    return f"{error} (pipeline/{where}, {place.name})"[:500]
