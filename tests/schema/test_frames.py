"""Records -> tables: values, order, and text that no file could hold."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pandas as pd

from pipeline.core.errors import Problem
from pipeline.schema.frames import changes_frame, rejected_frame, timeline_frame
from tests.schema.builders import NOON_UTC, PAKISTAN, all_tables, records, tables_of


def test_timeline_row_says_who_when_and_where() -> None:
    row = all_tables()["timeline"].iloc[-1]
    assert (row["date_start"], row["date_end"]) == (date(2020, 11, 10), date(2020, 11, 10))
    assert row["actors"] == ["Jeyhun Bayramov", "Pakistan"]
    assert row["agents"] == ["Pakistan"]
    assert row["recipients"] == []
    assert row["countries"] == ["AZE", "PAK"]
    assert (row["plover_type"], row["cameo_code"]) == ("CONSULT", "040")
    assert (row["n_mentions"], row["n_documents"]) == (2, 2)
    assert row["confidence"] == 0.8123


def test_timeline_is_in_the_order_of_dates() -> None:
    assert list(all_tables()["timeline"]["date_start"].map(lambda d: d.year)) == [1813, 1991, 2020]


def test_order_of_the_records_does_not_matter() -> None:
    expected = all_tables()
    documents, mentions, events = records()
    for seed in range(3):
        shuffle = random.Random(seed).shuffle
        for group in (documents, mentions, events):
            shuffle(group)
        for table, frame in tables_of(documents, mentions, events).items():
            pd.testing.assert_frame_equal(frame, expected[table])


def test_text_keeps_its_length_but_not_what_files_cannot_hold() -> None:
    documents, mentions, _ = records()
    tables = all_tables()
    text = tables["documents"].set_index("document_id").loc["dhostile", "text"]
    assert len(text) == len(documents[2].text)
    assert "\x00" not in text and "\ud800" not in text and "\ufffd" in text
    row = tables["mentions"].set_index("mention_id").loc[mentions[3].mention_id]
    assert text[row["char_start"] : row["char_end"]] == row["quote"]


def test_times_are_in_utc_and_days_as_published() -> None:
    row = all_tables()["documents"].set_index("document_id").loc["dplain"]
    assert row["published_at"] == NOON_UTC
    assert row["published_date"] == date(2020, 11, 10)


def test_actors_tell_their_events_and_what_the_lexicon_knows() -> None:
    row = all_tables()["actors"].set_index("actor_id").loc["apakistan"]
    assert row["n_events"] == 3
    assert (row["first_seen"], row["last_seen"]) == (date(1813, 10, 24), date(2020, 11, 10))
    assert row["aliases"] == ["Islamic Republic of Pakistan"]
    assert row["wikidata"] == "Q843"


def test_an_actor_named_twice_in_a_mention_stands_once() -> None:
    documents, mentions, events = records()
    twice = replace(mentions[0], participants=(PAKISTAN, *mentions[0].participants))
    frame = tables_of(documents, [twice, *mentions[1:]], events)["mentions"]
    row = frame.set_index("mention_id").loc[twice.mention_id]
    assert row["actors"] == ["Pakistan", "Jeyhun Bayramov"]
    assert row["actor_ids"] == ["apakistan", "ajeyhun-bayramov"]


def test_rejected_first_then_warnings_and_doublets_once() -> None:
    warning = Problem("normalize", "odd_encoding", "a.txt", "Guessed.", fatal=False)
    empty = Problem("normalize", "empty_file", "b.txt", "Has no text.")
    late = Problem("extract", "no_date", "a.txt", "Has no date.", char_start=3, char_end=9)
    frame = rejected_frame([warning, late, empty, late])
    assert list(frame["check"]) == ["empty_file", "no_date", "odd_encoding"]
    assert list(frame["fatal"]) == [True, True, False]


def test_changes_may_leave_cells_out() -> None:
    frame = changes_frame(
        [
            {"event_id": "e2", "change": "withdrawn"},
            {"event_id": "e1", "change": "changed", "column": "status", "before": "planned", "after": ""},
        ]
    )
    assert list(frame["event_id"]) == ["e1", "e2"]
    assert frame["after"].isna().all()


def test_the_timeline_shows_what_people_corrected() -> None:
    _, _, events = records()
    frame = timeline_frame(events, {}, {events[0].event_id: "confirmed by Leyla, curation.csv line 3"})
    shown = dict(zip(frame["event_id"], frame["curated"], strict=True))
    assert shown[events[0].event_id] == "confirmed by Leyla, curation.csv line 3"
    assert all(shown[event.event_id] is None or shown[event.event_id] != shown[event.event_id] for event in events[1:])
