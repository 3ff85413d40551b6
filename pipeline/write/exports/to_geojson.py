"""Timeline -> GeoJSON (RFC 7946): a point an event; events without coordinates have no geometry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.lexicon.event_types import EventType
from pipeline.write.exports.rows import Row, Tables, table_rows

_PROPERTIES = (
    "event_id", "title", "event_type", "date_start", "date_end", "date_precision", "date_approximate", "date_basis",
    "actors", "countries", "place", "place_country", "status", "scope", "quote", "n_sources", "confidence",
)  # fmt: skip


def write_geojson(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file."""
    content = {"type": "FeatureCollection", "features": [_feature(row) for row in table_rows(tables, "timeline")]}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _feature(row: Row) -> dict[str, Any]:
    has_point = row["latitude"] is not None and row["longitude"] is not None
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if has_point else None
    return {
        "type": "Feature",
        "id": row["event_id"],
        "geometry": point,
        "properties": {name: row[name] for name in _PROPERTIES},
    }
