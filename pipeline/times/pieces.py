"""Pieces of the calendar: a TIMEX3 value together with the days that it names."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.core import intervals
from pipeline.core.intervals import Interval

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season; winter runs into the next year."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the calendar.

    Attributes:
        value: TIMEX3 value (``1998``, ``1998-Q1``, ``1998-W10``, ``199``).
        interval: Its days.
        unit: D, W, WE, M, Q, H, S, Y, E (decade) or C (century).
    """

    value: str
    interval: Interval
    unit: str


def day_piece(of: date) -> Piece:
    """A single day."""
    return Piece(of.isoformat(), intervals.day(of), "D")


def week_piece(of: date) -> Piece:
    """The ISO week that contains a day."""
    monday = of - timedelta(of.weekday())
    year, week, _ = of.isocalendar()
    return Piece(f"{year}-W{week:02}", Interval(monday, monday + timedelta(6), "week"), "W")


def weekend_piece(of: date) -> Piece:
    """Saturday and Sunday of the ISO week that contains a day."""
    monday = of - timedelta(of.weekday())
    year, week, _ = of.isocalendar()
    days = Interval(monday + timedelta(5), monday + timedelta(6), "day")
    return Piece(f"{year}-W{week:02}-WE", days, "WE")


def month_piece(year: int, month: int) -> Piece:
    """A month; ``month`` may lie outside 1 to 12 and then moves the year."""
    index = year * 12 + month - 1
    year, month = index // 12, index % 12 + 1
    return Piece(f"{year:04}-{month:02}", intervals.month(year, month), "M")


def quarter_piece(year: int, number: int) -> Piece:
    """A quarter; ``number`` may lie outside 1 to 4 and then moves the year."""
    index = year * 4 + number - 1
    year, number = index // 4, index % 4 + 1
    first, last = intervals.month(year, number * 3 - 2), intervals.month(year, number * 3)
    return Piece(f"{year:04}-Q{number}", Interval(first.start, last.end, "season"), "Q")


def half_piece(year: int, number: int) -> Piece:
    """Half a year, 1 or 2."""
    first, last = intervals.month(year, number * 6 - 5), intervals.month(year, number * 6)
    return Piece(f"{year:04}-H{number}", Interval(first.start, last.end, "season"), "H")


def season_piece(year: int, season: str) -> Piece:
    """A season by its TIMEX3 letters; winter 1994 begins in December 1994."""
    first = month_piece(year, SEASONS[season]).interval
    last = month_piece(year, SEASONS[season] + 2).interval
    return Piece(f"{year:04}-{season}", Interval(first.start, last.end, "season"), "S")


def year_piece(year: int) -> Piece:
    """A calendar year."""
    return Piece(f"{year:04}", intervals.year(year), "Y")


def decade_piece(year: int) -> Piece:
    """The decade that contains a year."""
    first = year // 10 * 10
    days = Interval(date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade")
    return Piece(f"{first // 10:03}", days, "E")


def century_piece(hundreds: int) -> Piece:
    """The hundred years that begin with ``hundreds`` (19 for the 20th century)."""
    days = Interval(date(max(hundreds * 100, 1), 1, 1), date(hundreds * 100 + 99, 12, 31), "decade")
    return Piece(f"{hundreds:02}", days, "C")


def add_months(of: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = of.year * 12 + of.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(of.day, calendar.monthrange(year, month)[1]))


def safe_date(year: int, month: int, day: int) -> date | None:
    """A date, or ``None`` for the 31st of June and the like."""
    if not (1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def narrowed(piece: Piece, part: str) -> Interval:
    """The days of the early, middle or late third of a piece; the precision stays that of the whole."""
    first, last = piece.interval.start, piece.interval.end
    if piece.unit in ("D", "W", "WE"):
        return replace(piece.interval, approximate=piece.unit != "D")
    cuts = _thirds(piece)
    bounds = {
        "START": (first, cuts[0]),
        "MID": (cuts[0] + timedelta(1), cuts[1]),
        "END": (cuts[1] + timedelta(1), last),
    }
    low, high = bounds[part]
    return replace(piece.interval, start=low, end=high, approximate=True)


def narrowed_to_days(piece: Piece, part: str) -> Interval:
    """ "the first days of 2023", "the last days of 2023": half a month at the edge of a year."""
    first, last = piece.interval.start, piece.interval.end
    if part == "START":
        return Interval(first, first.replace(day=15), "month", approximate=True)
    return Interval(last.replace(day=16), last, "month", approximate=True)


def half_of(piece: Piece, part: str) -> Interval:
    """The first or second half of a piece ("the second half of August")."""
    first, last = piece.interval.start, piece.interval.end
    if piece.unit == "M":
        cut = first.replace(day=15)
    else:
        cut = first + timedelta(piece.interval.n_days // 2 - 1)
    low, high = (first, cut) if part == "START" else (cut + timedelta(1), last)
    return replace(piece.interval, start=low, end=max(low, high))


def _thirds(piece: Piece) -> tuple[date, date]:
    first = piece.interval.start
    if piece.unit == "M":
        return first.replace(day=10), first.replace(day=20)
    if piece.unit == "Y":
        return date(first.year, 4, 30), date(first.year, 8, 31)
    if piece.unit == "E":
        return date(first.year + 3, 12, 31), date(first.year + 6, 12, 31)
    third = piece.interval.n_days // 3
    return first + timedelta(third - 1), first + timedelta(2 * third - 1)


def resized(of: date, unit: str) -> Piece:
    """The piece of the given unit that contains a day."""
    makers = {
        "D": lambda: day_piece(of),
        "W": lambda: week_piece(of),
        "WE": lambda: weekend_piece(of),
        "M": lambda: month_piece(of.year, of.month),
        "Q": lambda: quarter_piece(of.year, (of.month + 2) // 3),
        "Y": lambda: year_piece(of.year),
        "E": lambda: decade_piece(of.year),
        "C": lambda: century_piece(of.year // 100),
    }
    return makers[unit]()
