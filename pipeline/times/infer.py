"""Infer the day on which a text was published from what the text itself says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.core.intervals import Precision
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class InferredDate:
    """A publication date that was reasoned out.

    Attributes:
        date: The day, or the first day of the month or year.
        precision: Finest unit that follows.
        basis: Always ``inferred`` or ``body``.
        confidence: 0 to 1.
        reason: One sentence for people.
    """

    date: date
    precision: Precision
    basis: str
    confidence: float
    reason: str


def infer_reference(
    text: str,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    day_first: bool | None = None,
    hints: Sequence[object] = (),
) -> InferredDate | None:
    """The publication date of a document that states none, or ``None`` when the text settles none."""
    return None
