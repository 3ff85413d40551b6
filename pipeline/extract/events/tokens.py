"""A sentence as tokens: words with a part of speech; names, places and time expressions as one token each.

In: the sentence, and the spans that the other extractors found. Out: ``Token`` lists for the clause
analysis. The tagger is a small set of rules over word classes; it only has to be right about what
matters to clauses: where the verbs are, and what is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.core.records import ActorMention, PlaceMention, Sentence, Timex
from pipeline.lexicon.grammar import Grammar, VerbForm

Tag = Literal[
    "noun", "name", "pronoun", "adjective", "determiner", "number", "possessive", "verb", "auxiliary", "modal",
    "to", "preposition", "coordinator", "subordinator", "relative", "adverb", "negation", "time",
    "comma", "stop", "dash", "open", "close", "quote", "other",
]  # fmt: skip

_WORD = re.compile(
    r"[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|ll|re|ve)\b|['’](?=\s)|[^\W\d_]+(?:(?!['’](?:s|ll|re|ve)\b)['’\-‑][^\W_]+)*|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?:[-‑][^\W\d_]+)*|[^\w\s]"
)
_PUNCTUATION: dict[str, Tag] = {
    ",": "comma", ";": "stop", ":": "stop", ".": "stop", "!": "stop", "?": "stop", "…": "stop",
    "•": "stop", "|": "stop",
    "–": "dash", "—": "dash", "-": "dash", "(": "open", "[": "open", ")": "close", "]": "close",
    '"': "quote", "“": "quote", "”": "quote", "«": "quote", "»": "quote", "„": "quote",
}  # fmt: skip
_OWNERS = frozenset({"his", "her", "its", "their"})
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
    _tag(tokens, grammar)
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


def _tag(tokens: list[Token], grammar: Grammar) -> None:
    titled = _is_title_case(tokens, grammar)
    for index, token in enumerate(tokens):
        if token.tag != "other":
            continue
        _tag_word(token, grammar)
        if not titled and token.text[0].isupper() and _goes_on(tokens[:index]) and _is_open(token):
            token.tag, token.candidates = "noun", ()  # part of a name: "the Occupied Territories"
    _settle_multiword(tokens, grammar)
    spare: list[tuple[int, tuple[tuple[str, VerbForm], ...]]] = []
    for index, token in enumerate(tokens):
        if token.candidates:
            candidates = token.candidates
            _settle_verb(tokens, index, grammar)
            if token.tag != "verb":
                spare.append((index, candidates))
        elif token.lower in ("last", "first") and _precedes_past(tokens, index):
            token.tag = "adverb"  # "the leaders last met in May"
        elif token.lower in ("that", "what") or token.tag in ("relative", "subordinator"):
            _settle_link(tokens, index)
        elif token.tag == "noun" and _must_be_verb(tokens, index):
            token.tag, token.form = "verb", "base"
        elif token.lower in grammar.adjectives:
            _settle_adjective(tokens, index, grammar)
    if not any(t.tag in ("auxiliary", "modal") or t.form in _FINITE for t in tokens):
        _find_verb(tokens, spare, grammar)


def _precedes_past(tokens: list[Token], index: int) -> bool:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    subject = index > 0 and tokens[index - 1].tag in ("name", "noun", "pronoun")
    return subject and following is not None and any(form == "past" for _, form in following.candidates)


def _is_open(token: Token) -> bool:
    return token.tag == "adverb" or bool(token.candidates)


_VERB_ENDINGS = ("en", "ate", "ise", "ize", "ify")


def _must_be_verb(tokens: list[Token], index: int) -> bool:
    """A word that no list knows as a verb: "could harm the talks", "tried to hasten it"."""
    token, before = tokens[index], _before(tokens, index)
    if before is None or not token.text.islower() or not token.text.isalpha():
        return False
    return before.tag == "modal" or (before.tag == "to" and token.lower.endswith(_VERB_ENDINGS))


_FINITE: frozenset[VerbForm] = frozenset({"base", "s", "past"})


def _is_title_case(tokens: list[Token], grammar: Grammar) -> bool:
    """Whether the sentence is a headline with capitals on most words, so that they say nothing."""
    words = [t for t in tokens[1:] if t.tag == "other" and t.text.isalpha() and len(t.text) > 3]
    capitals = sum(t.text[0].isupper() for t in words)
    return capitals >= 0.8 * len(words) and any(t.lower in grammar.verb_forms for t in words)


def _goes_on(before: list[Token]) -> bool:
    """Whether a sentence has begun, so that a capital marks a name."""
    return any(t.tag != "time" for t in before) and before[-1].tag not in ("stop", "quote", "open", "dash")


def _settle_adjective(tokens: list[Token], index: int, grammar: Grammar) -> None:
    """ "the early hours" against "early on Tuesday", "no talks" against "no longer", "the then president"."""
    token = tokens[index]
    before = tokens[index - 1].tag if index else "stop"
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    opens = following is not None and (is_nominal(following) or following.tag == "time" or bool(following.candidates))
    plain = not grammar.is_a(token.lower, "adverb")
    if (
        before in ("determiner", "possessive")
        or (plain and opens)
        or (plain and before == "auxiliary" and token.lower.endswith("ly"))
    ):
        token.tag = "adjective"


def _find_verb(
    tokens: list[Token], spare: list[tuple[int, tuple[tuple[str, VerbForm], ...]]], grammar: Grammar
) -> None:
    """In a headline without a verb, take the first noun that can be one: "Turkey plans talks", "A, B sign accord"."""
    for index, candidates in spare:
        token, before, after = tokens[index], _before(tokens, index), _after(tokens, index)
        forms = {form: lemma for lemma, form in reversed(candidates)}
        if before is None or before.tag not in ("name", "noun", "pronoun") or after is None:
            continue
        weak = token.lower in grammar.noun_first
        if after.tag not in _OBJECT_START | {"noun", "number"} or (after.tag == "preposition" and weak):
            continue
        many = _plural(before) or _ends_list(tokens, index)
        form: VerbForm | None = None
        if "base" in forms and (many or (not weak and before.tag == "name")):
            form = "base"
        elif "s" in forms and not many and (before.tag == "name" or not weak):
            form = "s"
        if form is not None:
            token.tag, token.form, token.lemma = "verb", form, forms[form]
            return


def _tag_word(token: Token, grammar: Grammar) -> None:
    word = token.lower
    token.lemma = word
    if token.text in _PUNCTUATION:
        token.tag = _PUNCTUATION[token.text]
    elif word in ("'s", "'"):
        token.tag = "possessive"
    elif word in grammar.auxiliaries:
        token.tag, token.lemma = "auxiliary", grammar.auxiliaries[word]
    elif word in grammar.modals and not token.text[0].isupper():
        token.tag = "modal"
    elif word == "to":
        token.tag = "to"
    elif word[0].isdigit():
        token.tag = "number"
    elif (classes := grammar.classes.get(word)) and word not in grammar.verb_forms:
        token.tag = _first_class(classes)
    elif word.startswith("re-") and word[3:] in grammar.verb_forms:
        token.candidates = grammar.verb_forms[word[3:]]
        token.tag = "verb"
    elif word in grammar.verb_forms:
        token.candidates = grammar.verb_forms[word]
        token.tag = "verb"
    elif word.endswith("ly") and len(word) > 4 and word not in grammar.nouns_in_ly:
        token.tag = "adverb"
    elif word.endswith("ed") and len(word) > 4 and token.text.islower() and not word.endswith("eed"):
        # A verb that no list knows: "climbed", "co-chaired".
        lemma = _lemma_of_past(word)
        token.candidates = ((lemma, "past"), (lemma, "participle"))
        token.tag = "verb"
    else:
        token.tag = "noun"


def _lemma_of_past(word: str) -> str:
    """ "grab" of "grabbed", "carry" of "carried", "revoke" of "revoked", "climb" of "climbed"."""
    stem = word[:-2]
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in "lsfz":
        return stem[:-1]
    silent = stem[-1] in "cgsuvz" and not stem.endswith("ss")
    single = stem[-1] in "bdklmnprt" and stem[-2] in "aiou" and stem[-3:-2].isalpha() and stem[-3] not in "aeiou"
    return stem + "e" if silent or (single and not stem.endswith(("en", "er", "on", "or", "it", "et"))) else stem


_CLASS_ORDER: tuple[tuple[str, Tag], ...] = (
    ("negation", "negation"), ("relative", "relative"), ("subordinator", "subordinator"),
    ("coordinator", "coordinator"), ("preposition", "preposition"), ("pronoun", "pronoun"),
    ("determiner", "determiner"), ("number", "number"), ("adverb", "adverb"),
)  # fmt: skip


def _first_class(classes: frozenset[str]) -> Tag:
    return next(tag for name, tag in _CLASS_ORDER if name in classes)


def _settle_multiword(tokens: list[Token], grammar: Grammar) -> None:
    """Join "at the invitation of" and its like into one preposition, "more than" before a number into one word."""
    index = 0
    while index < len(tokens):
        word = tokens[index].lower
        if (words := _listed(tokens, index, grammar.multiword_prepositions.get(word, ()))) is not None:
            _join(tokens, index, words, "preposition")
        elif (words := _listed(tokens, index, grammar.quantifiers.get(word, ()))) is not None:
            behind = index + len(words)
            if behind < len(tokens) and tokens[behind].tag == "number":
                _join(tokens, index, words, "number")
        index += 1


def _listed(tokens: list[Token], index: int, phrases: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The first of the phrases that stands at ``index``."""
    for words in phrases:
        if tuple(token.lower for token in tokens[index : index + len(words)]) == words:
            return words
    return None


