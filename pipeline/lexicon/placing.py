"""Typed shape of ``<language>/placing.yml``: words that tell a place from its government."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

_LISTS = (
    "locative",
    "political",
    "routes",
    "pressures",
    "acts",
    "political_nouns",
    "generic",
    "parts",
    "streets",
    "capitals",
    "suffered",
    "adverbs",
    "calendar",
    "departures",
)


@dataclass(frozen=True)
class Placing:
    """Folded words by list name; the file explains the lists."""

    words: Mapping[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether the folded word stands in the list."""
        return word in self.words[name]


@lru_cache(maxsize=16)
def load_placing(lexicon: Lexicon, language: str) -> Placing:
    """The lists of a language, all empty when its folder has no ``placing.yml``.

    Raises:
        LexiconError: A list is no list of words.
    """
    name = f"{language}/placing.yml"
    rules = lexicon.rules(name)
    words = {}
    for key in _LISTS:
        entries = rules.get(key) or []
        if not isinstance(entries, list):
            raise LexiconError(f"{name}: {key} must be a list of words, not {entries!r}.")
        words[key] = frozenset(fold(word) for word in entries)
    return Placing(words)
