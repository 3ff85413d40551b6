"""Join neighbouring expressions that name one time together.

"from 3 March to 5 April", "three days after 5 May", "ten days after the assault that began on 8 May".
Done while reading, so that what follows counts from the joined expression.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.core.intervals import Interval
from pipeline.times.context import Context, Told
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome, of_piece
from pipeline.times.pieces import Piece, add_months, safe_date
from pipeline.times.reading import number_of, word_value
from pipeline.times.relative import count_off

_CALENDAR = frozenset({"calendar", "year", "iso", "numeric", "season", "range"})
"""Meanings that name a piece of the calendar themselves."""
_COARSE = frozenset({"month", "season", "year", "decade"})
"""Precisions of a date from which no days are counted."""
_LONG = 62
"""Days of a period from whose end no days are counted."""
_TOLERANCE = {"D": 1, "W": 7, "M": 31, "Y": 200, "10Y": 1830}
"""Days by which an amount of a unit may miss the date that it goes with ("more than three and a half years ago")."""
_REACH = 9
"""Tokens within which the date of "ten days after the assault that began on 8 May" must follow."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match with what it means, and the tokens that it covers with its modifiers."""

    match: Match
    outcome: Outcome
    first: int
    end: int


def connector(one: Found, other: Found, context: Context) -> list[str]:
    """Words between two expressions."""
    return context.tokens.words[one.end : other.first]


def join_range(one: Found, other: Found, context: Context) -> Found | None:
    """``from A to B``, ``between A and B``, ``A - B``, ``A until B``: one expression from A to B."""
    value = context.grammar.rules.value
    between = connector(one, other, context)
    if not 1 <= len(between) <= 2 or one.outcome.interval is None or other.outcome.interval is None:
        return None
    if "\n" in context.tokens.text[context.tokens.ends[one.end - 1] : context.tokens.starts[other.first]]:
        return None
    before = context.tokens.words[one.first - 1] if one.first else ""
    links = _links(before, context)
    if not any(value(between[0], name) is not None for name in links):
        return None
    named = "named_period" in (one.outcome.basis, other.outcome.basis)
    if named and links == ("RANGE_DASH",):  # "Jan. 13, 2021 - Islamabad Declaration": a date and a title
        return None
    if len(between) == 2 and value(between[1], "ARTICLE_THE") is None and between != ["-", "-"]:
        return None
    first, last = _bounds(one, other)
    if first is None or last is None or last.interval.end < first.interval.start:
        return None
    precision = other.outcome.interval.precision
    days = Interval(first.interval.start, last.interval.end, precision)
    piece = Piece(f"{first.value}/{last.value}", days, first.unit)
    outcome = replace(other.outcome, type="DATE", value=piece.value, interval=days, piece=piece, mod=None)
    return Found(_renamed(other.match, "range"), outcome, one.first, other.end)


def lend_year(one: Found, other: Found, context: Context) -> Found | None:
    """ "May 3 and May 4, 2023": the first day takes the year of the second."""
    between, value = connector(one, other, context), context.grammar.rules.value
    if len(between) != 1 or value(between[0], "RANGE_AND") is None:
        return None
    first, last = one.outcome.piece, other.outcome.piece
    if first is None or last is None or one.outcome.year_given or not other.outcome.year_given:
        return None
    if first.unit != "D" or last.unit != "D" or one.outcome.deictic or "month" not in one.match.parts:
        return None
    moved = _moved_year(first, last)
    if moved is None:
        return None
    outcome = replace(
        one.outcome, value=moved.value, interval=moved.interval, piece=moved, anchor=None, year_given=True
    )
    return replace(one, outcome=outcome)


def _links(before: str, context: Context) -> tuple[str, ...]:
    """Classes of words that can link two dates, given the word before the first."""
    value = context.grammar.rules.value
    if value(before, "RANGE_BETWEEN") is not None:
        return ("RANGE_AND", "RANGE_TO")
    return ("RANGE_TO",) if value(before, "RANGE_FROM") is not None else ("RANGE_DASH",)


