"""Chronologies: months that stand alone as headings, and the bare days of the month below them.

OCTOBER
4 - The town is taken.
10/11 - Talks in Moscow.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.core.intervals import Interval
from pipeline.lexicon.dates import DatePattern
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.joins import Found
from pipeline.times.outcome import Outcome, of_piece
from pipeline.times.pieces import Piece, day_piece, month_piece, safe_date

_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)")
_BEHIND_DAY = ("-", ":", "|", "(", "\n")
"""What stands behind the bare day of an entry; a full stop may be a numbered list."""


def read_heading(index: int, context: Context) -> Found | None:
    """A month alone on its line, or a bare day that opens a line below such a heading."""
    code = context.tokens.codes[index]
    if context.heading is not None and code in context.decimal_letters:
        return _read_dotted(index, context)
    if code in context.month_letters:
        return _read_month(index, context)
    if context.heading is None or context.heading.piece.unit != "M":
        return None
    if code in context.weekday_letters and context.opens_line(index):
        day = next((at for at in (index + 1, index + 2) if _is_day(at, context)), None)
        return _read_day(index, day, context) if day is not None else None
    if (code in context.day_letters or code in context.ordinal_letters) and context.opens_line(index):
        return _read_day(index, index, context)
    return None


def _read_month(index: int, context: Context) -> Found | None:
    tokens, value = context.tokens, context.grammar.rules.value
    if not context.is_own_line(tokens.starts[index], tokens.ends[index]) or not context.opens_line(index):
        return None
    month = value(tokens.words[index], "MONTH") or value(tokens.words[index], "MONTH_SHORT")
    year = _year_of_heading(context, int(month)) if month else None
    if year is None:
        return None
    outcome = of_piece(month_piece(year, int(month or 1)), basis="context", year_given=True, confidence=0.9)
    return _found("month_heading", index, index + 1, outcome, context)


def _year_of_heading(context: Context, month: int) -> int | None:
    """That of the heading before it, the next one after December, else of the text above."""
    before = context.heading
    if before is not None:
        start = before.piece.interval.start
        return start.year + (1 if before.piece.unit == "M" and month < start.month else 0)
    told = next((one for one in reversed(context.told) if one.year_given and not one.is_aside), None)
    if told is not None:
        return told.piece.interval.start.year
    base = context.base or context.vicinity
    if base is not None:
        return base.year if month <= base.month or context.base is None else base.year - 1
    context.yearless = True
    return context.lent_year()


def _read_day(first: int, index: int, context: Context) -> Found | None:
    """The day at token ``index``, of an entry that begins at ``first`` ("Sun 11: ...")."""
    words, heading = context.tokens.words, context.heading
    assert heading is not None
    if context.is_in(words[first - 1] if first else "", "LINE_LEAD"):
        return None
    end = index + 1
    last = None
    if words[end : end + 1] and words[end] in "-/" and context.tokens.is_glued(end) and _is_day(end + 1, context):
        last = end + 1
        end = end + 2
    ordinal = context.tokens.codes[index] in context.ordinal_letters
    dotted = ordinal or (words[end : end + 1] == ["."] and _is_no_list(int(words[index]), context))
    behind = (*_BEHIND_DAY, ".", ",") if dotted else _BEHIND_DAY
    if end < len(words) and words[end][0] not in behind and not _tab_behind(end, context):
        return None
    month = heading.piece.interval.start
    days = [
        safe_date(month.year, month.month, int(words[at].rstrip("stndrh"))) for at in (index, last) if at is not None
    ]
    piece = _piece(days)
    if piece is None:
        return None
    anchor = f"text:{heading.start}"
    outcome = of_piece(piece, basis="context", anchor=anchor, year_given=True, confidence=0.9)
    return _found("day_under_heading", first, end, outcome, context)


def _is_no_list(number: int, context: Context) -> bool:
    """Whether "6." under the heading of a month is its sixth day: a numbered list would begin at 1."""
    heading = context.heading
    if heading is not None and number == 1:
        context.list_under = heading.start
    return heading is not None and context.list_under != heading.start


def _read_dotted(index: int, context: Context) -> Found | None:
    """ "27.09 - Fighting": day and month at the head of an entry."""
    tokens, heading = context.tokens, context.heading
    assert heading is not None
    shape = _DOTTED.fullmatch(tokens.words[index])
    behind = tokens.words[index + 1] if index + 1 < len(tokens) else "\n"
    if shape is None or not context.opens_line(index) or context.is_in(behind, "COUNTED"):
        return None
    found = safe_date(heading.piece.interval.start.year, int(shape[2]), int(shape[1]))
    if found is None:
        return None
    anchor = f"text:{heading.start}"
    outcome = of_piece(day_piece(found), basis="context", anchor=anchor, year_given=True, confidence=0.85)
    return _found("dotted_day_under_heading", index, index + 1, outcome, context)


def _is_day(index: int, context: Context) -> bool:
    return index < len(context.tokens) and context.tokens.codes[index] in context.day_letters


def _tab_behind(end: int, context: Context) -> bool:
    tokens = context.tokens
    gap = tokens.text[tokens.ends[end - 1] : tokens.starts[end]]
    return "\t" in gap or len(gap) > 2


def _piece(days: list[date | None]) -> Piece | None:
    first, last = days[0], days[-1]
    if first is None or last is None or last < first:
        return None
    if first == last:
        return day_piece(first)
    return Piece(f"{first}/{last}", Interval(first, last, "day"), "D")


def _found(name: str, first: int, end: int, outcome: Outcome, context: Context) -> Found:
    rule = f"{context.grammar.rules.language}.dates.{name}"
    return Found(Match(DatePattern(rule, "heading", "", {}, {}), first, end, {}), outcome, first, end)


def read_day_and_month(match: Match, context: Context) -> Outcome | None:
    """ "20/11" in a chronology: day and month of the year that is told of; elsewhere a fraction."""
    if context.heading is None or context.style == "timex3":
        return None
    words = context.tokens.words
    first, second = (int(words[match.parts[name][0]]) for name in ("day", "month"))
    if context.day_first is False:
        first, second = second, first
    found = safe_date(context.heading.piece.interval.start.year, second, first)
    if found is None:
        return None
    anchor = f"text:{context.heading.start}"
    return of_piece(day_piece(found), basis="context", anchor=anchor, year_given=True, confidence=0.8)
