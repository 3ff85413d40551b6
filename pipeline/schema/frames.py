"""Records of the stages -> DataFrames of the output tables, always in the same order.

Nothing is decided here: each function lays out what the records say in the columns of
``schema/tables.py``. Orders and keys are those of the docstrings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from pipeline.core.errors import Problem
from pipeline.core.records import Document, Event, EventMention, Participant, PlaceMention
from pipeline.schema.build import make_frame
from pipeline.schema.tables import CHANGES, STAGES

Row = dict[str, Any]


class EventCodes(Protocol):
    """What the timeline takes over from an event type of the lexicon; texts are empty where there is none."""

    @property
    def plover_type(self) -> str: ...  # noqa: D102
    @property
    def cameo_code(self) -> str: ...  # noqa: D102
    @property
    def quad_class(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What the lexicon knows about an actor beyond its mentions.

    Attributes:
        aliases: Other spellings of the name.
        wikidata: Q-id, or ``None``.
    """

    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


def timeline_frame(
    events: Iterable[Event],
    event_types: Mapping[str, EventCodes],
    curated: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """One row per event; key ``event_id``; by ``date_start``, ``date_end``, ``event_type``, ``event_id``.

    Args:
        events: The events.
        event_types: Give the codes of other ontologies.
        curated: What people corrected, by ``event_id``.
    """
    notes = curated or {}
    rows = [
        {**_event_row(event, event_types.get(event.event_type)), "curated": notes.get(event.event_id)}
        for event in _in_order(events)
    ]
    return make_frame("timeline", rows)


def mentions_frame(mentions: Iterable[EventMention], event_of: Mapping[str, str]) -> pd.DataFrame:
    """One row per mention; key ``mention_id``; by document, sentence and trigger.

    A mention that ``event_of`` does not know has no ``event_id``; validation turns it away.
    """
    ordered = sorted(mentions, key=lambda m: (m.document_id, m.sentence, m.trigger_start, m.mention_id))
    return make_frame("mentions", [_mention_row(m, event_of.get(m.mention_id)) for m in ordered])


def event_actors_frame(events: Iterable[Event]) -> pd.DataFrame:
    """One row per event and actor, which are the key; events as in the timeline, main actors first."""
    return make_frame("event_actors", [row for event in _in_order(events) for row in _actor_rows(event)])


def actors_frame(
    events: Iterable[Event],
    mentions: Iterable[EventMention],
    known: Mapping[str, ActorFacts] | None = None,
) -> pd.DataFrame:
    """One row per actor of an event or mention; key and order ``actor_id``.

    Args:
        events: Give the number of events and the first and last day seen.
        mentions: Add the actors that no event kept.
        known: Aliases and Wikidata ids by ``actor_id``.
    """
    events = list(events)
    seen: dict[str, list[Participant]] = defaultdict(list)
    groups = [event.participants for event in events] + [mention.participants for mention in mentions]
    for group in groups:
        for participant in group:
            seen[participant.actor_id].append(participant)
    events_of: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for actor_id in {p.actor_id for p in event.participants}:
            events_of[actor_id].append(event)
    facts = known or {}
    return make_frame(
        "actors",
        [
            _who_row(actor_id, seen[actor_id], events_of[actor_id], facts.get(actor_id, ActorFacts()))
            for actor_id in sorted(seen)
        ],
    )


def documents_frame(documents: Iterable[Document], mentions: Iterable[EventMention]) -> pd.DataFrame:
    """One row per input document, failed and empty ones included; key ``document_id``; by ``path``."""
    counts = Counter(mention.document_id for mention in mentions)
    ordered = sorted(documents, key=lambda d: (d.path, d.document_id))
    return make_frame("documents", [_document_row(d, counts[d.document_id]) for d in ordered])


def rejected_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """One row per problem, doublets once; what was turned away first, then by stage and file."""
    rows = [
        {name: getattr(problem, name) for name in Problem.__dataclass_fields__}
        for problem in sorted(set(problems), key=_problem_order)
    ]
    return make_frame("rejected", rows)


def changes_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """One row per change, absent keys missing; by event, kind of change and column."""
    names = ("event_id", "change", "column", "before", "after", "reason", "document_id")
    full = [{name: row.get(name) for name in names} for row in rows]
    ranks = {change: rank for rank, change in enumerate(CHANGES)}
    full.sort(key=lambda row: (ranks.get(str(row["change"]), 9), *(str(row[name] or "") for name in names)))
    full.sort(key=lambda row: str(row["event_id"]))
    return make_frame("changes", full)


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.interval.start, e.interval.end, e.event_type, e.event_id))


