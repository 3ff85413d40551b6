"""Reading ``curation.csv``: what a person has corrected, one row a correction.

A spreadsheet file in, corrections and problems out. Bytes with or without a byte-order mark, commas,
semicolons or tabs between the cells, and the apostrophe that guards a formula are all taken as they come.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pipeline.core.errors import Problem

Action = Literal["confirm", "dismiss", "set", "merge", "split", "note"]
ACTIONS: tuple[Action, ...] = get_args(Action)
SETTABLE = ("date", "date_start", "date_end", "event_type", "actors", "place", "title", "status")
"""Columns that ``set`` may correct; ``date`` stands for start, end and precision at once."""

_COLUMNS = ("action", "event_id", "date", "event_type", "actors", "column", "value", "note", "by")
_NEEDS_VALUE = ("set", "merge", "split")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the table.

    Attributes:
        action: What to do.
        event_id: The event as the timeline named it when the row was written; may be empty.
        date: Its ``date_start`` then, to find it again should the id be lost; may be empty.
        event_type: Its type then; may be empty.
        actors: Its actors then, names joined by "; "; may be empty.
        column: For ``set``, one of ``SETTABLE``.
        value: The new value; for ``merge`` the other event's id; for ``split`` mention ids, document ids
            or words of the quotes that make an event of their own, joined by "; ".
        note: For people.
        by: Who made it.
        where: "curation.csv:3", for messages.
    """

    action: Action
    event_id: str
    date: str = ""
    event_type: str = ""
    actors: str = ""
    column: str = ""
    value: str = ""
    note: str = ""
    by: str = ""
    where: str = "curation.csv"


def read_corrections(path: Path) -> tuple[list[Correction], list[Problem]]:
    """Read the table; a file that does not exist holds no corrections.

    Returns:
        Corrections in the order of the file, and a problem for each row that cannot be understood.
    """
    if not path.is_file():
        return [], []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"cannot be read ({error}). Save it as CSV in UTF-8."
        return [], [curation_problem("unreadable", path.name, reason)]
    return _parse(text, path.name)


def _parse(text: str, name: str) -> tuple[list[Correction], list[Problem]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        return [], []
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] | None = None
    corrections, problems = [], []
    for cells in reader:
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        where = f"{name}:{reader.line_num}"
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            if "action" not in header:
                return [], [curation_problem("no_header", where, f"needs a header: {','.join(_COLUMNS)}")]
            continue
        row = {key: cell.strip().removeprefix("'") for key, cell in zip(header, cells, strict=False)}
        found = _correction(row, where)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            corrections.append(found)
    return corrections, problems


def _correction(row: dict[str, str], where: str) -> Correction | Problem:
    action = next((known for known in ACTIONS if known == row.get("action", "").lower()), None)
    if action is None:
        reason = f"action must be one of {', '.join(ACTIONS)}."
        return curation_problem("unknown_action", where, reason, value=row.get("action", ""))
    if action in _NEEDS_VALUE and not row.get("value"):
        return curation_problem("no_value", where, f"{action} needs a value.")
    column = row.get("column", "").lower()
    if action == "set" and column not in SETTABLE:
        reason = f"column must be one of {', '.join(SETTABLE)}."
        return curation_problem("unknown_column", where, reason, value=column)
    cells = {name: row.get(name, "") for name in _COLUMNS if name not in ("action", "column")}
    return Correction(action=action, column=column, where=where, **cells)


def curation_problem(check: str, where: str, reason: str, *, value: str = "", row_id: str | None = None) -> Problem:
    """A correction that could not be understood or carried out; the run goes on without it."""
    return Problem(
        stage="link",
        check=f"curation_{check}",
        path=where,
        reason=f"{where}: {reason}",
        row_id=row_id,
        value=value[:200],
        fatal=False,
    )
