"""Meanings of quarters: named, those that end with a day or month, and the one that a report is about."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.core.intervals import Interval
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome, of_piece
from pipeline.times.pieces import Piece, half_piece, month_piece, quarter_piece, safe_date, year_piece
from pipeline.times.reading import month_of, number_of, ordinal_of, word_value, words_of, year_of
from pipeline.times.spans import given_year

_MIDDLE = timedelta(45)
"""From the last day of a quarter back to its middle: a business year's quarter may end a month off."""


def read_quarter(match: Match, context: Context) -> Outcome | None:
    """ "the third quarter", "Q3 2020", "this year's fourth quarter"."""
    number = ordinal_of(match, context, "n")
    code = word_value(match, context, "n", "QUARTER_CODE")
    number = int(code[1]) if code else number
    if number is None or not 1 <= number <= 4:
        return None
    ahead = context.tense(match.first, match.end) == "future"
    year = given_year(match, context)
    apposed = context.told_beside(match.first, units=("Q",)) if year is None else None
    if apposed is not None:  # "in the year-ago quarter, the second quarter, ..."
        year = apposed.piece.interval.start.year
    if year is not None:
        piece = quarter_piece(year, number)
    elif context.reference is not None:
        now = context.reference
        piece = quarter_piece(now.year, number)
        if piece.interval.start > now and not ahead:
            piece = quarter_piece(now.year - 1, number)
    else:
        return None
    context.name_quarter(piece, match.first, business=_is_of_business_year(match, context, piece))
    anchor = None if year is not None else "publication"
    return of_piece(piece, basis="explicit" if year else "context", anchor=anchor, year_given=year is not None)


def _is_of_business_year(match: Match, context: Context, piece: Piece) -> bool:
    """Whether a quarter is counted from the start of a business year: said so, or reported before it is over."""
    tense = context.tense(match.first, match.end)
    if context.any_in(context.tokens.words[match.first : match.end], "FISCAL"):
        return tense != "future"
    return tense == "past" and context.reference is not None and piece.interval.end >= context.reference


def read_same_quarter(match: Match, context: Context) -> Outcome | None:
    """ "the latest quarter", "that quarter", "the year-ago period" in a report on a quarter."""
    ended = _quarter_ended(match, context)
    if ended is not None:
        context.name_quarter(ended, match.first)
        return of_piece(ended, basis="context", year_given=True, confidence=0.8)
    if "anaphoric" in match.parts:
        told = context.anchor(units=("Q",))
        return of_piece(told.piece, basis="context", anchor=f"text:{told.start}", confidence=0.8) if told else None
    shift = int(match.pattern.options.get("shift", "0"))
    quarter = context.quarter or (None if shift else _last_quarter(context.reference))
    given, number = given_year(match, context), ordinal_of(match, context, "n")
    if quarter is None and context.reference is not None and shift:
        quarter = quarter_piece(context.reference.year, number) if number else None
        if quarter is None:
            return of_piece(year_piece(context.reference.year - 1), basis="relative", anchor="publication")
    if quarter is None:
        return None
    year = given if given is not None else quarter.interval.start.year + shift
    piece = quarter_piece(year, number or (quarter.interval.start.month + 2) // 3)
    context.mark_quarter(match.first)
    return of_piece(piece, basis="context", anchor="publication", confidence=0.7)


def _last_quarter(reference: date | None) -> Piece | None:
    """The quarter that ended last."""
    return quarter_piece(reference.year, (reference.month + 2) // 3 - 1) if reference else None


def _quarter_ended(match: Match, context: Context) -> Piece | None:
    """The quarter of "the quarter ended July 31": the calendar's, by its middle."""
    words, at = context.tokens.words, match.end
    if at + 2 >= len(words) or not context.is_in(words[at], "ENDED"):
        return None
    dot = at + 2 if words[at + 2] == "." else at + 1
    parts = {"month": (at + 1, at + 2), "day": (dot + 1, dot + 2), "year": (dot + 3, min(dot + 4, len(words)))}
    inner = Match(match.pattern, at + 1, dot + 2, parts)
    month, day = month_of(inner, context), words[dot + 1] if dot + 1 < len(words) else ""
    if month is None or not day.isdigit():
        return None
    behind = "".join(words_of(inner, context, "year"))
    base = context.base
    year = year_of(inner, context) if len(behind) == 4 and words[dot + 2] == "," else None
    if year is None and base is not None:
        year = base.year if (month, int(day)) <= (base.month, base.day) else base.year - 1
    last = safe_date(year, month, int(day)) if year is not None else None
    return quarter_with(last - _MIDDLE) if last else None


def quarter_with(of: date) -> Piece:
    """The calendar quarter that contains a day."""
    return quarter_piece(of.year, (of.month + 2) // 3)


def read_quarter_of_month(match: Match, context: Context) -> Outcome | None:
    """ "the March quarter", "the April-June quarter": the three months that end with a month."""
    month, year = month_of(match, context), year_of(match, context)
    if month is None:
        return None
    if year is None and context.base is not None:
        year = context.base.year if month <= context.base.month else context.base.year - 1
    if year is None:
        return None
    piece = quarter_with(month_piece(year, month).interval.end - _MIDDLE)
    context.name_quarter(piece, match.first)
    return of_piece(piece, basis="context", anchor="publication", confidence=0.85)


def read_first_of_year(match: Match, context: Context) -> Outcome | None:
    """ "the first nine months of 2020", "the last two quarters of 1990"; months are an amount in TimeML."""
    year, count = given_year(match, context), number_of(match, context, "n")
    length = 3 if word_value(match, context, "unit", "UNITS") == "Q" else 1
    if year is None or count is None or not 0 < count * length <= 12 or (length == 1 and context.style == "timex3"):
        return None
    months = int(count) * length
    at_end = context.any_in(words_of(match, context, "edge"), "LAST")
    first, last = (13 - months, 12) if at_end else (1, months)
    days = Interval(month_piece(year, first).interval.start, month_piece(year, last).interval.end, "month")
    whole = {3: quarter_piece(year, (first + 2) // 3), 6: half_piece(year, 1 + first // 7)}.get(months)
    value = whole.value if whole else f"{year:04}-{first:02}/{year:04}-{last:02}"
    return of_piece(Piece(value, days, "H"), year_given=True)
