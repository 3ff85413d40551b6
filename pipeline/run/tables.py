"""The output tables of one run, built from what the stages made, and their place in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import Problem
from pipeline.core.records import Event
from pipeline.lexicon.load import Lexicon
from pipeline.run.store import read_records, write_table

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.link.link import LinkResult
    from pipeline.schema.frames import ActorFacts

DOUBTS = "doubts.parquet"
"""What looks odd about a run as a whole; kept beside the checked tables."""

Change = dict[str, str | None]
"""One row of the changes table; absent columns are missing values."""


def save_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep checked tables for the write stage, one Parquet file each."""
    from pipeline.schema.arrow import to_arrow

    for name, frame in tables.items():
        write_table(folder / f"{name}.parquet", to_arrow(name, frame))


def load_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read what ``save_tables`` kept.

    Raises:
        InputError: A table is missing or of another version.
    """
    from pipeline.schema.read import read_table
    from pipeline.schema.tables import TABLES

    return {name: read_table(folder, name, file_format="parquet") for name in TABLES}


def load_problems(folder: Path) -> list[Problem]:
    """What was turned away or doubted, then what looks odd about the run; reads without pandas."""
    return [
        *read_records(folder / "rejected.parquet", Problem),
        *read_records(folder / DOUBTS, Problem),
    ]


def collect_facts(lexicon: Lexicon) -> dict[str, ActorFacts]:
    """What the lexicon knows about each actor, by actor id."""
    from pipeline.lexicon.actors import load_actors
    from pipeline.schema.frames import ActorFacts

    known = load_actors(lexicon)
    facts = {f"a{one.id}": ActorFacts((), one.wikidata) for one in known.states.values()}
    facts |= {f"a{one.id}": ActorFacts(one.aliases, one.wikidata) for one in known.persons.values()}
    facts |= {f"a{one.id}": ActorFacts((), one.wikidata) for one in known.organisations.values()}
    return facts


def list_changes(before: Iterable[Event], linked: LinkResult, lexicon: Lexicon) -> list[Change]:
    """What differs from the published events: rows of the changes table.

    An event that is new or gone gives one row; one that differs gives a row for each column, with the
    values as the CSV file shows them; one whose mentions went to other events names these.
    """
    old, new = _cells(before, lexicon), _cells(linked.events, lexicon)
    rows: list[Change] = [
        {"event_id": event_id, "change": "added", "after": new[event_id]["title"]}
        for event_id in sorted(new.keys() - old.keys())
    ]
    rows += [_departure(event_id, old[event_id], linked) for event_id in sorted(old.keys() - new.keys())]
    rows += [
        {"event_id": event_id, "change": "split", "after": "; ".join(parts)}
        for event_id, parts in sorted(linked.split_into.items())
        if event_id in new
    ]
    for event_id in sorted(old.keys() & new.keys()):
        rows.extend(_differences(event_id, old[event_id], new[event_id]))
    return rows


def _departure(event_id: str, old: Mapping[str, str], linked: LinkResult) -> Change:
    row: Change = {"event_id": event_id, "change": "withdrawn", "before": old["title"]}
    if event_id in linked.merged_into:
        into = linked.merged_into[event_id]
        return {**row, "change": "merged", "after": into, "reason": f"its mentions now belong to {into}"}
    if event_id in linked.split_into:
        parts = "; ".join(linked.split_into[event_id])
        return {**row, "change": "split", "after": parts, "reason": f"its mentions now belong to {parts}"}
    return {**row, "reason": "no document reports it any more"}


def _differences(event_id: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    return [
        {"event_id": event_id, "change": "changed", "column": name, "before": old[name], "after": new[name]}
        for name in new
        if old[name] != new[name]
    ]


def _cells(events: Iterable[Event], lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """The timeline as the CSV file shows it: event id -> column -> text."""
    from pipeline.lexicon.event_types import load_event_types
    from pipeline.schema.cells import cell_text, plain_values
    from pipeline.schema.columns import csv_columns
    from pipeline.schema.frames import timeline_frame

    frame = timeline_frame(events, load_event_types(lexicon))
    columns = {
        spec.name: [cell_text(spec.kind, value) for value in plain_values(spec, frame[spec.name])]
        for spec in csv_columns("timeline")
    }
    return {
        event_id: {name: values[row] for name, values in columns.items()}
        for row, event_id in enumerate(columns["event_id"])
    }
