"""Runs that are killed at random moments: python -m tests.run.kills [TIMES] [SEED]

A folder changes step by step. In each step a run is killed, what readers see is checked, the next run
completes, and its tables must be the bytes of a twin folder where nothing was ever killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pipeline.lexicon.load import load_lexicon
from pipeline.run import shards
from pipeline.run.stages import STAGES, run_all
from pipeline.run.state import digest_code
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
    killed = 0
    for step in range(times):
        _change(raw, step, choose)
        _, seconds = _run_apart(raw, twin)
        died, _ = _run_apart(raw, output, kill_after=choose.uniform(0, 1.1) * seconds)
        killed += died
        _check_readers(output)
        _run_apart(raw, output)
        assert contents(output) == contents(twin), f"other tables after step {step} of seed {seed}"
        assert not (output / "stages" / "new").exists()
    return killed


def _run_apart(raw: Path, output: Path, kill_after: float | None = None) -> tuple[bool, float]:
    """A run in a process of its own: whether it was killed, and its seconds.

    This process only imports, and so has no threads that a fork would lose.
    """
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            run_once(raw, output)
        finally:
            os._exit(0)
    died = False
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if kill_after is not None and not died and time.monotonic() - started > kill_after:
            os.kill(pid, signal.SIGKILL)
            died = True
        time.sleep(0.002)
    return died, time.monotonic() - started


def _change(raw: Path, step: int, choose: random.Random) -> None:
    for number in range(4):
        day = choose.randrange(1, 28)
        (raw / f"{step}-{number}.txt").write_text(f"2021-0{choose.randrange(1, 9)}-{day:02} meeting Azerbaijan Turkey")
    names = sorted(raw.iterdir())
    if len(names) > 24:
        for path in choose.sample(names, 6):
            path.unlink()


def _check_readers(output: Path) -> None:
    """All tables are whole; they are of one run unless the next one has to move the rest of them."""
    facts = output / "run.json"
    if not facts.exists() or (output / "stages" / "new" / "complete").exists():
        return
    for name, stated in json.loads(facts.read_text())["files"].items():
        assert hashlib.sha256((output / name).read_bytes()).hexdigest() == stated["sha256"], name


def _load_everything() -> None:
    """What each run would have to load anew; starts no threads."""
    from pipeline.schema.columns import table_schema
    from pipeline.schema.tables import TABLES

    for name in ("link.corrections", "link.history", "validate.tables", "write.files"):
        import_module(f"pipeline.{name}")
    for table in TABLES:
        table_schema(table)
    for stage in STAGES:
        digest_code(stage.code)
    load_lexicon().digest()


def main() -> None:
    """Kill as often as the arguments say."""
    _load_everything()
    times, seed = (int(one) for one in [*sys.argv[1:], "100", "1"][:2]) if len(sys.argv) != 2 else (int(sys.argv[1]), 1)
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        killed = survive(Path(folder), times, seed)
    print(f"{times} runs, {killed} killed before they were through, {times} correct recoveries")


if __name__ == "__main__":
    main()
