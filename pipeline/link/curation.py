"""Corrections of a person, carried out on the linked events: what was corrected stays corrected.

Groups of mentions with their ids and rows in, the same with the corrections applied out. A correction
finds its event by id, else by the id that took the event in, else by date, type and actors as they stood
when it was written. One that finds nothing, or more than one event, is reported and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.core.errors import Problem
from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.records import Event, EventMention, Participant, PlaceMention, Status
from pipeline.core.text import actor_id_of, fold, slug
from pipeline.lexicon.actors import load_actors
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.places import Place, Places, load_places
from pipeline.link.corrections import Correction, curation_problem
from pipeline.link.identity import fresh_id

Merge = Callable[[str, Sequence[EventMention]], Event]
"""Builds the canonical row of an event from its id and mentions."""


@dataclass(slots=True)
class Curated:
    """Events while they are corrected.

    Attributes:
        events: By id.
        mentions_of: Mentions of each event.
        touched: For each corrected event what was done, for the timeline.
        dismissed: For each dismissed event the correction that did it.
        merged_into: Ids that a correction merged away.
        split_into: Ids that a correction split.
        problems: Corrections that could not be carried out.
        owner: For each mention of the run before the id of its event.
    """

    events: dict[str, Event]
    mentions_of: dict[str, list[EventMention]]
    owner: Mapping[str, str] = field(default_factory=dict)
    touched: dict[str, str] = field(default_factory=dict)
    dismissed: dict[str, str] = field(default_factory=dict)
    merged_into: dict[str, str] = field(default_factory=dict)
    split_into: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def former_ids(self, event_id: str) -> set[str]:
        """Ids that the mentions of an event had in the run before."""
        return {self.owner[m.mention_id] for m in self.mentions_of[event_id] if m.mention_id in self.owner}


@dataclass(frozen=True, slots=True)
class Known:
    """What names in corrections may stand for.

    Attributes:
        participants: By folded name.
        places: By folded name.
        event_types: Ids of all event types.
    """

    participants: Mapping[str, Participant]
    places: Mapping[str, PlaceMention]
    event_types: frozenset[str]


def known_names(lexicon: Lexicon) -> tuple[dict[str, Participant], dict[str, PlaceMention]]:
    """Participants and places of the lexicon by folded name; of places of one name the likelier one."""
    actors, places = load_actors(lexicon), load_places(lexicon)
    participants = {}
    for person in actors.persons.values():
        participants[fold(person.name)] = _participant(person.name, "person", person.country)
    for body in actors.organisations.values():
        participants[fold(body.name)] = _participant(body.name, body.kind, body.country)
    for state in actors.states.values():
        participants[fold(state.name)] = _participant(state.name, "state", state.iso3)
    named: dict[str, PlaceMention] = {}
    for place in places.by_id.values():
        named.setdefault(fold(place.name), _place(place, places))
    return participants, named


def _participant(name: str, kind: str, country: str | None) -> Participant:
    return Participant(actor_id_of(name), name, kind, country, "participant")


def _place(place: Place, places: Places) -> PlaceMention:
    return PlaceMention(
        start=0,
        end=0,
        place_id=place.place_id,
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        kind=place.kind,
        parents=tuple(outer.place_id for outer in places.ancestors(place.id)),
    )


def apply_corrections(
    curated: Curated,
    corrections: Sequence[Correction],
    merged_into: Mapping[str, str],
    known: Known,
    merge: Merge,
) -> None:
    """Carry out corrections on the events, in place: splits and merges first, then the rest in order.

    Args:
        curated: The events.
        corrections: In the order of the file; of two that set one column the later holds.
        merged_into: Ids of earlier runs and what took them in.
        known: Names that ``set`` may use.
        merge: Builds an event anew after a merge or split.
    """
    for action in ("split", "merge"):
        for correction in corrections:
            if correction.action == action:
                _carry_out(curated, correction, merged_into, known, merge)
    for correction in corrections:
        if correction.action not in ("split", "merge"):
            _carry_out(curated, correction, merged_into, known, merge)


def _carry_out(
    curated: Curated,
    correction: Correction,
    merged_into: Mapping[str, str],
    known: Known,
    merge: Merge,
) -> None:
    found = find_event(curated, correction, merged_into)
    if isinstance(found, Problem):
        curated.problems.append(found)
        return
    failed: str | None = None
    if correction.action == "split":
        failed = _split(curated, found, correction, merge)
    elif correction.action == "merge":
        failed = _merge(curated, found, correction, merged_into, merge)
    elif correction.action == "dismiss":
        curated.dismissed[found] = correction.where
        del curated.events[found], curated.mentions_of[found]
    else:
        failed = _amend(curated, found, correction, known)
    if failed:
        curated.problems.append(
            curation_problem("not_applied", correction.where, failed, value=correction.value, row_id=found)
        )


def find_event(curated: Curated, correction: Correction, merged_into: Mapping[str, str]) -> str | Problem:
    """The event that a correction is about, or the problem that it is not, or not clearly, there."""
    wanted = follow(correction.event_id, {**merged_into, **curated.merged_into})
    if wanted in curated.events:
        return wanted
    if correction.event_id in curated.dismissed:
        reason = f"{correction.event_id} is dismissed by {curated.dismissed[correction.event_id]}."
        return curation_problem("dismissed_event", correction.where, reason, row_id=correction.event_id)
    alike = [event.event_id for event in curated.events.values() if _resembles(event, correction)]
    if len(alike) == 1:
        return alike[0]
    seen = "no event" if not alike else f"{len(alike)} events ({', '.join(sorted(alike)[:5])})"
    reason = (
        f"{correction.action}: {correction.event_id or 'no id'} is not in the timeline, and {seen} fit"
        f" date {correction.date or '-'}, type {correction.event_type or '-'}, actors"
        f" {correction.actors or '-'}. Copy the id from timeline.csv."
    )
    return curation_problem("no_event", correction.where, reason, row_id=correction.event_id or None)


def follow(event_id: str, merged_into: Mapping[str, str]) -> str:
    """The id that took an event in, over any number of merges."""
    for _ in range(len(merged_into)):
        if event_id not in merged_into:
            break
        event_id = merged_into[event_id]
    return event_id


def _resembles(event: Event, correction: Correction) -> bool:
    """Whether an event fits the date, type and actors that the correction was written for."""
    if not (correction.date and correction.event_type):
        return False
    interval = parse_interval(correction.date)
    if interval is None or event.event_type != correction.event_type:
        return False
    if event.interval.start != interval.start:
        return False
    wanted = {fold(name) for name in _items(correction.actors)}
    named = {fold(p.name) for p in event.participants}
    return not wanted or bool(wanted & named)


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def parse_interval(text: str) -> Interval | None:
    """A date of a spreadsheet cell: 2020-11-10, 2020-11, 2020, or two days with ".." or "/" between."""
    for separator in ("..", "/"):
        if separator in text:
            first, last = (_parse_point(part) for part in text.split(separator, 1))
            if first is None or last is None or last.end < first.start:
                return None
            coarsest = max((first, last), key=lambda interval: interval.n_days)
            return Interval(first.start, last.end, coarsest.precision)
    return _parse_point(text)


def _parse_point(text: str) -> Interval | None:
    parts = text.strip().split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return day(date(*numbers))
        if len(numbers) == 2:
            return month(*numbers)
        return year(numbers[0]) if len(numbers) == 1 else None
    except ValueError:
        return None


def _split(curated: Curated, event_id: str, correction: Correction, merge: Merge) -> str | None:
    mentions = curated.mentions_of[event_id]
    wanted = _items(correction.value)
    apart = [m for m in mentions if any(_is_meant(m, item) for item in wanted)]
    stay = [m for m in mentions if m not in apart]
    if not apart or not stay:
        return f"split: {'none' if not apart else 'all'} of the mentions of {event_id} are named by the value."
    # The part that stays goes by the id that the row names, the other by the one that it had, if any.
    named = correction.event_id
    stay_id = event_id if named in curated.events or not named else named
    del curated.events[event_id], curated.mentions_of[event_id]
    taken = {*curated.events, stay_id}
    new_id = _former_id(apart, curated.owner, taken) or fresh_id(apart, taken | set(curated.owner.values()))
    for part_id, part in ((stay_id, stay), (new_id, apart)):
        curated.mentions_of[part_id] = part
        curated.events[part_id] = merge(part_id, part)
        _touch(curated, part_id, correction, f"split from {stay_id}" if part_id == new_id else "split")
    if stay_id != event_id:
        curated.merged_into[event_id] = stay_id
    curated.split_into[stay_id] = (*curated.split_into.get(stay_id, (stay_id,)), new_id)
    return None


def _former_id(mentions: Sequence[EventMention], owner: Mapping[str, str], taken: set[str]) -> str | None:
    """The id that most of the mentions had in the run before and that is free."""
    former = Counter(owner[m.mention_id] for m in mentions if m.mention_id in owner)
    free = [event_id for event_id in former if event_id not in taken]
    return min(free, key=lambda event_id: (-former[event_id], event_id)) if free else None


def _is_meant(mention: EventMention, item: str) -> bool:
    return item in (mention.mention_id, mention.document_id) or (len(item) >= 8 and fold(item) in fold(mention.quote))


def _merge(
    curated: Curated, event_id: str, correction: Correction, merged_into: Mapping[str, str], merge: Merge
) -> str | None:
    other = follow(correction.value, {**merged_into, **curated.merged_into})
    # In the run before the two were one already: all that came of it belongs together.
    heirs = {one for one in curated.events if correction.event_id in curated.former_ids(one)}
    parts = sorted(({other} | heirs) & set(curated.events) - {event_id})
    if not parts and other != event_id and correction.event_id not in curated.owner.values():
        return f"merge: {correction.value} is not in the timeline. Copy the id from timeline.csv."
    joined = list(curated.mentions_of[event_id])
    for part in parts:
        joined.extend(curated.mentions_of.pop(part))
        del curated.events[part]
        curated.merged_into[part] = event_id
    curated.mentions_of[event_id] = joined
    curated.events[event_id] = merge(event_id, joined)
    _touch(curated, event_id, correction, f"merged with {correction.value}")
    return None


def _amend(curated: Curated, event_id: str, correction: Correction, known: Known) -> str | None:
    event = curated.events[event_id]
    if correction.action == "note":
        _touch(curated, event_id, correction, f"note: {correction.note or correction.value}")
        return None
    if correction.action == "confirm":
        curated.events[event_id] = replace(event, confidence=1.0)
        _touch(curated, event_id, correction, "confirmed")
        return None
    amended = _SETTERS[correction.column](event, correction.value, known)
    if isinstance(amended, str):
        return f"set {correction.column}: {amended}"
    curated.events[event_id] = amended
    _touch(curated, event_id, correction, f"{correction.column} set to {correction.value}")
    return None


def _touch(curated: Curated, event_id: str, correction: Correction, done: str) -> None:
    """Note on the event what was done, by whom and where that is written."""
    signed = f"{done} ({', '.join(filter(None, (correction.by, correction.where)))})"
    if correction.note and correction.action != "note":
        signed += f": {correction.note}"
    before = curated.touched.get(event_id)
    curated.touched[event_id] = f"{before}; {signed}" if before else signed
    event = curated.events[event_id]
    curated.events[event_id] = replace(event, reasons=(*event.reasons, f"by hand: {signed}"))


def _set_date(event: Event, value: str, known: Known) -> Event | str:
    interval = parse_interval(value)
    if interval is None:
        return "expected 2020-11-10, 2020-11, 2020 or 2020-11-10..2020-11-12."
    return replace(event, interval=interval, date_basis="explicit")


def _set_start(event: Event, value: str, known: Known) -> Event | str:
    return _set_bound(event, value, first=True)


def _set_end(event: Event, value: str, known: Known) -> Event | str:
    return _set_bound(event, value, first=False)


def _set_bound(event: Event, value: str, *, first: bool) -> Event | str:
    point = parse_interval(value)
    if point is None or point.n_days != 1:
        return "expected a day as 2020-11-10."
    start = point.start if first else event.interval.start
    end = event.interval.end if first else point.end
    if end < start:
        # Bounds corrected one after the other may cross for a moment: the other one follows.
        start = end = point.start
    return replace(event, interval=Interval(start, end, "day", event.interval.approximate))


def _set_type(event: Event, value: str, known: Known) -> Event | str:
    if value not in known.event_types:
        return f"{value!r} is no event type; see CODEBOOK.md."
    return replace(event, event_type=value)


def _set_status(event: Event, value: str, known: Known) -> Event | str:
    statuses: tuple[Status, ...] = ("occurred", "ongoing", "planned", "denied")
    for status in statuses:
        if value == status:
            return replace(event, status=status)
    return f"expected one of {', '.join(statuses)}."


def _set_title(event: Event, value: str, known: Known) -> Event | str:
    return replace(event, title=value)


def _set_place(event: Event, value: str, known: Known) -> Event | str:
    place = known.places.get(fold(value)) or PlaceMention(0, 0, f"p-{slug(value)}", value, kind="other")
    return replace(event, place=place)


def _set_actors(event: Event, value: str, known: Known) -> Event | str:
    """Actors in the order given; one that took part keeps its role, another comes as participant."""
    present = {fold(p.name): (p, n) for p, n in zip(event.participants, event.participant_mentions, strict=True)}
    chosen: list[tuple[Participant, int]] = []
    for name in _items(value):
        other = known.participants.get(fold(name))
        if fold(name) in present:
            chosen.append(present[fold(name)])
        elif other is not None:
            chosen.append((replace(other, role="participant", office=None, start=None, end=None), 1))
        else:
            chosen.append((Participant(actor_id_of(name, known=False), name, "person", None, "participant"), 1))
    if not chosen:
        return "expected names joined by ';'."
    return replace(event, participants=tuple(p for p, _ in chosen), participant_mentions=tuple(n for _, n in chosen))


_SETTERS: Mapping[str, Callable[[Event, str, Known], Event | str]] = {
    "date": _set_date,
    "date_start": _set_start,
    "date_end": _set_end,
    "event_type": _set_type,
    "actors": _set_actors,
    "place": _set_place,
    "title": _set_title,
    "status": _set_status,
}
