"""Read one whole phrase that should be a date: a header line, a metadata field, a cell."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pipeline.core.dates import read_phrase
from pipeline.core.intervals import Interval, day, month, year
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.times.tag import tag

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds since 1970, as some metadata has it
_EPOCH_START = datetime(1970, 1, 1)


def parse_date(
    phrase: str,
    *,
    language: str = "en",
    day_first: bool | None = None,
    reference: date | None = None,
    lexicon: Lexicon | None = None,
) -> Interval | None:
    """Read a phrase that is a date as a whole ("Tue, 14 Jul 2020 09:30:00 +0400").

    Args:
        phrase: The words; clock times, zones and a weekday may stand with the date.
        language: Lexicon code.
        day_first: Order of 10/11/2020; ``None`` takes the order of the language.
        reference: Day that incomplete phrases ("10 November") count from.
        lexicon: Rules to use; the shipped ones by default.

    Returns:
        Its days with a precision, or ``None`` when it is no date.
    """
    phrase = " ".join(phrase.split())
    if not phrase or len(phrase) > 200:
        return None
    if _EPOCH.fullmatch(phrase):
        return day((_EPOCH_START + timedelta(seconds=int(phrase[:10]))).date())
    found = [
        one
        for one in tag(phrase, reference, language=language, day_first=day_first, lexicon=lexicon)
        if one.interval is not None
    ]
    if found:
        best = min(found, key=lambda one: (one.interval.n_days if one.interval else 0, one.start))
        return best.interval
    return _by_dateparser(phrase, language, day_first, reference, lexicon)


def _by_dateparser(
    phrase: str, language: str, day_first: bool | None, reference: date | None, lexicon: Lexicon | None
) -> Interval | None:
    rules = (lexicon or load_lexicon()).rules(f"{language}/language.yml")
    code = rules.get("dateparser", language)
    if not any(c.isdigit() for c in phrase):
        return None
    parsed = read_phrase(phrase, language=code, day_first=day_first, anchor=reference)
    if parsed is None:
        return None
    if parsed.period == "day":
        return day(parsed.day)
    return month(parsed.day.year, parsed.day.month) if parsed.period == "month" else year(parsed.day.year)
