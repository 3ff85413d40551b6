"""Tables -> ``timeline.html``: one self-contained page that asks nothing of the network.

The page is ``page/page.html`` with the style, the script files and the data put in. Documents are
strangers: their texts enter as escaped JSON, the script puts them on the page as text only, and the
content security policy lets nothing run but our own script, known by its hash.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.lexicon.event_types import EventType
from pipeline.write.page_data import page_data

Tables = Mapping[str, pd.DataFrame]
Labels = Mapping[str, Mapping[str, str]]

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SCRIPTS = ("data", "words", "filters", "strip", "cards", "lanes", "map", "actors", "keys", "start")
"""Parts of the script, in the order in which they need each other."""


def write_html(
    tables: Tables,
    path: Path,
    *,
    event_types: Mapping[str, EventType],
    facts: Mapping[str, str],
    labels: Labels,
) -> None:
    """Write the page.

    Args:
        tables: The output tables by name.
        path: The file.
        event_types: Labels and classes of the event types.
        facts: What the foot of the page says about the run.
        labels: Words of the page by language and key; English ones first.
    """
    data = page_data(tables, event_types) | {"facts": dict(facts), "labels": labels, "outlines": _outlines()}
    path.write_text(render_page(data), encoding="utf-8", newline="\n")


def render_page(data: Mapping[str, Any]) -> str:
    """The page around the data."""
    style, script = _template("page.css"), page_script()
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    slots = {"policy": policy, "style": style, "script": script, "data": embed_json(data)}
    # In one pass: what looks like a slot inside the data stays as it is.
    return _SLOT.sub(lambda match: slots[match[1]], _template("page.html"))


def page_script() -> str:
    """The whole script: its parts in one closed scope."""
    parts = "\n".join(_template(f"{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def embed_json(data: Any) -> str:
    """JSON that can stand inside a script element whatever its texts say."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _outlines() -> list[dict[str, Any]]:
    """Coarse outlines for the map: name, kind (land or water) and corners as longitude, latitude."""
    rows = csv.DictReader(line for line in _template("outlines.csv").splitlines() if not line.startswith("#"))
    return [
        {"name": row["name"], "kind": row["kind"], "corners": [float(number) for number in row["corners"].split()]}
        for row in rows
    ]


def _template(name: str) -> str:
    return (resources.files("pipeline.write") / "page" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
