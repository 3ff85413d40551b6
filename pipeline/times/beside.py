"""Meanings that lean on what is told around them: "the end of the year", "the day after", "hours later"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipeline.core.intervals import Interval
from pipeline.times.amounts import duration_value
from pipeline.times.calendar_dates import read_calendar
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome, of_piece, vague
from pipeline.times.pieces import day_piece, month_piece, narrowed, resized, week_piece
from pipeline.times.reading import month_of, number_of, ordinal_of, weekday_of, word_value, words_of
from pipeline.times.relative import read_relative_month
from pipeline.times.spans import relative_shift

_HOURS = 24 * 31  # hours that are counted as days
_LAST_WEEK = 7  # days


def read_unit_of_story(match: Match, context: Context) -> Outcome | None:
    """ "at the end of the year", "later in the month": of the time told before in the paragraph, else of the news."""
    unit, part = word_value(match, context, "unit", "UNIT"), word_value(match, context, "part", "PART_OF")
    if unit not in ("Y", "M", "W") or (context.style == "timex3" and part is None):
        return None
    told = context.anchor(units=("D", "M", "S", "Q", "Y") if unit == "Y" else ("D", "M"))
    if told is not None and (told.deictic or told.paragraph != context.paragraph(match.first)):
        told = None
    base = told.piece.interval.start if told is not None else context.base_for(unit)
    if base is None:
        return None
    piece = resized(base, unit)
    days = narrowed(piece, part) if part else piece.interval
    reference = context.reference
    if told is None and reference is not None and days.start > reference and _is_past(match, context):
        piece = resized(piece.interval.start - timedelta(1), unit)
    days = narrowed(piece, part) if part else replace(piece.interval, approximate=True)
    anchor = f"text:{told.start}" if told is not None else "publication"
    outcome = of_piece(piece, basis="relative", anchor=anchor, confidence=0.8)
    return replace(outcome, interval=days, mod=part)


def _is_past(match: Match, context: Context) -> bool:
    return context.tense(match.first, match.end) == "past"


def read_unit_after(match: Match, context: Context) -> Outcome | None:
    """ "the day after the vote": an amount of one, counted from what follows."""
    unit = word_value(match, context, "unit", "UNIT")
    if unit is None:
        return None
    if context.style == "timex3":
        thing = context.tokens.words[match.end + 1 : match.end + 2]
        dated = any(context.any_in(thing, name) for name in ("LAST", "WEEKDAY", "MONTH", "DEICTIC"))
        return _day_of_thing(match, context) if unit == "D" and not dated else None
    return Outcome("DURATION", f"P1{unit if len(unit) == 1 else 'D'}", confidence=0.5)


def _day_of_thing(match: Match, context: Context) -> Outcome:
    """ "the day after his death": from the day told before in the paragraph, or of no known day.

    Behind a date and a comma it is that day: "on Oct. 12, the day before the plunge".
    """
    told = context.anchor()
    if told is None or told.paragraph != context.paragraph(match.first):
        return vague("XXXX-XX-XX")
    words, day = context.tokens.words, told.piece.interval.end
    beside = match.first and words[match.first - 1] == "," and context.tokens.starts[match.first] - told.end <= 2
    if not beside:
        day += timedelta(int(context.grammar.rules.value(words[match.end], "OFFSET_SIGN") or 0))
    return of_piece(day_piece(day), basis="relative", anchor=f"text:{told.start}", confidence=0.6)


def read_edge_of_thing(match: Match, context: Context) -> Outcome | None:
    """ "the first hours of the war" in TimeML; before a date the words only say which part of it is meant."""
    words = context.tokens.words[match.end : match.end + 2]
    dated = any(context.any_in(words, name) for name in ("LAST", "THIS", "NEXT", "MONTH", "SEASON", "UNIT"))
    if context.style != "timex3" or dated or any(word[0].isdigit() for word in words):
        return None
    unit = word_value(match, context, "unit", "UNITS") or "D"
    return Outcome("DURATION", duration_value(None, unit))


def read_within_day(match: Match, context: Context) -> Outcome | None:
    """ "hours later", "within minutes": the day told just before in the paragraph."""
    told = context.anchor(happened=True)
    if context.style == "timex3" or told is None or told.paragraph != context.paragraph(match.first):
        return None
    hours = number_of(match, context, "n") if word_value(match, context, "unit", "UNITS") == "TH" else None
    later = "earlier" not in context.tokens.words[match.first : match.end]
    n_days = int(hours // 24) if hours is not None and later and hours < _HOURS else 0
    piece = day_piece(told.piece.interval.end + timedelta(n_days))
    return of_piece(piece, basis="relative", anchor=f"text:{told.start}", confidence=0.7)


def read_week_of_month(match: Match, context: Context) -> Outcome | None:
    """ "the first week of May", "the last week of June 2023"."""
    month, number = read_calendar(match, context), ordinal_of(match, context, "n")
    if month is None or month.interval is None:
        return month
    first, last = month.interval.start, month.interval.end
    if number is None or number > 5:
        start = last - timedelta(_LAST_WEEK - 1)
    else:
        start = first + timedelta(7 * (number - 1))
    if start > last:
        return month
    days = Interval(start, min(last, start + timedelta(6)), "week", approximate=True)
    return replace(month, value=week_piece(start).value, interval=days, piece=replace(week_piece(start), interval=days))


def read_weekday_of_month(match: Match, context: Context) -> Outcome | None:
    """ "the last Sunday of September 2020", "the second Friday in May"."""
    month, number = read_calendar(match, context), ordinal_of(match, context, "n")
    weekday = weekday_of(match, context)
    if month is None or month.interval is None or weekday is None:
        return month
    first, last = month.interval.start, month.interval.end
    if number is None:
        found = last - timedelta((last.weekday() - weekday) % 7)
    else:
        found = first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
    piece = day_piece(found)
    return replace(month, value=piece.value, interval=piece.interval, piece=piece) if found <= last else None


def read_week_of_day(match: Match, context: Context) -> Outcome | None:
    """ "the week of March 6": the week that holds that day."""
    day = read_calendar(match, context)
    if day is None or day.interval is None:
        return None
    piece = week_piece(day.interval.start)
    return replace(day, value=piece.value, interval=piece.interval, piece=piece)


def read_edge_day(match: Match, context: Context) -> Outcome | None:
    """ "the last day of the month", "the first day of May": a day of the month told of or named."""
    if "month" in match.parts:
        whole = read_calendar(match, context)
        days, anchor = (whole.interval, whole.anchor) if whole is not None else (None, None)
    else:
        unit = word_value(match, context, "unit", "UNIT") or "M"
        told = context.anchor(units=("D", "M") if unit == "M" else ("D", "M", "S", "Y"))
        base = told.piece.interval.start if told is not None else context.base_for(unit)
        piece = resized(base, unit) if base is not None else None
        days, anchor = (piece.interval if piece else None), f"text:{told.start}" if told else "publication"
    if days is None:
        return None
    edge = days.end if context.any_in(words_of(match, context, "edge"), "LAST") else days.start
    return of_piece(day_piece(edge), basis="relative", anchor=anchor, year_given=True, confidence=0.8)


def read_that_month(match: Match, context: Context) -> Outcome | None:
    """ "that September": of the year told of; a year only named in passing ("crimes of 1991") comes last.

    Behind a verb "that" opens a clause ("said that March ..."), and the month is read as any other.
    """
    month = month_of(match, context)
    told = context.anchor(units=("D", "M", "S"))
    if told is None or told.paragraph != context.paragraph(match.first):
        told = context.anchor(units=("D", "M", "S", "Y")) or told
    if month is None or told is None or context.is_past(match.first - 1):
        return read_calendar(match, context)
    piece = month_piece(told.piece.interval.start.year, month)
    return of_piece(piece, basis="relative", anchor=f"text:{told.start}", year_given=True, confidence=0.85)


def read_previous_month(match: Match, context: Context) -> Outcome | None:
    """ "the previous December", "the following May": from the date told before."""
    month, shift = month_of(match, context), relative_shift(match, context)
    shift = int(match.pattern.options.get("shift", 0)) or shift
    told = context.anchor(units=("D", "M"))
    if month is None or shift is None:
        return None
    if told is None:
        return read_relative_month(match, context)
    base = told.piece.interval.start
    here = base.year * 12 + base.month
    target = here + ((month - base.month) % 12 or 12) - (0 if shift > 0 else 12)
    if shift < 0 and target == here:
        target -= 12
    piece = month_piece((target - 1) // 12, (target - 1) % 12 + 1)
    return of_piece(piece, basis="relative", anchor=f"text:{told.start}", year_given=True, confidence=0.85)
