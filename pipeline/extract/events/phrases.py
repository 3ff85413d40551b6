"""Tokens grouped into phrases: noun phrases, prepositional phrases, verb groups and the words between.

A shallow chunker: it never looks inside a noun phrase for structure, and it joins coordinated noun
phrases ("Azerbaijan, Turkey and Pakistan") into one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from pipeline.core.records import ActorMention, PlaceMention, Timex
from pipeline.extract.events.tokens import Token, is_nominal
from pipeline.lexicon.grammar import Grammar

PhraseKind = Literal["np", "pp", "verb", "time", "link", "comma", "and", "stop", "open", "close", "quote", "adverb"]
Voice = Literal["active", "passive"]
Modality = Literal["none", "future", "past_future", "hypothetical", "obligation"]


@dataclass(slots=True)
class Phrase:
    """One chunk of a sentence.

    Attributes:
        kind: np, pp (preposition and its noun phrase or time), verb (a verb group), time (a bare
            time expression), link (subordinator or relative), or a separator.
        tokens: Its tokens, never empty.
        preposition: Of a pp, lower case.
        link: Of a link: the word; ``relative`` tells which sort.
        relative: The link is a relative pronoun.
        verb: Of a verb group: lemma of the main verb.
        form: Of a verb group: finite, infinitive, ing, participle.
        voice: Of a verb group.
        modality: Of a verb group, from its modals.
        perfect: Has "has/have/had" before a participle.
        past: The first verb is in the past tense.
        progressive: "is visiting".
        negated: Holds a negation.
    """

    kind: PhraseKind
    tokens: list[Token]
    preposition: str = ""
    link: str = ""
    relative: bool = False
    verb: str = ""
    form: Literal["finite", "infinitive", "ing", "participle", ""] = ""
    voice: Voice = "active"
    modality: Modality = "none"
    perfect: bool = False
    past: bool = False
    progressive: bool = False
    negated: bool = False
    head: Token | None = field(default=None)

    @property
    def start(self) -> int:
        """First code point."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """End, excluded."""
        return self.tokens[-1].end

    @property
    def actors(self) -> tuple[ActorMention, ...]:
        """Actor mentions inside, in text order."""
        return tuple(actor for token in self.tokens if token.tag != "determiner" for actor in token.actors)

    @property
    def owners(self) -> tuple[ActorMention, ...]:
        """Whom a possessive pronoun in the phrase means ("his visit")."""
        return tuple(actor for token in self.tokens if token.tag == "determiner" for actor in token.actors)

    @property
    def places(self) -> tuple[PlaceMention, ...]:
        """Places inside, in text order."""
        return tuple(token.place for token in self.tokens if token.place is not None)

    @property
    def timexes(self) -> tuple[Timex, ...]:
        """Time expressions inside, in text order."""
        return tuple(token.timex for token in self.tokens if token.timex is not None)

    @property
    def words(self) -> frozenset[str]:
        """Lower-case words, names' words excluded."""
        return frozenset(token.lower for token in self.tokens if token.tag != "name")


def read_chunks(tokens: list[Token], grammar: Grammar) -> Iterator[Phrase]:
    """Noun phrases, prepositional phrases, verb groups and single words, in text order."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if (stop := _verb_group_end(tokens, index)) > index:
            yield _verb_group(tokens[index:stop], grammar)
            index = stop
        elif token.tag in ("preposition", "to"):
            stop = _np_end(tokens, index + 1)
            if stop == index + 1 and stop < len(tokens) and tokens[stop].tag == "time":
                stop += 1
            yield Phrase(
                "pp" if stop > index + 1 else "adverb",
                tokens[index:stop],
                preposition=token.lower,
                head=head_of(tokens[index + 1 : stop]),
            )
            index = stop
        elif token.tag == "time" and not _modifies(tokens, index):
            yield Phrase("time", [token])
            index += 1
        elif is_nominal(token) or token.tag == "time":
            stop = max(_np_end(tokens, index), index + 1)
            yield Phrase("np", tokens[index:stop], head=head_of(tokens[index:stop]))
            index = stop
        else:
            yield _separator(token)
            index += 1


def _separator(token: Token) -> Phrase:
    if token.tag in ("subordinator", "relative"):
        return Phrase("link", [token], link=token.lower, relative=token.tag == "relative")
    kinds: dict[str, PhraseKind] = {
        "comma": "comma", "coordinator": "and", "stop": "stop", "dash": "stop",
        "open": "open", "close": "close", "quote": "quote",
    }  # fmt: skip
    return Phrase(kinds.get(token.tag, "adverb"), [token])


def _modifies(tokens: list[Token], index: int) -> bool:
    """Whether a time expression belongs to the noun after it ("the November 10 agreement", "2020 war")."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1] if index else None
    if before is not None and before.tag in ("determiner", "adjective", "possessive") and following is not None:
        return following.tag in ("noun", "adjective", "possessive")
    return following is not None and following.tag == "possessive"


_AMOUNTS = frozenset({"more", "other", "such", "few"})
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who"})


