"""Tables -> ``timeline.xlsx``: the workbook to read, filter and mark up.

Strings stay strings: nothing that stands in a document becomes a formula, a link or a number. The same
tables give the same bytes, so the workbook holds no clock.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.lexicon.event_types import EventType
from pipeline.schema.cells import cell_text, plain_values
from pipeline.schema.columns import ColumnSpec, csv_columns
from pipeline.schema.dictionary import NOTES_HEADER, notes_rows
from pipeline.write.direction import is_right_to_left

MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
MAX_CELL = 32_767
"""Excel's limits a sheet and, in UTF-16 units, a cell."""

FIRST_REAL_DAY = date(1900, 3, 1)
"""Excel believes that 1900 was a leap year; days before this one would shift, so they are text."""

SHEETS = ("timeline", "mentions", "actors", "documents")
_CREATED = datetime(2000, 1, 1)  # a fixed day in the file's properties: no clock
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_A3 = 8
# Points a line, share of a width unit that a letter takes, and lines after which a row grows no more.
_LINE, _LETTER, _MOST_LINES = 15, 1.05, 12
_LEFTWARD: dict[str, object] = {"reading_order": 2, "align": "right"}
_WRAPPED = {
    "title": 55,
    "quote": 70,
    "reason": 60,
    "curated": 40,
    "warning": 50,
    "reasons": 50,
    "meaning": 80,
    "value": 80,
}
# Columns for programs: folded away, one press on the "+" above them unfolds them.
_FOLDED = frozenset(
    (
        "plover_type", "cameo_code", "quad_class", "agents", "recipients", "actor_ids", "document_ids", "merge_score",
        "sentence", "char_start", "char_end", "trigger_start", "trigger_end", "date_text_start", "date_text_end",
        "latitude", "longitude", "first_published", "last_published", "rule_id", "date_rule_id", "sha256", "encoding",
        "n_chars", "n_sentences",
    )
)  # fmt: skip
_COLOURS = {
    "verbal cooperation": "#D6E8F5",
    "material cooperation": "#D2EFE3",
    "verbal conflict": "#FBEBC8",
    "material conflict": "#F8D8C9",
    "": "#E8E8E8",
}


@dataclass(frozen=True)
class _Links:
    """Where a key stands in another sheet: first and last row, counted from 0."""

    sheet: str
    rows: Mapping[str, tuple[int, int]]
    last_column: str
    tip: str

    def target(self, key: object) -> str | None:
        """Address inside the workbook, or ``None`` when the key stands nowhere."""
        span = self.rows.get(str(key))
        if span is None:
            return None
        return f"internal:'{self.sheet}'!A{span[0] + 1}:{self.last_column}{span[1] + 1}"


# What XlsxWriter escapes or marks in a text: markup, control characters, their escapes, spaces at the ends.
_ODD = re.compile(r"[&<>\x00-\x1f]|_x[0-9a-fA-F]{4}_|^\s|\s$")
_LETTERS = [xl_col_to_name(column) for column in range(256)]


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes plain cells straight to its file: a third less time for large workbooks.

    XlsxWriter takes every cell through steps for cases that plain texts and numbers never meet. Whatever
    is not plain goes its usual way, and the bytes are the same; a test compares them.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if cell.format is None or col >= len(_LETTERS) or not self.constant_memory:
            super()._write_cell(row, col, cell)
        elif kind == "String" and not _ODD.search(cell.string):
            content = f' t="inlineStr"><is><t>{cell.string}</t></is></c>'
            self.fh.write(f'<c r="{_LETTERS[col]}{row + 1}" s="{cell.format._get_xf_index()}"{content}')
        elif kind in ("Number", "Datetime"):
            content = f"<v>{cell.number:.16G}</v></c>"
            self.fh.write(f'<c r="{_LETTERS[col]}{row + 1}" s="{cell.format._get_xf_index()}">{content}')
        else:
            super()._write_cell(row, col, cell)


def write_xlsx(
    tables: Mapping[str, pd.DataFrame],
    path: Path,
    *,
    event_types: Mapping[str, EventType],
    facts: Mapping[str, str],
) -> None:
    """Write the workbook.

    Args:
        tables: The output tables by name.
        path: The file.
        event_types: Give the colours of the rows.
        facts: What the sheet ``run`` says; nothing that a second run would say differently.
    """
    order = {event_id: rank for rank, event_id in enumerate(tables["timeline"]["event_id"])}
    mentions = tables["mentions"]
    ranked = mentions.assign(_rank=mentions["event_id"].map(order)).sort_values("_rank", kind="stable")
    shown = {**{name: tables[name] for name in SHEETS}, "mentions": ranked.drop(columns="_rank")}
    with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
        workbook.set_properties({"title": "Event timeline", "created": _CREATED})
        styles = _Styles(workbook)
        links = _links_between(shown)
        for name in SHEETS:
            _write_table(workbook.add_worksheet(name, QuickSheet), name, shown[name], links.get(name, {}), styles)
            _colour_types(workbook.get_worksheet_by_name(name), name, shown[name], event_types, styles)
        _write_texts(workbook.add_worksheet("codebook"), NOTES_HEADER, notes_rows(), styles)
        _write_texts(workbook.add_worksheet("run"), ("what", "value"), _run_rows(shown, facts), styles)


