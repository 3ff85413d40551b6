"""The table models and the event types -> ``CODEBOOK.md``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from pipeline.lexicon.event_types import EventType
from pipeline.lexicon.load import Row
from pipeline.schema.columns import table_key
from pipeline.schema.dictionary import columns_markdown, table_description
from pipeline.schema.tables import EARLIEST_DAY, LATEST_DAY, SCHEMA_VERSION, TABLES

_TITLE = "# Codebook\n"
_OPENING = f"""Generated from the table models, schema version {SCHEMA_VERSION}; do not edit.

Every table comes as Parquet and as CSV. Both hold the same rows and columns, save that `documents.text`
stands in the Parquet file only.

- **Days** are calendar days, both ends included, from {EARLIEST_DAY} to {LATEST_DAY}. A date is never
  sharper than its source: "spring 2019" is 2019-03-01 to 2019-05-31 with the precision `season`.
- **Character bounds** count Unicode code points in `documents.text` from 0, the end excluded, so that
  `text[char_start:char_end]` is the quoted sentence.
- **Lists** are Arrow lists in Parquet and joined by "; " in CSV, where a semicolon inside an item becomes a
  comma.
- **CSV** is UTF-8 with a byte-order mark, comma separated, with `\\n` line ends, YYYY-MM-DD days, times in
  UTC that end in Z, true and false, and empty cells for missing values. A text that a spreadsheet would run
  as a formula (it starts with `=`, `+`, `-`, `@`, a tab or a line break) has an apostrophe in front; a text
  that has apostrophes there already has one more.
- **Codes** such as `cameo_code` are text with leading zeros. Spreadsheets and plain CSV readers turn them
  into numbers unless told otherwise: in pandas, `dtype={{"cameo_code": "str"}}`.
"""
_CROSSWALK_HEADER = {
    "id": "here",
    "plover": "POLECAT (PLOVER)",
    "cameo": "ICEWS (CAMEO)",
    "acled": "ACLED",
    "ucdp_ged": "UCDP GED",
    "gdelt": "GDELT",
    "note": "note",
}


def write_codebook(path: Path, event_types: Mapping[str, EventType], crosswalk: Sequence[Row]) -> None:
    """Write the codebook.

    Args:
        path: The file.
        event_types: Event types by id, in the order in which people shall see them.
        crosswalk: Rows of ``common/crosswalk.csv``: our columns and those of other data sets.
    """
    text = "\n".join([_TITLE, *codebook_parts(event_types, crosswalk).values()])
    path.write_text(text, encoding="utf-8", newline="\n")


def codebook_parts(event_types: Mapping[str, EventType], crosswalk: Sequence[Row]) -> dict[str, str]:
    """The parts of the codebook by name, in order: ``opening``, ``coding``, each table, ``types``, ``crosswalk``."""
    return {
        "opening": _OPENING,
        "coding": _coding(),
        **{table: _table_part(table) for table in TABLES},
        "types": _types_part(event_types),
        "crosswalk": _crosswalk_part(crosswalk),
    }


def _coding() -> str:
    """How events are coded and cited: a text of its own, so that it is easily read and changed."""
    return (resources.files("pipeline.write") / "coding.md").read_text(encoding="utf-8")


def _table_part(table: str) -> str:
    key = ", ".join(f"`{name}`" for name in table_key(table))
    line = f"{table_description(table)} " + (f"Key: {key}." if key else "It has no key.")
    return f"## {table}\n\n{line}\n\n{columns_markdown(table)}\n"


def _types_part(event_types: Mapping[str, EventType]) -> str:
    header = ("event_type", "definition", "PLOVER", "CAMEO", "class")
    rows = [
        (
            f"`{type_.id}`",
            f"**{type_.label}.** {type_.definition}",
            " / ".join(filter(None, (type_.plover_type, type_.plover_mode))),
            type_.cameo_code,
            type_.quad_class,
        )
        for type_ in event_types.values()
    ]
    return f"## Event types\n\n{_markdown(header, rows)}\n"


def _crosswalk_part(crosswalk: Sequence[Row]) -> str:
    rows = [[row.get(name, "") for name in _CROSSWALK_HEADER] for row in crosswalk]
    table = _markdown(tuple(_CROSSWALK_HEADER.values()), rows)
    opening = "## The same in other data sets\n\nColumns of the timeline that have their like elsewhere."
    return f"{opening}\n\n{table}\n"


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
