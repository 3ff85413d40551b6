"""The day of a report that states no date: "the ministry reported on its website on December 4".

The day is the one that the opening names for the report itself; the year is that of the named event (a war, an
agreement) whose days the text gives without a year, as only texts of the same year do. Both must be there.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.core.records import Timex
from pipeline.core.text import fold
from pipeline.lexicon.headers import HeaderRules
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.headerdates import HeaderDate, find_header_dates

OPENING = 700
"""Code points from the start of a text in which the report's own day is named."""
LONGEST_PERIOD = 120
"""Days of a named period that still tells in which year the text was written."""


def infer_report_day(text: str, rules: HeaderRules, *, language: str, lexicon: Lexicon) -> tuple[date, str] | None:
    """The report's day with its reason, or ``None`` when the text does not name it or settle its year.

    Args:
        text: The document's text.
        rules: Header rules of its language, with its words of reporting.
        language: Lexicon code.
        lexicon: Rules to use.
    """
    found = _reported(text[:OPENING], rules)
    if found is None or found.day is None:
        return None
    from pipeline.times import tag

    timexes = tag(text, language=language, lexicon=lexicon)
    told = {
        (item.month, item.day) for line in text.split("\n") for item in find_header_dates(line, rules) if not item.year
    }
    ends = [timex for timex in timexes if _is_known_event(timex) and _months_and_days(timex) & told]
    if not ends:
        return None
    last = max(timex.interval.end for timex in ends if timex.interval is not None)
    for year in (last.year, last.year + 1):
        day = _in_year(found, year)
        if day is not None and 0 <= (day - last).days <= 183 and _is_latest(day, timexes):
            names = ", ".join(sorted({timex.text for timex in ends}))
            return day, f"reported on {found.text!r}; {names!r} is told without a year"
    return None


def _reported(opening: str, rules: HeaderRules) -> HeaderDate | None:
    """The first date without a year that a word of reporting governs in its sentence."""
    folded = fold(opening)
    for line_start, line in _lines(opening):
        for found in find_header_dates(line, rules):
            start = line_start + found.start
            sentence = re.split(r"[.!?]\s", folded[max(line_start, start - 80) : start])[-1]
            words = set(re.findall(r"[^\W\d_]+", sentence))
            if found.year is None and words & rules.reporting:
                return found
    return None


def _lines(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]


def _is_known_event(timex: Timex) -> bool:
    return timex.basis == "named_period" and timex.interval is not None and timex.interval.n_days <= LONGEST_PERIOD


def _months_and_days(timex: Timex) -> set[tuple[int, int]]:
    assert timex.interval is not None
    return {(day.month, day.day) for day in (timex.interval.start, timex.interval.end)}


def _in_year(found: HeaderDate, year: int) -> date | None:
    try:
        day = date(year, found.month, found.day or 1)
    except ValueError:
        return None
    return day if found.weekday is None or day.weekday() == found.weekday else None


def _is_latest(day: date, timexes: list[Timex]) -> bool:
    """No full date of the text lies after the day."""
    full = (timex.interval for timex in timexes if timex.basis == "explicit" and timex.interval is not None)
    return all(interval.start <= day for interval in full)
