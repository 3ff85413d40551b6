"""Many names found at once in a text, whole words only, with offsets into the original.

In: names with what they stand for. Out: ``NameIndex.find``, which reports every occurrence, nested
ones too; choosing among them is the business of the extractors.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.core.text import fold

Meaning = TypeVar("Meaning")


class _BlankTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if folded.isalnum() else " "
        return self[code]


_TABLE = _BlankTable()


@lru_cache(maxsize=8)
def blank(text: str) -> str:
    """The folded text with a blank for everything that is no letter and no digit.

    One code point for each of ``text``. A name of several words therefore matches over a hyphen, an
    apostrophe or a line break, but not over a comma and a blank, which leave two blanks.
    """
    return text.translate(_TABLE)


class Found(NamedTuple, Generic[Meaning]):
    """An occurrence of a name: ``text[start:end]`` is its surface."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class NameIndex(Generic[Meaning]):
    """An automaton over names; equal names keep all their meanings, in the order given."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        grouped: dict[str, dict[Meaning, None]] = {}
        for name, meaning in entries:
            # "U.N. Security Council" leaves two blanks in a text that has the full stop, one in one that has not.
            for key in {" ".join(blank(name).split()): None, blank(name).strip(): None}:
                if key:
                    grouped.setdefault(key, {})[meaning] = None
        self.meanings = {key: tuple(found) for key, found in grouped.items()}
        self._by_number = list(self.meanings.values())
        self._automaton = AhoCorasick([f" {key} " for key in self.meanings], matchkind=MatchKind.Standard)

    def find(self, blanked: str) -> list[Found[Meaning]]:
        """Every occurrence in a text that went through ``blank``, by end, then start."""
        matches = self._automaton.find_matches_as_indexes(f" {blanked} ", overlapping=True)
        numbered = self._by_number
        return [Found(start, end - 2, numbered[number]) for number, start, end in matches]

    def lookup(self, name: str) -> tuple[Meaning, ...]:
        """Meanings of exactly this name, empty when unknown."""
        return self.meanings.get(" ".join(blank(name).split()), ())
