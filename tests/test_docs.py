"""Every command, task and file that people meet is documented, and nothing else is."""

from __future__ import annotations

import argparse
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline.cli import make_parser
from pipeline.schema.tables import TABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def _commands() -> list[str]:
    (action,) = (a for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return list(action.choices)


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_in_the_readme_and_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"`{command}`" in README
    with pytest.raises(SystemExit) as leaving:
        make_parser().parse_args([command, "--help"])
    assert leaving.value.code == 0
    assert "example:" in capsys.readouterr().out


def test_every_task_of_the_readme_exists() -> None:
    tasks = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {word for line in re.findall(r"(?:^|`)make ([a-z ]+)", README, re.MULTILINE) for word in line.split()[:2]}
    assert "run" in named
    assert named <= tasks, named - tasks


def test_every_task_has_a_line_in_the_list() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    stages = {"normalize", "extract", "link", "validate", "write"}
    wanted = (set(phony.group(1).split()) - {"$(STAGES)"}) | stages
    assert {line.split()[1] for line in listed.splitlines()} == wanted


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_is_in_the_readme(table: str) -> None:
    assert f"`{table}`" in README


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", one)[0] for one in project["dependencies"]}
    reasons = README.partition("### Why each dependency is there")[2]
    assert not {name for name in names if name not in reasons}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-docs.lock"])
def test_locks_have_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert "://" not in text
    assert "index" not in text


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        lock: set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock", "requirements-docs.lock")
    }

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=]", one)[0].lower() for one in requirements}

    assert names(project["dependencies"]) <= pinned["requirements.lock"]
    assert names(project["optional-dependencies"]["dev"]) <= pinned["requirements-dev.lock"]
    assert names(project["optional-dependencies"]["docs"]) <= pinned["requirements-docs.lock"]
    assert pinned["requirements.lock"] <= pinned["requirements-dev.lock"]
    assert pinned["requirements.lock"] <= pinned["requirements-docs.lock"]


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = re.search(r"^exec (make .*)$", script, re.MULTILINE)
    assert command is not None
    assert re.search(rf"^{command.group(1)} ", README, re.MULTILINE)
