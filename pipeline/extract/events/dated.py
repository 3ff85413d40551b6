"""A date found for an event, and how to make one from time expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.intervals import Interval
from pipeline.core.records import DateBasis, Timex


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found for an event.

    Attributes:
        interval: When.
        basis: As in the mentions table.
        timex: Expression that gave it, in this sentence or an earlier one; ``None`` for publication.
        own: The expression stands in the event's own clause or noun phrase.
        reason: One line for ``explain``.
        confidence: 0 to 1.
    """

    interval: Interval
    basis: DateBasis
    timex: Timex | None
    own: bool
    reason: str
    confidence: float


def make_dated(timex: Timex, *, own: bool, reason: str) -> Dated:
    """A date that an expression gives; one that is not the event's own is less sure."""
    assert timex.interval is not None
    confidence = timex.confidence * (1.0 if own else 0.85)
    return Dated(timex.interval, timex.basis, timex, own, f"{reason}: {timex.text!r}", confidence)


def finest(timexes: Sequence[Timex]) -> Timex | None:
    """The expression of the finest precision; among equals the first."""
    order = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
    return min(timexes, key=lambda t: (order[t.interval.precision] if t.interval else 9, t.start), default=None)
