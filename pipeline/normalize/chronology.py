"""Chronologies: which lines are calendar headings or dated entries, and whether a text mostly consists of them.

The entries of a chronology are its body: none of their dates is its publication date, and none of them is
clutter, however short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.core.text import fold
from pipeline.lexicon.headers import HeaderRules
from pipeline.normalize.headerdates import find_header_dates
from pipeline.normalize.readers.article import Line

FEWEST_ENTRIES = 3
SHARE_OF_ENTRIES = 0.35
_BULLET = r"\s*(?:[-–—*•·▪◦●■►‣>»]\s+)?"
_CLOSING_DATE = re.compile(r"[(\[][^()\[\]]{0,24}(?:19|20)\d\d[)\]]\W*$")
_MARGIN = r"[\s=*_~+#:.,()\[\]–—-]*"


@lru_cache(maxsize=32)
def _patterns(rules: HeaderRules) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A line of a year, month or season alone; a date with its separator at the start of a line; a line of a date."""
    months, seasons, openers = _either(rules.months), _either(rules.seasons), _either(rules.date_openers)
    dash = r"\s?(?:[-–—/]|\b(?:to|and)\b)\s?"
    year = r"(?:(?:19|20)\d\d(?:-?(?:ci|cü|cu|cı)\b)?)"
    years = rf"{year}s?(?:{dash}(?:{year}|\d\d)(?!\d))?"
    month = rf"(?:{months})(?![^\W\d_])\.?"
    span = rf"{month}(?:{dash}{month})?"
    season = rf"(?:{seasons})(?![^\W\d_])"
    day = r"\d{1,2}(?:st|nd|rd|th)?\.?"
    days = rf"{day}(?:{dash}{day})?(?!\d)"
    words = rf"(?:{days}\s?{month}(?:{dash}{days}\s?{month})?|{span}\s?{days}(?:{dash}{month}\s?{days})?)"
    numeric = r"\d{1,2}\.?(?:[-–]\d{1,2})?[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    dated = rf"(?:{words}|{span}|{season})(?:,?\s{{1,2}}(?:of )?{years})?"
    opening = rf"(?:(?:{openers})\s+)*(?:{numeric}|{dated}|{years}(?:,?\s{{1,2}}(?:{words}|{span}|{season}|{days}))?)"
    weekday = r"(?:,?\s*\([^\d()]{2,12}\))?"
    end = r"(?:\s*[:|–—]\s*|\s+-\s+|\s*\t\s*|\s{2,}|\.\s+|\s*$)"
    heading = rf"{_MARGIN}(?:(?:{span}|{season}|{years})(?:{dash}(?:{span}|{season}))?(?:,?\s{years})?){_MARGIN}"
    bare = rf"{_BULLET}(?P<day>{days}{weekday})(?:\s*[:|–—]\s+|\s+-\s+|\s*\t\s*|\s{{2,}})(?=\S)"
    comma = r"\d{4}-\d\d-\d\d,(?=\S)"
    entry = rf"{_BULLET}(?P<date>{opening}{weekday}){end}|{bare}|{comma}"
    full = rf"{_MARGIN}(?:{numeric}|{words}(?:,?\s{{1,2}}{years})?|{years},?\s(?:{words})){weekday}{_MARGIN}"
    return re.compile(heading), re.compile(entry), re.compile(full)


def _either(words: Iterable[str]) -> str:
    """Alternatives of a pattern, longest first; one that never matches when there are none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in longest_first) or r"(?!)"


@lru_cache(maxsize=4096)
def is_calendar_heading(text: str, rules: HeaderRules) -> bool:
    """Whether the line is nothing but a year, month or season, such as ``1992`` or ``SEPTEMBER 2020``."""
    return len(text) <= 60 and bool(_patterns(rules)[0].fullmatch(fold(text).strip()))


@lru_cache(maxsize=4096)
def opening_date(text: str, rules: HeaderRules) -> int:
    """Where the text of a dated entry begins, after its date and the separator; 0 when it opens with none."""
    found = _patterns(rules)[1].match(fold(text[:120]))
    return found.end() if found else 0


def is_dated_entry(text: str, rules: HeaderRules) -> bool:
    """Whether the line is a date followed by what happened then."""
    end = opening_date(text, rules)
    return bool(end) and any(character.isalpha() for character in text[end:])


def closes_with_date(text: str) -> bool:
    """Whether the line ends with a bracket that holds a year ("Fall of Agdam (23/07/1993)")."""
    return _CLOSING_DATE.search(text[-60:]) is not None


def day_headings(lines: Sequence[Line], rules: HeaderRules) -> frozenset[int]:
    """Indexes of lines that are a date alone, when there are so many that they head the entries of a chronology.

    The first of them may be the date of the text itself, when it comes before all others and is the latest.
    """
    alone = [index for index, line in enumerate(lines) if _is_date_alone(line.text, rules)]
    if len({fold(lines[index].text).strip() for index in alone}) < FEWEST_ENTRIES:
        return frozenset()
    days = [_day_of(lines[index].text, rules) for index in alone]
    known = [day for day in days[1:] if day is not None]
    if days[0] is not None and known and days[0] > max(known):
        alone = alone[1:]
    return frozenset(alone)


def _day_of(text: str, rules: HeaderRules) -> tuple[int, int, int] | None:
    found = find_header_dates(text, rules)
    return (found[0].year, found[0].month, found[0].day or 1) if found and found[0].year else None


@lru_cache(maxsize=4096)
def _is_date_alone(text: str, rules: HeaderRules) -> bool:
    return len(text) <= 40 and bool(_patterns(rules)[2].fullmatch(fold(text).strip()))


def is_chronology(lines: Sequence[Line], rules: HeaderRules) -> bool:
    """Whether dated entries and calendar headings make up a good part of the lines."""
    entries = sum(
        is_dated_entry(line.text, rules) or (line.kind == "item" and closes_with_date(line.text)) for line in lines
    )
    days = len(day_headings(lines, rules))
    headings = days + sum(is_calendar_heading(line.text, rules) for line in lines)
    if entries + days < FEWEST_ENTRIES - 1 or entries + headings < FEWEST_ENTRIES:
        return False
    return entries + headings >= SHARE_OF_ENTRIES * len(lines)
