"""The lines for schedulers run as they stand, and the log tells programs what happened."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.run import fakes


def _shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["schedule", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_the_cron_line_works_in_a_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "it's 100% raw"
    raw.mkdir()
    line = next(line for line in _shown(capsys, "--raw", str(raw), "--at", "04:05") if line.startswith("5 4 * * *"))
    assert r"100\% raw" in line
    command = line.removeprefix("5 4 * * * ").replace(r"\%", "%")
    words = shlex.split(command)
    assert words[:2] == ["cd", str(Path.cwd())]
    assert str(raw) in words
    done = subprocess.run(["sh", "-c", command.replace(" run ", " run --help ")], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_unit_names_whole_paths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _shown(capsys, "--raw", str(tmp_path), "--workers", "3")
    start = next(line for line in lines if line.startswith("ExecStart="))
    assert f'"{tmp_path}"' in start or f" {tmp_path} " in start
    assert start.endswith('log.jsonl"')
    assert "--workers 3" in start
    assert "OnCalendar=*-*-* 03:30:00" in lines


def test_a_time_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["schedule", "--at", "25:00"])
    assert "no time like" in capsys.readouterr().err


def test_the_log_has_a_line_for_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fakes.install(monkeypatch)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "one.txt").write_text("2020-11-10 meeting Azerbaijan Pakistan")
    log = tmp_path / "log.jsonl"
    folders = ["--raw", str(tmp_path / "raw"), "--output", str(tmp_path / "output"), "--log-json", str(log)]
    command = ["run", "--quiet", "--workers", "1", *folders]
    assert main(command) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["event"] for line in lines] == [*["stage_started", "stage_finished"] * 5, "run_finished"]
    assert lines[-1]["counts"]["events"] == 1
    (tmp_path / "raw" / "one.txt").unlink()
    assert main(command) == 1
    last = json.loads(log.read_text().splitlines()[-1])
    assert (last["event"], last["code"]) == ("run_failed", 1)
