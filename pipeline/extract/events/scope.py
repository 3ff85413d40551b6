"""Why an event belongs to the timeline, and whether a document is about its subject at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.records import ActorMention, Participant, PlaceMention
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True)
class ScopeRules:
    """``common/scope.yml`` in typed form."""

    pairs: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    words: tuple[tuple[str, re.Pattern[str]], ...]
    places: tuple[tuple[str, frozenset[str]], ...]
    topic: frozenset[str]


@lru_cache(maxsize=16)
def load_scope(lexicon: Lexicon) -> ScopeRules:
    """The scope rules of a lexicon."""
    rules = lexicon.rules("common/scope.yml")
    patterns = []
    for name, words in rules.get("words", {}).items():
        if words:
            alternatives = "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))
            patterns.append((name, re.compile(rf"(?<!\w)(?:{alternatives})")))
    return ScopeRules(
        pairs=tuple((name, tuple(frozenset(pair) for pair in pairs)) for name, pairs in rules.get("pairs", {}).items()),
        words=tuple(patterns),
        places=tuple((name, frozenset(ids)) for name, ids in rules.get("places", {}).items()),
        topic=frozenset(rules.get("topic", [])),
    )


def find_scope(
    participants: Sequence[Participant],
    place: PlaceMention | None,
    sentence_text: str,
    sentence_actors: Iterable[ActorMention],
    lexicon: Lexicon,
) -> tuple[str, ...]:
    """Scopes of one event, in the order of the rule file; ("other",) when none fits."""
    rules = load_scope(lexicon)
    countries = {p.country for p in participants if p.country}
    members = (member for a in sentence_actors for member in (a.group or (a,)))
    named = countries | {member.country for member in members if member.country}
    if place is not None and place.country:
        named.add(place.country)
    found: list[str] = []
    for name, pairs in rules.pairs:
        if any(pair <= named for pair in pairs):
            found.append(name)
    folded = fold(sentence_text)
    found += [name for name, pattern in rules.words if pattern.search(folded)]
    if place is not None:
        ids = {place.place_id, *place.parents}
        found += [name for name, places in rules.places if ids & places]
    return tuple(dict.fromkeys(found)) or ("other",)


def is_on_topic(
    text: str,
    actors: Iterable[ActorMention],
    places: Iterable[PlaceMention],
    lexicon: Lexicon,
    *,
    n_events: int,
) -> bool:
    """Whether a document is about the subject.

    One that reports events names a country or a word of it; one that reports none must name two of its
    countries, or a word: a country in passing ("seen from Pakistan") is no topic.
    """
    rules = load_scope(lexicon)
    named = {member.country for a in actors for member in (a.group or (a,))} | {p.country for p in places}
    if len(named & rules.topic) >= (1 if n_events else 2):
        return True
    folded = fold(text)
    return any(pattern.search(folded) for _, pattern in rules.words)
