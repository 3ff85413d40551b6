"""Infer the day on which a text was published, when it states none or leaves out the year.

The day comes from a dateline or date line without a year; the year is the one that satisfies most of what
the text says: weekdays with their dates, full dates that lie behind, anniversaries, and the caller's hints
(terms of office). A wrong date is worse than none: two years that fit alike give nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipeline.core.intervals import Interval, Precision
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.joins import Found
from pipeline.times.pieces import safe_date
from pipeline.times.reading import month_of, number_of, ordinal_of, weekday_of, word_value, year_of
from pipeline.times.tag import Reader, grammar_of
from pipeline.times.tokens import cut_tokens

_YEARS = range(1985, 2041)
_MOST = 400  # expressions that are looked at; an article has fewer, and every pair of them is compared
_CHRONOLOGY = 3  # lines that open with a day near the head of a text: from then on they are entries
_HEAD = 700
"""Code points from the start of a text in which a dateline can stand."""


@dataclass(frozen=True, slots=True)
class InferredDate:
    """A publication date that was reasoned out.

    Attributes:
        date: The day, or 1 January of the year when ``precision`` is ``year``.
        precision: ``day`` or ``year``.
        basis: Always ``inferred``.
        confidence: 0 to 1.
        reason: What settled it, for people.
    """

    date: date
    precision: Precision
    basis: Literal["inferred"]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class YearlessDay:
    """A month and day without a year, perhaps with its weekday (Monday 0)."""

    month: int
    day: int
    weekday: int | None
    start: int

    def in_year(self, year: int) -> date | None:
        """The day of that year; ``None`` when it does not exist or falls on another weekday."""
        found = safe_date(year, self.month, self.day)
        if found is None or (self.weekday is not None and found.weekday() != self.weekday):
            return None
        return found


@dataclass
class Evidence:
    """What a text says about its own date."""

    heads: list[YearlessDay] = field(default_factory=list)
    pairs: list[YearlessDay] = field(default_factory=list)
    behind: list[date] = field(default_factory=list)
    ahead: list[date] = field(default_factory=list)
    anniversaries: dict[int, str] = field(default_factory=dict)
    has_deictic: bool = False


def infer_reference(
    text: str,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    day_first: bool | None = None,
    hints: Sequence[Interval] = (),
) -> InferredDate | None:
    """Infer the publication date of a text.

    Args:
        text: The whole article; its dateline may stand at the head.
        language: Lexicon code.
        lexicon: Rules to use; the shipped ones by default.
        day_first: Order of 10/11/2020 in this document, or ``None``.
        hints: Days within which the text must have been written (terms of the office-holders it names).

    Returns:
        A day where a dateline gives the day; a year where only the year follows (such a result dates the
        text, but is no publication day); ``None`` where nothing is settled.
    """
    lexicon = lexicon or load_lexicon()
    grammar = grammar_of(language, lexicon)
    if grammar is None:
        return None
    tokens = cut_tokens(text, grammar.alphabet)
    context = Context(grammar, tokens, None, day_first=day_first, keep_anniversaries=True)
    evidence = collect_evidence(Reader(context, lexicon).read(), context)
    scores = {year: score_year(year, evidence, hints) for year in _YEARS}
    best = max(scores.values())
    years = [year for year, score in scores.items() if score == best]
    if best < 2 or len(years) != 1:
        return None
    return _conclude(years[0], best, evidence)


def _conclude(year: int, score: float, evidence: Evidence) -> InferredDate | None:
    reason = _reason(year, evidence)
    confidence = min(0.95, 0.45 + 0.1 * score)
    head = next((day for day in evidence.heads if day.in_year(year)), None)
    if head is not None:
        found = head.in_year(year)
        assert found is not None
        return InferredDate(found, "day", "inferred", confidence, f"the dateline gives the day; {reason}")
    if year in evidence.anniversaries:
        return InferredDate(date(year, 1, 1), "year", "inferred", min(confidence, 0.7), reason)
    return None


def _reason(year: int, evidence: Evidence) -> str:
    reasons = []
    if year in evidence.anniversaries:
        reasons.append(evidence.anniversaries[year])
    fitting = [pair for pair in evidence.pairs if pair.in_year(year)]
    if fitting:
        reasons.append(f"{len(fitting)} weekday(s) fall on their dates in {year}")
    if evidence.behind:
        reasons.append(f"the latest full date behind it is {max(evidence.behind)}")
    return "; ".join(reasons) or f"{year} is the only year that fits"


def score_year(year: int, evidence: Evidence, hints: Iterable[Interval]) -> float:
    """How well a year satisfies what the text says; below zero when something contradicts it."""
    head = evidence.heads[0] if evidence.heads else None
    day = head.in_year(year) if head else None
    if head is not None and day is None:
        return -9.0
    first, last = (day, day) if day else (date(year, 1, 1), date(year, 12, 31))
    score = 0.0
    if evidence.behind:
        latest = max(evidence.behind)
        if last < latest:
            return -9.0
        gap = (first - latest).days
        score += 1.5 if gap <= 366 else 0.0
    for pair in evidence.pairs:
        score += 2.0 if pair.in_year(year) else -2.0
    if evidence.anniversaries:
        score += 3.0 if year in evidence.anniversaries else -1.0
    for hint in hints:
        score += 0.75 if hint.start <= last and first <= hint.end else -3.0
    return score


# ---- evidence --------------------------------------------------------------------------------------


def collect_evidence(found: Sequence[Found], context: Context) -> Evidence:
    """Everything in a text that bears on its date."""
    evidence = Evidence()
    found = found[:_MOST]
    explicit = [one for one in found if _gives_year(one.match, context)]
    for one in found:
        _add_yearless(one, context, evidence)
        rule = one.match.pattern.make
        evidence.has_deictic |= rule == "deictic" or (rule == "weekday" and "month" not in one.match.parts)
    for one in explicit:
        days = one.outcome.interval
        if days is not None:
            future = context.tense(one.first, one.end) == "future"
            (evidence.ahead if future else evidence.behind).append(days.start)
    _add_anniversaries(found, explicit, context, evidence)
    if len({(head.month, head.day) for head in evidence.heads}) >= _CHRONOLOGY:
        evidence.heads.clear()  # the lines of a chronology are no datelines
    return evidence


def _gives_year(match: Match, context: Context) -> bool:
    return year_of(match, context) is not None or match.pattern.make in ("iso", "numeric")


def _add_yearless(one: Found, context: Context, evidence: Evidence) -> None:
    match = one.match
    month, day = month_of(match, context), ordinal_of(match, context, "day")
    if month is None or day is None or "day2" in match.parts or year_of(match, context) is not None:
        return
    start = context.tokens.starts[one.first]
    found = YearlessDay(month, day, weekday_of(match, context), start)
    if _is_dateline(one, context):
        evidence.heads.append(found)
    if found.weekday is not None:
        evidence.pairs.append(found)


def _is_dateline(one: Found, context: Context) -> bool:
    """ "BAKU, April 6 (Agency) -" or a line of its own, near the head of the text."""
    tokens = context.tokens
    start, end = tokens.starts[one.first], tokens.ends[one.end - 1]
    if start > _HEAD:
        return False
    line_start = tokens.text.rfind("\n", 0, start) + 1
    before = tokens.text[line_start:start].strip()
    line_end = tokens.text.find("\n", end)
    after = tokens.text[end : line_end if line_end >= 0 else len(tokens.text)].strip()
    if len(before) > 40:
        return False
    place = before.rstrip(" ,:|-–—(.۔،")
    names_place = not place or place.istitle() or place.isupper() or place.lower() == place.upper()
    opens_text = not after or after[0] in "(-–—:/|•·[,." or after.startswith("--")
    return names_place and opens_text and not any(word in before for word in ("Posted in", "©"))


def _add_anniversaries(found: Sequence[Found], explicit: Sequence[Found], context: Context, evidence: Evidence) -> None:
    """ "the 32nd anniversary of ...", "twenty-five years since ...", "in May 1994, almost 22 years ago"."""
    # From a bare year no one counts: "the 50th anniversary ... in 1948" is of something else, or of nothing sure.
    known = [
        (one.outcome.interval.start, one)
        for one in explicit
        if one.outcome.interval and one.outcome.interval.precision in ("day", "month", "week")
    ]
    named = [
        (one.outcome.interval.start, one)
        for one in found
        if one.outcome.basis == "named_period" and one.outcome.interval
    ]
    for one in found:
        count = _years_counted(one, context)
        if count is None:
            continue
        near = [(day, other) for day, other in [*known, *named] if 0 <= abs(other.first - one.end) <= 12]
        for day, other in near or known[:3] or named[:3]:
            year = day.year + count
            if year in _YEARS and year not in evidence.anniversaries:
                words = context.tokens.surface(one.first, one.end)
                told = context.tokens.surface(other.first, other.end)
                evidence.anniversaries[year] = f"{words!r} counts from {told!r}"


def _years_counted(one: Found, context: Context) -> int | None:
    match, tokens = one.match, context.tokens
    if match.pattern.make == "anniversary":
        return ordinal_of(match, context, "n")
    unit = word_value(match, context, "unit", "UNITS") or word_value(match, context, "unit", "UNIT")
    if unit != "Y" or "n" not in match.parts:
        return None
    following = tokens.words[one.end] if one.end < len(tokens) else ""
    counts_back = match.pattern.options.get("direction") == "past" and context.any_in(
        tokens.words[one.first : one.end], "AGO"
    )
    if not counts_back and context.grammar.rules.value(following, "SINCE") is None:
        return None
    count = number_of(match, context, "n")
    return int(count) if count is not None and count.denominator == 1 else None
