"""The names that ``make:`` may have in a rule file, and the functions behind them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.times import amounts, calendar_dates, clocks, elsewhere, headings, ranges, relative, spans
from pipeline.times.outcome import Meaning

MEANINGS: Mapping[str, Meaning] = {
    "day_and_month": headings.read_day_and_month,
    "iso": calendar_dates.read_iso,
    "numeric": calendar_dates.read_numeric,
    "numeric_range": calendar_dates.read_numeric_range,
    "calendar": calendar_dates.read_calendar,
    "day_alone": calendar_dates.read_day_alone,
    "weekday_and_day": calendar_dates.read_weekday_and_day,
    "year": calendar_dates.read_year,
    "year_words": calendar_dates.read_year_in_words,
    "era": calendar_dates.read_era,
    "range": ranges.read_range,
    "season": spans.read_season,
    "quarter": spans.read_quarter,
    "same_quarter": spans.read_same_quarter,
    "half": spans.read_half,
    "decade": spans.read_decade,
    "decade_relative": spans.read_decade_relative,
    "century": spans.read_century,
    "century_relative": spans.read_century_relative,
    "year_end": spans.read_year_end,
    "deictic": relative.read_deictic,
    "relative": relative.read_relative,
    "weekday": relative.read_weekday,
    "weekday_range": relative.read_weekday_range,
    "relative_month": relative.read_relative_month,
    "previous_month": relative.read_previous_month,
    "same_day": relative.read_same_day,
    "offset": relative.read_offset,
    "duration": amounts.read_duration,
    "set": amounts.read_set,
    "ref": amounts.read_reference,
    "anniversary": amounts.read_anniversary,
    "clock": clocks.read_clock,
    "part_of_day": clocks.read_part_of_day,
    "listed_day": elsewhere.read_listed_day,
    "both_ways": elsewhere.read_both_ways,
    "night_before": elsewhere.read_night_before,
    "year_number": elsewhere.read_year_number,
    "year_of_line": elsewhere.read_year_of_line,
    "short_decade": elsewhere.read_short_decade,
    "part_behind": elsewhere.read_part_behind,
}