def _bounds(one: Found, other: Found) -> tuple[Piece | None, Piece | None]:
    """Both pieces; a first date without a year of its own takes the year of the second."""
    first, last = one.outcome.piece, other.outcome.piece
    if first is None or last is None or first.unit not in "DMYS" or last.unit not in "DMYS":
        return None, None
    if (first.unit == "D") != (last.unit == "D"):
        return None, None
    settled = one.outcome.year_given or not other.outcome.year_given or first.unit == "Y"
    backwards = not one.outcome.year_given and last.interval.end < first.interval.start
    if settled and not backwards:
        return first, last
    return _moved_year(first, last), last


def _moved_year(first: Piece, last: Piece) -> Piece | None:
    start, end = first.interval.start, first.interval.end
    year = last.interval.end.year - (1 if (start.month, start.day) > _month_day(last) else 0)
    new_start = safe_date(year, start.month, start.day)
    new_end = safe_date(year, end.month, min(end.day, 28) if first.unit == "M" else end.day)
    if new_start is None or new_end is None:
        return None
    value = f"{year:04}{first.value[4:]}"
    return Piece(value, Interval(new_start, max(new_start, new_end), first.interval.precision), first.unit)


def _month_day(piece: Piece) -> tuple[int, int]:
    return piece.interval.end.month, piece.interval.end.day


def offset_sign(one: Found, context: Context) -> int:
    """1 when "after" follows a countable amount, -1 for "before", 0 otherwise."""
    tokens = context.tokens
    counts = "n" in one.match.parts or one.match.pattern.make == "unit_after"
    if one.outcome.type != "DURATION" or one.end >= len(tokens) or not counts:
        return 0
    if "-" in tokens.words[one.match.first : one.match.end] or "rel" in one.match.parts:
        return 0
    value = context.grammar.rules.value(tokens.words[one.end], "OFFSET_SIGN")
    return int(value) if value else 0


def join_offset(one: Found, other: Found, sign: int, context: Context) -> Found | None:
    """``three days after`` + a date: the day counted from that date."""
    if other.outcome.interval is None or other.first - one.end > 2:
        return None
    days = _edge(other, context)
    outcome = _counted(one, days, sign, f"text:{context.tokens.starts[other.first]}", context)
    return Found(_renamed(one.match, "offset_from_date"), outcome, one.first, other.end) if outcome else None


def _edge(other: Found, context: Context) -> Interval | None:
    """The days to count from: the first day of what "began", all of them otherwise."""
    days = other.outcome.interval
    behind = context.tokens.words[other.end : other.end + 3]
    return Interval(days.start, days.start, "day") if days and context.any_in(behind, "BEGIN_VERB") else days


def offset_from(one: Found, told: Told, sign: int, context: Context) -> Found | None:
    """``ten days after the assault ...``: counted from a date told nearby."""
    if told.piece.unit not in ("D", "W", "M", "Y", "S", "P"):
        return None
    outcome = _counted(one, told.piece.interval, sign, f"text:{told.start}", context)
    if outcome is None:
        return None
    outcome = replace(outcome, confidence=0.75, year_given=told.year_given)
    return Found(_renamed(one.match, "offset_from_event"), outcome, one.first, one.end + 1)


def out_of_reach(one: Found, index: int, context: Context) -> bool:
    """Whether a token lies too far behind "ten days after" to be the date that it counts from."""
    if index - one.end > _REACH:
        return True
    return any(context.is_sentence_end(i) or context.tokens.words[i] == "," for i in range(one.end, index))


def within_reach(one: Found, other: Found, context: Context) -> bool:
    """Whether a date stands in the clause after "ten days after the assault"."""
    outcome = other.outcome
    if outcome.interval is None or outcome.piece is None or outcome.deictic:
        return False
    if other.match.pattern.make == "offset":
        return False  # "the day after the closure and restored three days later": itself counted from before
    return not out_of_reach(one, other.first, context)


