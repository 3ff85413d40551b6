"""Why a row looks as it does: the sentence, the rules and lexicon entries that fired, and the reasons.

For an event or mention of the last run, or for any sentence. Nothing is computed anew for the former:
what is shown is what the stages stored.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import InputError
from pipeline.core.intervals import Interval
from pipeline.core.records import Document, Event, EventMention, Participant
from pipeline.core.text import actor_id_of
from pipeline.lexicon.load import Lexicon
from pipeline.run.merging import load_linked
from pipeline.run.session import Session
from pipeline.run.state import read_state
from pipeline.run.workspace import SilentReporter, Workspace

if TYPE_CHECKING:
    from pipeline.extract.document import Spans

_ENTRY_TABLES = ("persons", "states", "organisations")


def explain_event(workspace: Workspace, event_id: str) -> list[str]:
    """The event, why its mentions were joined, and each of them explained.

    Raises:
        InputError: The last run knows no such event, or there was no run.
    """
    session = _open(workspace)
    events: dict[str, Event] = {event.event_id: event for event in load_linked(session).events}
    if event_id not in events:
        raise InputError(f"no event {event_id!r} in {workspace.output}. Ids stand in timeline.csv.")
    event = events[event_id]
    mentions = {mention.mention_id: mention for mention in session.mentions()}
    documents = {document.document_id: document for document in session.documents()}
    lines = _event_lines(event)
    for mention_id in event.mention_ids:
        mention = mentions[mention_id]
        lines += ["", *_mention_lines(mention, documents[mention.document_id], session.lexicon)]
    return lines


def explain_mention(workspace: Workspace, mention_id: str) -> list[str]:
    """One mention explained.

    Raises:
        InputError: The last run knows no such mention, or there was no run.
    """
    session = _open(workspace)
    for mention in session.mentions():
        if mention.mention_id == mention_id:
            documents = {document.document_id: document for document in session.documents()}
            return _mention_lines(mention, documents[mention.document_id], session.lexicon)
    raise InputError(f"no mention {mention_id!r} in {workspace.output}. Ids stand in mentions.csv.")


def explain_text(text: str, lexicon: Lexicon, *, published: date | None = None) -> list[str]:
    """What the pipeline finds in a text: dates, places, actors, then the events with their reasons.

    Args:
        text: One or more sentences, taken as the body of a document.
        lexicon: The knowledge.
        published: Day that relative expressions count from, or ``None``.

    Raises:
        InputError: The text holds no words.
    """
    from pipeline.extract.document import extract_document, find_spans

    document = _make_document(text, lexicon, published)
    lines = [f"language {document.language}; published {document.published_date or 'unknown'}"]
    lines += _span_lines(find_spans(document, lexicon), lexicon)
    result = extract_document(document, lexicon)
    if result.off_topic:
        lines.append("off topic: the text names no country and no word of the subject")
    elif not result.mentions:
        lines.append("no event found")
    for mention in result.mentions:
        lines += ["", *_mention_lines(mention, document, lexicon)]
    return lines


def locate_rule(lexicon: Lexicon, rule_id: str) -> str:
    """File and line of a rule, e.g. ``en/triggers.yml:31``; empty when it cannot be told.

    Args:
        lexicon: The knowledge.
        rule_id: ``language.file.id`` with any number of further parts.
    """
    parts = rule_id.split(".")
    for cut in range(len(parts) - 1, 1, -1):
        name = "/".join(parts[: cut - 1]) + f"/{parts[cut - 1]}.yml"
        number = _find_line(lexicon, name, ".".join(parts[cut:]))
        if number:
            return f"{name}:{number}"
    return ""


def locate_actor(lexicon: Lexicon, actor_id: str) -> str:
    """File and line of an actor's entry; empty for one that no table lists."""
    for table in _ENTRY_TABLES:
        for row in lexicon.table(f"common/{table}.csv"):
            if actor_id_of(row["name"]) == actor_id:
                return row["_where"]
    return ""


def _open(workspace: Workspace) -> Session:
    session = Session(workspace, SilentReporter(), [], read_state(workspace.state_file))
    if not all(session.has_product(name) for name in ("normalize", "extract", "link")):
        raise InputError(f"{workspace.output}: nothing to explain there yet. Run `make run` first.")
    return session


def _make_document(text: str, lexicon: Lexicon, published: date | None) -> Document:
    from pipeline.normalize.files import normalize_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        document: Document = normalize_file(path, Path(folder), lexicon).documents[0]
    if document.state == "empty":
        raise InputError("the text holds no words. Give a sentence in quotes.")
    if published is None:
        return document
    return replace(
        document,
        published_date=published,
        published_precision="day",
        published_basis="metadata",
        published_confidence=1.0,
    )


