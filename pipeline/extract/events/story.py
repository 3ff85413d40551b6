"""The dates told so far: what an event is dated by whose sentence gives no date."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.records import DateBasis, Document, Sentence
from pipeline.extract.events.clauses import Analysis
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.match import Candidate


@dataclass(slots=True)
class Story:
    """The dates told so far, for events whose sentence gives none.

    Attributes:
        published: Publication date as an interval, or ``None``.
        lead: Date of the first dated event of the document.
        last: Date of the last dated event, with the paragraph in which it stands.
        last_paragraph: That paragraph.
        first_sentence: Index of the first sentence of the body that told an event.
        aside: Date told as background in the sentence just before, or ``None``.
        section: Date of the heading or of the line of a chronology that the text stands under.
    """

    published: Interval | None
    lead: Dated | None = None
    last: Dated | None = None
    last_paragraph: int = -1
    first_sentence: int | None = None
    aside: Dated | None = None
    aside_sentence: int = -1
    section: Dated | None = None

    def remember(self, dated: Dated, sentence: Sentence, *, background: bool) -> None:
        """Note the date of an event just told; one told as background ("had landed") does not move the story."""
        if self.lead is None and dated.own and self._opens(sentence) and not background:
            self.lead = dated
        self.aside = dated if background else None
        self.aside_sentence = sentence.index
        if not background or self.last is None:
            self.last, self.last_paragraph = dated, sentence.paragraph

    def _opens(self, sentence: Sentence) -> bool:
        """Whether the sentence is the first of the body."""
        if self.first_sentence is None:
            self.first_sentence = sentence.index
        return sentence.index == self.first_sentence

    def date_for(self, sentence: Sentence, *, goes_on: bool, speech: bool = False) -> Dated | None:
        """A date for an undated main clause, or ``None``.

        In the same paragraph the story goes on from the event told before; a new paragraph goes back
        to the day of the news, unless the text is history without one.
        """
        if goes_on and self.aside is not None and self.aside_sentence == sentence.index - 1:
            return replace(self.aside, basis="context", own=False, confidence=0.6)
        anchor = self.lead if self.lead is not None and self._is_news(self.lead.interval) else self.publication()
        old = (
            self.last is not None and anchor is not None and (anchor.interval.start - self.last.interval.end).days > 30
        )
        if self.last is not None and self.last_paragraph == sentence.paragraph and not (speech and old):
            return Dated(
                self.last.interval, "context", self.last.timex, False, "date of the event told just before", 0.6
            )
        if anchor is None:
            return None
        basis: DateBasis = "publication" if anchor.timex is None else "context"
        return Dated(anchor.interval, basis, anchor.timex, False, "the day of the news", 0.55)

    def publication(self) -> Dated | None:
        """The day of publication as the date of what is told in the present, or ``None``."""
        if self.published is None or self.published.precision != "day":
            return None
        return Dated(self.published, "publication", None, False, "no date given: the day of publication", 0.6)

    def _is_news(self, interval: Interval) -> bool:
        """Whether the first event is the news: shortly before publication, or nothing tells when that was."""
        if self.published is None:
            return interval.precision == "day"
        return 0 <= (self.published.end - interval.start).days <= 10 and interval.precision == "day"


_DAYS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "6": 6,
    "7": 7,
}


def stretch_over_days(dated: Dated, candidate: Candidate, analysis: Analysis, ends: Container[str]) -> Dated:
    """A visit of known length covers its days: "arrived on Wednesday on a two-day visit" is two days.

    Args:
        dated: The visit's day.
        candidate: The visit.
        analysis: Its sentence.
        ends: Verbs that tell of the end of a stay, so that the days lie before.
    """
    if candidate.rule.event_type != "visit" or dated.interval.n_days > 1 or dated.interval.precision != "day":
        return dated
    length = next((n for t in _visit_words(candidate, analysis) if (n := _n_days(t))), 1)
    if length == 1:
        return dated
    moved = timedelta(length - 1)
    verb = candidate.predicate.lemma if candidate.predicate is not None else ""
    start, end = dated.interval.start, dated.interval.end
    interval = Interval(start - moved, end, "day") if verb in ends else Interval(start, end + moved, "day")
    return replace(dated, interval=interval, reason=f"{dated.reason}, over {length} days")


def _visit_words(candidate: Candidate, analysis: Analysis) -> list[str]:
    predicate = candidate.predicate
    phrases = [*candidate.tail, candidate.phrase, *(predicate.pps if predicate is not None else ())]
    return [t.lower for p in phrases if p is not None for t in p.tokens]


def _n_days(word: str) -> int | None:
    number, _, unit = word.partition("-")
    return _DAYS.get(number) if unit in ("day", "days") else None


def published_interval(document: Document) -> Interval | None:
    """The publication date at its own precision."""
    if document.published_date is None:
        return None
    if document.published_precision == "year":
        return year(document.published_date.year)
    if document.published_precision == "month":
        return month(document.published_date.year, document.published_date.month)
    return day(document.published_date)
