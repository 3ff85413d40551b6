"""Which predicted rows are right: date, type and at least one actor agree with a gold event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.evaluate.assignment import assign_pairs
from pipeline.evaluate.gold import GoldEvent
from pipeline.evaluate.names import NameJudge
from pipeline.evaluate.predicted import Group, Row

# Leading characters of an ISO day that a unit shares; a season is judged by the month of its first day.
_SHARED_DIGITS = {"month": 7, "season": 7, "year": 4, "decade": 3}
_WEEK_TOLERANCE = 3


def is_date_right(row: Row, event: GoldEvent) -> bool:
    """Whether the row's interval is that of the event, at the precision that the gold gives."""
    if event.precision == "day":
        return row.start in event.starts and row.start <= row.end <= max(event.ends)
    if row.start in event.starts and row.end in event.ends:
        return True
    if row.precision != event.precision or not row.start:
        return False
    if event.precision == "week":
        days = date.fromisoformat(row.start) - date.fromisoformat(event.start)
        return abs(days.days) <= _WEEK_TOLERANCE
    digits = _SHARED_DIGITS[event.precision]
    return row.start[:digits] == event.start[:digits]


def is_type_right(row: Row, event: GoldEvent) -> bool:
    """Whether a careful reader accepts the row's type."""
    return row.event_type in event.types


def shares_actor(row: Row, event: GoldEvent, judge: NameJudge) -> bool:
    """Whether the row names one of the event's actors, when the gold lists any."""
    wanted = judge.normalize_all(event.actors)
    return not wanted or any(judge.is_among(name, wanted) for name in row.names)


def is_near(group: Group, event: GoldEvent, judge: NameJudge) -> bool:
    """Whether type and actor agree, whatever the date."""
    return any(is_type_right(row, event) and shares_actor(row, event, judge) for row in group.rows)


def is_right(group: Group, event: GoldEvent, judge: NameJudge) -> bool:
    """Whether one of the group's mentions agrees in date, type and actor."""
    return any(
        is_date_right(row, event) and is_type_right(row, event) and shares_actor(row, event, judge)
        for row in group.rows
    )


def match_groups(groups: Sequence[Group], events: Sequence[GoldEvent], judge: NameJudge) -> dict[int, int]:
    """One to one, as many as possible, core events first, then by agreement of actors and status.

    Returns:
        Index of the gold event -> index of the group.
    """
    weights = [[_weight(group, event, judge) for event in events] for group in groups]
    return {column: row for row, column in assign_pairs(weights) if weights[row][column] > 0}


def _weight(group: Group, event: GoldEvent, judge: NameJudge) -> float:
    if not is_right(group, event, judge):
        return 0.0
    wanted = [judge.normalize(name) for name in event.actors] or ["-"]
    named = sum(any(judge.is_same(name, want) for name in group.names) for want in wanted)
    return (
        1000
        + 100 * event.core
        + 10 * named / len(wanted)
        + 5 * any(row.status == event.status for row in group.rows)
        + (group.rows[0].event_type == event.type)
    )
