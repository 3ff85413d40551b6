"""Tables -> ``timeline.html``: one self-contained page that asks nothing of the network.

The page is ``page.html`` with ``page.css``, ``page.js`` and the data put in. Documents are strangers:
their texts enter as escaped JSON, the script puts them on the page as text only, and the content
security policy lets nothing run but our own script, known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import plain_values

Tables = Mapping[str, pd.DataFrame]
Row = dict[str, Any]

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_html(tables: Tables, path: Path, *, event_types: Mapping[str, EventType], facts: Mapping[str, str]) -> None:
    """Write the page.

    Args:
        tables: The output tables by name.
        path: The file.
        event_types: Labels and classes of the event types.
        facts: What the foot of the page says about the run.
    """
    data = page_data(tables, event_types)
    path.write_text(render_page({**data, "facts": dict(facts)}), encoding="utf-8", newline="\n")


def render_page(data: Mapping[str, Any]) -> str:
    """The page around the data."""
    style, script = _template("page.css"), _template("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    slots = {"policy": policy, "style": style, "script": script, "data": embed_json(data)}
    # In one pass: what looks like a slot inside the data stays as it is.
    return _SLOT.sub(lambda match: slots[match[1]], _template("page.html"))


def embed_json(data: Any) -> str:
    """JSON that can stand inside a script element whatever its texts say."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def page_data(tables: Tables, event_types: Mapping[str, EventType]) -> dict[str, Any]:
    """What the page knows: lists of events, their evidence, actors and documents, pointing at each other.

    Keys that repeat for every row are left out: ``fields`` names the places of a row's values.
    """
    events = _rows(tables, "timeline", _EVENT_FIELDS)
    documents = _rows(tables, "documents", _DOCUMENT_FIELDS)
    actors = _rows(tables, "actors", _ACTOR_FIELDS)
    document_at = {row["document_id"]: at for at, row in enumerate(documents)}
    actor_at = {row["actor_id"]: at for at, row in enumerate(actors)}
    evidence = _evidence(tables, document_at)
    parts = _parts(tables, actor_at)
    for event in events:
        event["parts"] = parts.get(event["event_id"], [])
        event["evidence"] = evidence.get(event["event_id"], [])
    return {
        "types": {
            type_.id: {"label": type_.label, "class": type_.quad_class}
            for type_ in event_types.values()
            if type_.id in set(tables["timeline"]["event_type"])
        },
        "fields": {
            "event": [*_EVENT_FIELDS, "parts", "evidence"],
            "document": list(_DOCUMENT_FIELDS),
            "actor": list(_ACTOR_FIELDS),
            "part": ["actor", "role", "office"],
            "evidence": list(_EVIDENCE_FIELDS),
        },
        "events": [list(row.values()) for row in events],
        "documents": [list(row.values()) for row in documents],
        "actors": [list(row.values()) for row in actors],
    }


_EVENT_FIELDS = (
    "event_id", "date_start", "date_end", "date_precision", "date_approximate", "date_basis", "event_type",
    "title", "place", "place_country", "latitude", "longitude", "status", "scope", "quote", "n_documents",
    "n_sources", "confidence",
)  # fmt: skip
_DOCUMENT_FIELDS = ("document_id", "path", "title", "publisher", "url", "published_date", "published_basis")
_ACTOR_FIELDS = ("actor_id", "name", "kind", "country", "n_events")
_EVIDENCE_FIELDS = (
    "document", "quote", "trigger_start", "trigger_end", "date_text", "date_text_start", "date_text_end",
    "date_start", "date_end", "date_precision", "date_approximate", "date_basis", "status", "attribution",
    "confidence",
)  # fmt: skip


def _rows(tables: Tables, table: str, names: tuple[str, ...]) -> list[Row]:
    columns = [[_simple(v) for v in plain_values(tables[table][n])] for n in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _simple(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _evidence(tables: Tables, document_at: Mapping[str, int]) -> dict[str, list[list[Any]]]:
    """Event -> its mentions as lists of ``_EVIDENCE_FIELDS``, spans counted from the start of the quote."""
    names = ("event_id", "document_id", "char_start", "char_end", *_EVIDENCE_FIELDS[1:])
    found: dict[str, list[list[Any]]] = {}
    for row in _rows(tables, "mentions", names):
        for name in ("trigger_start", "trigger_end", "date_text_start", "date_text_end"):
            row[name] = _inside(row[name], row["char_start"], row["char_end"])
        row["document"] = document_at.get(row["document_id"])
        found.setdefault(row["event_id"], []).append([row[name] for name in _EVIDENCE_FIELDS])
    return found


def _inside(offset: int | None, start: int, end: int) -> int | None:
    """An offset in the document as one in the sentence; ``None`` when it lies elsewhere."""
    return offset - start if offset is not None and start <= offset <= end else None


def _parts(tables: Tables, actor_at: Mapping[str, int]) -> dict[str, list[list[Any]]]:
    """Event -> its actors with role and office, main actors first."""
    found: dict[str, list[list[Any]]] = {}
    for row in _rows(tables, "event_actors", ("event_id", "actor_id", "role", "office")):
        part = [actor_at[row["actor_id"]], row["role"], row["office"]]
        found.setdefault(row["event_id"], []).append(part)
    return found


def _template(name: str) -> str:
    return (resources.files("pipeline.write") / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
