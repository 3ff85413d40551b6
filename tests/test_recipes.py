"""The recipes run as they stand, on the output of the tiny corpus; `pipeline.read` gives typed frames."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.cli import main
from pipeline.core.errors import InputError
from pipeline.schema.columns import table_columns
from pipeline.schema.tables import TABLES

ROOT = Path(__file__).parents[1]
RECIPES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which ``output`` holds the result of the tiny corpus, with the database."""
    folder = tmp_path_factory.mktemp("recipes")
    raw, output = str(ROOT / "tests" / "expected" / "raw"), str(folder / "output")
    assert main(["run", "--raw", raw, "--output", output, "--quiet"]) == 0
    assert main(["export", "--format", "sqlite", "--output", output]) == 0
    return folder


@pytest.mark.parametrize("number", range(len(RECIPES)))
def test_recipe_runs(folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    exec(compile(RECIPES[number], f"recipe {number}", "exec"), {})


def test_the_notebook_runs_and_holds_no_outputs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    notebook = json.loads((ROOT / "docs" / "tour.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 5 and not any(cell["outputs"] for cell in cells)
    names: dict[str, object] = {}
    for cell in cells:
        exec(compile(cell["source"], cell["id"], "exec"), names)
    assert names["event_id"]


def test_there_are_recipes() -> None:
    assert len(RECIPES) >= 4


def test_read_gives_every_table_typed(folder: Path) -> None:
    output = pipeline.read(folder / "output")
    for table in TABLES:
        frame = getattr(output, table)
        assert list(frame.columns) == [spec.name for spec in table_columns(table)]
    assert output.timeline["date_start"].dt.year.min() >= 1988
    event_id = output.timeline["event_id"].iloc[0]
    evidence = output.evidence(event_id)
    assert len(evidence) == output.timeline["n_mentions"].iloc[0] and evidence["path"].notna().all()
    assert isinstance(output.mentions, pd.DataFrame)


def test_reading_no_output_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make run"):
        pipeline.read(tmp_path)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import pipeline, sys; sys.exit('pandas' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
