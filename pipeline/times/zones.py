"""One moment told in two zones: "at 00:00 Moscow time on 10 November (21:00 GMT on 9 November)".

The day on which something happened is that of the place: what stands in GMT beside it dates nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from pipeline.times.context import Context
from pipeline.times.joins import Found, connector
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import Piece, day_piece
from pipeline.times.reading import word_value

_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_DAY = 24 * 60
_EASTMOST = 14 * 60
"""Minutes by which the clocks of the earth run ahead of GMT at most."""


def same_moment(one: Found, other: Found, context: Context) -> tuple[Found, Found] | None:
    """Both expressions on the local day, when the second tells the first once more for another zone.

    Returns:
        Both with that day, or ``None`` when they do not tell one moment.
    """
    between = connector(one, other, context)
    bracketed = len(between) == 1 and context.is_in(between[0], "OPEN")
    if not bracketed and not (between and context.is_in(between[-1], "OR_ELSE") and between[:-1] in ([], [","])):
        return None
    if one.outcome.type != "TIME" or other.outcome.type != "TIME":
        return None
    day = _local_day(one, other, context)
    return (_on(one, day), _on(other, day)) if day is not None else None


def _local_day(one: Found, other: Found, context: Context) -> Piece | None:
    first, second = one.outcome.piece, other.outcome.piece
    if first is None or second is None:
        return first or _carried_over(one, other, context)
    if first.unit != "D" or second.unit != "D" or abs((first.interval.start - second.interval.start).days) > 1:
        return None
    abroad = zone_of(one, context) == 0 and zone_of(other, context) != 0
    return second if abroad else first


def zone_of(one: Found, context: Context) -> float | None:
    """Hours that the named zone of a clock time runs ahead of GMT, or ``None``."""
    value = word_value(one.match, context, "zone", "ZONE") or word_value(one.match, context, "zone2", "ZONE")
    return float(value) if value else None


def _carried_over(local: Found, abroad: Found, context: Context) -> Piece | None:
    """The local day of "at midnight local time (20:00 GMT Saturday)": the day abroad, moved with the clock."""
    here, there, day = _minutes(local.outcome), _minutes(abroad.outcome), abroad.outcome.interval
    if here is None or there is None or day is None or zone_of(abroad, context) is None:
        return None
    ahead = (here - there) % _DAY
    ahead -= _DAY if ahead > _EASTMOST else 0
    return day_piece(day.start + timedelta((there + ahead) // _DAY))


def _minutes(outcome: Outcome) -> int | None:
    clock = _CLOCK.search(outcome.value)
    return (int(clock[1]) * 60 + int(clock[2])) if clock else None


def _on(one: Found, day: Piece) -> Found:
    """The expression on a day; the value keeps the clock as the text writes it where the day does not move."""
    outcome = one.outcome
    if outcome.piece is not None and outcome.piece.interval.start == day.interval.start:
        return one
    clock = outcome.value[outcome.value.index("T") :].replace("T24:00", "T00:00")
    value = outcome.value if outcome.piece is not None else day.value + clock
    return replace(one, outcome=replace(outcome, value=value, interval=day.interval, piece=day, basis="context"))
