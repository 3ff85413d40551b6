"""A row is right when date, type and one actor are; the rules of the annotation guide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.match import is_date_right, is_right, match_groups
from pipeline.evaluate.names import NameJudge
from pipeline.evaluate.predicted import Group, Row
from tests.evaluate.builders import gold_document, gold_event, write_gold

JUDGE = NameJudge()
_YEAR = {"start": "1991-01-01", "end": "1991-12-31", "precision": "year"}
_MONTH = {"start": "2021-05-01", "end": "2021-05-31", "precision": "month"}
_WEEK = {"start": "2021-05-03", "end": "2021-05-09", "precision": "week"}
_DECADE = {"start": "1990-01-01", "end": "1999-12-31", "precision": "decade"}


def _row(start: str, end: str, precision: str = "day", **changes: Any) -> Row:
    values = {
        "event_type": "meeting", "status": "occurred", "names": frozenset({"azerbaijan"}),
        "date_text": None, "quote": "", "confidence": 1.0, **changes,
    }  # fmt: skip
    return Row(start=start, end=end, precision=precision, **values)


def _event(tmp_path: Path, **changes: Any) -> Any:
    gold = write_gold(tmp_path / "gold.json", gold_document(gold_event(**changes)))
    return read_gold(gold)[0].events[0]


@pytest.mark.parametrize(
    ("gold", "start", "end", "precision", "right"),
    [
        ({"start": "2022-03-21", "end": "2022-03-23"}, "2022-03-21", "2022-03-23", "day", True),
        ({"start": "2022-03-21", "end": "2022-03-23"}, "2022-03-21", "2022-03-21", "day", True),
        ({"start": "2022-03-21", "end": "2022-03-23"}, "2022-03-21", "2022-03-24", "day", False),
        ({"start": "2022-03-21", "end": "2022-03-23"}, "2022-03-22", "2022-03-23", "day", False),
        ({"start_ok": ["2020-11-09"]}, "2020-11-09", "2020-11-10", "day", True),
        ({"end_ok": ["2020-11-12"]}, "2020-11-10", "2020-11-12", "day", True),
        (_YEAR, "1991-01-01", "1991-12-31", "day", True),
        (_YEAR, "1991-03-01", "1991-05-31", "year", True),
        (_YEAR, "1991-03-01", "1991-03-01", "day", False),
        (_MONTH, "2021-05-03", "2021-05-09", "month", True),
        (_MONTH, "2021-06-01", "2021-06-30", "month", False),
        (_WEEK, "2021-05-06", "2021-05-12", "week", True),
        (_WEEK, "2021-05-10", "2021-05-16", "week", False),
        (_DECADE, "1991-01-01", "1993-12-31", "decade", True),
    ],
)
def test_the_date_of_a_row(
    tmp_path: Path, gold: dict[str, Any], start: str, end: str, precision: str, right: bool
) -> None:
    assert is_date_right(_row(start, end, precision), _event(tmp_path, **gold)) is right


def test_an_accepted_other_type_is_right(tmp_path: Path) -> None:
    group = Group("e1", (_row("2020-11-10", "2020-11-10", event_type="visit"),))
    assert is_right(group, _event(tmp_path, alt=["visit"]), JUDGE)
    assert not is_right(group, _event(tmp_path), JUDGE)


def test_an_event_without_actors_asks_for_none(tmp_path: Path) -> None:
    group = Group("e1", (_row("2020-11-10", "2020-11-10", names=frozenset()),))
    assert is_right(group, _event(tmp_path, actors=[]), JUDGE)
    assert not is_right(group, _event(tmp_path), JUDGE)


def test_matching_is_one_to_one(tmp_path: Path) -> None:
    group = Group("e1", (_row("2020-11-10", "2020-11-10"),))
    events = [_event(tmp_path, weight="minor"), _event(tmp_path, weight="core")]
    assert match_groups([group], events, JUDGE) == {1: 0}
    assert len(match_groups([group, group], events, JUDGE)) == 2
    assert match_groups([], events, JUDGE) == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Türkiye", "Turkey", True),
        ("İlham Əliyev", "Ilham Aliyev", True),
        ("General Asim Munir", "Syed Asim Munir", True),
        ("the OIC", "Organization of Islamic Cooperation", True),
        ("Jeyhun Bayramov", "Ceyhun Bayramov", False),
        ("Shehbaz Sharif", "Shahbaz Sharif", True),
        ("Nawaz Sharif", "Shehbaz Sharif", False),
        ("Pakistan", "Azerbaijan", False),
    ],
)
def test_names_of_one_actor(one: str, other: str, same: bool) -> None:
    assert JUDGE.is_same(JUDGE.normalize(one), JUDGE.normalize(other)) is same
