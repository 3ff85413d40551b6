"""Arguments of an event: which actor plays which role, and where it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.core.records import ActorMention, Participant, PlaceMention, Role
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.conditions import actors_near, members
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.phrases import Phrase

# A ministry, an army or a government acts for its state; parliaments and international bodies for themselves.
_ACTS_FOR_STATE = frozenset({"government", "military"})
_HAS_SIDE = frozenset({"person", "military", "organisation", "body"})
_ROLE_ORDER: dict[str, int] = {"agent": 0, "participant": 1, "host": 2, "mediator": 3, "recipient": 4}
_PLACE_PREPOSITIONS = ("in", "at", "near", "to", "into", "from", "on", "along", "around", "outside")


def assign_arguments(
    candidate: Candidate, analysis: Analysis, state_names: dict[str, tuple[str, str]]
) -> tuple[Participant, ...]:
    """Participants of a candidate, most important first, each actor once.

    Args:
        candidate: The event.
        analysis: Its sentence.
        state_names: ISO code -> (actor id, name) of the states, to add the side of persons and ministries.
    """
    found: list[tuple[ActorMention, Role]] = []
    for phrase, role in _role_phrases(candidate, analysis):
        for actor in _actors_of(phrase, analysis, candidate):
            found.append((actor, role))
    return distinct_participants(found, state_names)


def borrow_arguments(
    candidate: Candidate, analysis: Analysis, state_names: dict[str, tuple[str, str]]
) -> tuple[Participant, ...]:
    """Actors for an event that names none: those of the clauses beside it, else of the sentence.

    "When clashes erupted on 27 September, the Armenian army attacked": the clash is Armenia's.
    """
    predicate = candidate.predicate
    beside: list[Phrase] = []
    if predicate is not None:
        for other in analysis.predicates:
            if other is predicate.parent or other.parent is predicate:
                beside += [p for p in (other.subject, other.object, *other.pps) if p is not None]
    found = [a for p in beside for a in members(p.actors)] or [a for p in analysis.phrases for a in members(p.actors)]
    sides = [a for a in found if a.kind != "person"] or ([] if _names_others(candidate) else found)
    return distinct_participants([(actor, "participant") for actor in sides], state_names)


def _names_others(candidate: Candidate) -> bool:
    """ "three men captured after the war": whoever suffers it is told, and is nobody named beside."""
    predicate = candidate.predicate
    patient = None if predicate is None else predicate.subject if predicate.passive else predicate.object
    return patient is not None and patient is not candidate.phrase and patient.head is not None


def _role_phrases(candidate: Candidate, analysis: Analysis) -> Iterable[tuple[Phrase, Role]]:
    roles = candidate.rule.roles
    predicate = candidate.predicate
    if candidate.nominal:
        yield from _noun_roles(candidate, roles)
        if predicate is not None:
            yield from _governor_roles(candidate, predicate)
        return
    if predicate is None:
        return
    subject_role, object_role = _role(roles.get("subject")), _role(roles.get("object"))
    if predicate.passive:
        by = next((p for p in predicate.pps if p.preposition.endswith("by") or p.preposition == "by"), None)
        if by is not None and subject_role:
            yield by, subject_role
        if predicate.subject is not None and predicate.subject is not candidate.phrase and object_role:
            yield predicate.subject, object_role
    else:
        if predicate.subject is not None and predicate.subject is not candidate.phrase and subject_role:
            yield predicate.subject, subject_role
        if predicate.object is not None and predicate.object is not candidate.phrase and object_role:
            yield predicate.object, object_role
    if predicate.second_object is not None and (second := _role(roles.get("second_object"))):
        yield predicate.second_object, second
    for phrase in predicate.pps:
        if phrase is not candidate.phrase and (role := _role(roles.get(phrase.preposition))):
            yield phrase, role
    if candidate.phrase is not None:
        yield from _noun_roles(candidate, roles)


def _noun_roles(candidate: Candidate, roles: object) -> Iterable[tuple[Phrase, Role]]:
    """Arguments inside and behind the noun phrase: "Pakistan's support for Azerbaijan"."""
    table: dict[str, str] = roles if isinstance(roles, dict) else {}
    phrase = candidate.phrase
    if phrase is None:
        return
    if (inner := _role(table.get("possessive") or table.get("of") or table.get("subject"))) and (
        phrase.actors or phrase.owners
    ):
        yield phrase, inner
    for following in candidate.tail:
        if role := _role(table.get(following.preposition)):
            yield following, role


def _governor_roles(candidate: Candidate, predicate: Predicate) -> Iterable[tuple[Phrase, Role]]:
    """Who holds or attends the event that the noun names."""
    role: Role = "participant" if "agent" not in candidate.rule.roles.values() else "agent"
    if predicate.passive:
        for phrase in predicate.pps:
            if phrase.preposition == "by":
                yield phrase, role
    elif predicate.subject is not None and predicate.subject is not candidate.phrase:
        yield predicate.subject, role
    for phrase in predicate.pps:
        if phrase is not candidate.phrase and (found := _role(candidate.rule.roles.get(phrase.preposition))):
            yield phrase, found


def _role(name: str | None) -> Role | None:
    if name in ("agent", "recipient", "participant", "host", "mediator"):
        return name  # type: ignore[return-value]
    return None


def _appositives(phrase: Phrase, analysis: Analysis) -> list[ActorMention]:
    """Persons named behind a noun phrase between commas or in brackets.

    "The speakers of the three parliaments (A, B, C) met"; "The chiefs of staff, A for X and B for Y, met".
    """
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), None)
    if position is None:
        return []
    following = position + 1
    while following < len(analysis.phrases) and analysis.phrases[following].kind == "pp":
        following += 1
    if following >= len(analysis.phrases) or analysis.phrases[following].kind not in ("open", "comma"):
        return []
    closing = "close" if analysis.phrases[following].kind == "open" else "comma"
    found: list[ActorMention] = []
    for inside in analysis.phrases[following + 1 :]:
        if inside.kind == closing and (closing == "close" or not inside_list(inside, analysis)):
            return found
        if inside.kind not in ("np", "pp", "and", "comma") or (inside.kind == "np" and not inside.actors):
            return []
        found += [a for a in members(inside.actors) if a.kind == "person"]
    return []


def inside_list(comma: Phrase, analysis: Analysis) -> bool:
    """Whether a comma separates two names of a list."""
    position = next(i for i, p in enumerate(analysis.phrases) if p is comma)
    after = analysis.phrases[position + 1] if position + 1 < len(analysis.phrases) else None
    return after is not None and after.kind == "np" and bool(after.actors)


def _actors_of(phrase: Phrase, analysis: Analysis, candidate: Candidate) -> list[ActorMention]:
    if candidate.noun is not None and phrase is candidate.phrase:
        if phrase.owners:
            return [*members(phrase.owners), *members(phrase.actors)]
        return [a for a in members(phrase.actors) if not (candidate.noun.start < a.start)] or members(phrase.actors)
    actors = actors_near(phrase, analysis)
    if actors and any(a.kind == "person" for a in actors):
        return actors
    return [*_appositives(phrase, analysis), *actors]


def distinct_participants(
    found: Sequence[tuple[ActorMention, Role]], state_names: dict[str, tuple[str, str]]
) -> tuple[Participant, ...]:
    """Participants from (mention, role) pairs, each actor once; persons and bodies bring their state along."""
    chosen: dict[str, Participant] = {}
    for actor, role in found:
        participant = _participant(actor, role, state_names)
        known = chosen.get(participant.actor_id)
        if known is None:
            chosen[participant.actor_id] = participant
    for participant in list(chosen.values()):
        side = state_names.get(participant.country or "")
        if participant.kind in _HAS_SIDE and side is not None and side[0] not in chosen:
            chosen[side[0]] = Participant(
                side[0], side[1], "state", participant.country, participant.role, found_by="side"
            )
    order = {actor_id: number for number, actor_id in enumerate(chosen)}
    return tuple(
        sorted(
            chosen.values(),
            key=lambda p: (p.found_by == "side", _ROLE_ORDER[p.role], order[p.actor_id]),
        )
    )


def _participant(actor: ActorMention, role: Role, state_names: dict[str, tuple[str, str]]) -> Participant:
    office = actor.office
    if actor.kind in _ACTS_FOR_STATE and actor.country in state_names and "peacekeep" not in actor.name.lower():
        actor_id, name = state_names[actor.country or ""]
        return Participant(actor_id, name, "state", actor.country, role, office, actor.found_by, actor.start, actor.end)
    return Participant(
        actor.actor_id,
        actor.name,
        actor.kind,
        actor.country,
        role,
        office,
        actor.found_by,
        actor.start,
        actor.end,
    )


def find_place(candidate: Candidate, analysis: Analysis) -> PlaceMention | None:
    """Where the event happens: a place that the rule marks, or a place adjunct of the clause."""
    predicate = candidate.predicate
    marked = _marked_places(candidate, predicate)
    if marked or candidate.rule.event_type in _NEEDS_MARKED_PLACE:
        return marked[0] if marked else None
    phrases = _before_source(candidate.tail)
    if predicate is not None:
        phrases += _before_source(predicate.pps)
    for phrase in phrases:
        if phrase.preposition in _PLACE_PREPOSITIONS[:5] and (places := _meant(phrase)):
            return places[0]
    for phrase in phrases:
        if phrase.preposition in _PLACE_PREPOSITIONS and (places := _meant(phrase)):
            return places[0]
    if candidate.phrase is not None and (places := [p for p in _meant(candidate.phrase) if p.kind != "country"]):
        return places[0]
    return None


_NEEDS_MARKED_PLACE = frozenset({"capture", "occupation"})


def _before_source(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Phrases up to "according to": a place behind it is where the source sits."""
    kept: list[Phrase] = []
    for phrase in phrases:
        if phrase.preposition == "according to":
            break
        kept.append(phrase)
    return kept


