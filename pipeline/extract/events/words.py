"""Words of a sentence with a part of speech."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.core.records import ActorMention, PlaceMention, Timex
from pipeline.lexicon.grammar import VerbForm

Tag = Literal[
    "noun", "name", "pronoun", "adjective", "determiner", "number", "possessive", "verb", "auxiliary", "modal",
    "to", "preposition", "coordinator", "subordinator", "relative", "adverb", "negation", "time",
    "comma", "stop", "dash", "open", "close", "quote", "other",
]  # fmt: skip

_NOMINAL: frozenset[Tag] = frozenset({"noun", "name", "pronoun", "adjective", "determiner", "number", "possessive"})


@dataclass(slots=True)
class Token:
    """One word or one collapsed span.

    Attributes:
        start: First code point in the document's text.
        end: End, excluded.
        text: Surface.
        lower: Surface in lower case.
        tag: Part of speech.
        lemma: Lemma of a verb, else the lower-case surface.
        form: Verb form; ``past`` may also be a participle (see ``may_be_participle``).
        may_be_participle: The surface is also a past participle.
        actors: Actor mentions that the token stands for or contains.
        place: Place that it names, if any.
        timex: Time expression that it is, if any.
    """

    start: int
    end: int
    text: str
    lower: str
    tag: Tag = "other"
    lemma: str = ""
    form: VerbForm | None = None
    may_be_participle: bool = False
    actors: tuple[ActorMention, ...] = ()
    place: PlaceMention | None = None
    timex: Timex | None = None
    candidates: tuple[tuple[str, VerbForm], ...] = field(default=())


def is_nominal(token: Token) -> bool:
    """Whether the token can be part of a noun phrase."""
    return token.tag in _NOMINAL


def word_before(tokens: list[Token], index: int) -> Token | None:
    """The word before, adverbs skipped."""
    for position in range(index - 1, -1, -1):
        if tokens[position].tag not in ("adverb", "negation", "quote"):
            return tokens[position]
    return None


def word_after(tokens: list[Token], index: int) -> Token | None:
    """The word behind, adverbs skipped."""
    for position in range(index + 1, len(tokens)):
        if tokens[position].tag not in ("adverb", "quote"):
            return tokens[position]
    return None
