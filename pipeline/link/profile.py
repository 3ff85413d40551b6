"""What linking looks at in a mention: type, days, sides, persons, place, status. Nothing else.

Mentions with equal profiles are one event by construction, so thousands of reports of one event in
the same words cost one comparison.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.intervals import Interval
from pipeline.core.records import EventMention, Participant, PlaceMention
from pipeline.lexicon.linking import Kinds

_DOERS = ("agent",)
_BEFORE, _AFTER = 25, 60  # code points of the clause around the trigger


@dataclass(frozen=True, slots=True)
class Profile:
    """The comparable part of a mention.

    Attributes:
        key: 16 hex digits of all that follows: orders profiles without regard to input order.
        event_type: Event type.
        interval: Days and precision.
        first: Proleptic ordinal of the first day.
        last: Ordinal of the last day.
        level: Width of the date: 0 one day, 1 up to ten days, 2 a month, 3 a season, 4 a year, 5 more.
        sides: States (ISO code) and stateless actors that take part, in person or by their bodies.
        persons: For each side, the persons that act for it.
        all_persons: Ids of all persons.
        bodies: Ids of organisations, forces, companies.
        doers: Sides in the role of agent.
        place: Where, or ``None``.
        place_line: Ids of the place and of what contains it.
        status: occurred, ongoing, planned, denied.
        kinds: What tells it from others of its type: parade, wreath (see ``lexicon.linking.Kinds``).
        hints: Ids of towns that the sentence names, where the mention has no place or only a wide one.
    """

    key: str
    event_type: str
    interval: Interval
    first: int
    last: int
    level: int
    sides: frozenset[str]
    persons: dict[str, frozenset[str]]
    all_persons: frozenset[str]
    bodies: frozenset[str]
    doers: frozenset[str]
    place: PlaceMention | None
    place_line: frozenset[str]
    status: str
    kinds: frozenset[str]
    hints: frozenset[str]


def profile_of(mention: EventMention, kinds: Kinds | None = None, hints: frozenset[str] = frozenset()) -> Profile:
    """The profile of a mention; equal content gives the same object where possible."""
    place = mention.place
    return _profile(
        mention.event_type,
        mention.interval,
        frozenset((p.actor_id, p.kind, p.country, p.role in _DOERS) for p in mention.participants),
        (place.place_id, place.kind, place.country, place.latitude, place.longitude, place.parents) if place else None,
        place.name if place else "",
        mention.status,
        kinds.find(_clause(mention), mention.event_type) if kinds else frozenset(),
        hints,
    )


def _clause(mention: EventMention) -> str:
    """The words around the trigger, as far as its objects usually reach."""
    begin = mention.trigger_start - mention.char_start
    return mention.quote[max(0, begin - _BEFORE) : begin + len(mention.trigger) + _AFTER]


def side_of(actor_id: str, country: str | None) -> str:
    """The side that an actor counts for: its state, or itself where it has none."""
    return country or actor_id[1:].lstrip("-")


def sides_of(participants: tuple[Participant, ...]) -> frozenset[str]:
    """The sides of participants."""
    return frozenset(side_of(p.actor_id, p.country) for p in participants)


def level_of(interval: Interval) -> int:
    """Width class of a date: 0 one day, 1 up to ten days, 2 a month, 3 a season, 4 a year, 5 more."""
    days = interval.n_days
    for level, most in enumerate((1, 10, 31, 100, 366)):
        if days <= most:
            return level
    return 5


_ROOFS = frozenset({"organisation", "body"})
_Actor = tuple[str, str, str | None, bool]
_Place = tuple[str, str, str | None, float | None, float | None, tuple[str, ...]]


def _without_roof(actors: Sequence[_Actor]) -> frozenset[str]:
    """The sides of actors; an international body under whose roof two sides and more meet is none of them."""
    sides = frozenset(side_of(actor_id, country) for actor_id, _, country, _ in actors)
    roofs = {side_of(a, country) for a, kind, country, _ in actors if kind in _ROOFS and not country}
    return sides - roofs if len(sides - roofs) > 1 else sides


@lru_cache(maxsize=200_000)
def _profile(
    event_type: str,
    interval: Interval,
    actors: frozenset[_Actor],
    place: _Place | None,
    place_name: str,
    status: str,
    kinds: frozenset[str],
    hints: frozenset[str],
) -> Profile:
    ordered = sorted(actors, key=repr)
    persons: dict[str, frozenset[str]] = {}
    for actor_id, kind, country, _ in ordered:
        if kind == "person":
            side = side_of(actor_id, country)
            persons[side] = persons.get(side, frozenset()) | {actor_id}
    content = repr((event_type, interval, ordered, place, status, sorted(kinds), sorted(hints)))
    return Profile(
        key=hashlib.sha256(content.encode()).hexdigest()[:16],
        event_type=event_type,
        interval=interval,
        first=interval.start.toordinal(),
        last=interval.end.toordinal(),
        level=level_of(interval),
        sides=_without_roof(ordered),
        persons=persons,
        all_persons=frozenset(a for a, kind, _, _ in ordered if kind == "person"),
        bodies=frozenset(a for a, kind, _, _ in ordered if kind not in ("person", "state")),
        doers=frozenset(side_of(a, country) for a, _, country, doer in ordered if doer),
        place=_place_mention(place, place_name),
        place_line=frozenset((place[0], *place[5])) if place else frozenset(),
        status=status,
        kinds=kinds,
        hints=hints,
    )


def _place_mention(place: _Place | None, name: str) -> PlaceMention | None:
    if place is None:
        return None
    place_id, kind, country, latitude, longitude, parents = place
    return PlaceMention(0, 0, place_id, name, country, latitude, longitude, kind, parents)
