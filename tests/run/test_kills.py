"""A run that is killed, or whose disk is full, is completed by the next one with the same tables."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.errors import PipelineError
from pipeline.run.stages import run_all
from pipeline.run.workspace import Workspace
from tests.run import fakes, kills


def test_runs_killed_at_random_moments_recover() -> None:
    command = [sys.executable, "-m", "tests.run.kills", "2", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "2 correct recoveries" in done.stdout


def test_a_full_disk_leaves_the_last_good_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file may grow beyond so many bytes: the run fails with a message, and the next one completes."""
    fakes.install(monkeypatch)
    (tmp_path / "raw").mkdir()
    workspace = Workspace(tmp_path / "raw", tmp_path / "output", workers=1)
    (workspace.raw / "one.txt").write_text("2020-11-10 meeting Azerbaijan Pakistan")
    run_all(workspace)
    before = kills.contents(workspace.output)
    (workspace.raw / "two.txt").write_text("2021-01-13 visit Turkey Pakistan")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, limits[1]))
    try:
        with pytest.raises(PipelineError, match="cannot"):
            run_all(workspace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert kills.contents(workspace.output) == before
    run_all(workspace)
    assert b"two.txt" in kills.contents(workspace.output)["documents.csv"]
