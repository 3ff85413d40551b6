"""Which date belongs to which event.

The expression that governs it, else its clause, else the clause that governs it, else the story around
it. Background paragraphs do not inherit the day of the news.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.records import DateBasis, Document, Timex
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.nouns import noun_forms
from pipeline.extract.events.phrases import Phrase

_AFTER_LINKS = frozenset({"after", "before", "when", "while", "as", "where"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found for an event.

    Attributes:
        interval: When.
        basis: As in the mentions table.
        timex: Expression that gave it, in this sentence or an earlier one; ``None`` for publication.
        own: The expression stands in the event's own clause or noun phrase.
        reason: One line for ``explain``.
        confidence: 0 to 1.
    """

    interval: Interval
    basis: DateBasis
    timex: Timex | None
    own: bool
    reason: str
    confidence: float


def date_of_clause(
    candidate: Candidate, analysis: Analysis, about: frozenset[str], event_nouns: Container[str]
) -> Dated | None:
    """The date that the sentence itself gives the event, or ``None``.

    Args:
        candidate: The event.
        analysis: Its sentence.
        about: Event types whose verbs speak about other events.
        event_nouns: Nouns that name events.
    """
    if candidate.nominal:
        timex = _noun_timex(candidate, analysis)
        if timex is not None:
            return _dated(timex, own=True, reason="date of the noun itself")
    predicate = candidate.predicate
    if predicate is None:
        return None
    timex = _own_timex(candidate, predicate, about, event_nouns)
    if timex is not None:
        return _dated(timex, own=True, reason="date in the event's own clause")
    return _inherited(predicate, analysis)


def _dated(timex: Timex, *, own: bool, reason: str) -> Dated:
    assert timex.interval is not None
    confidence = timex.confidence * (1.0 if own else 0.85)
    return Dated(timex.interval, timex.basis, timex, own, f"{reason}: {timex.text!r}", confidence)


def _noun_timex(candidate: Candidate, analysis: Analysis) -> Timex | None:
    """Date of a noun. A day counted from publication behind an object belongs to the verb instead."""
    assert candidate.phrase is not None and candidate.noun is not None
    inside = [t for t in candidate.phrase.timexes if t.start < candidate.noun.start]
    behind = [t for p in candidate.tail for t in p.timexes]
    owner = next((p for p in analysis.predicates if p.object is candidate.phrase or candidate.phrase in p.pps), None)
    if owner is not None and candidate.predicate is not owner:
        behind = [t for t in behind if not (t.anchor == "publication" and t.interval and t.interval.precision == "day")]
    nearest = behind or inside
    return _finest(nearest)


def _own_timex(
    candidate: Candidate, predicate: Predicate, about: frozenset[str], event_nouns: Container[str]
) -> Timex | None:
    phrases = [*predicate.times, *(p for p in predicate.pps if p.timexes)]
    if candidate.rule.event_type in about and not candidate.nominal:
        phrases = [p for p in phrases if not dates_object(p, predicate, event_nouns)]
    timexes = [t for p in phrases for t in p.timexes]
    if not timexes and candidate.phrase is not None and not candidate.nominal:
        timexes = list(candidate.phrase.timexes)
    return _choose(timexes, predicate)


def dates_object(phrase: Phrase, predicate: Predicate, event_nouns: Container[str]) -> bool:
    """Whether a time phrase dates the event that the object names, not the verb.

    "condemned the attack of 12 July": yes. "condemned the attack on Wednesday": no, days counted from
    publication belong to the news.
    """
    if predicate.object is None or phrase.start < predicate.object.end:
        return False
    if any(t.anchor == "publication" and t.interval and t.interval.precision == "day" for t in phrase.timexes):
        return False
    between = [
        predicate.object,
        *(p for p in predicate.pps if predicate.object.end <= p.start < phrase.start),
    ]
    return any(
        form in event_nouns
        for p in between
        for t in p.tokens
        if t.tag in ("noun", "adjective")
        for form in noun_forms(t)
    )


