"""The output folder: every file, the same bytes each time, and nothing half done."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, system, validate

from pipeline.core.errors import PipelineError
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.build import empty_frame
from pipeline.schema.columns import table_columns
from pipeline.schema.tables import TABLES
from pipeline.validate.tables import validate_tables
from pipeline.write import files
from pipeline.write.files import write_files
from tests.schema.builders import all_tables

RUN = {"input_digest": "abc", "languages": ["en", "ur"], "machine": {"started": "2026-01-01T00:00:00Z"}}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Validated tables with odd texts in them."""
    return validate_tables(all_tables(), []).tables


@pytest.fixture(scope="module")
def output(tables: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written output folder."""
    folder = tmp_path_factory.mktemp("output") / "new"
    write_files(tables, folder, run_info=RUN)
    return folder


def test_every_promised_file_is_there_and_nothing_else(output: Path) -> None:
    promised = {"timeline.html", "timeline.xlsx", "datapackage.json", "CODEBOOK.md", "run.json"}
    promised |= {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")}
    assert {path.name for path in output.iterdir()} == promised


def test_a_second_run_writes_the_same_bytes(output: Path, tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    later = {**RUN, "machine": {"started": "2031-05-05T00:00:00Z", "seconds": 3.2}}
    for path in write_files(tables, tmp_path, run_info=later):
        if path.name != "run.json":
            assert path.read_bytes() == (output / path.name).read_bytes(), path.name


def test_rewriting_replaces_the_old_files(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_files(tables, tmp_path, run_info=RUN)
    empty = {table: empty_frame(table) for table in TABLES}
    write_files(empty, tmp_path, run_info=RUN)
    assert pd.read_parquet(tmp_path / "timeline.parquet").empty


def test_a_failure_leaves_the_old_output_whole(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tables, tmp_path, run_info=RUN)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*_: object) -> None:
        raise ValueError("no codebook today")

    monkeypatch.setattr(files, "write_codebook", fail)
    with pytest.raises(ValueError, match="no codebook"):
        write_files({table: empty_frame(table) for table in TABLES}, tmp_path, run_info=RUN)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_named(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(PipelineError, match="taken"):
        write_files(tables, tmp_path / "taken", run_info=RUN)


@pytest.mark.parametrize("full", [True, False])
def test_frictionless_accepts_the_package(
    output: Path, full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not full:
        write_files({table: empty_frame(table) for table in TABLES}, tmp_path, run_info={})
    folder = output if full else tmp_path
    # Offline: whatever asks for the network fails the test.
    monkeypatch.setattr(system, "get_http_session", None, raising=False)
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_frictionless_reads_what_we_meant(output: Path) -> None:
    package = Package(str(output / "datapackage.json"))
    rows = {row["document_id"]: row for row in package.get_resource("documents").read_rows()}
    assert rows["dplain"]["published_at"].isoformat() == "2020-11-10T08:30:00+00:00"
    timeline = package.get_resource("timeline").read_rows()
    assert timeline[0]["actors"] == ["Jeyhun Bayramov", "Pakistan"]
    assert timeline[0]["date_approximate"] is True


def test_run_json_lists_the_files_with_their_digests(output: Path) -> None:
    run = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert run["machine"]["started"] == "2026-01-01T00:00:00Z"
    assert run["rows"]["timeline"] == 3
    assert set(run["files"]) == {path.name for path in output.iterdir()} - {"run.json"}


def test_no_table_knows_the_time(output: Path) -> None:
    for name in ("timeline.html", "CODEBOOK.md", "datapackage.json"):
        assert "2026-01-01" not in (output / name).read_text(encoding="utf-8"), name


def test_codebook_explains_every_column_and_type(output: Path) -> None:
    text = (output / "CODEBOOK.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"\n## {table}\n" in text
        for column in table_columns(table):
            assert f"`{column.name}`" in text
    assert "| `ceasefire` | **Ceasefire.**" in text
    assert "UCDP GED" in text
    assert "\n## How events are coded\n" in text and "\n## How to cite\n" in text


def test_crosswalk_speaks_of_columns_that_exist() -> None:
    columns = {column.name for column in table_columns("timeline")}
    assert {row["id"] for row in load_lexicon().table("common/crosswalk.csv")} <= columns
