"""Who is meant by a role, a body or a pronoun that does not say for whom: "the minister", "his counterpart".

In: titles that are still free, and the mentions found so far. Out: further drafts. When nothing fits,
the words are left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.actors.discourse import LOOK_BACK, Discourse, Draft
from pipeline.extract.actors.groups import matches_role, repeat, resolve_group, resolve_plural_role, roles_of
from pipeline.extract.actors.officeholders import figure_draft, find_holder, is_predicate, state_draft
from pipeline.extract.actors.pronouns import resolve_pronoun
from pipeline.extract.actors.reading import Item, Line
from pipeline.extract.actors.states import take_body
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import State

_INDEFINITE = frozenset({"a", "an", "another", "any", "every", "some", "no", "these", "those", "my"})
_PERSONAL = frozenset({"his", "her", "their", "its"})


def resolve_references(discourse: Discourse) -> None:
    """Roles without a side, counterparts, pronouns, and plurals, line by line in text order."""
    pronouns, groups = discourse.gazetteer.titles.pronouns, discourse.gazetteer.titles.groups
    for number, line in enumerate(discourse.lines):
        titles = {title.first: title for title in discourse.titles[number]}
        for position in range(len(line)):
            if discourse.taken[number][position]:
                continue
            title = titles.get(position)
            if title is not None and title.first < title.last:
                _role(discourse, number, line, title)
            elif line.folded[position] in pronouns:
                resolve_pronoun(discourse, number, line, position)
            elif position in line.items or line.folded[position] in groups:
                _referring_word(discourse, number, line, position)


def _role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    if title.determiner in _INDEFINITE or is_predicate(discourse, line, title):
        return
    if title.counterpart:
        _counterpart(discourse, number, line, title)
    elif title.plural:
        resolve_plural_role(discourse, number, line, title)
    elif title.roles and not title.sided and (title.determiner in ("the", "this", *_PERSONAL)):
        _definite_role(discourse, number, line, title)


def _definite_role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    def fits(draft: Draft) -> bool:
        return any(matches_role(discourse, role, title) for role in roles_of(discourse, draft))

    found = _antecedent(discourse, number, title.first, fits)
    if found is None:
        return
    figure = discourse.cast.get(found.actor_id)
    if figure is not None:
        discourse.take(figure_draft(discourse, number, title.first, title.last, figure, (), 0.85))
    else:
        discourse.take(repeat(found, number, title.first, title.last, 0.75))


def _antecedent(discourse: Discourse, number: int, word: int, fits: Callable[[Draft], bool]) -> Draft | None:
    """The best earlier person for a role: near, and the topic of its line."""
    best: tuple[float, Draft] | None = None
    for line in range(max(0, number - LOOK_BACK), number + 1):
        persons = _persons_of(discourse, line, word if line == number else None)
        for position, draft in enumerate(persons):
            if fits(draft):
                score = line - number + (0.8 if position == 0 else 0.0) + position * 0.01
                if best is None or score >= best[0]:
                    best = (score, draft)
    return best[1] if best else None


def _persons_of(discourse: Discourse, number: int, before: int | None) -> list[Draft]:
    """Single persons of a line in text order, up to a word."""
    found = [
        draft
        for draft in discourse.by_line.get(number, ())
        if draft.kind == "person" and not draft.group and (before is None or draft.last <= before)
    ]
    return sorted(found, key=lambda draft: draft.first)


def _counterpart(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    """ "his Azerbaijani counterpart": the same role for the other side."""
    if not title.states:
        return
    state = discourse.gazetteer.actors.states[title.states[0]]
    draft = None if title.plural else _same_role(discourse, number, title, state)
    discourse.take(draft or state_draft(number, title.first, title.last, state, None))


def _same_role(discourse: Discourse, number: int, title: Title, state: State) -> Draft | None:
    source = _antecedent(discourse, number, title.first, lambda draft: draft.country != state.iso3)
    if source is None:
        return None
    day = discourse.day_at(number, title.first)
    figure = discourse.cast.get(source.actor_id)
    roles = list(source.roles or (figure.roles if figure else ()))
    if figure is not None and figure.person is not None and day is not None:
        roles = [office.role for office in discourse.gazetteer.actors.offices_of(figure.person.id, day)] or roles
    copy = Title(title.first, title.last, roles=roles[:1], states=[state.id], head=title.head)
    return find_holder(discourse, number, copy, [state]) if copy.roles else None


def _referring_word(discourse: Discourse, number: int, line: Line, position: int) -> None:
    word = line.word(position)
    titles = discourse.gazetteer.titles
    if word in titles.groups:
        resolve_group(discourse, number, line, position, titles.groups[word])
    else:
        body = line.starting(position, "body", "weak_body")
        if body is not None:
            _body(discourse, number, line, body)


def _body(discourse: Discourse, number: int, line: Line, item: Item) -> None:
    """ "the ministry": the one named before, or that of the minister on stage."""
    if line.word(item.first - 1) not in ("the", *_PERSONAL) or not line.joined(item.first):
        return
    words = discourse.gazetteer.titles.bodies[item.entry.key]
    for draft in reversed(discourse.drafts):
        if draft.body is None or (draft.line, draft.first) > (number, item.first):
            continue
        if draft.body == item.entry.key or (item.entry.key == "ministry" and draft.body.endswith("_ministry")):
            discourse.take(repeat(draft, number, item.first, item.last, 0.8))
            return
    if words.role is None:
        return
    head = _antecedent(discourse, number, item.first, lambda draft: words.role in draft.roles)
    state = discourse.gazetteer.actors.states_by_iso3.get(head.country or "") if head else None
    if state is not None:
        take_body(discourse, number, line, item, state, item.first)
