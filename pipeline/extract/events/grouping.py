"""Chunks of a sentence put together: coordinated noun phrases, clauses and phrases of time, dashes."""

from __future__ import annotations

from pipeline.extract.events.phrases import Phrase, head_of, read_chunks
from pipeline.extract.events.tokens import Token, is_nominal
from pipeline.lexicon.grammar import Grammar


def read_phrases(tokens: list[Token], grammar: Grammar) -> list[Phrase]:
    """Chunk the tokens of one sentence."""
    phrases = _settle_linking(list(read_chunks(_pair_dashes(tokens), grammar)))
    return _split_subjects(_join_coordinations(phrases))


_FRONTS = frozenset({"pp", "time", "adverb", "comma", "quote"})


def _split_subjects(phrases: list[Phrase]) -> list[Phrase]:
    """Give a verb the subject that ran into the phrase in front of it: "Within a week Indian dealers had sold ..."."""
    split: list[Phrase] = []
    bare = True
    for index, phrase in enumerate(phrases):
        following = next((p for p in phrases[index + 1 :] if p.kind != "adverb"), None)
        needs = following is not None and following.kind == "verb" and following.form == "finite"
        cut = _subject_start(phrase) if bare and needs and phrase.kind == "pp" else 0
        if cut:
            split.append(Phrase("pp", phrase.tokens[:cut], preposition=phrase.preposition, head=phrase.tokens[cut - 1]))
            split.append(Phrase("np", phrase.tokens[cut:], head=head_of(phrase.tokens[cut:])))
        else:
            split.append(phrase)
        bare = phrase.kind in ("stop", "link", "and", "open") or (bare and phrase.kind in _FRONTS)
    return split


def _subject_start(phrase: Phrase) -> int:
    """Index of the token where a second noun phrase begins inside a prepositional phrase, or 0."""
    tokens = phrase.tokens
    if len(tokens) < 3 or tokens[1].tag not in ("determiner", "adjective", "number"):
        return 0
    for index in range(3, len(tokens)):
        if tokens[index - 1].tag == "noun" and tokens[index].tag in ("name", "adjective"):
            return index
    return 0


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
        if phrase.kind in ("comma", "stop", "link") or (phrase.kind == "np" and phrase is not phrases[index]):
            break
    return False


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
    listed = bool(members) and members[0].kind == "comma"
    if listed and _is_front(phrases, index) and _has_finite_verb(phrases, index + 1 + last_and):
        return []  # "At Iran's invitation, A and B met"
    return members[:last_and]


def _is_front(phrases: list[Phrase], index: int) -> bool:
    """Whether a prepositional phrase stands before the subject of its clause."""
    if phrases[index].kind != "pp":
        return False
    for phrase in reversed(phrases[:index]):
        if phrase.kind in ("stop", "link", "open"):
            return True
        if phrase.kind not in _FRONTS:
            return False
    return True


def _has_finite_verb(phrases: list[Phrase], index: int) -> bool:
    """Whether a finite verb stands at ``index``, behind commas and adverbs at most."""
    for phrase in phrases[index:]:
        if phrase.kind not in ("comma", "adverb"):
            return phrase.kind == "verb" and phrase.form == "finite"
    return False


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
