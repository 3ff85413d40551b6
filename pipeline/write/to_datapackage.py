"""The table models and the CSV files -> ``datapackage.json`` (Data Package v2)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.schema.dictionary import Vocabularies, package_schema, table_description
from pipeline.schema.tables import SCHEMA_VERSION, TABLES


def write_datapackage(folder: Path, vocabularies: Vocabularies) -> None:
    """Describe the CSV files of a folder, which must be there already, in its ``datapackage.json``.

    Args:
        folder: Holds a CSV file for every table.
        vocabularies: Values of the closed lists kept in the lexicon, by name.
    """
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "event-timeline",
        "title": "Event timeline of Azerbaijan, Pakistan and Karabakh",
        "description": "Who did what, when and where, drawn from news texts, with the evidence for each row.",
        "version": SCHEMA_VERSION,
        "keywords": ["events", "timeline", "Azerbaijan", "Pakistan", "Karabakh"],
        "sources": [{"title": "The input documents, listed in documents.csv"}],
        "licenses": [
            {
                "name": "MIT",
                "path": "https://opensource.org/license/mit",
                "title": "MIT, as the pipeline; quoted sentences remain those of their publishers",
            }
        ],
        "contributors": [{"title": "event-timeline, a rule-based pipeline", "roles": ["creator"]}],
        "resources": [_resource(folder / f"{table}.csv", table, vocabularies) for table in TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


def _resource(path: Path, table: str, vocabularies: Vocabularies) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "name": table,
        "type": "table",
        "path": path.name,
        "description": table_description(table),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": package_schema(table, vocabularies),
    }
