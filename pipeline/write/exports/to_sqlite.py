"""All tables -> one SQLite file with keys, indexes and views that answer the usual questions.

Lists stand as JSON arrays in their columns, and once more as rows of ``timeline_actors``,
``timeline_countries``, ``timeline_scope`` and ``timeline_documents``. DuckDB attaches the file as it is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import format_time
from pipeline.schema.columns import ColumnSpec, table_columns, table_key
from pipeline.schema.tables import TABLES
from pipeline.write.exports.rows import Tables, table_rows

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_LISTS = {
    "timeline_actors": ("actor_ids", "actor_id"),
    "timeline_countries": ("countries", "country"),
    "timeline_scope": ("scope", "scope"),
    "timeline_documents": ("document_ids", "document_id"),
}
_AFTER = """
CREATE INDEX timeline_by_date ON timeline (date_start, date_end);
CREATE INDEX timeline_by_type ON timeline (event_type, date_start);
CREATE INDEX mentions_by_event ON mentions (event_id);
CREATE INDEX mentions_by_document ON mentions (document_id);
CREATE INDEX event_actors_by_actor ON event_actors (actor_id);
CREATE INDEX timeline_countries_by_country ON timeline_countries (country);
CREATE VIEW evidence AS
  SELECT t.event_id, t.title AS event, t.date_start, t.date_end, m.quote, m.date_text, m.date_basis, m.status,
         d.title AS document, d.publisher, d.published_date, d.url, d.path
  FROM timeline t JOIN mentions m USING (event_id) JOIN documents d USING (document_id)
  ORDER BY t.date_start, t.event_id, d.published_date;
CREATE VIEW one_source AS SELECT * FROM timeline WHERE n_sources = 1;
CREATE VIEW events_by_month AS
  SELECT substr(date_start, 1, 7) AS month, event_type, count(*) AS n_events
  FROM timeline WHERE date_precision IN ('day', 'week', 'month') GROUP BY 1, 2 ORDER BY 1, 2;
CREATE VIEW meetings AS
  SELECT a.name AS actor, b.name AS other, x.office AS office, y.office AS other_office,
         t.date_start, t.date_end, t.date_precision, t.event_type, t.title, t.place, t.event_id
  FROM event_actors x JOIN event_actors y ON x.event_id = y.event_id AND x.actor_id <> y.actor_id
  JOIN actors a ON a.actor_id = x.actor_id JOIN actors b ON b.actor_id = y.actor_id
  JOIN timeline t ON t.event_id = x.event_id
  WHERE t.status <> 'denied' AND t.event_type IN ('meeting', 'visit', 'call', 'negotiation')
  ORDER BY t.date_start DESC;
CREATE VIEW country_pairs AS
  SELECT x.country AS country, y.country AS other, count(*) AS n_events, min(t.date_start) AS first_seen,
         max(t.date_end) AS last_seen
  FROM timeline_countries x JOIN timeline_countries y ON x.event_id = y.event_id AND x.country < y.country
  JOIN timeline t ON t.event_id = x.event_id GROUP BY 1, 2 ORDER BY 3 DESC;
"""


def write_sqlite(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file anew."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        with connection:
            for table in TABLES:
                _fill(connection, tables, table)
            for name, (source, column) in _LISTS.items():
                _fill_list(connection, tables, name, source, column)
            connection.executescript(_AFTER)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, tables: Tables, table: str) -> None:
    specs = table_columns(table)
    columns = [f'"{spec.name}" {_TYPES.get(spec.kind, "TEXT")}{"" if spec.nullable else " NOT NULL"}' for spec in specs]
    if key := table_key(table):
        columns.append(f"PRIMARY KEY ({', '.join(key)})")
    connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    slots = ", ".join("?" * len(specs))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({slots})",  # noqa: S608 - the name is one of ours
        ([_cell(spec, row[spec.name]) for spec in specs] for row in table_rows(tables, table)),
    )


def _fill_list(connection: sqlite3.Connection, tables: Tables, name: str, source: str, column: str) -> None:
    connection.execute(
        f"CREATE TABLE {name} (event_id TEXT NOT NULL, position INTEGER NOT NULL, {column} TEXT NOT NULL, "
        "PRIMARY KEY (event_id, position))"
    )
    rows = [
        (row["event_id"], position, value)
        for row in table_rows(tables, "timeline")
        for position, value in enumerate(row[source])
    ]
    connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)  # noqa: S608 - the name is one of ours


def _cell(spec: ColumnSpec, value: Any) -> Any:
    if value is None:
        return None
    if spec.kind == "list":
        return json.dumps(value, ensure_ascii=False)
    if spec.kind == "timestamp":
        return format_time(value)
    if spec.kind == "date":
        return value.isoformat()
    return int(value) if spec.kind == "boolean" else value
