"""Text in, time expressions out: one pass over the tokens, then the second looks that need the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from pipeline.core.intervals import Precision
from pipeline.core.records import Sentence, Timex
from pipeline.lexicon.dates import load_date_rules
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.lexicon.periods import load_period_names
from pipeline.times.context import Context, Style, Told
from pipeline.times.grammar import Grammar, Match, compile_grammar, matches_at, starts
from pipeline.times.headings import read_heading
from pipeline.times.joins import (
    Found,
    apposed,
    beside_date,
    is_exact,
    join_anniversary,
    join_offset,
    join_range,
    lend_year,
    names_thing,
    offset_from,
    offset_sign,
    out_of_reach,
    told_of_noun,
    within_reach,
)
from pipeline.times.meanings import MEANINGS
from pipeline.times.modifiers import with_modifier
from pipeline.times.narrative import is_aside, is_attached, is_since, is_target
from pipeline.times.periods import find_name, read_name
from pipeline.times.ranges import ends_apart
from pipeline.times.tokens import Tokens, cut_tokens
from pipeline.times.zones import same_moment

_OPENING = 160
"""Code points from the start of a text in which the days that a bulletin covers stand."""

_HEAD = 400
"""Code points from the start of a text in which the day of a story told by the hour stands."""
_SHORT = 40
"""Code points before the date on that line ("From our archive: 9 November 2020")."""
_SCENE = 3
"""Days that such a story lasts at most."""


def grammar_of(language: str, lexicon: Lexicon) -> Grammar | None:
    """The compiled grammar of a language, or ``None`` when it has no date rules yet."""
    rules = load_date_rules(lexicon, language)
    return compile_grammar(rules, load_period_names(lexicon, language)) if rules else None


def tag(
    text: str,
    reference: date | datetime | None = None,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    day_first: bool | None = None,
    sentences: Sequence[Sentence] | None = None,
    style: Style = "events",
    reference_precision: Precision = "day",
) -> list[Timex]:
    """Find and resolve every expression of time in a text.

    Args:
        text: Any text; offsets of the result count its code points.
        reference: Day that "today" means: normally the day of publication; ``None`` when unknown.
        language: Lexicon code; a language without date rules gives an empty list.
        lexicon: Rules to use; the shipped ones by default.
        day_first: Order of 10/11/2020 in this document; ``None`` when nothing settles it.
        sentences: Sentences of the document, if already split: no expression runs from one paragraph or
            entry of a list into the next.
        reference_precision: How fine ``reference`` is known. ``month`` and ``year`` give no day to "today" or
            "on Friday"; they only help with the year of dates that lack one ("On 9 May").
        style: ``events`` joins what names one time together ("from 3 to 5 May", "two days after 3 May")
            and knows named periods; ``timex3`` keeps to the spans of TimeML.

    Returns:
        Expressions in text order, not overlapping.
    """
    lexicon = lexicon or load_lexicon()
    grammar = grammar_of(language, lexicon)
    if grammar is None:
        return []
    tokens = cut_tokens(text, grammar.alphabet, _line_breaks(text, sentences or ()))
    if isinstance(reference, datetime):
        reference = reference.date()
    vicinity = None if reference_precision == "day" else reference
    given = Context(
        grammar,
        tokens,
        reference if vicinity is None else None,
        day_first=day_first,
        style=style,
        vicinity=vicinity,
        vicinity_precision=reference_precision,
    )
    found = Reader(given, lexicon).read()
    first = _first_full(found, given) if reference is None and given.yearless else None
    if first is not None:
        ahead = is_target(given, first.first)
        again = Context(
            grammar,
            tokens,
            None,
            day_first=day_first,
            style=style,
            fallback=first.outcome.piece,
            fallback_is_target=ahead,
        )
        found = Reader(again, lexicon).read()
    return [to_timex(one, tokens) for one in found if one.match.pattern.make != "anniversary"]


def _line_breaks(text: str, sentences: Sequence[Sentence]) -> list[int]:
    """Offsets of the line ends that part two paragraphs or entries."""
    found: list[int] = []
    for one, other in pairwise(sentences):
        if one.paragraph != other.paragraph and (at := text.find("\n", one.end, other.start)) >= 0:
            found.append(at)
    return found


def _first_full(found: Sequence[Found], context: Context) -> Found | None:
    """The first full date, whose year those before it take; "since 1994" gives none."""
    given = [
        one
        for one in found
        if one.outcome.year_given and one.outcome.piece is not None and not is_since(context, one.first)
    ]
    full = [one for one in given if one.outcome.piece and one.outcome.piece.unit in ("D", "M")] or given
    return full[0] if full else None


class Reader:
    """One pass over the tokens of a text."""

    def __init__(self, context: Context, lexicon: Lexicon) -> None:
        self._context = context
        self._lexicon = lexicon
        self._found: list[Found] = []
        self._done = 0
        self._pending: tuple[int, int] | None = None

    def read(self) -> list[Found]:
        """All expressions of the text, resolved in reading order."""
        context = self._context
        for index in starts(context.grammar, context.tokens):
            if index >= self._done:
                self._read_at(index)
        self._settle_pending(None)
        return self._found

    def _read_at(self, index: int) -> None:
        context = self._context
        if self._pending is not None and out_of_reach(self._found[self._pending[0]], index, context):
            self._settle_pending(None)
        heading = read_heading(index, context)
        if heading is not None:
            self._add(heading)
            return
        matches = matches_at(context.grammar, context.tokens, index)
        if self._read_name(index, matches[0].end if matches else 0):
            return
        for match in matches:
            if match.pattern.make == "none":
                self._done = match.end
                return
            if self._read_match(match):
                return

    def _read_match(self, match: Match) -> bool:
        """Take in what a match means; ``False`` when it means nothing here."""
        context = self._context
        read = False
        if self._pending is not None and match.pattern.options.get("anchor") == "text":
            self._settle_pending(None)  # what follows counts from it
        for one in ends_apart(match, context) or (match,):
            outcome = MEANINGS[one.pattern.make](one, context)
            if outcome is not None:
                self._add(with_modifier(one, outcome, context, self._done))
                read = True
        return read

    def _read_name(self, index: int, longest: int) -> bool:
        context = self._context
        names = context.grammar.names
        if names is None or context.tokens.codes[index] not in context.grammar.name_letters:
            return False
        hit = find_name(names, context.tokens, index)
        if hit is None or hit.end < longest or (context.style == "timex3" and not hit.node.holidays):
            return False
        read = read_name(hit, context, self._lexicon)
        if read is None:
            return False
        self._add(Found(read[0], read[1], hit.first, read[0].end))
        return True

    def _add(self, one: Found) -> None:
        self._done = one.end
        if self._context.style == "timex3":
            self._found.append(one)
            self._remember(one)
            return
        one = self._joined(one)
        if self._pending is not None:
            self._settle_pending(one)
        self._found.append(one)
        self._remember(one)
        self._note_week(one)
        self._note_scene(one)
        if sign := offset_sign(one, self._context):
            self._pending = (len(self._found) - 1, sign)

    def _note_week(self, one: Found) -> None:
        """A range of some days in the opening of a text is the week that a bulletin covers."""
        days, context = one.outcome.interval, self._context
        opens = context.tokens.starts[one.first] < _OPENING and context.week is None
        if opens and days is not None and days.precision == "day" and 5 <= days.n_days <= 7 and one.outcome.year_given:
            context.week = days

    def _note_scene(self, one: Found) -> None:
        """A full date that closes a short line in the opening of a text is the day of a story told by the hour."""
        days, context, tokens = one.outcome.interval, self._context, self._context.tokens
        if days is None or days.precision != "day" or days.n_days > _SCENE or not one.outcome.year_given:
            return
        start, end = tokens.starts[one.first], tokens.ends[one.end - 1]
        closes = end >= len(tokens.text) or tokens.text[end] == "\n"
        if closes and start < _HEAD and start - context.line_start(one.first) <= _SHORT:
            context.scene = days.start

    def _joined(self, one: Found) -> Found:
        """The expression together with the one before it, where both name one time."""
        if not self._found:
            return one
        before, context = self._found[-1], self._context
        if before.match.pattern.make == "anniversary":
            joined = None if context.keep_anniversaries else join_anniversary(before, one, context)
        else:
            joined = join_range(before, one, context)
        if joined is None and self._pending is not None and self._pending[0] == len(self._found) - 1:
            joined = join_offset(before, one, self._pending[1], context)
            self._pending = None if joined is not None else self._pending
        if joined is None:
            both = apposed(before, one, context) or same_moment(before, one, context)
            if both is not None:
                self._found[-1], one = both
            elif (lent := lend_year(before, one, context)) is not None:
                self._found[-1] = lent
            return one
        self._found.pop()
        return joined

    def _settle_pending(self, following: Found | None) -> None:
        """Date "ten days after the assault": by a date in the clause that follows, else by one told before."""
        if self._pending is None:
            return
        position, sign = self._pending
        self._pending = None
        one, context = self._found[position], self._context
        if position and (same := beside_date(self._found[position - 1], one, context)) is not None:
            self._found[position] = same
            return
        near = reversed(context.told[-4:]) if names_thing(one, context) and not is_exact(one) else ()
        anchors = [told for told in (told_of_noun(one, context), *near) if told]
        if following is not None and within_reach(one, following, context):
            anchors.insert(0, self._told(following))
        for told in anchors:
            counted = offset_from(one, told, sign, context)
            if counted is not None and self._is_plausible(counted):
                self._found[position] = counted
                self._remember(counted)
                return
            if counted is None and told.is_setting and not told.is_aside:
                return  # "in September 1996 ... Three days after the ballot": not of what was told before that

    def _is_plausible(self, one: Found) -> bool:
        """What is told in the past does not lie behind the reference day."""
        context, days = self._context, one.outcome.interval
        if context.reference is None or days is None or days.start <= context.reference:
            return True
        return context.tense(one.first, one.end) == "future"

    def _remember(self, one: Found) -> None:
        if one.outcome.piece is not None and one.outcome.interval is not None:
            self._context.remember(self._told(one))

    def _told(self, one: Found) -> Told:
        context, outcome = self._context, one.outcome
        assert outcome.piece is not None
        return Told(
            start=context.tokens.starts[one.first],
            end=context.tokens.ends[one.end - 1],
            token=one.first,
            paragraph=context.paragraph(one.first),
            piece=outcome.piece,
            year_given=outcome.year_given,
            is_setting=_is_setting(one, context),
            deictic=outcome.deictic,
            is_aside=is_aside(context, one.first),
            is_target=is_target(context, one.first),
            is_attached=is_attached(context, one.first),
        )


def _is_setting(one: Found, context: Context) -> bool:
    """Whether the date sets the scene: after a preposition, in a local case, or at the start of its sentence."""
    tokens = context.tokens
    if one.first == 0 or context.is_sentence_end(one.first - 1) or context.opens_line(one.first):
        return True
    before, last = tokens.words[one.first - 1], tokens.words[one.end - 1]
    after = tokens.words[one.end] if one.end < len(tokens) else "."
    if last.endswith(tuple(context.grammar.rules.words.get("SCENE_CASE", ()))):
        return True
    return context.is_in(before, "SCENE_LINK") and (not after[0].isalpha() or context.is_in(before, "SCENE"))


def to_timex(one: Found, tokens: Tokens) -> Timex:
    """The record of an expression."""
    start, end = tokens.starts[one.first], tokens.ends[one.end - 1]
    outcome = one.outcome
    return Timex(
        start=start,
        end=end,
        text=tokens.text[start:end],
        type=outcome.type,
        value=outcome.value,
        mod=outcome.mod,
        interval=outcome.interval,
        basis=outcome.basis,
        anchor=outcome.anchor,
        ambiguous=outcome.ambiguous,
        rule_id=one.match.pattern.rule_id,
        confidence=outcome.confidence,
    )