def _join(tokens: list[Token], index: int, words: tuple[str, ...], tag: Tag) -> None:
    stretch = tokens[index : index + len(words)]
    text = " ".join(words)
    tokens[index : index + len(words)] = [Token(stretch[0].start, stretch[-1].end, text, text, tag, text)]


def _settle_verb(tokens: list[Token], index: int, grammar: Grammar) -> None:
    """Decide whether a word with verb forms is a verb here, and in which form."""
    token = tokens[index]
    before = _before(tokens, index)
    if grammar.is_a(token.lower, "adverb") and before is not None and before.tag in ("verb", "time", "adverb"):
        token.tag, token.candidates = "adverb", ()  # "came down", "turned back"
        return
    forms = {form: lemma for lemma, form in reversed(token.candidates)}
    token.lemma = token.candidates[0][0]
    if _reads_as_noun(token, before, _after(tokens, index), forms, grammar, linked=_is_linked(tokens, index)):
        after = _after(tokens, index)
        modifies = after is not None and after.tag in ("noun", "adjective", "name") and not after.candidates
        token.tag, token.candidates = "adjective" if modifies and set(forms) & _VERBAL_FORMS else "noun", ()
        token.lemma = token.lower
        return
    token.may_be_participle = "participle" in forms
    after_auxiliary = before is not None and before.tag in ("auxiliary", "modal", "to")
    form: VerbForm
    if after_auxiliary and before is not None and before.lemma in ("be", "have") and "participle" in forms:
        form = "participle"
    elif before is not None and before.tag in ("to", "modal") and "base" in forms:
        form = "base"
    else:
        form = next(f for f in _FORM_ORDER if f in forms)
    token.form, token.lemma = form, forms[form]


