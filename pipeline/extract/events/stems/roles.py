"""Who plays which role, by the marks of actors in the clause of a trigger; and where it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.core.records import ActorMention, Participant, PlaceMention, Role
from pipeline.extract.events.stems.clauses import ASIDE, MarkedActor, StemSentence
from pipeline.extract.events.stems.match import StemCandidate, members
from pipeline.lexicon.inflection import BARE

_ACTS_FOR_STATE = frozenset({"government", "military"})
_HAS_SIDE = frozenset({"person", "military", "organisation", "body"})
_ORDER: dict[str, int] = {"agent": 0, "participant": 1, "host": 2, "mediator": 3, "recipient": 4}
_TOGETHER = frozenset({"meeting", "call", "negotiation", "exercise", "agreement"})
"""Event types that the subject of the clause before goes on to do with somebody."""
_SUBJECT = frozenset({BARE, "by"})
_AT = frozenset({"locative", "dative", "at", "ablative", "accusative"})


def assign_roles(
    candidate: StemCandidate,
    sentence: StemSentence,
    states: dict[str, tuple[str, str]],
    *,
    embedded: bool,
    verb_final: bool,
    phrase: tuple[int, int] | None = None,
) -> tuple[Participant, ...]:
    """Participants of a trigger, most important first, each actor once.

    Args:
        candidate: The trigger.
        sentence: Its sentence.
        states: ISO code -> (actor id, name) of the states, to add the sides of persons and ministries.
        embedded: The trigger is a participle: its subject stands in the genitive.
        verb_final: Whether arguments stand before their verb.
        phrase: Words of a participle within which its arguments stand.
    """
    near = _reachable(candidate, sentence, embedded=embedded, verb_final=verb_final)
    if phrase is not None:
        near = [m for m in near if phrase[0] <= m.first < phrase[1]]
    roles = candidate.rule.passive_roles if candidate.passive or phrase is not None else candidate.rule.roles
    found: list[tuple[ActorMention, Role]] = []
    used: set[int] = set()
    for role, given in roles.items():
        # "Prezident Şuşanın azad olunduğunu bəyan edib": the bare president does what the main verb says.
        marks = given if not (embedded and verb_final) else ("genitive", *(m for m in given if m != BARE))
        chosen = _marked_so(near, marks, used, embedded=embedded or candidate.nominal)
        if role == "agent" and candidate.rule.event_type == "visit":
            chosen = [m for m in chosen if m.actor.kind == "person"] or chosen  # states are where they go
        if role == "recipient" and candidate.rule.event_type == "visit":
            chosen = [m for m in chosen if m.actor.kind != "person"]
        for marked in chosen:
            if role == "agent" and not verb_final and _is_object(marked, near, candidate):
                continue
            used.add(id(marked))
            found += [(actor, role) for actor in members(marked.actor)]  # type: ignore[misc]
    if phrase is not None:
        part: Role = "recipient" if found else "agent"
        found += [(actor, part) for m in sentence.actors if m.last == phrase[0] for actor in members(m.actor)]
        return distinct(found, states)
    if "agent" in roles and not any(role == "agent" for _, role in found) and "bare" in roles["agent"]:
        found += [(actor, "agent") for actor in _earlier_subject(candidate, sentence, used)]
    elif (
        candidate.rule.event_type in _TOGETHER
        and set(roles) == {"participant"}
        and not candidate.nominal
        and not any(BARE in m.marks for m in near)
    ):
        found += [(actor, "participant") for actor in _earlier_subject(candidate, sentence, used)]
    if not found:  # "Pakistanda zəlzələ": the state in which it happens
        within = [m for m in near if "locative" in m.marks and m.actor.kind == "state"]
        found = [(actor, "participant") for m in within for actor in members(m.actor)]
    return distinct(found, states)


def _is_object(marked: MarkedActor, near: Sequence[MarkedActor], candidate: StemCandidate) -> bool:
    """Whether a bare name behind the verb is its object: another bare one stands before it."""
    if candidate.nominal or candidate.passive or marked.first < candidate.last or BARE not in marked.marks:
        return False
    return any(m.first < candidate.words[0] and BARE in m.marks for m in near)


def _reachable(
    candidate: StemCandidate, sentence: StemSentence, *, embedded: bool, verb_final: bool
) -> list[MarkedActor]:
    clause = candidate.clause
    end = candidate.last if verb_final and embedded else clause.end
    near = [m for m in sentence.actors if clause.start <= m.first < end]
    chosen = [m for m in near if not m.actor.attributive]
    return chosen or near


def _marked_so(
    near: Sequence[MarkedActor], marks: Sequence[str], used: set[int], *, embedded: bool
) -> list[MarkedActor]:
    """The actors with the first of the marks that anyone has."""
    for mark in _tried(marks, embedded=embedded):
        chosen = [m for m in near if id(m) not in used and (mark == "any" or mark in m.marks)]
        chosen = [m for m in chosen if ASIDE not in m.marks] if mark == "any" else chosen
        if mark == "any" and not embedded:
            free = [m for m in chosen if m.marks != {"genitive"}]
            shared = any("genitive" in m.marks for m in free)  # "the ceremony that A and B watched"
            chosen = chosen if shared or not free else free
        if mark == BARE:  # "baş naziri" is bare or an object; where somebody is surely bare, it is the object
            chosen = [m for m in chosen if "accusative" not in m.marks] or chosen
        if chosen:
            return chosen
    return []


def _tried(marks: Sequence[str], *, embedded: bool) -> Iterable[str]:
    if embedded and "bare" in marks:
        if "instrumental" in marks:
            yield "instrumental"
        yield "genitive"
    yield from marks


def _earlier_subject(candidate: StemCandidate, sentence: StemSentence, used: set[int]) -> list[ActorMention]:
    """The subject of a clause before, in the same sentence: "came to Baku and met ...", not over "that"."""
    if sentence.letters[candidate.clause.start] in sentence.relatives:  # "the ambassador, who thanked ..."
        before = [m for m in sentence.actors if m.first < candidate.clause.start and id(m) not in used]
        if before:
            return list(members(before[-1].actor))
    first = max((c.index for c in sentence.clauses[: candidate.clause.index + 1] if c.reported), default=0)
    for clause in reversed(sentence.clauses[first : candidate.clause.index]):
        bare = [m for m in sentence.actors if clause.start <= m.first < clause.end and m.marks & _SUBJECT]
        bare = [m for m in bare if not m.actor.attributive and id(m) not in used]
        if bare:
            return [actor for m in bare for actor in members(m.actor)]
    return []


def borrow_sides(sentence: StemSentence, states: dict[str, tuple[str, str]]) -> tuple[Participant, ...]:
    """Sides of the sentence, or else its persons, for an event that names none."""
    named = [a for m in sentence.actors if not m.actor.attributive and ASIDE not in m.marks for a in members(m.actor)]
    found = [actor for actor in named if actor.kind != "person"] or named
    return distinct([(actor, "participant") for actor in found], states)


def distinct(found: Sequence[tuple[ActorMention, Role]], states: dict[str, tuple[str, str]]) -> tuple[Participant, ...]:
    """Each actor once, persons and bodies with their sides behind them."""
    chosen: dict[str, Participant] = {}
    for actor, role in found:
        participant = _participant(actor, role, states)
        chosen.setdefault(participant.actor_id, participant)
    for participant in list(chosen.values()):
        side = states.get(participant.country or "")
        if participant.kind in _HAS_SIDE and side is not None and side[0] not in chosen:
            chosen[side[0]] = Participant(
                side[0], side[1], "state", participant.country, participant.role, found_by="side"
            )
    order = {actor_id: number for number, actor_id in enumerate(chosen)}
    return tuple(sorted(chosen.values(), key=lambda p: (p.found_by == "side", _ORDER[p.role], order[p.actor_id])))


def _participant(actor: ActorMention, role: Role, states: dict[str, tuple[str, str]]) -> Participant:
    if actor.kind in _ACTS_FOR_STATE and actor.country in states and "peacekeep" not in actor.name.lower():
        actor_id, name = states[actor.country or ""]
        return Participant(
            actor_id, name, "state", actor.country, role, actor.office, actor.found_by, actor.start, actor.end
        )
    return Participant(
        actor.actor_id,
        actor.name,
        actor.kind,
        actor.country,
        role,
        actor.office,
        actor.found_by,
        actor.start,
        actor.end,
    )


def find_stem_place(candidate: StemCandidate, sentence: StemSentence, first: int, end: int) -> PlaceMention | None:
    """Where it happens: a place in the words given, one in a local case first, the finest, then the nearest."""
    inside = [(p, at, cases) for p, at, cases in sentence.places if first <= at < end]
    if not inside:
        return None
    size = {"venue": 0, "village": 0, "town": 0, "city": 0, "district": 1, "region": 2, "other": 1, "country": 4}

    def rank(entry: tuple[PlaceMention, int, frozenset[str]]) -> tuple[int, bool, int]:
        place, at, cases = entry
        return (size.get(place.kind, 3) // 4, not cases & _AT, abs(candidate.last - at))

    return min(inside, key=rank)[0]
