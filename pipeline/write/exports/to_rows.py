"""Timeline -> tab-separated rows with the columns of GDELT 2.0 and of POLECAT, to be joined with theirs.

A column that we know nothing of stays empty. Unlike GDELT's own files these have a header line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import guard_formula
from pipeline.write.exports.rows import Row, Tables, one_line, rows_by_key, table_rows, two_sides

_QUAD = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
_GDELT = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name", "Actor1CountryCode",
    "Actor2Code", "Actor2Name", "Actor2CountryCode", "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode",
    "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", "ActionGeo_FullName",
    "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "DATEADDED", "SOURCEURL",
)  # fmt: skip
_POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor Title", "Recipient Name", "Recipient Country", "Recipient Title", "Placename", "Country",
    "Latitude", "Longitude", "Source", "Publication Date", "Headline", "Event Text", "Language",
)  # fmt: skip


def write_gdelt(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write rows like those of GDELT 2.0; events without a CAMEO code are left out, as GDELT has none."""
    documents = rows_by_key(tables, "documents", "document_id")
    countries = {row["name"]: row["country"] for row in table_rows(tables, "actors")}
    rows = (
        _gdelt_row(row, documents[row["quote_document"]], countries)
        for row in table_rows(tables, "timeline")
        if row["cameo_code"]
    )
    _write(path, _GDELT, rows)


def _gdelt_row(row: Row, document: Row, countries: Mapping[str, str | None]) -> dict[str, Any]:
    first, second = two_sides(row)
    start: date = row["date_start"]
    code = row["cameo_code"]
    return {
        "GlobalEventID": row["event_id"],
        "Day": f"{start:%Y%m%d}",
        "MonthYear": f"{start:%Y%m}",
        "Year": start.year,
        "FractionDate": f"{start.year + (start.timetuple().tm_yday - 1) / 365:.4f}",
        "Actor1Code": countries.get(first or ""),
        "Actor1Name": first and first.upper(),
        "Actor1CountryCode": countries.get(first or ""),
        "Actor2Code": countries.get(second or ""),
        "Actor2Name": second and second.upper(),
        "Actor2CountryCode": countries.get(second or ""),
        "IsRootEvent": 1,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": _QUAD.get(row["quad_class"] or ""),
        "NumMentions": row["n_mentions"],
        "NumSources": row["n_sources"],
        "NumArticles": row["n_documents"],
        "ActionGeo_FullName": row["place"],
        "ActionGeo_CountryCode": row["place_country"],
        "ActionGeo_Lat": row["latitude"],
        "ActionGeo_Long": row["longitude"],
        "DATEADDED": row["first_published"] and f"{row['first_published']:%Y%m%d}000000",
        "SOURCEURL": document["url"] or document["path"],
    }


def write_polecat(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write rows like those of POLECAT; events without a PLOVER type are left out."""
    documents = rows_by_key(tables, "documents", "document_id")
    countries = {row["name"]: row["country"] for row in table_rows(tables, "actors")}
    names = {row["actor_id"]: row["name"] for row in table_rows(tables, "actors")}
    offices = {(row["event_id"], names[row["actor_id"]]): row["office"] for row in table_rows(tables, "event_actors")}
    rows = (
        _polecat_row(row, documents[row["quote_document"]], countries, offices, event_types)
        for row in table_rows(tables, "timeline")
        if row["plover_type"]
    )
    _write(path, _POLECAT, rows)


def _polecat_row(
    row: Row,
    document: Row,
    countries: Mapping[str, str | None],
    offices: Mapping[tuple[str, str], str | None],
    event_types: Mapping[str, EventType],
) -> dict[str, Any]:
    first, second = two_sides(row)
    type_ = event_types.get(row["event_type"])
    return {
        "Event ID": row["event_id"],
        "Event Date": row["date_start"].isoformat(),
        "Event Type": row["plover_type"],
        "Event Mode": type_.plover_mode if type_ else None,
        "Quad Code": (row["quad_class"] or "").upper(),
        "Contexts": ";".join(row["scope"]),
        "Actor Name": first,
        "Actor Country": countries.get(first or ""),
        "Actor Title": offices.get((row["event_id"], first or "")),
        "Recipient Name": second,
        "Recipient Country": countries.get(second or ""),
        "Recipient Title": offices.get((row["event_id"], second or "")),
        "Placename": row["place"],
        "Country": row["place_country"],
        "Latitude": row["latitude"],
        "Longitude": row["longitude"],
        "Source": document["publisher"],
        "Publication Date": document["published_date"],
        "Headline": document["title"],
        "Event Text": row["quote"],
        "Language": document["language"],
    }


def _write(path: Path, header: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow(header)
        writer.writerows([_cell(row.get(name)) for name in header] for row in rows)


def _cell(value: Any) -> str:
    return guard_formula(one_line(value)) if isinstance(value, str) else "" if value is None else str(value)
