"""A sentence as words with the names found in it: what the actor grammar reads.

Words are runs of letters and digits; the characters between two words (``gaps``) decide whether
they belong together. Word positions are indexes into the line, text positions are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.core.records import Document, Sentence
from pipeline.extract.actors.gazetteer import Entry
from pipeline.lexicon.names import Found

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = ("'", "’", "‘", "ʼ")


@dataclass(slots=True)
class Item:
    """A lexicon name over the words ``first`` to ``last`` (excluded)."""

    first: int
    last: int
    entry: Entry


@dataclass(slots=True)
class Line:
    """One sentence.

    Attributes:
        sentence: The record.
        starts, ends: Text positions of each word.
        words: Surfaces.
        capital: Whether each begins with a capital.
        folded: Folded surfaces.
        gaps: Text before each word, back to the word before (or to the start of the sentence).
        items: First word -> names that start there, longest first.
        endings: Word after the last -> names that end there, longest first.
        tail: Text after the last word.
        size: Number of words.
        headline: Most words are capitalised, so capitals prove nothing.
        abbreviations: Folded words whose full stop ends nothing.
    """

    sentence: Sentence
    starts: list[int]
    ends: list[int]
    words: list[str]
    capital: list[bool]
    folded: list[str]
    gaps: list[str]
    tail: str
    size: int
    items: dict[int, list[Item]] = field(default_factory=dict)
    endings: dict[int, list[Item]] = field(default_factory=dict)
    headline: bool = False
    abbreviations: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return self.size

    def joined(self, position: int) -> bool:
        """Whether only one blank stands between the word and the one before."""
        if not 0 < position < self.size:
            return False
        gap = self.gaps[position]
        if gap in _ONE_SPACE:
            return True
        return gap[:1] == "." and gap[1:] in _ONE_SPACE and self.folded[position - 1] in self.abbreviations

    def comma(self, position: int) -> bool:
        """Whether a comma and a blank stand before the word."""
        return 0 < position < len(self.gaps) and self.gaps[position].strip() == ","

    def hyphen(self, position: int) -> bool:
        """Whether a bare hyphen stands before the word."""
        return 0 < position < len(self.gaps) and self.gaps[position] in _HYPHENS

    def gap(self, position: int) -> str:
        """Text before the word, or after the last word; stripped of blanks."""
        if position >= len(self.gaps):
            return self.tail.strip()
        return self.gaps[position].strip() if position else ""

    def word(self, position: int) -> str:
        """The folded word, empty outside the line."""
        return self.folded[position] if 0 <= position < self.size else ""

    def upper(self, position: int) -> bool:
        """Whether the word begins with a capital."""
        return 0 <= position < self.size and self.capital[position]

    def possessive(self, position: int) -> bool:
        """Whether the word is the "s" of a possessive ("Pakistan's")."""
        return 0 < position < len(self.words) and self.folded[position] == "s" and self.gaps[position] in _APOSTROPHES

    def bare_possessive(self, position: int) -> bool:
        """Whether a plural possessive ends before the word ("ministers' meeting")."""
        return 0 < position < len(self.gaps) and self.gaps[position][:1] in _APOSTROPHES

    def starting(self, position: int, *kinds: str) -> Item | None:
        """The longest name of these kinds that starts at the word."""
        for item in self.items.get(position, ()):
            if item.entry.kind in kinds:
                return item
        return None

    def ending(self, position: int, *kinds: str) -> Item | None:
        """The longest name of these kinds that ends before the word."""
        return next((item for item in self.endings.get(position, ()) if item.entry.kind in kinds), None)

    def surface(self, text: str, first: int, last: int) -> str:
        """The text of the words from ``first`` to ``last`` (excluded)."""
        return text[self.starts[first] : self.ends[last - 1]]


_HYPHENS = frozenset({"-", "‑", "‐", "–"})
_ONE_SPACE = frozenset({" ", "\n", "\u00a0", "\u202f", " \n", "\n "})


def read_lines(
    document: Document, found: Iterable[Found[Entry]], blanked: str, abbreviations: frozenset[str]
) -> list[Line]:
    """The sentences of a document with their words and names."""
    lines = [_line(sentence, document.text, blanked, abbreviations) for sentence in document.sentences]
    _place_items(lines, found)
    return lines


def _line(sentence: Sentence, text: str, blanked: str, abbreviations: frozenset[str]) -> Line:
    spans = [match.span() for match in _WORD.finditer(text, sentence.start, sentence.end)]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    before = [sentence.start, *ends]
    words = [text[start:end] for start, end in spans]
    capitals = [word[0].isupper() for word in words if len(word) > 3 and word[0].isalpha()]
    return Line(
        sentence=sentence,
        starts=starts,
        ends=ends,
        words=words,
        capital=[word[0].isupper() for word in words],
        folded=[blanked[start:end] for start, end in spans],
        gaps=[text[a:b] for a, b in zip(before, starts, strict=False)],
        size=len(words),
        tail=text[before[-1] : sentence.end],
        headline=_is_headline(sentence, capitals),
        abbreviations=abbreviations,
    )


def _is_headline(sentence: Sentence, capitals: list[bool]) -> bool:
    """Whether capitals prove nothing: title case, or everything in capitals."""
    share = sum(capitals) / len(capitals) if capitals else 0.0
    if sentence.kind in ("title", "heading"):
        return len(capitals) > 1 and share > 0.7
    return len(capitals) > 4 and share > 0.95


def _place_items(lines: list[Line], found: Iterable[Found[Entry]]) -> None:
    remaining: Iterator[Line] = iter(lines)
    line = next(remaining, None)
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        while line is not None and hit.start >= line.sentence.end:
            line = next(remaining, None)
        if line is None:
            return
        if hit.start < line.sentence.start or hit.end > line.sentence.end:
            continue
        _place(line, hit)


def _place(line: Line, hit: Found[Entry]) -> None:
    first = _index(line.starts, hit.start)
    last = _index(line.ends, hit.end)
    if first is None or last is None:
        return
    for entry in hit.meanings:
        if entry.acronym and not line.words[first].isupper():
            continue
        if entry.case and not line.words[first][0].isupper():
            continue
        item = Item(first, last + 1, entry)
        line.items.setdefault(first, []).append(item)
        line.endings.setdefault(last + 1, []).append(item)


def _index(positions: list[int], position: int) -> int | None:
    low = bisect_left(positions, position)
    return low if low < len(positions) and positions[low] == position else None
