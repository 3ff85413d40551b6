"""The dates told so far: what an event is dated by whose sentence gives no date."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.records import DateBasis, Document, Sentence, Timex
from pipeline.extract.events.clauses import Analysis
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.match import Candidate

_MANY = 4
"""Dates that a text must hold at least to be called a history."""
_HISTORY = 365
"""Days between a text and what it tells of, from which on it is history."""


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
        section: Date of the line of a chronology that the text stands under.
        scene: When the last sentence with a date but no event was set.
        scene_sentence: That sentence.
        chapter: Date of the heading that the text stands under.
        is_history: The text tells of years long before it was published.
    """

    published: Interval | None
    lead: Dated | None = None
    last: Dated | None = None
    last_paragraph: int = -1
    first_sentence: int | None = None
    aside: Dated | None = None
    aside_sentence: int = -1
    section: Dated | None = None
    scene: Dated | None = None
    scene_sentence: int = -1
    chapter: Dated | None = None
    is_history: bool = False

    def set_scene(self, dated: Dated, sentence: Sentence) -> None:
        """Note when a sentence without an event of its own is set ("The call came in the summer of 1993")."""
        self.last, self.last_paragraph = dated, sentence.paragraph
        self.scene, self.scene_sentence = dated, sentence.index

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
        if self.chapter is not None and self.chapter.interval.precision == "day":
            return replace(self.chapter, basis="context", own=False, reason="date of the heading above", confidence=0.5)
        scene = self.scene if self.scene is not None and sentence.index - self.scene_sentence <= 2 else None
        if scene is not None and not speech:
            return replace(scene, basis="context", own=False, reason="the scene set just before", confidence=0.4)
        if anchor is None or (self.is_history and not speech):
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


def tells_history(published: Interval | None, timexes: Sequence[Timex]) -> bool:
    """Whether most dates of a text lie years before its publication, or months apart when it has none."""
    days = [t.interval for t in timexes if t.interval is not None and t.basis != "named_period"]
    if len(days) < _MANY:
        return False
    if published is None:
        first, last = min(one.start for one in days), max(one.end for one in days)
        return (last - first).days > _HISTORY
    old = sum((published.start - one.end).days > _HISTORY for one in days)
    return old * 3 >= len(days) * 2


def published_interval(document: Document) -> Interval | None:
    """The publication date at its own precision."""
    if document.published_date is None:
        return None
    if document.published_precision == "year":
        return year(document.published_date.year)
    if document.published_precision == "month":
        return month(document.published_date.year, document.published_date.month)
    return day(document.published_date)
