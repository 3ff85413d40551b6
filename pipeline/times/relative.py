"""Meanings that count from the reference day or from the date told just before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from pipeline.core.intervals import Interval
from pipeline.times.calendar_dates import read_calendar
from pipeline.times.context import Context, Told
from pipeline.times.grammar import Match
from pipeline.times.narrative import lies_back
from pipeline.times.outcome import Outcome, of_piece, vague
from pipeline.times.pieces import (
    Piece,
    add_months,
    day_piece,
    decade_piece,
    month_piece,
    quarter_piece,
    resized,
    safe_date,
    week_piece,
    weekend_piece,
    year_piece,
)
from pipeline.times.reading import month_of, number_of, ordinal_of, weekday_of, word_value, words_of
from pipeline.times.spans import relative_shift

_HALVED = {"Y": ("M", 12), "10Y": ("Y", 10), "100Y": ("Y", 100), "M": ("D", 30)}
"""Unit -> the finer one that half of it is counted in, and how many of those it holds."""
PARTS_OF_DAY = {"MO": "TMO", "AF": "TAF", "EV": "TEV", "NI": "TNI", "MI": "TMI", "DT": "TDT"}


def with_day_part(outcome: Outcome, part: str | None) -> Outcome:
    """Turn a day into a part of that day ("1998-01-19TNI")."""
    if part is None or outcome.piece is None:
        return outcome
    return replace(outcome, type="TIME", value=outcome.piece.value + PARTS_OF_DAY[part])


def read_deictic(match: Match, context: Context) -> Outcome | None:
    """ "today", "yesterday morning", "last night", "the day after tomorrow"."""
    reference = context.reference
    shift = word_value(match, context, "day", "DEICTIC")
    words = context.tokens.words[match.first : match.end]
    part = word_value(match, context, "dp", "DAYPART")
    if shift is None:
        shift = "-1" if context.any_in(words, "LAST") else "0"
        part = part or "NI"
    if context.is_in(words[0], "NIGHT_OF_TODAY"):
        part = "NI"
    days = int(shift)
    if match.end - match.first >= 3 and "day" in words:
        days += 1 if context.any_in(words, "ONWARD") else -1
    if _is_title(match, context):
        return None
    if reference is None:
        return vague("PRESENT_REF")
    piece = day_piece(reference + timedelta(days))
    outcome = of_piece(piece, basis="relative", anchor="publication", deictic=True)
    return with_day_part(outcome, part)


def _is_title(match: Match, context: Context) -> bool:
    """ "USA Today", "This Week with ...": capitals inside a sentence are part of a name."""
    tokens, first = context.tokens, match.first
    last = tokens.text[tokens.starts[match.end - 1]]
    if not last.isupper() or first == 0 or tokens.surface(first, match.end).isupper():
        return False
    if match.end - first > 1:
        return tokens.text[tokens.starts[first]].isupper()
    before = tokens.text[tokens.starts[first - 1]]
    return before.isupper() and tokens.words[first - 1].isalpha()


def read_relative(match: Match, context: Context) -> Outcome | None:
    """ "this week", "last year", "the weekend", "that month"."""
    unit = word_value(match, context, "unit", "UNIT") or "D"
    shift = relative_shift(match, context)
    words = context.tokens.words[match.first : match.end]
    if "past" in words:
        shift = -1
    if "coming" in words and shift != 1:
        shift = 1
    if _is_title(match, context):
        return None
    beside = any(context.any_in(words, name) for name in ("ANAPHORIC", "BACK", "ONWARD"))
    base, anchor = _base(context, unit, anaphoric=beside)
    if base is None:
        return vague("PRESENT_REF" if not shift else "PAST_REF" if shift < 0 else "FUTURE_REF")
    if unit == "Y" and shift == -1 and _compares_with_quarter(match, context):
        return _quarter_of_last_year(context)
    if unit == "WE":
        return _weekend(match, context, base, shift)
    piece = _shifted_unit(base, unit, shift or 0)
    if piece is None:
        return None
    return of_piece(piece, basis="relative", anchor=anchor, deictic=anchor == "publication", confidence=0.95)


def _base(context: Context, unit: str, *, anaphoric: bool) -> tuple[date | None, str | None]:
    if anaphoric:
        told = context.anchor(units=("D", "W", "M", "Y", "S"))
        if told is not None:
            return told.piece.interval.start, f"text:{told.start}"
    return context.base_for(unit), "publication"


def _shifted_unit(base: date, unit: str, shift: int) -> Piece | None:
    if unit == "W":
        return week_piece(base + timedelta(7 * shift))
    if unit == "M":
        return month_piece(base.year, base.month + shift)
    if unit == "Q":
        return quarter_piece(base.year, (base.month + 2) // 3 + shift)
    if unit == "Y":
        return year_piece(base.year + shift)
    if unit == "10Y":
        return decade_piece(base.year + 10 * shift)
    return None


def _weekend(match: Match, context: Context, base: date, shift: int | None) -> Outcome:
    here = weekend_piece(base)
    if shift is None:
        ahead = context.tense(match.first, match.end) == "future" or base.weekday() >= 5
        shift = 0 if ahead else -1
    elif shift == -1 and base.weekday() == 6:
        shift = -1
    piece = weekend_piece(here.interval.start + timedelta(7 * shift))
    return of_piece(piece, basis="relative", anchor="publication", deictic=True, confidence=0.85)


def read_weekday(match: Match, context: Context) -> Outcome | None:
    """ "Tuesday", "last Friday", "next Monday night", "the evening of 8 May"."""
    part = word_value(match, context, "dp", "DAYPART")
    if "month" in match.parts:
        outcome = read_calendar(match, context)
        return with_day_part(outcome, part) if outcome and outcome.piece else outcome
    weekday = weekday_of(match, context)
    if weekday is None:
        return None
    outcome = _weekday(match, context, weekday)
    return with_day_part(outcome, part) if outcome else None


def _weekday(match: Match, context: Context, weekday: int) -> Outcome | None:
    words = words_of(match, context, "rel")
    told = context.anchor()
    entry = context.entry(match.first)
    if entry is not None and not words and context.style == "events":
        back = context.tense(match.first, match.end) == "past"
        found = _step_to(entry.piece.interval.start, weekday, -1 if back else 1)
        return of_piece(day_piece(found), basis="relative", anchor=f"text:{entry.start}", confidence=0.8)
    beside = bool(words) and (context.is_in(words[0], "ONWARD") or context.is_in(words[0], "BACK"))
    if beside and told is not None:
        step = 1 if context.is_in(words[0], "ONWARD") else -1
        found = _step_to(told.piece.interval.start, weekday, step)
        return of_piece(day_piece(found), basis="relative", anchor=f"text:{told.start}", confidence=0.85)
    if told is not None and told.paragraph != context.paragraph(match.first):
        told = None
    if context.reference is None and context.week is not None:
        return of_piece(day_piece(_in_week(context.week.start, weekday)), basis="context", confidence=0.85)
    if context.reference is None or _has_article(match, context):
        return _weekday_after_told(told, weekday)
    shift = relative_shift(match, context)
    in_week = "unit" in match.parts or "week" in context.tokens.words[match.first : match.end]
    found = _weekday_near(match, context, weekday, shift, in_week=in_week)
    return of_piece(
        day_piece(found),
        basis="relative",
        anchor="publication",
        deictic=True,
        confidence=0.9 if shift is None else 0.95,
    )


def _has_article(match: Match, context: Context) -> bool:
    """ "on a Friday": some Friday, not that of the news."""
    before = context.tokens.words[match.first - 1] if match.first else ""
    return context.style == "events" and context.is_in(before, "ARTICLE") and match.end - match.first == 1


def _in_week(first: date, weekday: int) -> date:
    return first + timedelta((weekday - first.weekday()) % 7)


def _step_to(base: date, weekday: int, step: int) -> date:
    found = base + timedelta(step)
    while found.weekday() != weekday:
        found += timedelta(step)
    return found


def _weekday_near(match: Match, context: Context, weekday: int, shift: int | None, *, in_week: bool) -> date:
    reference = context.reference
    assert reference is not None
    if in_week:
        monday = reference - timedelta(reference.weekday())
        return monday + timedelta(7 * (shift or 0) + weekday)
    if shift == -1:
        return _step_to(reference, weekday, -1)
    if shift == 1:
        return _step_to(reference, weekday, 1)
    if reference.weekday() == weekday:
        return reference
    tense = context.tense(match.first, match.end)
    if shift == 0 and tense != "past":
        return _step_to(reference, weekday, 1)
    return _step_to(reference, weekday, 1 if tense == "future" else -1)


def _weekday_after_told(told: Told | None, weekday: int) -> Outcome | None:
    """Without a reference day, a weekday is that of the week told of: on or after the last date."""
    if told is None:
        return Outcome("DATE", f"XXXX-WXX-{weekday + 1}", confidence=0.3, basis="context")
    days = told.piece.interval
    found = days.start
    while found.weekday() != weekday:
        found += timedelta(1)
    return of_piece(day_piece(found), basis="context", anchor=f"text:{told.start}", confidence=0.7)


def read_weekday_range(match: Match, context: Context) -> Outcome | None:
    """ "last Friday and Saturday": two days told together."""
    one, two = weekday_of(match, context), weekday_of(match, context, "wd2")
    if one is None or two is None:
        return None
    first = _weekday(match, context, one)
    if first is None or first.interval is None:
        return first
    last = first.interval.start + timedelta((two - one) % 7)
    days = Interval(first.interval.start, last, "day")
    return replace(first, value=f"{first.value}/{last}", interval=days, piece=Piece(first.value, days, "D"))


def read_relative_month(match: Match, context: Context) -> Outcome | None:
    """ "last August": the latest one that is over; "next March": the first that has not begun.

    In March, "last February" is that of last year: the one just over is "last month".
    """
    month, shift = month_of(match, context), relative_shift(match, context)
    reference = context.base
    if month is None or reference is None or shift is None:
        return None
    day = ordinal_of(match, context, "day")
    if day is not None:
        return _relative_day(reference, month, day, shift)
    here = reference.year * 12 + reference.month
    distance = (month - reference.month) % 12
    if shift < 0:
        target = here + (distance - 12 if 0 < distance < 11 else distance - 24 if distance else -12)
    elif shift > 0:
        target = here + (distance or 12)
    else:
        target = reference.year * 12 + month
    piece = month_piece((target - 1) // 12, (target - 1) % 12 + 1)
    return of_piece(piece, basis="relative", anchor="publication", confidence=0.95)


def _relative_day(reference: date, month: int, day: int, shift: int) -> Outcome | None:
    """ "last Nov. 25": the latest one before the reference day."""
    found = [one for n in (-1, 0, 1) if (one := safe_date(reference.year + n, month, day))]
    if shift < 0:
        found = [one for one in found if one < reference][-1:]
    elif shift > 0:
        found = [one for one in found if one > reference][:1]
    else:
        found = [one for one in found if one.year == reference.year]
    return of_piece(day_piece(found[0]), basis="relative", anchor="publication") if found else None


def read_same_day(match: Match, context: Context) -> Outcome | None:
    """ "the same day", "that night": the day told before."""
    told = context.anchor(happened=True)
    words = context.tokens.words[match.first : match.end]
    in_the_day = context.any_in(words[:1], "IN_DAY")
    if in_the_day and (told is None or told.paragraph != context.paragraph(match.first)):
        return _day_of_news(context)
    if told is None:
        return None
    part = next((v for w in words if (v := context.grammar.rules.value(w, "DAYPART"))), None)
    piece = day_piece(told.piece.interval.end)
    outcome = of_piece(piece, basis="relative", anchor=f"text:{told.start}", confidence=0.85)
    return with_day_part(outcome, part)


def _day_of_news(context: Context) -> Outcome | None:
    if context.reference is None:
        return None
    return of_piece(day_piece(context.reference), basis="relative", anchor="publication", deictic=True, confidence=0.8)


def read_offset(match: Match, context: Context) -> Outcome | None:
    """ "three days later", "a week ago", "the following day", "two years from now"."""
    options = match.pattern.options
    unit = word_value(match, context, "unit", "UNIT") or word_value(match, context, "unit", "UNITS")
    unit = unit or options.get("unit")
    count = number_of(match, context, "n") if "n" in match.parts else Fraction(options.get("count", "1"))
    direction = _direction(match, context, options.get("direction"))
    if unit is None:
        return None
    if unit in ("TS", "TM", "TH"):
        return _hours(context, direction, count if unit == "TH" else None)
    following = context.tokens.words[match.end : match.end + 1]
    signed = words_of(match, context, "sign")
    before_thing = bool(following) and following[0].isalpha() and not context.is_in(following[0], "NO_THING")
    if before_thing and len(signed) == 1 and match.parts["sign"][1] == match.end:
        return None  # "the day before the vote" counts from the vote
    past = context.tense(match.first, match.end) == "past"
    base, anchor, deictic = _counted_from(context, options["anchor"], unit, past=past)
    if anchor == "publication" and options["anchor"] == "text" and direction > 0 and not _may_lie_ahead(match, context):
        base = None  # "two years later" of something that the text does not date
    if count is None or base is None:
        return vague("PAST_REF" if direction < 0 else "FUTURE_REF")
    if count.denominator > 1 and unit in _HALVED:  # "two and a half years ago" is as fine as a month
        unit, count = _HALVED[unit][0], count * _HALVED[unit][1]
    if "n2" in match.parts:
        unit, count = _compound(match, context, unit, count)
    part = None
    if unit.startswith("T"):
        unit, part = "D", unit[1:]
    quarter = _quarter_before(match, context, unit, count, direction)
    if quarter is not None:
        return quarter
    if unit == "W" and "n" not in match.parts and "one" not in options:
        piece: Piece | None = week_piece(base + timedelta(7 * direction))
    else:
        piece = count_off(base, unit, count * direction, exact="exact" in options)
    if piece is None:
        return vague("PAST_REF" if direction < 0 else "FUTURE_REF")
    outcome = of_piece(piece, basis="relative", anchor=anchor, deictic=deictic, year_given=not deictic, confidence=0.9)
    return with_day_part(outcome, part) if context.style == "timex3" else outcome


def _may_lie_ahead(match: Match, context: Context) -> bool:
    return context.style == "timex3" or context.tense(match.first, match.end) == "future"


def _compound(match: Match, context: Context, unit: str, count: Fraction) -> tuple[str, Fraction]:
    """ "two years and ten months" as months, "a week and two days" as days."""
    second = word_value(match, context, "unit2", "UNITS") or word_value(match, context, "unit2", "UNIT") or unit
    more = number_of(match, context, "n2") or Fraction(0)
    months, days = {"Y": 12, "M": 1}, {"W": 7, "D": 1}
    if unit in months and second in months:
        return "M", count * months[unit] + more * months[second]
    if unit in days and second in days:
        return "D", count * days[unit] + more * days[second]
    return unit, count


def _quarter_before(match: Match, context: Context, unit: str, count: Fraction, direction: int) -> Outcome | None:
    """ "a year earlier" in a report on a quarter: the same quarter."""
    if unit != "Y" or count != 1 or direction > 0 or not _compares(match, context):
        return None
    return _quarter_of_last_year(context)


def _quarter_of_last_year(context: Context) -> Outcome | None:
    """The quarter that the text reports on, a year earlier."""
    quarter = context.quarter
    if quarter is None:
        return None
    start = quarter.interval.start
    piece = quarter_piece(start.year - 1, (start.month + 2) // 3)
    return of_piece(piece, basis="relative", anchor="publication", confidence=0.7)


def _compares(match: Match, context: Context) -> bool:
    """Whether a sum stands just before ("from $58 million, or $1.40 a share, a year earlier"), near its quarter."""
    words = context.tokens.words[max(0, match.first - 5) : match.first]
    sums = any(word[0].isdigit() or context.is_in(word, "CURRENCY") for word in words)
    return (sums or context.any_in(words[-1:], "COMPARED")) and context.names_quarter_near(match.first)


def _compares_with_quarter(match: Match, context: Context) -> bool:
    """ "sales in the quarter rose to $5 million from last year's $4 million": its sentence names the quarter."""
    so_far = match.first - context.sentence_start(match.first)
    return context.names_quarter_near(match.first, within=so_far) and _compares(match, context)


def _direction(match: Match, context: Context, given: str | None) -> int:
    if given is not None:
        return 1 if given == "future" else -1
    words = words_of(match, context, "sign")
    return -1 if context.any_in(words, "BACK") else 1


def _hours(context: Context, direction: int, count: Fraction | None) -> Outcome:
    if context.reference is None:
        return vague("PAST_REF" if direction < 0 else "FUTURE_REF")
    days = int(count // 24) if count is not None and count < 10_000 else 0
    piece = day_piece(context.reference + timedelta(days * direction))
    return of_piece(piece, basis="relative", anchor="publication", deictic=True, confidence=0.6)


def _counted_from(context: Context, anchor: str, unit: str, *, past: bool) -> tuple[date | None, str | None, bool]:
    if anchor == "text":
        told = context.anchor(units=("D", "W", "M", "S", "Y"), happened=True, past=past)
        if told is not None and context.style == "events" and unit[-1] in "DW" and told.piece.unit in "MSY":
            return None, None, False  # "In May 1994 ... Three days later": of no known day
        if told is not None:
            return told.piece.interval.end, f"text:{told.start}", told.deictic
    if anchor == "story":  # "накануне": before the day of a story that lies back, else before that of the news
        told = context.anchor(happened=True)
        if told is not None and lies_back(context, told):
            return told.piece.interval.start, f"text:{told.start}", False
    return context.base_for("Y") if unit == "Y" else context.reference, "publication", True


def count_off(base: date, unit: str, count: Fraction, *, exact: bool = False) -> Piece | None:
    """The piece that lies ``count`` units from a day; as fine as the unit, days for weeks."""
    factor, letter = _unit_parts(unit)
    count = count * factor
    try:
        if letter == "D":
            return day_piece(base + timedelta(int(count)))
        if letter == "W" or letter == "WE":
            return day_piece(base + timedelta(int(count * 7)))
        months = int(count * {"M": 1, "Q": 3, "Y": 12}.get(letter, 0))
        if not months:
            return None
        found = add_months(base, months)
    except (OverflowError, ValueError):
        return None
    if exact:
        return day_piece(found)
    return resized(found, "Y" if letter == "Y" and count.denominator == 1 else "M")


def _unit_parts(unit: str) -> tuple[int, str]:
    digits = "".join(c for c in unit if c.isdigit())
    return int(digits or 1), unit[len(digits) :]
