"""Named periods and holidays: a wrong day here dates every event that is named after it."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from pipeline.core.intervals import PRECISIONS
from pipeline.core.text import slug
from pipeline.lexicon.load import load_lexicon

LEXICON = load_lexicon()
PERIODS = {row["id"]: row for row in LEXICON.table("common/periods.csv")}
HOLIDAYS = {row["id"]: row for row in LEXICON.table("common/holidays.csv")}
FORMS = LEXICON.table("en/periods.csv")
HOLIDAY_FORMS = LEXICON.table("en/holidays.csv")
YEARS = set(range(1988, 2031))
PLACEHOLDERS = {"{n}", "{ordinal}", "{year}", "{place}"}


def dates_of(holiday: str) -> list[date]:
    rows = LEXICON.table("common/holiday_dates.csv")
    return [date.fromisoformat(row["date"]) for row in rows if row["holiday"] == holiday]


def members(period: str) -> list[str]:
    if not period.endswith("-*"):
        return [period]
    return [key for key in PERIODS if re.fullmatch(re.escape(period[:-1]) + r"\d+", key)]


def test_periods_are_closed_intervals() -> None:
    for key, row in PERIODS.items():
        assert key == slug(key)
        assert row["precision"] in PRECISIONS, key
        assert row["approximate"] in ("", "yes"), key
        start = date.fromisoformat(row["start"])
        if row["end"]:
            assert start <= date.fromisoformat(row["end"]), key


def test_only_what_still_goes_on_has_no_end() -> None:
    assert {key for key, row in PERIODS.items() if not row["end"]} == {"ukraine-war"}


def test_periods_name_listed_places_and_countries() -> None:
    places = {row["id"] for row in LEXICON.table("common/places.csv")}
    assert {row["place"] for row in PERIODS.values()} - places == {""}
    countries = {code for row in PERIODS.values() for code in row["countries"].split(";") if code}
    assert all(re.fullmatch("[A-Z]{3}", code) for code in countries)


def test_every_form_leads_to_a_period() -> None:
    for row in FORMS:
        found = members(row["period"])
        assert found and all(key in PERIODS for key in found), row
        assert row["strength"] in ("strong", "weak"), row
        assert row["forms"] and set(re.findall(r"\{\w*\}", row["forms"])) <= PLACEHOLDERS, row


def test_strong_forms_name_one_period() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in FORMS:
        for form in row["forms"].split(";"):
            if row["strength"] == "strong":
                owners[form.casefold().replace("-", " ")].add(row["period"])
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


def test_sessions_of_the_general_assembly_follow_one_another() -> None:
    for number in range(44, 82):
        before, this = PERIODS[f"unga-{number - 1}"], PERIODS[f"unga-{number}"]
        start = date.fromisoformat(this["start"])
        assert start.weekday() in (1, 2) and start.month == 9 and start.year == 1945 + number
        assert date.fromisoformat(before["end"]) == start - timedelta(days=1)
        debate = PERIODS.get(f"unga-debate-{number}")
        assert debate is None or this["start"] <= debate["start"] <= debate["end"] <= this["end"]


@pytest.mark.parametrize("series", ["oic-summit", "oic-cfm", "eco-summit", "sco-summit", "cop", "ots-summit"])
def test_a_series_runs_on_without_gaps(series: str) -> None:
    numbers = sorted(int(key.rpartition("-")[2]) for key in members(f"{series}-*"))
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    starts = [PERIODS[f"{series}-{number}"]["start"] for number in numbers]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("karabakh-war-2", "2020-09-27", "2020-11-10"),
        ("april-war-2016", "2016-04-02", "2016-04-05"),
        ("khojaly-1992", "1992-02-25", "1992-02-26"),
        ("sumgait-1988", "1988-02-27", "1988-02-29"),
        ("black-january", "1990-01-19", "1990-01-20"),
        ("ceasefire-1994", "1994-05-12", "1994-05-12"),
        ("bishkek-protocol", "1994-05-05", "1994-05-05"),
        ("anti-terror-2023", "2023-09-19", "2023-09-20"),
        ("islamabad-declaration-2021", "2021-01-13", "2021-01-13"),
        ("shusha-declaration", "2021-06-15", "2021-06-15"),
        ("washington-2025", "2025-08-08", "2025-08-08"),
        ("indo-pak-conflict-2025", "2025-05-07", "2025-05-10"),
        ("relations-aze-pak", "1992-06-09", "1992-06-09"),
        ("recognition-aze-pak", "1991-12-12", "1991-12-12"),
        ("unga-78", "2023-09-05", "2024-09-09"),
        ("oic-cfm-47", "2020-11-27", "2020-11-28"),
        ("oic-summit-7", "1994-12-13", "1994-12-15"),
        ("eco-summit-17", "2025-07-03", "2025-07-04"),
        ("sco-summit-25", "2025-08-31", "2025-09-01"),
        ("cop-29", "2024-11-11", "2024-11-22"),
        ("september-11", "2001-09-11", "2001-09-11"),
        ("georgia-war-2008", "2008-08-07", "2008-08-12"),
        ("aze-presidential-election-2013", "2013-10-09", "2013-10-09"),
        ("ramadan-1445", "2024-03-11", "2024-04-09"),
    ],
)
def test_well_known_days(period: str, start: str, end: str) -> None:
    assert (PERIODS[period]["start"], PERIODS[period]["end"]) == (start, end)


def test_the_forty_four_days_are_counted_from_the_first_to_the_truce() -> None:
    row = PERIODS["karabakh-war-2"]
    assert (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days == 44


def test_holidays_are_fixed_or_listed() -> None:
    for key, row in HOLIDAYS.items():
        if row["month_day"]:
            date.fromisoformat(f"2024-{row['month_day']}")
            assert not row["rule"] and not dates_of(key), key
        else:
            assert row["rule"], key
            first = int(row["start_year"] or 1988)
            assert {day.year for day in dates_of(key)} >= {y for y in YEARS if y >= first}, key
        assert int(row["start_year"] or 0) <= int(row["end_year"] or 9999), key


def test_dates_belong_to_holidays_and_fall_in_the_years_covered() -> None:
    for row in LEXICON.table("common/holiday_dates.csv"):
        assert row["holiday"] in HOLIDAYS
        assert date.fromisoformat(row["date"]).year in YEARS


def test_every_holiday_has_names_and_every_name_a_holiday() -> None:
    assert {row["holiday"] for row in HOLIDAY_FORMS} == set(HOLIDAYS)
    assert all(row["forms"] for row in HOLIDAY_FORMS)


def test_one_name_means_one_day_in_a_country_and_year() -> None:
    kept: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in HOLIDAY_FORMS:
        for form in row["forms"].split(";"):
            kept[form.casefold(), HOLIDAYS[row["holiday"]]["country"]].append(row["holiday"])
    for (form, _), keys in kept.items():
        spans = [(int(HOLIDAYS[k]["start_year"] or 0), int(HOLIDAYS[k]["end_year"] or 9999)) for k in keys]
        spans.sort()
        assert all(a[1] < b[0] for a, b in pairwise(spans)), (form, keys)


def test_lunar_feasts_move_on_by_a_lunar_year() -> None:
    for holiday in ("eid-al-fitr", "eid-al-adha", "ramadan-start", "ashura", "mawlid"):
        days = dates_of(holiday)
        gaps = {(later - earlier).days for earlier, later in pairwise(days)}
        assert gaps <= {353, 354, 355, 356}, (holiday, gaps)


def test_national_days_of_a_feast_stay_close_to_the_general_one() -> None:
    for feast in ("eid-al-fitr", "eid-al-adha"):
        general = dates_of(feast)
        for country in ("aze", "pak", "tur", "irn"):
            own = dates_of(f"{feast}-{country}")
            assert len(own) == len(general)
            assert all(abs((a - b).days) <= 2 for a, b in zip(own, general, strict=True)), (feast, country)


@pytest.mark.parametrize(
    ("holiday", "day"),
    [
        ("easter-west", "2024-03-31"),
        ("easter-east", "2024-05-05"),
        ("good-friday", "2025-04-18"),
        ("eid-al-fitr-pak", "2023-04-22"),
        ("eid-al-fitr-tur", "2023-04-21"),
        ("eid-al-adha-pak", "2020-08-01"),
        ("eid-al-adha", "2016-09-12"),
        ("nowruz", "2024-03-20"),
        ("thanksgiving", "2023-11-23"),
        ("labor-day-usa", "2020-09-07"),
        ("memorial-day-usa", "1989-05-29"),
        ("irn-revolution-day", "2019-02-11"),
    ],
)
def test_movable_feasts(holiday: str, day: str) -> None:
    assert date.fromisoformat(day) in dates_of(holiday)


@pytest.mark.parametrize(
    ("holiday", "month_day", "start_year"),
    [
        ("aze-victory-day", "11-08", "2020"),
        ("aze-remembrance-day", "09-27", "2021"),
        ("aze-republic-day", "05-28", "1990"),
        ("aze-salvation-day", "06-15", "1997"),
        ("aze-armed-forces-day", "06-26", "1998"),
        ("aze-flag-day", "11-09", "2009"),
        ("aze-independence-restoration", "10-18", "2021"),
        ("pak-pakistan-day", "03-23", ""),
        ("pak-youm-e-takbeer", "05-28", "1999"),
        ("pak-kashmir-day", "02-05", "1990"),
        ("tur-republic-day", "10-29", ""),
        ("arm-independence-day", "09-21", "1992"),
        ("rus-victory-day", "05-09", ""),
    ],
)
def test_national_days(holiday: str, month_day: str, start_year: str) -> None:
    assert (HOLIDAYS[holiday]["month_day"], HOLIDAYS[holiday]["start_year"]) == (month_day, start_year)
