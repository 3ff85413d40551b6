"""dateparser on one phrase: never guessing the language, never leaning on today's date."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.core.dates import read_phrase


@pytest.mark.parametrize(
    ("phrase", "day", "period"),
    [
        ("Tue, 14 Jul 2020 09:30:00 +0400", date(2020, 7, 14), "day"),
        ("Sept 2020", date(2020, 9, 1), "month"),
        ("2020", date(2020, 1, 1), "year"),
        ("14 July 2020, 11:05 pm PKT", date(2020, 7, 14), "day"),
    ],
)
def test_whole_phrases(phrase: str, day: date, period: str) -> None:
    found = read_phrase(phrase, language="en")
    assert found is not None
    assert (found.day, found.period) == (day, period)


def test_the_local_day_is_kept_and_the_moment_has_its_zone() -> None:
    found = read_phrase("Tue, 14 Jul 2020 01:30:00 +0400", language="en")
    assert found is not None
    assert found.day == date(2020, 7, 14)
    assert found.moment is not None
    assert found.moment.utcoffset() is not None


def test_a_phrase_that_needs_an_anchor_gives_nothing_without_one() -> None:
    assert read_phrase("yesterday", language="en") is None
    assert read_phrase("10 November", language="en") is None
    found = read_phrase("yesterday", language="en", anchor=date(2021, 3, 4))
    assert found is not None
    assert found.day == date(2021, 3, 3)


def test_order_of_day_and_month() -> None:
    first = read_phrase("10.11.2020", language="en", day_first=True)
    second = read_phrase("10.11.2020", language="en", day_first=False)
    assert first is not None and second is not None
    assert (first.day, second.day) == (date(2020, 11, 10), date(2020, 10, 11))


def test_what_is_no_date() -> None:
    assert read_phrase("", language="en") is None
    assert read_phrase("x" * 500, language="en") is None
    assert read_phrase("ministers met", language="en") is None
