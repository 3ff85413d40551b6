"""One-line builders of mentions and documents for the tests of linking."""

from __future__ import annotations

import hashlib
from datetime import date

from pipeline.core.intervals import Interval
from pipeline.core.records import Document, EventMention, Participant, PlaceMention
from pipeline.core.text import fold, slug
from pipeline.lexicon.load import load_lexicon
from pipeline.link.curation import known_names, parse_interval

LEXICON = load_lexicon()
STATES = {
    "Azerbaijan": "AZE", "Armenia": "ARM", "Pakistan": "PAK", "Turkey": "TUR", "Russia": "RUS", "Iran": "IRN",
}  # fmt: skip
PERSONS = {
    "Ilham Aliyev": "AZE", "Jeyhun Bayramov": "AZE", "Shehbaz Sharif": "PAK", "Ishaq Dar": "PAK",
    "Asif Ali Zardari": "PAK", "Recep Tayyip Erdogan": "TUR", "Hakan Fidan": "TUR", "Nikol Pashinyan": "ARM",
    "Vladimir Putin": "RUS",
}  # fmt: skip
_PLACES = known_names(LEXICON)[1]


def when(text: str) -> Interval:
    """ "2020-11-10", "2020-11", "2020", "2024-07-11..2024-07-12"."""
    interval = parse_interval(text)
    assert interval is not None
    return interval


def a_participant(name: str, role: str = "participant") -> Participant:
    """A known state or person; a leading ">" makes it the agent."""
    if name.startswith(">"):
        name, role = name[1:], "agent"
    kind = "state" if name in STATES else "person" if name in PERSONS else "organisation"
    return Participant(f"a{slug(name)}", name, kind, STATES.get(name) or PERSONS.get(name), role)  # type: ignore[arg-type]


def a_place(name: str) -> PlaceMention:
    """A place of the gazetteer; "Karabakh" is the region."""
    return _PLACES[fold("Nagorno-Karabakh" if name == "Karabakh" else name)]


def a_mention(
    event_type: str,
    date_text: str,
    actors: str = "",
    place: str | None = None,
    *,
    document: str = "d1",
    sentence: int = 0,
    status: str = "occurred",
    quote: str = "",
    trigger: str = "",
    confidence: float = 0.8,
    basis: str = "explicit",
) -> EventMention:
    """A mention; ``actors`` are names joined by ";", a leading ">" marks an agent."""
    words = quote or f"A report of a {event_type} on {date_text} by {actors}"
    spoken = trigger or words
    start = words.index(spoken)
    content = f"{document}|{sentence}|{event_type}|{words}|{date_text}|{actors}|{place}"
    return EventMention(
        mention_id="m" + hashlib.sha256(content.encode()).hexdigest()[:16],
        document_id=document,
        sentence=sentence,
        char_start=0,
        char_end=len(words),
        quote=words,
        trigger=spoken,
        trigger_start=start,
        trigger_end=start + len(spoken),
        event_type=event_type,
        interval=when(date_text),
        date_basis=basis,  # type: ignore[arg-type]
        date_text=None,
        date_text_start=None,
        date_text_end=None,
        participants=tuple(a_participant(name.strip()) for name in actors.split(";") if name.strip()),
        place=a_place(place) if place else None,
        status=status,  # type: ignore[arg-type]
        attribution=None,
        title=f"{event_type}: {actors}",
        scope=("karabakh",),
        confidence=confidence,
        rule_id="test",
    )


def a_document(document_id: str, published: str | None = None, text: str = "", path: str = "") -> Document:
    """A document published on a day, in English."""
    return Document(
        document_id=document_id,
        path=path or f"{document_id}.txt",
        sha256="",
        format="txt",
        language="en",
        published_date=date.fromisoformat(published) if published else None,
        text=text,
    )