_ALONE = frozenset({"each", "all", "both", "some", "many", "several", "few", "most", "others", "this", "these"})
_VERBAL_FORMS: frozenset[VerbForm] = frozenset({"participle", "ing"})
_FORM_ORDER: tuple[VerbForm, ...] = ("past", "participle", "s", "ing", "base")


def _reads_as_noun(
    token: Token,
    before: Token | None,
    after: Token | None,
    forms: dict[VerbForm, str],
    grammar: Grammar,
    *,
    linked: bool,
) -> bool:
    finite_only = set(forms) <= {"past", "participle"}
    alone = finite_only and before is not None and before.lower in _ALONE and after is not None
    if alone and after is not None and after.tag in ("determiner", "name", "preposition", "pronoun"):
        return False  # "Each blamed the other"
    follows_noun = after is not None and after.tag in ("noun", "adjective") and not after.candidates
    if before is None:
        if "ing" in forms and after is not None and after.tag == "preposition" and after.lower != "of":
            return False  # "Meeting in Niamey, the ministers ..."
        return token.lower in grammar.noun_first and not (after and after.tag in ("name", "determiner"))
    if finite_only and before.tag in ("adjective", "number", "possessive") and not follows_noun:
        return False  # "the firing stopped", "Aliyev first came"
    if before.tag in ("auxiliary", "modal") or (before.tag == "to" and "base" in forms):
        return (before.lemma == "have" and "participle" not in forms) or (
            before.lemma == "be" and "participle" not in forms and "ing" not in forms
        )
    if before.tag in ("determiner", "possessive", "number", "adjective"):
        return True
    if before.tag == "preposition":
        return "ing" not in forms or token.lower in grammar.noun_first
    if set(forms) & {"past", "participle"}:
        # "the liberated territories": between a determiner and a noun; "Azerbaijan liberated cities" is a verb.
        return False
    if "ing" in forms:
        return token.lower in grammar.noun_first and before.tag in ("noun", "verb", "adjective")
    if "base" in forms and token.lower not in grammar.noun_first and _is_person(before) and token.text.islower():
        return after is None or after.tag not in _OBJECT_START  # careless copy: "Minister X meet with"
    if linked and before.tag in ("name", "pronoun", "noun") and ("s" in forms or _plural(before)):
        return after is not None and after.tag == "verb"  # "what Baku calls", "as the minister visits"
    if token.lower in grammar.noun_first or "base" in forms:
        if before.tag in ("name", "pronoun", "time") and "s" in forms:
            return not (after is None or after.tag in _OBJECT_START)
        if before.tag in ("name", "pronoun", "noun", "relative", "adverb") and "base" in forms:
            return not _plural(before) or (
                token.lower in grammar.noun_first and not (after and after.tag in _OBJECT_START)
            )
        return True
    if "s" in forms:
        return before.tag not in (
            "name",
            "pronoun",
            "noun",
            "relative",
            "adverb",
            "close",
            "comma",
            "coordinator",
            "quote",
        )
    return False