def _marked_places(candidate: Candidate, predicate: Predicate | None) -> list[PlaceMention]:
    roles = candidate.rule.roles
    phrases: list[Phrase] = []
    if predicate is not None and not candidate.nominal:
        patient = predicate.subject if predicate.passive else predicate.object
        if roles.get("object") == "place" or (
            roles.get("object") == "recipient" and candidate.rule.event_type == "visit"
        ):
            phrases += [patient] if patient is not None else []
            phrases += predicate.antecedents if patient is predicate.antecedent else []
        if roles.get("subject") == "place" and predicate.subject is not None:
            phrases.append(predicate.subject)
        phrases += [p for p in predicate.pps if roles.get(p.preposition) == "place"]
        if candidate.rule.event_type == "visit":
            phrases += [p for p in predicate.pps if roles.get(p.preposition) == "recipient"]
    phrases += [p for p in candidate.tail if roles.get(p.preposition) == "place"]
    if candidate.rule.event_type == "visit":
        phrases += [p for p in candidate.tail if roles.get(p.preposition) == "recipient"]
    return [place for phrase in phrases for place in _meant(phrase)]


def _meant(phrase: Phrase) -> list[PlaceMention]:
    return [place for place in phrase.places if place.confidence >= 0.3]


_LONGEST_PHRASE = 70
_TAKES_ANY_OBJECT = frozenset({"condemnation", "rejection"})


