"""Dates as headers, datelines and closing lines write them, with clock time, zone, weekday and label.

Header dates have a grammar of their own ("17:19 - 13/01/2021 Wednesday", "Updated 24.02.2025 21:14"). The
dates of running text are the business of :mod:`pipeline.times`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache
from typing import Literal

from pipeline.core.text import fold
from pipeline.lexicon.headers import HeaderRules
from pipeline.normalize.layout import ends_sentence

DateLabel = Literal["published", "modified", "saved"]
DatePlace = Literal["metadata", "header", "dateline", "tail"]


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """A date of a header line.

    Attributes:
        start: First code point in the line, clock time and weekday excluded.
        end: End, excluded.
        text: The words as written, with the clock time.
        year: ``None`` when the line gives none.
        month: 1 to 12; of the month-first reading when ``swapped`` is set.
        day: 1 to 31, or ``None`` for a month alone.
        swapped: The day-first reading (month, day) of 03/04/2021 where both readings are possible.
        numeric: Written with numbers only, so that the order says something of the source.
        clock: Time of day, or ``None``.
        offset: Minutes east of Greenwich, or ``None``.
        zone: Name of the zone as written, folded, or ``None``.
        weekday: Monday 0, or ``None``.
        label: What the line says of it, or ``None``.
        where: Where it stood.
        line: The line as far as the date, with the weekday and place that stand before it.
    """

    start: int
    end: int
    text: str
    year: int | None
    month: int
    day: int | None
    swapped: tuple[int, int] | None = None
    numeric: bool = False
    clock: time | None = None
    offset: int | None = None
    zone: str | None = None
    weekday: int | None = None
    label: DateLabel | None = None
    where: DatePlace = "header"
    line: str = ""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that carries a date and nothing else of interest."""

    dates: tuple[HeaderDate, ...]
    byline: str | None
    place: str | None


_ISO = r"(?P<iy>\d{4})[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?=$|[^\d])"
_NUMERIC = r"(?<![\d.,/:-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<ny>\d{4}|\d{2})(?![\d/])"
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<h>[01]?\d|2[0-4])(?:(?:[:.h](?P<m>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)\s*(?P<half>[ap]\.?m\.?)?"
    r"|\s?(?P<half2>[ap]\.?m\.?)(?![a-z]))(?![\d/])"
)
_BARE_CLOCK = re.compile(r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?=\s*(?:gmt|utc|hrs|hours|z\b))")
_OFFSET = re.compile(
    r"\s*\(?\s*(?:(?:utc|gmt)\s*(?P<sign>[+-])\s?|(?P<sign2>[+-]))(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?![\d/.-])\s*\)?"
)
_ZONE_WORD = re.compile(r"\s*\(?\s*(?P<name>[^\W\d_]{1,5})\b(?!\s*[+-]\s?\d)")
_NUMBERED = re.compile(r"(?:[^\W\d_]{1,5}\.?|№)\s?:?\s?\d[\d/-]{0,9}\s?,\s?")
_DIGIT = re.compile(r"\d")
_NEAR = 28


@lru_cache(maxsize=32)
def _date_pattern(rules: HeaderRules) -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(rules.months, key=lambda name: (-len(name), name)))
    year = r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"{_ISO}|{_NUMERIC}"
        rf"|(?<!\d)(?<!\d\.)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]{{0,3}}(?:of )?(?P<m1>{months})(?![^\W\d_])\.?"
        rf"(?:[\s,-]{{0,3}}(?P<y1>{year}))?"
        rf"|(?<![^\W\d_])(?P<m2>{months})\.?\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/]|:\d)(?:,?\s{{0,2}}(?P<y2>{year}))?"
        rf"|(?<![^\W\d_])(?P<m3>{months})\.?,? (?P<y3>{year})"
    )


def find_header_dates(text: str, rules: HeaderRules) -> list[HeaderDate]:
    """Dates of one line in text order, each with the clock time, zone, weekday and label beside it."""
    return list(_found_dates(text, rules)) if _DIGIT.search(text) else []


@lru_cache(maxsize=256)
def _found_dates(text: str, rules: HeaderRules) -> tuple[HeaderDate, ...]:
    """The same lines are looked at for clutter, for headers and for datelines."""
    folded = fold(text)
    found = [
        replace(made, text=text[match.start() : match.end()], line=text[: match.end() + _NEAR].strip())
        for match in _date_pattern(rules).finditer(folded)
        if (made := _make(match, rules)) is not None
    ]
    return tuple(_with_context(item, text, folded, found, rules) for item in found)


