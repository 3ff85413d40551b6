"""Named periods and holidays: the typed shape of their tables, and all their names as one trie of words.

Tables: ``common/periods.csv``, ``<language>/periods.csv``, ``common/holidays.csv``,
``common/holiday_dates.csv``, ``<language>/holidays.csv``; their columns are explained at their head.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from pipeline.core.errors import LexiconError
from pipeline.core.intervals import PRECISIONS, Precision
from pipeline.core.text import fold
from pipeline.lexicon.dates import DateRules, load_date_rules
from pipeline.lexicon.load import Lexicon, Row

_WORD = re.compile(r"\d+(?:st|nd|rd|th)(?!\w)|\d+(?![^\W_])|'s(?!\w)|\w+|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Period:
    """A period or event of public record.

    Attributes:
        period_id: Id of the table.
        kind: war, ceasefire, summit, founding, ...
        start: First day.
        end: Last day; ``None`` for one that goes on.
        precision: Finest unit in which it is usually given.
        approximate: Its bounds are a matter of view.
        countries: ISO 3166-1 alpha-3 of the sides.
        place: Place id, or an empty string.
    """

    period_id: str
    kind: str
    start: date
    end: date | None
    precision: Precision
    approximate: bool
    countries: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day kept every year.

    Attributes:
        holiday_id: Id of the table.
        country: ISO 3166-1 alpha-3, or an empty string for one kept in many countries.
        month_day: Month and day of a fixed one, else ``None``.
        start_year: First year in which it was kept, or ``None``.
        end_year: Last year, or ``None``.
        days: Year -> days of a movable one.
    """

    holiday_id: str
    country: str
    month_day: tuple[int, int] | None
    start_year: int | None
    end_year: int | None
    days: Mapping[int, tuple[date, ...]]

    def in_year(self, year: int) -> date | None:
        """Its (first) day in a year, or ``None`` when it was not kept or is not known."""
        if (self.start_year and year < self.start_year) or (self.end_year and year > self.end_year):
            return None
        if self.month_day is None:
            found = self.days.get(year)
            return found[0] if found else None
        month, day = self.month_day
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@dataclass
class NameNode:
    """One step of the trie: next words, and what ends here."""

    after: dict[str, NameNode] = field(default_factory=dict)
    periods: list[tuple[Period, bool]] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class PeriodNames:
    """All names of one language; ``root`` is walked word by word, hyphens left out."""

    root: NameNode
    periods: Mapping[str, Period]


@lru_cache(maxsize=8)
def load_periods(lexicon: Lexicon) -> Mapping[str, Period]:
    """Every period by its id.

    Raises:
        LexiconError: A row has no valid days or an unknown precision.
    """
    return {row["id"]: _period(row) for row in lexicon.table("common/periods.csv")}


@lru_cache(maxsize=16)
def load_period_kinds(lexicon: Lexicon, language: str) -> dict[str, str]:
    """Rule id of each named period in a language -> its kind; holidays are not among them."""
    return {f"{language}.periods.{row['id']}": row["kind"] for row in lexicon.table("common/periods.csv")}


def _period(row: Row) -> Period:
    if row["precision"] not in PRECISIONS:
        raise LexiconError(f"{row['_where']}: precision {row['precision']!r} is not one of {PRECISIONS}.")
    start, end = read_bound(row, "start", last=False), read_bound(row, "end", last=True)
    if start is None or (end is not None and end < start):
        raise LexiconError(f"{row['_where']}: the period needs a start that is not after its end.")
    countries = tuple(part for part in row["countries"].split(";") if part)
    return Period(
        row["id"], row["kind"], start, end, row["precision"], row["approximate"] == "yes", countries, row["place"]
    )


def read_bound(row: Row, column: str, *, last: bool) -> date | None:
    """A bound given as YYYY, YYYY-MM or YYYY-MM-DD; ``last`` takes the last day of a unit.

    Raises:
        LexiconError: The cell is none of these.
    """
    text = row[column]
    if not text:
        return None
    try:
        numbers = [int(part) for part in text.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day)
    except ValueError as error:
        raise LexiconError(f"{row['_where']}: {column} {text!r} is not a date like 2020-11-10.") from error


@lru_cache(maxsize=8)
def load_holidays(lexicon: Lexicon) -> Mapping[str, Holiday]:
    """Every holiday by its id."""
    days: dict[str, dict[int, list[date]]] = {}
    for row in lexicon.table("common/holiday_dates.csv"):
        found = read_bound(row, "date", last=False)
        if found is not None:
            days.setdefault(row["holiday"], {}).setdefault(found.year, []).append(found)
    return {row["id"]: _holiday(row, days.get(row["id"], {})) for row in lexicon.table("common/holidays.csv")}


