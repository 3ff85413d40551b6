"""A sentence as tokens: words with a part of speech; names, places and time expressions as one token each.

In: the sentence, and the spans that the other extractors found. Out: ``Token`` lists for the clause
analysis. The tagger is a small set of rules over word classes; it only has to be right about what
matters to clauses: where the verbs are, and what is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import ActorMention, PlaceMention, Sentence, Timex
from pipeline.extract.events.tagging import tag_tokens
from pipeline.extract.events.words import Tag, Token, is_nominal
from pipeline.lexicon.grammar import Grammar

__all__ = ["Token", "is_nominal", "read_tokens"]

_WORD = re.compile(
    r"[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|ll|re|ve)\b|['’](?=\s)|[^\W\d_]+(?:(?!['’](?:s|ll|re|ve)\b)['’\-‑][^\W_]+)*|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?:[-‑][^\W\d_]+)*|[^\w\s]"
)
_OWNERS = frozenset({"his", "her", "its", "their"})


def read_tokens(
    text: str,
    sentence: Sentence,
    grammar: Grammar,
    *,
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    timexes: Sequence[Timex],
) -> list[Token]:
    """Tokens of one sentence; the span sequences hold only spans inside the sentence, in any order."""
    tokens = [*_spans(text, actors, places, timexes)]
    taken = [(token.start, token.end) for token in tokens]
    position = 0
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        while position < len(taken) and taken[position][1] <= match.start():
            position += 1
        if position < len(taken) and taken[position][0] < match.end():
            continue
        tokens.append(Token(match.start(), match.end(), match.group(), match.group().lower().replace("’", "'")))
    tokens.sort(key=lambda token: token.start)
    tag_tokens(tokens, grammar)
    _hang_periods(tokens, timexes)
    return tokens


def _hang_periods(tokens: list[Token], timexes: Sequence[Timex]) -> None:
    """Named periods ("the 44-day war", "Republic Day") keep their words; the last one carries the date."""
    for timex in timexes:
        if timex.interval is None or timex.basis != "named_period":
            continue
        inside = [t for t in tokens if timex.start <= t.start and t.end <= timex.end]
        if inside and inside[-1].timex is None:
            inside[-1].timex = timex
            if inside[-1].tag in ("verb", "other", "number", "adjective"):
                inside[-1].tag, inside[-1].candidates = "noun", ()


def _spans(
    text: str, actors: Sequence[ActorMention], places: Sequence[PlaceMention], timexes: Sequence[Timex]
) -> list[Token]:
    """Collapsed spans without overlaps: the longest wins; an actor and a place of one span share a token."""
    spans: list[Token] = []
    for actor in actors:
        tag: Tag = "adjective" if actor.attributive else "name"
        if text[actor.start : actor.end].lower() in _OWNERS:
            tag = "determiner"  # "his counterpart": the owner is no part of the noun phrase's reference
        spans.append(Token(actor.start, actor.end, text[actor.start : actor.end], "", tag, actors=(actor,)))
    for place in places:
        spans.append(Token(place.start, place.end, text[place.start : place.end], "", "name", place=place))
    for timex in timexes:
        if timex.interval is not None and timex.basis != "named_period":
            spans.append(Token(timex.start, timex.end, timex.text, "", "time", timex=timex))
    spans.sort(key=lambda token: (token.start - token.end, token.tag == "time", token.start))
    kept: list[Token] = []
    for span in spans:
        twin = next((k for k in kept if k.start < span.end and span.start < k.end), None)
        if twin is None:
            span.lower = span.text.lower()
            kept.append(span)
        elif span.place is not None and twin.place is None and twin.tag in ("name", "adjective"):
            twin.place = span.place
        elif (
            span.actors
            and twin.place is not None
            and not twin.actors
            and (span.start, span.end) == (twin.start, twin.end)
        ):
            twin.actors = span.actors
    kept.sort(key=lambda token: token.start)
    return kept