def _problem_order(problem: Problem) -> tuple[Any, ...]:
    stage = STAGES.index(problem.stage) if problem.stage in STAGES else len(STAGES)
    texts = (problem.path, problem.document_id, problem.row_id, problem.check, problem.column)
    bounds = (problem.char_start, problem.char_end)
    rest = (problem.value, problem.reason)
    return (not problem.fatal, stage, not problem.path, *(t or "" for t in texts), *(b or 0 for b in bounds), *rest)


def _event_row(event: Event, codes: EventCodes | None) -> Row:
    return {
        "event_id": event.event_id,
        **_interval_cells(event),
        "date_basis": event.date_basis,
        "event_type": event.event_type,
        "plover_type": codes.plover_type if codes else None,
        "cameo_code": codes.cameo_code if codes else None,
        "quad_class": codes.quad_class if codes else None,
        "title": event.title,
        **_participant_cells(event.participants),
        "countries": _distinct(p.country for p in event.participants),
        **_place_cells(event.place),
        "status": event.status,
        "scope": event.scope,
        "quote": event.quote,
        "quote_document": event.quote_document,
        "n_mentions": len(event.mention_ids),
        "n_documents": len(event.document_ids),
        "n_sources": event.n_sources,
        "first_published": event.first_published,
        "last_published": event.last_published,
        "document_ids": event.document_ids,
        "confidence": _rounded(event.confidence),
        "merge_score": _rounded(event.merge_score),
    }


def _mention_row(mention: EventMention, event_id: str | None) -> Row:
    same = (
        "mention_id", "document_id", "sentence", "char_start", "char_end", "quote", "trigger",
        "trigger_start", "trigger_end", "event_type", "date_text", "date_text_start", "date_text_end",
        "date_basis", "status", "attribution", "rule_id", "date_rule_id", "reasons",
    )  # fmt: skip
    return {
        **{name: getattr(mention, name) for name in same},
        "event_id": event_id,
        **_interval_cells(mention),
        **_participant_cells(mention.participants),
        **_place_cells(mention.place),
        "confidence": _rounded(mention.confidence),
    }


def _interval_cells(record: Event | EventMention) -> Row:
    return {
        "date_start": record.interval.start,
        "date_end": record.interval.end,
        "date_precision": record.interval.precision,
        "date_approximate": record.interval.approximate,
    }


def _participant_cells(participants: Sequence[Participant]) -> Row:
    by_id = {p.actor_id: p for p in reversed(participants)}
    ordered = [by_id[actor_id] for actor_id in _distinct(p.actor_id for p in participants)]
    return {
        "actors": [p.name for p in ordered],
        "agents": _distinct(p.name for p in participants if p.role == "agent"),
        "recipients": _distinct(p.name for p in participants if p.role == "recipient"),
        "actor_ids": [p.actor_id for p in ordered],
    }


def _place_cells(place: PlaceMention | None) -> Row:
    if place is None:
        return dict.fromkeys(("place", "place_country", "latitude", "longitude"))
    return {
        "place": place.name,
        "place_country": place.country,
        "latitude": _rounded(place.latitude, 5),
        "longitude": _rounded(place.longitude, 5),
    }


def _actor_rows(event: Event) -> list[Row]:
    return [
        {
            "event_id": event.event_id,
            "actor_id": participant.actor_id,
            "role": participant.role,
            "office": participant.office,
            "n_mentions": count,
        }
        for participant, count in zip(event.participants, event.participant_mentions, strict=True)
    ]


def _who_row(actor_id: str, seen: Sequence[Participant], events: Sequence[Event], facts: ActorFacts) -> Row:
    name = _most_frequent(p.name for p in seen)
    return {
        "actor_id": actor_id,
        "name": name,
        "kind": _most_frequent(p.kind for p in seen),
        "country": _most_frequent(p.country for p in seen),
        "wikidata": facts.wikidata,
        "aliases": [alias for alias in _distinct(facts.aliases) if alias != name],
        "n_events": len(events),
        "first_seen": min((e.interval.start for e in events), default=None),
        "last_seen": max((e.interval.end for e in events), default=None),
    }


def _document_row(document: Document, n_mentions: int) -> Row:
    counted = {
        "n_chars": len(document.text),
        "n_sentences": len(document.sentences),
        "n_mentions": n_mentions,
        "published_confidence": _rounded(document.published_confidence),
    }
    names = Document.__dataclass_fields__.keys() - {"sentences", "day_first"} - counted.keys()
    return {**{name: getattr(document, name) for name in names}, **counted}


def _distinct(values: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


def _most_frequent(values: Iterable[str | None]) -> str | None:
    """The commonest value; of equally common ones the first in the alphabet."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _rounded(value: float | None, digits: int = 4) -> float | None:
    """Digits beyond these mean nothing and would make reruns on other machines differ."""
    return None if value is None else round(float(value), digits)
