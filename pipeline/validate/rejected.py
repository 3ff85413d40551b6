"""What failed a check -> a problem with the way back to the text, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.core.errors import Problem
from pipeline.schema.cells import cell_text, plain_values
from pipeline.schema.columns import ColumnSpec, table_columns, table_key

_VALUE_LENGTH = 200

# Check of a model -> short name in `rejected`, and what was expected ({0} is the check's argument).
_CHECKS = {
    "not_nullable": ("missing_value", "a value must stand here"),
    "greater_than_or_equal_to": ("out_of_bounds", "nothing before or below {0} is plausible"),
    "less_than_or_equal_to": ("out_of_bounds", "nothing after or above {0} is plausible"),
    "isin": ("unknown_value", "expected one of {0}"),
    "str_matches": ("malformed_value", "expected the form {0}"),
    "multiple_fields_uniqueness": ("duplicate_key", "another row has the same key; the first was kept"),
    "interval_reversed": ("interval_reversed", "the last day lies before the first"),
    "span_reversed": ("span_reversed", "a span ends before it starts, or is empty"),
    "date_text_incomplete": ("date_text_incomplete", "the words of a date need both bounds"),
    "known_scope": ("unknown_value", "expected at least one of the known scopes"),
}
# The column to name when a check looks at several.
_COLUMN_OF = {
    "interval_reversed": "date_end",
    "span_reversed": "char_end",
    "date_text_incomplete": "date_text",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that failed a check.

    Attributes:
        row: Label of the row in the frame's index.
        check: Short closed name.
        column: Column that failed.
        expected: What was expected, as the second half of a sentence.
        fatal: The row is turned away; ``False`` when it was mended and kept.
    """

    row: int
    check: str
    column: str
    expected: str
    fatal: bool = True


def name_failure(check: str, column: str, row: int) -> Failure:
    """A failed check of a pandera model, by its name there, e.g. ``isin(['day', 'month'])``."""
    base, argument = re.fullmatch(r"(\w+)(?:\((.*)\))?", check, re.DOTALL).groups()  # type: ignore[union-attr]
    name, expected = _CHECKS.get(base, (base, "the check failed"))
    readable = (argument or "").strip("()[]").rstrip(",")
    return Failure(row, name, _COLUMN_OF.get(base, column), expected.format(readable))


def to_problems(table: str, frame: pd.DataFrame, failures: Iterable[Failure], documents: pd.DataFrame) -> list[Problem]:
    """The failures of one table as problems, each with its document and span where there is one.

    Args:
        table: Name of the table.
        frame: The rows as they were when they failed.
        failures: Their rows must be labels of ``frame``.
        documents: The documents table; gives the path of a document.
    """
    paths = dict(zip(documents["document_id"], documents["path"], strict=True))
    specs = {spec.name: spec for spec in table_columns(table)}
    return [_to_problem(table, frame.loc[[f.row]], f, specs, paths) for f in failures]


def _to_problem(
    table: str, row: pd.DataFrame, failure: Failure, specs: Mapping[str, ColumnSpec], paths: Mapping[str, str]
) -> Problem:
    cells = {name: plain_values(row[name])[0] for name in specs}
    document_id = cells.get("document_id") or cells.get("quote_document")
    value = cell_text(specs[failure.column].kind, cells[failure.column])
    found = f"is {value[:60]!r}" if value else "is empty"
    remedy = "" if failure.fatal else " The row was mended and kept."
    return Problem(
        stage="validate",
        check=failure.check,
        path=paths.get(document_id or "", ""),
        reason=f"{table}: {failure.column} {found}; {failure.expected}.{remedy}",
        document_id=document_id,
        row_id=" ".join(str(cells[name]) for name in table_key(table)) or None,
        column=failure.column,
        value=value[:_VALUE_LENGTH],
        char_start=_bound(cells, "char_start"),
        char_end=_bound(cells, "char_end"),
        fatal=failure.fatal,
    )


def _bound(cells: Mapping[str, Any], name: str) -> int | None:
    value = cells.get(name)
    return int(value) if value is not None and value >= 0 else None
