"""Bad rows go with their reason, good rows stay, and what hangs on a bad row goes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pipeline.core.errors import PipelineError, Problem
from pipeline.core.intervals import day
from pipeline.core.records import Document, Event, EventMention
from pipeline.schema.frames import ActorFacts, actors_frame
from pipeline.schema.tables import TABLES
from pipeline.validate.tables import Validated, validate_tables
from tests.schema.builders import a_mention, all_tables, an_event, records, tables_of


def _validate(documents: list[Document], mentions: list[EventMention], events: list[Event]) -> Validated:
    return validate_tables(tables_of(documents, mentions, events), [])


def _turned_away(validated: Validated) -> set[tuple[str, str]]:
    fatal = validated.rejected[validated.rejected["fatal"]]
    return set(zip(fatal["row_id"], fatal["check"], strict=True))


def test_good_tables_pass_unchanged() -> None:
    validated = validate_tables(all_tables(), [])
    assert list(validated.tables) == list(TABLES)
    assert validated.rejected.empty
    for table, frame in all_tables().items():
        pd.testing.assert_frame_equal(validated.tables[table], frame)


def test_problems_of_other_stages_stay_in_the_books() -> None:
    problem = Problem("normalize", "empty_file", "e.txt", "The file is empty. Remove it.")
    rejected = validate_tables(all_tables(), [problem]).rejected
    assert list(rejected["path"]) == ["e.txt"]


def test_all_failures_of_a_row_are_found_at_once() -> None:
    documents, mentions, events = records()
    bad = replace(events[1], status="maybe", confidence=1.5, event_type="party", scope=())  # type: ignore[arg-type]
    validated = _validate(documents, mentions, [events[0], bad, events[2]])
    fatal = validated.rejected[validated.rejected["row_id"] == bad.event_id]
    assert set(fatal["column"]) == {"status", "confidence", "event_type", "scope"}
    assert len(validated.tables["timeline"]) == 2


def test_a_rejected_row_leads_back_to_the_text() -> None:
    documents, mentions, events = records()
    odd = replace(mentions[1], confidence=2.0)
    rejected = _validate(documents, [mentions[0], odd, *mentions[2:]], events).rejected
    row = rejected.set_index("row_id", drop=False).loc[odd.mention_id]
    assert (row["path"], row["document_id"], row["row_id"]) == ("a.txt", "dplain", odd.mention_id)
    assert (row["check"], row["column"], row["value"]) == ("out_of_bounds", "confidence", "2")
    assert documents[0].text[row["char_start"] : row["char_end"]] == odd.quote
    assert "2" in row["reason"] and "plausible" in row["reason"]


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("quote", {"quote": "Other words."}),
        ("trigger", {"trigger": "meet"}),
        ("date_text", {"date_text": "11 November 2020"}),
        ("date_text", {"date_text_end": None}),
        ("char_end", {"trigger_end": 0}),
    ],
)
def test_bounds_must_give_their_words(column: str, changes: dict[str, object]) -> None:
    documents, mentions, events = records()
    bad = replace(mentions[0], **changes)  # type: ignore[arg-type]
    validated = _validate(documents, [bad, *mentions[1:]], events)
    fatal = validated.rejected[validated.rejected["row_id"] == bad.mention_id]
    assert column in set(fatal["column"])
    assert bad.mention_id not in set(validated.tables["mentions"]["mention_id"])


def test_an_event_that_loses_a_mention_lives_on_the_others() -> None:
    documents, mentions, events = records()
    bad = replace(mentions[0], quote="Other words.")
    validated = _validate(documents, [bad, *mentions[1:]], events)
    row = validated.tables["timeline"].set_index("event_id").loc[events[0].event_id]
    assert (row["n_mentions"], row["n_documents"], row["n_sources"]) == (1, 1, 1)
    assert list(row["document_ids"]) == ["durdu"]
    assert (row["quote_document"], row["quote"]) == ("durdu", mentions[2].quote)
    warnings = validated.rejected[~validated.rejected["fatal"]]
    assert "evidence_withdrawn" in set(warnings["check"])


def test_an_event_without_evidence_goes_with_its_actors() -> None:
    documents, mentions, events = records()
    bad = replace(mentions[1], quote="Other words.")
    validated = _validate(documents, [mentions[0], bad, *mentions[2:]], events)
    gone = events[1].event_id
    assert (gone, "no_evidence") in _turned_away(validated)
    assert gone not in set(validated.tables["timeline"]["event_id"])
    assert gone not in set(validated.tables["event_actors"]["event_id"])
    assert validated.tables["actors"].set_index("actor_id").loc["apakistan", "n_events"] == 2
    assert validated.tables["documents"].set_index("document_id").loc["dplain", "n_mentions"] == 1


def test_a_rejected_event_takes_its_mentions_along() -> None:
    documents, mentions, events = records()
    bad = replace(events[1], interval=day(date(822, 1, 1)))
    validated = _validate(documents, mentions, [events[0], bad, events[2]])
    assert (bad.event_id, "out_of_bounds") in _turned_away(validated)
    assert (mentions[1].mention_id, "unknown_key") in _turned_away(validated)
    first_seen = validated.tables["actors"].set_index("actor_id")["first_seen"]
    assert first_seen["apakistan"] == date(1813, 10, 24)


def test_documents_that_vanish_take_their_mentions_along() -> None:
    documents, mentions, events = records()
    validated = _validate(documents[:2], mentions, events)
    assert (mentions[3].mention_id, "unknown_key") in _turned_away(validated)
    assert (events[2].event_id, "no_evidence") in _turned_away(validated)
    assert len(validated.tables["timeline"]) == 2


def test_of_rows_with_one_key_the_first_is_kept() -> None:
    documents, mentions, events = records()
    copy = replace(documents[0], path="z.txt")
    validated = _validate([*documents, copy], mentions, events)
    assert _turned_away(validated) == {("dplain", "duplicate_key")}
    assert len(validated.tables["timeline"]) == 3


def test_an_actor_that_is_turned_away_leaves_the_lists() -> None:
    documents, mentions, events = records()
    tables = tables_of(documents, mentions, events)
    tables["actors"] = actors_frame(events, mentions, {"apakistan": ActorFacts(wikidata="843")})
    validated = validate_tables(tables, [])
    assert ("apakistan", "malformed_value") in _turned_away(validated)
    timeline = validated.tables["timeline"].set_index("event_id").loc[events[0].event_id]
    assert timeline["actors"] == ["Jeyhun Bayramov"]
    assert timeline["agents"] == []
    assert timeline["actor_ids"] == ["ajeyhun-bayramov"]
    assert "apakistan" not in set(validated.tables["event_actors"]["actor_id"])


def test_counts_that_do_not_agree_are_mended_and_reported() -> None:
    documents, mentions, events = records()
    wrong = replace(events[0], n_sources=9, document_ids=("dplain",))
    validated = _validate(documents, mentions, [wrong, *events[1:]])
    row = validated.tables["timeline"].set_index("event_id").loc[wrong.event_id]
    assert (row["n_documents"], row["n_sources"]) == (2, 2)
    assert list(row["document_ids"]) == ["dplain", "durdu"]
    assert set(validated.rejected["check"]) == {"count_corrected"}
    assert not validated.rejected["fatal"].any()


def test_a_copy_of_nothing_is_no_copy() -> None:
    documents, mentions, events = records()
    validated = _validate([*documents[:3], replace(documents[3], duplicate_of="dgone")], mentions, events)
    row = validated.tables["documents"].set_index("document_id").loc["dfailed"]
    assert pd.isna(row["duplicate_of"])
    assert list(validated.rejected["value"]) == ["dgone"]


def test_a_mention_that_no_event_took_is_turned_away() -> None:
    documents, mentions, events = records()
    stray = a_mention(documents[0], "plan")
    validated = _validate(documents, [*mentions, stray], events)
    assert (stray.mention_id, "missing_value") in _turned_away(validated)


def test_a_quote_that_no_mention_has_is_no_evidence() -> None:
    documents, mentions, events = records()
    validated = _validate(documents, mentions, [replace(events[1], quote="Made up."), events[0], events[2]])
    assert (events[1].event_id, "quote_not_in_evidence") in _turned_away(validated)


def test_a_table_of_the_wrong_shape_stops_the_run() -> None:
    tables = all_tables()
    with pytest.raises(PipelineError, match="status"):
        validate_tables({**tables, "timeline": tables["timeline"].drop(columns="status")}, [])
    text = tables["timeline"].assign(n_mentions=tables["timeline"]["n_mentions"].astype("str"))
    with pytest.raises(PipelineError, match="n_mentions"):
        validate_tables({**tables, "timeline": text}, [])
    with pytest.raises(PipelineError, match="actors: the table is missing"):
        validate_tables({name: frame for name, frame in tables.items() if name != "actors"}, [])


def test_no_rows_at_all_are_fine() -> None:
    validated = validate_tables(tables_of([], [], []), [])
    assert all(frame.empty for frame in validated.tables.values())
    assert validated.doubts == ()


def test_validating_twice_changes_nothing() -> None:
    documents, mentions, events = records()
    once = _validate(documents, [replace(mentions[0], quote="Other words."), *mentions[1:]], events)
    inner = {name: frame for name, frame in once.tables.items() if name != "rejected"}
    twice = validate_tables(inner, [])
    assert twice.rejected.empty
    for name, frame in inner.items():
        pd.testing.assert_frame_equal(twice.tables[name], frame.reset_index(drop=True))


def test_event_with_one_document_of_two_reports() -> None:
    documents, mentions, _ = records()
    event = an_event([mentions[0], mentions[1]], event_id="etwo")
    validated = _validate(documents[:1], mentions[:2], [event])
    row = validated.tables["timeline"].iloc[0]
    assert (row["n_mentions"], row["n_documents"]) == (2, 1)
