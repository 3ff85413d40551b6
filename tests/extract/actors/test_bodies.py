"""Organisations that no table knows, their short forms, and what is none."""

from __future__ import annotations

import pytest

from pipeline.core.records import ActorMention
from pipeline.extract.actors.find import find_actors
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def actors_of(text: str, *, title: str | None = None) -> dict[str, ActorMention]:
    document = a_document(text, published="2022-09-20", title=title)
    found = find_actors(document, LEXICON, timexes=(), places=find_places(document, LEXICON))
    return {document.text[mention.start : mention.end]: mention for mention in found}


@pytest.mark.parametrize(
    ("text", "surface", "actor_id", "kind", "country"),
    [
        ("The Delhi High Court ruled.", "Delhi High Court", "u-delhi-high-court", "body", "IND"),
        ("A ruling of the Baku Court of Appeal came.", "Baku Court of Appeal", "u-baku-court-of-appeal", "body", "AZE"),
        (
            "The Bureau of Harbour Safety and Control closed it.",
            "Bureau of Harbour Safety and Control",
            "u-bureau-of-harbour-safety-and-control",
            "body",
            None,
        ),
        (
            "Georgia's Roads Oversight Agency closed it.",
            "Georgia's Roads Oversight Agency",
            "u-roads-oversight-agency",
            "body",
            "GEO",
        ),
        (
            "Zorb Textile Mills Limited closed.",
            "Zorb Textile Mills Limited",
            "u-zorb-textile-mills-limited",
            "company",
            None,
        ),
        (
            "Zorb Energy Pakistan Pvt. Ltd. closed.",
            "Zorb Energy Pakistan Pvt. Ltd",
            "u-zorb-energy-pakistan",
            "company",
            "PAK",
        ),
        (
            "The Confederation of All Nepal Weavers met.",
            "Confederation of All Nepal Weavers",
            "u-confederation-of-all-nepal-weavers",
            "organisation",
            "NPL",
        ),
        ("The University of Oslo opened it.", "University of Oslo", "u-university-of-oslo", "organisation", None),
        (
            "The Economy Ministry of Georgia said so.",
            "Economy Ministry of Georgia",
            "u-ministry-of-economy-of-georgia",
            "government",
            "GEO",
        ),
        (
            "Kazakhstan's Ministry of Emergency Situations said so.",
            "Kazakhstan's Ministry of Emergency Situations",
            "u-ministry-of-emergency-situations-of-kazakhstan",
            "government",
            "KAZ",
        ),
    ],
)
def test_unknown_body(text: str, surface: str, actor_id: str, kind: str, country: str | None) -> None:
    mention = actors_of(text)[surface]
    assert (mention.actor_id, mention.kind) == (actor_id, kind)
    assert country is None or mention.country == country


def test_acronym_in_brackets_comes_back() -> None:
    found = actors_of("The Confederation of All Nepal Weavers (CANW) met. CANW asked for help.", title="CANW meets")
    assert found["Confederation of All Nepal Weavers (CANW)"].actor_id == found["CANW"].actor_id


def test_first_word_of_a_company_comes_back() -> None:
    found = actors_of("Zorbex Ground Handling India Ltd sued. Later Zorbex paid.")
    assert found["Zorbex"].name == "Zorbex Ground Handling India"


def test_company_keeps_its_acronym_inside() -> None:
    found = actors_of("Pakistan LNG Limited (PLL) and SOCAR signed it.")
    assert found["Pakistan LNG Limited (PLL)"].name == "Pakistan LNG Limited"


def test_owner_belongs_to_the_body() -> None:
    found = actors_of("Azerbaijan's State Commission on Prisoners of War, Hostages and Missing Persons said so.")
    assert [mention.country for mention in found.values()] == ["AZE"]


def test_court_by_its_adjective_is_of_its_state() -> None:
    found = actors_of("An Armenian court sentenced him. The court sat for an hour.")
    assert {surface: mention.name for surface, mention in found.items()} == {
        "Armenian court": "Armenia",
        "court": "Armenia",
    }


@pytest.mark.parametrize(
    "text",
    [
        "The Lahore Declaration was read.",
        "Three Brothers - 2021 began.",
        "The Joint Economic Commission met.",
        "A Working Group met.",
        "The West Bank was quiet.",
        "The committee met.",
        "The Embraer 190 landed.",
        "Bank Street was closed.",
    ],
)
def test_no_body(text: str) -> None:
    assert actors_of(text) == {}


def test_headline_names_no_body() -> None:
    found = actors_of("Nothing was said.", title="Traders Hail Bold Court Reform Across Whole Region")
    assert found == {}
