"""Which date belongs to which event: what a reader of the timeline would see go wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def read(text: str, published: str | None = "2024-03-15") -> list[EventMention]:
    return list(extract_document(a_document(text, published=published), LEXICON).mentions)


def dates(text: str, event_type: str, published: str | None = "2024-03-15") -> list[str]:
    """Start days of the events of one type, in text order."""
    return [m.interval.start.isoformat() for m in read(text, published) if m.event_type == event_type]


def test_the_story_goes_on_within_a_paragraph() -> None:
    text = "Hakan Fidan arrived in Baku on 3 March 2024. He met President Ilham Aliyev."
    assert dates(text, "meeting") == ["2024-03-03"]


def test_a_new_paragraph_goes_back_to_the_news() -> None:
    text = (
        "President Ilham Aliyev received Hakan Fidan on Thursday.\n\n"
        "Azerbaijan liberated Shusha on 8 November 2020.\n\n"
        "Hakan Fidan thanked Azerbaijan."
    )
    assert dates(text, "support") == ["2024-03-14"]


def test_speech_goes_back_to_the_news_within_a_paragraph() -> None:
    text = (
        "President Ilham Aliyev received Hakan Fidan on Thursday.\n\n"
        "Azerbaijan liberated Shusha on 8 November 2020. Hakan Fidan congratulated Azerbaijan."
    )
    assert dates(text, "congratulation") == ["2024-03-14"]


def test_background_does_not_move_the_story() -> None:
    text = (
        "President Ilham Aliyev received Shehbaz Sharif on Thursday. Shehbaz Sharif had landed in Baku on Tuesday."
        " President Ilham Aliyev thanked Pakistan."
    )
    assert dates(text, "support") == ["2024-03-14"]


def test_the_first_of_two_coordinated_clauses_lends_its_date() -> None:
    text = "On Wednesday Hakan Fidan met Jeyhun Bayramov, and afterwards Turkey and Azerbaijan signed an agreement."
    assert dates(text, "agreement") == ["2024-03-13"]


def test_a_relative_clause_about_a_place_stays_undated() -> None:
    text = "On Wednesday President Ilham Aliyev visited Lachin, which Armenia captured."
    assert dates(text, "capture") == []


def test_press_releases_in_the_present_speak_now_of_then() -> None:
    text = "Pakistan condemns the killing of three guards on Wednesday."
    assert dates(text, "condemnation") == ["2024-03-15"]


@pytest.mark.parametrize(
    "line", ["12 July 2020: attack by Armenian forces on Tovuz", "Attack by Armenian forces on Tovuz (12 July 2020)"]
)
def test_lines_of_a_chronology(line: str) -> None:
    document = a_document(line, published="2024-03-15")
    document = replace(document, sentences=tuple(replace(s, kind="item") for s in document.sentences))
    found = extract_document(document, LEXICON).mentions
    assert [(m.event_type, m.interval.start.isoformat()) for m in found] == [("attack", "2020-07-12")]


def test_a_visit_of_known_length_covers_its_days() -> None:
    found = read("Shehbaz Sharif arrived in Baku on Wednesday on a two-day visit.")
    (visit,) = [m for m in found if m.event_type == "visit"]
    assert (visit.interval.start.isoformat(), visit.interval.end.isoformat()) == ("2024-03-13", "2024-03-14")


def test_the_end_of_a_visit_counts_backwards() -> None:
    found = read("Shehbaz Sharif left Baku on Wednesday after a two-day visit.")
    visits = [m for m in found if m.event_type == "visit"]
    assert any(m.interval.start.isoformat() == "2024-03-12" for m in visits)


def test_without_any_date_there_is_no_row() -> None:
    assert read("President Ilham Aliyev met Shehbaz Sharif.", published=None) == []


def test_a_named_summit_does_not_date_what_happens_there() -> None:
    assert read("Pakistan and Azerbaijan met at the OIC summit in Banjul.", published=None) == []


def test_a_war_by_name_is_dated_by_public_record() -> None:
    found = [m for m in read("Azerbaijan liberated Shusha in the 44-day war.") if m.event_type == "capture"]
    assert [(m.interval.start.isoformat(), m.date_basis) for m in found] == [("2020-09-27", "named_period")]


_PORTRAIT = (
    "Heydar Aliyev joined the Politburo in 1982 and left Moscow in October 1987.\n\n"
    "The call came in the summer of 1993. {told}\n\n"
    "The truce of May 1994 held. In October 1995 Azerbaijan received Benazir Bhutto.{then}"
)


def test_an_undated_event_of_a_history_takes_the_time_of_the_scene() -> None:
    text = _PORTRAIT.format(told="Armenia attacked Fuzuli.", then="")
    assert dates(text, "attack", published="2003-12-13") == ["1993-06-01"]


def test_an_undated_event_of_a_history_does_not_fall_on_the_day_of_publication() -> None:
    text = _PORTRAIT.format(told="He accepted.", then="\n\nArmenia attacked Fuzuli.")
    assert dates(text, "attack", published="2003-12-13") == []


def test_what_is_said_in_a_dated_text_is_said_on_its_date() -> None:
    text = "The European Parliament condemned Azerbaijan in a resolution passed on 19 January 2023."
    assert dates(text, "condemnation") == ["2023-01-19"]


def test_a_clause_dates_the_making_of_a_named_agreement() -> None:
    text = "In September 1994 Azerbaijan signed the Contract of the Century with foreign companies."
    (event,) = [m for m in read(text) if m.event_type == "agreement"]
    assert (event.interval.start.isoformat(), event.interval.precision) == ("1994-09-01", "month")


def test_the_clause_behind_a_day_after_tells_of_the_day_before() -> None:
    text = "Erdogan visited Shusha on 15 June 2021, a day after he met Biden in Brussels."
    assert (dates(text, "visit"), dates(text, "meeting")) == (["2021-06-15"], ["2021-06-14"])


def test_two_days_after_dates_the_clause_that_governs_it() -> None:
    text = "Armenia captured Shusha on 8 May 1992. Ten days after Armenia captured the town, Turkey condemned Armenia."
    assert dates(text, "capture") == ["1992-05-08"] * 2
    assert dates(text, "condemnation") == ["1992-05-18"]


def test_a_day_that_opens_a_sentence_of_the_past_lies_behind_the_news() -> None:
    text = "On 7 February Ilham Aliyev was re-elected with 92 per cent."
    assert dates(text, "vote", published="2024-12-30") == ["2024-02-07"]
