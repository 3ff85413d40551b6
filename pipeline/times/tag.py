"""Text in, time expressions out: one pass over the tokens, then the second looks that need the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.core.records import Sentence, Timex
from pipeline.lexicon.dates import load_date_rules
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.times.context import Context, Told
from pipeline.times.grammar import Grammar, Match, compile_grammar, match_prefix, matches_at, starts
from pipeline.times.meanings import MEANINGS
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import narrowed
from pipeline.times.tokens import Tokens, cut_tokens

_PREFIXED_DATES = frozenset(
    "year decade season month calendar relative weekday deictic quarter century relative_month half".split()
)
_PREFIXED_AMOUNTS = frozenset({"duration", "offset"})


@dataclass(frozen=True, slots=True)
class Found:
    """A match with what it means."""

    match: Match
    outcome: Outcome
    first: int
    end: int


def grammar_of(language: str, lexicon: Lexicon | None) -> tuple[Grammar, Lexicon] | None:
    """The compiled grammar of a language, or ``None`` when it has no date rules yet."""
    lexicon = lexicon or load_lexicon()
    rules = load_date_rules(lexicon, language)
    return (compile_grammar(rules), lexicon) if rules else None


def tag(
    text: str,
    reference: date | datetime | None = None,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    day_first: bool | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> list[Timex]:
    """Find and resolve every expression of time in a text.

    Args:
        text: Any text; offsets of the result count its code points.
        reference: Day that "today" means: normally the day of publication; ``None`` when unknown.
        language: Lexicon code; a language without date rules gives an empty list.
        lexicon: Rules to use; the shipped ones by default.
        day_first: Order of 10/11/2020 in this document; ``None`` when nothing settles it.
        sentences: Sentences of the document, if already split; reserved for languages that need them.

    Returns:
        Expressions in text order, not overlapping.
    """
    known = grammar_of(language, lexicon)
    if known is None:
        return []
    grammar, _ = known
    tokens = cut_tokens(text, grammar.alphabet)
    if isinstance(reference, datetime):
        reference = reference.date()
    context = Context(grammar, tokens, reference, day_first=day_first)
    found = read_matches(context)
    return [to_timex(one, tokens) for one in found]


def read_matches(context: Context) -> list[Found]:
    """All expressions of a text, resolved in reading order."""
    grammar, tokens = context.grammar, context.tokens
    found: list[Found] = []
    done = 0
    for index in starts(grammar, tokens):
        if index < done:
            continue
        for match in matches_at(grammar, tokens, index):
            if match.pattern.make == "none":
                done = match.end
                break
            outcome = MEANINGS[match.pattern.make](match, context)
            if outcome is not None:
                one = _with_prefix(match, outcome, context, done)
                found.append(one)
                _remember(one, context)
                done = match.end
                break
    return found


def _with_prefix(match: Match, outcome: Outcome, context: Context, done: int) -> Found:
    """Take in the modifier before an expression ("early", "nearly", "the end of")."""
    first, end = match.first, _trim_end(match, context.tokens)
    prefix = match_prefix(context.grammar, context.tokens, first)
    if prefix is None or prefix.first < done:
        return Found(match, outcome, first, end)
    part, mod = _modifier(prefix, context)
    if (
        part
        and match.pattern.make in _PREFIXED_DATES
        and outcome.piece is not None
        and outcome.type != "TIME"
    ):
        days = narrowed(outcome.piece, part)
        return Found(match, replace(outcome, interval=days, mod=part), prefix.first, end)
    around = prefix.pattern.rule_id.endswith(".around")
    if mod and (around and match.pattern.make in ("calendar", "year") or not around and match.pattern.make in _PREFIXED_AMOUNTS):
        days_or_none = outcome.interval and replace(outcome.interval, approximate=True)
        return Found(match, replace(outcome, interval=days_or_none, mod=mod), prefix.first, end)
    return Found(match, outcome, first, end)


def _modifier(prefix: Match, context: Context) -> tuple[str | None, str | None]:
    words = context.tokens.words[prefix.first : prefix.end]
    value = context.grammar.rules.value
    for name in ("PART", "PART_OF", "PART_ADJECTIVE"):
        for word in words:
            found = value(word, name)
            if found:
                return found, None
    named = next((f for w in words if (f := value(w, "APPROX") or value(w, "APPROX_DATE"))), None)
    return None, named or "APPROX"


def _trim_end(match: Match, tokens: Tokens) -> int:
    """A full stop belongs to an expression only when it abbreviates."""
    return match.end


def _remember(one: Found, context: Context) -> None:
    outcome = one.outcome
    if outcome.piece is None or outcome.interval is None:
        return
    context.told.append(
        Told(
            start=context.tokens.starts[one.first],
            token=one.first,
            paragraph=context.paragraph(one.first),
            piece=outcome.piece,
            year_given=outcome.year_given,
            is_setting=_is_setting(one, context),
            deictic=outcome.deictic,
        )
    )


def _is_setting(one: Found, context: Context) -> bool:
    """Whether the date sets the scene: after a preposition or at the start of its sentence."""
    tokens = context.tokens
    if one.first == 0 or context.is_sentence_end(one.first - 1):
        return True
    before = tokens.words[one.first - 1]
    after = tokens.words[one.end] if one.end < len(tokens) else "."
    return before in ("in", "on", "by", "during", "between", "and", "from", "of", "between") and (
        not after[0].isalpha() or before in ("in", "on", "by", "during")
    )


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
