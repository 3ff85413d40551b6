"""Read the values of the parts of a match: numbers, months, days, years, words of a class."""

from __future__ import annotations

from fractions import Fraction

from pipeline.times.context import Context
from pipeline.times.grammar import Match


def word_value(match: Match, context: Context, part: str, name: str) -> str | None:
    """Value in class ``name`` of the first word of a part that stands in it."""
    span = match.parts.get(part)
    if span is None:
        return None
    for index in range(*span):
        value = context.grammar.rules.value(context.tokens.words[index], name)
        if value is not None:
            return value
    return None


def words_of(match: Match, context: Context, part: str) -> list[str]:
    """Folded words of a part, empty when the match has no such part."""
    span = match.parts.get(part)
    return context.tokens.words[span[0] : span[1]] if span else []


def month_of(match: Match, context: Context, part: str = "month") -> int | None:
    """Month number of a part, or ``None``."""
    value = word_value(match, context, part, "MONTH") or word_value(match, context, part, "MONTH_SHORT")
    return int(value) if value else None


def weekday_of(match: Match, context: Context, part: str = "wd") -> int | None:
    """Weekday of a part, Monday 0, or ``None``."""
    joined = " ".join(words_of(match, context, part))  # "çərşənbə axşamı" is Tuesday, "çərşənbə" Wednesday
    for name in ("WEEKDAY", "WEEKDAY_SHORT", "WEEKDAYS"):
        value = context.grammar.rules.value(joined, name) or word_value(match, context, part, name)
        if value:
            return int(value) - 1
    return None


def year_of(match: Match, context: Context, part: str = "year", *, after: int | None = None) -> int | None:
    """Year of a part, in digits or words; two digits take the century of ``after``, or 1930 to 2029."""
    words = words_of(match, context, part)
    for word in words:
        digits = word.strip("'")
        if digits.isdigit():
            number = int(digits)
            if len(digits) > 2:
                return number
            if after is not None:
                return after // 100 * 100 + number
            return number + (2000 if number < 30 else 1900)
    return _spoken_year(words, context) if words else None


def _spoken_year(words: list[str], context: Context) -> int | None:
    """ "nineteen ninety-four", "two thousand and five"."""
    value = context.grammar.rules.value
    if value(words[0], "TEENS") is not None and (rest := number_in(words[1:], context)) is not None:
        return int(value(words[0], "TEENS") or 0) * 100 + int(rest)
    if len(words) > 1 and value(words[1], "HUNDRED") == "1000":
        return int(number_in(words[:2], context) or 0) + int(number_in(words[2:], context) or 0)
    spelled = number_in(words, context) if len(words) > 1 else None  # "انیس سو بانوے", nineteen hundred ninety-two
    return int(spelled) if spelled is not None and 1000 <= spelled < 2200 else None


def number_of(match: Match, context: Context, part: str) -> Fraction | None:
    """The number that a part spells ("twenty-five", "2.5", "5 1/2", "a couple of"), or ``None`` when vague."""
    words = words_of(match, context, part)
    return number_in(words, context) if words else None


def number_in(words: list[str], context: Context) -> Fraction | None:
    """The number that words spell, or ``None`` when they name none ("several")."""
    value = context.grammar.rules.value
    total: Fraction | None = None
    for index, word in enumerate(words):
        if word == "/" and total is not None and index >= 2:
            continue
        if index >= 3 and words[index - 1] == "/" and word.isdigit() and int(word):
            numerator = Fraction(words[index - 2])
            total = (total or Fraction(0)) - numerator + numerator / int(word)
        elif (number := _plain_number(word)) is not None:
            total = (total or Fraction(0)) + number
        elif value(word, "HALF_WORD") is not None:
            ands = [at for at in range(index) if value(words[at], "AND") is not None]
            return Fraction(1, 2) + (number_in(words[: ands[-1]], context) or 0 if ands else 0)
        elif found := (value(word, "HUNDRED") or value(word, "DOZEN")):
            total = (total or Fraction(1)) * int(found)
        elif value(word, "VAGUE") == "X":
            return None
        elif (small := _small(word, context)) is not None:
            total = small if total == 1 and value(words[0], "ARTICLE") else (total or Fraction(0)) + small
    return total


def _small(word: str, context: Context) -> Fraction | None:
    for name in ("ONES", "TEENS", "TENS", "ARTICLE", "VAGUE", "ORDINAL_WORD"):
        found = context.grammar.rules.value(word, name)
        if found and found != "X":
            return Fraction(int(found))
    return None


def _plain_number(word: str) -> Fraction | None:
    digits = word.rstrip("stndrh").replace(",", "") if word[:1].isdigit() else ""
    return Fraction(digits) if digits.replace(".", "", 1).isdigit() else None


def ordinal_of(match: Match, context: Context, part: str) -> int | None:
    """An ordinal or plain day number of a part ("21st", "twenty-first", "5")."""
    number = number_of(match, context, part)
    return int(number) if number is not None else None