_OBJECT_START: frozenset[Tag] = frozenset({"name", "determiner", "to", "preposition", "pronoun", "adjective", "time"})


def _is_linked(tokens: list[Token], index: int) -> bool:
    """Whether a subordinator or relative and a subject of one or two words stand before the word."""
    if index < 2 or tokens[index - 1].tag not in ("name", "pronoun", "noun"):
        return False
    opener = (
        tokens[index - 3] if index > 2 and tokens[index - 2].tag in ("determiner", "adjective") else tokens[index - 2]
    )
    return opener.tag in ("subordinator", "relative") or opener.lower == "as"


def _ends_list(tokens: list[Token], index: int) -> bool:
    """Whether the word stands behind "A, B" or "A and B": a plural subject in a headline."""
    words = [t for t in tokens[:index] if t.tag not in ("adverb", "quote")][-3:]
    if len(words) < 3 or words[1].tag not in ("comma", "coordinator"):
        return False
    return {words[0].tag, words[2].tag} <= {"name", "noun"}


def _is_person(token: Token) -> bool:
    return token.tag == "name" and any(actor.kind == "person" for actor in token.actors)


def _plural(token: Token) -> bool:
    if token.tag == "pronoun":
        return token.lower in ("they", "we", "you", "i", "both", "these", "those")
    if token.tag == "name":
        return len(token.actors) > 0 and (bool(token.actors[0].group) or token.lower.endswith("s"))
    return token.tag in ("relative", "adverb") or token.lower.endswith("s")


def _settle_link(tokens: list[Token], index: int) -> None:
    """Tell the relative "that" and "which" from the complementiser and the determiner."""
    token, before, after = tokens[index], _before(tokens, index), _after(tokens, index)
    if token.lower == "that":
        if before is not None and before.tag in ("verb", "adjective"):
            token.tag = "subordinator"
        elif before is not None and before.tag in (
            "noun",
            "name",
            "possessive",
            "close",
            "quote",
            "time",
            "number",
        ):
            token.tag = "relative"
        elif (
            after is not None
            and after.tag == "noun"
            and (before is None or before.tag in ("preposition", "comma", "stop"))
        ):
            token.tag = "determiner"
        else:
            token.tag = "subordinator"
    elif token.lower == "what":
        clause = after is not None and after.tag in ("pronoun", "name", "determiner", "verb", "auxiliary", "modal")
        token.tag = "subordinator" if clause else "determiner"  # "what he called", "what amounts"
    elif token.lower in ("after", "before", "since", "until", "as") and token.tag == "subordinator":
        follows = after.tag if after is not None else "stop"
        if follows in ("time", "number"):
            token.tag = "preposition"
    elif token.lower == "where":
        token.tag = (
            "relative" if before is not None and before.tag in ("noun", "name", "comma", "time") else "subordinator"
        )
    elif token.lower == "which" and before is not None and before.tag == "preposition":
        token.tag = "relative"


def _before(tokens: list[Token], index: int) -> Token | None:
    """The word before, adverbs skipped."""
    for token in reversed(tokens[:index]):
        if token.tag not in ("adverb", "negation", "quote"):
            return token
    return None


def _after(tokens: list[Token], index: int) -> Token | None:
    for token in tokens[index + 1 :]:
        if token.tag not in ("adverb", "quote"):
            return token
    return None
