"""Places of a passage: hierarchy, datelines, nested names."""

from __future__ import annotations

from pipeline.core.records import PlaceMention
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def places_of(text: str) -> dict[str, PlaceMention]:
    document = a_document(text)
    return {document.text[place.start : place.end]: place for place in find_places(document, LEXICON)}


def test_place_has_coordinates_country_and_parents() -> None:
    place = places_of("They met in Shusha.")["Shusha"]
    assert (place.place_id, place.country, place.kind) == ("p-shusha", "AZE", "city")
    assert place.latitude is not None and abs(place.latitude - 39.76) < 0.2
    assert "p-azerbaijan" in place.parents


def test_names_of_one_place() -> None:
    """Azerbaijani, Armenian and Russian-derived names lead to one row."""
    ids = {places_of(f"They entered {name}.")[name].place_id for name in ("Kalbajar", "Kelbajar", "Kəlbəcər")}
    assert ids == {"p-kalbajar"}


def test_venue_lies_in_its_town() -> None:
    place = places_of("They met at the Baku Convention Center.")["Baku Convention Center"]
    assert place.kind == "venue"
    assert place.parents[0] == "p-baku"


def test_dateline_is_no_place_of_events() -> None:
    assert places_of("BAKU, April 6 (News desk) — A ceasefire took hold.") == {}
    assert places_of("Baku, Nov. 30") == {}


def test_town_with_its_country() -> None:
    found = places_of("An attack on the Tovuz district of Azerbaijan began.")
    assert found["Tovuz"].confidence >= 0.85


def test_names_inside_persons_and_bodies_are_hidden() -> None:
    assert places_of("The OSCE Minsk Group thanked Senate of Pakistan.") == {}


def test_same_word_without_capital_is_no_place() -> None:
    assert places_of("They ate turkey and rice.") == {}


def test_railway_of_three_cities_is_one_name() -> None:
    assert "Tbilisi" not in places_of("The Baku-Tbilisi-Kars railway opened.")
