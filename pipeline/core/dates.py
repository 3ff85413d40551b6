"""The one module that calls dateparser: one phrase, one explicit language, one anchor.

``search_dates`` is never used: it reads verbs and resolution numbers as dates. The machine's clock and
zone have no influence: without an anchor, a phrase that needs one gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from dateparser.date import DateDataParser

Period = Literal["day", "month", "year"]
_FALLBACK_ANCHORS = (datetime(1997, 3, 5, 12), datetime(2003, 11, 19, 12))
"""Two arbitrary days: a phrase that means the same day from both does not need an anchor."""


@dataclass(frozen=True, slots=True)
class ParsedPhrase:
    """What dateparser makes of a phrase.

    Attributes:
        day: The day, or the first day of the month or year.
        period: Finest unit that the phrase gives.
        moment: Day and time with its zone when the phrase gives both, else ``None``.
    """

    day: date
    period: Period
    moment: datetime | None = None


def read_phrase(
    phrase: str, *, language: str, day_first: bool | None = None, anchor: date | None = None
) -> ParsedPhrase | None:
    """Read one phrase that is a date as a whole.

    Args:
        phrase: The words, without anything around them; at most 120 code points are tried.
        language: dateparser's language code; never guessed.
        day_first: Order of 10/11/2020; ``None`` leaves it to the language.
        anchor: Day that relative or incomplete phrases count from, or ``None``.

    Returns:
        The day with the unit that was given, or ``None`` when the phrase is no date in this language or
        needs an anchor and has none.
    """
    phrase = " ".join(phrase.split())
    if not 0 < len(phrase) <= 120:
        return None
    if anchor is not None:
        return _parse(phrase, language, day_first, datetime.combine(anchor, time(12)))
    one, two = (_parse(phrase, language, day_first, moment) for moment in _FALLBACK_ANCHORS)
    return one if one == two else None


@lru_cache(maxsize=20_000)
def _parse(phrase: str, language: str, day_first: bool | None, anchor: datetime) -> ParsedPhrase | None:
    try:
        data = _parser(language, day_first, anchor).get_date_data(phrase)
    except (ValueError, OverflowError, RecursionError):
        return None
    found = data.date_obj
    if found is None or data.period not in ("day", "month", "year", "time"):
        return None
    period: Period = "day" if data.period == "time" else data.period
    moment = found if data.period == "time" and found.tzinfo is not None else None
    day = found.date()
    if period != "day":
        day = day.replace(day=1) if period == "month" else day.replace(month=1, day=1)
    return ParsedPhrase(day, period, moment)


@lru_cache(maxsize=64)
def _parser(language: str, day_first: bool | None, anchor: datetime) -> DateDataParser:
    settings: dict[str, object] = {
        "RELATIVE_BASE": anchor,
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
        "STRICT_PARSING": False,
    }
    if day_first is not None:
        settings["DATE_ORDER"] = "DMY" if day_first else "MDY"
    return DateDataParser(languages=[language], settings=settings)
