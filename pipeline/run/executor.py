"""``map`` over local processes that survives a bad item and a lost worker.

The function must be a top-level function of one picklable item: worker processes import it by name.
An item whose call raises is answered by a ``Failure`` and the others go on. A worker that dies (out of
memory, a crash in a native library) takes its batch with it: that batch is tried again item by item.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.core.errors import PipelineError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Starting a worker costs about as much as reading this many documents (imports of the readers).
ITEMS_WORTH_A_WORKER = 150

SECONDS_PER_ITEM = 60
"""An item that takes longer is given up: an ordinary document takes a few hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The call for one item raised, or its worker died.

    Attributes:
        error: Class name of the exception, or ``WorkerLost``.
        message: What it said, with the innermost place in our code.
    """

    error: str
    message: str


@dataclass(frozen=True, slots=True)
class _Batch(Generic[Item]):
    first: int
    items: tuple[Item, ...]


def choose_workers(wanted: int | None, n_items: int) -> int:
    """Worker processes to start; 0 means to work in this process.

    Args:
        wanted: The user's number, or ``None`` to decide by cores and work.
        n_items: Items to do.
    """
    if wanted is not None:
        return 0 if wanted <= 1 else min(wanted, max(1, n_items))
    useful = min(count_cores(), n_items // ITEMS_WORTH_A_WORKER)
    return useful if useful > 1 else 0


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_items(
    function: Callable[[Item], Result], items: Sequence[Item], *, workers: int
) -> Iterator[tuple[int, Result | Failure]]:
    """Call the function on every item; yields (index of the item, result) as they come.

    Args:
        function: Top-level function of one item.
        items: What to work on.
        workers: Processes; 0 works in this process.

    Raises:
        PipelineError: The function raised one: a broken rule file concerns every item.
        ImportError: A library is missing, which concerns every item too.
    """
    if workers == 0:
        for index, item in enumerate(items):
            yield index, call_guarded(function, item)
        return
    yield from _map_in_processes(function, items, workers)


def call_guarded(function: Callable[[Item], Result], item: Item) -> Result | Failure:
    """Call the function; what it raises becomes a ``Failure``, save for errors that concern every item."""
    try:
        with _limit_time(SECONDS_PER_ITEM):
            return function(item)
    except (PipelineError, ImportError):
        raise
    except Exception as error:  # one bad document must not stop the others
        return Failure(type(error).__name__, _describe_error(error))


class TimeLimitError(Exception):
    """An item took too long."""


@contextmanager
def _limit_time(seconds: float) -> Iterator[None]:
    """Interrupt what runs too long; no limit outside the main thread, where signals do not arrive."""
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


def _describe_error(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/pipeline/" in frame.filename.replace("\\", "/")]
    place = ours[-1] if ours else frames[-1]
    where = place.filename.replace("\\", "/").rsplit("/pipeline/", 1)[-1]
    return f"{error} (pipeline/{where}, {place.name})"[:500]


def _run_batch(function: Callable[[Item], Result], batch: _Batch[Item]) -> list[tuple[int, Result | Failure]]:
    return [(batch.first + offset, call_guarded(function, item)) for offset, item in enumerate(batch.items)]


def _map_in_processes(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[int, Result | Failure]]:
    size = max(1, min(64, len(items) // (workers * 4)))
    batches = [_Batch(first, tuple(items[first : first + size])) for first in range(0, len(items), size)]
    lost: list[_Batch[Item]] = []
    with _start_pool(workers) as pool:
        try:
            futures = {pool.submit(_run_batch, function, batch): batch for batch in batches}
        except BrokenProcessPool:  # pragma: no cover - a pool that dies while it is being filled
            futures = {}
            lost = batches
        yield from _collect(futures, lost)
    for batch in lost:
        for offset, item in enumerate(batch.items):
            yield batch.first + offset, _call_alone(function, item)


def _start_pool(workers: int) -> ProcessPoolExecutor:
    # spawn: forking a process that already runs native threads (pyarrow, tokenisers) can deadlock.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _collect(
    futures: dict[Future[list[tuple[int, Result | Failure]]], _Batch[Item]], lost: list[_Batch[Item]]
) -> Iterator[tuple[int, Result | Failure]]:
    try:
        for future in as_completed(futures):
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
    except BaseException:
        for future in futures:
            future.cancel()
        raise


def _call_alone(function: Callable[[Item], Result], item: Item) -> Result | Failure:
    """One item in a process of its own, so that it can take nothing else down."""
    with _start_pool(1) as pool:
        try:
            return pool.submit(call_guarded, function, item).result()
        except BrokenProcessPool:
            return Failure("WorkerLost", "the worker process died; out of memory, or a native library crashed")