def name_object(candidate: Candidate, text: str) -> str:
    """The noun phrase that an event is about, as the source has it, for its title; "" when none is fit.

    "signed the Shusha Declaration": "the Shusha Declaration". Cut only between phrases.
    """
    predicate = candidate.predicate
    phrase = candidate.phrase
    if phrase is None and predicate is not None and candidate.rule.event_type in _TAKES_ANY_OBJECT:
        phrase = predicate.subject if predicate.passive else predicate.object
    if phrase is None or phrase.kind == "verb":
        return ""
    tokens = phrase.tokens[1:] if phrase.preposition else phrase.tokens
    while tokens and tokens[0].lower in ("his", "her", "its", "their"):
        tokens = tokens[1:]
    if not tokens or tokens[0].tag == "pronoun":
        return ""
    end = tokens[-1].end
    for following in candidate.tail:
        if following.preposition not in ("of", "on", "for") or following.timexes:
            break
        end = following.end
        if end - tokens[0].start > _LONGEST_PHRASE:
            break
    end = end if end - tokens[0].start <= _LONGEST_PHRASE else tokens[-1].end
    words = " ".join(text[tokens[0].start : end].split())
    if tokens[0].tag in ("determiner", "adjective", "noun", "number") and not tokens[0].text[1:2].isupper():
        words = words[:1].lower() + words[1:] if not tokens[0].actors else words
    return words if len(words) <= _LONGEST_PHRASE else ""


def with_role(participants: Sequence[Participant], role: Role) -> list[Participant]:
    """The participants that play one role."""
    return [p for p in participants if p.role == role]


def rename_role(participants: Sequence[Participant], role: Role) -> tuple[Participant, ...]:
    """All participants in one role (symmetric events)."""
    return tuple(replace(p, role=role) for p in participants)