def _choose(timexes: Sequence[Timex], predicate: Predicate) -> Timex | None:
    """The finest expression; among equals the one nearest to the verb."""
    if not timexes:
        return None
    order = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
    return min(
        timexes,
        key=lambda t: (
            order[t.interval.precision] if t.interval else 9,
            t.start < predicate.verb.start and predicate.relation == "coordinate",
            abs(t.start - predicate.verb.end),
        ),
    )


def _finest(timexes: Sequence[Timex]) -> Timex | None:
    order = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
    return min(timexes, key=lambda t: (order[t.interval.precision] if t.interval else 9, t.start), default=None)


def _inherited(predicate: Predicate, analysis: Analysis) -> Dated | None:
    """A date from the clause that governs this one, or from the verb coordinated with it."""
    governor, seen = predicate, 0
    while seen < 4:
        partner = _partner(governor, analysis)
        if partner is None:
            return None
        crossed_background = governor.relation == "relative" and governor.verb.perfect
        timexes = [t for p in (*partner.times, *partner.pps) for t in p.timexes]
        timex = _choose(timexes, partner)
        if timex is not None and not crossed_background:
            reason = "date of the clause that governs the event's own"
            return _dated(timex, own=False, reason=reason)
        governor, seen = partner, seen + 1
    return None


def _partner(predicate: Predicate, analysis: Analysis) -> Predicate | None:
    if predicate.relation == "coordinate" or (predicate.relation == "main" and predicate.parent is None):
        earlier = [p for p in analysis.predicates if p.index < predicate.index and p.subject is predicate.subject]
        if predicate.subject is not None and earlier:
            return earlier[-1]
        if predicate.relation == "coordinate":
            return predicate.parent
        return None
    if predicate.relation == "relative":
        return None
    if predicate.relation == "complement" and predicate.verb.perfect:
        return None  # "said that it had ...": before the saying, no one knows when
    return predicate.parent


@dataclass(slots=True)
class Story:
    """The dates told so far, for events whose sentence gives none.

    Attributes:
        published: Publication date as an interval, or ``None``.
        lead: Date of the first dated event of the document.
        last: Date of the last dated event, with the paragraph in which it stands.
        last_paragraph: That paragraph.
        background: The current paragraph tells of times well before the news.
    """

    published: Interval | None
    lead: Dated | None = None
    last: Dated | None = None
    last_paragraph: int = -1
    background: bool = field(default=False)

    def remember(self, dated: Dated, paragraph: int) -> None:
        """Note the date of an event just told."""
        if self.lead is None and dated.own:
            self.lead = dated
        self.last, self.last_paragraph = dated, paragraph

    def date_for(self, paragraph: int, *, past: bool, perfect: bool) -> Dated | None:
        """A date for an undated main clause, or ``None``.

        In the same paragraph the story goes on from the event told before; a new paragraph goes back
        to the day of the news.
        """
        if self.last is not None and self.last_paragraph == paragraph:
            interval = self.last.interval
            return Dated(interval, "context", self.last.timex, False, "date of the event told just before", 0.6)
        anchor = self.lead or self._publication()
        if anchor is None:
            return None
        if self.published is not None and not self._near_publication(anchor.interval):
            anchor = self._publication() or anchor
            if perfect or not past:
                return anchor
            return None if self.last is not None else anchor
        basis: DateBasis = "publication" if anchor.timex is None else "context"
        return Dated(anchor.interval, basis, anchor.timex, False, "the day of the news", 0.55)

    def _publication(self) -> Dated | None:
        if self.published is None:
            return None
        return Dated(self.published, "publication", None, False, "no date given: the day of publication", 0.6)

    def _near_publication(self, interval: Interval) -> bool:
        assert self.published is not None
        return abs((self.published.start - interval.end).days) <= 10 and interval.precision == "day"


def published_interval(document: Document) -> Interval | None:
    """The publication date at its own precision."""
    if document.published_date is None:
        return None
    if document.published_precision == "year":
        return year(document.published_date.year)
    if document.published_precision == "month":
        return month(document.published_date.year, document.published_date.month)
    return day(document.published_date)