def _span_lines(spans: Spans, lexicon: Lexicon) -> list[str]:
    lines = [
        f"time    {timex.text!r} -> {_show_interval(timex.interval)}"
        f" ({timex.value}, {timex.basis}{f', counted from {timex.anchor}' if timex.anchor else ''})"
        f" by {_show_rule(lexicon, timex.rule_id)}"
        for timex in spans.timexes
    ]
    lines += [
        f"place   {place.name} ({place.kind}, {place.country or 'no country'}), {place.place_id}"
        for place in spans.places
    ]
    lines += [
        f"actor   {actor.name} ({actor.kind}) by {actor.found_by}, {actor.actor_id}"
        f"{_in_brackets(locate_actor(lexicon, actor.actor_id))}"
        for actor in spans.actors
    ]
    return lines


def _event_lines(event: Event) -> list[str]:
    return [
        f"{event.event_id}  {event.title}",
        f"  type        {event.event_type}; {event.status}; {', '.join(event.scope)}",
        f"  date        {_show_interval(event.interval)} ({event.date_basis})",
        f"  evidence    {len(event.mention_ids)} mentions in {len(event.document_ids)} documents,"
        f" {event.n_sources} independent",
        f"  confidence  {event.confidence:.2f}; weakest link {event.merge_score:.2f}",
        *_bullet("because", event.reasons),
    ]


def _mention_lines(mention: EventMention, document: Document, lexicon: Lexicon) -> list[str]:
    where = f" in {mention.place.name} ({mention.place.place_id})" if mention.place else ""
    said = f"; according to {mention.attribution}" if mention.attribution else ""
    return [
        f"{mention.mention_id}  {document.path}, characters {mention.char_start}-{mention.char_end},"
        f" published {document.published_date or 'unknown'}",
        f"  sentence    {mention.quote}",
        f"  trigger     {mention.trigger!r} -> {mention.event_type}{where}, {mention.status}{said}",
        f"              by {_show_rule(lexicon, mention.rule_id)}",
        f"  date        {_show_date(mention, document)}",
        *([f"              by {_show_rule(lexicon, mention.date_rule_id)}"] if mention.date_rule_id else []),
        *_participant_lines(mention.participants, document, lexicon),
        f"  confidence  {mention.confidence:.2f}",
        *_bullet("because", mention.reasons),
    ]


def _show_date(mention: EventMention, document: Document) -> str:
    shown = f"{_show_interval(mention.interval)} ({mention.date_basis})"
    if mention.date_text is not None:
        return f"{mention.date_text!r} -> {shown}"
    return f"{shown}; no expression" + (
        f", the document is of {document.published_date}" if mention.date_basis == "publication" else ""
    )


def _participant_lines(participants: Iterable[Participant], document: Document, lexicon: Lexicon) -> list[str]:
    lines = []
    for one in participants:
        words = ""
        if one.start is not None and one.end is not None:
            words = f" from {document.text[one.start : one.end]!r}"
        office = f", {one.office}" if one.office else ""
        entry = _in_brackets(locate_actor(lexicon, one.actor_id))
        lines.append(f"  {one.role:<11} {one.name}{office}{words} by {one.found_by}{entry}")
    return lines


def _show_interval(interval: Interval | None) -> str:
    if interval is None:
        return "no piece of the calendar"
    days = interval.start.isoformat()
    if interval.end != interval.start:
        days += f" to {interval.end.isoformat()}"
    return f"{days}, {interval.precision}{' (approximate)' if interval.approximate else ''}"


def _show_rule(lexicon: Lexicon, rule_id: str) -> str:
    return f"{rule_id}{_in_brackets(locate_rule(lexicon, rule_id))}"


def _in_brackets(text: str) -> str:
    return f" [{text}]" if text else ""


def _bullet(label: str, reasons: Sequence[str]) -> list[str]:
    return [f"  {label if number == 0 else '':<11} {reason}" for number, reason in enumerate(reasons)]


def _find_line(lexicon: Lexicon, name: str, rule: str) -> int:
    """Line of a rule in the last folder that has it: as ``id: rule`` or as a key of its own."""
    for folder in reversed(lexicon.folders):
        path = folder / name
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            bare = line.strip().removeprefix("- ").lstrip("{ ")
            if bare.startswith((f"id: {rule},", f"{rule}:")) or bare in (f"id: {rule}", f'id: "{rule}"'):
                return number
    return 0
