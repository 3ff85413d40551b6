"""What a person has corrected stays corrected, and a correction that finds nothing is reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.core.records import Event, EventMention
from pipeline.link.corrections import Correction, read_corrections
from pipeline.link.link import LinkResult, link_mentions
from tests.link.build import LEXICON, a_mention

TRUCE = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
ALSO = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d2", quote="The guns fell silent at last")
THIRD = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d4")
VISIT = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", document="d3")
WORLD = [TRUCE, ALSO, THIRD, VISIT]


def linked(
    *corrections: Correction, previous: tuple[Event, ...] = (), mentions: list[EventMention] | None = None
) -> LinkResult:
    return link_mentions(mentions or WORLD, [], LEXICON, previous=previous, corrections=corrections)


BASE = linked()
TRUCE_ID, VISIT_ID = (event.event_id for event in BASE.events)


def event_of(result: LinkResult, mention: EventMention) -> Event:
    event_id = result.event_of[mention.mention_id]
    return next(event for event in result.events if event.event_id == event_id)


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("date", "2020-11-09", lambda e: str(e.interval.start)),
        ("date_end", "2020-11-12", lambda e: str(e.interval.end)),
        ("event_type", "agreement", lambda e: e.event_type),
        ("actors", "Russia; Azerbaijan", lambda e: "; ".join(p.name for p in e.participants)),
        ("place", "Moscow", lambda e: e.place.name),
        ("title", "The truce", lambda e: e.title),
        ("status", "ongoing", lambda e: e.status),
    ],
)
def test_a_value_is_set_and_stays_set(column: str, value: str, shown: object) -> None:
    correction = Correction("set", TRUCE_ID, column=column, value=value, by="Leyla")
    result = linked(correction)
    again = linked(correction, previous=result.events)
    for found in (result, again):
        event = event_of(found, TRUCE)
        assert shown(event) == value  # type: ignore[operator]
        assert event.event_id == TRUCE_ID
        assert "Leyla" in found.curated[TRUCE_ID]
        assert not found.problems


def test_a_date_may_be_coarse_or_a_span() -> None:
    month = event_of(linked(Correction("set", TRUCE_ID, column="date", value="2020-11")), TRUCE)
    assert (month.interval.precision, month.interval.end) == ("month", date(2020, 11, 30))
    span = event_of(linked(Correction("set", TRUCE_ID, column="date", value="2020-11-09..2020-11-10")), TRUCE)
    assert (span.interval.precision, span.interval.n_days) == ("day", 2)


def test_confirm_and_note_are_shown() -> None:
    result = linked(Correction("confirm", TRUCE_ID, by="Leyla"), Correction("note", TRUCE_ID, note="see the archive"))
    event = event_of(result, TRUCE)
    assert event.confidence == 1.0
    assert "confirmed" in result.curated[TRUCE_ID] and "see the archive" in result.curated[TRUCE_ID]
    assert any("by hand" in reason for reason in event.reasons)


def test_a_dismissed_event_stays_away_with_its_mentions() -> None:
    correction = Correction("dismiss", VISIT_ID)
    result = linked(correction)
    again = linked(correction, previous=result.events)
    for found in (result, again):
        assert [event.event_id for event in found.events] == [TRUCE_ID]
        assert VISIT.mention_id not in found.event_of
        assert found.dismissed == {VISIT_ID: "curation.csv"}


def test_a_merge_survives_reruns_and_new_documents() -> None:
    correction = Correction("merge", VISIT_ID, value=TRUCE_ID)
    result = linked(correction)
    assert [event.event_id for event in result.events] == [VISIT_ID]
    for _ in range(2):  # TRUCE_ID is gone from the run before, and outnumbers the other
        result = linked(correction, previous=result.events)
        assert [event.event_id for event in result.events] == [VISIT_ID]
        assert not result.problems
    new = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d5")
    result = linked(correction, previous=result.events, mentions=[*WORLD, new])
    assert [event.event_id for event in result.events] == [VISIT_ID]


def test_a_merge_leads_from_the_published_id() -> None:
    result = linked(Correction("merge", VISIT_ID, value=TRUCE_ID), previous=BASE.events)
    assert result.merged_into == {TRUCE_ID: VISIT_ID}


@pytest.mark.parametrize("value", [ALSO.mention_id, "d2", "guns fell silent", f"{ALSO.mention_id}; {THIRD.mention_id}"])
def test_a_split_survives_reruns(value: str) -> None:
    correction = Correction("split", TRUCE_ID, value=value)
    result = linked(correction, previous=BASE.events)
    apart, stay = result.event_of[ALSO.mention_id], result.event_of[TRUCE.mention_id]
    assert (stay, apart != stay) == (TRUCE_ID, True)
    assert result.split_into == {TRUCE_ID: (TRUCE_ID, apart)}
    for _ in range(2):
        result = linked(correction, previous=result.events)
        assert (result.event_of[ALSO.mention_id], result.event_of[TRUCE.mention_id]) == (apart, stay)
        assert not result.merged_into


def test_a_lost_id_is_found_by_date_type_and_actors() -> None:
    correction = Correction(
        "set", "e000000000000", "2020-11-10", "ceasefire", "Armenia; Turkey", column="title", value="The truce"
    )
    assert event_of(linked(correction), TRUCE).title == "The truce"


@pytest.mark.parametrize(
    "correction",
    [
        Correction("set", "e000000000000", column="title", value="x"),
        Correction("set", "", "2020-11-10", "ceasefire", "Turkey", column="title", value="x"),
        Correction("set", TRUCE_ID, column="date", value="last week"),
        Correction("set", TRUCE_ID, column="event_type", value="picnic"),
        Correction("set", TRUCE_ID, column="status", value="maybe"),
        Correction("set", TRUCE_ID, column="actors", value=";"),
        Correction("merge", TRUCE_ID, value="e000000000000"),
        Correction("split", TRUCE_ID, value="no such words here"),
        Correction("split", TRUCE_ID, value="d1; d2; d4"),
    ],
)
def test_what_cannot_be_carried_out_is_reported(correction: Correction) -> None:
    result = linked(correction)
    (problem,) = result.problems
    assert problem.stage == "link" and not problem.fatal and "curation.csv" in problem.reason
    assert result.events == BASE.events


def test_a_correction_of_a_dismissed_event_says_so() -> None:
    result = linked(Correction("dismiss", VISIT_ID), Correction("confirm", VISIT_ID))
    assert "is dismissed by" in result.problems[0].reason


HEADER = "action,event_id,column,value,note,by\n"


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "set,e1,title,A truce,,Leyla\n",
        "\ufeff# our corrections\n" + HEADER + "\nSet,e1,Title,'A truce,,Leyla\n",
        (HEADER + "set,e1,title,A truce,,Leyla\n").replace(",", ";"),
        (HEADER + "set,e1,title,A truce,,Leyla\n").replace(",", "\t"),
    ],
)
def test_a_table_from_any_spreadsheet_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "curation.csv"
    path.write_text(text, encoding="utf-8")
    (correction,), problems = read_corrections(path)
    assert (correction.action, correction.event_id, correction.column) == ("set", "e1", "title")
    assert (correction.value, correction.by) == ("A truce", "Leyla")
    assert correction.where.startswith("curation.csv:") and not problems


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("event_id,value\ne1,x\n", "curation_no_header"),
        (HEADER + "delete,e1,,,,\n", "curation_unknown_action"),
        (HEADER + "set,e1,confidence,1,,\n", "curation_unknown_column"),
        (HEADER + "merge,e1,,,,\n", "curation_no_value"),
    ],
)
def test_a_row_that_makes_no_sense_is_reported(tmp_path: Path, text: str, check: str) -> None:
    path = tmp_path / "curation.csv"
    path.write_text(text, encoding="utf-8")
    corrections, (problem,) = read_corrections(path)
    assert (corrections, problem.check) == ([], check)


def test_no_table_and_no_text_hold_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "curation.csv") == ([], [])
    (tmp_path / "curation.csv").write_text("\n")
    assert read_corrections(tmp_path / "curation.csv") == ([], [])
    (tmp_path / "curation.csv").write_bytes(b"\xff\xfe\x00action")
    assert read_corrections(tmp_path / "curation.csv")[1][0].check == "curation_unreadable"