def cut_number(text: str, rules: HeaderRules) -> tuple[HeaderDate | None, str]:
    """The date of a release between its number and its title ("No: 150, 13 July 2020, On ..."), and the title."""
    number = _NUMBERED.match(text)
    found = find_header_dates(text, rules) if number is not None else []
    if number is None or not found or found[0].start != number.end() or found[0].year is None:
        return None, text
    title = text[found[0].end :].lstrip(" ,.–—-")
    return (found[0], title) if len(title.split()) > 1 else (None, text)


def _make(match: re.Match[str], rules: HeaderRules) -> HeaderDate | None:
    groups = match.groupdict()
    start, end = match.span()
    if groups["iy"]:
        return _checked(HeaderDate(start, end, "", int(groups["iy"]), int(groups["im"]), int(groups["id"])))
    if groups["a"]:
        return _numeric(start, end, groups)
    for number in ("1", "2"):
        if name := groups[f"m{number}"]:
            year = int(groups[f"y{number}"]) if groups[f"y{number}"] else None
            return _checked(HeaderDate(start, end, "", year, rules.months[name], int(groups[f"d{number}"])))
    return HeaderDate(start, end, "", int(groups["y3"]), rules.months[groups["m3"]], None)


def _numeric(start: int, end: int, groups: dict[str, str]) -> HeaderDate | None:
    one, two, year = int(groups["a"]), int(groups["b"]), int(groups["ny"])
    if len(groups["ny"]) == 2:
        year += 2000 if year < 70 else 1900
    if groups["sep"] != ".":  # dots are only written day first
        if one <= 12 and two <= 12 and one != two:
            return _checked(HeaderDate(start, end, "", year, one, two, (two, one), numeric=True))
        if two > 12:
            return _checked(HeaderDate(start, end, "", year, one, two, numeric=True))
    return _checked(HeaderDate(start, end, "", year, two, one, numeric=True))


def _checked(found: HeaderDate) -> HeaderDate | None:
    try:
        date(found.year or 2000, found.month, found.day or 1)
    except ValueError:
        return None
    return found if found.year is None or 1900 <= found.year <= 2100 else None


def _with_context(item: HeaderDate, text: str, folded: str, items: list[HeaderDate], rules: HeaderRules) -> HeaderDate:
    """Add the clock time, weekday and label that stand nearest, never those of a neighbouring date."""
    low = max((other.end for other in items if other.end <= item.start), default=0)
    high = min((other.start for other in items if other.start >= item.end), default=len(text))
    label = _label(folded[max(0, low) : item.start], rules)
    high = min([high, *_label_starts(folded, item.end, rules)])
    weekday = _weekday(folded, low, high, item, rules)
    clock = _clock(folded, low, high, item)
    if clock is None:
        return replace(item, label=label, weekday=weekday)
    moment, start, end = clock
    offset, zone, end = _zone(folded, end, rules)
    words = text[min(start, item.start) : max(end, item.end)].strip(" [(|,")
    return replace(item, label=label, weekday=weekday, clock=moment, offset=offset, zone=zone, text=words)


def _label_starts(folded: str, start: int, rules: HeaderRules) -> list[int]:
    """Where the label of the next date stands: what follows it belongs to that date."""
    if start >= len(folded.rstrip()):
        return []
    names = rules.modified | rules.published
    return [at for name in names if len(name) > 4 and (at := folded.find(name, start)) >= 0]


def _label(before: str, rules: HeaderRules) -> DateLabel | None:
    words = before.strip(" :-|(['").rstrip(".")
    for label, names in (("saved", rules.saved), ("modified", rules.modified), ("published", rules.published)):
        if any(words == name or words.endswith((" " + name, "|" + name, "\t" + name)) for name in names):
            return label  # type: ignore[return-value]
    if any(words.startswith(name + " ") for name in rules.saved):
        return "saved"
    if any(words.startswith(name + " ") for name in rules.published if " " in name):
        return "published"  # "Published in The Paper, January 14"
    # "Updated: Wednesday, 3 March 2021" has the weekday between label and date.
    first = re.split(r"[:,]", words)[0].strip()
    for label, names in (("saved", rules.saved), ("modified", rules.modified), ("published", rules.published)):
        if first in names:
            return label  # type: ignore[return-value]
    return None


def _weekday(folded: str, low: int, high: int, item: HeaderDate, rules: HeaderRules) -> int | None:
    window = folded[max(low, item.start - _NEAR) : item.start] + " | " + folded[item.end : min(high, item.end + _NEAR)]
    best = max((name for name in rules.weekdays if _has_word(window, name)), key=len, default=None)
    return None if best is None else rules.weekdays[best]


