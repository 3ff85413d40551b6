"""How a run shows itself: a moving bar on a terminal, one line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.run.store import StoreError
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

    def items_done(self, stage: str, number: int) -> None:
        """Say nothing: a log is no place for a bar."""

    def stage_finished(self, stage: str, message: str) -> None:
        """Write the line."""
        seconds = time.perf_counter() - self._started
        self._stream.write(f"{stage:<10} {message}  [{seconds:.1f} s]\n")
        self._stream.flush()


class JsonReporter:
    """A line of JSON for each thing that happens, for programs; passes everything on to another reporter.

    Raises:
        StoreError: The file cannot be written to.
    """

    def __init__(self, path: Path, inner: Reporter) -> None:
        self._path = path
        self._inner = inner
        self._started = time.perf_counter()

    def stage_started(self, stage: str, n_items: int) -> None:
        """Write a line."""
        self._started = time.perf_counter()
        self.write("stage_started", stage=stage, items=n_items)
        self._inner.stage_started(stage, n_items)

    def items_done(self, stage: str, number: int) -> None:
        """Write nothing: millions of lines help nobody."""
        self._inner.items_done(stage, number)

    def stage_finished(self, stage: str, message: str) -> None:
        """Write a line with its seconds."""
        seconds = round(time.perf_counter() - self._started, 3)
        self.write("stage_finished", stage=stage, seconds=seconds, message=message)
        self._inner.stage_finished(stage, message)

    def write(self, event: str, **facts: Any) -> None:
        """Add one line with the time."""
        line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **facts})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        except OSError as error:
            raise StoreError(f"{self._path}: the log cannot be written ({error.strerror}).") from error


class BarReporter:
    """A bar for each stage, for people at a terminal."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def stage_started(self, stage: str, n_items: int) -> None:
        """Add its bar; one that pulses when the amount of work is unknown."""
        self._tasks[stage] = self._bars.add_task(stage, total=n_items or None, message="")

    def items_done(self, stage: str, number: int) -> None:
        """Move its bar."""
        self._bars.advance(self._tasks[stage], number)

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
