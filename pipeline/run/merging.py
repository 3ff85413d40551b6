"""The stages that see everything at once: mentions to events, tables checked, files written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import Problem
from pipeline.core.records import Event
from pipeline.run.publish import publish
from pipeline.run.session import Made, Session
from pipeline.run.state import Value, digest_of, digest_records, library_versions
from pipeline.run.store import read_records, write_records
from pipeline.run.tables import DOUBTS, collect_facts, load_problems, load_tables, render_events, save_tables

if TYPE_CHECKING:
    import pandas as pd

_PUBLISHED = "stages/published.parquet"


@dataclass(frozen=True, slots=True)
class Published:
    """What the tables in the output folder show: the next run keeps its ids and lists what changed.

    Attributes:
        events: The timeline.
        paths: Path of each document by its id.
    """

    events: tuple[Event, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


def _load_published(session: Session) -> Published:
    records = read_records(session.workspace.output / _PUBLISHED, Published)
    return records[0] if records else Published()


def link_stage(session: Session, version: str) -> Made:
    """Join the mentions of one event; the published events lend their ids, people their corrections."""
    from pipeline.link.corrections import read_corrections
    from pipeline.link.link import link_mentions

    session.reporter.stage_started("link", 0)
    corrections, misread = read_corrections(session.workspace.curation)
    result = link_mentions(
        session.mentions(),
        session.documents(),
        session.lexicon,
        previous=_load_published(session).events,
        corrections=corrections,
    )
    result = replace(result, problems=(*misread, *result.problems))
    write_records(session.workspace.stages / "link.parquet", [result], type(result))
    session.linked = result
    return Made(
        digest=digest_records([result]),
        counts=_count_events(result.events, len(result.duplicate_of)),
        message=f"{len(result.events)} events; {len(result.duplicate_of)} documents are copies",
    )


def _count_events(events: tuple[Event, ...], n_copies: int) -> Mapping[str, Value]:
    counts: dict[str, Value] = {"events": len(events), "copies": n_copies}
    if events:
        counts["first_day"] = min(event.interval.start for event in events).isoformat()
        counts["last_day"] = max(event.interval.end for event in events).isoformat()
    for scope in sorted({scope for event in events for scope in event.scope}):
        counts[f"scope_{scope}"] = sum(scope in event.scope for event in events)
    return counts


def load_linked(session: Session) -> Any:
    """What link made, from memory or from the store."""
    from pipeline.link.link import LinkResult

    if session.linked is None:
        session.linked = read_records(session.workspace.stages / "link.parquet", LinkResult)[0]
    return session.linked


def validate_stage(session: Session, version: str) -> Made:
    """Lay out the tables, set bad rows aside, and compare with the published timeline."""
    from pipeline.lexicon.event_types import load_event_types
    from pipeline.validate.tables import validate_tables

    session.reporter.stage_started("validate", 0)
    linked = load_linked(session)
    problems = [*session.problems(), *linked.problems]
    laid_out = _lay_out(session, linked)
    validated = validate_tables(laid_out, problems, event_types=load_event_types(session.lexicon))
    tables = session.tables = validated.tables
    session.forget_documents()  # the tables hold all of them; there is no memory for both
    folder = session.workspace.stages / "validated"
    save_tables(folder, tables)
    write_records(folder / DOUBTS, validated.doubts, Problem)
    n_fatal = int(tables["rejected"]["fatal"].sum())
    return Made(
        digest=_digest_files(folder),
        counts={"rejected": n_fatal, "doubts": len(tables["rejected"]) - n_fatal},
        message=f"{len(tables['timeline'])} events and {len(tables['mentions'])} mentions pass;"
        f" {n_fatal} rows or documents turned away",
    )


def _lay_out(session: Session, linked: Any) -> dict[str, pd.DataFrame]:
    from pipeline.lexicon.event_types import load_event_types
    from pipeline.link.history import list_changes
    from pipeline.schema import frames

    # A mention without an event belongs to one that a person dismissed.
    mentions = [one for one in session.mentions() if one.mention_id in linked.event_of]
    documents = [
        replace(one, duplicate_of=linked.duplicate_of.get(one.document_id, one.duplicate_of))
        for one in session.judged_documents()
    ]
    before = _load_published(session)
    changes = list_changes(
        before.events,
        linked,
        documents,
        partial(render_events, lexicon=session.lexicon),
        paths_before=before.paths,
    )
    return {
        "timeline": frames.timeline_frame(linked.events, load_event_types(session.lexicon), linked.curated),
        "mentions": frames.mentions_frame(mentions, linked.event_of),
        "event_actors": frames.event_actors_frame(linked.events),
        "actors": frames.actors_frame(linked.events, mentions, collect_facts(session.lexicon)),
        "documents": frames.documents_frame(documents, mentions),
        "changes": frames.changes_frame(changes),
    }


def write_stage(session: Session, version: str) -> Made:
    """Write every file aside and publish all of them together."""
    session.reporter.stage_started("write", 0)
    workspace = session.workspace
    tables = session.tables or load_tables(workspace.stages / "validated")
    info = describe_run(session)

    def write(folder: Path) -> list[Path]:
        from pipeline.write.files import write_files

        written = list(write_files(tables, folder, run_info=info, lexicon=session.lexicon))
        shown = Published(load_linked(session).events, session.paths())
        write_records(folder / _PUBLISHED, [shown], Published)
        return [*written, folder / _PUBLISHED]

    paths = publish(workspace.output, write)
    names = [path.relative_to(workspace.output).as_posix() for path in paths]
    session.remember_published(names)
    return Made(
        digest=digest_of(*names),
        counts={},
        message=f"{len(names) - 1} files in {workspace.output}",
    )


def describe_run(session: Session) -> dict[str, Any]:
    """What ``run.json`` says.

    What may differ between two runs on the same input stands under ``machine``; the rest is also shown in
    the workbook and on the page.
    """
    counts = session.counts()
    return {
        "counts": counts,
        "lexicon_sha256": session.lexicon.digest(),
        "machine": {
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "raw": str(session.workspace.raw),
            "seconds": {name: round(seconds, 3) for name, seconds in session.seconds.items()},
            "versions": library_versions(),
            "inputs": session.input_digests(),
            "warnings": [one.reason for one in load_problems(session.workspace.stages / "validated")],
        },
    }


def _digest_files(folder: Path) -> str:
    return digest_of(*(hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))))
