"""Out and back: Parquet and CSV give the same typed tables again."""

from __future__ import annotations

import csv
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import InputError
from pipeline.schema.build import empty_frame, make_frame
from pipeline.schema.cells import cell_text, cell_value, guard_formula, unguard_formula
from pipeline.schema.columns import table_columns
from pipeline.schema.dictionary import package_schema
from pipeline.schema.read import read_table
from pipeline.schema.tables import SCHEMA_VERSION, TABLES
from pipeline.write.to_csv import write_csv
from pipeline.write.to_parquet import write_parquet
from tests.schema.builders import all_tables

LIVE = st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=x", "''=x", "'", "\n=1", "＝1", "a;b", "; "])
TEXTS = st.one_of(LIVE, st.text(max_size=30), st.text(alphabet=string.punctuation + "\n\r\t ", max_size=12))


@given(TEXTS)
def test_formula_guard_comes_off_again(text: str) -> None:
    guarded = guard_formula(text)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard_formula(guarded) == text


_CHANGE = {"event_id": "e1", "change": "changed", "column": "quote", "document_id": None}
_ROWS = st.lists(st.tuples(st.none() | TEXTS, TEXTS, TEXTS), max_size=4)


@given(_ROWS)
def test_any_text_survives_csv_and_parquet(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple]) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows = [{**_CHANGE, "before": before, "after": after, "reason": why} for before, after, why in texts]
    frame = make_frame("changes", rows)
    write_csv("changes", frame, folder / "changes.csv")
    write_parquet("changes", frame, folder / "changes.parquet")
    for file_format in ("csv", "parquet"):
        pd.testing.assert_frame_equal(read_table(folder, "changes", file_format=file_format), frame)


_ITEMS = st.lists(st.text(min_size=1, max_size=12) | LIVE, max_size=4)


@given(_ITEMS, st.dates(), st.floats(-180, 180), st.booleans(), st.datetimes(timezones=st.just(UTC)))
def test_any_value_survives_csv(items: list[str], day: date, number: float, flag: bool, time: datetime) -> None:
    for kind, value in (("date", day), ("number", number), ("boolean", flag), ("timestamp", time)):
        assert cell_value(kind, cell_text(kind, value)) == value
    names = [column.name for column in table_columns("actors") if column.kind != "list"]
    row = dict.fromkeys(names) | {"aliases": items, "n_events": 1, "first_seen": day}
    frame = make_frame("actors", [row])
    text = guard_formula(cell_text("list", list(frame["aliases"].iloc[0])))
    back = cell_value("list", unguard_formula(text))
    # A semicolon becomes a comma in CSV, and nothing else changes.
    assert back == [item.replace(";", ",") for item in frame["aliases"].iloc[0]]


@pytest.mark.parametrize("table", [table for table in TABLES if table != "rejected"])
@pytest.mark.parametrize("full", [True, False])
def test_tables_survive_both_formats(tmp_path: Path, table: str, full: bool) -> None:
    frame = all_tables()[table] if full else empty_frame(table)
    write_parquet(table, frame, tmp_path / f"{table}.parquet")
    write_csv(table, frame, tmp_path / f"{table}.csv")
    pd.testing.assert_frame_equal(read_table(tmp_path, table), frame)
    from_csv = read_table(tmp_path, table, file_format="csv")
    pd.testing.assert_frame_equal(
        from_csv.drop(columns="text", errors="ignore"),
        frame.drop(columns="text", errors="ignore").map(_without_semicolons),
        check_dtype=False,
    )
    assert list(from_csv.dtypes) == list(frame.dtypes)


def _without_semicolons(value: object) -> object:
    return [item.replace(";", ",") for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("full", [True, False])
def test_plain_pandas_reads_the_parquet(tmp_path: Path, table: str, full: bool) -> None:
    frame = all_tables().get(table, empty_frame(table)) if full else empty_frame(table)
    write_parquet(table, frame, tmp_path / "t.parquet")
    plain = pd.read_parquet(tmp_path / "t.parquet")
    assert list(plain.columns) == [column.name for column in table_columns(table)]
    assert len(plain) == len(frame)
    if table == "timeline" and full:
        assert plain["date_start"].iloc[0] == date(1813, 10, 24)
        assert list(plain["actors"].iloc[0]) == ["Jeyhun Bayramov", "Pakistan"]


def test_parquet_tells_what_its_columns_mean(tmp_path: Path) -> None:
    write_parquet("timeline", all_tables()["timeline"], tmp_path / "t.parquet")
    schema = pyarrow.parquet.read_schema(tmp_path / "t.parquet")
    assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
    assert b"pandas" not in schema.metadata
    assert schema.field("date_start").type == pyarrow.date32()
    assert b"First day" in schema.field("date_start").metadata[b"description"]


def test_csv_is_what_spreadsheets_expect(tmp_path: Path) -> None:
    write_csv("documents", all_tables()["documents"], tmp_path / "d.csv")
    content = (tmp_path / "d.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfdocument_id,path,")
    assert b"\r" not in content
    rows = {r["document_id"]: r for r in csv.DictReader(content.decode("utf-8-sig").splitlines())}
    assert rows["dhostile"]["path"] == "'=h.html"
    assert rows["dfailed"]["path"] == "'-broken.pdf"
    assert rows["dfailed"]["warning"] == "'=1+1 no text"
    assert rows["dplain"]["published_at"] == "2020-11-10T08:30:00Z"
    assert rows["dplain"]["published_date"] == "2020-11-10"
    assert "text" not in rows["dplain"]


def test_negative_numbers_are_no_formulas(tmp_path: Path) -> None:
    frame = all_tables()["timeline"]
    frame.loc[0, "longitude"] = -49.5
    write_csv("timeline", frame, tmp_path / "timeline.csv")
    assert ",-49.5," in (tmp_path / "timeline.csv").read_text(encoding="utf-8-sig")


def test_reader_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make run"):
        read_table(tmp_path, "timeline")
    with pytest.raises(InputError, match="no table"):
        read_table(tmp_path, "events")
    (tmp_path / "actors.csv").write_text("actor_id,name\na1,X\n")
    with pytest.raises(InputError, match=r"actors\.csv"):
        read_table(tmp_path, "actors")


def test_package_schema_has_keys_and_closed_lists() -> None:
    schema = package_schema("event_actors", {})
    assert schema["primaryKey"] == ["event_id", "actor_id"]
    assert schema["foreignKeys"][0]["reference"] == {"resource": "timeline", "fields": ["event_id"]}
    timeline = package_schema("timeline", {"event_type": ["visit"]})
    fields = {field["name"]: field for field in timeline["fields"]}
    assert fields["event_type"]["constraints"] == {"required": True, "enum": ["visit"]}
    assert fields["date_start"]["constraints"]["minimum"] == "1700-01-01"
