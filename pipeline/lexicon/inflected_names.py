"""Names found in text whose words carry endings: the counterpart of ``names.NameIndex`` for stem languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.lexicon.inflection import BARE, Inflection, Word, read_words

Meaning = TypeVar("Meaning")
_INSIDE_NAME = re.compile(r"\s{1,2}|[-–.]\s?|\.?\s")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Meaning]):
    """A name over the words ``first`` to ``last`` (excluded), with the cases that it may stand in."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    cases: frozenset[str]


class InflectedIndex(Generic[Meaning]):
    """All names of a language by their first word; equal names keep all their meanings, in the order given."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]], inflection: Inflection) -> None:
        self._inflection = inflection
        grouped: dict[tuple[str, ...], dict[Meaning, None]] = {}
        for name, meaning in entries:
            key = name_key(name)
            if key:
                grouped.setdefault(key, {})[meaning] = None
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Meaning, ...]]]] = {}
        for key, meanings in grouped.items():
            self._by_first.setdefault(key[0], []).append((key, tuple(meanings)))

    def find(self, words: Sequence[Word]) -> list[Hit[Meaning]]:
        """Every occurrence, nested ones too, by first word, the longest first."""
        found: dict[tuple[int, int], Hit[Meaning]] = {}
        for position in range(len(words)):
            for hit in self._at(words, position):
                known = found.get((hit.first, hit.last))
                if known is None:
                    found[hit.first, hit.last] = hit
                else:
                    meanings = tuple(dict.fromkeys((*known.meanings, *hit.meanings)))
                    cases = known.cases | hit.cases
                    found[hit.first, hit.last] = Hit(hit.first, hit.last, meanings, cases)
        return sorted(found.values(), key=lambda hit: (hit.first, -hit.last))

    def _at(self, words: Sequence[Word], position: int) -> Iterable[Hit[Meaning]]:
        word = words[position]
        every = self._inflection.inflected == "all"
        for base, cases in self._inflection.readings(word).items():
            for key, meanings in self._by_first.get(base, ()):
                if len(key) == 1:
                    yield Hit(position, position + 1, meanings, cases)
                elif every or base in (word.folded, word.whole):
                    ends = self._rest(words, position, key)
                    if ends is not None:
                        yield Hit(position, position + len(key), meanings, ends)

    def _rest(self, words: Sequence[Word], position: int, key: tuple[str, ...]) -> frozenset[str] | None:
        if position + len(key) > len(words):
            return None
        cases: frozenset[str] = frozenset({BARE})
        for offset in range(1, len(key)):
            word = words[position + offset]
            if not joined(word) or words[position + offset - 1].suffix:
                return None
            if offset == len(key) - 1 or self._inflection.inflected == "all":
                readings = self._inflection.readings(word)
                if key[offset] not in readings:
                    return None
                cases = readings[key[offset]]
            elif word.folded != key[offset]:
                return None
        return cases


def joined(word: Word) -> bool:
    """Whether the word can continue the name that the word before belongs to."""
    return _INSIDE_NAME.fullmatch(word.gap) is not None


def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a name as written in a table."""
    return tuple(word.whole for word in read_words(name, 0, len(name)))


_SOUNDS = (
    ("shch", "s"), ("dzh", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("ck", "k"), ("dj", "c"), ("q", "k"), ("j", "c"), ("w", "v"), ("x", "h"), ("p", "b"), ("t", "d"),
)  # fmt: skip


def sound_key(word: str) -> str:
    """The consonants of a name in Latin letters, for comparison across spellings.

    >>> sound_key("shahbaz") == sound_key("shehbaz")
    True
    """
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    initial = "a" if word[:1] in "aeiouy" and word[:1] else ""
    consonants = re.sub(r"[aeiouy'\W]", "", word)
    return initial + re.sub(r"(.)\1+", r"\1", consonants)


_CLOSE = tuple(pair for pair in _SOUNDS if pair[0] not in ("p", "t"))
_VOWELS = str.maketrans({"e": "a", "o": "u", "y": "i"})


def close_key(word: str) -> str:
    """A name in Latin letters with vowels of a kind alike: stricter than ``sound_key``, for names alone.

    >>> close_key("sherif") == close_key("sharif")
    True
    """
    for spelling, sound in _CLOSE:
        word = word.replace(spelling, sound)
    letters = re.sub(r"[^a-z]", "", word).translate(_VOWELS)
    return re.sub(r"(.)\1+", r"\1", letters)


def romanise(name: str, inflection: Inflection) -> str:
    """A name in lower case as the international press writes it: "şərif" gives "sharif"."""
    dotted = "ı" in inflection.romanise
    lowered = name.replace("İ", "i").replace("I", "ı").lower() if dotted else name.lower()
    return inflection.native.sub(lambda match: inflection.romanise[match.group()], lowered)
