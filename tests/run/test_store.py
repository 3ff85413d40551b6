"""Stage tables give back exactly the records that went in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import Problem
from pipeline.core.intervals import Interval
from pipeline.core.records import Document, Event, EventMention, Sentence
from pipeline.run.store import StoreError, read_records, write_records, write_text

_BAKU = timezone(timedelta(hours=4))


@dataclass(frozen=True)
class _Inner:
    name: str
    share: float
    kind: Literal["a", "b"] = "a"


@dataclass(frozen=True)
class _Outer:
    number: int
    flag: bool
    when: date | None
    at: datetime | None
    inner: _Inner | None
    many: tuple[_Inner, ...] = ()
    pairs: Mapping[str, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()


_inner = st.builds(_Inner, st.text(), st.floats(allow_nan=False), st.sampled_from(["a", "b"]))
_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_outer = st.builds(
    _Outer,
    number=st.integers(-(2**63), 2**63 - 1),
    flag=st.booleans(),
    when=st.none() | st.dates(),
    at=st.none() | st.datetimes(timezones=_zones) | st.datetimes(),
    inner=st.none() | _inner,
    many=st.lists(_inner, max_size=3).map(tuple),
    pairs=st.dictionaries(st.text(), st.integers(0, 9), max_size=3),
    words=st.lists(st.text(), max_size=3).map(tuple),
)


@given(st.lists(_outer, max_size=4))
def test_records_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, records: list[_Outer]) -> None:
    path = tmp_path_factory.mktemp("store") / "records.parquet"
    write_records(path, records, _Outer)
    assert read_records(path, _Outer) == records


@pytest.mark.parametrize("record_type", [Document, EventMention, Event, Problem, Interval])
def test_every_record_of_the_pipeline_has_a_table_form(tmp_path: Path, record_type: type) -> None:
    write_records(tmp_path / "empty.parquet", [], record_type)
    assert read_records(tmp_path / "empty.parquet", record_type) == []


def test_a_document_keeps_the_zone_of_its_publication_time(tmp_path: Path) -> None:
    document = Document(
        "d1", "a.txt", "00", "txt", published_at=datetime(2020, 11, 10, 1, 30, tzinfo=_BAKU),
        text="Gəncə", sentences=(Sentence(0, 0, 5, 0),),
    )  # fmt: skip
    write_records(tmp_path / "documents.parquet", [document], Document)
    (back,) = read_records(tmp_path / "documents.parquet", Document)
    assert back == document
    assert back.published_at is not None
    assert back.published_at.utcoffset() == timedelta(hours=4)


def test_what_utf8_cannot_hold_is_replaced_one_for_one(tmp_path: Path) -> None:
    write_records(tmp_path / "inner.parquet", [_Inner("a\ud800b\udfff", 1.0)], _Inner)
    assert read_records(tmp_path / "inner.parquet", _Inner)[0].name == "a\ufffdb\ufffd"


def test_a_missing_table_is_empty(tmp_path: Path) -> None:
    assert read_records(tmp_path / "none.parquet", Document) == []


def test_a_damaged_table_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "documents.parquet"
    path.write_bytes(b"PAR1 but not really")
    with pytest.raises(StoreError, match=r"Delete it and run again"):
        read_records(path, Document)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "records.parquet"
    write_records(path, [_Inner("old", 1.0)], _Inner)
    with pytest.raises(AttributeError):
        write_records(path, [object()], _Inner)
    assert read_records(path, _Inner) == [_Inner("old", 1.0)]


def test_text_appears_without_leftovers(tmp_path: Path) -> None:
    write_text(tmp_path / "new" / "state.json", "{}\n")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["state.json"]


def test_a_shape_that_tables_cannot_hold_is_refused(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Odd:
        anything: int | str

    with pytest.raises(TypeError, match="union"):
        write_records(tmp_path / "odd.parquet", [], Odd)
