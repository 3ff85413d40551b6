"""Take in the modifier that stands before an expression: "early", "the end of", "nearly", "around"."""

from __future__ import annotations

from dataclasses import replace

from pipeline.times.context import Context
from pipeline.times.grammar import Match, match_prefix
from pipeline.times.joins import Found
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import half_of, narrowed, narrowed_to_days

# Meanings that "early" and "the end of" can narrow, that "around" can loosen, and that "nearly" can.
_NARROWED = frozenset(
    {"year", "decade", "season", "month", "calendar", "relative", "weekday", "deictic"}
    | {"quarter", "century", "relative_month", "half"}
)
_LOOSENED = frozenset({"calendar", "year", "year_end"})
_AMOUNTS = frozenset({"duration", "offset"})


def with_modifier(match: Match, outcome: Outcome, context: Context, done: int) -> Found:
    """The expression with the modifier before it, unless another expression (up to ``done``) owns that."""
    first = match.parts["lead"][1] if "lead" in match.parts else match.first
    end = match.parts["tail"][0] if "tail" in match.parts else match.end
    plain = Found(match, outcome, first, end)
    prefix = match_prefix(context.grammar, context.tokens, match.first)
    if prefix is None or prefix.first < done:
        return plain
    words = context.tokens.words[prefix.first : prefix.end]
    make = match.pattern.make
    part = _value_in(words, ("PART", "PART_OF", "PART_ADJECTIVE"), context)
    if part is not None and "mod" not in prefix.pattern.options:
        if make not in _NARROWED or outcome.piece is None:
            return plain
        if outcome.type == "TIME":
            return Found(match, replace(outcome, mod=part), prefix.first, match.end)
        days = half_of(outcome.piece, part) if context.any_in(words, "HALF_WORD") else narrowed(outcome.piece, part)
        if outcome.piece.unit == "Y" and context.any_in(words, "DAYS_WORD"):
            days = narrowed_to_days(outcome.piece, part)
        changed = replace(outcome, interval=days, mod=part)
        return Found(match, changed, prefix.first, match.end)
    if make not in _AMOUNTS and not (prefix.pattern.rule_id.endswith(".around") and make in _LOOSENED):
        return plain
    mod = prefix.pattern.options.get("mod") or _value_in(words, ("APPROX", "APPROX_DATE"), context) or "APPROX"
    loosened = replace(outcome.interval, approximate=True) if outcome.interval else None
    return Found(match, replace(outcome, interval=loosened, mod=mod), prefix.first, match.end)


def _value_in(words: list[str], names: tuple[str, ...], context: Context) -> str | None:
    for name in names:
        for word in words:
            if found := context.grammar.rules.value(word, name):
                return found
    return None
