"""The workbook: real dates, links to the evidence, no live formulas."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.columns import csv_columns
from pipeline.validate.tables import validate_tables
from pipeline.write import to_xlsx
from pipeline.write.direction import is_right_to_left
from pipeline.write.to_xlsx import MAX_CELL, QuickSheet, cut_cell, row_height, write_xlsx
from tests.schema.builders import URDU, all_tables

FACTS = {"version": "1", "note": "=1+1"}


def _write(tables: dict[str, pd.DataFrame], path: Path) -> Workbook:
    write_xlsx(tables, path, event_types=load_event_types(load_lexicon()), facts=FACTS)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Validated tables with odd texts in them."""
    return validate_tables(all_tables(), []).tables


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workbook of these tests lies."""
    return tmp_path_factory.mktemp("xlsx") / "timeline.xlsx"


@pytest.fixture(scope="module")
def book(tables: dict[str, pd.DataFrame], path: Path) -> Workbook:
    """The workbook, read back."""
    return _write(tables, path)


def _column(book: Workbook, sheet: str, name: str) -> list:
    header = [cell.value for cell in book[sheet][1]]
    return [row[header.index(name)] for row in book[sheet].iter_rows(min_row=2)]


def test_sheets_have_frozen_and_filtered_heads(book: Workbook) -> None:
    assert book.sheetnames == ["timeline", "mentions", "actors", "documents", "codebook", "run"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes in ("B2", "A2")
        assert sheet.auto_filter.ref
    header = [cell.value for cell in book["timeline"][1]]
    assert header == [column.name for column in csv_columns("timeline")]
    assert book["timeline"]["B1"].comment.text.startswith("First day")


def test_days_are_dates_where_excel_can_hold_them(book: Workbook) -> None:
    days = [cell.value for cell in _column(book, "timeline", "date_start")]
    assert days == ["1813-10-24", datetime(1991, 1, 1), datetime(2020, 11, 10)]
    times = [cell.value for cell in _column(book, "documents", "published_at")]
    assert datetime(2020, 11, 10, 8, 30) in times


def test_nothing_from_a_document_becomes_a_formula_or_a_link(book: Workbook, path: Path) -> None:
    titles = [cell.value for cell in _column(book, "timeline", "title")]
    assert titles[0] == "=HYPERLINK(0) </script>"
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sheets:
            content = archive.read(name).decode()
            assert "<f>" not in re.sub("<conditionalFormatting.*?</conditionalFormatting>", "", content)
        related = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels"))
    assert "javascript" not in related and "External" not in related
    assert _column(book, "run", "value")[1].value == "=1+1"


def test_events_lead_to_their_evidence_and_back(book: Workbook) -> None:
    event = _column(book, "timeline", "event_id")[2]
    location = event.hyperlink.location
    first, last = map(int, re.fullmatch(r"'mentions'!A(\d+):[A-Z]+(\d+)", location).groups())
    assert last - first == 1
    linked = [book["mentions"].cell(row=row, column=2) for row in range(first, last + 1)]
    assert {cell.value for cell in linked} == {event.value}
    assert linked[0].hyperlink.location.startswith(f"'timeline'!A{event.row}:")


def test_urdu_runs_from_right_to_left(book: Workbook) -> None:
    cells = {cell.value: cell for cell in _column(book, "mentions", "quote")}
    assert cells[URDU].alignment.readingOrder == 2
    assert cells[URDU].alignment.wrap_text
    plain = next(cell for value, cell in cells.items() if value.startswith("The ministers"))
    assert not plain.alignment.readingOrder


def test_types_are_coloured_by_rule(book: Workbook) -> None:
    rules = book["timeline"].conditional_formatting
    formulas = [formula for area in rules for rule in area.rules for formula in rule.formula]
    assert any('$G2="clash"' in formula for formula in formulas)


def test_same_tables_same_bytes(book: Workbook, tables: dict[str, pd.DataFrame], path: Path) -> None:
    again = path.with_name("again.xlsx")
    _write(tables, again)
    assert again.read_bytes() == path.read_bytes()


def test_quick_sheets_hold_the_same_bytes_as_plain_ones(
    book: Workbook, path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert book is not None
    monkeypatch.setattr(to_xlsx, "QuickSheet", Worksheet)
    plain = path.with_name("plain.xlsx")
    _write(tables, plain)
    assert plain.read_bytes() == path.read_bytes()


@given(st.text(st.sampled_from("a &<_x0041\t\n\u00a0\u2003\x07é"), max_size=12))
def test_quick_cells_are_escaped_like_plain_ones(text: str) -> None:
    found = []
    for kind in (Worksheet, QuickSheet):
        memory = BytesIO()
        with xlsxwriter.Workbook(memory, {"constant_memory": True}) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})
            book.add_worksheet("s", kind).write_string(0, 0, text, book.add_format({"bold": True}))
        found.append(memory.getvalue())
    assert found[0] == found[1]


def test_links_end_where_excel_ends_them(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_xlsx, "MAX_LINKS", 2)
    book = _write(tables, tmp_path / "t.xlsx")
    linked = [cell for cell in _column(book, "timeline", "event_id") if cell.hyperlink]
    assert len(linked) == 2
    assert all(cell.value for cell in _column(book, "timeline", "event_id"))


def test_too_many_rows_are_left_out_and_said(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_xlsx, "MAX_ROWS", 3)
    book = _write(tables, tmp_path / "t.xlsx")
    assert book["timeline"].max_row == 3
    said = dict(zip(_column(book, "run", "what"), _column(book, "run", "value"), strict=True))
    assert {cell.value for cell in said} >= {"rows left out of sheet timeline"}


@given(st.text(max_size=5), st.integers(MAX_CELL - 3, MAX_CELL + 3), st.sampled_from("a\U0001f600"))
def test_cells_fit_excel(start: str, length: int, letter: str) -> None:
    text = start + letter * length
    cut = cut_cell(text)
    assert len(cut.encode("utf-16-le")) <= 2 * MAX_CELL
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_rows_are_as_high_as_their_longest_text(book: Workbook) -> None:
    assert row_height([]) == row_height([("", 70)]) == 15
    assert row_height([("x" * 100, 70), ("y", 10)]) == 30
    assert row_height([("x\ny\nz", 70)]) == 45
    assert row_height([("x" * 9000, 70)]) == 180
    assert book["timeline"].row_dimensions[2].height > 15


def test_escapes_of_the_format_stay_text(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["timeline"].copy()
    frame["title"] = ["_x0041_ literally", "tab\there", "line\nbreak"]
    book = _write({**tables, "timeline": frame}, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        content = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_ literally" in content
    assert _column(book, "timeline", "title")[2].value == "line\nbreak"


@pytest.mark.parametrize(
    ("text", "expected"), [(URDU, True), ("Baku", False), ("Bakı, Gəncə", False), ("OIC میں ملاقات", True), ("", False)]
)
def test_direction(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected
