"""The pandera models of every output table: the one place where a column is defined.

The Arrow schemas, the CSV headers, the workbook, the data package and the codebook are generated from
these classes. A column's ``metadata`` may hold ``refers_to`` (``table.column`` it is a key of),
``vocabulary`` (a list of values kept in the lexicon) and ``parquet_only``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, get_args

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.typing import Series

from pipeline.core import records
from pipeline.core.intervals import PRECISIONS

SCHEMA_VERSION = "1.1.0"
"""Grows in its first number when a column is renamed or removed, in its second when one is added."""

EARLIEST_DAY = date(1700, 1, 1)
LATEST_DAY = date(2100, 12, 31)
"""Days outside these bounds are misread numbers ("resolution 822"), not dates of this subject."""

SCOPES = ("azerbaijan_pakistan", "karabakh", "other")
ACTOR_KINDS = ("person", "state", "government", "military", "organisation", "armed_group", "company", "body")
CHANGES = ("added", "changed", "withdrawn", "merged", "split")
STAGES = ("normalize", "extract", "link", "validate", "write")

Day = Annotated[pd.ArrowDtype, pyarrow.date32()]
TextList = Annotated[pd.ArrowDtype, pyarrow.list_(pyarrow.string())]
Moment = Annotated[pd.ArrowDtype, pyarrow.timestamp("us", "UTC")]

_COUNTRY = r"^[A-Z]{3}$"
_EVENT_ID, _MENTION_ID, _DOCUMENT_ID = r"^e[\w-]+$", r"^m[\w-]+$", r"^d[\w-]+$"
_ACTOR_ID = r"^[a-z][\w-]+$"


def _column(
    description: str,
    *,
    refers_to: str | None = None,
    vocabulary: str | None = None,
    parquet_only: bool = False,
    **checks: Any,
) -> Any:
    metadata = {"refers_to": refers_to, "vocabulary": vocabulary, "parquet_only": parquet_only}
    return pa.Field(description=description, metadata=metadata, **checks)


def _day(description: str, **checks: Any) -> Any:
    return _column(description, ge=EARLIEST_DAY, le=LATEST_DAY, **checks)


def _share(description: str) -> Any:
    return _column(description, ge=0, le=1)


def _holds(verdicts: Any) -> Any:
    """Verdicts with missing ones as passed: what is missing fails a check of its own."""
    return verdicts.fillna(True).astype(bool)


class _Dated(pa.DataFrameModel):
    """What the timeline and its evidence have in common: an interval that runs forwards."""

    @pa.dataframe_check(name="interval_reversed")
    def interval_reversed(cls, frame: pd.DataFrame) -> Any:
        """The first day is not after the last."""
        return _holds(frame["date_start"] <= frame["date_end"])


class Timeline(_Dated):
    """One row is an event, merged over all documents that report it."""

    event_id: Series[str] = _column(
        "Key of the event. Stable: it stays when documents are added and the pipeline runs again.",
        str_matches=_EVENT_ID,
    )
    date_start: Series[Day] = _day("First day of the interval in which the event lies or which it fills.")
    date_end: Series[Day] = _day("Last day of that interval, included; never before `date_start`.")
    date_precision: Series[str] = _column("Finest unit of time that the sources give.", isin=PRECISIONS)
    date_approximate: Series[bool] = _column('The sources hedge: "about", "early", "late", "some".')
    date_basis: Series[str] = _column(
        "How the date was found: `explicit` in the text, `relative` to another date, by a `named_period`, "
        "by the day of `publication` for lack of any expression, or from the `context`.",
        isin=get_args(records.DateBasis),
    )
    event_type: Series[str] = _column("Type of the event; the codebook defines each.", vocabulary="event_type")
    plover_type: Series[str] = _column("Event type of the PLOVER ontology, where it has one.", nullable=True)
    cameo_code: Series[str] = _column("Code of the CAMEO ontology, as in GDELT and ICEWS.", nullable=True)
    quad_class: Series[str] = _column("Verbal or material, cooperation or conflict.", nullable=True)
    title: Series[str] = _column("One line that a reader understands alone: who did what, with whom, where.")
    actors: Series[TextList] = _column("Names of the principal actors, most important first.")
    agents: Series[TextList] = _column("Names of those who act; empty for symmetric events such as meetings.")
    recipients: Series[TextList] = _column("Names of those who are acted on; empty for symmetric events.")
    actor_ids: Series[TextList] = _column("Keys of the actors, in the order of `actors`.", refers_to="actors.actor_id")
    countries: Series[TextList] = _column("Countries of the actors, ISO 3166-1 alpha-3.")
    place: Series[str] = _column("Where it happened; null where no source says or implies it.", nullable=True)
    place_country: Series[str] = _column(
        "Country of the place, ISO 3166-1 alpha-3.", nullable=True, str_matches=_COUNTRY
    )
    latitude: Series[float] = _column("WGS 84 degrees north.", nullable=True, ge=-90, le=90)
    longitude: Series[float] = _column("WGS 84 degrees east.", nullable=True, ge=-180, le=180)
    status: Series[str] = _column("The latest that the sources say.", isin=get_args(records.Status))
    scope: Series[TextList] = _column(f"Why the event belongs to this timeline: some of {', '.join(SCOPES)}.")
    quote: Series[str] = _column("The sentence that states it best, verbatim from the normalised text.")
    quote_document: Series[str] = _column("Document in which that sentence stands.", refers_to="documents.document_id")
    n_mentions: Series[int] = _column("Number of mentions that report it.", ge=1)
    n_documents: Series[int] = _column("Number of documents that report it.", ge=1)
    n_sources: Series[int] = _column("Number of these documents, syndicated copies left out.", ge=1)
    first_published: Series[Day] = _column("Earliest publication date among its documents.", nullable=True)
    last_published: Series[Day] = _column("Latest publication date among its documents.", nullable=True)
    document_ids: Series[TextList] = _column(
        "Documents that report it, earliest first.", refers_to="documents.document_id"
    )
    confidence: Series[float] = _share("From 0 to 1: of the rows at 0.8, about 80 % are right.")
    merge_score: Series[float] = _share(
        "From 0 to 1: the weakest link that holds the mentions together; 1 for a single mention."
    )
    curated: Series[str] = _column(
        "What a person corrected, who did and in which line of `curation.csv`.", nullable=True
    )

    class Config:
        """Strict: a missing, unknown or misplaced column is a mistake of the program."""

        strict, ordered, unique = True, True, ["event_id"]

    @pa.check("scope", element_wise=True, name="known_scope")
    def known_scope(cls, value: Any) -> bool:
        """At least one scope, and only known ones."""
        return len(value) > 0 and all(item in SCOPES for item in value)


class Mentions(_Dated):
    """One row is a place in one document that reports an event: the evidence, the audit trail."""

    mention_id: Series[str] = _column("Key of the mention.", str_matches=_MENTION_ID)
    event_id: Series[str] = _column("Event that it reports.", refers_to="timeline.event_id")
    document_id: Series[str] = _column("Document in which it stands.", refers_to="documents.document_id")
    sentence: Series[int] = _column("Index of the sentence in the document, from 0.", ge=0)
    char_start: Series[int] = _column(
        "First character of the sentence in `documents.text`, counted in Unicode code points from 0.", ge=0
    )
    char_end: Series[int] = _column("End of the sentence, excluded.", ge=1)
    quote: Series[str] = _column("The sentence: exactly `text[char_start:char_end]`.")
    trigger: Series[str] = _column("The words that carry the event.")
    trigger_start: Series[int] = _column("First character of the trigger in `documents.text`.", ge=0)
    trigger_end: Series[int] = _column("End of the trigger, excluded.", ge=1)
    event_type: Series[str] = _column("Type of the event as this mention has it.", vocabulary="event_type")
    date_start: Series[Day] = _day("First day, as this mention has it.")
    date_end: Series[Day] = _day("Last day, included, as this mention has it.")
    date_precision: Series[str] = _column("Finest unit of time that the mention gives.", isin=PRECISIONS)
    date_approximate: Series[bool] = _column('The source hedges: "about", "early", "late", "some".')
    date_text: Series[str] = _column("The words that the date was read from.", nullable=True)
    date_text_start: Series[pd.Int64Dtype] = _column(
        "First character of these words in `documents.text`.", nullable=True, ge=0
    )
    date_text_end: Series[pd.Int64Dtype] = _column("End of these words, excluded.", nullable=True, ge=1)
    date_basis: Series[str] = _column(
        "`explicit`: day, month and year stand there, or the year alone for a year. `relative`: counted "
        "from the publication date or another date. `named_period`: a holiday, session, war or anniversary. "
        "`publication`: no expression, the document reports news of its own day. `context`: inherited from "
        "an event or date elsewhere in the document.",
        isin=get_args(records.DateBasis),
    )
    actors: Series[TextList] = _column("Names of the principal actors, most important first.")
    agents: Series[TextList] = _column("Names of those who act.")
    recipients: Series[TextList] = _column("Names of those who are acted on.")
    actor_ids: Series[TextList] = _column("Keys of the actors, in the order of `actors`.", refers_to="actors.actor_id")
    place: Series[str] = _column("Where, as this mention has it.", nullable=True)
    status: Series[str] = _column("What this mention says.", isin=get_args(records.Status))
    attribution: Series[str] = _column("Who says so, if the source names anyone.", nullable=True)
    confidence: Series[float] = _share("From 0 to 1, that the mention is read rightly.")
    place_country: Series[str] = _column(
        "Country of the place, ISO 3166-1 alpha-3.", nullable=True, str_matches=_COUNTRY
    )
    rule_id: Series[str] = _column("Trigger rule that fired; `make explain` shows it.", nullable=True)
    date_rule_id: Series[str] = _column("Rule that read the time expression.", nullable=True)
    reasons: Series[TextList] = _column("Why the row looks as it does, step by step.")

    class Config:
        """Strict, as above."""

        strict, ordered, unique = True, True, ["mention_id"]

    @pa.dataframe_check(name="span_reversed")
    def span_reversed(cls, frame: pd.DataFrame) -> Any:
        """Sentence and trigger have a length."""
        sentence = frame["char_start"] < frame["char_end"]
        return _holds(sentence & (frame["trigger_start"] < frame["trigger_end"]))

    @pa.dataframe_check(name="date_text_incomplete")
    def date_text_incomplete(cls, frame: pd.DataFrame) -> Any:
        """The words of the date and their bounds are all there or all missing."""
        missing = frame[["date_text", "date_text_start", "date_text_end"]].isna().sum(axis=1)
        return missing.isin([0, 3])


class EventActors(pa.DataFrameModel):
    """One row is an actor in an event, with its role and the office held on that day."""

    event_id: Series[str] = _column("Event.", refers_to="timeline.event_id")
    actor_id: Series[str] = _column("Actor.", refers_to="actors.actor_id")
    role: Series[str] = _column("What the actor does in the event.", isin=get_args(records.Role))
    office: Series[str] = _column(
        'Office held on the date of the event, e.g. "Foreign Minister of Pakistan".', nullable=True
    )
    n_mentions: Series[int] = _column("Number of mentions of the event that name the actor.", ge=1)

    class Config:
        """Strict, as above."""

        strict, ordered, unique = True, True, ["event_id", "actor_id"]


class Actors(pa.DataFrameModel):
    """One row is a person, state, body or group that occurs in an event."""

    actor_id: Series[str] = _column("Key of the actor.", str_matches=_ACTOR_ID)
    name: Series[str] = _column("Canonical name in plain ASCII.")
    kind: Series[str] = _column("What the actor is; `body` is a body tied to a place.", isin=ACTOR_KINDS)
    country: Series[str] = _column(
        "Country of the actor's side, ISO 3166-1 alpha-3.", nullable=True, str_matches=_COUNTRY
    )
    wikidata: Series[str] = _column("Item in Wikidata.", nullable=True, str_matches=r"^Q[1-9][0-9]*$")
    aliases: Series[TextList] = _column("Other spellings of the name.")
    n_events: Series[int] = _column("Number of events in which it takes part.", ge=0)
    first_seen: Series[Day] = _column("First day of its earliest event.", nullable=True)
    last_seen: Series[Day] = _column("Last day of its latest event.", nullable=True)

    class Config:
        """Strict, as above."""

        strict, ordered, unique = True, True, ["actor_id"]


class Documents(pa.DataFrameModel):
    """One row is an input document, the failed and empty ones included."""

    document_id: Series[str] = _column("Key of the document; stable for the same content.", str_matches=_DOCUMENT_ID)
    path: Series[str] = _column(
        "File relative to the input folder; `file.json#0` for the first article of a file that holds several."
    )
    sha256: Series[str] = _column("SHA-256 of the file's bytes.", nullable=True)
    format: Series[str] = _column(
        "Format of the file or member: txt, html, md, json, jsonl, eml, pdf, csv, parquet.", nullable=True
    )
    encoding: Series[str] = _column("Encoding that the bytes were read with.", nullable=True)
    language: Series[str] = _column("ISO 639-1 code of the language.", nullable=True)
    title: Series[str] = _column("Headline without clutter.", nullable=True)
    byline: Series[str] = _column("Author as written.", nullable=True)
    publisher: Series[str] = _column("Outlet, agency or sender.", nullable=True)
    url: Series[str] = _column("Address of the article.", nullable=True)
    published_at: Series[Moment] = _column(
        "Time of publication in UTC; null when no time or no zone is given.", nullable=True
    )
    published_date: Series[Day] = _day(
        "Day of publication, where it was published; relative dates are counted from it.", nullable=True
    )
    published_precision: Series[str] = _column(
        "Finest unit in which the publication date is known.", nullable=True, isin=PRECISIONS
    )
    published_basis: Series[str] = _column(
        "Where the publication date was found.", nullable=True, isin=get_args(records.PublishedBasis)
    )
    n_chars: Series[int] = _column("Length of `text` in Unicode code points.", ge=0)
    n_sentences: Series[int] = _column("Number of sentences.", ge=0)
    n_mentions: Series[int] = _column("Number of mentions found in it.", ge=0)
    duplicate_of: Series[str] = _column(
        "Document that this one is a copy of.", nullable=True, refers_to="documents.document_id"
    )
    state: Series[str] = _column(
        "`ok`, `empty`, `failed` (could not be read) or `off_topic`.", isin=get_args(records.DocumentState)
    )
    warning: Series[str] = _column("What a person should know about this document.", nullable=True)
    text: Series[str] = _column(
        "Normalised text, the title first; all character bounds count in it. Only in the Parquet file.",
        parquet_only=True,
        nullable=True,
    )
    published_text: Series[str] = _column(
        "The words or the metadata field that the publication date was read from.", nullable=True
    )
    published_confidence: Series[float] = _share("From 0 to 1, that the publication date is right.")
    dateline_place: Series[str] = _column('Place named in the dateline ("BAKU, Feb 24"), as written.', nullable=True)

    class Config:
        """Strict, as above."""

        strict, ordered, unique = True, True, ["document_id"]


class Rejected(pa.DataFrameModel):
    """One row is a document or table row that was turned away, or a doubt about one that was kept."""

    stage: Series[str] = _column("Stage that found it.", isin=STAGES)
    check: Series[str] = _column("Short name of the check that failed.")
    path: Series[str] = _column("Input file, relative to the input folder.", nullable=True)
    document_id: Series[str] = _column("Document concerned.", nullable=True)
    row_id: Series[str] = _column("Key of the row concerned.", nullable=True)
    column: Series[str] = _column("Column that failed.", nullable=True)
    value: Series[str] = _column("What was found, at most 200 characters.", nullable=True)
    reason: Series[str] = _column("What was expected, and the remedy.")
    char_start: Series[pd.Int64Dtype] = _column(
        "First character concerned in the document's text.", nullable=True, ge=0
    )
    char_end: Series[pd.Int64Dtype] = _column("End of that span, excluded.", nullable=True, ge=0)
    fatal: Series[bool] = _column("true: turned away. false: kept, with this warning.")

    class Config:
        """Strict, as above."""

        strict, ordered = True, True


class Changes(pa.DataFrameModel):
    """One row is a column of an event that differs from the run before, or an event added or gone."""

    event_id: Series[str] = _column("Event, which need not be in the timeline any more.")
    change: Series[str] = _column("What happened to it.", isin=CHANGES)
    column: Series[str] = _column("Column that differs; null when the whole row came or went.", nullable=True)
    before: Series[str] = _column("Value in the run before, as in the CSV.", nullable=True)
    after: Series[str] = _column("Value now.", nullable=True)
    reason: Series[str] = _column("Why, in words.", nullable=True)
    document_id: Series[str] = _column("Document that brought the change about.", nullable=True)

    class Config:
        """Strict, as above."""

        strict, ordered = True, True


TABLES: dict[str, type[pa.DataFrameModel]] = {
    "timeline": Timeline,
    "mentions": Mentions,
    "event_actors": EventActors,
    "actors": Actors,
    "documents": Documents,
    "rejected": Rejected,
    "changes": Changes,
}
"""Every output table by its file name, in the order in which people meet them."""
