"""Whole runs on generated corpora: python benchmarks/scale.py [--counts 1000,10000] [--out FILE.md]

For each corpus a full run with one worker and with one a core, a run with nothing new and one with one new
file. Times stand beside two plain references measured in the same breath: reading the files with one regular
expression, and ``dateparser.search`` (on a sample). Wall time tells of speed-up on a quiet machine only; CPU time
holds on a busy one too. Memory is the peak of all processes together (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import write_corpus

_PLAIN = re.compile(r"\b(?:[A-Z][a-z]+|\d{4})\b")
_SEARCHED = 30
_NEW = "BAKU, 3 May 2021. President Ilham Aliyev met Foreign Minister Ishaq Dar of Pakistan in Baku on 2 May 2021.\n"
STAGES = ("normalize", "extract", "link", "validate", "write")


@dataclass
class Measured:
    """Wall and CPU seconds of a run, its peak memory in MB, and the wall seconds of its stages."""

    wall: float
    cpu: float
    memory: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Measure and print the table; write it where the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="1000,10000")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines: list[str] = []
    for count in map(int, options.counts.split(",")):
        with tempfile.TemporaryDirectory(prefix="scale-") as folder:
            lines += [*_lines(count, Path(folder)), ""]
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines), encoding="utf-8")


def _lines(count: int, folder: Path) -> Iterator[str]:
    raw = folder / "raw"
    write_corpus(raw, count)
    files = sorted(path for path in raw.rglob("*") if path.is_file())
    plain = _measure(lambda: [_PLAIN.findall(path.read_text()) for path in files])
    searched = _measure(lambda: _search_dates(files[:_SEARCHED]))
    searched_all = searched.cpu * count / min(count, _SEARCHED)
    cores = os.cpu_count() or 1
    one = _run(raw, folder / "one", 1)
    many = _run(raw, folder / "many", cores)
    _assert_same(folder / "one", folder / "many")
    nothing = _run(raw, folder / "many", cores)
    (raw / "new.txt").write_text(_NEW)
    added = _run(raw, folder / "many", cores)
    yield f"**{count:,} articles** ({cores} cores)"
    yield ""
    yield "| | wall s | CPU s | articles/CPU s | x plain pass | memory MB |"
    yield "|---|---|---|---|---|---|"
    yield _row("reading and one regular expression", plain, count, plain)
    yield (
        f"| `dateparser.search` (sample of {_SEARCHED}) | | {searched_all:.1f} | {count / searched_all:.0f} |"
        f" {searched_all / plain.cpu:.0f} | |"
    )
    yield _row("full run, 1 worker", one, count, plain)
    yield _row(f"full run, {cores} workers", many, count, plain)
    yield _row("nothing new", nothing, count, plain)
    yield _row("one new file", added, count, plain)
    yield ""
    spent = sum(one.stages.values())
    shares = ", ".join(f"{name} {one.stages[name] / spent:.0%} ({count / one.stages[name]:.0f}/s)" for name in STAGES)
    yield f"Stages with 1 worker: {shares}."
    per_document = sum(many.stages[name] for name in STAGES[:2])
    yield (
        f"Speed-up with {cores} workers: {one.wall / many.wall:.2f} in all,"
        f" {sum(one.stages[name] for name in STAGES[:2]) / per_document:.2f} in normalize and extract."
        f" Of a full run (CPU) nothing new costs {nothing.cpu / one.cpu:.1%}, one new file {added.cpu / one.cpu:.1%}."
    )


def _row(name: str, measured: Measured, count: int, plain: Measured) -> str:
    memory = f"{measured.memory:.0f}" if measured.memory else ""
    return (
        f"| {name} | {measured.wall:.1f} | {measured.cpu:.1f} | {count / measured.cpu:.0f} |"
        f" {measured.cpu / plain.cpu:.0f} | {memory} |"
    )


def _measure(work: Callable[[], object]) -> Measured:
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return Measured(time.perf_counter() - started, time.process_time() - cpu)


def _search_dates(files: list[Path]) -> None:
    from dateparser.search import search_dates

    for path in files:
        search_dates(path.read_text(), languages=["en"])


def _run(raw: Path, output: Path, workers: int) -> Measured:
    log = output.with_suffix(".jsonl")
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pipeline", "run", "--quiet", "--raw", str(raw), "--output", str(output)]
    command += ["--log-json", str(log)]
    started = time.perf_counter()
    running = subprocess.Popen([*command, "--workers", str(workers)])
    peak = _Peak(running.pid)
    peak.start()
    _, status, usage = os.wait4(running.pid, 0)
    wall = time.perf_counter() - started
    peak.done.set()
    if status:
        sys.exit(f"the run failed: {status}")
    said = [json.loads(line) for line in log.read_text().splitlines()]
    seconds = {one["stage"]: one["seconds"] for one in said if one["event"] == "stage_finished"}
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak.megabytes, seconds)


class _Peak(threading.Thread):
    """The most memory that a process and its descendants have at once, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.done = threading.Event()
        self.megabytes = 0.0

    def run(self) -> None:
        while not self.done.wait(0.1):
            self.megabytes = max(self.megabytes, _resident(self._pid) / 1e6)


def _resident(root: int) -> int:
    parents, sizes = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)], sizes[int(entry.name)] = int(fields[1]), int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    total = 0
    for pid in sizes:
        at: int | None = pid
        while at is not None and at != root:
            at = parents.get(at)
        total += sizes[pid] if at == root else 0
    return total


def _assert_same(one: Path, other: Path) -> None:
    for path in one.iterdir():
        if path.is_file() and path.name not in ("run.json", "history.jsonl"):
            assert path.read_bytes() == (other / path.name).read_bytes(), f"{path.name} depends on the workers"


if __name__ == "__main__":
    main()
