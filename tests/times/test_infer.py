"""A wrong date is worse than none: the date of an undated text follows from its words, or stays open."""

from __future__ import annotations

from datetime import date

from pipeline.core.intervals import Interval
from pipeline.times import infer_reference


def test_weekday_and_anniversary_settle_the_year_of_a_dateline() -> None:
    text = (
        "QUBA, April 6 (News) - The truce held on Wednesday. Firing had begun on Saturday, April 2.\n"
        "It was the worst since the truce of May 1994, almost twenty-two years ago."
    )
    found = infer_reference(text)
    assert found is not None
    assert (found.date, found.precision, found.basis) == (date(2016, 4, 6), "day", "inferred")
    assert "May 1994" in found.reason
    assert found.confidence > 0.7


def test_anniversary_counts_from_an_event_dated_in_the_text() -> None:
    text = (
        "GANJA, Feb 27 (Staff) - Guests came for the 32nd anniversary of the killings.\n\n"
        "The town was stormed on the night of 25-26 February 1992."
    )
    found = infer_reference(text)
    assert found is not None
    assert found.date == date(2024, 2, 27)


def test_anniversary_counts_from_a_named_period() -> None:
    found = infer_reference("SHAKI, Nov 8 (Staff) - The third anniversary of the 44-day war was marked.")
    assert found is not None
    assert found.date == date(2023, 11, 8)


def test_without_a_dateline_only_the_year_follows() -> None:
    found = infer_reference("Twenty-five years since the fall. Between May 8 and 9, 1992, the town was lost.")
    assert found is not None
    assert (found.date.year, found.precision) == (2017, "year")


def test_hints_choose_between_years() -> None:
    text = "LAHORE, May 3 (Staff) - The minister met his guest. They had met on 10 April 2018."
    term = [Interval(date(2018, 8, 18), date(2022, 4, 10), "day")]
    first, second = infer_reference(text), infer_reference(text, hints=term)
    assert first is None or first.date == date(2018, 5, 3)
    assert second is None or second.date != date(2018, 5, 3)


def test_nothing_settles_the_year() -> None:
    assert infer_reference("BAKU, April 6 (News) - The ministers met and agreed.") is None
    assert infer_reference("") is None
    assert infer_reference("The ministers met.", language="xx") is None


def test_bare_years_and_chronologies_date_nothing() -> None:
    assert infer_reference("The 50th anniversary was marked. He had fled in 1948, a year ago it was sold.") is None
    log = "Diary of a siege\n\n4 May - Talks on Monday, 4 May.\n6 May - Shelling.\n9 May - The town falls.\n"
    found = infer_reference(log + "It was the worst since the truce of May 1994, almost two years ago.")
    assert found is None or found.precision == "year"
