"""Words that may be verbs or nouns: which they are in a sentence, and in which form.

Read left to right: everything before the word is decided already.
"""

from __future__ import annotations

from pipeline.extract.events.words import Tag, Token, word_after, word_before
from pipeline.lexicon.grammar import Grammar, VerbForm


def settle_verb(tokens: list[Token], index: int, grammar: Grammar) -> None:
    """Decide whether a word with verb forms is a verb here, and in which form."""
    token = tokens[index]
    before = word_before(tokens, index)
    if grammar.is_a(token.lower, "adverb") and before is not None and _takes_particle(tokens, index, before, grammar):
        token.tag, token.candidates = "adverb", ()  # "came down", "turned back", "turned it down"
        return
    forms = {form: lemma for lemma, form in reversed(token.candidates)}
    if (
        grammar.is_a(token.lower, "adverb")
        and before is not None
        and before.lemma == "be"
        and "participle" not in forms
    ):
        token.tag, token.candidates = "adverb", ()  # "was back in Baku"
        return
    token.lemma = token.candidates[0][0]
    if _reads_as_noun(tokens, index, before, forms, grammar):
        after = word_after(tokens, index)
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


def _takes_particle(tokens: list[Token], index: int, before: Token, grammar: Grammar) -> bool:
    if before.tag in ("verb", "time", "adverb"):
        return True
    after = word_after(tokens, index)
    pronoun = before.tag == "pronoun" or (before.tag == "name" and grammar.is_a(before.lower, "pronoun"))
    closes = after is None or after.tag not in ("noun", "name", "determiner", "number")
    return pronoun and closes and index > 1 and tokens[index - 2].tag == "verb"


_ALONE = frozenset(
    {"each", "all", "both", "some", "many", "several", "few", "most", "others", "this", "these", "more", "none"}
)
_VERBAL_FORMS: frozenset[VerbForm] = frozenset({"participle", "ing"})
_FORM_ORDER: tuple[VerbForm, ...] = ("past", "participle", "s", "ing", "base")


def _reads_as_noun(
    tokens: list[Token], index: int, before: Token | None, forms: dict[VerbForm, str], grammar: Grammar
) -> bool:
    token, after = tokens[index], word_after(tokens, index)
    finite_only = set(forms) <= {"past", "participle"}
    if before is not None and before.tag in ("stop", "dash", "open"):
        before = None  # a clause begins here
    alone = finite_only and before is not None and before.lower in _ALONE and after is not None
    if alone and after is not None and after.tag in ("determiner", "name", "preposition", "pronoun"):
        return False  # "Each blamed the other"
    follows_noun = after is not None and after.tag in ("noun", "adjective") and not after.candidates
    if before is None:
        if "ing" in forms and after is not None and after.tag == "preposition" and after.lower != "of":
            return False  # "Meeting in Niamey, the ministers ..."
        if after is not None and after.lower == "of" and not finite_only:
            return True  # "Arrest of the minister"
        return token.lower in grammar.noun_first and not (after and after.tag in ("name", "determiner"))
    if finite_only and before.tag in ("adjective", "number", "possessive") and not follows_noun:
        return False  # "the firing stopped", "Aliyev first came"
    if before.tag in ("auxiliary", "modal") or (before.tag == "to" and "base" in forms):
        return (before.lemma == "have" and "participle" not in forms) or (
            before.lemma == "be" and "participle" not in forms and "ing" not in forms
        )
    if before.tag in ("determiner", "possessive", "number", "adjective"):
        return True
    if before.tag in ("coordinator", "comma") and "base" in forms and after is not None and _has_bare(tokens, index):
        # "will meet and attend a parade", "to stop and withdraw troops"
        sure = after.tag in ("determiner", "name", "pronoun")
        return not (sure or (token.lower not in grammar.noun_first and after.tag in _OBJECT_START | {"noun", "number"}))
    if before.tag == "preposition":
        return "ing" not in forms or token.lower in grammar.noun_first
    if set(forms) & {"past", "participle"}:
        # "the liberated territories": between a determiner and a noun; "Azerbaijan liberated cities" is a verb.
        return False
    if "ing" in forms:
        return _ing_is_noun(tokens, index, before, after, grammar)
    if "base" in forms and token.lower not in grammar.noun_first and _is_person(before) and token.text.islower():
        return after is None or after.tag not in _OBJECT_START  # careless copy: "Minister X meet with"
    if _is_linked(tokens, index) and before.tag in ("name", "pronoun", "noun") and ("s" in forms or _plural(before)):
        return after is not None and after.tag == "verb"  # "what Baku calls", "as the minister visits"
    if token.lower in grammar.noun_first or "base" in forms:
        if before.tag in ("name", "pronoun", "time") and "s" in forms:
            if (
                after is not None
                and after.tag == "noun"
                and token.lower not in grammar.nouns_only
                and _opens_clause(tokens, index)
            ):
                return False  # "Armenia transfers maps"
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


