"""Pronouns of persons: who is meant by "he", "him", "his", "her country".

A subject pronoun prefers the subject before it, an object pronoun anyone but the subject of its own
clause, a possessive the nearest subject. Two lines back is as far as a pronoun reaches.
"""

from __future__ import annotations

from pipeline.core.text import actor_id_of
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.reading import Line

_REACH = 2
_OBJECT = frozenset({"him", "himself", "herself"})
_POSSESSIVE = frozenset({"his", "her", "hers"})
_PREPOSITIONS = frozenset({"in", "of", "with", "by", "to", "for", "from", "between", "on", "at", "against", "via"})


def resolve_pronoun(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """Record what a pronoun refers to, if anything is clear enough."""
    word = line.folded[position]
    pronoun = discourse.gazetteer.titles.pronouns[word]
    found = _person(discourse, number, line, position, pronoun.sex)
    if found is None:
        return
    owned = line.word(position + 1)
    if word in _POSSESSIVE and discourse.gazetteer.word_in("state_words", owned):
        _country_of(discourse, number, position, found)
        return
    confidence = 0.8 if found.sex == pronoun.sex else 0.65
    discourse.take(found.at(number, position, position + 1, "coreference", confidence))


def _person(discourse: Discourse, number: int, line: Line, position: int, sex: str) -> Draft | None:
    word = line.folded[position]
    best: tuple[float, Draft] | None = None
    for other in range(max(0, number - _REACH), number + 1):
        for rank, draft in enumerate(_candidates(discourse, other, position if other == number else None)):
            if draft.sex not in (sex, ""):
                continue
            score = _score(discourse, draft, rank, word, number, position)
            if score is not None and (best is None or score >= best[0]):
                best = (score, draft)
    return _entry(discourse, number, sex) or (best[1] if best else None)


def _entry(discourse: Discourse, number: int, sex: str) -> Draft | None:
    """The person whom the paragraph of a directory is about ("MAMMADYAROV, Elmar. Born 1960. In 2004 he ...")."""
    paragraph = discourse.lines[number].sentence.paragraph
    for other in range(number, -1, -1):
        line = discourse.lines[other]
        if line.sentence.paragraph != paragraph:
            return None
        opening = next((d for d in discourse.by_line.get(other, ()) if d.first == 0 and d.kind == "person"), None)
        if opening is not None and line.gap(1) == "," and opening.last > 1 and line.size > 1:
            return opening if opening.sex in (sex, "") and line.words[0].isupper() else None
    return None


def _candidates(discourse: Discourse, number: int, before: int | None) -> list[Draft]:
    found = [
        draft
        for draft in discourse.by_line.get(number, ())
        if draft.kind == "person" and not draft.group and (before is None or draft.last <= before)
    ]
    return sorted(found, key=lambda draft: draft.first)


def _score(discourse: Discourse, draft: Draft, rank: int, word: str, number: int, position: int) -> float | None:
    """Higher is likelier; ``None`` when grammar forbids it."""
    subject = is_subject(discourse, draft)
    if draft.line < number:
        aside = 0.0 if subject else _aside(discourse, draft)
        return draft.line - number + (0.8 if rank == 0 else 0.0) + (0.2 if subject else 0.0) + rank * 0.01 - aside
    near = draft.first * 0.001
    if word in _OBJECT:
        if subject and not _later_subject(discourse, draft, number, position):
            return None
        return (0.4 if subject else 1.0) + near
    if word in _POSSESSIVE and draft.last >= position - 3 and draft.found_by == "coreference":
        return 2.0
    return (1.0 if subject else 0.3) + near


def _aside(discourse: Discourse, draft: Draft) -> float:
    """How much less a mention counts that only owns something or stands behind a preposition."""
    line = discourse.lines[draft.line]
    if line.possessive(draft.last):
        return 0.9
    return 0.2 if line.word(draft.first - 1) in _PREPOSITIONS and line.joined(draft.first) else 0.0


def _later_subject(discourse: Discourse, draft: Draft, number: int, position: int) -> bool:
    """Whether another subject stands between the mention and the pronoun, so that the clause is over."""
    return any(
        draft.last < other.first < position
        and is_subject(discourse, other)
        and not _and_between(discourse, draft, other)
        for other in discourse.by_line.get(number, ())
    )


def _and_between(discourse: Discourse, one: Draft, other: Draft) -> bool:
    line = discourse.lines[one.line]
    return other.first - one.last == 1 and line.word(one.last) == "and"


def is_subject(discourse: Discourse, draft: Draft) -> bool:
    """Whether a finite verb follows the mention, alone or coordinated ("A and B met")."""
    if draft.subject is None:
        draft.subject = _governs(discourse, draft)
    return draft.subject


def _governs(discourse: Discourse, draft: Draft) -> bool:
    line = discourse.lines[draft.line]
    if line.word(draft.first - 1) in _PREPOSITIONS and line.joined(draft.first):
        return False
    position = draft.last
    if line.word(position) == "and" and line.joined(position):
        following = next((d for d in discourse.by_line[draft.line] if d.first == position + 1), None)
        if following is not None:
            position = following.last
    if line.word(position).endswith("ly") or line.word(position) in ("also", "then", "later", "earlier", "today"):
        position += 1
    word = line.word(position)
    if word not in discourse.gazetteer.verbs and not word.endswith("ed"):
        return False
    if line.joined(position):
        return True
    apposed = line.gap(draft.first) == "," or any(line.comma(k) for k in range(draft.first + 1, draft.last))
    return apposed and line.comma(position)


def _country_of(discourse: Discourse, number: int, position: int, person: Draft) -> None:
    """ "her country" is the state of the person meant."""
    state = discourse.gazetteer.actors.states_by_iso3.get(person.country or "")
    if state is None:
        return
    discourse.take(
        Draft(
            number,
            position,
            position + 2,
            actor_id_of(state.name),
            state.name,
            "state",
            state.iso3,
            found_by="coreference",
            confidence=0.8,
        )
    )
