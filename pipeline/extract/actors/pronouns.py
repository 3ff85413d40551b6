"""Pronouns of persons: who is meant by "he", "him", "his", "her country".

A subject pronoun prefers the subject before it, an object pronoun anyone but the subject of its own
clause, a possessive the nearest subject. Whom the text already calls "he" (its centre; Grosz, Joshi and
Weinstein 1995) and whom it is about are likelier than somebody just named. Two lines back is as far as a
pronoun reaches, except to the person that the text is about.
"""

from __future__ import annotations

from pipeline.core.text import actor_id_of
from pipeline.extract.actors.casting import cast_figure
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.officeholders import figure_draft
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.names import blank

_REACH = 2
_OBJECT = frozenset({"him", "himself", "herself"})
_POSSESSIVE = frozenset({"his", "her", "hers"})
_CENTRE = 0.5
"""What it adds that a pronoun means the person already."""
_ABOUT = 0.6
"""What it adds that the text is about the person."""
_ABOUT_ANYWHERE = -0.9
"""What the person whom the text is about scores when no line within reach names anybody better."""
_PARALLEL = 0.6
"""What it adds that "him" would repeat a "him" of the line before."""
_UNKNOWN_SEX = 0.4
_LEAST_MENTIONS = 4
_LONGEST_ASIDE = 12
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
    draft = found.at(number, position, position + 1, "coreference", confidence)
    draft.pronoun = True
    discourse.take(draft)
    if word in _POSSESSIVE:
        _relative(discourse, number, line, position + 1, found)


def _relative(discourse: Discourse, number: int, line: Line, position: int, owner: Draft) -> None:
    """ "His son Ilham": a known person with this given name and the family name of whoever is meant."""
    kin = next((k for k in range(position, position + 3) if discourse.gazetteer.word_in("kin", line.word(k))), None)
    if kin is None or not all(line.joined(k) for k in range(position, kin + 1)):
        return
    name = kin + 1
    if not line.upper(name) or not (line.joined(name) or line.comma(name)) or discourse.taken[number][name]:
        return
    family, given = set(blank(owner.name).split()[-1:]), line.word(name)
    bearers = discourse.gazetteer.persons_by_token.get(given, ())
    fitting = [p for p in bearers if blank(p.name).split()[0] == given and family & set(blank(p.name).split()[1:])]
    if len(fitting) == 1 and actor_id_of(fitting[0].name) != owner.actor_id:
        figure = cast_figure(discourse, number, fitting[0].name, fitting[0], Title(name, name), name)
        discourse.take(figure_draft(discourse, number, kin, name + 1, figure, (), 0.8))


def _person(discourse: Discourse, number: int, line: Line, position: int, sex: str) -> Draft | None:
    word = line.folded[position]
    about = _person_in_focus(discourse)
    best: tuple[float, Draft] | None = None
    reach = 0 if _speaker_unnamed(discourse, number, line) else _REACH
    for other in range(max(0, number - reach), number + 1):
        for rank, draft in enumerate(_candidates(discourse, other, position if other == number else None)):
            if draft.sex not in (sex, ""):
                continue
            score = _score(discourse, draft, rank, word, number, position)
            if score is None:
                continue
            score += _salience(draft, about) - (_UNKNOWN_SEX if draft.sex == "" else 0.0)
            if best is None or score >= best[0]:
                best = (score, draft)
    if reach and about is not None and about.sex == sex and (best is None or best[0] < _ABOUT_ANYWHERE):
        best = (_ABOUT_ANYWHERE, about)
    return _entry(discourse, number, sex) or (best[1] if best else None)


def _salience(draft: Draft, about: Draft | None) -> float:
    pronoun = draft.pronoun
    return _CENTRE * pronoun + (_ABOUT if about is not None and draft.actor_id == about.actor_id else 0.0)


def _person_in_focus(discourse: Discourse) -> Draft | None:
    """The person whom the document speaks of far more than of any other: last mention so far."""
    ranked = discourse.person_counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST_MENTIONS or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return discourse.last_mention[ranked[0][0]]


def _speaker_unnamed(discourse: Discourse, number: int, line: Line) -> bool:
    """ "A pensioner told how he ...": the sentence is about somebody without a name."""
    speaks = any(discourse.gazetteer.word_in("speech", word) for word in line.folded[2:4])
    return line.word(0) in ("a", "an") and speaks and not _candidates(discourse, number, None)


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
        alike = word in _OBJECT and draft.pronoun and discourse.lines[draft.line].word(draft.first) in _OBJECT
        place = (0.8 if rank == 0 else 0.0) + (0.2 if subject else 0.0) + rank * 0.01 - aside
        return draft.line - number + place + (_PARALLEL if alike else 0.0)
    near = draft.first * 0.001
    if word in _OBJECT:
        over = _new_clause(discourse.lines[number], draft.last, position)
        if subject and not over and not _later_subject(discourse, draft, number, position):
            return None
        owner = discourse.lines[draft.line].possessive(draft.last)
        return (0.4 if subject else -0.2 if owner else 1.0) + near
    if word in _POSSESSIVE and draft.last >= position - 3 and draft.found_by == "coreference":
        return 2.0
    return (1.0 if subject and not _one_of_several(discourse, draft) else 0.3) + near


def _one_of_several(discourse: Discourse, draft: Draft) -> bool:
    """ "A and B became her deputies": a singular pronoun means neither."""
    line = discourse.lines[draft.line]
    persons = [d for d in discourse.by_line[draft.line] if d.kind == "person" and d is not draft]
    return any(
        _and_between(discourse, *pair) for other in persons for pair in ((draft, other), (other, draft))
    ) and not line.possessive(draft.last)


def _aside(discourse: Discourse, draft: Draft) -> float:
    """How much less a mention counts that only owns something or stands behind a preposition."""
    line = discourse.lines[draft.line]
    if line.possessive(draft.last):
        return 0.9
    return 0.2 if line.word(draft.first - 1) in _PREPOSITIONS and line.joined(draft.first) else 0.0


def _new_clause(line: Line, first: int, last: int) -> bool:
    """Whether a semicolon or colon stands between two words: "A was arrested; a court sentenced him"."""
    return any(mark in line.gaps[k] for k in range(first, last + 1) for mark in (";", ":"))


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
    if line.comma(position):
        behind = _behind_aside(discourse, draft)
        return behind is not None and line.word(behind) in discourse.gazetteer.verbs
    if line.word(position).endswith("ly") or line.word(position) in ("also", "then", "later", "earlier", "today"):
        position += 1
    word = line.word(position)
    if word not in discourse.gazetteer.verbs and not word.endswith("ed"):
        return False
    if line.joined(position):
        return True
    apposed = line.gap(draft.first) == "," or any(line.comma(k) for k in range(draft.first + 1, draft.last))
    return apposed and line.comma(position)


def _behind_aside(discourse: Discourse, draft: Draft) -> int | None:
    """The word behind what stands between commas after a mention ("Elchibey, desperate, sent for him")."""
    line = discourse.lines[draft.line]
    if line.joined(draft.first) and line.word(draft.first - 1) in discourse.gazetteer.verbs:
        return None
    stop = min(draft.last + _LONGEST_ASIDE, line.size)
    return next((k for k in range(draft.last + 1, stop) if line.comma(k)), None)


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
