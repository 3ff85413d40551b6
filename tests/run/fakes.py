"""Stand-ins for the stage functions, so that the machinery of a run is tested alone and quickly.

A document is one line: ``2020-11-10 meeting Azerbaijan Pakistan``. ``boom`` makes the reader raise.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.errors import Problem
from pipeline.core.intervals import day
from pipeline.core.records import Document, Event, EventMention, Participant, Sentence

calls: list[str] = []


@dataclass(frozen=True, slots=True)
class NormalizeResult:
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractResult:
    mentions: tuple[EventMention, ...]
    off_topic: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkResult:
    events: tuple[Event, ...]
    event_of: dict[str, str] = field(default_factory=dict)
    duplicate_of: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    merged_into: dict[str, str] = field(default_factory=dict)
    split_into: dict[str, tuple[str, ...]] = field(default_factory=dict)
    curated: dict[str, str] = field(default_factory=dict)
    dismissed: dict[str, str] = field(default_factory=dict)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Source:
    name: str
    data: bytes


def open_sources(path: Path, root: Path, share: object) -> Iterator[Source]:
    yield Source(path.relative_to(root).as_posix(), path.read_bytes())


def normalize_source(source: Source, lexicon: object) -> NormalizeResult:
    name, content = source.name, source.data
    calls.append(f"normalize {name}")
    text = content.decode("utf-8").strip()
    if text == "boom":
        raise ValueError("cannot read this")
    state = "ok" if text else "empty"
    problem = Problem("normalize", "empty_file", name, "The file is empty. Fill or remove it.", "d" + _digest(text))
    document = Document(
        document_id="d" + _digest(text),
        path=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format="txt",
        encoding="utf-8",
        language="en",
        published_date=date(2021, 1, 1) if text else None,
        published_precision="day" if text else None,
        published_basis="header" if text else None,
        text=text,
        sentences=(Sentence(0, 0, len(text), 0),) if text else (),
        state=state,
    )
    return NormalizeResult((document,), () if text else (problem,))


def extract_document(document: Document, lexicon: object) -> ExtractResult:
    calls.append(f"extract {document.path}")
    when, event_type, *names = document.text.split()
    participants = tuple(Participant(f"a{name.lower()}", name, "state", None, "participant") for name in names)
    mention = EventMention(
        mention_id="m" + _digest(document.document_id),
        document_id=document.document_id,
        sentence=0,
        char_start=0,
        char_end=len(document.text),
        quote=document.text,
        trigger=event_type,
        trigger_start=11,
        trigger_end=11 + len(event_type),
        event_type=event_type,
        interval=day(date.fromisoformat(when)),
        date_basis="explicit",
        date_text=when,
        date_text_start=0,
        date_text_end=10,
        participants=participants,
        place=None,
        status="occurred",
        attribution=None,
        title=f"{' and '.join(names)}: {event_type}",
        scope=("karabakh",),
        confidence=0.8,
        rule_id="fake.rule",
    )
    return ExtractResult((mention,))


def link_mentions(
    mentions: list[EventMention],
    documents: list[Document],
    lexicon: object,
    *,
    previous: tuple[Event, ...] = (),
    corrections: object = (),
) -> LinkResult:
    calls.append("link")
    grouped: dict[tuple[date, str], list[EventMention]] = {}
    for mention in sorted(mentions, key=lambda one: one.mention_id):
        grouped.setdefault((mention.interval.start, mention.event_type), []).append(mention)
    events = [_event(key, group) for key, group in sorted(grouped.items())]
    event_of = {mention_id: event.event_id for event in events for mention_id in event.mention_ids}
    return LinkResult(tuple(events), event_of)


def _event(key: tuple[date, str], group: list[EventMention]) -> Event:
    first = group[0]
    return Event(
        event_id="e" + _digest(repr(key))[:12],
        event_type=first.event_type,
        interval=first.interval,
        date_basis="explicit",
        title=first.title,
        participants=first.participants,
        participant_mentions=tuple(len(group) for _ in first.participants),
        place=None,
        status="occurred",
        scope=first.scope,
        quote=first.quote,
        quote_document=first.document_id,
        mention_ids=tuple(one.mention_id for one in group),
        document_ids=tuple(sorted({one.document_id for one in group})),
        n_sources=1,
        first_published=date(2021, 1, 1),
        last_published=date(2021, 1, 1),
        confidence=0.8,
    )


def install(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put the stand-ins where the stages are imported from; returns the list of calls they make."""
    calls.clear()
    stages = {
        "pipeline.normalize.files": {"open_sources": open_sources, "normalize_source": normalize_source},
        "pipeline.extract.document": {"extract_document": extract_document},
        "pipeline.link.link": {"link_mentions": link_mentions, "LinkResult": LinkResult},
    }
    for name, members in stages.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    return calls