class _Styles:
    """The cell formats of a workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **properties: object) -> Format:
        """The format with these properties, cells aligned to the top."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", **properties})
        return self._formats[key]

    @property
    def header(self) -> Format:
        """Head row."""
        return self.get(bold=True, bg_color="#22313F", font_color="#FFFFFF", border=1)

    @property
    def link(self) -> Format:
        """A link inside the workbook."""
        return self.get(font_color="#0B5CAD", underline=1)


def _links_between(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, _Links]]:
    """Sheet -> column -> where its values lead."""
    evidence = _links_to(tables, "mentions", "event_id", "Show the evidence of this event")
    event = _links_to(tables, "timeline", "event_id", "Show the event")
    document = _links_to(tables, "documents", "document_id", "Show the document")
    return {
        "timeline": {"event_id": evidence, "quote_document": document},
        "mentions": {"event_id": event, "document_id": document},
    }


def _links_to(tables: Mapping[str, pd.DataFrame], sheet: str, column: str, tip: str) -> _Links:
    rows: dict[str, tuple[int, int]] = {}
    for row, key in enumerate(tables[sheet][column].head(MAX_ROWS - 1), start=1):
        rows[key] = (rows.get(key, (row, row))[0], row)
    return _Links(sheet, rows, xl_col_to_name(len(csv_columns(sheet)) - 1), tip)


@dataclass(frozen=True)
class _Column:
    """One column ready to be written row by row: nothing is decided for each cell that holds for all.

    Attributes:
        spec: What the table model says.
        values: Cells as the sheet takes them: numbers, days or texts; ``None`` for empty ones.
        texts: The same as texts where the row's height depends on them, else empty.
        style: Format of all cells that are no links.
        links: Where the values lead, or ``None``.
    """

    spec: ColumnSpec
    values: list[Any]
    texts: list[str]
    style: Format
    links: _Links | None


def _write_table(
    sheet: Worksheet, table: str, frame: pd.DataFrame, links: Mapping[str, _Links], styles: _Styles
) -> None:
    frame = frame.head(MAX_ROWS - 1)
    if len(frame) * len(links) > MAX_LINKS:  # between events and evidence for all rows rather than both for some
        links = {"event_id": links["event_id"]}
    columns = [_prepare(spec, frame[spec.name], links.get(spec.name), styles) for spec in csv_columns(table)]
    for at, column in enumerate(columns):
        outline = {"level": 1, "hidden": True} if column.spec.name in _FOLDED else {}
        sheet.set_column(at, at, _width(column.spec, column.values), None, outline)
        sheet.write_string(0, at, column.spec.name, styles.header)
        sheet.write_comment(0, at, column.spec.description, {"x_scale": 2.2, "y_scale": 1.4})
    _write_rows(sheet, columns, len(frame), styles)
    sheet.freeze_panes(1, 1)
    _prepare_print(sheet)
    sheet.autofilter(0, 0, len(frame), len(columns) - 1)


def _write_rows(sheet: Worksheet, columns: Sequence[_Column], n_rows: int, styles: _Styles) -> None:
    wrapped = [(column.texts, _WRAPPED[column.spec.name]) for column in columns if column.texts]
    put = {str: sheet.write_string, int: sheet.write_number, float: sheet.write_number}
    cells = [(at, column.values, column.style, column.links) for at, column in enumerate(columns)]
    leftward = {False: styles.get(**_LEFTWARD), True: styles.get(text_wrap=True, **_LEFTWARD)}
    budget = MAX_LINKS
    for row in range(n_rows):
        sheet.set_row(row + 1, row_height([(texts[row], width) for texts, width in wrapped]))
        for at, values, style, links in cells:
            value = values[row]
            if value is None:
                continue
            target = links.target(value) if links is not None and budget > 0 else None
            if links is not None and target is not None:
                budget -= 1
                sheet.write_url(row + 1, at, target, styles.link, value, links.tip)
            elif isinstance(value, str) and is_right_to_left(value):
                sheet.write_string(row + 1, at, value, leftward[bool(columns[at].texts)])
            else:
                put.get(type(value), sheet.write_datetime)(row + 1, at, value, style)


