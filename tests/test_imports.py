"""Imports point one way: stages do not know each other, and an outside library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Where a library may be imported; further homes are a decision, not an accident.
HOMES = {
    "yaml": ("lexicon/load.py", "normalize/readers/markdown.py"),
    "dateparser": ("core/dates.py",),
    "pandera": ("schema", "validate"),
    "xlsxwriter": ("write/to_xlsx.py",),
    "trafilatura": ("normalize",),
    "pypdf": ("normalize",),
    "rensa": ("link",),
    "rich": ("run/progress.py",),
}


def test_the_import_contract_holds() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_has_one_home(library: str) -> None:
    users = {
        path.relative_to(ROOT / "pipeline").as_posix()
        for path in (ROOT / "pipeline").rglob("*.py")
        if library in _imported(path)
    }
    strangers = {user for user in users if not user.startswith(HOMES[library])}
    assert not strangers


def test_starting_loads_no_heavy_library() -> None:
    """An unchanged run must answer at once: the readers and pandas are loaded only when there is work."""
    script = "import sys, pipeline.cli; print(*[m for m in ('pandas', 'trafilatura', 'dateparser', 'pandera')"
    script += " if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names
