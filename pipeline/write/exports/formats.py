"""The exports by name: what each is for, the file it makes, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import InputError, PipelineError
from pipeline.lexicon.event_types import EventType, load_event_types
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.schema.read import read_table
from pipeline.schema.tables import TABLES
from pipeline.write.exports.rows import Tables
from pipeline.write.exports.to_geojson import write_geojson
from pipeline.write.exports.to_graphml import write_graphml
from pipeline.write.exports.to_icalendar import write_icalendar
from pipeline.write.exports.to_jsonld import write_jsonld
from pipeline.write.exports.to_rows import write_gdelt, write_polecat
from pipeline.write.exports.to_sqlite import write_sqlite
from pipeline.write.exports.to_timelinejs import write_timelinejs

Writer = Callable[[Tables, Path, Mapping[str, EventType]], None]


@dataclass(frozen=True, slots=True)
class Export:
    """One format.

    Attributes:
        file: Name of the file that it makes.
        summary: What it is for, in a few words.
        write: Makes the file.
    """

    file: str
    summary: str
    write: Writer


EXPORTS: Mapping[str, Export] = {
    "timelinejs": Export("timelinejs.csv", "spreadsheet of Knight Lab's TimelineJS", write_timelinejs),
    "icalendar": Export("timeline.ics", "calendars", write_icalendar),
    "geojson": Export("timeline.geojson", "maps: QGIS, Leaflet, kepler.gl", write_geojson),
    "jsonld": Export("timeline.jsonld", "linked data in the words of schema.org", write_jsonld),
    "gdelt": Export("gdelt.tsv", "rows with the columns of GDELT 2.0 events", write_gdelt),
    "polecat": Export("polecat.tsv", "rows with the columns of POLECAT", write_polecat),
    "graphml": Export("actors.graphml", "network of actors: Gephi, networkx, igraph", write_graphml),
    "sqlite": Export("timeline.sqlite", "database with indexes and views; DuckDB attaches it", write_sqlite),
}


def export_tables(folder: Path, name: str, target: Path | None = None, *, lexicon: Lexicon | None = None) -> Path:
    """Write the tables of an output folder in another format.

    Args:
        folder: The output folder.
        name: A key of ``EXPORTS``.
        target: File to write; by default ``exports/`` in the output folder.
        lexicon: Gives the event types; by default the shipped one.

    Returns:
        The file.

    Raises:
        InputError: There is no such format, or a table is missing.
        PipelineError: The file cannot be written.
    """
    if name not in EXPORTS:
        raise InputError(f"{name!r} is no export format. Choose one of {', '.join(EXPORTS)}.")
    chosen = EXPORTS[name]
    path = target or folder / "exports" / chosen.file
    tables = {table: read_table(folder, table) for table in TABLES}
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        chosen.write(tables, aside, load_event_types(lexicon or load_lexicon()))
        return aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise PipelineError(f"{path}: cannot be written ({error.strerror}).") from error
