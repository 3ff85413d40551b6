"""The publication date: every date that the document states about itself, weighed against one another.

Published beats modified, a full date beats one without a year, two that agree beat one. Dates of saving,
printing and of footers never count, and the file name only breaks ties. A wrong date is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

from pipeline.core.records import PublishedBasis
from pipeline.lexicon.headers import HeaderRules
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.headerdates import HeaderDate, find_header_dates
from pipeline.normalize.localday import local_day
from pipeline.normalize.readers.article import StatedDate
from pipeline.normalize.reportday import infer_report_day
from pipeline.normalize.yearclues import infer_year

EARLIEST = date(1900, 1, 1)
LONGEST_EVIDENCE = 30_000
"""Code points of a text in which evidence for its date is sought."""
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?!\d)")
_COMPACT_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)([-_.]?)(\d\d)\2((?:19|20)\d\d)(?!\d)")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Publication:
    """When a document was published, as far as it tells.

    Attributes:
        date: Day (the first one of a month or year), or ``None``.
        precision: ``day``, ``month``, ``year`` or ``None``.
        at: Moment with its zone, or ``None``.
        basis: Where it was found, or ``None``.
        text: Words or field that it was read from, or ``None``.
        confidence: 0 to 1.
        warning: A doubt that a person should know, or ``None``.
    """

    date: date | None = None
    precision: str | None = None
    at: datetime | None = None
    basis: PublishedBasis | None = None
    text: str | None = None
    confidence: float = 0.0
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date that might be the publication date, with its weight from 0 to 1."""

    found: HeaderDate
    basis: PublishedBasis
    weight: float
    name: str = ""

    def day(self, day_first: bool | None) -> date | None:
        """The day it names, or ``None`` while its year or the order of its numbers is open."""
        return resolve_day(self.found, day_first)


_WEIGHTS = {
    ("metadata", "published"): 0.97, ("metadata", "modified"): 0.6, ("metadata", None): 0.85,
    ("header", "published"): 0.96, ("header", None): 0.92, ("header", "modified"): 0.8,
    ("dateline", None): 0.9, ("dateline", "published"): 0.9, ("dateline", "modified"): 0.8,
    ("tail", "published"): 0.93, ("tail", "modified"): 0.7, ("tail", None): 0.75,
}  # fmt: skip


def candidates_from_lines(dates: Sequence[HeaderDate]) -> list[Candidate]:
    """Candidates of header lines, datelines and closing lines; dates of saving left out."""
    result = []
    for found in dates:
        if found.label == "saved":
            continue
        basis: PublishedBasis = "dateline" if found.where == "dateline" else "header"
        result.append(Candidate(found, basis, _WEIGHTS[(found.where, found.label)]))
    return result


def candidates_from_fields(dates: Sequence[StatedDate], rules: HeaderRules) -> list[Candidate]:
    """Candidates of metadata fields; a field that holds no date gives none."""
    result = []
    for stated in dates:
        found = read_field(stated.text, rules)
        if found is not None:
            role = None if stated.role == "unknown" else stated.role
            weight = _WEIGHTS[("metadata", role)]
            result.append(Candidate(found, "metadata", weight, stated.name))
    return result


_ISO_FIELD = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\.\d+|\d{3})?\s*$")


def read_field(text: str, rules: HeaderRules) -> HeaderDate | None:
    """Date of a metadata field: ISO 8601, seconds since 1970, RFC 2822 or words."""
    text = text[:120]
    if (epoch := _EPOCH.match(text)) is not None:
        moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        return _from_moment(moment, text)
    if (iso := _ISO_FIELD.match(text)) is not None:
        return _from_iso(iso, text)
    found = find_header_dates(text, rules)
    return found[0] if found and found[0].year and found[0].day else None


def _from_moment(moment: datetime, text: str) -> HeaderDate:
    return HeaderDate(
        0, len(text), text, moment.year, moment.month, moment.day, clock=moment.time(), offset=0, where="metadata"
    )


