"""The canonical row of an event: a value per field out of all its mentions, with the reason for each.

Independent sources vote, not mentions: copies of one article count once, and a document that repeats
itself is not heard twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipeline.core.intervals import PRECISIONS, Interval
from pipeline.core.records import DateBasis, Document, Event, EventMention, Participant, PlaceMention, Status
from pipeline.lexicon.linking import LinkRules

_STATUS_RANK: Mapping[str, int] = {"occurred": 3, "ongoing": 2, "denied": 1, "planned": 0}
_BASIS_RANK: Mapping[str, int] = {
    "explicit": 0,
    "relative": 1,
    "named_period": 2,
    "publication": 3,
    "context": 4,
}
_ROLE_RANK: Mapping[str, int] = {"agent": 0, "participant": 1, "host": 2, "recipient": 3, "mediator": 4}
_KIND_RANK: Mapping[str, int] = {"title": 2, "heading": 2, "item": 1}
_DOUBT_OF_CONTRADICTION = 0.4  # confidence lost when half of the sources contradict the chosen value
_WEIGHT_OF_FURTHER = 0.5  # a second source is rarely wholly independent of the first
_LONG_QUOTE = 400  # characters; beyond that a sentence is hard to read in a table

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sources:
    """What merging needs to know of the documents.

    Attributes:
        documents: By document_id.
        original_of: For each document the id of the one that it copies, or its own.
        kind_of: Kind of each sentence, by document and sentence index.
    """

    documents: Mapping[str, Document]
    original_of: Mapping[str, str]
    kind_of: Mapping[tuple[str, int], str]

    def original(self, mention: EventMention) -> str:
        """The independent source that a mention counts for."""
        return self.original_of.get(mention.document_id, mention.document_id)

    def published(self, mention: EventMention) -> date | None:
        """Publication date of the mention's document."""
        document = self.documents.get(mention.document_id)
        return document.published_date if document else None

    def rank(self, mention: EventMention) -> tuple[date, str, int, int, str]:
        """Order of documents by publication, undated last, then of the text."""
        published = self.published(mention) or date.max
        return (published, mention.document_id, mention.sentence, mention.trigger_start, mention.mention_id)


def merge_mentions(
    event_id: str,
    mentions: Sequence[EventMention],
    sources: Sources,
    rules: LinkRules,
    *,
    merge_score: float = 1.0,
    reasons: Sequence[str] = (),
) -> Event:
    """The canonical row of the event that the mentions report.

    Args:
        event_id: Its id.
        mentions: At least one.
        sources: Their documents.
        rules: For the specificity of types.
        merge_score: Weakest link among the mentions, 0 to 1.
        reasons: Why the mentions were joined.
    """
    ordered = sorted(mentions, key=sources.rank)
    event_type, type_reason = _choose_type(ordered, sources, rules)
    interval, dated, date_reason = _choose_date(ordered, event_type, sources, rules)
    participants, counts = _choose_participants(ordered)
    place, place_reason = _choose_place(ordered, sources)
    status, status_reason = _choose_status(ordered, sources)
    best = _best_mention(ordered, dated.interval, event_type, sources)
    dates = sorted(found for mention in ordered if (found := sources.published(mention)))
    originals = {sources.original(mention) for mention in ordered}
    return Event(
        event_id=event_id,
        event_type=event_type,
        interval=interval,
        date_basis=_best_basis(ordered, dated.interval),
        title=best.title,
        participants=participants,
        participant_mentions=counts,
        place=place,
        status=status,
        scope=_scope(ordered),
        quote=best.quote,
        quote_document=best.document_id,
        mention_ids=tuple(mention.mention_id for mention in ordered),
        document_ids=tuple(dict.fromkeys(mention.document_id for mention in ordered)),
        n_sources=len(originals),
        first_published=dates[0] if dates else None,
        last_published=dates[-1] if dates else None,
        confidence=_confidence(ordered, interval, status, sources),
        merge_score=merge_score,
        reasons=(*reasons, *filter(None, (type_reason, date_reason, place_reason, status_reason))),
    )


