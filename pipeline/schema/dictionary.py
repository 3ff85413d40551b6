"""The table models in the words of other tools: README table, codebook sheet, data package schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.schema.cells import guard_formula
from pipeline.schema.columns import ColumnSpec, csv_columns, table_columns, table_key
from pipeline.schema.tables import TABLES

Vocabularies = Mapping[str, Sequence[str]]

_KIND_WORDS = {
    "text": "text",
    "list": "list of texts",
    "date": "date",
    "timestamp": "time (UTC)",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
_PACKAGE_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "list": {"type": "list", "delimiter": "; ", "itemType": "string"},
    "date": {"type": "date"},
    "timestamp": {"type": "datetime"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
NOTES_HEADER = ("table", "column", "type", "missing", "allowed", "meaning")


def table_description(table: str) -> str:
    """What one row of the table is, in one sentence."""
    return (TABLES[table].__doc__ or "").strip()


def type_words(spec: ColumnSpec) -> str:
    """The kind of value in plain words."""
    return _KIND_WORDS[spec.kind]


def allowed_words(spec: ColumnSpec) -> str:
    """What a cell may hold, in plain words; empty when anything may stand there."""
    if spec.choices:
        return ", ".join(spec.choices)
    if spec.vocabulary:
        return "an event type of the codebook"
    if spec.refers_to:
        return f"a key of {spec.refers_to}"
    if spec.pattern:
        return f"form {spec.pattern}"
    bounds = [str(bound) for bound in (spec.minimum, spec.maximum) if bound is not None]
    if len(bounds) == 2:
        return f"{bounds[0]} to {bounds[1]}"
    return f"{bounds[0]} or more" if bounds else ""


def notes_rows() -> list[tuple[str, ...]]:
    """Every column of every table, for the codebook sheet of the workbook; columns of ``NOTES_HEADER``."""
    return [
        (
            table,
            spec.name,
            type_words(spec),
            "may be empty" if spec.nullable or spec.kind == "list" else "never",
            allowed_words(spec),
            spec.description,
        )
        for table in TABLES
        for spec in table_columns(table)
    ]


def columns_markdown(table: str) -> str:
    """The columns of a table as a Markdown table."""
    lines = ["| column | type | missing | allowed | meaning |", "|---|---|---|---|---|"]
    key = table_key(table)
    for name, kind, missing, allowed, meaning in (row[1:] for row in notes_rows() if row[0] == table):
        shown = f"**`{name}`** (key)" if name in key else f"`{name}`"
        code = allowed.replace("|", "\\|")
        lines.append(f"| {shown} | {kind} | {missing} | {code} | {meaning} |")
    return "\n".join(lines)


def readme_table() -> str:
    """The columns of the timeline, as the README shows them."""
    return columns_markdown("timeline")


def package_schema(table: str, vocabularies: Vocabularies) -> dict[str, Any]:
    """The Table Schema (Data Package v2) of a table's CSV file.

    Args:
        table: Name of the table.
        vocabularies: Values of the closed lists kept in the lexicon, by name.
    """
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(spec, table, vocabularies) for spec in csv_columns(table)],
        "missingValues": [""],
    }
    if key := table_key(table):
        schema["primaryKey"] = list(key)
    if foreign := [_foreign_key(spec, table) for spec in csv_columns(table) if _is_foreign(spec)]:
        schema["foreignKeys"] = foreign
    return schema


def _field(spec: ColumnSpec, table: str, vocabularies: Vocabularies) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    # An empty list is an empty cell, which a reader takes for a missing value.
    if not spec.nullable and spec.kind != "list":
        constraints["required"] = True
    if table_key(table) == (spec.name,):
        constraints["unique"] = True
    if choices := spec.choices or tuple(vocabularies.get(spec.vocabulary or "", ())):
        constraints["enum"] = [guard_formula(choice) for choice in choices]
    for name, bound in (("minimum", spec.minimum), ("maximum", spec.maximum)):
        if bound is not None:
            constraints[name] = bound.isoformat() if isinstance(bound, date) else bound
    if spec.pattern:
        constraints["pattern"] = spec.pattern
    field = {"name": spec.name, **_PACKAGE_TYPES[spec.kind], "description": spec.description}
    return {**field, "constraints": constraints} if constraints else field


def _is_foreign(spec: ColumnSpec) -> bool:
    return spec.refers_to is not None and spec.kind != "list"


def _foreign_key(spec: ColumnSpec, table: str) -> dict[str, Any]:
    home, column = (spec.refers_to or "").split(".")
    # The standard writes a reference to the own table as an empty resource.
    resource = "" if home == table else home
    return {"fields": [spec.name], "reference": {"resource": resource, "fields": [column]}}
