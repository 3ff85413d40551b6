"""Every phrasing of titles.examples.yml finds the actor that it names; every near miss finds no person."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.core.records import ActorMention
from pipeline.extract.actors.find import find_actors
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()
EXAMPLES = LEXICON.rules("en/titles.examples.yml")
SAYINGS = [(case["expect"], text) for case in EXAMPLES["cases"] for text in case["say"]]


def found_in(text: str) -> list[ActorMention]:
    document = a_document(text, published=EXAMPLES["published"])
    return find_actors(document, LEXICON, timexes=(), places=find_places(document, LEXICON))


@pytest.mark.parametrize(("expect", "text"), SAYINGS, ids=[text for _, text in SAYINGS])
def test_case(expect: dict[str, Any], text: str) -> None:
    found = {mention.name: mention for mention in found_in(text)}
    assert expect["name"] in found, f"found only {sorted(found)}"
    mention = found[expect["name"]]
    surface = text[mention.start : mention.end]
    actual = {key: surface if key == "text" else getattr(mention, key) for key in expect}
    assert actual == expect


@pytest.mark.parametrize("text", EXAMPLES["never"])
def test_never(text: str) -> None:
    persons = [mention.name for mention in found_in(text) if mention.kind == "person"]
    assert persons == []
