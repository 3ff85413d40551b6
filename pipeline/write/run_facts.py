"""What a run says about itself: ``run.json`` with everything, the other files without the clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import __version__
from pipeline.schema.tables import SCHEMA_VERSION

MACHINE = "machine"
"""Key of ``run_info`` for what a second run would say differently: times, durations, host, workers."""


def stable_facts(run_info: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """What two runs on the same input both say, as text by name, for the page and the workbook."""
    facts: dict[str, str] = {"version": __version__, "schema version": SCHEMA_VERSION}
    for table, frame in tables.items():
        facts[f"rows in {table}"] = str(len(frame))
    for name, value in run_info.items():
        if name != MACHINE:
            facts |= _flatten(name.replace("_", " "), value)
    return facts


def write_run(
    path: Path, run_info: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], files: Iterable[Path]
) -> None:
    """Write ``run.json``: what the run says, the row counts, and size and digest of every other file."""
    content = {
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "rows": {table: len(frame) for table, frame in tables.items()},
        **run_info,
        "files": {file.name: _file_facts(file) for file in files},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def _file_facts(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _flatten(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        parts = [_flatten(f"{name}: {key}", inner) for key, inner in value.items()]
        return {key: text for part in parts for key, text in part.items()}
    if isinstance(value, (list, tuple)):
        return {name: "; ".join(str(item) for item in value)}
    return {name: "" if value is None else str(value)}