def _holiday(row: Row, days: Mapping[int, list[date]]) -> Holiday:
    month_day = None
    if row["month_day"]:
        month, day = row["month_day"].split("-")
        month_day = (int(month), int(day))
    return Holiday(
        row["id"],
        row["country"],
        month_day,
        int(row["start_year"]) if row["start_year"] else None,
        int(row["end_year"]) if row["end_year"] else None,
        {year: tuple(found) for year, found in days.items()},
    )


@lru_cache(maxsize=16)
def load_period_names(lexicon: Lexicon, language: str) -> PeriodNames:
    """The names of all periods and holidays in one language.

    Raises:
        LexiconError: A name refers to a period or holiday that is in no table.
    """
    periods, holidays = load_periods(lexicon), load_holidays(lexicon)
    rules = load_date_rules(lexicon, language)
    places = _place_names(lexicon)
    root = NameNode()
    for row in lexicon.table(f"{language}/periods.csv"):
        members = _members(row, periods)
        for form in filter(None, row["forms"].split(";")):
            for period in members:
                for words in _expand(form, period, rules, places):
                    _node(root, words).periods.append((period, row["strength"] == "weak"))
    for row in lexicon.table(f"{language}/holidays.csv"):
        holiday = holidays.get(row["holiday"])
        if holiday is None:
            raise LexiconError(f"{row['_where']}: no holiday {row['holiday']!r} in common/holidays.csv.")
        for form in filter(None, row["forms"].split(";")):
            _node(root, split_words(form)).holidays.append(holiday)
    return PeriodNames(root, periods)


def split_words(form: str) -> tuple[str, ...]:
    """Folded words of a name, hyphens left out."""
    return tuple(word for word in _WORD.findall(fold(form)) if word != "-")


def _node(root: NameNode, words: tuple[str, ...]) -> NameNode:
    node = root
    for word in words:
        node = node.after.setdefault(word, NameNode())
    return node


def _members(row: Row, periods: Mapping[str, Period]) -> list[Period]:
    name = row["period"]
    if name.endswith("*"):
        prefix = name[:-1]
        members = [p for key, p in periods.items() if key.startswith(prefix) and key[len(prefix) :].isdigit()]
    else:
        members = [periods[name]] if name in periods else []
    if not members:
        raise LexiconError(f"{row['_where']}: no period {name!r} in common/periods.csv.")
    return members


def _place_names(lexicon: Lexicon) -> dict[str, list[str]]:
    return {
        row["id"]: [row["name"], *filter(None, row.get("aliases", "").split(";"))]
        for row in lexicon.table("common/places.csv")
    }


def _expand(
    form: str, period: Period, rules: DateRules | None, places: Mapping[str, list[str]]
) -> Iterator[tuple[str, ...]]:
    """The form with its placeholders filled; nothing when the period lacks the value asked for."""
    texts = [form.replace("{year}", str(period.start.year))]
    number = period.period_id.rpartition("-")[2]
    if "{n}" in form or "{ordinal}" in form:
        if not number.isdigit():
            return
        ordinals = _ordinals(int(number), rules) if "{ordinal}" in form else [""]
        texts = [t.replace("{n}", number).replace("{ordinal}", o) for t in texts for o in ordinals]
    if "{place}" in form:
        names = places.get(period.place) or ([period.place.replace("-", " ")] if period.place else [])
        texts = [t.replace("{place}", name) for t in texts for name in names]
    for text in texts:
        yield split_words(text)


def _ordinals(number: int, rules: DateRules | None) -> list[str]:
    forms = [_roman(number)] if number < 100 else []
    if rules is None:
        return [str(number), *forms]
    endings = rules.words.get("ORDINAL_ENDING", {})
    teens = 11 <= number % 100 <= 13
    by_digit = {value: form for form, value in endings.items()}
    forms.append(f"{number}{by_digit.get('0' if teens else str(number % 10), by_digit.get('0', ''))}")
    ordinal_words = {value: form for form, value in rules.words.get("ORDINAL_WORD", {}).items()}
    if str(number) in ordinal_words:
        forms.append(ordinal_words[str(number)])
    tens = {value: form for form, value in rules.words.get("TENS", {}).items()}
    tens_word, ones_word = tens.get(str(number // 10 * 10)), ordinal_words.get(str(number % 10))
    if 20 < number < 100 and tens_word and ones_word:
        forms.append(f"{tens_word} {ones_word}")
    return forms


def _roman(number: int) -> str:
    letters = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, letter in letters:
        while number >= value:
            text += letter
            number -= value
    return text
