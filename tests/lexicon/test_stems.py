"""Patterns of word stems: what they match, and that mistakes in rule files are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.lexicon.stems import PatternIndex, fold_pattern, load_stem_mood, load_stem_rules, read_patterns

WORDS = ["prezident", "dunan", "resmi", "safara", "bakiya", "galib"]


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("səfər* ~ gəl*", (3, 5)),
        ("səfər* gəl*", None),
        ("rəsmi|resmi səfər*", (2, 3)),
        ("^prezident ~ gəlib", (0, 5)),
        ("^səfər*", None),
        ("səfər* işgüzar? bakı*", (3, 4)),
        ("səfər", None),
    ],
)
def test_pattern(pattern: str, taken: tuple[int, ...] | None) -> None:
    found = PatternIndex((one, 0) for one in read_patterns(pattern, "test")).find(WORDS, 0, len(WORDS))
    assert [words for words, _ in found] == ([taken] if taken else [])


@pytest.mark.parametrize("text", ["", "~ gəl*", "gəl* ~", "gəl*? bakı*", "*"])
def test_pattern_that_matches_anything_is_refused(text: str) -> None:
    with pytest.raises(LexiconError):
        read_patterns(text, "az/triggers.yml")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("rules: [{id: a, type: visit, verbs: [x]}]", "unknown field 'verbs'"),
        ("rules: [{id: a, type: feast, match: [x]}]", "type 'feast'"),
        ("rules: [{id: a, type: visit}]", "needs at least one of"),
    ],
)
def test_mistake_in_a_rule_is_named(tmp_path: Path, rules: str, message: str) -> None:
    (tmp_path / "az").mkdir()
    (tmp_path / "az" / "triggers.yml").write_text(rules)
    folders = (*load_lexicon().folders, tmp_path)
    with pytest.raises(LexiconError, match=message):
        load_stem_rules(Lexicon(folders), "az")


@pytest.mark.parametrize("language", ["az", "tr"])
def test_every_event_type_has_a_trigger(language: str) -> None:
    rules = load_stem_rules(load_lexicon(), language)
    assert rules is not None
    types = {row["event_type"] for row in load_lexicon().table("common/event_types.csv")}
    assert types - {rule.event_type for rule in rules.rules} == set()


@pytest.mark.parametrize(
    ("language", "status", "word"),
    [
        ("az", "planned", "imzalanacaq"),
        ("az", "denied", "etmayib"),
        ("az", "background", "verilmisdi"),
        ("tr", "planned", "edecek"),
        ("tr", "denied", "etmedi"),
        ("tr", "background", "toplanmisti"),
        ("tr", "embedded", "imzaladigi"),
    ],
)
def test_ending_of_the_verb_tells_the_mood(language: str, status: str, word: str) -> None:
    assert load_stem_mood(load_lexicon(), language).endings[status].search(word)


def test_escapes_survive_folding() -> None:
    assert fold_pattern("ığ\\w*$") == "ig\\w*$"


def test_sets_either_order_and_endings() -> None:
    both = read_patterns("@held & meeting/s", "test", {"held": "held|hold*"})
    words = ["the", "meetings", "were", "held"]
    assert len(both) == 2
    assert PatternIndex((one, 0) for one in both).find(words, 0, len(words)) == [((1, 3), 0)]
    with pytest.raises(LexiconError):
        read_patterns("@unknown meeting", "test")
