"""Meanings of ranges that one expression names: "21-23 March 2020", "1992-94", the night between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.core.intervals import Interval, Precision
from pipeline.times.calendar_dates import nearest_day
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.narrative import story_year
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import Piece, day_piece, month_piece, safe_date, year_piece
from pipeline.times.reading import month_of, ordinal_of, year_of


def read_range(match: Match, context: Context) -> Outcome | None:
    """Days of one month, two months of one year, or two years."""
    if context.style == "timex3" and _is_spelled_out(match, context):
        return None
    if "day" in match.parts:
        return _days(match, context)
    if "month" in match.parts:
        return _months(match, context)
    return _years(match, context)


def ends_apart(match: Match, context: Context) -> list[Match]:
    """Both ends of a range that TimeML marks apart, as calendar dates: "24" and "25 April"."""
    if context.style != "timex3" or match.pattern.make != "range" or not _is_spelled_out(match, context):
        return []
    own = [name for name in ("day", "month", "year") if f"{name}2" in match.parts]
    if not own or own == ["year"]:
        return []
    split = match.parts[f"{own[0]}2"][0]
    return [_end_of(match, "", split), _end_of(match, "2", split)]


def _end_of(match: Match, suffix: str, split: int) -> Match:
    parts = {name: match.parts[name] for name in ("day", "month", "year") if name in match.parts}
    parts |= {name: match.parts[name + suffix] for name in ("day", "month") if name + suffix in match.parts}
    inside = [span for span in parts.values() if (span[0] >= split) == bool(suffix)]
    pattern = replace(match.pattern, make="calendar")
    return Match(pattern, min(a for a, _ in inside), max(b for _, b in inside), parts)


def _is_spelled_out(match: Match, context: Context) -> bool:
    """Whether words, and not a dash, link the two ends: TimeML marks them apart."""
    value = context.grammar.rules.value
    words = [word for word in context.tokens.words[match.first : match.end] if word.isalpha()]
    names = ("RANGE_FROM", "RANGE_BETWEEN", "RANGE_AND", "RANGE_TO")
    return any(value(word, name) is not None for word in words for name in names)


def _outcome(first: Piece, last: Piece, precision: Precision, *, settled: bool) -> Outcome | None:
    if last.interval.end < first.interval.start:
        return None
    days = Interval(first.interval.start, last.interval.end, precision)
    piece = Piece(f"{first.value}/{last.value}", days, first.unit)
    return Outcome(
        "DATE",
        piece.value,
        days,
        basis="explicit",
        anchor=None if settled else "publication",
        piece=piece,
        year_given=settled,
    )


def _days(match: Match, context: Context) -> Outcome | None:
    month = month_of(match, context)
    one, two = ordinal_of(match, context, "day"), ordinal_of(match, context, "day2")
    if month is None or one is None or two is None or _is_entry(match, context):
        return None
    year, settled = _year_for(match, context, month, one)
    if year is None:
        return None if safe_date(2000, month, one) is None else Outcome("DATE", f"XXXX-{month:02}-{one:02}")
    first, last = safe_date(year, month, one), safe_date(year, month, two)
    if first is None or last is None:
        return None
    if last < first and "night" not in match.pattern.rule_id:
        return None
    if last < first:
        first = date(year - 1, 12, one) if month == 1 else safe_date(year, month - 1, one)
    return _outcome(day_piece(first), day_piece(last), "day", settled=settled) if first else None


def _is_entry(match: Match, context: Context) -> bool:
    """ "July 3 - 23 soldiers killed" at the head of a line: the dash parts the date from the entry."""
    tokens = context.tokens
    if match.end >= len(tokens) or not tokens.words[match.end][0].isalpha() or "month2" in match.parts:
        return False
    dash = match.parts["day2"][0] - 1
    ends_with_day = match.parts["day2"][1] == match.end
    spaced = tokens.words[dash] == "-" and not tokens.is_glued(dash) and not tokens.is_glued(dash + 1)
    return ends_with_day and spaced and context.opens_line(match.first)


def _year_for(match: Match, context: Context, month: int, day: int) -> tuple[int | None, bool]:
    year = year_of(match, context)
    if year is not None:
        return year, True
    narrative = story_year(context, match.first, month, day)
    if narrative is not None:
        return narrative.year, True
    if context.base is None:
        context.yearless = True
        return context.lent_year(month, day), True
    found = nearest_day(context, month, day, match.first, context.tense(match.first, match.end))
    return (found.year if found else None), False


def _months(match: Match, context: Context) -> Outcome | None:
    one, two = month_of(match, context), month_of(match, context, "month2")
    if one is None or two is None:
        return None
    year, settled = _year_for(match, context, two, 1)
    if year is None:
        return None
    first = month_piece(year if one <= two else year - 1, one)
    return _outcome(first, month_piece(year, two), "month", settled=settled)


def _years(match: Match, context: Context) -> Outcome | None:
    one = year_of(match, context)
    two = year_of(match, context, "year2", after=one)
    if one is None or two is None or not one < two <= one + 150:
        return None
    return _outcome(year_piece(one), year_piece(two), "year", settled=True)
