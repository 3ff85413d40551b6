"""What a meaning makes of a match, before it becomes a ``Timex``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.core.intervals import Interval
from pipeline.core.records import DateBasis, TimexType
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.pieces import Piece, narrowed


@dataclass(frozen=True, slots=True)
class Outcome:
    """Type, value and days of one expression.

    Attributes:
        piece: The calendar piece that it names, or ``None``.
        year_given: Whether others may take the year from it.
    """

    type: TimexType
    value: str
    interval: Interval | None = None
    mod: str | None = None
    basis: DateBasis = "explicit"
    anchor: str | None = None
    ambiguous: bool = False
    confidence: float = 1.0
    piece: Piece | None = None
    year_given: bool = False
    deictic: bool = False


Meaning = Callable[[Match, Context], Outcome | None]
"""A function that reads a match; ``None`` means that it is no expression of time after all."""


def of_piece(piece: Piece, *, part: str | None = None, **given: object) -> Outcome:
    """A calendar date; ``part`` is START, MID or END and narrows the days."""
    days = narrowed(piece, part) if part else piece.interval
    return Outcome("DATE", piece.value, days, mod=part, piece=piece, **given)  # type: ignore[arg-type]


def vague(value: str, *, confidence: float = 0.5) -> Outcome:
    """A date that names no piece of the calendar (``PAST_REF``, ``XXXX-05``)."""
    return Outcome("DATE", value, confidence=confidence)
