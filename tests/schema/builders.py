"""Builders of records and tables for the tests of schema, validate and write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd

from pipeline.core.intervals import Interval, day, year
from pipeline.core.records import Document, Event, EventMention, Participant, PlaceMention, Sentence
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.frames import (
    ActorFacts,
    actors_frame,
    changes_frame,
    documents_frame,
    event_actors_frame,
    mentions_frame,
    timeline_frame,
)
from tests.factories import a_document

BAKU = PlaceMention(0, 4, "pbaku", "Baku", "AZE", 40.4093, 49.8671)
BAYRAMOV = Participant(
    "ajeyhun-bayramov", "Jeyhun Bayramov", "person", "AZE", "participant", "Foreign Minister of Azerbaijan"
)
PAKISTAN = Participant("apakistan", "Pakistan", "state", "PAK", "agent")

PLAIN = "The ministers met in Baku on 10 November 2020. They signed a plan in 1991."
URDU = "وزیر خارجہ نے باکو میں ملاقات کی۔"
HOSTILE = (
    "</script><img src=x onerror=alert(1)> met {{data}} <!--<script> =HYPERLINK(1) \u2028 \x00\x1b"
    " _x0041_ \U0001f600 'quoted' & \ud800 end."
)

PUBLISHED = {
    "dplain": date(2020, 11, 10),
    "durdu": date(2020, 11, 11),
    "dhostile": date(2020, 11, 12),
}
NOON_UTC = datetime(2020, 11, 10, 8, 30, tzinfo=UTC)
"""When the plain document was published."""


def a_mention(document: Document, trigger: str, **changes: object) -> EventMention:
    """A meeting of 10 November 2020, reported by the document's first sentence that has the trigger."""
    sentence = next(s for s in document.sentences if trigger in document.text[s.start : s.end])
    start = document.text.index(trigger, sentence.start)
    digest = hashlib.sha256(f"{document.document_id} {start} {changes}".encode()).hexdigest()[:12]
    mention = EventMention(
        mention_id=f"m{digest}",
        document_id=document.document_id,
        sentence=sentence.index,
        char_start=sentence.start,
        char_end=sentence.end,
        quote=document.text[sentence.start : sentence.end],
        trigger=trigger,
        trigger_start=start,
        trigger_end=start + len(trigger),
        event_type="meeting",
        interval=day(date(2020, 11, 10)),
        date_basis="publication",
        date_text=None,
        date_text_start=None,
        date_text_end=None,
        participants=(BAYRAMOV, PAKISTAN),
        place=BAKU,
        status="occurred",
        attribution=None,
        title="Foreign Minister of Azerbaijan meets Pakistan's in Baku",
        scope=("azerbaijan_pakistan",),
        confidence=0.8123456,
        rule_id="en.triggers.meet",
    )
    return replace(mention, **changes)  # type: ignore[arg-type]


def dated(mention: EventMention, document: Document, phrase: str) -> EventMention:
    """The mention, its date read from a phrase of the document."""
    start = document.text.index(phrase)
    return replace(
        mention,
        date_basis="explicit",
        date_text=phrase,
        date_text_start=start,
        date_text_end=start + len(phrase),
        date_rule_id="en.dates.day_month_year",
    )


def an_event(mentions: Iterable[EventMention], *, event_id: str | None = None) -> Event:
    """The event that some mentions report, with the values of the first."""
    mentions = list(mentions)
    first = mentions[0]
    document_ids = tuple(dict.fromkeys(m.document_id for m in mentions))
    return Event(
        event_id=event_id or f"e{first.mention_id[1:]}",
        event_type=first.event_type,
        interval=first.interval,
        date_basis=first.date_basis,
        title=first.title,
        participants=first.participants,
        participant_mentions=tuple(
            sum(any(q.actor_id == p.actor_id for q in m.participants) for m in mentions) for p in first.participants
        ),
        place=first.place,
        status=first.status,
        scope=first.scope,
        quote=first.quote,
        quote_document=first.document_id,
        mention_ids=tuple(m.mention_id for m in mentions),
        document_ids=document_ids,
        n_sources=len(document_ids),
        first_published=min(PUBLISHED[id_] for id_ in document_ids),
        last_published=max(PUBLISHED[id_] for id_ in document_ids),
        confidence=first.confidence,
    )


def documents() -> list[Document]:
    """A plain, an Urdu, a hostile and a failed document."""
    zone = timezone(timedelta(hours=4))
    plain = replace(
        a_document(PLAIN, published="2020-11-10", title="Ministers meet"),
        document_id="dplain",
        published_at=datetime(2020, 11, 10, 12, 30, tzinfo=zone),
        published_basis="header",
        publisher="Agency; of news",
        url="javascript:alert(1)",
    )
    urdu = replace(a_document(URDU, published="2020-11-11", language="ur"), document_id="durdu", path="u/خبر.txt")
    hostile = replace(
        a_document("x", published="2020-11-12"),
        document_id="dhostile",
        path="=h.html",
        text=HOSTILE,
        sentences=(Sentence(0, 0, len(HOSTILE), 0),),
    )
    failed = Document("dfailed", "-broken.pdf", "1" * 64, "pdf", state="failed", warning="=1+1 no text")
    return [plain, urdu, hostile, failed]


def records() -> tuple[list[Document], list[EventMention], list[Event]]:
    """Documents, mentions and events: one well-proven event, one of the year 1991, one from each odd text."""
    plain, urdu, hostile, failed = documents()
    met = dated(a_mention(plain, "met"), plain, "10 November 2020")
    signed = a_mention(
        plain, "signed", event_type="agreement", interval=year(1991), place=None, participants=(PAKISTAN,)
    )
    old = Interval(date(1813, 10, 24), date(1813, 10, 24), "day", approximate=True)
    told = a_mention(urdu, "ملاقات")
    nasty = a_mention(hostile, "met", title="=HYPERLINK(0) </script>", interval=old, attribution="+1", status="denied")
    events = [an_event([met, told]), an_event([signed]), an_event([nasty])]
    return [plain, urdu, hostile, failed], [met, signed, told, nasty], events


def tables_of(documents: list[Document], mentions: list[EventMention], events: list[Event]) -> dict[str, pd.DataFrame]:
    """All tables but ``rejected``."""
    event_of = {mention_id: event.event_id for event in events for mention_id in event.mention_ids}
    known = {"apakistan": ActorFacts(("Islamic Republic of Pakistan", "Pakistan"), "Q843")}
    return {
        "timeline": timeline_frame(events, load_event_types(load_lexicon())),
        "mentions": mentions_frame(mentions, event_of),
        "event_actors": event_actors_frame(events),
        "actors": actors_frame(events, mentions, known),
        "documents": documents_frame(documents, mentions),
        "changes": changes_frame([{"event_id": event.event_id, "change": "added"} for event in events]),
    }


def all_tables() -> dict[str, pd.DataFrame]:
    """All tables but ``rejected``, of ``records``."""
    return tables_of(*records())