def _ing_is_noun(tokens: list[Token], index: int, before: Token, after: Token | None, grammar: Grammar) -> bool:
    """Whether a word in -ing names something: "peace meeting", "when fighting erupted"."""
    if before.tag == "subordinator" and after is not None and _can_be_past(after):
        return True  # "when fighting erupted"
    opener = tokens[index - 2].tag if index > 1 else "stop"
    closes = after is None or after.tag not in ("name", "determiner", "noun")
    if before.lower.endswith(_ADJECTIVE_ENDINGS) and opener == "preposition":
        return closes  # "of ethnic cleansing"
    if tokens[index].lower not in grammar.noun_first:
        return False
    if before.tag == "name":
        front = [t.tag for t in tokens[max(0, index - 4) : index - 1]]
        return closes and "determiner" in front and "verb" not in front  # "the same OIC gathering on Tuesday"
    return before.tag in ("noun", "verb", "adjective")


_ADJECTIVE_ENDINGS = ("ic", "al", "ive", "ous", "ary", "ful", "ble", "less")


def _can_be_past(token: Token) -> bool:
    return token.tag == "auxiliary" or any(form == "past" for _, form in token.candidates)


def _has_bare(tokens: list[Token], index: int) -> bool:
    """Whether a verb behind a modal or "to" stands before the word in its clause."""
    for position in range(index - 1, 0, -1):
        token = tokens[position]
        if token.tag == "stop":
            return False
        if token.tag == "verb" and token.form == "base" and tokens[position - 1].tag in ("modal", "to", "adverb"):
            return True
    return False


def _opens_clause(tokens: list[Token], index: int) -> bool:
    """Whether the word before, a name of a state or person, is the first of its clause."""
    if index == 0 or not any(actor.kind in ("state", "person", "government") for actor in tokens[index - 1].actors):
        return False
    return index == 1 or tokens[index - 2].tag in ("stop", "dash", "comma", "close", "quote", "time")


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
    words = [t for t in tokens[max(0, index - 8) : index] if t.tag not in ("adverb", "quote")][-3:]
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


def find_verb(tokens: list[Token], spare: list[tuple[int, tuple[tuple[str, VerbForm], ...]]], grammar: Grammar) -> None:
    """In a headline without a verb, take the first noun that can be one: "Turkey plans talks", "A, B sign accord"."""
    for index, candidates in spare:
        token, before, after = tokens[index], word_before(tokens, index), word_after(tokens, index)
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


_VERB_ENDINGS = ("en", "ate", "ise", "ize", "ify")


def must_be_verb(tokens: list[Token], index: int) -> bool:
    """A word that no list knows as a verb: "could harm the talks", "tried to hasten it"."""
    token, before = tokens[index], word_before(tokens, index)
    if before is None or not token.text.islower() or not token.text.isalpha():
        return False
    return before.tag == "modal" or (before.tag == "to" and token.lower.endswith(_VERB_ENDINGS))
