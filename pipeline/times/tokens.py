"""Cut a text into tokens once, and give every token one letter that stands for its word classes.

The letters of a text form a string as long as its list of tokens; all grammar runs on that string.
Spans are code points of the original text, because folding keeps lengths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.core.text import fold
from pipeline.lexicon.dates import DateRules

# One alternative a kind of token, in order of preference. Every repeat is bounded or can only stop in
# one place, so the scan is linear in the text.
_TOKEN = re.compile(
    r"""
    \n[ \t\r\f\v]{0,40}\n                                              # a blank line
  | (?:https?://|www\.)[^\s<>"]{1,2000}
  | \d{4}-\d{2}-\d{2}(?:t\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:z|[+-]\d{2}:?\d{2})?)?(?![\w])(?!-\d)
  | \d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![.\-/:]?\d)(?!-?[^\W\d_])  # 10.11.2020, 10/11/20
  | \d{4}[./]\d{1,2}[./]\d{1,2}(?![.\-/:]?\d)                          # 2020/11/10
  | \d{1,2}:\d{2}(?::\d{2})?(?![:\d])
  | (?<![^\W_])'\d\d's(?!\w) | (?<![^\W_])'\d\ds?(?!\w)                    # '90s, '92
  | \d{2,4}'?s(?!\w)                                                   # 1990s
  | \d{1,4}(?:st|nd|rd|th)(?!\w)
  | \d+(?:[.,]\d+)*
  | (?:[^\W\d_]\.){2,6}                                                # a.m., U.S.
  | [\u0620-\u064a\u066e-\u06d3]+                                        # Arabic script: "24جولائی" is two
  | [^\W\d_]\w*
  | 's(?!\w)
  | [^\s\w] | _
    """,
    re.VERBOSE,
)

# A line of a month, a year or both alone: the heading of a part of a chronology ("OCTOBER", "## 2021").
_HEADING = re.compile(r"(?m)^[^\w\n]{0,8}(?:([^\W\d_]{3,15})\.?)?[ ,]{0,3}((?:19|20)\d\d)?[^\w\n]{0,8}$")

BREAK = "BREAK"
# Shapes of numeric tokens, tried in order; the classes of the first that matches.
_SHAPES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(shape), frozenset(classes.split()))
    for shape, classes in (
        (r"\n\s*", "BREAK"),
        (r"\d{4}-\d\d-\d\dt.*", "ISO_TIME"),
        (r"\d{4}[-./]\d{1,2}[-./]\d{1,2}", "ISO_DATE"),
        (r"\d{1,2}([./-])\d{1,2}\1\d{2,4}", "NUMERIC_DATE"),
        (r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?", "CLOCK"),
        (r"'\d0'?s|\d0'?s|1\d\d0'?s|20\d0'?s", "DECADE"),
        (r"'\d\d", "SHORT_YEAR"),
        (r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", "DAY_ORDINAL ORDINAL_NUMBER"),
        (r"\d{1,4}(?:st|nd|rd|th)", "ORDINAL_NUMBER"),
        (r"0[1-9]|1[0-2]", "INT DAY HOUR TWO_DIGITS MONTH_NUMBER"),
        (r"[1-9]", "INT DAY HOUR"),
        (r"1[3-9]|2[0-3]", "INT DAY HOUR TWO_DIGITS"),
        (r"2[4-9]|3[01]", "INT DAY TWO_DIGITS"),
        (r"\d\d", "INT TWO_DIGITS"),
        (r"(?:19|20)[0-4]\d", "INT YEAR RECENT_YEAR CLOCK4"),
        (r"(?:19[0-9]|20[0-4])\d", "INT YEAR RECENT_YEAR"),
        (r"1[0-8][0-5]\d|2[01][0-5]\d", "INT YEAR CLOCK4"),
        (r"1[0-8]\d\d|20[5-9]\d|21\d\d", "INT YEAR"),
        (r"[0-2]\d[0-5]\d", "INT CLOCK4"),
        (r"\d{1,9}", "INT"),
        (r"(?:[01]?\d|2[0-3])[.][0-5]\d", "DECIMAL CLOCK_DOT"),
        (r"\d{1,6}[.]\d{1,4}", "DECIMAL"),
        (r"\d{1,3}(?:,\d{3}){1,3}", "INT_COMMA"),
        (r"(?:https?://|www\.).*", "URL"),
    )
)
_OTHER_NUMBER = frozenset({"NUMBER_OTHER"})
_LOWER, _UPPER = frozenset({"LOWER"}), frozenset({"UPPER"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into tokens.

    Attributes:
        text: The original.
        starts: First code point of each token.
        ends: End of each token, excluded.
        words: Folded surface of each token.
        codes: One letter a token, for its set of word classes.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    codes: str

    def __len__(self) -> int:
        return len(self.starts)

    def is_glued(self, index: int) -> bool:
        """Whether no blank separates the token from the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]

    def surface(self, first: int, end: int) -> str:
        """The text from token ``first`` to token ``end``, excluded."""
        return self.text[self.starts[first] : self.ends[end - 1]]


