"""Timeline -> JSON-LD in the words of schema.org: events, who took part, and the articles that say so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.lexicon.event_types import EventType
from pipeline.write.exports.rows import Row, Tables, partial_date, rows_by_key, table_rows

_KINDS = {"person": "Person", "state": "Country", "government": "GovernmentOrganization", "company": "Corporation"}
_STATUS = {"planned": "EventScheduled", "denied": "EventCancelled"}


def write_jsonld(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file; dates are no sharper than the sources (``2020-11``)."""
    documents = rows_by_key(tables, "documents", "document_id")
    actors = rows_by_key(tables, "actors", "actor_id")
    events = [_event(row, event_types) for row in table_rows(tables, "timeline")]
    used = {id_ for row in table_rows(tables, "timeline") for id_ in row["document_ids"]}
    nodes = [*events, *map(_actor, actors.values()), *(_article(documents[id_]) for id_ in sorted(used))]
    content = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _urn(key: str) -> str:
    return f"urn:event-timeline:{key}"


def _event(row: Row, event_types: Mapping[str, EventType]) -> dict[str, Any]:
    type_ = event_types.get(row["event_type"])
    node = {
        "@type": "Event",
        "@id": _urn(row["event_id"]),
        "identifier": row["event_id"],
        "name": row["title"],
        "description": row["quote"],
        "startDate": partial_date(row["date_start"], row["date_precision"]),
        "endDate": partial_date(row["date_end"], row["date_precision"]),
        "keywords": type_.label if type_ else row["event_type"],
        "contributor": [{"@id": _urn(actor_id)} for actor_id in row["actor_ids"]],
        "subjectOf": [{"@id": _urn(document_id)} for document_id in row["document_ids"]],
    }
    if row["status"] in _STATUS:
        node["eventStatus"] = f"https://schema.org/{_STATUS[row['status']]}"
    if row["place"]:
        node["location"] = _place(row)
    return node


def _place(row: Row) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": row["place"]}
    if row["place_country"]:
        place["address"] = {"@type": "PostalAddress", "addressCountry": row["place_country"]}
    if row["latitude"] is not None and row["longitude"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return place


def _actor(row: Row) -> dict[str, Any]:
    node = {
        "@type": _KINDS.get(row["kind"], "Organization"),
        "@id": _urn(row["actor_id"]),
        "name": row["name"],
        "alternateName": row["aliases"],
    }
    if row["wikidata"]:
        node["sameAs"] = f"http://www.wikidata.org/entity/{row['wikidata']}"
    return node


def _article(row: Row) -> dict[str, Any]:
    cells = {
        "headline": row["title"] or row["path"],
        "url": row["url"],
        "inLanguage": row["language"],
        "datePublished": row["published_date"],
        "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
    }
    return {"@type": "NewsArticle", "@id": _urn(row["document_id"])} | {k: v for k, v in cells.items() if v}
