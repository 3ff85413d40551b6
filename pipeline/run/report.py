"""What a run did, in words for people and in figures for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.errors import Problem
from pipeline.run.state import Value

_SHOWN_PROBLEMS = 8


@dataclass(frozen=True)
class RunReport:
    """What a run did.

    Attributes:
        counts: Figures of all stages, those that were fresh included.
        worked: Names of the stages that had something to do.
        seconds: Wall time of each of them.
        output: Folder of the tables.
        missed: Why the run is not good (exit code 3), or ``None``.
        published: Whether the tables in the output folder are those of this run.
        problems: What was turned away or doubted.
    """

    counts: Mapping[str, Value]
    worked: tuple[str, ...]
    seconds: Mapping[str, float]
    output: Path
    missed: str | None = None
    published: bool = True
    problems: tuple[Problem, ...] = field(default=())


def summarize(report: RunReport) -> list[str]:
    """The closing summary: documents, events, period, scopes, where to look next, and what to mend."""
    counts = report.counts
    if not report.worked:
        lines = ["Nothing has changed since the last run: the tables are up to date."]
    else:
        lines = [f"Done in {sum(report.seconds.values()):.1f} s."]
    lines.append(_documents_line(counts))
    if "events" in counts:
        lines.append(_events_line(counts))
    if "rejected" in counts and report.published:
        lines.extend(_look_next(report))
    lines.extend(_problem_lines(report))
    return lines


def _documents_line(counts: Mapping[str, Value]) -> str:
    kinds = {
        "failed": "could not be read",
        "unfinished": "broke the extraction",
        "empty": "empty",
        "off_topic": "off topic",
        "copies": "copies of others",
    }
    odd = [f"{counts[name]} {words}" for name, words in kinds.items() if counts.get(name)]
    return f"Documents: {counts.get('documents', 0)} read" + (f"; {', '.join(odd)}" if odd else "")


def _events_line(counts: Mapping[str, Value]) -> str:
    line = f"Events: {counts['events']} from {counts.get('mentions', 0)} mentions"
    if counts.get("first_day"):
        line += f", {counts['first_day']} to {counts['last_day']}"
    scopes = {
        "azerbaijan_pakistan": "Azerbaijan-Pakistan",
        "karabakh": "Karabakh",
        "other": "other",
    }
    parts = [f"{counts[f'scope_{name}']} {words}" for name, words in scopes.items() if counts.get(f"scope_{name}")]
    return line + (f" ({', '.join(parts)})" if parts else "")


def _look_next(report: RunReport) -> list[str]:
    names = {
        "timeline.html": "to look at, in a browser",
        "timeline.csv": "for a spreadsheet",
        "timeline.parquet": "for pandas",
        "CODEBOOK.md": "what each column means",
    }
    return ["Look next at:"] + [
        f"  {report.output / name}  {words}" for name, words in names.items() if (report.output / name).exists()
    ]


def _problem_lines(report: RunReport) -> list[str]:
    fatal = [problem for problem in report.problems if problem.fatal]
    doubts = len(report.problems) - len(fatal)
    lines = []
    if fatal:
        lines.append(f"Turned away: {len(fatal)} (all in {report.output / 'rejected.csv'})")
        lines.extend(f"  {problem.path or problem.row_id}: {problem.reason}" for problem in fatal[:_SHOWN_PROBLEMS])
        if len(fatal) > _SHOWN_PROBLEMS:
            checks = Counter(problem.check for problem in fatal[_SHOWN_PROBLEMS:])
            more = ", ".join(f"{count} {check}" for check, count in sorted(checks.items()))
            lines.append(f"  and {len(fatal) - _SHOWN_PROBLEMS} more: {more}")
    if doubts:
        lines.append(f"Kept with a warning: {doubts} (same file, column `fatal` is false)")
    if report.missed:
        kept = "" if report.published else " The tables of the last good run stay."
        lines.append(f"Exit code 3: {report.missed}{kept}")
    return lines