def _prepare(spec: ColumnSpec, cells: pd.Series[Any], links: _Links | None, styles: _Styles) -> _Column:
    values = plain_values(cells)
    texts: list[str] = []
    style = styles.get()
    if spec.kind == "date":
        style = styles.get(num_format="yyyy-mm-dd", align="left")
        values = [_real_day(value) for value in values]
    elif spec.kind == "timestamp":
        style = styles.get(num_format="yyyy-mm-dd hh:mm", align="left")
        values = [_real_moment(value) for value in values]
    elif spec.kind not in ("integer", "number"):  # booleans too: LibreOffice shows real ones as 0 and 1
        values = [None if value is None else cut_cell(cell_text(spec.kind, value)) or None for value in values]
        if spec.name in _WRAPPED:
            style = styles.get(text_wrap=True)
            texts = [value or "" for value in values]
    return _Column(spec, values, texts, style, links)


def _real_day(value: date | None) -> date | str | None:
    """The day, or its text where Excel has no such day."""
    return value if value is None or value >= FIRST_REAL_DAY else value.isoformat()


def _real_moment(value: datetime | None) -> datetime | str | None:
    if value is None or value.date() < FIRST_REAL_DAY:
        return None if value is None else cell_text("timestamp", value)
    return value.astimezone(UTC).replace(tzinfo=None)


def _write_text(sheet: Worksheet, row: int, at: int, text: str, styles: _Styles) -> None:
    leftward = _LEFTWARD if is_right_to_left(text) else {}
    sheet.write_string(row, at, cut_cell(text), styles.get(text_wrap=True, **leftward))


def _prepare_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def row_height(texts: Sequence[tuple[str, float]]) -> float:
    """Height in points at which the wrapped texts of a row, given with their widths, are seen whole.

    Spreadsheets do not fit the height by themselves when they load a file; very long texts are cut short.
    """
    counts = [
        sum(math.ceil(max(len(line), 1) * _LETTER / width) for line in (text.split("\n") if "\n" in text else (text,)))
        for text, width in texts
    ]
    return _LINE * min(max(counts, default=1), _MOST_LINES)


def cut_cell(text: str) -> str:
    """The text as far as an Excel cell holds it, with "…" at the end where it was cut."""
    if len(text) <= MAX_CELL // 2:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _width(spec: ColumnSpec, values: Sequence[Any]) -> float:
    """Wide enough for nine cells in ten, within bounds; a filter button stands in the head."""
    if spec.name in _WRAPPED:
        return _WRAPPED[spec.name]
    head = len(spec.name) + 4
    lengths = sorted(len(value) if isinstance(value, str) else len(str(value)) for value in values if value is not None)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    most = 12 if spec.kind == "date" else 40
    return max(head, min(usual + 2, most))


def _colour_types(
    sheet: Worksheet, table: str, frame: pd.DataFrame, event_types: Mapping[str, EventType], styles: _Styles
) -> None:
    """Colour the type by whether it is talk or deed, cooperation or conflict; holds when users edit."""
    names = [spec.name for spec in csv_columns(table)]
    if "event_type" not in names or frame.empty:
        return
    at = names.index("event_type")
    cell = f"${xl_col_to_name(at)}2"
    for quad_class, colour in _COLOURS.items():
        ids = [type_.id for type_ in event_types.values() if type_.quad_class == quad_class]
        if ids:
            anyone = ",".join(f'{cell}="{id_}"' for id_ in ids)
            rule = {"type": "formula", "criteria": f"=OR({anyone})", "format": styles.get(bg_color=colour)}
            sheet.conditional_format(1, at, min(len(frame), MAX_ROWS - 1), at, rule)


def _run_rows(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, str]) -> list[tuple[str, ...]]:
    cut = [
        (f"rows left out of sheet {name}", f"{len(frame) - MAX_ROWS + 1} (all are in {name}.parquet)")
        for name, frame in tables.items()
        if len(frame) > MAX_ROWS - 1
    ]
    return [*facts.items(), *cut]


def _write_texts(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[str]], styles: _Styles) -> None:
    for at, name in enumerate(header):
        longest = max((len(row[at]) for row in rows), default=0)
        sheet.set_column(at, at, _WRAPPED.get(name) or min(max(len(name) + 4, longest + 2), 40))
        sheet.write_string(0, at, name, styles.header)
    for row, cells in enumerate(rows, start=1):
        wide = [(text, _WRAPPED.get(name, 40)) for text, name in zip(cells, header, strict=True)]
        sheet.set_row(row, row_height(wide))
        for at, text in enumerate(cells):
            _write_text(sheet, row, at, text, styles)
    sheet.freeze_panes(1, 0)
    _prepare_print(sheet)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
