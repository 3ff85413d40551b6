"""Who is meant by a role, a body or a pronoun that does not say for whom: "the minister", "his counterpart".

In: titles that are still free, and the mentions found so far. Out: further drafts. When nothing fits,
the words are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.extract.actors.discourse import LOOK_BACK, Discourse, Draft
from pipeline.extract.actors.gazetteer import PRINCIPAL_ROLES, bits_of
from pipeline.extract.actors.groups import (
    as_mention,
    matches_role,
    named_after,
    repeat,
    resolve_group,
    resolve_plural_role,
    roles_of,
    take_group,
)
from pipeline.extract.actors.officeholders import (
    figure_draft,
    find_holder,
    is_predicate,
    state_at_issue,
    state_draft,
)
from pipeline.extract.actors.pronouns import resolve_pronoun
from pipeline.extract.actors.reading import Item, Line
from pipeline.extract.actors.states import stands_alone, take_body
from pipeline.extract.actors.things import resolve_noun, resolve_plural_pronoun, resolve_thing
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import State
from pipeline.lexicon.names import blank

_INDEFINITE = frozenset({"a", "an", "another", "any", "every", "some", "no", "these", "those", "my"})
_ENVOYS = frozenset({"ambassador"})
_REFERRING_BITS = bits_of("body", "weak_body", "authority", "force")
_NATIONAL_BITS = bits_of("demonym")
_PERSONAL = frozenset({"his", "her", "their", "its"})


def resolve_references(discourse: Discourse) -> None:
    """Roles without a side, counterparts, pronouns, and plurals, line by line in text order."""
    gazetteer = discourse.gazetteer
    pronouns, nouns = gazetteer.titles.pronouns, gazetteer.titles.references
    polities, guests = gazetteer.titles.words["state_words"], gazetteer.titles.words["guests"]
    words = gazetteer.referring_words
    for number, line in enumerate(discourse.lines):
        titles = {title.first: title for title in discourse.titles[number]}
        taken = discourse.taken[number]
        found = {position for position, word in enumerate(line.folded) if word in words}
        found.update(position for position, kinds in line.kinds.items() if kinds & _REFERRING_BITS)
        found.update(position for position, kinds in line.kinds.items() if kinds & _NATIONAL_BITS)
        for position in sorted(found.union(titles)):
            if taken[position]:
                continue
            word = line.folded[position]
            title = titles.get(position)
            if title is not None and title.first < title.last:
                _role(discourse, number, line, title)
            elif stands_alone(discourse, line, position):
                _national(discourse, number, line, position)
            elif word in pronouns:
                _pronoun(discourse, number, line, position)
            elif word in guests:
                _guest(discourse, number, line, position)
            elif word in polities:
                _territory(discourse, number, line, position)
            elif word in nouns and resolve_noun(discourse, number, line, position):
                continue
            else:
                _referring_word(discourse, number, line, position)


def _pronoun(discourse: Discourse, number: int, line: Line, position: int) -> None:
    pronoun = discourse.gazetteer.titles.pronouns[line.folded[position]]
    if pronoun.thing:
        resolve_thing(discourse, number, line, position)
    elif pronoun.many:
        resolve_plural_pronoun(discourse, number, line, position)
    else:
        resolve_pronoun(discourse, number, line, position)


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
    """ "The premier": the latest person of that role, else who holds the office in the state at issue."""
    owner = _owner_state(discourse, number, title.first) if title.determiner in _PERSONAL else None

    def fits(draft: Draft) -> bool:
        if owner is not None and draft.country != owner.iso3:
            return False
        return any(matches_role(discourse, role, title) for role in roles_of(discourse, draft))

    principal = title.roles[-1] in PRINCIPAL_ROLES
    found = _antecedent(discourse, number, title.first, fits, number if principal else LOOK_BACK)
    if found is not None:
        figure = discourse.cast.get(found.actor_id)
        if figure is not None:
            discourse.take(figure_draft(discourse, number, title.first, title.last, figure, (), 0.85))
        else:
            discourse.take(repeat(found, number, title.first, title.last, 0.75))
        return
    general = discourse.gazetteer.titles.roles[title.roles[-1]].generic
    state = None if general else owner
    if owner is None and principal and title.determiner == "the":
        state = state_at_issue(discourse, number, title.roles[-1])
    draft = find_holder(discourse, number, title, [state]) if state is not None else None
    if draft is not None and (owner is not None or draft.kind == "person"):
        discourse.take(replace(draft, confidence=0.65))


def _owner_state(discourse: Discourse, number: int, position: int) -> State | None:
    """The state of "its" or "his" right before a word, as the pronoun was understood."""
    owner = next((d for d in discourse.by_line.get(number, ()) if d.last == position and not d.group), None)
    return discourse.gazetteer.actors.states_by_iso3.get(owner.country or "") if owner else None


def _antecedent(
    discourse: Discourse, number: int, word: int, fits: Callable[[Draft], bool], reach: int = LOOK_BACK
) -> Draft | None:
    """The best earlier person for a role: near, and the topic of its line."""
    best: tuple[float, Draft] | None = None
    for line in range(number, max(0, number - reach) - 1, -1):
        if best is not None and best[0] > line - number + 1.0:
            break  # no line further up can be better
        persons = _persons_of(discourse, line, word if line == number else None)
        for position, draft in enumerate(persons):
            score = line - number + (0.8 if position == 0 else 0.0) + position * 0.01
            if (best is None or score > best[0]) and fits(draft):
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
        _unnamed_counterpart(discourse, number, title)
        return
    if title.plural and len(title.states) > 1:
        _counterparts(discourse, number, line, title)
        return
    state = discourse.gazetteer.actors.states[title.states[0]]
    draft = None if title.plural else _same_role(discourse, number, title, state)
    discourse.take(draft or state_draft(number, title.first, title.last, state, None))


def _counterparts(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    """ "His Azerbaijani and Armenian counterparts, A and B": those named behind, else the same role for each side."""
    members = named_after(discourse, number, line, title)
    states = [discourse.gazetteer.actors.states[state] for state in title.states]
    if not members:
        drafts = [_same_role(discourse, number, title, state) for state in states]
        members = tuple(
            as_mention(discourse, draft or state_draft(number, title.first, title.last, state, None))
            for draft, state in zip(drafts, states, strict=True)
        )
    take_group(discourse, number, title.first, title.last, members, 0.8)


def _unnamed_counterpart(discourse: Discourse, number: int, title: Title) -> None:
    """ "The minister invited his counterpart": somebody else of the same role, on stage before."""
    if title.plural or title.organisation:
        return
    source = _antecedent(discourse, number, title.first, lambda draft: draft.line == number)
    if source is None:
        return
    roles = roles_of(discourse, source)

    def fits(draft: Draft) -> bool:
        foreign = draft.actor_id != source.actor_id and draft.country != source.country
        return foreign and not roles.isdisjoint(roles_of(discourse, draft))

    found = _antecedent(discourse, number, title.first, fits)
    if found is not None:
        discourse.take(repeat(found, number, title.first, title.last, 0.75))


def _same_role(discourse: Discourse, number: int, title: Title, state: State) -> Draft | None:
    source = _antecedent(discourse, number, title.first, lambda draft: draft.country != state.iso3)
    if source is None:
        return None
    day = discourse.day_at(number, title.first)
    figure = discourse.cast.get(source.actor_id)
    roles = list(source.roles or (figure.roles if figure else ()))
    if figure is not None and figure.person is not None and day is not None:
        roles = [office.role for office in discourse.gazetteer.offices_of(figure.person.id, day)] or roles
    copy = Title(title.first, title.last, roles=roles[:1], states=[state.id], head=title.head)
    return find_holder(discourse, number, copy, [state]) if copy.roles else None


def _territory(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """ "The unrecognised republic": the territory without recognition named last, or the one meant before."""
    word, first = line.word(position), position
    while line.joined(first) and discourse.gazetteer.word_in("modifiers", line.word(first - 1)):
        first -= 1
    if line.word(first - 1) != "the" or not line.joined(first):
        return
    state = _last_state(discourse, number, position)
    again = [d for d in discourse.drafts if d.roles == frozenset({word}) and d.line <= number]
    if state is not None and state.kind == "de_facto":
        draft = state_draft(number, first, position + 1, state, None)
        discourse.take(replace(draft, found_by="coreference", confidence=0.7, roles=frozenset({word})))
    elif again:
        discourse.take(repeat(again[-1], number, first, position + 1, 0.65))


def _last_state(discourse: Discourse, number: int, position: int) -> State | None:
    """The state, demonym or people named last before a word, at most one line up."""
    for other in (number, number - 1):
        if other < 0:
            break
        items = [
            item
            for found in discourse.lines[other].items.values()
            for item in found
            if item.entry.kind in ("state", "demonym", "people") and (other < number or item.last <= position)
        ]
        if items:
            last = max(items, key=lambda item: (item.last, -item.first))
            return discourse.gazetteer.actors.states[last.entry.key]
    return None


def _referring_word(discourse: Discourse, number: int, line: Line, position: int) -> None:
    word = line.word(position)
    titles = discourse.gazetteer.titles
    if word in titles.groups:
        resolve_group(discourse, number, line, position, titles.groups[word])
    else:
        body = line.starting(position, "body", "weak_body")
        if body is not None:
            _body(discourse, number, line, body)
        else:
            _standing_for_state(discourse, number, line, line.starting(position, "authority", "force"))


def _standing_for_state(discourse: Discourse, number: int, line: Line, item: Item | None) -> None:
    """ "The delegation", "the troops": those of the state that sent them before."""
    if item is None or line.word(item.first - 1) != "the" or not line.joined(item.first):
        return
    noun = line.word(item.last - 1)
    for draft in reversed(discourse.drafts):
        place = (draft.line, draft.first)
        if draft.kind != "state" or place >= (number, item.first) or number - draft.line > LOOK_BACK:
            continue
        if discourse.lines[draft.line].folded[draft.last - 1] == noun:
            discourse.take(repeat(draft, number, item.first, item.last, 0.75))
            return


def _national(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """ "The Pakistani thanked his host": the latest person of that country, else the state."""
    item = line.starting(position, "demonym")
    state = discourse.gazetteer.actors.states.get(item.entry.key) if item is not None else None
    if item is None or state is None:
        return
    found = _antecedent(discourse, number, position, lambda draft: draft.country == state.iso3)
    draft = (
        repeat(found, number, position, item.last, 0.75)
        if found
        else state_draft(number, position, item.last, state, None)
    )
    discourse.take(draft)


def _guest(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """ "The Pakistani side briefed the guest": the latest person of another side than the host's."""
    if line.word(position - 1) not in ("the", "his", "her") or not line.joined(position):
        return
    hosts = [d for d in discourse.by_line.get(number, ()) if d.last <= position and d.country]
    if not hosts:
        return
    host = min(hosts, key=lambda draft: draft.first)
    found = _antecedent(discourse, number, position, lambda d: d.country not in (None, host.country))
    if found is not None:
        discourse.take(repeat(found, number, position, position + 1, 0.7))


