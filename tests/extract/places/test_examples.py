"""Every phrasing of placing.examples.yml reads a name as a place or as its government."""

from __future__ import annotations

import pytest

from pipeline.extract.actors.find import find_actors
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()
EXAMPLES = LEXICON.rules("en/placing.examples.yml")
PLACES = [(name, text) for name, texts in EXAMPLES["place"].items() for text in texts]
GOVERNMENTS = [(name, text) for name, texts in EXAMPLES["government"].items() for text in texts]


@pytest.mark.parametrize(("name", "text"), PLACES)
def test_place(name: str, text: str) -> None:
    document = a_document(text, published="2020-11-20")
    sure = {place.name for place in find_places(document, LEXICON) if place.confidence >= 0.7}
    assert name in sure


@pytest.mark.parametrize(("name", "text"), PLACES)
def test_place_is_no_government(name: str, text: str) -> None:
    document = a_document(text, published="2020-11-20")
    actors = find_actors(document, LEXICON, timexes=(), places=find_places(document, LEXICON))
    assert not [actor for actor in actors if actor.found_by == "metonym"]


@pytest.mark.parametrize(("name", "text"), GOVERNMENTS)
def test_government(name: str, text: str) -> None:
    document = a_document(text, published="2020-11-20")
    places = find_places(document, LEXICON)
    actors = find_actors(document, LEXICON, timexes=(), places=places)
    assert name in {actor.name for actor in actors if actor.found_by == "metonym"}
    assert all(place.confidence < 0.3 for place in places)


@pytest.mark.parametrize("text", EXAMPLES["never"])
def test_never(text: str) -> None:
    assert find_places(a_document(text), LEXICON) == []
