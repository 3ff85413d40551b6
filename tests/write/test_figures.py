"""The figures: drawn from any tables, as PNG and SVG, the same each time."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline import cli
from pipeline.core.errors import PipelineError
from pipeline.validate.tables import validate_tables
from pipeline.write.figures import write_figures
from pipeline.write.files import write_files
from tests.schema.builders import all_tables


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with odd texts in it."""
    folder = tmp_path_factory.mktemp("figures") / "output"
    write_files(validate_tables(all_tables(), []).tables, folder, run_info={})
    return folder


def test_figures_are_there_and_the_same_each_time(output: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    first, second = write_figures(output, tmp_path / "a"), write_figures(output, tmp_path / "b")
    names = {"events_by_month", "actor_network", "dates_and_sources"}
    assert {path.name for path in first} == {f"{name}.{suffix}" for name in names for suffix in ("png", "svg")}
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
        if one.suffix == ".svg":
            ElementTree.parse(one)


def test_no_events_no_trouble(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    empty = {table: frame.iloc[:0] for table, frame in validate_tables(all_tables(), []).tables.items()}
    write_files(empty, tmp_path, run_info={})
    assert cli.main(["figures", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "figures" / "actor_network.png").stat().st_size > 1000


def test_a_missing_library_is_named(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PipelineError, match="pip install"):
        write_figures(output)
