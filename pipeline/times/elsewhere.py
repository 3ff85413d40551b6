"""Meanings that other languages than English need: what stands behind a date, lists of days, days by tense.

Registered in :mod:`pipeline.times.meanings`; the rule files of a language say which words carry them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipeline.core.intervals import Interval
from pipeline.times.calendar_dates import read_calendar, read_year
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome, of_piece
from pipeline.times.pieces import Piece, day_piece, decade_piece, half_of, narrowed, safe_date, year_piece
from pipeline.times.reading import number_of, ordinal_of, weekday_of, word_value, words_of
from pipeline.times.relative import read_relative, read_weekday
from pipeline.times.spans import read_decade, read_season

_LIST_REACH = 12
"""Tokens within which the month of a list of days ("10, 18 and 26 October") must follow."""

_SENTENCE = 60
"""Tokens within which a sentence is taken to end."""


def read_listed_day(match: Match, context: Context) -> Outcome | None:
    """A day of a list that names its month at the end: "10, 18 и 26 октября"."""
    words, rules = context.tokens.words, context.grammar.rules
    for index in range(match.end, min(len(words), match.end + _LIST_REACH)):
        if rules.value(words[index], "MONTH") is not None:
            return _day_of_list(match, context, index)
        if not (words[index].isdigit() or words[index] in ",-" or rules.value(words[index], "RANGE_AND") is not None):
            return None
    return None


def _day_of_list(match: Match, context: Context, month: int) -> Outcome | None:
    parts = {"day": match.parts["day"], "month": (month, month + 1)}
    after = context.tokens.words[month + 1 : month + 2]
    if after and len(after[0]) == 4 and after[0].isdigit():
        parts["year"] = (month + 1, month + 2)
    return read_calendar(replace(match, parts=parts), context)


def read_both_ways(match: Match, context: Context) -> Outcome | None:
    """A word for the day before and the day after alike (Urdu "کل"): the tense of its clause decides."""
    value = word_value(match, context, "day", "BOTH_WAYS")
    if value is None or context.reference is None:
        return None
    stop = _sentence_end(match.end, context)
    days = int(value) if context.tense(stop, stop) == "future" else -int(value)
    piece = day_piece(context.reference + timedelta(days))
    return of_piece(piece, basis="relative", anchor="publication", deictic=True, confidence=0.85)


def _sentence_end(token: int, context: Context) -> int:
    """The token that ends the sentence: the verb stands before it."""
    ahead = range(token, min(len(context.tokens), token + _SENTENCE))
    return next((index for index in ahead if context.is_sentence_end(index)), ahead.stop)


def read_night_before(match: Match, context: Context) -> Outcome | None:
    """ "в ночь на вторник": it begins on the day before the one named."""
    outcome = read_calendar(match, context) if "month" in match.parts else None
    if outcome is None and weekday_of(match, context) is not None:
        outcome = read_weekday(match, context)
    if outcome is None or outcome.interval is None:
        return outcome
    piece = day_piece(outcome.interval.start - timedelta(1))
    return replace(outcome, type="TIME", value=f"{piece.value}TNI", interval=piece.interval, piece=piece)


def read_day_of_month_told(match: Match, context: Context) -> Outcome | None:
    """ "گزشتہ ماہ کی 14 تاریخ", the 14th to the 15th of last month: a day of a month told by its distance."""
    told, day, last = (
        read_relative(match, context),
        ordinal_of(match, context, "day"),
        ordinal_of(match, context, "day2"),
    )
    if told is None or told.interval is None or told.interval.precision != "month" or day is None:
        return None
    month = told.interval.start
    start, end = safe_date(month.year, month.month, day), safe_date(month.year, month.month, last or day)
    if start is None or end is None or end < start:
        return None
    outcome = of_piece(day_piece(start), basis="relative", anchor=told.anchor, deictic=told.deictic, confidence=0.9)
    if end == start:
        return outcome
    piece = Piece(f"{start}/{end}", Interval(start, end, "day"), "D")
    return replace(outcome, value=piece.value, interval=piece.interval, piece=piece)


def read_year_number(match: Match, context: Context) -> Outcome | None:
    """A year in words, the century left out or not ("тысяча девятьсот девяносто второй", "انیس سو بانوے")."""
    words = words_of(match, context, "n")
    hundreds = sum(int(context.grammar.rules.value(word, "HUNDREDS") or 0) for word in words)
    number = number_of(match, context, "n")
    if number is None:
        return None
    year = int(number) + hundreds
    year += 1900 if 30 < year < 100 else 2000 if year <= 30 else 0
    return of_piece(year_piece(year), year_given=True, confidence=0.9) if 1800 <= year <= 2100 else None


def read_year_of_line(match: Match, context: Context) -> Outcome | None:
    """A bare year that opens its line, as in a chronology ("1992: ...", or a heading)."""
    if not context.opens_line(match.first):
        return None
    text, end = context.tokens.text, context.tokens.ends[match.end - 1]
    after = text[end : end + 3].lstrip(" ")
    return read_year(match, context) if not after or after[0] in "\n:.–—-" else None


def read_short_decade(match: Match, context: Context) -> Outcome | None:
    """ "90-е годы", "نوے کی دہائی": a decade by its last two digits, or in words."""
    number = number_of(match, context, "decade")
    if number is None or number % 10 or not 0 < number < 100:
        return None
    return of_piece(decade_piece((2000 if number < 30 else 1900) + int(number)))


def read_part_behind(match: Match, context: Context) -> Outcome | None:
    """A date with the word for its part behind it: "نومبر کے اوائل", "noyabrın əvvəli"."""
    part = word_value(match, context, "part", "PART_OF")
    if "month" in match.parts:
        outcome = read_calendar(match, context)
    elif "decade" in match.parts:
        digits = words_of(match, context, "decade")[0]
        outcome = read_decade(match, context) if digits.isdigit() else read_short_decade(match, context)
    elif "season" in match.parts:
        outcome = read_season(match, context)
    else:
        outcome = read_year(match, context)
    if part is None or outcome is None or outcome.piece is None:
        return outcome
    words = context.tokens.words[match.first : match.end]
    halved = context.any_in(words, "HALF_WORD")
    days = half_of(outcome.piece, part) if halved else narrowed(outcome.piece, part)
    return replace(outcome, interval=days, mod=part)