def _votes(
    mentions: Sequence[EventMention], sources: Sources, value_of: Callable[[EventMention], Value | None]
) -> dict[Value, float]:
    """Per value the sum, over independent sources, of the best confidence with which each says it."""
    best: dict[tuple[Value, str], float] = {}
    for mention in mentions:
        value = value_of(mention)
        if value is not None:
            key = (value, sources.original(mention))
            best[key] = max(best.get(key, 0.0), mention.confidence)
    totals: dict[Value, float] = defaultdict(float)
    for (value, _), confidence in sorted(best.items(), key=lambda item: repr(item[0])):
        totals[value] = round(totals[value] + confidence, 9)
    return totals


def _choose_type(mentions: Sequence[EventMention], sources: Sources, rules: LinkRules) -> tuple[str, str]:
    votes = _votes(mentions, sources, lambda mention: mention.event_type)
    ranked = sorted(votes, key=lambda name: (-votes[name], rules.specificity.get(name, 99), name))
    if len(ranked) == 1:
        return ranked[0], ""
    return ranked[0], f"type {ranked[0]} preferred to {', '.join(ranked[1:])}: more or surer sources"


def _choose_date(
    mentions: Sequence[EventMention], event_type: str, sources: Sources, rules: LinkRules
) -> tuple[Interval, EventMention, str]:
    """The date of the event, the mention that gave it (or its first part), and why."""
    votes = _votes(mentions, sources, lambda mention: _bare(mention.interval))
    lasting = event_type in rules.lasting

    def worth(interval: Interval) -> tuple[int, int, float, date]:
        width = -interval.n_days if lasting and interval.precision == "day" else interval.n_days
        return (PRECISIONS.index(interval.precision), width, -votes[interval], interval.start)

    ranked = sorted(votes, key=worth)
    chosen = ranked[0]
    giving = [mention for mention in mentions if _bare(mention.interval) == chosen]
    dated = min(
        giving,
        key=lambda m: (m.interval.approximate, _BASIS_RANK[m.date_basis], -m.confidence, sources.rank(m)),
    )
    if len(ranked) == 1:
        return dated.interval, dated, ""
    others = "; ".join(_spell(interval) for interval in ranked[1:4])
    whole = dated.interval
    if event_type in rules.adjacent and chosen.precision == "day":
        days = [interval for interval in ranked if interval.precision == "day"]
        whole = replace(whole, start=min(d.start for d in days), end=max(d.end for d in days))
    if _bare(whole) != chosen:
        return whole, dated, f"date {_spell(whole)} from its beginning and its end: {_spell(chosen)}; {others}"
    return whole, dated, f"date {_spell(chosen)} preferred as the finest; also given: {others}"


def _bare(interval: Interval) -> Interval:
    return replace(interval, approximate=False) if interval.approximate else interval


def _spell(interval: Interval) -> str:
    """An interval for people: "2020-11-10", "2020-11-01..2020-11-30 (month)"."""
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start}..{interval.end} ({interval.precision})"


def _best_basis(mentions: Sequence[EventMention], interval: Interval) -> DateBasis:
    bases = [mention.date_basis for mention in mentions if mention.interval == interval]
    return min(bases, key=lambda basis: _BASIS_RANK[basis])


def _choose_participants(
    mentions: Sequence[EventMention],
) -> tuple[tuple[Participant, ...], tuple[int, ...]]:
    """Every actor once, in its usual role; one that a tenth of the mentions names is kept."""
    named: dict[str, list[Participant]] = defaultdict(list)
    first_place: dict[str, int] = {}
    for mention in mentions:
        for position, participant in enumerate(mention.participants):
            named[participant.actor_id].append(participant)
            known = first_place.get(participant.actor_id, position)
            first_place[participant.actor_id] = min(known, position)
    least = 0.1 * len(mentions)
    kept = {actor: found for actor, found in named.items() if len(found) >= least}
    chosen = {actor: _usual(found) for actor, found in kept.items()}
    order = sorted(
        chosen,
        key=lambda a: (_ROLE_RANK[chosen[a].role], -len(kept[a]), first_place[a], a),
    )
    return tuple(chosen[a] for a in order), tuple(len(kept[a]) for a in order)