def names_thing(one: Found, context: Context) -> bool:
    """Whether "ten days after" counts from a thing known ("the assault", "his election"), not from a clause."""
    behind = context.tokens.words[one.end + 1 : one.end + 2]
    return any(context.any_in(behind, name) for name in ("ARTICLE_THE", "ANAPHORIC", "MONTH_OWNER", "THIS"))


def told_of_noun(one: Found, context: Context) -> Told | None:
    """The date told in the last sentence that names the same thing ("ten days after the assault")."""
    words, codes = context.tokens.words, context.tokens.codes
    lower = context.grammar.alphabet.letters_of("LOWER")
    after = range(one.end + 1, min(len(words), one.end + 6))
    value = context.grammar.rules.value
    noun = next((i for i in after if codes[i] in lower and (len(words[i]) >= 5 or value(words[i], "SAME_THING"))), None)
    if noun is None:
        return None
    stem, name = words[noun][: max(4, min(6, len(words[noun]) - 3))], name_before(noun, one, context)
    thing = value(words[noun], "SAME_THING")
    for index in range(one.first - 1, max(-1, one.first - 400), -1):
        if words[index].startswith(stem) or (thing and value(words[index], "SAME_THING") == thing):
            head = context.sentence_start(index)
            if name is not None and name not in words[head : index + 12]:
                continue
            near = [told for told in context.told[-30:] if told.token >= head]
            return near[0] if near and near[0].token - index < 40 else None
    return None


def name_before(noun: int, one: Found, context: Context) -> str | None:
    """The name that says which one is meant ("the Cairo summit"), folded."""
    tokens = context.tokens
    for index in range(one.end + 1, noun):
        if tokens.text[tokens.starts[index]].isupper():
            return tokens.words[index]
    return None


def beside_date(date_before: Found, one: Found, context: Context) -> Found | None:
    """ "on 12 May 1994, a week after the meeting": that very day told once more, not one counted from it.

    So is "In the autumn of 2021, ten months after the war, ..." at the head of a sentence.
    """
    words, piece = context.tokens.words, date_before.outcome.piece
    if date_before.end != one.first - 1 or words[date_before.end] != "," or piece is None:
        return None
    if piece.unit != "D" and (_unit_of(one, context)[-1] in "DW" or not context.opens_sentence(date_before.first)):
        return None
    anchor = f"text:{context.tokens.starts[date_before.first]}"
    if _opens_clause(one, context):  # "on 15 June, a day after he met Biden": the clause tells of the day before
        outcome = _counted(one, piece.interval, -(offset_sign(one, context)), anchor, context)
        return Found(_renamed(one.match, "offset_of_clause"), outcome, one.first, one.end + 1) if outcome else None
    outcome = of_piece(piece, basis="relative", anchor=anchor, year_given=True, confidence=0.8)
    return Found(_renamed(one.match, "offset_beside_date"), outcome, one.first, one.end + 1)


def _opens_clause(one: Found, context: Context) -> bool:
    """Whether a verb of the past follows "a day after" before any mark."""
    for index in range(one.end + 1, min(len(context.tokens), one.end + _REACH)):
        if context.is_sentence_end(index) or context.tokens.words[index] == ",":
            return False
        if context.is_past(index):
            return True
    return False


def apposed(one: Found, other: Found, context: Context) -> tuple[Found, Found] | None:
    """ "In February 2017, more than three years ago, ..." and the other way about: the calendar date holds for both.

    Returns:
        Both expressions with the days of the calendar date, or ``None`` when they do not name one time.
    """
    between = connector(one, other, context)
    if not between or between[0] not in (",", "(") or len(between) > 2:
        return None
    if len(between) == 2 and not context.is_in(between[1], "SCENE"):
        return None
    if one.match.pattern.make in _CALENDAR and other.match.pattern.make == "offset":
        same = _is_looser(other, one, context) and _closes(other, context) and len(between) == 1
        return (one, _dated_by(other, one, context)) if same else None
    if one.match.pattern.make == "offset" and other.match.pattern.make in _CALENDAR:
        return (_dated_by(one, other, context), other) if _is_looser(one, other, context) else None
    return None


