"""Doubts about a run as a whole."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.errors import Problem
from pipeline.schema.build import empty_frame
from pipeline.schema.frames import rejected_frame
from pipeline.validate.expectations import check_expectations
from pipeline.validate.tables import validate_tables
from tests.schema.builders import all_tables, documents, tables_of


def _tables(**changed: object) -> dict:
    return {**all_tables(), "rejected": empty_frame("rejected"), **changed}


def test_a_normal_run_raises_no_doubt() -> None:
    assert check_expectations(_tables()) == []


def test_documents_without_any_event_are_odd() -> None:
    doubts = validate_tables(tables_of(documents(), [], []), []).doubts
    assert [doubt.check for doubt in doubts] == ["no_events"]
    assert "4 documents" in doubts[0].reason and not doubts[0].fatal


def test_many_unreadable_documents_are_odd() -> None:
    failed = [replace(documents()[3], document_id=f"d{n}", path=f"{n}.pdf") for n in range(20)]
    doubts = validate_tables(tables_of(failed, [], []), []).doubts
    assert "many_failed" in [doubt.check for doubt in doubts]


def test_many_rejected_rows_are_odd() -> None:
    problems = [Problem("validate", "span_mismatch", "a.txt", "Other words.", row_id=f"m{n}") for n in range(20)]
    doubts = check_expectations(_tables(rejected=rejected_frame(problems)))
    assert [doubt.check for doubt in doubts] == ["many_rejected"]
    assert "span_mismatch" in doubts[0].reason


def test_a_few_rows_prove_nothing_about_dates() -> None:
    tables = _tables()
    tables["timeline"]["date_basis"] = "publication"
    assert check_expectations(tables) == []
