"""Nouns of a phrase as the trigger rules name them: heads, compounds, singular forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.tokens import Token


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """The singular of an English noun, by its ending.

    >>> singular("parties"), singular("clashes"), singular("talks")
    ('party', 'clash', 'talk')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "sis", "ris")) and len(word) > 3:
        return word[:-1]
    return word


def noun_forms(token: Token) -> tuple[str, ...]:
    """Surface and singular of a noun, for a look-up in a rule's list."""
    return (token.lower, singular(token.lower))


# Nouns that a noun before them only describes: a "flight attendant" is no flight, a "trial train" no trial.
_BEARERS = frozenset(
    {"attendant", "attendants", "train", "trains", "crew", "crews", "column", "columns", "card", "monitor", "monitors"}
)


def describes(phrase: Phrase, token: Token) -> bool:
    """Whether a noun only describes the one behind it."""
    position = next(i for i, t in enumerate(phrase.tokens) if t is token)
    return position + 1 < len(phrase.tokens) and phrase.tokens[position + 1].lower in _BEARERS


def find_noun(phrase: Phrase, wanted: Iterable[str]) -> Token | None:
    """The token of the phrase that a rule's noun list names; the head wins over a modifier.

    Entries of several words are looked for in the phrase's surface.
    """
    nouns = wanted if isinstance(wanted, frozenset) else frozenset(wanted)
    for token in reversed(phrase.tokens):
        named = token.tag in ("noun", "adjective", "verb") and (token.lower in nouns or singular(token.lower) in nouns)
        if named and not describes(phrase, token):
            return token
    for token in phrase.tokens:
        if token.tag == "name" and _has_common_noun(token):
            words = token.lower.split() if _is_described(token) else token.lower.split()[-1:]
            if any(word in nouns or singular(word) in nouns for word in words):
                return token
    phrases = _several_words(nouns)
    surface = f" {' '.join(token.lower for token in phrase.tokens)} " if phrases else ""
    for noun in phrases:
        if f" {noun} " in surface or f" {noun}s " in surface:
            return next((t for t in phrase.tokens if t.lower.startswith(noun.split()[0])), phrase.head)
    return None


@lru_cache(maxsize=2_000)
def _several_words(nouns: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(noun for noun in nouns if " " in noun))


def _has_common_noun(token: Token) -> bool:
    """Whether the name ends in a noun of its own: "Lachin airport", "the Lachin road", "the two envoys"."""
    if _is_described(token):
        return True
    if " " not in token.lower:
        return False
    return token.place is not None or any(a.kind in ("organisation", "body", "military") for a in token.actors)


def _is_described(token: Token) -> bool:
    """Whether common nouns stand for the actor: "the leaders of Armenia and Azerbaijan", "Azerbaijani soldiers"."""
    if " " in token.text and token.text.split()[-1].islower():
        return True
    return any(a.found_by in ("coreference", "office", "demonym") for a in token.actors)


def has_word(phrases: Iterable[Phrase | None], words: frozenset[str]) -> bool:
    """Whether any of the words (or their plural) stands in one of the phrases."""
    for phrase in phrases:
        if phrase is None:
            continue
        for token in phrase.tokens:
            if token.lower in words or singular(token.lower) in words:
                return True
            if token.tag in ("name", "time") and _names_one(token.lower, words):
                return True
    return False


def _names_one(surface: str, words: frozenset[str]) -> bool:
    """Whether a name of several words holds one of the words: "Azerbaijani troops"."""
    parts = surface.split()
    if any(part in words or singular(part) in words for part in parts):
        return True
    return len(parts) > 1 and any(" " in word and f" {word} " in f" {surface} " for word in words)