def _body(discourse: Discourse, number: int, line: Line, item: Item) -> None:
    """ "the ministry": the one named before, or that of the minister on stage."""
    if line.word(item.first - 1) not in ("the", *_PERSONAL) or not line.joined(item.first):
        return
    words = discourse.gazetteer.titles.bodies[item.entry.key]
    owner = _owner_state(discourse, number, item.first) if line.word(item.first - 1) == "its" else None
    if owner is not None:
        take_body(discourse, number, line, item, owner, item.first)
        return
    for draft in reversed(discourse.drafts):
        if draft.body is None or (draft.line, draft.first) > (number, item.first):
            continue
        if draft.body == item.entry.key or (item.entry.key == "ministry" and draft.body.endswith("_ministry")):
            discourse.take(repeat(draft, number, item.first, item.last, 0.8))
            return
    named = _named_before(discourse, number, line, item)
    if named is not None:
        discourse.take(repeat(named, number, item.first, item.last, 0.75))
        return
    guests = _envoys_before(discourse, number, item.first)
    state = _state_of_head(discourse, number, item, words.role) if words.role is not None else None
    if (state is None or state.iso3 in guests) and line.word(item.first - 1) == "the":
        clear = item.entry.key != "ministry" or bool(guests)
        state = state_at_issue(discourse, number, "", without=guests) if clear else None
    if state is not None:
        take_body(discourse, number, line, item, state, item.first)


def _envoys_before(discourse: Discourse, number: int, word: int) -> set[str]:
    """ISO codes of the states whose envoys a line names before: they come to the ministry of another state."""
    drafts = discourse.by_line.get(number, ())
    return {d.country for d in drafts if d.last <= word and d.country and not _ENVOYS.isdisjoint(d.roles)}


def _named_before(discourse: Discourse, number: int, line: Line, item: Item) -> Draft | None:
    """ "The Supreme Court", after "the Supreme Court of Pakistan"."""
    wanted = set(line.folded[item.first : item.last])
    for draft in reversed(discourse.drafts):
        before = (draft.line, draft.first) < (number, item.first)
        if before and draft.kind not in ("person", "state") and wanted <= set(blank(draft.name).split()):
            return draft
    return None


def _state_of_head(discourse: Discourse, number: int, item: Item, role: str) -> State | None:
    """The state of the minister on stage, for "the ministry"."""
    head = _antecedent(discourse, number, item.first, lambda draft: role in draft.roles)
    return discourse.gazetteer.actors.states_by_iso3.get(head.country or "") if head else None
