"""The closed word classes and the verb forms of a language, as the clause analysis needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon, Row

VerbForm = Literal["base", "s", "past", "participle", "ing"]


@dataclass(frozen=True)
class Grammar:
    """Word classes of one language.

    Attributes:
        classes: Word (lower case) -> class names, e.g. ``{"on": {"preposition"}}``.
        multiword_prepositions: First word -> word tuples, longest first.
        quantifiers: First word -> word tuples that only qualify a number, longest first.
        auxiliaries: Surface form -> lemma (be, have, do).
        modals: Modal -> future, past_future or hypothetical.
        verb_forms: Surface form -> (lemma, form) pairs.
        noun_first: Words read as nouns unless the context asks for a verb.
        control_object: Verbs whose infinitive is done by their object.
        clause_verbs: Verbs that take a clause, with or without "that" ("said Baku would ...").
        telling_verbs: Those of them that also take a hearer ("told the deputy that ...").
        content_nouns: Nouns whose "that" opens what they say ("the hope that ...").
        no_passive: Verbs whose past form is never a participle behind a noun ("the army withdrew", "said").
        adjectives: Words that are adjectives before a noun and adverbs elsewhere ("early", "weekly").
        time_units: Units that measure time before "before" and "after".
        companion_verbs: Verbs whose participle behind a comma tells about the subject.
        transitive: Verbs that need an object: without one their subject, a thing, is acted on ("Protocol signed").
        suffered: Those that do so with persons and states too ("Five soldiers killed").
        agents: Nouns of those who act ("the commission signed").
        speech_acts: What people do with words; behind "said that ..., and" they go on with the speaker.
        nouns_only: Nouns that no name before them makes a verb of ("Azerbaijan forces").
        nouns_in_ly: Nouns that look like adverbs ("family").
    """

    classes: Mapping[str, frozenset[str]]
    multiword_prepositions: Mapping[str, tuple[tuple[str, ...], ...]]
    quantifiers: Mapping[str, tuple[tuple[str, ...], ...]]
    auxiliaries: Mapping[str, str]
    modals: Mapping[str, str]
    verb_forms: Mapping[str, tuple[tuple[str, VerbForm], ...]]
    noun_first: frozenset[str]
    control_object: frozenset[str]
    clause_verbs: frozenset[str]
    telling_verbs: frozenset[str]
    content_nouns: frozenset[str]
    no_passive: frozenset[str]
    adjectives: frozenset[str]
    nouns_in_ly: frozenset[str]
    time_units: frozenset[str]
    companion_verbs: frozenset[str]
    transitive: frozenset[str]
    suffered: frozenset[str]
    nouns_only: frozenset[str]
    agents: frozenset[str]
    speech_acts: frozenset[str]

    def is_a(self, word: str, name: str) -> bool:
        """Whether the lower-case word stands in the class."""
        return name in self.classes.get(word, frozenset())

    def lemma_of(self, word: str) -> str | None:
        """Lemma of a verb form, or ``None`` when it is no known verb form."""
        forms = self.verb_forms.get(word)
        return forms[0][0] if forms else None


_CLASSES = {
    "determiners": "determiner",
    "prepositions": "preposition",
    "coordinators": "coordinator",
    "subordinators": "subordinator",
    "relatives": "relative",
    "pronouns": "pronoun",
    "adverbs": "adverb",
    "negations": "negation",
    "number_words": "number",
}


_WORD_SETS = (
    "noun_first", "control_object", "clause_verbs", "telling_verbs", "content_nouns", "no_passive", "adjectives",
    "nouns_in_ly", "time_units", "companion_verbs", "transitive", "suffered", "nouns_only", "agents",
    "speech_acts",
)  # fmt: skip


@lru_cache(maxsize=16)
def load_grammar(lexicon: Lexicon, language: str) -> Grammar | None:
    """Grammar of a language, or ``None`` when its folder has no ``grammar.yml``.

    Raises:
        LexiconError: A word list is missing.
    """
    rules = lexicon.rules(f"{language}/grammar.yml")
    if not rules:
        return None
    classes: dict[str, set[str]] = {}
    for key, name in _CLASSES.items():
        for word in _words(rules, key, language):
            classes.setdefault(word, set()).add(name)
    return Grammar(
        classes={word: frozenset(names) for word, names in classes.items()},
        multiword_prepositions=_by_first_word(_words(rules, "multiword_prepositions", language)),
        quantifiers=_by_first_word(_words(rules, "quantifiers", language)),
        auxiliaries=dict(rules.get("auxiliaries", {})),
        modals=dict(rules.get("modals", {})),
        verb_forms=_verb_forms(lexicon.table(f"{language}/verbs.csv")),
        **{name: frozenset(_words(rules, name, language)) for name in _WORD_SETS},
    )


def _by_first_word(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(many, key=len, reverse=True)) for first, many in found.items()}


def _words(rules: Mapping[str, Any], key: str, language: str) -> list[str]:
    words = rules.get(key)
    if not isinstance(words, list):
        raise LexiconError(f"{language}/grammar.yml: the list {key!r} is missing")
    return [str(word).lower() for word in words]


def _verb_forms(rows: list[Row]) -> dict[str, tuple[tuple[str, VerbForm], ...]]:
    forms: dict[str, list[tuple[str, VerbForm]]] = {}
    for row in rows:
        for surface, form in inflect(row["id"], row["past"], row["participle"], row["doubles"] == "yes"):
            entry = (row["id"], form)
            known = forms.setdefault(surface, [])
            if entry not in known:
                known.append(entry)
    return {surface: tuple(entries) for surface, entries in forms.items()}


def inflect(lemma: str, past: str = "", participle: str = "", doubles: bool = False) -> list[tuple[str, VerbForm]]:
    """Every surface form of an English verb with the form's name.

    >>> inflect("visit")[1]
    ('visits', 's')
    """
    vowels = "aeiou"
    stem = lemma + lemma[-1] if doubles else lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        ing, ed = lemma[:-1] + "ing", lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in vowels:
        ing, ed = lemma + "ing", lemma[:-1] + "ied"
    elif lemma.endswith("ee"):
        ing, ed = lemma + "ing", lemma + "d"
    else:
        ing, ed = stem + "ing", stem + "ed"
    if lemma.endswith("ie"):
        ing = lemma[:-2] + "ying"
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or (lemma.endswith("o") and lemma[-2] not in vowels):
        s = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in vowels:
        s = lemma[:-1] + "ies"
    else:
        s = lemma + "s"
    forms: list[tuple[str, VerbForm]] = [(lemma, "base"), (s, "s"), (past or ed, "past")]
    forms += [(participle or past or ed, "participle"), (ing, "ing")]
    if lemma.endswith("l") and doubles:  # American spelling: signaled, signaling
        forms += [(lemma + "ed", "past"), (lemma + "ed", "participle"), (lemma + "ing", "ing")]
    return forms
