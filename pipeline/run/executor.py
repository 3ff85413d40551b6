"""Tasks in this process, in local processes or on a Dask cluster; the answers are the same everywhere.

A task is a call of a top-level function with one small picklable argument: workers get paths, never
texts. A task whose worker died is answered by ``None``; what to do then is the caller's business.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import connection
from typing import Any, Literal, TypeVar

from pipeline.core.errors import PipelineError

Task = TypeVar("Task")
Result = TypeVar("Result")
ExecutorName = Literal["processes", "dask"]

# Starting a worker costs about as much as reading this many documents (imports of the readers).
ITEMS_WORTH_A_WORKER = 150
SECONDS_TO_CONNECT = 20


def choose_workers(wanted: int | None, n_items: int, n_tasks: int) -> int:
    """Worker processes to start; 0 means to work in this process.

    Args:
        wanted: The user's number, or ``None`` to decide by cores and work.
        n_items: Documents to read.
        n_tasks: Tasks that they are shared out to.
    """
    if wanted is not None:
        return 0 if wanted <= 1 or n_items == 0 else min(wanted, max(1, n_tasks))
    useful = min(count_cores(), n_items // ITEMS_WORTH_A_WORKER, n_tasks)
    return useful if useful > 1 else 0


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_tasks(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    workers: int,
    executor: ExecutorName = "processes",
    scheduler: str | None = None,
) -> Iterator[tuple[int, Result | None]]:
    """Call the function on every task; yields (index of the task, result) as they come.

    Args:
        function: Top-level function of one task.
        tasks: What to work on.
        workers: Processes; 0 works in this process unless a scheduler is named.
        executor: Local processes, or Dask.
        scheduler: Address of a Dask scheduler; by default a cluster in this machine is started.

    Raises:
        PipelineError: The function raised it, or Dask is not installed or cannot be reached.
    """
    if executor == "dask" and tasks and (workers or scheduler):
        yield from _run_on_dask(function, tasks, workers, scheduler)
    elif workers == 0:
        yield from ((index, function(task)) for index, task in enumerate(tasks))
    else:
        with _start_pool(workers) as pool:
            yield from _collect({pool.submit(function, task): index for index, task in enumerate(tasks)})


def run_alone(function: Callable[[Task], Result], task: Task) -> Result | None:
    """One task in a process of its own, so that it can take nothing else down; ``None`` when it died."""
    with _start_pool(1) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return None


def _start_pool(workers: int) -> ProcessPoolExecutor:
    # spawn: forking a process that already runs native threads (pyarrow, tokenisers) can deadlock.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_die_with_parent)


def _die_with_parent() -> None:
    """End this worker when the run is killed: it must not write into the folder of the next run."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "called in a worker"

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _collect(futures: dict[Future[Result], int]) -> Iterator[tuple[int, Result | None]]:
    try:
        for future in as_completed(futures):
            try:
                result = future.result()
            except BrokenProcessPool:
                yield futures[future], None
            else:
                yield futures[future], result
    except BaseException:
        for future in futures:
            future.cancel()
        raise


def _run_on_dask(
    function: Callable[[Task], Result], tasks: Sequence[Task], workers: int, scheduler: str | None
) -> Iterator[tuple[int, Result | None]]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise PipelineError("Dask is not installed. Run `pip install 'event-timeline[dask]'`.") from error
    try:
        client = _connect(distributed, workers, scheduler)
    except OSError as error:
        raise PipelineError(f"{scheduler}: no Dask scheduler answers there ({error}).") from error
    with client, client.as_current():
        futures = {client.submit(function, task, pure=False): index for index, task in enumerate(tasks)}
        for future in distributed.as_completed(list(futures)):
            try:
                result = future.result()
            except (distributed.KilledWorker, distributed.CancelledError):
                yield futures.pop(future), None
            else:
                yield futures.pop(future), result
            future.release()


def _connect(distributed: Any, workers: int, scheduler: str | None) -> Any:
    if scheduler:
        return distributed.Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    return distributed.Client(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50, set_as_default=False
    )