class Alphabet:
    """The letters of one language: word classes of a token -> one letter, and back.

    The letters are dealt out when the rules are read, so every run gives the same ones.
    """

    def __init__(self, rules: DateRules, literals: Iterable[str], name_words: Iterable[str] = ()) -> None:
        self._rules = rules
        self._classes_of: dict[str, set[str]] = {}
        for name, forms in rules.words.items():
            for form in forms:
                self._classes_of.setdefault(form, set()).add(name)
                for ending in rules.endings.get(name, ()):
                    self._classes_of.setdefault(form + ending, set()).add(name)
        for literal in literals:
            self._classes_of.setdefault(literal, set()).add("=" + literal)
        for word in name_words:
            self._classes_of.setdefault(word, set()).add("NAME_FIRST")
        self._endings = tuple(sorted(rules.unknown.items(), key=lambda item: -len(item[0])))
        self._letters: dict[frozenset[str], str] = {}
        self._memo: dict[str, str] = {}
        self._by_class: dict[str, str] = {}
        self._deal()

    def _deal(self) -> None:
        sets = {_OTHER_NUMBER, _LOWER, _UPPER, frozenset({"PUNCTUATION"})}
        sets.update(classes for _, classes in _SHAPES)
        sets.update(frozenset({"LOWER", name}) for _, name in self._endings)
        for form in self._classes_of:
            sets.add(self._word_classes(form, False))
            sets.add(self._word_classes(form, True))
        for number, classes in enumerate(sorted(sets, key=lambda one: sorted(one))):
            self._letters[classes] = chr(0x4E00 + number)

    def _word_classes(self, word: str, capital: bool) -> frozenset[str]:
        found = self._classes_of.get(word, set())
        if not word[0].isalpha():
            return frozenset(found) or frozenset({"PUNCTUATION"})
        if not capital:
            found = found - self._rules.capitalised
            ending = next((name for end, name in self._endings if word.endswith(end) and len(word) > 4), None)
            return frozenset(found | {"LOWER", ending}) if ending else frozenset(found | {"LOWER"})
        return frozenset(found | {"UPPER"}) if found else _UPPER

    def classify(self, surface: str) -> frozenset[str]:
        """Word classes of one token."""
        word = fold(surface)
        if word in self._classes_of and not word[0].isdigit():
            return self._word_classes(word, surface[0].isupper())
        if word[0].isdigit() or word[0] in "'\n" or ":" in word or "." in word:
            for shape, classes in _SHAPES:
                if shape.fullmatch(word):
                    return classes
            if word[0].isdigit():
                return _OTHER_NUMBER
        return self._word_classes(word, surface[0].isupper())

    def letters_of(self, name: str) -> str:
        """All letters whose class sets contain ``name`` (``=word`` for a literal)."""
        found = self._by_class.get(name)
        if found is None:
            found = "".join(letter for classes, letter in self._letters.items() if name in classes)
            self._by_class[name] = found
        return found

    def is_month(self, word: str) -> bool:
        """Whether a folded word names a month, in full or short."""
        return not self._classes_of.get(word, set()).isdisjoint(("MONTH", "MONTH_SHORT"))

    def encode(self, surfaces: list[str]) -> str:
        """One letter a token."""
        memo = self._memo
        if len(memo) > 200_000:
            memo.clear()
        letters = []
        for surface in surfaces:
            letter = memo.get(surface)
            if letter is None:
                letter = memo[surface] = self._letters[self.classify(surface)]
            letters.append(letter)
        return "".join(letters)


def cut_tokens(text: str, alphabet: Alphabet, breaks: Iterable[int] = ()) -> Tokens:
    """Tokenise a text in one pass.

    Args:
        text: The original.
        alphabet: Letters of its language.
        breaks: Offsets of line ends that part two entries; those around headings are found here.
    """
    folded = fold(text)
    starts: list[int] = []
    ends: list[int] = []
    parting = sorted({*breaks, *_around_headings(folded, alphabet)}, reverse=True)
    for found in _TOKEN.finditer(folded):
        start, end = found.span()
        while parting and parting[-1] <= start:
            at = parting.pop()
            if at < start and (not ends or ends[-1] <= at):
                starts.append(at)
                ends.append(at + 1)
        starts.append(start)
        ends.append(end)
    words = [folded[start:end] for start, end in zip(starts, ends, strict=True)]
    surfaces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return Tokens(text, starts, ends, words, alphabet.encode(surfaces))


def _around_headings(folded: str, alphabet: Alphabet) -> list[int]:
    """Offsets of the line ends before and after the headings of a chronology."""
    found: list[int] = []
    for line in _HEADING.finditer(folded):
        word, year = line.group(1), line.group(2)
        if (word or year) and (word is None or alphabet.is_month(word)):
            found += [at for at in (line.start() - 1, line.end()) if 0 <= at < len(folded)]
    return found
