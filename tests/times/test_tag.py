"""What a user of the tagger would see go wrong: offsets, anchors, years, speed, dependence on the machine."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import Timex
from pipeline.times import parse_date, tag

REFERENCE = date(2021, 3, 4)
DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2049, 12, 31))
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
STYLES = [
    "{d} {m} {y}",
    "{m} {d}, {y}",
    "{w}, {m} {d}, {y}",
    "{w}, {d} {m} {y}",
    "the {d}{o} of {m} {y}",
    "{d}{o} {m} {y}",
    "{y}-{mm:02}-{d:02}",
    "{y}/{mm:02}/{d:02}",
    "{s}. {d}, {y}",
    "{d}-{s}-{y}",
]


def written(day: date, style: str) -> str:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    month = MONTHS[day.month - 1]
    return style.format(d=day.day, m=month, y=day.year, w=WEEKDAYS[day.weekday()], o=ending, mm=day.month, s=month[:3])


def only(text: str, reference: date | None = REFERENCE) -> Timex:
    (found,) = [one for one in tag(text, reference) if one.interval is not None]
    return found


def day_of(text: str, reference: date | None = REFERENCE) -> str:
    found = only(text, reference)
    assert found.interval is not None
    return str(found.interval.start)


@given(DAYS, st.sampled_from(STYLES))
@settings(max_examples=150, deadline=None)
def test_a_date_printed_and_read_back_is_the_same_day(day: date, style: str) -> None:
    phrase = written(day, style)
    found = only(f"They met on {phrase} in Baku.")
    assert found.interval is not None
    assert (found.interval.start, found.interval.end, found.interval.precision) == (day, day, "day")
    assert phrase.endswith(found.text) or found.text in phrase
    read = parse_date(phrase)
    assert read is not None
    assert read.start == day


@given(st.text(max_size=200), st.one_of(st.none(), DAYS))
@settings(max_examples=200, deadline=None)
def test_any_text_is_survived_and_offsets_hold(text: str, reference: date | None) -> None:
    last = 0
    for one in tag(text, reference):
        assert text[one.start : one.end] == one.text
        assert last <= one.start < one.end
        last = one.end


_WORDS = """on the 2020 12 31st , . - last next from to and three days after ago week early of May ( ) % half
10/11/2020 9:30 a.m. 44-day war quarter 1990s spring night between İyun Ə Novruz Day"""
PIECES = st.sampled_from([*MONTHS, *WEEKDAYS, "\n\n", *_WORDS.split()])


@given(st.lists(PIECES, max_size=25), st.one_of(st.none(), DAYS))
@settings(max_examples=300, deadline=None)
def test_any_jumble_of_date_words_is_survived(words: list[str], reference: date | None) -> None:
    text = " ".join(words)
    for style in ("events", "timex3"):
        for one in tag(text, reference, style=style):
            assert text[one.start : one.end] == one.text
            assert one.interval is None or one.interval.start <= one.interval.end


@given(DAYS)
@settings(max_examples=60, deadline=None)
def test_weekdays_of_reports_lie_in_the_week_up_to_the_reference(reference: date) -> None:
    for number, name in enumerate(WEEKDAYS):
        found = date.fromisoformat(day_of(f"The minister arrived on {name}.", reference))
        assert found.weekday() == number
        assert reference - timedelta(7) < found <= reference


def test_the_machine_clock_has_no_influence(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "On 10 November they met; last Friday it ended. Talks resume in May. Eid al-Fitr follows."
    before = tag(text, REFERENCE)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert tag(text, REFERENCE) == before
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "12 ",
        " ",
        "May ",
        "2020-",
        "10/11/",
        "the ",
        "three days after ",
        "\n",
        "from May to ",
        "'90s",
        "(",
        "a.m.",
        "Novruz ",
        "third quarter ",
        "ten days after the war ",
    ],
)
def test_time_grows_with_the_length_of_pathological_lines(unit: str) -> None:
    def seconds(size: int, reference: date | None) -> float:
        text = unit * (size // len(unit))
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            tag(text, reference)
            best = min(best, time.process_time() - started)
        return best

    tag("warm up", REFERENCE)
    for reference in (REFERENCE, None):
        small, large = seconds(4_000, reference), seconds(16_000, reference)
        assert large < max(0.02, small) * 10


# ---- anchors ---------------------------------------------------------------------------------------


def test_the_following_day_counts_from_the_date_told_before() -> None:
    text = "They met on 5 May 1994. The following day they signed."
    found = tag(text, REFERENCE)
    assert found[1].interval is not None
    assert str(found[1].interval.start) == "1994-05-06"
    assert found[1].anchor == f"text:{found[0].start}"
    assert text[found[0].start :].startswith("5 May")


def test_deictic_words_count_from_the_reference_even_in_a_story() -> None:
    found = tag("It fell on 8 May 1992. Last Friday they marked it. A week ago a road opened.", REFERENCE)
    days = [(str(one.interval.start), one.anchor) for one in found if one.interval]
    assert days == [("1992-05-08", None), ("2021-02-26", "publication"), ("2021-02-25", "publication")]


def test_a_story_of_one_year_lends_its_year() -> None:
    found = tag("In 1992 the front moved. On 9 May the town fell. By September that year it was over.", None)
    assert [one.value for one in found] == ["1992", "1992-05-09", "1992-09"]


def test_yearless_dates_before_the_full_date_take_its_year_when_nothing_else_does() -> None:
    found = tag("He stayed from 21 to 23 March. The talks of 13 March 2019 had prepared it.", None)
    assert found[0].interval is not None
    assert (str(found[0].interval.start), str(found[0].interval.end)) == ("2019-03-21", "2019-03-23")


def test_headings_of_a_chronology_lend_their_year() -> None:
    text = "## 2019\n\n- 12 March: A met B.\n\nMay 1992\n8 May - it fell\n\n2017: on 3 May they met; 7 June, they left."
    days = [one.value for one in tag(text, date(2024, 1, 5)) if one.value.count("-") == 2]
    assert days == ["2019-03-12", "1992-05-08", "2017-05-03", "2017-06-07"]


def test_without_any_year_there_are_no_days() -> None:
    found = tag("They met on 9 May.", None)
    assert [(one.value, one.interval) for one in found] == [("XXXX-05-09", None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He was born on Nov. 10.", "2020-11-10"),
        ("He will arrive on 12 July.", "2021-07-12"),
        ("It closes by April 1.", "2021-04-01"),
        ("They fought until 1 March.", "2021-03-01"),
        ("Friday, April 9", "2021-04-09"),
        ("Saturday, April 9", "2022-04-09"),
    ],
)
def test_the_year_of_a_yearless_date(text: str, day: str) -> None:
    assert day_of(text) == day


def test_numeric_dates_follow_the_document_and_else_are_flagged() -> None:
    assert day_of("on 10/11/2020") == "2020-10-11" or only("on 10/11/2020").ambiguous
    (settled,) = tag("on 10/11/2020", REFERENCE, day_first=True)
    assert (settled.value, settled.ambiguous) == ("2020-11-10", False)
    (american,) = tag("on 10/11/2020", REFERENCE, day_first=False)
    assert (american.value, american.ambiguous) == ("2020-10-11", False)
    by_weekday = only("Tuesday, 10/11/2020")
    assert (by_weekday.value, by_weekday.ambiguous) == ("2020-11-10", False)
    other = tag("First 25/12/2020, then 10/11/2020.", REFERENCE)
    assert [(one.value, one.ambiguous) for one in other] == [("2020-12-25", False), ("2020-11-10", False)]


# ---- named periods and holidays --------------------------------------------------------------------


def test_victory_day_is_that_of_the_country_named() -> None:
    reference = date(2023, 11, 9)
    assert day_of("Azerbaijan marked its Victory Day.", reference) == "2023-11-08"
    assert day_of("Russia marked Victory Day in Moscow.", date(2023, 5, 12)) == "2023-05-09"


def test_named_war_is_a_period_of_public_record() -> None:
    found = only("The 44-day war changed the map.")
    assert found.interval is not None
    assert (str(found.interval.start), str(found.interval.end)) == ("2020-09-27", "2020-11-10")
    assert found.basis == "named_period"
    assert found.rule_id == "en.periods.karabakh-war-2"


def test_timex3_style_keeps_to_timeml_spans() -> None:
    text = "From 3 March to 5 April 2021, three days after 1 March 2021, the 44-day war was remembered."
    assert [one.text for one in tag(text, REFERENCE, style="timex3")] == [
        "3 March",
        "5 April 2021",
        "three days",
        "1 March 2021",
        "44-day",
    ]


def test_a_language_without_rules_gives_nothing() -> None:
    assert tag("on 10 November 2020", REFERENCE, language="xx") == []


# ---- chronologies and stories ------------------------------------------------------------------------


def days_in(text: str, reference: date | None = None, **given: object) -> list[str]:
    """First days of the expressions that name a day."""
    found = tag(text, reference, **given)  # type: ignore[arg-type]
    return [str(one.interval.start) for one in found if one.interval and one.interval.precision == "day"]


def test_bare_days_belong_to_the_month_heading_above() -> None:
    text = (
        "Log of the siege, 1993\n\nMARCH\n4 – Talks.\n27-28 – Shelling.\n3 villages were burnt.\n"
        "APRIL\n2 (Fri) – Retreat, agreed overnight, in force from noon.\nReturned: one town 20/11."
    )
    found = [(one.text, one.value) for one in tag(text, date(2024, 5, 1)) if one.interval]
    assert found == [
        ("1993", "1993"),
        ("MARCH", "1993-03"),
        ("4", "1993-03-04"),
        ("27-28", "1993-03-27/1993-03-28"),
        ("APRIL", "1993-04"),
        ("2", "1993-04-02"),
        ("noon", "1993-04-02T12:00"),
        ("20/11", "1993-11-20"),
    ]


def test_bare_numbers_are_no_days_without_a_month_heading() -> None:
    assert days_in("2021\n4 – Talks.\n1/2 of the town burnt.", REFERENCE) == []
    assert days_in("June 2021\n\n1. Talks\n2. Trade", REFERENCE) == []


def test_headings_and_entries_do_not_run_into_each_other() -> None:
    text = "1992\n9 June - Ties.\nin effect from 1 January\n1993\nApril 3: A town falls\nJuly 23 - Fall of Agdam.\n"
    assert days_in(text, date(2024, 5, 1)) == ["1992-06-09", "1993-01-01", "1993-04-03", "1993-07-23", "1993-07-23"]


@pytest.mark.parametrize(
    "line",
    ["Jan. 13, 2021 — Islamabad Declaration (three ministers)", "July 3, 2021 - 23 soldiers killed", "16 Aug | Talks"],
)
def test_a_dash_behind_a_leading_date_parts_it_from_the_entry(line: str) -> None:
    first = tag("2021\n" + line, REFERENCE)[1]
    assert first.interval is not None
    assert first.interval.n_days == 1
    assert line.startswith(first.text)


def test_a_story_goes_on_in_its_own_year() -> None:
    text = (
        "In December 2016 both sides named envoys. They met in Vienna on 14 January 2017. In February they met"
        " again. On 1 July they agreed to open the border; ten days later the leaders spoke. That autumn, on 6"
        " October, they shook hands."
    )
    values = [one.value for one in tag(text, date(2025, 10, 2)) if one.interval]
    assert values == ["2016-12", "2017-01-14", "2017-02", "2017-07-01", "2017-07-11", "2017-FA", "2017-10-06"]
    assert [one.value for one in tag(text, None) if one.interval] == values


def test_the_news_keeps_its_own_year_beside_background() -> None:
    text = "The two countries signed a treaty on 5 June 2010. On 12 March the minister arrived in Baku."
    assert days_in(text, date(2021, 3, 15)) == ["2010-06-05", "2021-03-12"]


def test_remarks_on_the_side_do_not_move_the_story() -> None:
    text = (
        "He stayed from 21 to 23 March 2019. The general, who had visited Baku back in 2017, spoke. They have"
        " been allies since 1991. On 24 March he left."
    )
    assert days_in(text) == ["2019-03-21", "2019-03-24"]
    assert days_in("Fire was exchanged on 4 March. A truce has held since May 1994.") == []


def test_a_reference_known_to_the_year_gives_no_days_to_deictic_words() -> None:
    text = "He spoke today and on Friday. On 7 December they agreed. Last year it was different."
    found = tag(text, date(2023, 1, 1), reference_precision="year")
    assert [one.value for one in found if one.interval] == ["2023-12-07", "2022"]
    found = tag("On 24 April it closed. They meet this month.", date(2025, 6, 1), reference_precision="month")
    assert [one.value for one in found if one.interval] == ["2025-04-24", "2025-06"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Year 1992\n8 May: A town falls", ["1992-05-08"]),
        ("**1992**\n\n27.09 - Fighting\n10.11. Truce\n1.50 million left", ["1992-09-27", "1992-11-10"]),
        ("OCTOBER 2020\n\nSaturday 10: truce\nSun 11: broken", ["2020-10-10", "2020-10-11"]),
        ("2016, April 2-5: fighting\n2020, July 12: clashes", ["2016-04-02", "2020-07-12"]),
        ("A timeline of 2023\n\nMay 19: talks.\nJanuary 1: the end.", ["2023-05-19", "2024-01-01"]),
        ("2020\nDecember\n3 - x\nJanuary\n12 - y", ["2020-12-03", "2021-01-12"]),
        ("1988: the council votes (20 February)\n1991: a vote on 10 December", ["1988-02-20", "1991-12-10"]),
    ],
)
@pytest.mark.parametrize("reference", [None, date(2024, 5, 1)])
def test_shapes_of_chronologies(text: str, days: list[str], reference: date | None) -> None:
    assert days_in(text, reference) == days


@pytest.mark.parametrize(
    ("text", "reference", "values"),
    [
        ("The ministers last met in November 2017. On 13 January they signed.", date(2021, 1, 14), ["2021-01-13"]),
        ("The fifth term was sealed on 7 February.", date(2024, 12, 30), ["2024-02-07"]),
        ("The fifth term is to be sealed on 7 February.", date(2024, 12, 30), ["2025-02-07"]),
        ("A year ago, on 10 November, it ended.", date(2021, 11, 12), ["2020-11-10", "2020-11-10"]),
        ("Since 5 February 2022 all is well. On 7 March he came.", date(2023, 3, 20), ["2022-02-05", "2023-03-07"]),
        ("They signed on 1 February 2022. On 24 February war came.", date(2023, 5, 5), ["2022-02-01", "2022-02-24"]),
        ("The war of 2020 went on. On 4 October one town fell.", date(2024, 6, 1), ["2020-09-27", "2020-10-04"]),
        ("On 19 September it began. All is to end by 1 January 2024.", None, ["2023-09-19", "2024-01-01"]),
        ("He was elected in October 2003. On 9 February he left.", None, ["2004-02-09"]),
        (
            "Signed the truce of 10 October 2020. Resigned on 16 November.",
            date(2024, 6, 3),
            ["2020-10-10", "2020-11-16"],
        ),
    ],
)
def test_years_between_the_story_and_the_news(text: str, reference: date | None, values: list[str]) -> None:
    assert days_in(text, reference) == values


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It held from 00:00 Moscow time on 10 November (21:00 GMT on 9 November).", ["2020-11-10", "2020-11-10"]),
        ("It came at 1 a.m. local time on Tuesday (2100 GMT Monday).", ["2020-11-10", "2020-11-10"]),
        ("It came at 01:00 Baku time Tuesday, or 21:00 GMT on Monday.", ["2020-11-10", "2020-11-10"]),
        ("He spoke at 22:00 UTC on 9 November (02:00 on 10 November in Baku).", ["2020-11-10", "2020-11-10"]),
        ("It began at midnight local time (20:00 GMT Saturday).", ["2020-11-08", "2020-11-08"]),
        ("It began at 23:30 local time (19:30 GMT Saturday).", ["2020-11-07", "2020-11-07"]),
        ("It began at 8 a.m. local time (0400 GMT) on 7 November.", ["2020-11-07", "2020-11-07", "2020-11-07"]),
        ("It began at 8 a.m. on 7 November (and at 9 a.m. on 8 November).", ["2020-11-07", "2020-11-08"]),
        ("They met at 10:00 on 7 November (at 11:00 on 1 November they had been late).", ["2020-11-07", "2020-11-01"]),
    ],
)
def test_one_moment_in_two_zones_is_on_the_local_day(text: str, days: list[str]) -> None:
    assert [str(one.interval.start) for one in tag(text, date(2020, 11, 12)) if one.interval] == days


def test_clock_times_that_head_entries_belong_to_the_day_of_the_scene() -> None:
    text = "From our archive: 9 November 2020\n\n21:15. The streets are empty.\n\n00:55. A post appears.\n\nNoon."
    days = [str(one.interval.start) for one in tag(text) if one.interval]
    assert days == ["2020-11-09", "2020-11-09", "2020-11-10", "2020-11-10"]


def test_an_entry_told_backwards_stays_on_its_day() -> None:
    text = "Tuesday, 19 September 2023\n\n18:40. Shelling goes on.\n\n17:20. Sirens are heard."
    days = [str(one.interval.start) for one in tag(text) if one.interval]
    assert days == ["2023-09-19"] * 3


def test_a_period_named_by_its_month_is_as_fine_as_a_month() -> None:
    found = only("the ceasefire of May 1994")
    assert found.interval is not None
    assert (str(found.interval.start), found.interval.precision) == ("1994-05-01", "month")


def test_a_numbered_list_under_a_month_is_no_row_of_days() -> None:
    text = "October 2022\n\n1. They met in Prague.\n\n2. They met in Sochi.\n\n3. They met in Astana."
    assert [str(one.interval.start) for one in tag(text) if one.interval] == ["2022-10-01"]
