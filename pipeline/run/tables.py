"""The output tables of one run, built from what the stages made, and their place in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import Problem
from pipeline.core.records import Event
from pipeline.core.text import actor_id_of
from pipeline.lexicon.load import Lexicon
from pipeline.run.store import read_records, write_table

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.schema.frames import ActorFacts

DOUBTS = "doubts.parquet"
"""What looks odd about a run as a whole; kept beside the checked tables."""


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
    facts = {actor_id_of(one.name): ActorFacts((), one.wikidata) for one in known.states.values()}
    facts |= {actor_id_of(one.name): ActorFacts((), one.wikidata) for one in known.organisations.values()}
    facts |= {actor_id_of(one.name): ActorFacts(one.aliases, one.wikidata) for one in known.persons.values()}
    return facts


def render_events(events: Iterable[Event], lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """The timeline as the CSV file shows it: event id -> column -> text; what changes are told by."""
    from pipeline.lexicon.event_types import load_event_types
    from pipeline.schema.cells import cell_text, plain_values
    from pipeline.schema.columns import csv_columns
    from pipeline.schema.frames import timeline_frame

    frame = timeline_frame(events, load_event_types(lexicon))
    columns = {
        spec.name: [cell_text(spec.kind, value) for value in plain_values(frame[spec.name])]
        for spec in csv_columns("timeline")
    }
    return {
        event_id: {name: values[row] for name, values in columns.items()}
        for row, event_id in enumerate(columns["event_id"])
    }
