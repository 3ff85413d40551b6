"""Inflected and transliterated names lead to the same actors as in English; near misses find no person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.core.records import ActorMention
from pipeline.extract.document import find_spans
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()
FILES = {
    language: rules
    for language in LEXICON.languages()
    if language != "en" and (rules := LEXICON.rules(f"{language}/titles.examples.yml"))
}
CASES = [
    pytest.param(language, rules["published"], case["expect"], text, id=f"{language}:{text[:40]}")
    for language, rules in FILES.items()
    for case in rules["cases"]
    for text in case["say"]
]
NEVER = [
    pytest.param(language, rules["published"], text, id=f"{language}:{text[:40]}")
    for language, rules in FILES.items()
    for text in rules.get("never", [])
]


def _actors(language: str, published: str, text: str) -> list[ActorMention]:
    document = a_document(text, published=date.fromisoformat(published).isoformat(), language=language)
    found = find_spans(document, LEXICON).actors
    return [member for mention in found for member in (mention.group or (mention,))]


@pytest.mark.parametrize(("language", "published", "expect", "text"), CASES)
def test_actor_is_found(language: str, published: str, expect: dict[str, Any], text: str) -> None:
    found = _actors(language, published, text)
    fits = [a for a in found if all(getattr(a, field) == value for field, value in expect.items())]
    assert fits, f"expected {expect}, found {[(a.name, a.kind, a.country) for a in found]}"


@pytest.mark.parametrize(("language", "published", "text"), NEVER)
def test_no_person_is_found(language: str, published: str, text: str) -> None:
    assert [a.name for a in _actors(language, published, text) if a.kind == "person"] == []
