"""How a run shows itself: a moving bar on a terminal, one line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pipeline.run.workspace import Reporter, SilentReporter

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def make_reporter(*, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Reporter]:
    """The reporter that suits the stream (by default standard output)."""
    stream = stream or sys.stdout
    if quiet:
        yield SilentReporter()
    elif stream.isatty():
        with _start_bars() as bars:
            yield BarReporter(bars)
    else:
        yield LineReporter(stream)


class LineReporter:
    """One line for each stage that had something to do."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = time.perf_counter()

    def stage_started(self, stage: str, n_items: int) -> None:
        """Start its clock."""
        self._started = time.perf_counter()

    def item_done(self, stage: str) -> None:
        """Say nothing: a log is no place for a bar."""

    def stage_finished(self, stage: str, message: str) -> None:
        """Write the line."""
        seconds = time.perf_counter() - self._started
        self._stream.write(f"{stage:<10} {message}  [{seconds:.1f} s]\n")
        self._stream.flush()


class BarReporter:
    """A bar for each stage, for people at a terminal."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def stage_started(self, stage: str, n_items: int) -> None:
        """Add its bar; one that pulses when the amount of work is unknown."""
        self._tasks[stage] = self._bars.add_task(stage, total=n_items or None, message="")

    def item_done(self, stage: str) -> None:
        """Move its bar by one."""
        self._bars.advance(self._tasks[stage])

    def stage_finished(self, stage: str, message: str) -> None:
        """Fill its bar and say what came of it."""
        task = self._tasks[stage]
        self._bars.update(task, total=1, completed=1, message=message)


def _start_bars() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[message]}"),
    )
