"""What is known at one place of a text: reference day, dates told before, and the tense of the clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pipeline.core.intervals import Interval, Precision, month
from pipeline.core.text import fold
from pipeline.times.grammar import Grammar
from pipeline.times.pieces import Piece
from pipeline.times.tokens import Tokens

Tense = Literal["past", "future"]
Style = Literal["events", "timex3"]
_NUMBERS = re.compile(r"\d+")
_WINDOW = 30
"""Tokens to either side that are looked at for the tense."""
_MIDNIGHT = 8
"""Hours by which the clock falls back over midnight; by fewer, the entries stand in another order."""
_HEADS = frozenset(".:")
"""What stands behind the date that is the head of an entry."""
_QUARTER_REACH = 300
"""Tokens within which a report on a quarter still speaks of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A dated expression further up in the text, from which others may be counted.

    Attributes:
        start: Its first code point.
        end: End, excluded.
        token: Its first token.
        paragraph: Number of its paragraph.
        piece: The calendar piece.
        year_given: The year stands in the text or follows from one that does.
        is_setting: It sets the scene ("In 1992, ..."), rather than modifying a noun.
        deictic: It was counted from the reference day ("today", "last Friday").
        is_aside: It stands in a remark on the side ("who had come in 2017", "since 1991") and moves no story.
        is_target: It is a day that something is set for ("fixed for 10 November"), when nothing happened yet.
        is_attached: It belongs to a noun ("the truce of 10 October 2020"), so that it leads a story on less.
    """

    start: int
    end: int
    token: int
    paragraph: int
    piece: Piece
    year_given: bool
    is_setting: bool
    deictic: bool = False
    is_aside: bool = False
    is_target: bool = False
    is_attached: bool = False


@dataclass
class Context:
    """State of one pass over one text."""

    grammar: Grammar
    tokens: Tokens
    reference: date | None
    day_first: bool | None = None
    told: list[Told] = field(default_factory=list)
    style: Style = "events"
    fallback: Piece | None = None
    fallback_is_target: bool = False
    vicinity: date | None = None
    vicinity_precision: Precision = "day"
    yearless: bool = False
    keep_anniversaries: bool = False
    countries: list[tuple[int, str]] | None = None

    def __post_init__(self) -> None:
        self._story: Told | None = None
        self._passing: Told | None = None
        self.heading: Told | None = None
        self.title_year: Told | None = None
        self.week: Interval | None = None
        self.scene: date | None = None
        self.list_under: int | None = None
        self._clock: str = ""
        self._quarter_at: int | None = None
        self._quarters: list[Piece] = []
        self._business_quarter: Piece | None = None
        letters = self.grammar.alphabet.letters_of
        breaks = frozenset(letters("BREAK"))
        self._breaks = [i for i, code in enumerate(self.tokens.codes) if code in breaks]
        self._future = frozenset(letters("FUTURE_VERB"))
        self._past = frozenset(letters("PAST_VERB"))
        self._plan = frozenset(letters("PLAN_VERB"))
        self._present = frozenset(letters("PRESENT_VERB"))
        self._verbs = self._future | self._past | self._plan | self._present
        self._lower = frozenset(letters("LOWER"))
        self.month_letters = frozenset(letters("MONTH") + letters("MONTH_SHORT"))
        self.day_letters = frozenset(letters("DAY"))
        self.ordinal_letters = frozenset(letters("DAY_ORDINAL"))
        self.weekday_letters = frozenset(letters("WEEKDAY") + letters("WEEKDAY_SHORT"))
        self.decimal_letters = frozenset(letters("DECIMAL"))

    @cached_property
    def base(self) -> date | None:
        """Day to which dates without a year lie near: the reference day, or the end of the month of the text."""
        if self.reference is None and self.vicinity is not None and self.vicinity_precision == "month":
            return month(self.vicinity.year, self.vicinity.month).end
        return self.reference

    def lent_year(self, month: int | None = None, day: int | None = None) -> int | None:
        """The year of the document, or of its first full date, for dates that nothing else gives a year.

        What comes before "by 1 January 2024" lies in 2023.
        """
        if self.vicinity is not None or self.fallback is None:
            return self.vicinity.year if self.vicinity is not None else None
        first = self.fallback.interval.start
        later = month is not None and (month, day or 1) > (first.month, first.day)
        return first.year - 1 if self.fallback_is_target and later else first.year

    def base_for(self, unit: str) -> date | None:
        """Day from which "last year", "this month" count, when the text is known to that unit."""
        known = {"M": ("month",), "Y": ("month", "year")}.get(unit, ())
        return self.reference or (self.vicinity if self.vicinity_precision in known else None)

    @cached_property
    def numeric_order(self) -> bool | None:
        """Whether the day stands first in dates like 25/12/2020 of this text; ``None`` when it is open."""
        letters = frozenset(self.grammar.alphabet.letters_of("NUMERIC_DATE"))
        found: set[bool] = set()
        for word, code in zip(self.tokens.words, self.tokens.codes, strict=True):
            if code in letters:
                one, two = (int(part) for part in _NUMBERS.findall(word)[:2])
                if (one > 12) != (two > 12):
                    found.add(one > 12)
        return found.pop() if len(found) == 1 else None

    @property
    def quarter(self) -> Piece | None:
        """The quarter that the text reports on: the latest of those named so far that is over.

        One of the business year may seem to lie ahead, and rules.
        """
        day = self.reference
        over = [one for one in self._quarters if day is None or one.interval.end < day]
        return self._business_quarter or max(over, key=lambda one: one.interval.end, default=None)

    def names_quarter_near(self, token: int, *, within: int = _QUARTER_REACH) -> bool:
        """Whether the text names a quarter not far before a token."""
        return self._quarter_at is not None and token - self._quarter_at <= within

    def mark_quarter(self, token: int) -> None:
        """Note where the text speaks of its quarter again ("the latest period")."""
        if self._quarter_at is not None:
            self._quarter_at = token

    def name_quarter(self, piece: Piece, token: int, *, business: bool = False) -> None:
        """Note a quarter that the text names."""
        self._quarter_at = token
        if business:
            self._business_quarter = piece
        self._quarters.append(piece)

    def remember(self, told: Told) -> None:
        """Keep a dated expression for those that count from it."""
        self.told.append(told)
        if told.year_given:
            self._note_year(told)
            if told.piece.unit == "Y" and "\n" not in self.tokens.text[: told.start].strip():
                self.title_year = told
            if told.piece.unit in ("Y", "M") and self.is_own_line(told.start, told.end):
                self.heading = told

    def _note_year(self, told: Told) -> None:
        """Let the year rule the story, unless it is told on the side or only in passing."""
        strong = told.piece.unit in ("D", "M", "S", "Q") or (told.is_setting and self.opens_sentence(told.token))
        if strong and not told.is_aside and not told.is_attached:
            self._story = told
        elif not told.is_aside:
            self._passing = told

    def story_told(self, paragraph: int) -> Told | None:
        """The expression whose year rules the story in a paragraph, when nothing else is known."""
        passing, story = self._passing, self._story
        if passing is None or (story is not None and passing.start < story.start):
            return story
        rules = passing.paragraph == paragraph or (story is None and self.vicinity is None)
        return passing if rules else story

    def opens_sentence(self, token: int) -> bool:
        """Whether a token stands near the head of its sentence."""
        return token - self.sentence_start(token) <= 3 or self.opens_line(token)

    def is_own_line(self, start: int, end: int) -> bool:
        """Whether the words from ``start`` to ``end`` stand on a line of their own, as headings do."""
        text = self.tokens.text
        before = text[max(0, start - 40) : start].rpartition("\n")[2]
        after = text[end : end + 40].partition("\n")[0]
        if not any(c.isalnum() for c in before + after):
            return True
        words = re.findall(r"\w+", fold(before + after))
        return len(words) <= 3 and all(self.is_in(word, "HEADING_WORD") for word in words)

    def line_start(self, token: int) -> int:
        """First code point of the line of a token, at most 400 back."""
        start = self.tokens.starts[token]
        return self.tokens.text.rfind("\n", max(0, start - 400), start) + 1

    def opens_line(self, token: int) -> bool:
        """Whether a token is the first of its line, bullets and a preposition ("from 24 Sep") aside."""
        if token and self.is_in(self.tokens.words[token - 1], "LINE_LEAD"):
            token -= 1
        start = self.tokens.starts[token]
        before = self.tokens.text[max(0, start - 12) : start]
        line = before.rpartition("\n")
        return bool(line[1] or start == len(before)) and not any(c.isalnum() for c in line[2])

    def is_past(self, index: int) -> bool:
        """Whether a token can be a verb of the past."""
        return index >= 0 and self.tokens.codes[index] in self._past

    def is_in(self, word: str, name: str) -> bool:
        """Whether a folded word stands in a class of the rule file."""
        return self.grammar.rules.value(word, name) is not None

    def any_in(self, words: Sequence[str], name: str) -> bool:
        """Whether any of the words stands in a class of the rule file."""
        return any(self.is_in(word, name) for word in words)

    def paragraph(self, token: int) -> int:
        """Number of the paragraph of a token."""
        return bisect_right(self._breaks, token)

    def is_sentence_end(self, index: int) -> bool:
        """Whether a token ends a sentence: a full stop before a capital, or a blank line."""
        word = self.tokens.words[index]
        if word in ("!", "?", ";") or word[0] == "\n":
            return True
        if word != "." or index + 1 >= len(self.tokens):
            return word == "."
        after = self.tokens.text[self.tokens.starts[index + 1]]
        if self.tokens.is_glued(index + 1) and after.isalnum():
            return False
        return not (after.islower() or after == "," or len(self.tokens.words[index - 1]) == 1)

    def tense(self, first: int, end: int) -> Tense | None:
        """Tense of the clause around tokens ``first`` to ``end``: the nearest verb, before it if possible.

        Where verbs close their clauses, the one behind comes first. "until Tuesday" and "by Tuesday" lie ahead
        unless the clause is told in the past; "has extended it until January" does too.
        """
        before = range(first - 1, max(-1, first - _WINDOW), -1)
        behind = range(end, min(len(self.tokens), end + _WINDOW))
        if self.grammar.rules.verb_final:
            found = self._nearest(behind) or self._nearest(before, date_at=first)
        else:
            found = self._nearest(before, date_at=first) or self._nearest(behind)
        by = first > 0 and self.is_in(self.tokens.words[first - 1], "LIMIT")
        if found == "past":
            return "past"
        if by or found == "future":
            return "future"
        return "past" if found == "perfect" else None

    def _nearest(self, indices: range, *, date_at: int = 0) -> str | None:
        for index in indices:
            if self.is_sentence_end(index):
                return None
            found = self._tense_of(index, date_at=date_at)
            if found:
                return found
        return None

    def _tense_of(self, index: int, *, date_at: int = 0) -> str | None:
        code = self.tokens.codes[index]
        if code not in self._verbs:
            return None
        if code in self._future | self._plan and self._had_been(index):
            return "past"  # "had been due to gather on Wednesday", "had hoped to meet on 18 July"
        if code in self._plan and (plan := self._plan_behind(index)):
            # "On 1 July they agreed to open the road", "agreed on Friday to meet": the date is the agreement's.
            before = self.tokens.words[index - 1] if index else ""
            agreed = not index < plan <= date_at and code in self._past and not self.is_in(before, "BE_PRESENT")
            return "past" if agreed else "future"
        if code not in self._lower:
            return None
        if code in self._future:
            return "future"
        if code in self._present:
            return "future" if self.any_in(self.tokens.words[index + 1 : index + 2], "INFINITIVE") else "present"
        if code in self._past:
            before = self.tokens.words[index - 1] if index else ""
            if self.is_in(before, "BE_PRESENT"):
                return "present"
            if self.is_in(before, "HAVE"):
                return "perfect"
            return None if self.is_in(before, "BE_BARE") else "past"
        return None

    def happened(self, token: int) -> bool:
        """Whether a past verb stands right before the preposition of a date: "was sealed on 7 February"."""
        index = token - 2
        linked = index >= 0 and self.is_in(self.tokens.words[index + 1], "SCENE")
        return linked and self.tokens.codes[index] in self._past and self._tense_of(index) == "past"

    def _had_been(self, index: int) -> bool:
        """Whether a word stands in the pluperfect: right behind "had" or "had been"."""
        words = self.tokens.words[max(0, index - 2) : index]
        had = [self.is_in(word, "PLUPERFECT") for word in words]
        return bool(had) and (had[-1] or (len(had) == 2 and had[0] and self.is_in(words[1], "HAVE")))

    def _plan_behind(self, index: int) -> int:
        """The token at which the plan behind a word of planning begins ("agreed to meet"), or 0."""
        words, codes = self.tokens.words, self.tokens.codes
        for at in range(index + 1, min(len(words) - 1, index + 4)):
            if self.is_in(words[at], "INFINITIVE"):
                return at if codes[at + 1] in self._lower else 0
        set_for = self.is_in(words[index - 1], "BE_PRESENT") and self.any_in(words[index + 1 : index + 2], "SET_FOR")
        return index + 1 if set_for else 0

    def anchor(self, *, units: Sequence[str] = ("D",), happened: bool = False, past: bool = False) -> Told | None:
        """The latest told expression whose unit is one of ``units``.

        With ``happened`` one that is only set for the future ("fixed for 10 November"), lies ahead of the news or
        belongs to a noun ("the attack of 17 October") gives way to one beside it on which something was done. What
        is ``past`` counts from no day ahead of the news ("returns Lachin by 1 December. Two days earlier he went").
        """
        found = [told for told in reversed(self.told[-12:]) if told.piece.unit in units]
        if past:
            found = [told for told in found if not self._lies_ahead(told)]
        if happened and found and (found[0].is_target or self._lies_ahead(found[0])):
            done = (
                t for t in found if t.paragraph == found[0].paragraph and not t.is_target and not self._lies_ahead(t)
            )
            return next(done, found[0])
        if happened and found and found[0].is_attached:
            head = self.sentence_start(found[0].token)
            return next((t for t in found if t.token >= head and not t.is_attached and not t.is_aside), found[0])
        return found[0] if found else None

    def _lies_ahead(self, told: Told) -> bool:
        return self.reference is not None and told.piece.interval.start > self.reference

    def entry(self, token: int) -> Told | None:
        """The day that heads the entry of a diary ("Thursday. ...") in which a token stands."""
        paragraph = self.paragraph(token)
        for told in self.told[-12:]:
            if told.paragraph == paragraph:
                behind = self.tokens.text[told.end : told.end + 1]
                heads = told.piece.unit == "D" and behind in _HEADS and self.opens_line(told.token)
                return told if heads and told.token < token else None
        return None

    def day_of_scene(self, token: int, clock: str) -> date | None:
        """The day of a clock time that heads an entry of a story told by the hour; midnight passes to the next.

        Args:
            token: First token of the clock time.
            clock: Hour and minutes, as "07:30".
        """
        if self.scene is None or not self.opens_line(token):
            return None
        if self._clock and int(self._clock[:2]) - int(clock[:2]) >= _MIDNIGHT:
            self.scene += timedelta(1)
        self._clock = clock
        return self.scene

    def told_beside(self, token: int, *, units: Sequence[str]) -> Told | None:
        """The expression of one of ``units`` right before a token, but for a comma or "ended"."""
        told = self.told[-1] if self.told else None
        if told is None or token < 2 or told.piece.unit not in units or self.tokens.ends[token - 2] != told.end:
            return None
        link = self.tokens.words[token - 1]
        return told if link == "," or self.is_in(link, "ENDED") else None

    def sentence_start(self, token: int) -> int:
        """First token of the sentence of a token, at most 60 tokens back."""
        for index in range(token - 1, max(-1, token - 60), -1):
            if self.is_sentence_end(index):
                return index + 1
        return max(0, token - 60)
