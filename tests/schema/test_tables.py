"""The models: one place for every column, and the promise of the data contract."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from pipeline.core import records
from pipeline.core.errors import Problem
from pipeline.core.records import Document
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.columns import csv_columns, table_columns, table_key, table_schema
from pipeline.schema.tables import TABLES
from tests.schema.builders import all_tables

# The columns that users were promised, in order; more may follow.
PROMISED = {
    "timeline": "event_id date_start date_end date_precision date_approximate date_basis event_type plover_type "
    "cameo_code quad_class title actors agents recipients actor_ids countries place place_country latitude "
    "longitude status scope quote quote_document n_mentions n_documents n_sources first_published "
    "last_published document_ids confidence",
    "mentions": "mention_id event_id document_id sentence char_start char_end quote trigger trigger_start "
    "trigger_end event_type date_start date_end date_precision date_approximate date_text date_text_start "
    "date_text_end date_basis actors agents recipients actor_ids place status attribution confidence",
    "documents": "document_id path sha256 format encoding language title byline publisher url published_at "
    "published_date published_precision published_basis n_chars n_sentences n_mentions duplicate_of state "
    "warning text",
    "actors": "actor_id name kind country wikidata aliases n_events first_seen last_seen",
    "event_actors": "event_id actor_id role office n_mentions",
}


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns_come_first_and_in_order(table: str) -> None:
    promised = PROMISED[table].split()
    assert [column.name for column in table_columns(table)][: len(promised)] == promised


@pytest.mark.parametrize("table", TABLES)
def test_every_column_and_table_is_described(table: str) -> None:
    assert TABLES[table].__doc__
    for column in table_columns(table):
        assert column.description.endswith("."), column.name


@pytest.mark.parametrize("table", TABLES)
def test_references_lead_to_the_key_of_a_table(table: str) -> None:
    for column in table_columns(table):
        if column.refers_to:
            home, name = column.refers_to.split(".")
            assert table_key(home) == (name,)


def test_records_and_tables_speak_of_the_same_fields() -> None:
    columns = {table: {column.name for column in table_columns(table)} for table in TABLES}
    assert columns["rejected"] == {field.name for field in dataclasses.fields(Problem)}
    inner = {"sentences", "day_first"}
    assert {field.name for field in dataclasses.fields(Document)} - inner <= columns["documents"]


def test_vocabularies_are_those_of_the_records() -> None:
    choices = {column.name: column.choices for column in table_columns("timeline")}
    assert choices["status"] == get_args(records.Status)
    assert choices["date_basis"] == get_args(records.DateBasis)


def test_only_the_text_stays_out_of_csv() -> None:
    left_out = {
        f"{table}.{column.name}" for table in TABLES for column in set(table_columns(table)) - set(csv_columns(table))
    }
    assert left_out == {"documents.text"}


def test_event_types_have_labels_and_codes() -> None:
    types = load_event_types(load_lexicon())
    assert len(types) > 35
    assert types["ceasefire"].cameo_code == "0871"
    assert all(type_.label and type_.definition for type_ in types.values())


def test_good_tables_pass_their_models() -> None:
    for table, frame in all_tables().items():
        table_schema(table).validate(frame, lazy=True)
