"""Every phrasing of the date examples gives the days that it should, and the near misses give none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.lexicon.load import load_lexicon
from pipeline.times import tag

_FILES = [
    (code, load_lexicon().rules(f"{code}/dates.examples.yml"))
    for code in load_lexicon().languages()
    if load_lexicon().rules(f"{code}/dates.examples.yml")
]


def _cases(key: str) -> list[Any]:
    return [
        pytest.param(code, rules["anchor"], case["expect"], phrase, id=f"{code}:{phrase}")
        for code, rules in _FILES
        for case in rules.get(key, [])
        for phrase in case["say"]
    ]


def _lists(key: str) -> list[Any]:
    return [
        pytest.param(code, rules["anchor"], phrase, id=f"{code}:{phrase}")
        for code, rules in _FILES
        for phrase in rules.get(key, [])
    ]


@pytest.mark.parametrize(("code", "anchor", "expect", "phrase"), _cases("cases"))
def test_days(code: str, anchor: str, expect: dict[str, str], phrase: str) -> None:
    found = [one for one in tag(phrase, date.fromisoformat(anchor), language=code) if one.interval]
    days = [(str(one.interval.start), str(one.interval.end), one.interval.precision) for one in found if one.interval]
    assert (expect["start"], expect["end"], expect["precision"]) in days
    if expect.get("approximate") == "yes":
        assert any(one.interval and one.interval.approximate for one in found)


@pytest.mark.parametrize(("code", "anchor", "expect", "phrase"), _cases("timex"))
def test_type_and_value(code: str, anchor: str, expect: dict[str, str], phrase: str) -> None:
    found = tag(phrase, date.fromisoformat(anchor), language=code, style="timex3")
    assert [(one.type, one.value) for one in found] == [(expect["type"], expect["value"])]


@pytest.mark.parametrize(("code", "anchor", "expect", "phrase"), _cases("apart"))
def test_values_of_several(code: str, anchor: str, expect: list[str], phrase: str) -> None:
    found = tag(phrase, date.fromisoformat(anchor), language=code, style="timex3")
    assert [one.value for one in found] == expect


@pytest.mark.parametrize(("code", "anchor", "expect", "phrase"), _cases("apposed"))
def test_values_of_two_told_together(code: str, anchor: str, expect: list[str], phrase: str) -> None:
    found = tag(phrase, date.fromisoformat(anchor), language=code)
    assert [one.value for one in found] == expect


@pytest.mark.parametrize(("code", "anchor", "phrase"), _lists("never"))
def test_what_only_looks_like_a_date(code: str, anchor: str, phrase: str) -> None:
    found = tag(phrase, date.fromisoformat(anchor), language=code)
    assert [one for one in found if one.interval is not None or one.type == "TIME"] == []


@pytest.mark.parametrize(("code", "anchor", "phrase"), _lists("ambiguous"))
def test_open_order_of_day_and_month_is_flagged(code: str, anchor: str, phrase: str) -> None:
    (found,) = tag(phrase, date.fromisoformat(anchor), language=code)
    assert found.ambiguous
    assert found.confidence < 0.7
