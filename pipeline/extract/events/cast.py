"""Whom a document is about, for sentences that leave it out: its sides, its main person, the topic of an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import ActorMention, Participant, Role
from pipeline.extract.events.arguments import distinct_participants
from pipeline.extract.events.clauses import Analysis
from pipeline.extract.events.conditions import members
from pipeline.extract.events.match import Candidate


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a document is about.

    Attributes:
        sides: The two states it speaks of most.
        protagonist: The person it speaks of most.
        topic: The person that the heading above, or the entry's own head, names.
    """

    sides: tuple[Participant, ...] = ()
    protagonist: tuple[Participant, ...] = ()
    topic: tuple[Participant, ...] = ()


def main_sides(actors: Sequence[ActorMention], state_names: dict[str, tuple[str, str]]) -> tuple[Participant, ...]:
    """The two states that a document speaks of most, for a ceasefire or round of talks that names no side.

    Empty unless both are named at least twice and clearly ahead of the rest.
    """
    counts = Counter(a.country for mention in actors for a in (mention.group or (mention,)) if a.country in state_names)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))[:3]
    if len(ranked) < 2 or ranked[1][1] < 2 or (len(ranked) == 3 and ranked[2][1] * 3 > ranked[1][1] * 2):
        return ()
    return tuple(
        Participant(*state_names[country or ""], "state", country, "participant", found_by="context")
        for country, _ in ranked[:2]
    )


def main_person(actors: Sequence[ActorMention], state_names: dict[str, tuple[str, str]]) -> tuple[Participant, ...]:
    """The person that a document speaks of most, when clearly ahead of all others."""
    persons = [a for m in actors for a in (m.group or (m,)) if a.kind == "person"]
    ranked = Counter(a.actor_id for a in persons).most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[1][1] * 3 > ranked[0][1] * 2):
        return ()
    actor = next(a for a in persons if a.actor_id == ranked[0][0])
    return distinct_participants([(replace(actor, found_by="context"), "participant")], state_names)


def named_topic(
    analysis: Analysis, actors: Sequence[ActorMention], state_names: dict[str, tuple[str, str]]
) -> tuple[Participant, ...]:
    """The person that a heading or entry names and then speaks of without naming.

    "Elmar Mammadyarov" as a line of its own; "ISHAQ DAR - foreign minister since ...".
    """
    first = next((p for p in analysis.phrases if p.kind not in ("stop", "open", "close", "quote")), None)
    if first is None or first.kind != "np" or not any(a.kind == "person" for a in first.actors):
        return ()
    position = analysis.phrases.index(first)
    after = analysis.phrases[position + 1] if position + 1 < len(analysis.phrases) else None
    if after is not None and after.kind not in ("stop", "open", "comma"):
        return ()
    if any(p.kind == "verb" and p.form == "finite" for p in analysis.phrases):
        return ()
    return distinct_participants([(a, "agent") for a in members(first.actors) if a.kind == "person"][:1], state_names)


def lacks_subject(candidate: Candidate) -> bool:
    """Whether nobody is named as doer or sufferer: "Dismissed on 16 July 2020." in a biographical note."""
    predicate = candidate.predicate
    return predicate is None or (predicate.subject is None and predicate.parent is None)


def with_topic(
    participants: tuple[Participant, ...], topic: tuple[Participant, ...], candidate: Candidate
) -> tuple[Participant, ...]:
    """The person of the heading in front of the named participants."""
    known = {p.actor_id for p in participants}
    passive = candidate.predicate is not None and candidate.predicate.passive
    role: Role = "recipient" if passive else "agent"
    return tuple(replace(p, role=role) for p in topic if p.actor_id not in known) + participants
