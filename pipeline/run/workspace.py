"""Where a run reads and writes, with what knowledge and how many workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.run.executor import ExecutorName


@dataclass(frozen=True)
class Workspace:
    """The settings of a run.

    Attributes:
        raw: Folder with the documents.
        output: Folder for the tables; the stage tables live in its ``stages``.
        lexicon_folder: The user's rules laid over the shipped ones, or ``None``.
        curation: Table of corrections by people; need not exist.
        workers: Worker processes, or ``None`` to decide by cores and work.
        executor: Local processes, or Dask.
        scheduler: Address of a Dask scheduler, or ``None`` to start a cluster in this machine.
        max_failed: Share of documents that may fail before the run counts as missed (exit code 3).
        max_drop: Share of the events of the last good run that may be gone before it counts as missed.
    """

    raw: Path
    output: Path
    lexicon_folder: Path | None = None
    curation: Path = Path("curation.csv")
    workers: int | None = None
    executor: ExecutorName = "processes"
    scheduler: str | None = None
    max_failed: float = 0.5
    max_drop: float = 0.5

    @property
    def stages(self) -> Path:
        """Folder of the stage tables."""
        return self.output / "stages"

    @property
    def state_file(self) -> Path:
        """What was last run with what."""
        return self.stages / "state.json"

    def lexicon(self) -> Lexicon:
        """The shipped knowledge with the user's laid over it.

        Raises:
            LexiconError: The user's folder does not exist.
        """
        return load_lexicon(self.lexicon_folder)


class Reporter(Protocol):
    """Hears how a run goes; the command line shows it to people."""

    def stage_started(self, stage: str, n_items: int) -> None:
        """A stage has so many items to work on; 0 when it works on everything at once."""

    def items_done(self, stage: str, number: int) -> None:
        """So many more items are done."""

    def stage_finished(self, stage: str, message: str) -> None:
        """A stage is through; the message is one line for people."""


class SilentReporter:
    """Shows nothing: for tests and for use as a library."""

    def stage_started(self, stage: str, n_items: int) -> None:
        """Ignore it."""

    def items_done(self, stage: str, number: int) -> None:
        """Ignore it."""

    def stage_finished(self, stage: str, message: str) -> None:
        """Ignore it."""
