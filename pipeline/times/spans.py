"""Meanings of seasons, halves, decades and centuries."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import DateBasis
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.narrative import story_year
from pipeline.times.outcome import Outcome, of_piece, vague
from pipeline.times.pieces import (
    SEASONS,
    Piece,
    century_piece,
    day_piece,
    decade_piece,
    half_piece,
    month_piece,
    season_piece,
)
from pipeline.times.reading import ordinal_of, word_value, words_of, year_of


def relative_shift(match: Match, context: Context, part: str = "rel") -> int | None:
    """-1 for last, 0 for this, 1 for next; ``None`` when the part is missing."""
    for name in ("LAST", "NEXT", "THIS"):
        value = word_value(match, context, part, name)
        if value is not None:
            return int(value)
    return None


def given_year(match: Match, context: Context) -> int | None:
    """The year in the match: in figures, or "last year" and the like."""
    year = year_of(match, context)
    words = words_of(match, context, "rel")
    if year is not None or not any(context.grammar.rules.value(word, "UNIT") == "Y" for word in words):
        return year
    if context.any_in(words, "ANAPHORIC"):
        told = context.anchor(units=("D", "M", "Y", "S", "Q", "W"))
        return told.piece.interval.start.year if told else None
    shift, base = relative_shift(match, context), context.base_for("Y")
    return base.year + (shift or 0) if base else None


def read_season(match: Match, context: Context) -> Outcome | None:
    """ "the spring of 1993", "last fall", "that summer", "in autumn"."""
    season = word_value(match, context, "season", "SEASON")
    if season is None:
        return None
    year = given_year(match, context)
    if year is not None:
        return of_piece(season_piece(year, season), year_given=True)
    if "anaphoric" in match.parts or context.any_in(words_of(match, context, "rel"), "ONWARD"):
        return _season_beside_told(match, context, season)
    if context.any_in(words_of(match, context, "rel"), "ANAPHORIC"):
        told = context.anchor(units=("D", "M", "Y", "S", "Q", "W"))
        if told is None:
            return None
        return of_piece(
            season_piece(told.piece.interval.start.year, season),
            basis="relative",
            anchor=f"text:{told.start}",
            year_given=True,
            confidence=0.85,
        )
    return _season_near(match, context, season)


def _season_beside_told(match: Match, context: Context, season: str) -> Outcome | None:
    """ "the following spring": the first one after the date told before, or the last one before it."""
    told = context.anchor(units=("D", "M", "Y", "S", "Q", "W"))
    if told is None:
        return None
    words = context.tokens.words[match.first : match.end]
    days = told.piece.interval
    years = (days.start.year + n for n in (-2, -1, 0, 1, 2))
    candidates = [season_piece(year, season) for year in years]
    if context.any_in(words, "ONWARD"):
        chosen = next(one for one in candidates if one.interval.start > days.start)
    else:
        chosen = [one for one in candidates if one.interval.end < days.end][-1]
    return of_piece(chosen, basis="relative", anchor=f"text:{told.start}", year_given=told.year_given, confidence=0.8)


def _season_near(match: Match, context: Context, season: str) -> Outcome | None:
    shift = relative_shift(match, context)
    narrative = story_year(context, match.first) if shift is None else None
    if narrative is not None:
        piece = season_piece(narrative.year, season)
        return of_piece(piece, basis="context", anchor=f"text:{narrative.told.start}", year_given=True, confidence=0.8)
    reference = context.base
    if reference is None:
        return None
    first = SEASONS[season]
    candidates = [season_piece(reference.year + n, season) for n in (-2, -1, 0, 1)]
    begun = [one for one in candidates if one.interval.start <= reference]
    ahead = [one for one in candidates if one.interval.end >= reference]
    over = [one for one in candidates if one.interval.end < reference]
    if shift == -1:
        chosen = over[-1] if over else begun[-1]
    elif shift == 1:
        chosen = next(one for one in candidates if one.interval.start > reference)
    elif shift == 0:
        chosen = ahead[0] if first != 12 or reference.month <= 2 else season_piece(reference.year, season)
        chosen = begun[-1] if context.tense(match.first, match.end) == "past" else chosen
    else:
        chosen = ahead[0] if context.tense(match.first, match.end) == "future" else begun[-1]
    basis: DateBasis = "relative" if shift is not None else "context"
    return of_piece(chosen, basis=basis, anchor="publication", confidence=0.85)


def read_half(match: Match, context: Context) -> Outcome | None:
    """ "the first half of 1992"."""
    value = word_value(match, context, "n", "HALF") or word_value(match, context, "n", "HALF_CODE")
    year = given_year(match, context)
    if year is None and context.reference is not None:
        year = context.reference.year
        if value == "H2" and context.reference.month <= 6 and context.tense(match.first, match.end) != "future":
            year -= 1
    if value is None or year is None:
        return None
    return of_piece(half_piece(year, int(value[1])), year_given=True)


def read_decade(match: Match, context: Context) -> Outcome | None:
    """ "the 1990s", "the '90s", "the nineties"."""
    word = word_value(match, context, "decade", "DECADE_WORD")
    if word is not None:
        return of_piece(decade_piece(1900 + int(word)), year_given=False)
    surface = words_of(match, context, "decade")[0]
    digits = "".join(c for c in surface if c.isdigit())
    words = context.tokens.words[max(0, match.first - 2) : match.end]
    if len(digits) == 2 and surface[0] != "'" and not context.any_in(words, "ARTICLE_THE"):
        told = context.told[-1] if context.told else None
        if told is None or told.piece.unit != "E" or match.first - told.token > 5:
            return None  # "in his 40s", but "the 1960s, 70s and 80s"
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if len(digits) == 2 and year < 1920 and context.reference and context.reference.year > 2010:
        year += 100
    return of_piece(decade_piece(year)) if len(digits) in (2, 4) else None


def read_decade_relative(match: Match, context: Context) -> Outcome | None:
    """ "last decade", "this decade"."""
    shift = relative_shift(match, context)
    if context.reference is None or shift is None:
        return None
    piece = decade_piece(context.reference.year + 10 * shift)
    return of_piece(piece, basis="relative", anchor="publication")


def read_century(match: Match, context: Context) -> Outcome | None:
    """ "the 11th century"."""
    number = ordinal_of(match, context, "n")
    if number is None or not 1 <= number <= 30:
        return None
    words = context.tokens.words[match.first : match.end]
    if any(context.grammar.rules.value(word, "ERA") == "-" for word in words):
        return vague(f"BC{number - 1:02}", confidence=0.9)
    return of_piece(century_piece(number - 1))


def read_century_relative(match: Match, context: Context) -> Outcome | None:
    """ "this century"."""
    shift = relative_shift(match, context)
    if context.reference is None or shift is None:
        return None
    piece: Piece = century_piece(context.reference.year // 100 + shift)
    return of_piece(piece, basis="relative", anchor="publication")


def read_year_end(match: Match, context: Context) -> Outcome | None:
    """ "year-end", "year-end 1990"; "by year-end" is by its last day."""
    year = given_year(match, context)
    if year is None and context.reference is not None:
        year = context.reference.year
    if year is None:
        return None
    piece = month_piece(year, 12)
    days = replace(piece.interval, approximate=True)
    before = context.tokens.words[match.first - 1] if match.first else ""
    value = day_piece(days.end).value if context.is_in(before, "LIMIT") else piece.value
    return Outcome("DATE", value, days, mod="END", basis="context", anchor="publication", piece=piece)
