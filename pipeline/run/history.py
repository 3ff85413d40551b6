"""Past runs in ``output/history.jsonl``, the newest last, and what they say about the present one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.run.state import Value
from pipeline.run.store import write_text

NAME = "history.jsonl"
MOST_RUNS = 200
"""Older runs are forgotten: half a year of nights."""
FEW_EVENTS = 20
"""Where there were fewer, a drop tells nothing."""


@dataclass(frozen=True)
class PastRun:
    """One run.

    Attributes:
        finished_at: Time in UTC, ISO 8601.
        code: Exit code.
        published: Whether the tables in the output folder are its own or, with nothing to do, were left as they are.
        worked: Stages that had something to do.
        seconds: Wall time of all of them.
        counts: Figures of all stages.
        reason: Why it failed or was held back, or ``None``.
    """

    finished_at: str
    code: int
    published: bool
    worked: tuple[str, ...] = ()
    seconds: float = 0.0
    counts: Mapping[str, Value] = field(default_factory=dict)
    reason: str | None = None


def read_history(output: Path) -> list[PastRun]:
    """The past runs, oldest first; lines that are damaged are left out."""
    try:
        lines = (output / NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    runs = []
    for line in lines:
        try:
            content = json.loads(line)
            runs.append(PastRun(**{**content, "worked": tuple(content["worked"])}))
        except (ValueError, TypeError, KeyError):
            continue
    return runs


def remember_run(output: Path, run: PastRun) -> None:
    """Add a run to the history.

    Raises:
        StoreError: The folder cannot be written to.
    """
    runs = [*read_history(output), run][-MOST_RUNS:]
    write_text(output / NAME, "".join(json.dumps(asdict(one), sort_keys=True) + "\n" for one in runs))


def stamp() -> str:
    """This moment, for a history."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def too_few_events(counts: Mapping[str, Value], history: list[PastRun], most: float) -> str | None:
    """Why so few events are suspicious, against the last run whose tables were published; else ``None``."""
    good = next((run for run in reversed(history) if run.published), None)
    before, now = int(good.counts.get("events", 0)) if good else 0, int(counts.get("events", 0))
    if before < FEW_EVENTS or now >= (1 - most) * before:
        return None
    return (
        f"{now} events, where the last good run had {before}: more than {most:.0%} are gone."
        " If that is right, allow it with --max-drop 1."
    )


def too_many_failures(counts: Mapping[str, Value], most: float) -> str | None:
    """Why so many documents that failed are suspicious; else ``None``."""
    documents = int(counts.get("documents", 0))
    failed = int(counts.get("failed", 0)) + int(counts.get("unfinished", 0))
    if failed <= most * documents:
        return None
    return (
        f"{failed} of {documents} documents failed, more than {most:.0%}. Mend them, or allow more with --max-failed."
    )
