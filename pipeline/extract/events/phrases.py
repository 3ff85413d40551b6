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


def read_phrases(tokens: list[Token], grammar: Grammar) -> list[Phrase]:
    """Chunk the tokens of one sentence."""
    phrases = _settle_linking(list(_chunks(_pair_dashes(tokens), grammar)))
    return _join_coordinations(phrases)


def _pair_dashes(tokens: list[Token]) -> list[Token]:
    """Two dashes around an aside ("Baku - the host - agreed") are commas; any other dash ends a clause."""
    dashes = [i for i, token in enumerate(tokens) if token.tag == "dash"]
    if len(dashes) == 2 and dashes[0] > 0 and dashes[1] + 1 < len(tokens):
        before, behind = tokens[dashes[0] - 1], tokens[dashes[1] + 1]
        if is_nominal(before) and behind.tag in ("verb", "auxiliary", "modal", "preposition", "adverb"):
            for index in dashes:
                tokens[index].tag = "comma"
    return tokens


_LINKING = frozenset({"as", "after", "before", "since", "until", "till"})


def _settle_linking(phrases: list[Phrase]) -> list[Phrase]:
    """Tell "as the president ends his visit" (a clause) from "after the visit" (a prepositional phrase).

    The word stays a phrase of its own in the second case too: what stands before it ends there.
    """
    settled: list[Phrase] = []
    for index, phrase in enumerate(phrases):
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        if phrase.kind == "pp" and phrase.preposition in _LINKING and not phrase.timexes and _opens(phrases, index):
            link, *rest = phrase.tokens
            settled.append(Phrase("link", [link], link=link.lower))
            settled.append(Phrase("np", rest, head=phrase.head))
        elif (
            phrase.kind == "link"
            and phrase.link in _LINKING
            and following is not None
            and following.kind in ("np", "time")
            and not _has_verb(phrases, index + 2)
        ):
            following.kind, following.preposition = "pp", phrase.link
            settled.append(phrase)
        else:
            settled.append(phrase)
    return settled


def _opens(phrases: list[Phrase], index: int) -> bool:
    """Whether a finite verb follows, with nothing between that could be its subject."""
    if phrases[index].preposition == "as" and index and phrases[index - 1].kind in ("verb", "np"):
        following = phrases[index + 1 : index + 2]  # "served as head of the army", "his post as minister"
    else:
        following = phrases[index + 1 :]
    for phrase in following:
        if phrase.kind != "pp":
            return phrase.kind == "verb" and phrase.form == "finite"
    return False


def _has_verb(phrases: list[Phrase], index: int) -> bool:
    """Whether the noun phrase before ``index`` has a verb: only phrases that hang on it come between."""
    for phrase in phrases[index:]:
        if phrase.kind == "verb":
            return phrase.form in ("finite", "participle")
        if phrase.kind in ("comma", "stop", "link"):
            break
    return False


def _chunks(tokens: list[Token], grammar: Grammar) -> Iterator[Phrase]:
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
            stop = _before_subject(tokens, index + 1, stop)
            yield Phrase(
                "pp" if stop > index + 1 else "adverb",
                tokens[index:stop],
                preposition=token.lower,
                head=_head(tokens[index + 1 : stop]),
            )
            index = stop
        elif token.tag == "time" and not _modifies(tokens, index):
            yield Phrase("time", [token])
            index += 1
        elif is_nominal(token) or token.tag == "time":
            stop = max(_np_end(tokens, index), index + 1)
            yield Phrase("np", tokens[index:stop], head=_head(tokens[index:stop]))
            index = stop
        else:
            yield _separator(token)
            index += 1


def _before_subject(tokens: list[Token], begin: int, stop: int) -> int:
    """End of a prepositional phrase: before a name that is the subject of the verb behind it.

    "In that document Yerevan undertook ..."
    """
    if stop - begin < 3 or stop >= len(tokens) or tokens[begin].tag != "determiner":
        return stop
    if tokens[stop - 1].tag != "name" or tokens[stop - 2].tag != "noun":
        return stop
    behind = next((t for t in tokens[stop:] if t.tag != "adverb"), None)
    finite = behind is not None and (behind.tag in ("auxiliary", "modal") or behind.form in ("past", "s"))
    return stop - 1 if finite else stop


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
    return token.tag == before.tag == "name"


def _head(tokens: list[Token]) -> Token | None:
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


def _join_coordinations(phrases: list[Phrase]) -> list[Phrase]:
    """Join "A, B and C" into one noun phrase unless the last part starts a clause of its own."""
    joined: list[Phrase] = []
    index = 0
    while index < len(phrases):
        phrase = phrases[index]
        if phrase.kind in ("np", "pp") and phrase.head is not None and not _is_date(phrase):
            index = _extend(phrases, index, phrase)
        else:
            index += 1
        joined.append(phrase)
    return joined


def _is_date(phrase: Phrase) -> bool:
    return phrase.tokens[-1].tag == "time"


def _extend(phrases: list[Phrase], index: int, phrase: Phrase) -> int:
    """Swallow the coordinated noun phrases after ``phrase``; return the index after the last one."""
    members = _coordination(phrases, index)
    for member in members:
        phrase.tokens = [*phrase.tokens, *member.tokens]
    return index + 1 + len(members)


def _coordination(phrases: list[Phrase], index: int) -> list[Phrase]:
    members: list[Phrase] = []
    position, last_and = index + 1, 0
    had_verb = any(p.kind == "verb" and p.form == "finite" for p in phrases[:index]) and not _opens_clause(
        phrases, index
    )
    while position + 1 < len(phrases):
        separator, following = phrases[position], phrases[position + 1]
        step = 1
        if separator.kind == "comma" and following.kind == "and" and position + 2 < len(phrases):
            following, step = phrases[position + 2], 2
        if separator.kind not in ("comma", "and") or following.kind != "np" or not _alike(phrases[index], following):
            break
        closes = separator.kind == "and" or step == 2
        next_kind = phrases[position + step + 1].kind if position + step + 1 < len(phrases) else "stop"
        if closes and had_verb and not members and _starts_clause(phrases, position + step + 1):
            break
        if not closes and next_kind not in ("comma", "and"):
            break
        members += phrases[position : position + step + 1]
        position += step + 1
        if closes:
            last_and = len(members)
            if phrases[position].kind != "and" if position < len(phrases) else True:
                break
    return members[:last_and]


def _opens_clause(phrases: list[Phrase], index: int) -> bool:
    """Whether the noun phrase itself begins a new clause: after "and", a link or a stop."""
    position = index - 1
    while position >= 0 and phrases[position].kind in ("adverb", "time"):
        position -= 1
    return position >= 0 and phrases[position].kind in ("and", "link", "stop") and phrases[index].kind == "np"


def _alike(one: Phrase, other: Phrase) -> bool:
    """Names join names, things join things."""
    return bool(one.actors or one.places) == bool(other.actors or other.places) or not (one.actors or other.actors)


def _starts_clause(phrases: list[Phrase], index: int) -> bool:
    """Whether the noun phrase before ``index`` is the subject of a finite verb that follows."""
    for phrase in phrases[index:]:
        if phrase.kind in ("pp", "time", "adverb"):
            continue
        return phrase.kind == "verb" and phrase.form == "finite"
    return False
