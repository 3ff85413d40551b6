"""Planned, denied, ongoing, only wished for: and who says so."""

from __future__ import annotations

import pytest

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def read(text: str) -> list[EventMention]:
    return list(extract_document(a_document(text, published="2024-03-15"), LEXICON).mentions)


def statuses(text: str, event_type: str) -> set[str]:
    return {m.status for m in read(text) if m.event_type == event_type}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Shehbaz Sharif visited Azerbaijan on Wednesday.", "occurred"),
        ("Shehbaz Sharif will visit Azerbaijan on Monday.", "planned"),
        ("Shehbaz Sharif is expected to visit Azerbaijan on Monday.", "planned"),
        ("Shehbaz Sharif is due to visit Azerbaijan on Monday.", "planned"),
        ("Shehbaz Sharif is to visit Azerbaijan on Monday.", "planned"),
        ("Shehbaz Sharif plans to visit Azerbaijan in April.", "planned"),
        ("Shehbaz Sharif did not visit Azerbaijan on Wednesday.", "denied"),
    ],
)
def test_status_of_a_visit(text: str, status: str) -> None:
    assert statuses(text, "visit") == {status}


@pytest.mark.parametrize(
    "text",
    [
        "If Armenia attacked Azerbaijan on Monday, Turkey would answer.",
        "France urged Azerbaijan on Wednesday to attack Armenia.",
        "Armenia may attack Azerbaijan on Monday.",
        "Azerbaijan wants Armenia to attack on Monday.",
    ],
)
def test_what_is_only_wished_or_supposed_is_no_event(text: str) -> None:
    assert statuses(text, "attack") == set()


def test_denial_of_an_act() -> None:
    assert statuses("Armenia denied on Wednesday that it had attacked Azerbaijan.", "attack") <= {"denied"}


def test_a_purpose_is_no_event() -> None:
    text = "Armenia and Azerbaijan signed an agreement on Wednesday to end the war."
    assert [m.event_type for m in read(text)] == ["agreement"]


def test_who_says_so() -> None:
    found = read("Pakistan said on Wednesday that Armenia attacked Tovuz on Tuesday.")
    (mention,) = [m for m in found if m.event_type == "attack"]
    assert mention.attribution == "Pakistan"


def test_no_voice_in_plain_narration() -> None:
    (mention,) = read("Armenia attacked Tovuz on Tuesday.")
    assert mention.attribution is None
