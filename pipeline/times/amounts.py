"""Meanings that name no piece of the calendar: durations, sets, and vague references."""

from __future__ import annotations

from fractions import Fraction

from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.outcome import Outcome, vague
from pipeline.times.reading import number_of, weekday_of, word_value


def duration_value(count: Fraction | None, unit: str) -> str:
    """TIMEX3 value of an amount: ``P3D``, ``PT5H30M``, ``PXW`` when vague."""
    digits = "".join(c for c in unit if c.isdigit())
    letter = unit[len(digits) :]
    clock = letter in ("TS", "TM", "TH")
    prefix, letter = ("PT", letter[1]) if clock else ("P", letter)
    if len(letter) == 3 and letter[0] == "T":
        return f"P{_plain(count)}{letter[1:]}" if count is not None else f"PX{letter[1:]}"
    if letter == "WE":
        return f"P{_plain(count)}WE"
    if letter == "SX":
        return f"P{_plain(count)}S"
    if count is None:
        return f"{prefix}X{letter}" if not digits else f"{prefix}XY" if letter == "Y" else f"{prefix}X{letter}"
    total = count * int(digits or 1)
    if total.denominator == 2 and letter == "H":
        return f"PT{int(total)}H30M" if int(total) else "PT30M"
    if total.denominator == 2 and letter == "Y" and total < 1:
        return "P6M"
    return f"{prefix}{_plain(total)}{letter}"


def _plain(count: Fraction | None) -> str:
    if count is None:
        return "X"
    return str(int(count)) if count.denominator == 1 else f"{float(count):g}"


def read_duration(match: Match, context: Context) -> Outcome | None:
    """ "eight-year", "a few days", "the last three years"."""
    words = context.tokens.words[match.first : match.end]
    if _has_loose_dash(match, context) or _is_named_day(match, context):
        return None
    unit = word_value(match, context, "unit", "UNIT") or word_value(match, context, "unit", "UNITS")
    if unit is None:
        unit = next(
            (
                value
                for word in words
                if (value := context.grammar.rules.value(word, "UNITS") or context.grammar.rules.value(word, "UNIT"))
            ),
            None,
        )
    if "value" in match.pattern.options:
        return Outcome("DURATION", match.pattern.options["value"])
    if unit is None:
        return None
    count = number_of(match, context, "n") if "n" in match.parts else None
    names_one = any(context.is_in(words[0], name) for name in ("ARTICLE", "ONES"))
    if "n" not in match.parts and (names_one or context.is_in(words[-1], "UNIT")):
        count = Fraction(1)
    if context.any_in(words, "HALF_WORD") and context.any_in(words, "AND"):
        count = (count or 0) + Fraction(1, 2)
    value = duration_value(count, unit)
    if "unit2" in match.parts and "n2" in match.parts:
        value = _compound(match, context, value)
    return Outcome("DURATION", value)


def _has_loose_dash(match: Match, context: Context) -> bool:
    """ "17 - Second strike": the dash parts a number from a title."""
    tokens = context.tokens
    return any(tokens.words[i] == "-" and not tokens.is_glued(i) for i in range(match.first + 1, match.end))


def _is_named_day(match: Match, context: Context) -> bool:
    """ "a Day of Remembrance", "the Year of Shusha": a name, not an amount."""
    tokens, last = context.tokens, match.end - 1
    starts_upper = tokens.text[tokens.starts[last]].isupper() and not tokens.surface(last, match.end).isupper()
    follows = tokens.words[match.end : match.end + 1]
    return starts_upper and context.any_in(follows, "ATTACHED") and not context.opens_line(match.first)


def _compound(match: Match, context: Context, value: str) -> str:
    unit = word_value(match, context, "unit2", "UNITS") or word_value(match, context, "unit2", "UNIT") or "D"
    second = duration_value(number_of(match, context, "n2"), unit)
    if second.startswith("PT") and not value.startswith("PT"):
        return value + second[1:]
    return value + second[2 if value.startswith("PT") else 1 :]


def read_set(match: Match, context: Context) -> Outcome | None:
    """ "every month", "daily", "Mondays"."""
    frequency = word_value(match, context, "freq", "FREQUENCY")
    if frequency is not None:
        return Outcome("SET", frequency)
    weekday = weekday_of(match, context)
    if weekday is not None:
        part = word_value(match, context, "dp", "DAYPARTS")
        return Outcome("SET", f"XXXX-WXX-{weekday + 1}" + (f"T{part}" if part else ""))
    words = context.tokens.words[match.first : match.end]
    if context.any_in(words, "WEEKENDS"):
        return Outcome("SET", "XXXX-WXX-WE")
    if "month" in match.parts:
        month = word_value(match, context, "month", "MONTH") or "1"
        return Outcome("SET", f"XXXX-{int(month):02}")
    if "season" in match.parts:
        return Outcome("SET", f"XXXX-{word_value(match, context, 'season', 'SEASON')}")
    unit = word_value(match, context, "unit", "UNIT") or word_value(match, context, "unit", "UNITS")
    if unit is None:
        return None
    count = number_of(match, context, "n") if "n" in match.parts else Fraction(1)
    if context.any_in(words, "EVERY_SECOND"):
        count = Fraction(2)
    return Outcome("SET", duration_value(count, unit))


def read_reference(match: Match, context: Context) -> Outcome | None:
    """ "now", "recently", "in the near future"."""
    for name in ("PRESENT", "PAST", "FUTURE"):
        value = word_value(match, context, "ref", name)
        if value is not None:
            return vague(value)
    return vague(match.pattern.options["value"])


def read_anniversary(match: Match, context: Context) -> Outcome | None:
    """ "the 32nd anniversary": no date of its own, but it tells how long ago something was."""
    return None if context.style == "timex3" else Outcome("SET", "P1Y", confidence=0.2)
