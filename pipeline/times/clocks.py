"""Meanings of clock times: on the day beside them, else on the one told before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.times.calendar_dates import read_calendar
from pipeline.times.context import Context
from pipeline.times.grammar import Match, matches_at
from pipeline.times.outcome import Meaning, Outcome, of_piece, vague
from pipeline.times.pieces import day_piece
from pipeline.times.reading import number_of, weekday_of, word_value, words_of
from pipeline.times.relative import read_deictic, read_weekday

_DAYS: Mapping[str, Meaning] = {"calendar": read_calendar, "weekday": read_weekday, "deictic": read_deictic}
_BRACKETS = 8
"""Tokens within which the day must follow on "at 10:35 a.m. (0735 GMT)"."""


def read_clock(match: Match, context: Context) -> Outcome | None:
    """ "10 p.m. Wednesday", "noon", "at 09:30 GMT on 10 May"."""
    clock = _clock(match, context)
    if clock is None:
        return None
    scene = context.day_of_scene(match.first, clock)
    if scene is not None:
        found = of_piece(day_piece(scene), basis="context", year_given=True, confidence=0.8)
        return replace(found, type="TIME", value=f"{scene}T{clock}")
    day = _day(match, context)
    if day is None or day.piece is None or day.piece.unit != "D":
        return Outcome("TIME", f"T{clock}", basis="context") if day is None else day
    value = f"{day.piece.value}T{clock}"
    if clock == "24:00":
        value = f"{day.piece.value}T24:00"
    return replace(day, type="TIME", value=value)


def _day(match: Match, context: Context) -> Outcome | None:
    if "month" in match.parts:
        return read_calendar(match, context)
    if weekday_of(match, context) is not None:
        return read_weekday(match, context)
    if "deictic" in match.parts:
        return read_deictic(replace(match, parts={"day": match.parts["deictic"]}), context)
    behind = _day_behind_brackets(match, context)
    if behind is not None:
        return behind
    told, reach = context.anchor(), 1 if context.style == "timex3" else 0
    if told is not None and context.paragraph(match.first) - told.paragraph <= reach:
        return of_piece(
            day_piece(told.piece.interval.end), basis="context", anchor=f"text:{told.start}", confidence=0.7
        )
    if context.reference is None or context.style == "events":
        return None  # the event's own date serves better than a guess
    return of_piece(day_piece(context.reference), basis="context", anchor="publication", confidence=0.7)


def _day_behind_brackets(match: Match, context: Context) -> Outcome | None:
    """The day of "at 10:35 a.m. (0735 GMT) Friday", "at 8 a.m. (0400 GMT) on 18 October"."""
    words = context.tokens.words[match.end : match.end + _BRACKETS]
    if not words or not context.is_in(words[0], "OPEN"):
        return None
    closing = next((at for at, word in enumerate(words) if context.is_in(word, "CLOSE")), len(words))
    at = match.end + closing + 1
    if context.any_in(words[closing + 1 : closing + 2], "SCENE"):
        at += 1
    if at >= len(context.tokens):
        return None
    days = (one for one in matches_at(context.grammar, context.tokens, at) if one.pattern.make in _DAYS)
    return next((_DAYS[one.pattern.make](one, context) for one in days), None)


def _clock(match: Match, context: Context) -> str | None:
    if "noon" in match.parts:
        return word_value(match, context, "noon", "NOON")
    words = words_of(match, context, "time")
    if not words:
        return None
    word = words[0].replace(".", ":")
    if not word[0].isdigit():
        number = number_of(match, context, "time")
        hour, minutes = int(number or 0), "00"
    elif ":" in word:
        hour, minutes = int(word.split(":")[0]), ":".join(word.split(":")[1:])
    elif len(word) == 4:
        hour, minutes = int(word[:2]), word[2:]
    else:
        hour, minutes = int(word), "00"
    hour = _twelve_hours(hour, match, context)
    return f"{hour:02}:{minutes}" if hour <= 24 else None


def _twelve_hours(hour: int, match: Match, context: Context) -> int:
    half = word_value(match, context, "ampm", "AMPM")
    part = word_value(match, context, "dp", "DAYPART")
    if part is not None:
        half = "0" if part == "MO" else "12"
    if context.any_in(words_of(match, context, "deictic"), "NIGHT_OF_TODAY"):
        half = "12"
    if half is None or hour > 12:
        return hour
    return hour % 12 + int(half)


def read_part_of_day(match: Match, context: Context) -> Outcome | None:
    """ "in the morning": of the day told before in the same paragraph, else of no known day."""
    part = word_value(match, context, "dp", "DAYPART")
    told = context.anchor()
    if part is None:
        return None
    beside = context.style == "timex3" or (told is not None and context.paragraph(match.first) == told.paragraph)
    if told is None or not beside:
        return replace(vague(f"T{part}"), type="TIME")
    day = day_piece(told.piece.interval.end)
    outcome = of_piece(day, basis="context", anchor=f"text:{told.start}", confidence=0.7)
    return replace(outcome, type="TIME", value=f"{day.value}T{part}")
