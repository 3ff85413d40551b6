"""The row of an event takes the best of each source and says why."""

from __future__ import annotations

from datetime import date

from pipeline.core.records import Document, Event, EventMention, Sentence
from pipeline.link.link import link_mentions
from tests.link.build import LEXICON, a_document, a_mention


def one_event(*mentions: EventMention, documents: tuple[Document, ...] = ()) -> Event:
    (event,) = link_mentions(mentions, documents, LEXICON).events
    return event


def test_the_finest_date_wins() -> None:
    coarse = [a_mention("ceasefire", "2020-11", "Azerbaijan;Armenia", document=f"d{n}") for n in range(3)]
    fine = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d9")
    event = one_event(*coarse, fine)
    assert (event.interval.start, event.interval.precision) == (date(2020, 11, 10), "day")
    assert any("preferred as the finest" in reason for reason in event.reasons)


def test_a_lasting_event_gets_its_whole_span() -> None:
    start = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad")
    span = a_mention("visit", "2024-07-11..2024-07-12", ">Ilham Aliyev", "Islamabad", document="d2")
    assert one_event(start, span).interval.end == date(2024, 7, 12)


def test_actors_are_gathered_agents_first() -> None:
    one = a_mention("visit", "2024-07-11", "Shehbaz Sharif;>Ilham Aliyev", "Islamabad")
    two = a_mention("visit", "2024-07-11", ">Ilham Aliyev;Pakistan", "Islamabad", document="d2")
    event = one_event(one, two)
    assert event.participants[0].name == "Ilham Aliyev"
    assert {p.name for p in event.participants} == {"Ilham Aliyev", "Shehbaz Sharif", "Pakistan"}
    assert event.participant_mentions[0] == 2


def test_the_narrowest_place_that_is_supported_wins() -> None:
    wide = [a_mention("capture", "2020-11-08", ">Azerbaijan", "Karabakh", document=f"d{n}") for n in range(3)]
    narrow = a_mention("capture", "2020-11-08", ">Azerbaijan", "Shusha", document="d9")
    event = one_event(*wide, narrow)
    assert event.place is not None and event.place.name == "Shusha"


def test_the_last_report_decides_the_status() -> None:
    plan = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", status="planned")
    deed = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", document="d2")
    early, late = a_document("d1", "2024-07-01"), a_document("d2", "2024-07-12")
    event = one_event(plan, deed, documents=(early, late))
    assert event.status == "occurred"
    assert (event.first_published, event.last_published) == (date(2024, 7, 1), date(2024, 7, 12))
    assert any("earlier: planned" in reason for reason in event.reasons)


def test_a_sentence_is_quoted_before_a_headline() -> None:
    document = Document("d1", "d1.txt", "", "txt", sentences=(Sentence(0, 0, 9, 0, "title"), Sentence(1, 10, 60, 1)))
    headline = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", quote="Truce agreed")
    lead = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", sentence=1, quote="They agreed a truce.")
    assert one_event(headline, lead, documents=(document,)).quote == "They agreed a truce."


def test_copies_count_as_one_source() -> None:
    text = " ".join(f"word{n}" for n in range(100))
    mentions = [a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document=f"d{n}") for n in (1, 2, 3)]
    documents = (a_document("d1", "2020-11-10", text), a_document("d2", "2020-11-11", text), a_document("d3"))
    event = one_event(*mentions, documents=documents)
    assert (event.n_sources, len(event.document_ids)) == (2, 3)
    assert event.document_ids == ("d1", "d2", "d3")


def test_agreement_raises_confidence_and_contradiction_lowers_it() -> None:
    one = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad")
    two = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", document="d2")
    off = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", document="d2", status="planned")
    denied = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", document="d3", status="denied")
    planned = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad", status="planned")
    alone = one_event(one).confidence
    assert alone == 0.8
    assert one_event(one, two).confidence > alone
    agreeing = one_event(planned, off).confidence
    assert one_event(planned, off, denied).confidence < agreeing


def test_the_type_of_most_sources_wins() -> None:
    truces = [a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document=f"d{n}") for n in range(2)]
    deal = a_mention("agreement", "2020-11-10", "Azerbaijan;Armenia", document="d9")
    event = one_event(*truces, deal)
    assert event.event_type == "ceasefire"
    assert any("preferred to agreement" in reason for reason in event.reasons)


def test_a_visit_lasts_from_its_first_report_to_its_last() -> None:
    came = a_mention("visit", "2024-07-11", ">Ilham Aliyev", "Islamabad")
    left = a_mention("visit", "2024-07-12", ">Ilham Aliyev", "Islamabad", document="d2")
    event = one_event(came, left)
    assert (event.interval.start, event.interval.end) == (date(2024, 7, 11), date(2024, 7, 12))
