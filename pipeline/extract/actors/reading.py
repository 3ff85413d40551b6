"""A sentence as words with the names found in it: what the actor grammar reads.

Words are runs of letters and digits; the characters between two words (``gaps``) decide whether
they belong together. Word positions are indexes into the line, text positions are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter

from pipeline.core.records import Document, Sentence
from pipeline.extract.actors.gazetteer import Entry
from pipeline.lexicon.names import Found

_PIECES = re.compile(r"([^\W_]+)")
_START = itemgetter(0)
# In a headline words longer than this have capitals: most of them in a title, nearly all of them elsewhere.
_SHORT = 3
_MOST = 0.7
_NEARLY_ALL = 0.95
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
        offset: Words of the document before the line.
        kinds: First word -> bits of the kinds of names that start there.
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
    offset: int = 0
    items: dict[int, list[Item]] = field(default_factory=dict)
    endings: dict[int, list[Item]] = field(default_factory=dict)
    kinds: dict[int, int] = field(default_factory=dict)
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

    def behind_acronym(self, last: int) -> int:
        """The word behind a name of an organisation with its acronym in brackets ("... (PLL)")."""
        if last >= self.size or self.gap(last) != "(" or self.gap(last + 1)[:1] != ")":
            return last
        word = self.words[last]
        return last + 1 if len(word) > 1 and word[:2].isupper() and word[-1].isalnum() else last

    def surface(self, text: str, first: int, last: int) -> str:
        """The text of the words from ``first`` to ``last`` (excluded)."""
        return text[self.starts[first] : self.ends[last - 1]]


_HYPHENS = frozenset({"-", "‑", "‐", "–"})
_ONE_SPACE = frozenset({" ", "\n", "\u00a0", "\u202f", " \n", "\n "})


def read_lines(
    document: Document, found: Iterable[Found[Entry]], blanked: str, abbreviations: frozenset[str]
) -> list[Line]:
    """The sentences of a document with their words and names."""
    words = _read_words(document.text, blanked)
    lines = [_line(sentence, document.text, words, abbreviations) for sentence in document.sentences]
    _place_items(lines, words, found)
    return lines


@dataclass(slots=True)
class _Words:
    """All words of a document, in lists of one length: text positions, surfaces, gaps before them."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    folded: list[str]
    capital: list[bool]
    gaps: list[str]


def _read_words(text: str, blanked: str) -> _Words:
    pieces = _PIECES.split(text)
    words = pieces[1::2]
    bounds = list(accumulate(map(len, pieces), initial=0))
    starts, ends = bounds[1:-1:2], bounds[2:-1:2]
    folded = blanked.split()
    if len(folded) != len(words):  # a letter whose plain form is none
        folded = [blanked[start:end] for start, end in zip(starts, ends, strict=True)]
    return _Words(starts, ends, words, folded, [word[0].isupper() for word in words], pieces[0:-1:2])


def _line(sentence: Sentence, text: str, all_words: _Words, abbreviations: frozenset[str]) -> Line:
    low = bisect_left(all_words.starts, sentence.start)
    high = bisect_left(all_words.starts, sentence.end, low)
    words, capital, gaps = all_words.words[low:high], all_words.capital[low:high], all_words.gaps[low:high]
    if gaps:
        gaps[0] = text[sentence.start : all_words.starts[low]]
    return Line(
        sentence=sentence,
        starts=all_words.starts[low:high],
        ends=all_words.ends[low:high],
        words=words,
        capital=capital,
        folded=all_words.folded[low:high],
        gaps=gaps,
        size=high - low,
        tail=text[all_words.ends[high - 1] if high > low else sentence.start : sentence.end],
        offset=low,
        headline=_is_headline(sentence, words, capital),
        abbreviations=abbreviations,
    )


def _is_headline(sentence: Sentence, words: list[str], capital: list[bool]) -> bool:
    """Whether capitals prove nothing: title case, or everything in capitals."""
    if sentence.kind in ("title", "heading"):
        long = [upper for word, upper in zip(words, capital, strict=True) if len(word) > _SHORT and word[0].isalpha()]
        return len(long) > 1 and sum(long) / len(long) > _MOST
    if not all(capital[:2]):
        return False
    long = [upper for word, upper in zip(words, capital, strict=True) if len(word) >= _SHORT and word[0].isalpha()]
    return len(long) > _SHORT + 1 and sum(long) / len(long) > _NEARLY_ALL


def _place_items(lines: list[Line], words: _Words, found: Iterable[Found[Entry]]) -> None:
    firsts = dict(zip(words.starts, range(len(words.starts)), strict=True))
    lasts = dict(zip(words.ends, range(1, len(words.ends) + 1), strict=True))
    remaining: Iterator[Line] = iter(lines)
    line = next(remaining, None)
    for start, end, entries in sorted(found, key=_START):
        while line is not None and start >= line.sentence.end:
            line = next(remaining, None)
        if line is None:
            return
        first, last = firsts.get(start), lasts.get(end)
        if first is not None and last is not None and start >= line.sentence.start and end <= line.sentence.end:
            _place(line, first - line.offset, last - line.offset, entries)


def _place(line: Line, first: int, last: int, entries: Iterable[Entry]) -> None:
    """Note the names of a surface; of surfaces with one start, the shorter come first."""
    upper, kinds, placed = line.capital[first], 0, []
    for entry in entries:
        if (entry.case and not upper) or (entry.acronym and not line.words[first].isupper()):
            continue
        item = Item(first, last, entry)
        kinds |= entry.bit
        placed.append(item)
        if entry.kind != "surname":  # nothing looks for a name that ends there
            line.endings.setdefault(last, []).append(item)
    if not kinds:
        return
    if first in line.items:
        line.items[first] = placed + line.items[first]  # the longest stands first
        line.kinds[first] |= kinds
    else:
        line.items[first] = placed
        line.kinds[first] = kinds
