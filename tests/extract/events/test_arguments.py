"""Who plays which role, where, and how the title and the scope say it."""

from __future__ import annotations

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def one(text: str, event_type: str) -> EventMention:
    found = extract_document(a_document(text, published="2024-03-15"), LEXICON).mentions
    return next(m for m in found if m.event_type == event_type)


def names(mention: EventMention, role: str) -> list[str]:
    return [p.name for p in mention.participants if p.role == role and p.found_by != "side"]


def test_active_and_passive_give_the_same_roles() -> None:
    active = one("Armenia attacked Azerbaijan on Wednesday.", "attack")
    passive = one("Azerbaijan was attacked by Armenia on Wednesday.", "attack")
    assert names(active, "agent") == names(passive, "agent") == ["Armenia"]
    assert names(active, "recipient") == names(passive, "recipient") == ["Azerbaijan"]


def test_a_ministry_acts_for_its_state() -> None:
    mention = one("Pakistan's foreign ministry condemned the attack on Wednesday.", "condemnation")
    assert names(mention, "agent") == ["Pakistan"]


def test_a_person_brings_the_state_along_once() -> None:
    mention = one("President Ilham Aliyev met Hakan Fidan on Wednesday.", "meeting")
    assert sorted(p.name for p in mention.participants) == ["Azerbaijan", "Hakan Fidan", "Ilham Aliyev", "Turkey"]


def test_persons_named_in_brackets_are_meant() -> None:
    text = "The speakers of the three parliaments (Sahiba Gafarova, Mustafa Sentop, Asad Qaiser) met on Wednesday."
    found = {p.name for p in one(text, "meeting").participants}
    assert {"Sahiba Gafarova", "Mustafa Sentop", "Asad Qaiser"} <= found


def test_an_event_without_actors_borrows_those_beside_it() -> None:
    mention = one("When fighting erupted on 27 September 2020, Armenia mobilised its army.", "clash")
    assert "Armenia" in {p.name for p in mention.participants}


def test_the_place_is_where_it_happens_not_where_the_source_sits() -> None:
    text = "Azerbaijan captured a village on Wednesday, according to the ministry in Baku."
    assert one(text, "capture").place is None


def test_a_captured_town_is_the_place() -> None:
    place = one("Azerbaijan captured Shusha on 8 November 2020.", "capture").place
    assert place is not None
    assert place.name == "Shusha"


def test_title_of_a_visit() -> None:
    title = one("Foreign Minister Jeyhun Bayramov of Azerbaijan visited Pakistan on Wednesday.", "visit").title
    assert title == "Foreign Minister Jeyhun Bayramov of Azerbaijan visits Pakistan"


def test_title_says_what_was_signed() -> None:
    title = one("Pakistan and Azerbaijan signed a transit agreement on Wednesday.", "agreement").title
    assert title == "Pakistan and Azerbaijan agree on or sign a transit agreement"


def test_title_of_a_plan_says_so() -> None:
    assert one("Pakistan will recognise Azerbaijan on Monday.", "relations").title.startswith("Planned: ")


def test_scope() -> None:
    assert "azerbaijan_pakistan" in one("Pakistan and Azerbaijan signed a treaty on Wednesday.", "agreement").scope
    assert "karabakh" in one("Azerbaijan liberated Shusha on 8 November 2020.", "capture").scope
    assert one("Pakistan and Turkey signed a treaty on Wednesday.", "agreement").scope == ("other",)
