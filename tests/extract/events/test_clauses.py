"""Clause analysis: who is subject and object of which verb, and what hangs on what."""

from __future__ import annotations

import re

import pytest

from pipeline.core.records import ActorMention, Sentence
from pipeline.extract.events.clauses import Analysis, Predicate, read_clauses
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.tokens import read_tokens
from pipeline.lexicon.grammar import inflect, load_grammar
from pipeline.lexicon.load import load_lexicon

_NAMES = re.compile(r"\b(?:President Ali|Prime Minister Sha|Bay|Erd|Azerbaijan|Pakistan|Armenia|Lachin|Baku)\b")


def analyse(text: str) -> Analysis:
    grammar = load_grammar(load_lexicon(), "en")
    assert grammar is not None
    actors = [ActorMention(m.start(), m.end(), f"a-{m.group()}", m.group(), "person") for m in _NAMES.finditer(text)]
    sentence = Sentence(0, 0, len(text), 0)
    return read_clauses(read_tokens(text, sentence, grammar, actors=actors, places=[], timexes=[]), grammar)


def words(phrase: Phrase | None, text: str) -> str | None:
    return None if phrase is None else text[phrase.start : phrase.end]


def predicate(analysis: Analysis, lemma: str) -> Predicate:
    return next(p for p in analysis.predicates if p.lemma == lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "subject", "complement"),
    [
        (
            "President Ali received Prime Minister Sha at the palace.",
            "receive",
            "President Ali",
            "Prime Minister Sha",
        ),
        ("Bay had landed in Baku and met President Ali.", "meet", "Bay", "President Ali"),
        ("Bay and Erd signed a treaty.", "sign", "Bay and Erd", "a treaty"),
        ("Lachin, a town that Azerbaijan lost, hosted a summit.", "host", "Lachin", "a summit"),
        ("Lachin, a town that Azerbaijan lost, hosted a summit.", "lose", "Azerbaijan", "a town"),
        (
            "Pakistan condemned the attack, in which guards died, and offered help.",
            "offer",
            "Pakistan",
            "help",
        ),
        ("Armenia urged Azerbaijan to withdraw its troops.", "withdraw", "Azerbaijan", "its troops"),
        ("Bay will visit Baku to hold talks with President Ali.", "hold", "Bay", "talks"),
        (
            "Erd said the request had come from Baku and had been passed on by Bay.",
            "pass",
            "the request",
            None,
        ),
        ("Bay meets Erd in Baku", "meet", "Bay", "Erd"),
    ],
)
def test_subject_and_object(text: str, lemma: str, subject: str, complement: str | None) -> None:
    """A reader of the table would see the wrong agent or a missing counterpart."""
    found = predicate(analyse(text), lemma)
    assert words(found.subject, text) == subject
    assert words(found.object, text) == complement


def test_passive_is_seen() -> None:
    text = "The district was handed over by Armenia."
    assert predicate(analyse(text), "hand").passive


def test_reduced_relative_is_no_main_verb() -> None:
    text = "The statement signed in Baku says nothing."
    signed = predicate(analyse(text), "sign")
    assert signed.verb.form == "participle"
    assert signed.passive


def test_reported_clause_hangs_on_its_verb() -> None:
    text = "Pakistan said that Armenia had attacked Lachin."
    attacked = predicate(analyse(text), "attack")
    assert attacked.relation == "complement"
    assert attacked.parent is not None
    assert attacked.parent.lemma == "say"


@pytest.mark.parametrize("word", ["visit", "attack", "support", "meeting", "talks"])
def test_noun_after_determiner_is_no_verb(word: str) -> None:
    assert not [p for p in analyse(f"The {word} of Pakistan").predicates if p.lemma in (word, "meet", "talk")]


def test_inflection() -> None:
    forms = {form: surface for surface, form in inflect("ratify")}
    assert (forms["s"], forms["past"], forms["ing"]) == ("ratifies", "ratified", "ratifying")
    assert ("begun", "participle") in inflect("begin", "began", "begun", doubles=True)
    assert ("beginning", "ing") in inflect("begin", "began", "begun", doubles=True)