def _usual(found: Sequence[Participant]) -> Participant:
    roles = Counter(participant.role for participant in found)
    role = min(roles, key=lambda r: (-roles[r], _ROLE_RANK[r]))
    offices = Counter(p.office for p in found if p.office)
    office = min(offices, key=lambda o: (-offices[o], o)) if offices else None
    return replace(found[0], role=role, office=office, start=None, end=None)


def _choose_place(mentions: Sequence[EventMention], sources: Sources) -> tuple[PlaceMention | None, str]:
    """The place with the most support, a place inside another counting for both; the narrowest wins."""
    places = {m.place.place_id: m.place for m in mentions if m.place}
    if not places:
        return None, ""
    votes = _votes(mentions, sources, lambda m: m.place.place_id if m.place else None)
    support = {
        one: votes[one] + sum(votes[two] for two in places if two != one and _lies_in(places[one], places[two]))
        for one in places
    }
    ranked = sorted(places, key=lambda p: (-support[p], -len(places[p].parents), p))
    chosen = replace(places[ranked[0]], start=0, end=0)
    others = [places[p].name for p in ranked[1:] if not _lies_in(chosen, places[p])]
    return chosen, f"place {chosen.name} preferred to {', '.join(others[:3])}" if others else ""


def _lies_in(inner: PlaceMention, outer: PlaceMention) -> bool:
    if outer.place_id in inner.parents:
        return True
    return outer.kind == "country" and inner.kind != "country" and inner.country == outer.country is not None


def _choose_status(mentions: Sequence[EventMention], sources: Sources) -> tuple[Status, str]:
    """What the last published document says; inside one document what happened outweighs a plan."""
    last: dict[date, Status] = {}
    for mention in mentions:
        day = sources.published(mention) or date.min
        known = last.get(day)
        if known is None or _STATUS_RANK[mention.status] > _STATUS_RANK[known]:
            last[day] = mention.status
    day = max(last)
    chosen = last[day]
    if len(set(last.values())) == 1:
        return chosen, ""
    before = ", ".join(dict.fromkeys(last[d] for d in sorted(last) if last[d] != chosen))
    return chosen, f"status {chosen} as last reported ({day}); earlier: {before}"


def _best_mention(
    mentions: Sequence[EventMention], interval: Interval, event_type: str, sources: Sources
) -> EventMention:
    """The mention to quote: the chosen date and type, most actors, a full sentence of fair length."""

    def flaws(mention: EventMention) -> tuple[object, ...]:
        kind = sources.kind_of.get((mention.document_id, mention.sentence), "body")
        return (
            mention.event_type != event_type,
            mention.interval != interval,
            mention.document_id != sources.original(mention),
            _KIND_RANK.get(kind, 0),
            len(mention.quote) > _LONG_QUOTE,
            -len({participant.actor_id for participant in mention.participants}),
            mention.place is None,
            mention.status != "occurred",
            -round(mention.confidence, 6),
            sources.rank(mention),
        )

    return min(mentions, key=flaws)


def _scope(mentions: Sequence[EventMention]) -> tuple[str, ...]:
    found = {scope for mention in mentions for scope in mention.scope}
    named = found - {"other"}
    return tuple(sorted(named or found))


def _confidence(mentions: Sequence[EventMention], interval: Interval, status: str, sources: Sources) -> float:
    """Noisy-or over independent sources, lowered by the share of them that contradict the row."""
    best: dict[str, float] = {}
    agreeing: set[str] = set()
    for mention in mentions:
        source = sources.original(mention)
        best[source] = max(best.get(source, 0.0), mention.confidence)
        if mention.interval.overlaps(interval) and (mention.status == "denied") == (status == "denied"):
            agreeing.add(source)
    ranked = sorted(best.values(), reverse=True)
    doubt = 1.0 - ranked[0]
    for confidence in ranked[1:]:
        doubt *= 1.0 - _WEIGHT_OF_FURTHER * confidence
    against = 1.0 - len(agreeing) / len(best)
    return round(min(0.99, (1.0 - doubt) * (1.0 - 2 * _DOUBT_OF_CONTRADICTION * min(0.5, against))), 4)
