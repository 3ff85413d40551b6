"""One normalised document to its event mentions: times, places, actors, then events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline import times
from pipeline.core.errors import Problem
from pipeline.core.records import ActorMention, Document, EventMention, PlaceMention, Timex
from pipeline.extract.actors.find import find_actors
from pipeline.extract.events.find import find_events
from pipeline.extract.events.scope import is_on_topic
from pipeline.extract.parts import as_in_document, parts_by_language
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class ExtractResult:
    """What one document gave.

    Attributes:
        mentions: Event mentions in text order; empty when the document is off topic.
        off_topic: The document names no country and no word of the subject.
        problems: Doubts worth a row in ``rejected``.
    """

    mentions: tuple[EventMention, ...]
    off_topic: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Spans:
    """Everything that the extractors before the events found, for ``explain``."""

    timexes: tuple[Timex, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]


def _precision(document: Document) -> Literal["day", "month", "year"]:
    """How fine the publication date is known; a day for a document that gives none."""
    if document.published_precision == "month":
        return "month"
    return "year" if document.published_precision == "year" else "day"


def find_spans(document: Document, lexicon: Lexicon) -> Spans:
    """Time expressions, places and actors of a document, each in text order."""
    timexes = times.tag(
        document.text,
        document.published_date,
        language=document.language or "en",
        lexicon=lexicon,
        day_first=document.day_first,
        sentences=document.sentences,
        reference_precision=_precision(document),
    )
    places = find_places(document, lexicon)
    actors = find_actors(document, lexicon, timexes=timexes, places=places)
    return Spans(tuple(timexes), tuple(places), tuple(actors))


def extract_document(document: Document, lexicon: Lexicon) -> ExtractResult:
    """Event mentions of one document, its paragraphs in other languages each read by their own rules.

    A document that is not ``ok`` gives none. An off-topic one gives none and says so.
    """
    if document.state != "ok" or not document.sentences:
        return ExtractResult(())
    mentions: list[EventMention] = []
    actors: list[ActorMention] = []
    places: list[PlaceMention] = []
    for part in parts_by_language(document, lexicon):
        spans = find_spans(part, lexicon)
        found = find_events(part, lexicon, timexes=spans.timexes, actors=spans.actors, places=spans.places)
        mentions += (as_in_document(mention, part, document) for mention in found)
        actors += spans.actors
        places += spans.places
    if not is_on_topic(document.text, actors, places, lexicon, n_events=len(mentions)):
        return ExtractResult((), off_topic=True)
    return ExtractResult(tuple(sorted(mentions, key=lambda mention: mention.sentence)))
