"""Parts of speech: closed classes first, then the words that depend on their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.events.verb_words import find_verb, must_be_verb, settle_verb
from pipeline.extract.events.words import Tag, Token, is_nominal, word_after, word_before
from pipeline.lexicon.grammar import Grammar, VerbForm

_PUNCTUATION: dict[str, Tag] = {
    ",": "comma", ";": "stop", ":": "stop", ".": "stop", "!": "stop", "?": "stop", "…": "stop",
    "•": "stop", "|": "stop",
    "–": "dash", "—": "dash", "-": "dash", "(": "open", "[": "open", ")": "close", "]": "close",
    '"': "quote", "“": "quote", "”": "quote", "«": "quote", "»": "quote", "„": "quote",
}  # fmt: skip
_FINITE: frozenset[VerbForm] = frozenset({"base", "s", "past"})


def tag_tokens(tokens: list[Token], grammar: Grammar) -> None:
    """Give every token that is no collapsed span its part of speech and form."""
    titled = _is_title_case(tokens, grammar)
    for index, token in enumerate(tokens):
        if token.tag != "other":
            continue
        _tag_word(token, grammar)
        if not titled and token.text[0].isupper() and _goes_on(tokens, index) and _is_open(token):
            token.tag, token.candidates = "noun", ()  # part of a name: "the Occupied Territories"
    _settle_multiword(tokens, grammar)
    spare: list[tuple[int, tuple[tuple[str, VerbForm], ...]]] = []
    for index, token in enumerate(tokens):
        if token.candidates:
            candidates = token.candidates
            settle_verb(tokens, index, grammar)
            if token.tag != "verb":
                spare.append((index, candidates))
        elif token.tag == "pronoun" and grammar.is_a(token.lower, "determiner"):
            _settle_determiner(tokens, index, grammar)
        elif token.lower == "once" and index + 1 < len(tokens) and tokens[index + 1].lower in ("more", "again"):
            token.tag = tokens[index + 1].tag = "adverb"  # "once more assured", no clause of time
        elif token.lower in _STRANDED and _strands(tokens, index):
            token.tag = "adverb"  # "those who stayed behind picketed the ministry"
        elif token.lower in ("last", "first") and _precedes_past(tokens, index):
            token.tag = "adverb"  # "the leaders last met in May"
        elif token.lower in ("that", "what") or token.tag in ("relative", "subordinator"):
            _settle_link(tokens, index)
        elif token.tag == "noun" and must_be_verb(tokens, index):
            token.tag, token.form = "verb", "base"
        elif token.lower in grammar.adjectives:
            _settle_adjective(tokens, index, grammar)
    if not any(t.tag in ("auxiliary", "modal") or t.form in _FINITE for t in tokens):
        find_verb(tokens, spare, grammar)


_STRANDED = frozenset({"behind", "on", "over", "by", "around", "through", "in", "off", "up", "along", "aboard"})


def _strands(tokens: list[Token], index: int) -> bool:
    """Whether a preposition stands alone between a verb and the verb of another clause."""
    if index == 0 or tokens[index].tag != "preposition" or tokens[index - 1].tag != "verb":
        return False
    following = tokens[index + 1 : index + 3]
    return (
        len(following) == 2
        and any(form == "past" for _, form in following[0].candidates)
        and following[1].tag in ("determiner", "name", "preposition", "to", "time")
    )


def _settle_determiner(tokens: list[Token], index: int, grammar: Grammar) -> None:
    """ "both sides", "those observers" against "both agreed"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or not following.text[0].isalnum():
        return
    noun = following.tag in ("noun", "adjective", "number", "name") and not following.candidates
    if noun or following.lower in grammar.noun_first or following.lower in grammar.nouns_only:
        tokens[index].tag = "determiner"


def _precedes_past(tokens: list[Token], index: int) -> bool:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    subject = index > 0 and tokens[index - 1].tag in ("name", "noun", "pronoun", "comma")
    return subject and following is not None and any(form == "past" for _, form in following.candidates)


def _is_open(token: Token) -> bool:
    return token.tag == "adverb" or bool(token.candidates)


def _is_title_case(tokens: list[Token], grammar: Grammar) -> bool:
    """Whether the sentence is a headline with capitals on most words, so that they say nothing."""
    words = [t for t in tokens[1:] if t.tag == "other" and t.text.isalpha() and len(t.text) > 3]
    capitals = sum(t.text[0].isupper() for t in words)
    return capitals >= 0.8 * len(words) and any(t.lower in grammar.verb_forms for t in words)


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Whether a sentence has begun, so that a capital marks a name."""
    if index == 0 or tokens[index - 1].tag in ("stop", "quote", "open", "dash"):
        return False
    return index > 1 or tokens[0].tag != "time"


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
        prepositions, quantifiers = grammar.multiword_prepositions.get(word), grammar.quantifiers.get(word)
        if prepositions is not None and (words := _listed(tokens, index, prepositions)) is not None:
            if not (words[-1] == "to" and index and _is_due(tokens, index + len(words))):
                _join(tokens, index, words, "preposition")
        elif quantifiers is not None and (words := _listed(tokens, index, quantifiers)) is not None:
            behind = index + len(words)
            if behind < len(tokens) and tokens[behind].tag == "number":
                _join(tokens, index, words, "number")
        index += 1


def _is_due(tokens: list[Token], behind: int) -> bool:
    """ "is due to visit", "had been due to speak": an infinitive follows, no noun."""
    if behind >= len(tokens) or tokens[behind - 3].tag not in ("auxiliary", "adverb", "negation"):
        return False
    return tokens[behind].tag == "auxiliary" or any(form == "base" for _, form in tokens[behind].candidates)


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


def _settle_link(tokens: list[Token], index: int) -> None:
    """Tell the relative "that" and "which" from the complementiser and the determiner."""
    token, before, after = tokens[index], word_before(tokens, index), word_after(tokens, index)
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
        if follows in ("stop", "comma", "close"):
            token.tag = "adverb"  # "held since,"
        if follows in ("time", "number"):
            token.tag = "preposition"
    elif token.lower == "where":
        token.tag = (
            "relative" if before is not None and before.tag in ("noun", "name", "comma", "time") else "subordinator"
        )
    elif token.lower == "which" and before is not None and before.tag == "preposition":
        token.tag = "relative"
