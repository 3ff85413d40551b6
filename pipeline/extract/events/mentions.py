"""One event mention from its parts, for both ways of reading a sentence.

In: a sentence, and what was decided about an event in it. Out: the mention with its title, scope and confidence.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.core.records import (
    ActorMention,
    Document,
    EventMention,
    Participant,
    PlaceMention,
    Sentence,
    Status,
    Timex,
)
from pipeline.extract.events.confidence import describe, rate
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.scope import find_scope
from pipeline.extract.events.titles import write_title
from pipeline.lexicon.load import Lexicon

_Span = TypeVar("_Span", Timex, ActorMention, PlaceMention)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one event.

    Attributes:
        event_type: Id of ``common/event_types.csv``.
        rule_id: The trigger rule.
        weight: How often that rule is right, 0 to 1.
        start: Of the trigger, in characters of the normalised text.
        end: One past its last character.
        nominal: A noun carries the event.
        dated: When it happened.
        participants: Who took part, in the order of their roles.
        place: Where.
        status: Whether it happened.
        attribution: Who says so.
        bystanders: Every actor named in the sentence; they decide the scope when the participants do not.
        what: What was signed, opened or said, for the title.
    """

    event_type: str
    rule_id: str
    weight: float
    start: int
    end: int
    nominal: bool
    dated: Dated
    participants: tuple[Participant, ...]
    place: PlaceMention | None
    status: Status
    attribution: str | None
    bystanders: Sequence[ActorMention]
    what: str = ""


def build_mention(
    document: Document, sentence: Sentence, read: Reading, lexicon: Lexicon, *, key: str = ""
) -> EventMention:
    """The mention; ``key`` tells apart events of one type that share a trigger."""
    read = replace(read, place=_without_actor(read.place, read.participants))
    text, dated, timex = document.text, read.dated, read.dated.timex
    quote = text[sentence.start : sentence.end]
    features = describe(dated, read.participants, sentence, read.status, nominal=read.nominal)
    confidence, reasons = rate(features, read.weight, lexicon)
    return EventMention(
        mention_id=_mention_id(f"{document.document_id}:{read.start}:{read.end}:{read.event_type}{key}"),
        document_id=document.document_id,
        sentence=sentence.index,
        char_start=sentence.start,
        char_end=sentence.end,
        quote=quote,
        trigger=text[read.start : read.end],
        trigger_start=read.start,
        trigger_end=read.end,
        event_type=read.event_type,
        interval=dated.interval,
        date_basis=dated.basis,
        date_text=timex.text if timex else None,
        date_text_start=timex.start if timex else None,
        date_text_end=timex.end if timex else None,
        participants=read.participants,
        place=read.place,
        status=read.status,
        attribution=read.attribution,
        title=write_title(read.event_type, read.participants, read.place, read.status, lexicon, what=read.what),
        scope=find_scope(read.participants, read.place, quote, read.bystanders, lexicon),
        confidence=confidence,
        rule_id=read.rule_id,
        date_rule_id=timex.rule_id if timex else None,
        reasons=(dated.reason, *reasons),
    )


def _without_actor(place: PlaceMention | None, participants: Sequence[Participant]) -> PlaceMention | None:
    """The place, unless it is a country whose name stands for a state that acts: "Turkey and Pakistan met"."""
    if place is None or place.kind != "country":
        return place
    acts = any(p.start == place.start and p.role in ("agent", "participant") for p in participants)
    return None if acts else place


def spans_inside(spans: Sequence[_Span], sentence: Sentence) -> list[_Span]:
    """The spans that lie wholly in the sentence; ``spans`` are in text order."""
    first = bisect_left(spans, sentence.start, key=lambda span: span.start)
    found: list[_Span] = []
    for span in spans[first:]:
        if span.start >= sentence.end:
            break
        if span.end <= sentence.end:
            found.append(span)
    return found


def _mention_id(key: str) -> str:
    return "m" + hashlib.sha256(key.encode()).hexdigest()[:16]