def _has_word(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha():
            return True
        start = text.find(word, start + 1)
    return False


def _clock(folded: str, low: int, high: int, item: HeaderDate) -> tuple[time, int, int] | None:
    """Clock time after the date, else before it, with its span."""
    for start, end in ((item.end, min(high, item.end + _NEAR)), (max(low, item.start - _NEAR), item.start)):
        for pattern in (_CLOCK, _BARE_CLOCK):
            match = pattern.search(folded, start, end)
            if match is not None and (moment := _moment(match)) is not None:
                return moment, match.start(), match.end()
    return None


def _moment(match: re.Match[str]) -> time | None:
    groups = match.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("m") or 0)
    half = groups.get("half") or groups.get("half2")
    if half and hour > 12:
        half = None
    if half and half.startswith("p") and hour < 12:
        hour += 12
    elif half and half.startswith("a") and hour == 12:
        hour = 0
    return time(hour % 24, minute) if hour < 24 or minute == 0 else None


def _zone(folded: str, end: int, rules: HeaderRules) -> tuple[int | None, str | None, int]:
    """Offset in minutes and name of the zone right after a clock time, and where it ends."""
    if (match := _OFFSET.match(folded, end)) is not None:
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        if minutes <= 14 * 60:
            sign = match["sign"] or match["sign2"]
            return (minutes if sign == "+" else -minutes), None, match.end()
    named = _ZONE_WORD.match(folded, end)
    if named is not None and named["name"] in rules.zones:
        return parse_offset(rules.zones[named["name"]]), named["name"], named.end()
    return None, None, end


def parse_offset(text: str) -> int:
    """Minutes of an offset such as ``+05:30``."""
    hours, minutes = text[1:].split(":")
    total = int(hours) * 60 + int(minutes)
    return -total if text.startswith("-") else total


_TOKENS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def only_date(text: str, rules: HeaderRules) -> DateLine | None:
    """The dates of a line that says little else, or ``None`` when the line is more than that.

    A few words may stand beside the date: a label, weekday, author or desk, or the place of a dateline.
    """
    if len(text) > 140:
        return None
    found = find_header_dates(text, rules)
    if not found:
        return None
    folded = fold(text)
    if any(_has_word(folded, word) for word in rules.page_words):
        found = [replace(item, label="saved") for item in found]
    before = text[: found[0].start]
    blanked = _blank_known(folded, found, rules)
    rest = _residue(blanked, rules)
    if not rest:
        return DateLine(tuple(found), _desk(folded, text, rules), None)
    place = _place(before, rules) if found[0].day else None
    if place is not None and len(rest) <= len(_TOKENS.findall(place)) + _signature(text, folded, found, rules):
        return DateLine(tuple(found), None, place)
    opening = fold(before).lstrip()
    labelled = any(item.label for item in found) or opening.split(" ", 1)[0] in rules.bylines
    labelled = labelled or any(opening.startswith(f"{name} ") for name in rules.bylines if " " in name)
    timed = any(item.clock or item.weekday is not None for item in found)
    author = _author(text)
    limit = 6 if labelled or author else 3 if timed else 2
    if len(rest) <= limit and all(item.year for item in found) and (labelled or _separated(text, blanked, found)):
        return DateLine(tuple(found), author, None)
    return DateLine(tuple(found), None, None) if _is_letterhead(text, blanked, rules) else None


_FIELDS = re.compile(r"\s+[/|•·–—]+\s+|\s*\|\s*")
_LONGEST_FIELD = 4