def _from_iso(iso: re.Match[str], text: str) -> HeaderDate | None:
    try:
        day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        clock = datetime.strptime(f"{iso[4]}:{iso[5]}", "%H:%M").time() if iso[4] else None
    except ValueError:
        return None
    offset = None
    if iso[6]:
        zone = "+00:00" if iso[6] == "Z" else iso[6]
        offset = (int(zone[1:3]) * 60 + int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    return HeaderDate(0, len(text), text, day.year, day.month, day.day, clock=clock, offset=offset, where="metadata")


def resolve_day(found: HeaderDate, day_first: bool | None) -> date | None:
    """The day that a header date names; ``None`` without a year or with the order of numbers open."""
    if found.year is None or found.day is None:
        return None
    month, day = found.month, found.day
    if found.swapped is not None:
        other = date(found.year, *found.swapped)
        if found.weekday is not None and (other.weekday() == found.weekday) != (
            date(found.year, month, day).weekday() == found.weekday
        ):
            day_first = other.weekday() == found.weekday
        if day_first is None:
            return None
        if day_first:
            month, day = found.swapped
    try:
        return date(found.year, month, day)
    except ValueError:
        return None


def settle_day_first(dates: Sequence[HeaderDate], text: str, rules: HeaderRules, default: bool | None) -> bool | None:
    """Whether 10/11/2020 is 10 November in this document; ``None`` when nothing settles it.

    Weekdays beside a date and impossible months settle it, then a date of the same document written in
    words, the zone of a country that writes the month first, and the habit of the language.

    Args:
        dates: Dates of header lines and fields.
        text: The document's text, in which other numeric dates may stand.
        rules: Header rules.
        default: Habit of the language, or ``None`` when it has none (English).
    """
    numeric = [*dates]
    if "/" in text:
        numeric += find_header_dates_in(text, rules)
    votes = [vote for found in numeric if (vote := _order_vote(found)) is not None]
    if votes:
        return None if True in votes and False in votes else votes[0]
    if (agreed := _agreeing_words(numeric, text, rules)) is not None:
        return agreed
    if any(found.zone in rules.us_zones for found in dates):
        return False
    if default is None and (recent := _order_by_news(dates, text, rules)) is not None:
        return recent
    return default


def find_header_dates_in(text: str, rules: HeaderRules) -> list[HeaderDate]:
    """Slashed dates of running text, each read with the words beside it."""
    found: list[HeaderDate] = []
    for match in islice(re.finditer(r"\d{1,2}/\d{1,2}/\d{2,4}", text), 100):
        window = text[max(0, match.start() - 30) : match.end() + 30]
        found.extend(item for item in find_header_dates(window, rules) if item.numeric)
    return found


def _order_vote(found: HeaderDate) -> bool | None:
    if not found.numeric or found.year is None or found.day is None:
        return None
    if found.swapped is None:
        # One number beyond 12 shows the order, and dots do; equal numbers show nothing.
        first = re.search(r"(?<![\d:])(\d{1,2})[/.-]\d{1,2}[/.-]\d", found.text)
        if first is None or found.day == found.month:
            return None
        return int(first[1]) == found.day
    if found.weekday is None:
        return None
    month_first = date(found.year, found.month, found.day).weekday() == found.weekday
    day_first = date(found.year, *found.swapped).weekday() == found.weekday
    return None if month_first == day_first else day_first


def _agreeing_words(numeric: Sequence[HeaderDate], text: str, rules: HeaderRules) -> bool | None:
    """The order under which an open date also stands in the text in words."""
    open_dates = [found for found in numeric if found.swapped is not None and found.year]
    if not open_dates:
        return None
    spelled = {
        (found.month, found.day)
        for line in text.split("\n")
        for found in find_header_dates(line[:2000], rules)
        if found.swapped is None and not found.numeric and found.day
    }
    votes = set()
    for found in open_dates:
        month_first, day_first = (found.month, found.day) in spelled, found.swapped in spelled
        if month_first != day_first:
            votes.add(day_first)
    return votes.pop() if len(votes) == 1 else None


_NEWS_DAYS = 31
"""A report tells days without their year when they lie no further back."""


def _order_by_news(dates: Sequence[HeaderDate], text: str, rules: HeaderRules) -> bool | None:
    """The order under which the text's days without a year lie just before its date, and under the other do not."""
    open_dates = [found for found in dates if found.swapped is not None and found.year and found.label != "saved"]
    told = [
        found
        for line in text.split("\n")
        for found in find_header_dates(line[:2000], rules)
        if found.year is None and found.day is not None
    ]
    votes = set()
    for found in open_dates:
        one = _n_recent(resolve_day(replace(found, weekday=None), False), told)
        other = _n_recent(resolve_day(replace(found, weekday=None), True), told)
        if bool(one) != bool(other):
            votes.add(bool(other))
    return votes.pop() if len(votes) == 1 else None


def _n_recent(day: date | None, told: Sequence[HeaderDate]) -> int:
    """How many of the days lie in the weeks before a day, that day included."""
    if day is None:
        return 0
    days = (_day(str(year), str(item.month), str(item.day)) for item in told for year in (day.year, day.year - 1))
    return sum(found is not None and 0 <= (day - found).days <= _NEWS_DAYS for found in days)


def dates_in_name(name: str) -> list[date]:
    """Days that a file name or address spells out; a weak hint, for names lie."""
    found = []
    for match in _COMPACT.finditer(name):
        found.append((match[1], match[3], match[4]))
    for match in _COMPACT_DAY_FIRST.finditer(name):
        found.append((match[4], match[3], match[1]))
    return [day for parts in found if (day := _day(*parts)) is not None]


def url_date(url: str | None) -> date | None:
    """Day in the path of an article's address, or ``None``."""
    match = _URL_DATE.search(url or "")
    return _day(match[1], match[2], match[3]) if match else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def choose_publication(
    candidates: Sequence[Candidate], *, day_first: bool | None, url: str | None = None
) -> Publication:
    """Weigh the full dates against one another; an empty result when there is none.

    Args:
        candidates: All dates that the document states about itself.
        day_first: Order of numeric dates in the document.
        url: Address of the article; a date in it supports a candidate, or stands in when there is none.
    """
    resolved = [(item, day) for item in candidates if (day := item.day(day_first)) is not None and day > EARLIEST]
    address = url_date(url)
    if not resolved:
        return _from_address(address, url) or _month_only(candidates)
    if (earlier := _before_update(candidates, resolved)) is not None:
        return earlier
    scored = [(_score(item, day, resolved, address), -index) for index, (item, day) in enumerate(resolved)]
    score, negative = max(scored)
    best, day = resolved[-negative]
    twin = _with_clock(best, day, resolved, day_first)
    return Publication(
        date=local_day(best.found, day, [(item.found, its) for item, its in resolved if item is not best]),
        precision="day",
        at=_moment(twin.found, day),
        basis=best.basis,
        text=best.name or best.found.text,
        confidence=round(min(0.99, max(0.1, score)), 2),
        warning=_disagreement(best, day, resolved),
    )


def _before_update(candidates: Sequence[Candidate], resolved: Sequence[tuple[Candidate, date]]) -> Publication | None:
    """The dateline's day, with the year of a later change, when no full date but that of the change is stated."""
    partial = [item for item in candidates if item.found.year is None and item.found.day is not None]
    if not partial or any(item.found.label != "modified" for item, _ in resolved):
        return None
    changed = min(day for _, day in resolved)
    found = partial[0].found
    for year in (changed.year, changed.year - 1):
        day = _day(str(year), str(found.month), str(found.day))
        if day is not None and 0 < (changed - day).days <= 60:
            return Publication(day, "day", None, partial[0].basis, found.text, 0.85)
    return None


def _score(item: Candidate, day: date, resolved: Sequence[tuple[Candidate, date]], address: date | None) -> float:
    """Weight of a candidate, raised by others that agree, lowered by a weekday that does not fit."""
    score = item.weight
    others = [other for other, its in resolved if other is not item and other.basis != item.basis and its == day]
    score += 0.02 * min(2, len(others)) + (0.02 if address == day else 0.0)
    if item.found.weekday is not None and day.weekday() != item.found.weekday:
        score -= 0.3
    # A page moved to a new system carries the day of the move: two other statements that agree outvote it.
    against = [its for other, its in resolved if other.basis != item.basis and abs((its - day).days) > 2]
    if item.basis == "metadata" and len(against) >= 2 and len(set(against)) == 1:
        score -= 0.3
    return score


def _with_clock(
    best: Candidate, day: date, resolved: Sequence[tuple[Candidate, date]], day_first: bool | None
) -> Candidate:
    """The statement of the same day that gives most of the clock time."""
    if best.found.clock is not None and best.found.offset is not None:
        return best
    same = [
        item
        for item, its in resolved
        if its == day and item.found.label == best.found.label and item.found.offset is not None
    ]
    return same[0] if same else best


def _moment(found: HeaderDate, day: date) -> datetime | None:
    if found.clock is None or found.offset is None:
        return None
    return datetime.combine(day, found.clock, timezone(timedelta(minutes=found.offset)))


def _disagreement(best: Candidate, day: date, resolved: Sequence[tuple[Candidate, date]]) -> str | None:
    if best.found.weekday is not None and day.weekday() != best.found.weekday:
        return f"the weekday beside the date {day} is not that of the calendar"
    for item, other in resolved:
        if item.found.label != "modified" and item.weight >= 0.85 and abs((other - day).days) > 3:
            return f"the document states two dates: {day} ({best.basis}) and {other} ({item.basis})"
    return None


def _from_address(address: date | None, url: str | None) -> Publication | None:
    if address is None:
        return None
    return Publication(address, "day", None, "metadata", url, 0.75)


def _month_only(candidates: Sequence[Candidate]) -> Publication:
    """A header that only gives month and year ("March 2021")."""
    for item in candidates:
        found = item.found
        if found.year is not None and found.day is None:
            return Publication(date(found.year, found.month, 1), "month", None, item.basis, found.text, 0.7)
    return Publication()


def infer_publication(
    candidates: Sequence[Candidate],
    text: str,
    *,
    rules: HeaderRules,
    language: str,
    lexicon: Lexicon,
    day_first: bool | None,
    name_dates: Sequence[date] = (),
) -> Publication:
    """The date of a document that states none, or none with a year.

    Dates without a year are completed from the rest of the text; the file name may only confirm. The day
    is left open (``year`` precision at most) where the text does not settle it.
    """
    from pipeline.times import infer_reference

    partial = [item for item in candidates if item.found.year is None and item.found.day is not None]
    text = text[:LONGEST_EVIDENCE]
    if partial:
        dated = infer_year(partial[0].found, text, rules, language=language, lexicon=lexicon, day_first=day_first)
        found = _complete(partial[0], dated.date.year if dated else None, name_dates)
        if found is not None:
            confidence = round(dated.confidence, 2) if dated else 0.6
            return Publication(found, "day", None, partial[0].basis, partial[0].found.text, confidence)
        # The date line put back at the head of the text.
        text = f"{partial[0].found.line}\n\n{text}"
    inferred = infer_reference(text, language=language, lexicon=lexicon, day_first=day_first)
    if inferred is None and (told := infer_report_day(text, rules, language=language, lexicon=lexicon)) is not None:
        return Publication(told[0], "day", None, "inferred", told[1], 0.7)
    if inferred is None or inferred.precision not in ("day", "month", "year"):
        return Publication()
    return Publication(
        inferred.date, inferred.precision, None, "inferred", inferred.reason, round(inferred.confidence, 2)
    )


def _complete(item: Candidate, year: int | None, name_dates: Sequence[date]) -> date | None:
    """A day with its year: the inferred one, or that of a file name that names the very same day."""
    found = item.found
    years = [year] if year is not None else [d.year for d in name_dates if (d.month, d.day) == (found.month, found.day)]
    for value in years:
        day = _day(str(value), str(found.month), str(found.day))
        if day is not None and (found.weekday is None or day.weekday() == found.weekday):
            return day
    return None
