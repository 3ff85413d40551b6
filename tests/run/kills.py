"""Runs that are killed at random moments: python -m tests.run.kills [TIMES] [SEED]

A folder changes step by step. In each step a run is killed, what readers see is checked, the next run
completes, and its tables must be the bytes of a twin folder where nothing was ever killed.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from pipeline.run import shards
from pipeline.run.stages import run_all
from pipeline.run.workspace import Workspace
from tests.run import fakes

_TIMED = ("run.json", "history.jsonl")


class _Setter:
    """Enough of pytest's monkeypatch to install the stand-ins for the life of the process."""

    def setitem(self, modules: dict[str, ModuleType], name: str, module: ModuleType) -> None:
        modules[name] = module


def run_once(raw: Path, output: Path) -> None:
    """One run with the stand-ins, in shards of a few files."""
    fakes.install(_Setter())  # type: ignore[arg-type]
    shards.FILES_A_SHARD = 4
    run_all(Workspace(raw, output, workers=1, max_failed=1.0, max_drop=1.0))


def contents(output: Path) -> dict[str, bytes]:
    """Every published file but those that tell the time."""
    return {
        path.name: path.read_bytes() for path in sorted(output.iterdir()) if path.is_file() and path.name not in _TIMED
    }


def survive(folder: Path, times: int, seed: int) -> int:
    """Kill so many runs; how many of them died before they were through.

    Raises:
        AssertionError: Readers met half a table, or the next run made other tables.
    """
    choose = random.Random(seed)
    raw, output, twin = folder / "raw", folder / "output", folder / "twin"
    raw.mkdir(parents=True)
    killed, longest = 0, 2.0
    for step in range(times):
        _change(raw, step, choose)
        started = time.monotonic()
        died = _kill_one(raw, output, choose.uniform(0.25, 1) * longest)
        killed += died
        longest = longest * 1.1 if not died else max(longest * 0.97, 0.2)
        if not died:
            longest = min(longest, time.monotonic() - started)
        _check_readers(output)
        run_once(raw, output)
        run_once(raw, twin)
        assert contents(output) == contents(twin), f"other tables after step {step} of seed {seed}"
        assert not (output / "stages" / "new").exists()
    return killed


def _change(raw: Path, step: int, choose: random.Random) -> None:
    for number in range(4):
        day = choose.randrange(1, 28)
        (raw / f"{step}-{number}.txt").write_text(f"2021-0{choose.randrange(1, 9)}-{day:02} meeting Azerbaijan Turkey")
    names = sorted(raw.iterdir())
    if len(names) > 24:
        for path in choose.sample(names, 6):
            path.unlink()


def _kill_one(raw: Path, output: Path, after: float) -> bool:
    command = [sys.executable, "-m", "tests.run.kills", "--once", str(raw), str(output)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()  # it has loaded and begins
    try:
        running.wait(after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
    running.stdout.close()
    return running.returncode != 0


def _check_readers(output: Path) -> None:
    """All tables are whole; they are of one run unless the next one has to move the rest of them."""
    facts = output / "run.json"
    if not facts.exists() or (output / "stages" / "new" / "complete").exists():
        return
    for name, stated in json.loads(facts.read_text())["files"].items():
        assert hashlib.sha256((output / name).read_bytes()).hexdigest() == stated["sha256"], name


def main() -> None:
    """Kill as often as the arguments say, or be the run that is killed."""
    if sys.argv[1:2] == ["--once"]:
        from pipeline.validate import tables  # noqa: F401 - loaded before the clock starts
        from pipeline.write import files  # noqa: F401

        print("ready", flush=True)
        run_once(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    times, seed = (int(one) for one in (*sys.argv[1:], "100", "1")[:2]) if len(sys.argv) != 2 else (int(sys.argv[1]), 1)
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    killed = survive(folder, times, seed)
    shutil.rmtree(folder)
    print(f"{times} runs, {killed} killed before they were through, {times} correct recoveries")


if __name__ == "__main__":
    main()
