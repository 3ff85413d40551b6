"""Every export, read back by the format's own library: nothing lost, nothing torn, nothing live."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import networkx
import pytest

from pipeline import cli
from pipeline.core.errors import InputError, PipelineError
from pipeline.schema.build import empty_frame
from pipeline.schema.tables import TABLES
from pipeline.validate.tables import validate_tables
from pipeline.write.exports.formats import EXPORTS, export_tables
from pipeline.write.exports.rows import two_sides, written_date
from pipeline.write.exports.to_icalendar import escape_text, fold_line
from pipeline.write.files import write_files
from tests.schema.builders import HOSTILE, all_tables


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with odd texts in it."""
    folder = tmp_path_factory.mktemp("exports") / "output"
    write_files(validate_tables(all_tables(), []).tables, folder, run_info={})
    return folder


@pytest.mark.parametrize("name", list(EXPORTS))
def test_the_same_tables_give_the_same_bytes(output: Path, name: str, tmp_path: Path) -> None:
    first = export_tables(output, name, tmp_path / "first")
    assert first.read_bytes() == export_tables(output, name, tmp_path / "second").read_bytes()
    assert not list(tmp_path.glob(".*")), "nothing half written is left"


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder without rows."""
    folder = tmp_path_factory.mktemp("exports") / "nothing"
    write_files({table: empty_frame(table) for table in TABLES}, folder, run_info={})
    return folder


@pytest.mark.parametrize("name", list(EXPORTS))
def test_empty_tables_give_a_sound_file(nothing: Path, name: str) -> None:
    assert export_tables(nothing, name).stat().st_size > 0


def test_timelinejs_has_slides_with_escaped_texts(output: Path) -> None:
    with export_tables(output, "timelinejs").open(encoding="utf-8", newline="") as lines:
        slides = list(csv.DictReader(lines))
    assert [(s["Year"], s["Month"], s["Day"]) for s in slides] == [
        ("1813", "10", "24"),
        ("1991", "", ""),
        ("2020", "11", "10"),
    ]
    assert slides[0]["Headline"] == "'=HYPERLINK(0) &lt;/script&gt;" and slides[0]["Display Date"] == "about 1813-10-24"
    assert "<img" not in slides[0]["Text"] and "&lt;img" in slides[0]["Text"]
    assert (slides[1]["End Year"], slides[1]["End Month"], slides[2]["End Year"]) == ("1991", "", "")


def test_icalendar_has_an_all_day_entry_an_event(output: Path) -> None:
    content = export_tables(output, "icalendar").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n")) and b"\n" not in content.replace(b"\r\n", b"")
    entries = {str(entry["UID"]): entry for entry in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    assert len(entries) == 3
    year = next(entry for entry in entries.values() if entry["DTSTART"].dt == date(1991, 1, 1))
    assert year["DTEND"].dt - year["DTSTART"].dt == timedelta(days=365)
    hostile = next(entry for entry in entries.values() if entry["DTSTART"].dt == date(1813, 10, 24))
    assert str(hostile["STATUS"]) == "CANCELLED" and HOSTILE[:30] in str(hostile["DESCRIPTION"])
    assert "URL" not in next(e for e in entries.values() if e["DTSTART"].dt.year == 2020), "no live script"


def test_calendar_lines_fold_inside_no_character() -> None:
    line = "SUMMARY:" + "ə" * 80
    assert fold_line(line).replace("\r\n ", "") == line
    assert escape_text("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


def test_geojson_has_points_east_first(output: Path) -> None:
    content = json.loads(export_tables(output, "geojson").read_text(encoding="utf-8"))
    points = [feature["geometry"] for feature in content["features"]]
    assert points[1] is None and points[2] == {"type": "Point", "coordinates": [49.8671, 40.4093]}
    assert content["features"][2]["properties"]["actors"] == ["Jeyhun Bayramov", "Pakistan"]


def test_jsonld_links_events_actors_and_articles(output: Path) -> None:
    graph = json.loads(export_tables(output, "jsonld").read_text(encoding="utf-8"))["@graph"]
    nodes = {node["@id"]: node for node in graph}
    assert len(nodes) == len(graph)
    event = next(node for node in graph if node["@type"] == "Event" and node["startDate"] == "2020-11-10")
    assert [nodes[one["@id"]]["name"] for one in event["contributor"]] == ["Jeyhun Bayramov", "Pakistan"]
    assert nodes["urn:event-timeline:apakistan"]["sameAs"] == "http://www.wikidata.org/entity/Q843"
    assert nodes[event["subjectOf"][0]["@id"]]["datePublished"] == "2020-11-10"
    assert {node["startDate"] for node in graph if node["@type"] == "Event"} >= {"1991"}


@pytest.mark.parametrize(("name", "n_rows"), [("gdelt", 3), ("polecat", 3)])
def test_rows_keep_their_columns_whatever_the_texts(output: Path, name: str, n_rows: int) -> None:
    lines = export_tables(output, name).read_text(encoding="utf-8").splitlines()
    with export_tables(output, name).open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t"))
    assert len(rows) == n_rows and all(None not in row and None not in row.values() for row in rows)
    assert len(lines) == n_rows + 1
    last = rows[-1]
    if name == "gdelt":
        assert (last["Day"], last["EventCode"], last["EventRootCode"], last["QuadClass"]) == (
            "20201110",
            "040",
            "04",
            "1",
        )
        assert (last["Actor1Name"], last["Actor1CountryCode"], last["Actor2Name"]) == (
            "PAKISTAN",
            "PAK",
            "JEYHUN BAYRAMOV",
        )
    else:
        assert (last["Event Type"], last["Recipient Title"]) == ("CONSULT", "Foreign Minister of Azerbaijan")
        assert last["Event Text"].startswith("The ministers met")


def test_graphml_has_the_network(output: Path) -> None:
    path = export_tables(output, "graphml")
    graph = networkx.read_graphml(path)
    assert graph.nodes["apakistan"]["name"] == "Pakistan" and graph.nodes["apakistan"]["n_events"] == 3
    edge = graph.edges["ajeyhun-bayramov", "apakistan"]
    assert (edge["weight"], edge["last_seen"]) == (1, "2020-11-10"), "denied events make no edge"
    assert ElementTree.parse(path).getroot().tag.endswith("graphml")


def test_sqlite_has_every_row_and_answers_questions(output: Path) -> None:
    connection = sqlite3.connect(export_tables(output, "sqlite"))
    tables = validate_tables(all_tables(), []).tables
    for table in TABLES:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(tables[table]),), table
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert sorted(views) == ["country_pairs", "events_by_month", "evidence", "meetings", "one_source"]
    for view in views:
        connection.execute(f"SELECT * FROM {view}").fetchall()
    met = connection.execute("SELECT actor, other, date_start FROM meetings WHERE actor = 'Pakistan'").fetchone()
    assert met == ("Pakistan", "Jeyhun Bayramov", "2020-11-10")
    assert connection.execute("SELECT country, other, n_events FROM country_pairs").fetchall() == [("AZE", "PAK", 2)]
    connection.close()


def test_two_sides_of_an_event() -> None:
    def sides(actors: list[str], agents: list[str], recipients: list[str]) -> tuple[str | None, str | None]:
        return two_sides({"actors": actors, "agents": agents, "recipients": recipients})

    assert sides(["A", "B"], ["A"], ["B"]) == ("A", "B")
    assert sides(["A", "B"], [], []) == ("A", "B")
    assert sides(["A", "B", "C"], ["A", "B"], []) == ("A", "C")
    assert sides(["A", "B"], ["A", "B"], []) == ("A", "B")
    assert sides(["B"], [], ["B"]) == (None, "B")
    assert sides([], [], []) == (None, None)


def test_vague_dates_stay_vague() -> None:
    row = {
        "date_start": date(2020, 11, 1),
        "date_end": date(2020, 12, 31),
        "date_precision": "month",
        "date_approximate": True,
    }
    assert written_date(row) == "about 2020-11 to 2020-12"


def test_mistakes_are_named(output: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="timelinejs, icalendar"):
        export_tables(output, "gpx")
    with pytest.raises(InputError, match="no timeline table here"):
        export_tables(tmp_path, "geojson")
    (tmp_path / "file").write_text("")
    with pytest.raises(PipelineError, match="cannot be written"):
        export_tables(output, "geojson", tmp_path / "file" / "x")


def test_the_command_writes_the_file_and_its_help_lists_the_formats(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "map.geojson"
    assert cli.main(["export", "--format", "geojson", "--output", str(output), "--out", str(target)]) == 0
    assert capsys.readouterr().out.strip() == str(target) and target.is_file()
    listed = [tuple(line.split(None, 1)) for line in cli.EXPORT_FORMATS.splitlines()[1:]]
    assert listed == [(name, export.summary) for name, export in EXPORTS.items()]
