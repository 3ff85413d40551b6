"""The records that travel between the stages. Plain frozen dataclasses, no behaviour.

Every ``start``/``end`` pair counts Unicode code points in ``Document.text``, end excluded, so that
``text[start:end]`` is the quoted surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pipeline.core.intervals import Interval

SentenceKind = Literal["title", "heading", "body", "item"]
DateBasis = Literal["explicit", "relative", "named_period", "publication", "context"]
PublishedBasis = Literal["metadata", "header", "dateline", "body", "inferred"]
Status = Literal["occurred", "ongoing", "planned", "denied"]
Role = Literal["agent", "recipient", "participant", "host", "mediator"]
DocumentState = Literal["ok", "empty", "failed", "off_topic"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document.

    Attributes:
        index: Position in the document, from 0.
        start: First code point.
        end: End, excluded; surrounding blanks are not part of the sentence.
        paragraph: Index of its paragraph, from 0.
        kind: ``title`` for the headline, ``heading`` for one inside the text, ``item`` for a line of
            a list, table or chronology, else ``body``.
        language: Lexicon code of the sentence's language, normally the document's.
    """

    index: int
    start: int
    end: int
    paragraph: int
    kind: SentenceKind = "body"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Document:
    """A normalised input document.

    Attributes:
        document_id: ``d`` and 16 hex digits of the SHA-256 of the article's content.
        path: Relative to the input folder, ``/`` separated; ``#0`` and so on for articles of one file,
            ``archive.zip#name`` for a member of an archive.
        sha256: Digest of the file's bytes.
        format: txt, html, md, json, jsonl, eml, pdf, csv, parquet; zip, tar, ... of a container that cannot be read.
        encoding: Name of the encoding that the bytes were read with, or ``None``.
        language: Lexicon code, or ``None`` when nothing tells.
        title: Headline without clutter, or ``None``.
        byline: Author as written, or ``None``.
        publisher: Outlet, agency or sender, or ``None``.
        url: Address of the article, or ``None``.
        published_at: Time of publication with its zone, or ``None`` when no time or zone is given.
        published_date: Day of publication, or ``None``; the anchor of relative expressions. Where only the month or
            the year is known it is the first day of that month, or 1 January: look at the precision before use.
        published_precision: ``day``, ``month``, ``year`` or ``None``; tells how much of ``published_date`` is known.
        published_basis: Where the date was found.
        published_text: The words (or metadata field) that it was read from, or ``None``.
        published_confidence: 0 to 1.
        dateline_place: Place named in the dateline ("BAKU, Feb 24"), as written, or ``None``.
        day_first: Whether 10/11/2020 is 10 November here; ``None`` when nothing settles it.
        text: Normalised text: the title first when there is one, then the body, clutter removed.
        sentences: In text order, not overlapping.
        state: ok, empty, failed or off_topic.
        warning: What a person should know about this document, or ``None``.
        duplicate_of: document_id of the copy that it repeats, or ``None`` (set by link).
    """

    document_id: str
    path: str
    sha256: str
    format: str
    encoding: str | None = None
    language: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_date: date | None = None
    published_precision: str | None = None
    published_basis: PublishedBasis | None = None
    published_text: str | None = None
    published_confidence: float = 0.0
    dateline_place: str | None = None
    day_first: bool | None = None
    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    state: DocumentState = "ok"
    warning: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in a text, recognised and resolved (TIMEX3 of TimeML, plus a day interval).

    Attributes:
        start: First code point.
        end: End, excluded.
        text: ``text[start:end]``.
        type: TIMEX3 type.
        value: TIMEX3 value, e.g. ``2020-11-10``, ``2020-W46``, ``P3D``, ``PAST_REF``.
        mod: TIMEX3 modifier (START, MID, END, APPROX, ...), or ``None``.
        interval: The days it names, or ``None`` when it names no piece of the calendar.
        basis: How the interval was found; never ``publication`` (that is the lack of an expression).
        anchor: What a relative expression was counted from: ``publication``, the start offset of
            another expression as ``text:123``, or ``None`` for none.
        ambiguous: More than one reading was possible and nothing in the document settled it.
        rule_id: Rule that recognised it, e.g. ``en.dates.day_month_year``.
        confidence: 0 to 1, that the interval is right.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str | None = None
    interval: Interval | None = None
    basis: DateBasis = "explicit"
    anchor: str | None = None
    ambiguous: bool = False
    rule_id: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named or referred to in a text.

    Attributes:
        start: First code point of the words (title included, "Foreign Minister Jeyhun Bayramov").
        end: End, excluded.
        actor_id: ``a`` + slug for known ones, ``u`` + slug of the name for unknown ones.
        name: Canonical name in plain ASCII ("Jeyhun Bayramov", "Turkey").
        kind: person, state, government, military, organisation, armed_group, company, body.
        country: ISO 3166-1 alpha-3 of the actor's side, or ``None``.
        office: Office held at the document's time ("Foreign Minister of Pakistan"), or ``None``.
        found_by: name, alias, office, coreference, demonym, metonym, title_name, unknown_name.
        group: Further actors for a plural reference ("the two ministers"): this mention stands for
            all members; empty for a single actor.
        confidence: 0 to 1.
        attributive: The words only modify a noun ("Azerbaijani troops", "Turkish commando unit").
    """

    start: int
    end: int
    actor_id: str
    name: str
    kind: str
    country: str | None = None
    office: str | None = None
    found_by: str = "name"
    group: tuple[ActorMention, ...] = ()
    confidence: float = 1.0
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text.

    Attributes:
        start: First code point.
        end: End, excluded.
        place_id: ``p`` + slug.
        name: Canonical name in plain ASCII ("Kalbajar").
        country: ISO 3166-1 alpha-3, or ``None``.
        latitude: WGS 84 degrees, or ``None``.
        longitude: WGS 84 degrees, or ``None``.
        kind: country, region, district, city, town, village, venue, other.
        parents: Ids of the places that contain it, nearest first.
        confidence: 0 to 1, that a place is meant (and not, say, its government).
    """

    start: int
    end: int
    place_id: str
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    kind: str = "city"
    parents: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in the role that it plays in one event mention."""

    actor_id: str
    name: str
    kind: str
    country: str | None
    role: Role
    office: str | None = None
    found_by: str = "name"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place in one document that reports an event: the evidence of a timeline row.

    Attributes:
        mention_id: ``m`` + digest of document, sentence, trigger span and type.
        document_id: Document.
        sentence: Index of the sentence.
        char_start: First code point of the sentence.
        char_end: End of the sentence, excluded.
        quote: ``text[char_start:char_end]``.
        trigger: Words that carry the event.
        trigger_start: First code point of the trigger.
        trigger_end: End of the trigger, excluded.
        event_type: Id of ``common/event_types.csv``.
        interval: When.
        date_basis: How the interval was found.
        date_text: Expression that it came from, or ``None``.
        date_text_start: First code point of that expression, or ``None``.
        date_text_end: End, excluded, or ``None``.
        participants: Principal actors with roles, most important first.
        place: Where, or ``None``.
        status: occurred, ongoing, planned, denied.
        attribution: Who says so, as a canonical name or the source's words, or ``None``.
        title: One line that a reader understands alone.
        scope: Some of azerbaijan_pakistan, karabakh, other; never empty.
        confidence: 0 to 1.
        rule_id: Trigger rule that fired.
        date_rule_id: Rule of the time expression, or ``None``.
        reasons: Why the row looks as it does, for ``explain``.
    """

    mention_id: str
    document_id: str
    sentence: int
    char_start: int
    char_end: int
    quote: str
    trigger: str
    trigger_start: int
    trigger_end: int
    event_type: str
    interval: Interval
    date_basis: DateBasis
    date_text: str | None
    date_text_start: int | None
    date_text_end: int | None
    participants: tuple[Participant, ...]
    place: PlaceMention | None
    status: Status
    attribution: str | None
    title: str
    scope: tuple[str, ...]
    confidence: float
    rule_id: str
    date_rule_id: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the timeline: what one or more mentions report.

    Attributes:
        event_id: ``e`` + 12 hex digits; stable over reruns.
        event_type: Id of ``common/event_types.csv``.
        interval: The finest well-supported date.
        date_basis: Basis of the mention that gave the date.
        title: One line that a reader understands alone.
        participants: Principal actors with roles, most important first, one entry an actor.
        participant_mentions: For each participant, the number of mentions that name it.
        place: Where, or ``None``.
        status: The latest that the sources say.
        scope: Some of azerbaijan_pakistan, karabakh, other.
        quote: The sentence that states it best.
        quote_document: Document in which that sentence stands.
        mention_ids: Its evidence, in document order.
        document_ids: Documents that report it, sorted by first publication.
        n_sources: Documents less syndicated copies.
        first_published: Earliest publication date, or ``None``.
        last_published: Latest publication date, or ``None``.
        confidence: 0 to 1.
        merge_score: Lowest score of the links that hold the mentions together; 1 for a single mention.
        reasons: Why the mentions were joined and each value chosen, for ``explain``.
    """

    event_id: str
    event_type: str
    interval: Interval
    date_basis: DateBasis
    title: str
    participants: tuple[Participant, ...]
    participant_mentions: tuple[int, ...]
    place: PlaceMention | None
    status: Status
    scope: tuple[str, ...]
    quote: str
    quote_document: str
    mention_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    n_sources: int
    first_published: date | None
    last_published: date | None
    confidence: float
    merge_score: float = 1.0
    reasons: tuple[str, ...] = ()