def _quoted(tokens: list[Token], index: int) -> int | None:
    """Index of the quotation mark that closes a short name opened at ``index`` inside a noun phrase."""
    if tokens[index - 1].tag not in ("determiner", "adjective", "noun"):
        return None
    for position in range(index + 1, min(index + 7, len(tokens))):
        if tokens[position].tag == "quote":
            return position if position > index + 1 else None
        if not is_nominal(tokens[position]):
            return None
    return None


def _np_end(tokens: list[Token], index: int) -> int:
    """Index after the noun phrase that starts at ``index``."""
    begin = index
    while index < len(tokens):
        token = tokens[index]
        if index > begin and _begins_np(tokens, index):
            break
        if token.tag == "time":
            if not _modifies(tokens, index):
                break
        elif token.tag == "quote":
            closing = _quoted(tokens, index) if index > begin else None
            if closing is None:
                break
            index = closing  # 'the "Three Brothers" exercise'
        elif token.tag == "adverb":
            if index + 1 >= len(tokens) or tokens[index + 1].tag != "adjective":
                break
        elif not is_nominal(token):
            break
        index += 1
        if token.tag == "pronoun" or token.lower in _SUBJECT_PRONOUNS:
            break
    return index


def _begins_np(tokens: list[Token], index: int) -> bool:
    """Whether the word cannot go on with the noun phrase that stands before it."""
    token, before = tokens[index], tokens[index - 1]
    if token.tag == "determiner":
        amount = token.lower in _AMOUNTS and before.tag == "number"  # "three more soldiers"
        return before.tag not in ("determiner", "adverb") and not amount
    if token.lower in _SUBJECT_PRONOUNS or token.tag == "pronoun":
        return True
    if token.tag == "name" and before.tag == "noun" and tokens[index - 2].tag in ("determiner", "adjective"):
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        return behind is not None and behind.tag == "auxiliary"  # "the aid Norland has given"
    return token.tag == before.tag == "name"


def head_of(tokens: list[Token]) -> Token | None:
    """The head of a noun phrase: its last noun or name, before any possessive that it carries itself."""
    for token in reversed(tokens):
        if token.tag in ("noun", "name", "pronoun"):
            return token
    return tokens[-1] if tokens else None


_VERBAL = frozenset({"verb", "auxiliary", "modal"})


def _verb_group_end(tokens: list[Token], index: int) -> int:
    """Index after the verb group that starts at ``index``; ``index`` itself when none starts there."""
    position = index
    if tokens[position].tag == "to":
        position += 1
        while position < len(tokens) and tokens[position].tag in ("adverb", "negation"):
            position += 1
        if position >= len(tokens) or tokens[position].tag not in _VERBAL:
            return index
        if tokens[position].tag == "verb" and tokens[position].form not in ("base",):
            return index
    elif tokens[position].tag not in _VERBAL:
        return index
    end = position
    while position < len(tokens):
        token = tokens[position]
        if token.tag in ("auxiliary", "modal"):
            position += 1
            end = position
        elif token.tag in ("adverb", "negation"):
            position += 1
        elif token.tag == "verb":
            return position + 1
        elif token.tag == "to" and end == position and tokens[position - 1].lemma in ("be", "have", "ought"):
            if position + 1 < len(tokens) and tokens[position + 1].tag in ("verb", "auxiliary"):
                position += 1  # "is to be held", "has to leave"
            else:
                break
        else:
            break
    return end


def _verb_group(tokens: list[Token], grammar: Grammar) -> Phrase:
    main = tokens[-1]
    phrase = Phrase("verb", tokens, verb=main.lemma, head=main)
    first = next(token for token in tokens if token.tag in _VERBAL or token.tag == "to")
    auxiliaries = [token.lemma for token in tokens if token.tag == "auxiliary" and token is not main]
    phrase.negated = any(token.tag == "negation" for token in tokens)
    for token in tokens:
        if token.tag == "modal":
            phrase.modality = _modality(grammar.modals[token.lower])
        elif token.tag == "to" and token is not first:
            phrase.modality = "future"
    if main.tag == "verb" and main.may_be_participle:
        last = next((t for t in reversed(tokens[:-1]) if t.tag == "auxiliary"), None)
        phrase.voice = "passive" if last is not None and last.lemma == "be" else "active"
    phrase.perfect = "have" in auxiliaries and (main.form == "participle" or main.tag == "auxiliary")
    phrase.progressive = main.form == "ing" and "be" in auxiliaries
    phrase.past = first.form == "past" or first.lower in ("was", "were", "had", "did")
    phrase.form = _finiteness(tokens, first, main)
    return phrase


def _modality(name: str) -> Modality:
    return name if name in get_args(Modality) else "none"  # type: ignore[return-value]


def _finiteness(tokens: list[Token], first: Token, main: Token) -> Literal["finite", "infinitive", "ing", "participle"]:
    if first.tag == "to":
        return "infinitive"
    if first.lower in ("being", "having"):
        return "ing"
    if first is main and main.tag == "verb":
        if main.form == "ing":
            return "ing"
        if main.form == "participle":
            return "participle"
    if first.lower in ("be", "been"):
        return "infinitive" if first.lower == "be" else "participle"
    return "finite"