def _is_looser(offset: Found, date: Found, context: Context) -> bool:
    """Whether an offset is no finer than a date and may mean it: counted from today, it falls near it."""
    days, counted = date.outcome.interval, offset.outcome.interval
    if days is None or date.outcome.piece is None:
        return False
    if offset.match.pattern.options.get("anchor") != "reference":  # "In May 1994, two years later, ..."
        return date.first < offset.first and context.opens_sentence(date.first)
    if counted is None:
        return True
    if counted.n_days < days.n_days and not counted.approximate:
        return False
    gap = max((days.start - counted.end).days, (counted.start - days.end).days, 0)
    return gap <= _TOLERANCE.get(_unit_of(offset, context), 0)


def _unit_of(one: Found, context: Context) -> str:
    return word_value(one.match, context, "unit", "UNITS") or word_value(one.match, context, "unit", "UNIT") or "D"


def _closes(one: Found, context: Context) -> bool:
    """Whether a mark stands behind an expression, so that it is no adverb of what follows."""
    words = context.tokens.words
    return one.end >= len(words) or not words[one.end][0].isalnum()


def _dated_by(offset: Found, date: Found, context: Context) -> Found:
    told = replace(
        date.outcome, basis="relative", anchor=f"text:{context.tokens.starts[date.first]}", mod=offset.outcome.mod
    )
    return replace(offset, outcome=told)


def is_exact(one: Found) -> bool:
    """Whether the amount is counted to the day ("a month to the day after"), so that no nearby date will do."""
    return "exact" in one.match.pattern.options


def _counted(one: Found, days: Interval | None, sign: int, anchor: str, context: Context) -> Outcome | None:
    unit = word_value(one.match, context, "unit", "UNITS") or word_value(one.match, context, "unit", "UNIT")
    count = number_of(one.match, context, "n") if "n" in one.match.parts else Fraction(1)
    if one.match.pattern.make == "unit_after" and unit is not None and unit.startswith("T"):
        unit = "D"
    if unit is None or count is None or days is None or unit.startswith("T"):
        return None
    if unit[-1] in "DW" and (days.precision in _COARSE or days.n_days > _LONG):
        return None  # "three days after the ballot" of some month, "the day after the closure" that lasted a year
    exact = is_exact(one) or (unit[-1] in "DW" and "n2" not in one.match.parts)
    piece = count_off(days.start if sign < 0 else days.end, unit, count * sign, exact=days.precision == "day" and exact)
    if piece is None:
        return None
    return of_piece(piece, basis="relative", anchor=anchor, year_given=True, confidence=0.9)


def join_anniversary(one: Found, other: Found, context: Context) -> Found | None:
    """``the 32nd anniversary of`` + a named event: the event's days in the year of the anniversary.

    The anniversary of a long period names no day: the result then has no days, so that nothing is dated by
    the period itself.
    """
    days, count = other.outcome.interval, number_of(one.match, context, "n")
    between = connector(one, other, context)
    if count is None or days is None or len(between) > 3 or other.outcome.basis != "named_period":
        return None
    if any(context.is_sentence_end(i) or context.tokens.words[i] == "," for i in range(one.end, other.first)):
        return None
    outcome = replace(other.outcome, value="XXXX", interval=None, piece=None, confidence=0.3)
    if days.n_days <= 3:
        start, end = (add_months(day, 12 * int(count)) for day in (days.start, days.end))
        moved = Piece(start.isoformat(), Interval(start, end, "day"), "D")
        outcome = replace(outcome, value=moved.value, interval=moved.interval, piece=moved, confidence=0.6)
    return Found(_renamed(one.match, "anniversary_of_event"), outcome, one.first, other.end)


def _renamed(match: Match, name: str) -> Match:
    language = match.pattern.rule_id.partition(".")[0]
    pattern = replace(match.pattern, rule_id=f"{language}.dates.{name}", make="joined")
    return replace(match, pattern=pattern)
