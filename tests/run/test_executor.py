"""Tasks are answered in this process, in workers and on Dask alike, whatever happens to a worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from pipeline.core.errors import PipelineError
from pipeline.run import executor
from pipeline.run.executor import choose_workers, run_tasks


def _double(task: int) -> int:
    return 2 * task


def _die(task: int) -> int:
    os._exit(9)


def _stop(task: int) -> int:
    raise PipelineError("a rule file is broken")


@pytest.mark.parametrize("workers", [0, 2])
def test_every_task_is_answered(workers: int) -> None:
    assert dict(run_tasks(_double, range(5), workers=workers)) == {task: 2 * task for task in range(5)}


def test_a_lost_worker_is_told() -> None:
    assert dict(run_tasks(_die, range(2), workers=1)) == {0: None, 1: None}


def _write_and_wait(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    script = (
        f"from tests.run import test_executor as here; here.executor.run_alone(here._write_and_wait, {str(tmp_path)!r})"
    )
    running = subprocess.Popen([sys.executable, "-c", script])
    while not (found := list(tmp_path.iterdir())):
        time.sleep(0.05)
        assert running.poll() is None
    running.kill()
    running.wait()
    for _ in range(100):
        try:
            os.kill(int(found[0].name), 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


def test_a_broken_rule_file_stops_the_run() -> None:
    with pytest.raises(PipelineError, match="rule file"):
        list(run_tasks(_stop, range(3), workers=1))


def test_without_dask_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(executor, "import_module", refuse)
    with pytest.raises(PipelineError, match="pip install"):
        list(run_tasks(_double, [1], workers=2, executor="dask"))


def test_small_work_stays_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "count_cores", lambda: 4)
    choose = partial(choose_workers, None)
    assert [choose(number, 9) for number in (0, 50, 299, 300, 100_000)] == [0, 0, 0, 2, 4]
    assert [choose_workers(wanted, 10, 5) for wanted in (1, 3, 20)] == [0, 3, 5]
    assert choose_workers(2, 0, 5) == 0
