"""The publisher's own day of a moment that is stated in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from pipeline.normalize.headerdates import HeaderDate

_EAST, _WEST = timedelta(hours=14), timedelta(hours=-12)
"""How far the clocks of the earth run ahead of UTC and behind it."""


def local_day(stated: HeaderDate, day: date, others: Sequence[tuple[HeaderDate, date]]) -> date:
    """The day on which readers of the publisher saw a text whose metadata gives a moment in UTC.

    Args:
        stated: The date chosen.
        day: Its day as written.
        others: The other dates of the document with their days.

    Returns:
        The day in the one zone that other dates of the document name; else the one day that the page prints,
        where a zone can explain that it lies beside; else the day as written.
    """
    if stated.where != "metadata" or stated.clock is None or stated.offset != 0:
        return day
    moment = datetime.combine(day, stated.clock, UTC)
    offsets = {found.offset for found, _ in others if found.offset}
    if len(offsets) == 1:
        return (moment + timedelta(minutes=offsets.pop() or 0)).date()
    printed = {its for found, its in others if found.where != "metadata" and found.label != "modified"}
    fitting = {(moment + shift).date() for shift in (_EAST, _WEST)} & printed
    return fitting.pop() if len(fitting) == 1 and day not in printed else day
