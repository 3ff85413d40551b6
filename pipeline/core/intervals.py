"""Closed calendar intervals with a precision: the only notion of "when" in the pipeline.

Both bounds are included, as spreadsheet readers expect. The precision is the finest unit that the
source gives, not the length of the interval: a visit of 21-23 March is ``day`` precise.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

Precision = Literal["day", "week", "month", "season", "year", "decade"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both included.

    Attributes:
        start: First possible day.
        end: Last possible day; never before ``start``.
        precision: Finest unit that the source gives; quarters count as ``season``, centuries as ``decade``.
        approximate: The source hedges ("about", "early", "late", "some").
    """

    start: date
    end: date
    precision: Precision
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"interval ends ({self.end}) before it starts ({self.start})")

    @property
    def n_days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1

    def contains(self, other: Interval | date) -> bool:
        """Whether the other interval or day lies wholly within this one."""
        first, last = (other, other) if isinstance(other, date) else (other.start, other.end)
        return self.start <= first and last <= self.end

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def shifted(self, days: int) -> Interval:
        """The same interval, moved by whole days."""
        return replace(self, start=self.start + timedelta(days), end=self.end + timedelta(days))


def day(of: date, *, approximate: bool = False) -> Interval:
    """A single day."""
    return Interval(of, of, "day", approximate)


def month(year: int, number: int, *, approximate: bool = False) -> Interval:
    """A calendar month; ``number`` from 1 to 12."""
    last = calendar.monthrange(year, number)[1]
    return Interval(date(year, number, 1), date(year, number, last), "month", approximate)


def year(of: int, *, approximate: bool = False) -> Interval:
    """A calendar year."""
    return Interval(date(of, 1, 1), date(of, 12, 31), "year", approximate)


def is_finer(one: Precision, other: Precision) -> bool:
    """Whether ``one`` is a strictly finer unit than ``other``."""
    return PRECISIONS.index(one) < PRECISIONS.index(other)