def _is_letterhead(text: str, blanked: str, rules: HeaderRules) -> bool:
    """Three names or labels and more in a row, one of which is a date ("CITY NEWS / IN BRIEF / 13.02.2023")."""
    marks = [match.span() for match in _FIELDS.finditer(text)]
    bounds = [0, *(at for span in marks for at in span), len(text)]
    fields = [(text[start:end], blanked[start:end]) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if len(fields) < _FEWEST_FIELDS or ends_sentence(text):
        return False
    dated = [whole for whole, rest in fields if not _residue(rest, rules) and _DIGIT.search(whole)]
    names = [_TOKENS.findall(whole) for whole, _ in fields if whole not in dated]
    short = all(0 < len(words) <= _LONGEST_FIELD and words[0][0].isupper() for words in names)
    return len(dated) == 1 and short


_FEWEST_FIELDS = 3


def _signature(text: str, folded: str, found: list[HeaderDate], rules: HeaderRules) -> int:
    """Words of an agency's name that may follow the date of a dateline on a line of its own."""
    after = text[found[-1].end :].strip(" ,(/|-–—")
    if len(text) > 80 or not after[:1].isupper() or ends_sentence(text):
        return 0
    return 3 if any(_has_word(folded[found[-1].end :], desk) for desk in rules.desks) else 0


def _author(text: str) -> str | None:
    """The names before a bar ("Ayla Demir and Omar Khan | 13.01.2021"), or ``None``."""
    first, bar, _ = text.partition("|")
    names = [name for name in _TOKENS.findall(first) if name not in ("and", "ve", "və", "и")]
    if not bar or any(c.isdigit() for c in first) or not 2 <= len(names) <= 6:
        return None
    return first.strip() if all(name[0].isupper() for name in names) else None


def _blank_known(folded: str, found: list[HeaderDate], rules: HeaderRules) -> str:
    """The line with its dates, labels, weekdays and desks blanked out, as long as before."""
    kept = list(folded)
    for item in found:
        kept[item.start : item.end] = " " * (item.end - item.start)
    rest = "".join(kept)
    phrases = sorted(rules.desks | rules.published | rules.modified | set(rules.weekdays), key=len, reverse=True)
    for phrase in phrases:
        if phrase in rest and _has_word(rest, phrase):
            rest = re.sub(rf"(?<![^\W\d_]){re.escape(phrase)}(?![^\W\d_])", " " * len(phrase), rest)
    return _issue_number(rules).sub(lambda match: " " * len(match.group()), rest)


@lru_cache(maxsize=32)
def _issue_number(rules: HeaderRules) -> re.Pattern[str]:
    """The number of an issue with the word before it: "issue 1,412", "No. 12"."""
    words = "|".join(re.escape(word) for word in sorted(rules.numbered, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{words or '(?!)'})\.?\s{{0,2}}\d[\d.,/]{{0,9}}")


def _residue(blanked: str, rules: HeaderRules) -> list[str]:
    """Words of the line that belong to no date, clock, label, desk, agency or button."""
    known = (rules.interface, rules.agencies, rules.bylines, rules.zones, rules.fillers)
    return [word for word in _TOKENS.findall(blanked) if not any(word in names for names in known)]


def _desk(folded: str, text: str, rules: HeaderRules) -> str | None:
    for desk in sorted(rules.desks, key=len, reverse=True):
        if _has_word(folded, desk):
            start = folded.find(desk)
            return text[start : start + len(desk)]
    return None


_PLACE = re.compile(r"^\s*([^\W\d_][\w'’. -]{1,40}?(?:, ?[^\W\d_][\w'’. -]{1,30}?)?)\s*(?:[,.:(/]|[-–—])\s*\(?$")


def _place(before: str, rules: HeaderRules) -> str | None:
    found = _PLACE.match(before)
    if found is None:
        return None
    place = found[1].strip(" .,")
    if before.rstrip().endswith(":") and not place.isupper():
        return None
    names = _TOKENS.findall(place)
    if not 1 <= len(names) <= 4 or fold(place) in rules.sections | rules.desks | rules.published:
        return None
    if any(fold(name) in rules.weekdays for name in names):
        return None
    cased = place.lower() != place.upper()
    return place if not cased or all(name[0].isupper() for name in names) else None


def _separated(text: str, blanked: str, found: list[HeaderDate]) -> bool:
    """The words beside the date are set off from it, as fields of a header are, or are names beside it."""
    start, end = found[0].start, found[-1].end
    if text[:start].rstrip().endswith(":") and not any(item.label for item in found):
        return False  # a field of its own ("Recognition: 12 December 1991"), not that of the publication
    before, after = blanked[:start], _CLOCK.sub("", blanked[end:])
    if _words_in(after) and not re.match(r"\s*[|·•;()\[\]/.]|\s{2,}", after):
        names = re.match(r"\s*[,–—-]", after)
        if names is None or not _are_names(text[end:]):
            return False
    return not _words_in(before) or _are_names(text[:start]) or bool(_FIELD_END.search(before))


_FIELD_END = re.compile(r"[|·•,.:;()\[\]/–—-]\s*$|\s{2,}$")


def _words_in(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _are_names(text: str) -> bool:
    """At most three words, all capitalised: places or persons."""
    names = _TOKENS.findall(text)
    return len(names) <= 3 and all(name[0].isupper() or name.lower() == name.upper() for name in names)
