"""The rules of linking: words that tell events of one type apart, and files that are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import LexiconError
from pipeline.lexicon.linking import load_kinds, load_link_rules
from pipeline.lexicon.load import load_lexicon

LEXICON = load_lexicon()
LANGUAGES = [code for code in LEXICON.languages() if LEXICON.rules(f"{code}/kinds.yml")]


def phrasings(group: str) -> list[tuple[str, str, str, frozenset[str]]]:
    return [
        (code, case["type"], phrase, frozenset(case.get("expect", ())))
        for code in LANGUAGES
        for case in LEXICON.rules(f"{code}/kinds.examples.yml")[group]
        for phrase in case["say"]
    ]


@pytest.mark.parametrize(("language", "event_type", "phrase", "expected"), phrasings("cases"))
def test_a_phrase_names_its_kind(language: str, event_type: str, phrase: str, expected: frozenset[str]) -> None:
    assert load_kinds(LEXICON, language).find(phrase, event_type) == expected


@pytest.mark.parametrize(("language", "event_type", "phrase", "expected"), phrasings("never"))
def test_a_near_miss_names_none(language: str, event_type: str, phrase: str, expected: frozenset[str]) -> None:
    assert load_kinds(LEXICON, language).find(phrase, event_type) == frozenset()


def test_a_language_without_a_list_tells_nothing_apart() -> None:
    assert load_kinds(LEXICON, "xx").find("a parade", "ceremony") == frozenset()


def test_kin_holds_in_both_directions() -> None:
    kin = load_link_rules(LEXICON).kin
    assert all(kin[other, one] == weight for (one, other), weight in kin.items())
    assert ("visit", "meeting") not in kin


def test_types_that_may_be_one_event_are_linked_together() -> None:
    rules = load_link_rules(LEXICON)
    assert all(rules.component[one] == rules.component[other] for one, other in rules.kin)
    assert len(set(rules.component.values())) > 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("prior: {meeting: often}", "no number"),
        ("prior: {picnic: -1.0}", "picnic"),
        ("lasting: [picnic]", "picnic"),
    ],
)
def test_a_broken_rule_file_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "link.yml").write_text(content)
    with pytest.raises(LexiconError, match=message):
        load_link_rules(load_lexicon(tmp_path))
