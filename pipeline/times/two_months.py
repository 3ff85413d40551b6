"""Ranges from a day of one month to a day of another, said in one expression ("3 Ekim'den 9 Ekim'e kadar")."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.intervals import Interval
from pipeline.times.calendar_dates import read_calendar
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import Piece, safe_date


def read_two_months(match: Match, context: Context) -> Outcome | None:
    """Days ``day`` of ``month`` to ``day2`` of ``month2``; the year is that of either, else of the context."""
    year = match.parts.get("year")
    last_parts = {"day": match.parts["day2"], "month": match.parts["month2"], **({"year": year} if year else {})}
    last = read_calendar(replace(match, parts=last_parts), context)
    first_parts = {name: match.parts[name] for name in ("day", "month")}
    first = read_calendar(replace(match, parts=first_parts), context)
    if last is None or first is None or last.interval is None or first.interval is None:
        return last
    start = safe_date(last.interval.start.year, first.interval.start.month, first.interval.start.day)
    if start is not None and start > last.interval.start:
        start = safe_date(start.year - 1, start.month, start.day)
    if start is None:
        return None
    days = Interval(start, last.interval.end, "day")
    piece = Piece(f"{start}/{last.interval.end}", days, "D")
    return replace(last, type="DATE", value=piece.value, interval=days, piece=piece)
