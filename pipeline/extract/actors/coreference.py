"""Who is meant by an office, a role, a pronoun or a plural: "Pakistan's foreign minister", "both sides".

In: titles that no name took, and the mentions found so far. Out: further drafts. When several readings
are about as good, the words are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.core.records import ActorMention
from pipeline.extract.actors.discourse import Discourse, Draft, Figure, actor_id_of, roles_agree
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import State

_INDEFINITE = frozenset({"a", "an", "another", "any", "every", "some", "no", "these", "those", "my"})
_PERSONAL = frozenset({"his", "her", "their", "its"})
_LOOK_BACK = 6  # lines


def resolve_titles(discourse: Discourse) -> None:
    """Titles that say for whom they are: the holder on the day, or the state."""
    for number, line in enumerate(discourse.lines):
        for title in list(discourse.titles[number]):
            if title.first == title.last or not discourse.free(number, title.first, title.last):
                continue
            if title.sided and not title.counterpart and title.roles:
                _sided(discourse, number, line, title)


def resolve_references(discourse: Discourse) -> None:
    """Roles without a side, counterparts, pronouns, and plurals, line by line in text order."""
    for number, line in enumerate(discourse.lines):
        titles = {title.first: title for title in discourse.titles[number]}
        for position in range(len(line)):
            if discourse.taken[number][position]:
                continue
            title = titles.get(position)
            if title is not None and title.first < title.last:
                _role(discourse, number, line, title)
            else:
                _word(discourse, number, line, position)


def _sided(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    if title.determiner in _INDEFINITE and not title.plural:
        return
    states = [
        discourse.gazetteer.actors.states[s] for s in title.states if s in discourse.gazetteer.actors.states
    ]
    if title.plural and len(states) > 1:
        members = tuple(_member(discourse, line, title, state) for state in states)
        _take_group(discourse, number, title.first, title.last, members, 0.85)
        return
    if title.plural:
        if states:
            _take_state(discourse, number, title.first, title.last, states[0], None)
        return
    draft = _holder(discourse, number, title, states)
    if draft is not None:
        discourse.take(draft)


def _member(discourse: Discourse, line: Line, title: Title, state: State) -> ActorMention:
    office = None
    if title.roles:
        role = discourse.gazetteer.titles.roles[title.roles[-1]]
        office = f"{_capitalised(role.forms[0])} of {state.name}"
    start, end = line.starts[title.first], line.ends[title.last - 1]
    return ActorMention(
        start,
        end,
        actor_id_of(state.name, known=True),
        state.name,
        "state",
        state.iso3,
        office,
        "office",
        (),
        0.85,
    )


def _capitalised(words: str) -> str:
    return " ".join(w if w in ("of", "and", "the", "for") else w[:1].upper() + w[1:] for w in words.split())


def _holder(discourse: Discourse, number: int, title: Title, states: list[State]) -> Draft | None:
    day = discourse.day_at(number, title.first)
    actors = discourse.gazetteer.actors
    iso = states[0].iso3 if states else None
    figure = _figure_in_office(discourse, title, iso, number)
    if figure is not None and not title.past:
        return _figure_draft(discourse, number, title.first, title.last, figure, title.roles, 0.9)
    holder_of = states[0].id if states else title.organisation or ""
    for role in reversed(title.roles):
        for office in actors.offices_by_holder.get(holder_of, ()):
            if title.past or day is None or not roles_agree(office.role, role) or office.collegial:
                continue
            if office.to and title.to and office.to != title.to:
                continue
            person = actors.holder(office.id, day)
            if person is not None:
                return Draft(
                    number,
                    title.first,
                    title.last,
                    actor_id_of(person.name, known=True),
                    person.name,
                    "person",
                    person.country,
                    office.title,
                    "office",
                    (),
                    0.85,
                    sex=person.sex,
                    roles=frozenset(title.roles),
                )
    if states:
        role_words = discourse.gazetteer.titles.roles[title.roles[-1]]
        office_name = None if role_words.generic or title.past else discourse.composed_office(title)
        return _state_draft(number, title.first, title.last, states[0], office_name)
    organisation = actors.organisations.get(title.organisation or "")
    if organisation is None:
        return None
    return Draft(
        number,
        title.first,
        title.last,
        actor_id_of(organisation.name, known=True),
        organisation.name,
        organisation.kind,
        organisation.country,
        discourse.composed_office(title),
        "office",
        (),
        0.7,
    )


def _figure_in_office(discourse: Discourse, title: Title, iso: str | None, number: int) -> Figure | None:
    """Somebody of the document who has this office and side; the latest introduced first."""
    if iso is None:
        return None
    found = [
        figure
        for figure in discourse.cast.values()
        if figure.country == iso and any(roles_agree(a, b) for a in figure.roles for b in title.roles[-1:])
    ]
    before = [figure for figure in found if figure.first_line <= number]
    pool = before or found
    return pool[-1] if pool else None


def _figure_draft(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    figure: Figure,
    roles: Iterable[str],
    confidence: float,
) -> Draft:
    office = figure.title if figure.person is None else None
    if figure.person is not None:
        held = discourse.office_of(figure.person, list(roles), discourse.day_at(number, first))
        office = held.title if held else None
    return Draft(
        number,
        first,
        last,
        figure.actor_id,
        figure.name,
        "person",
        figure.country,
        office,
        "coreference",
        (),
        confidence,
        sex=figure.sex,
        roles=frozenset(figure.roles),
    )


def _state_draft(number: int, first: int, last: int, state: State, office: str | None) -> Draft:
    return Draft(
        number,
        first,
        last,
        actor_id_of(state.name, known=True),
        state.name,
        "state",
        state.iso3,
        office,
        "office",
        (),
        0.8,
    )


def _take_state(
    discourse: Discourse, number: int, first: int, last: int, state: State, office: str | None
) -> None:
    discourse.take(_state_draft(number, first, last, state, office))


def _take_group(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    members: tuple[ActorMention, ...],
    confidence: float,
) -> None:
    if not members:
        return
    name = " and ".join(member.name for member in members)
    kind = members[0].kind
    discourse.take(
        Draft(
            number,
            first,
            last,
            members[0].actor_id,
            name,
            kind,
            None,
            None,
            "coreference",
            members,
            confidence,
        )
    )


def _role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    if title.determiner in _INDEFINITE:
        return
    if title.counterpart:
        _counterpart(discourse, number, line, title)
    elif title.plural:
        _plural_role(discourse, number, line, title)
    elif title.roles and not title.sided and (title.determiner in ("the", "this", *_PERSONAL)):
        _definite_role(discourse, number, line, title)


def _definite_role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    def fits(draft: Draft) -> bool:
        figure = discourse.cast.get(draft.actor_id)
        roles = set(draft.roles) | (figure.roles if figure else set())
        return any(_matches_role(discourse, role, title) for role in roles)

    found = _antecedent(discourse, number, title.first, fits)
    if found is None:
        return
    figure = discourse.cast.get(found.actor_id)
    if figure is not None:
        discourse.take(_figure_draft(discourse, number, title.first, title.last, figure, (), 0.85))
    else:
        discourse.take(_again(found, number, title.first, title.last, 0.75))


def _matches_role(discourse: Discourse, role: str, title: Title) -> bool:
    words = discourse.gazetteer.titles.roles.get(role)
    if words is None:
        return role in title.roles
    return title.head in words.short or any(roles_agree(role, r) for r in title.roles)


def _again(found: Draft, number: int, first: int, last: int, confidence: float) -> Draft:
    return Draft(
        number,
        first,
        last,
        found.actor_id,
        found.name,
        found.kind,
        found.country,
        found.office,
        "coreference",
        found.group,
        min(confidence, found.confidence),
        sex=found.sex,
        roles=found.roles,
    )


def _antecedent(discourse: Discourse, number: int, word: int, fits: Callable[[Draft], bool]) -> Draft | None:
    """The best earlier person: near, and the topic of its line."""
    best: tuple[float, Draft] | None = None
    for draft in discourse.drafts:
        if draft.kind != "person" or draft.group or (draft.line, draft.first) >= (number, word):
            continue
        distance = number - draft.line
        if distance > _LOOK_BACK or not fits(draft):
            continue
        score = -1.0 * distance + (0.8 if _is_topic(discourse, draft) else 0.0) + draft.first * 0.001
        if best is None or score >= best[0]:
            best = (score, draft)
    return best[1] if best else None


def _is_topic(discourse: Discourse, draft: Draft) -> bool:
    """Whether the mention comes first among the persons of its line."""
    earlier = [
        d for d in discourse.drafts if d.line == draft.line and d.kind == "person" and d.first < draft.first
    ]
    return not earlier


def _counterpart(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    """ "his Azerbaijani counterpart": the same role for the other side."""
    source = _antecedent(discourse, number, title.first, lambda draft: bool(draft.roles or draft.office))
    if source is None or not title.states or title.plural:
        return
    state = discourse.gazetteer.actors.states[title.states[0]]
    day = discourse.day_at(number, title.first)
    figure = discourse.cast.get(source.actor_id)
    roles = list(source.roles or (figure.roles if figure else ()))
    if figure is not None and figure.person is not None and day is not None:
        roles = [
            office.role for office in discourse.gazetteer.actors.offices_of(figure.person.id, day)
        ] or roles
    copy = Title(title.first, title.last, roles=roles[:1], states=[state.id], head=title.head)
    if not copy.roles:
        return
    draft = _holder(discourse, number, copy, [state])
    if draft is not None and draft.actor_id != source.actor_id:
        discourse.take(draft)


def _plural_role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    """ "the two presidents": the latest persons of that role, one for each side."""
    count = discourse.gazetteer.titles.numbers.get(line.word(title.first - 1))
    if title.determiner not in ("the", "both", "two", "three", "four", "five", "their") and count is None:
        return

    def fits(draft: Draft) -> bool:
        figure = discourse.cast.get(draft.actor_id)
        roles = set(draft.roles) | (figure.roles if figure else set())
        return any(
            _matches_role(discourse, role, Title(0, 0, roles=title.roles, head=_singular(title.head)))
            for role in roles
        )

    members = _latest(discourse, number, title.first, lambda d: d.kind == "person" and fits(d), count or 2)
    if members is None:
        members = _latest(discourse, number, title.first, lambda d: d.kind == "state", count or 2)
    if members is not None:
        _take_group(discourse, number, title.first, title.last, members, 0.75)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _word(discourse: Discourse, number: int, line: Line, position: int) -> None:
    word = line.word(position)
    titles = discourse.gazetteer.titles
    pronoun = titles.pronouns.get(word)
    if pronoun is not None and not pronoun.many:
        _pronoun(discourse, number, position, pronoun.sex)
    elif word in titles.groups:
        _group(discourse, number, line, position, titles.groups[word])


def _pronoun(discourse: Discourse, number: int, position: int, sex: str) -> None:
    found = _antecedent(discourse, number, position, lambda draft: draft.sex in (sex, "") or not sex)
    if found is not None and number - found.line <= 2:
        discourse.take(_again(found, number, position, position + 1, 0.8 if found.sex == sex else 0.65))


def _group(discourse: Discourse, number: int, line: Line, position: int, of: str) -> None:
    before = line.word(position - 1)
    count = discourse.gazetteer.titles.numbers.get(before)
    first = position
    while (
        first > 0
        and line.joined(first)
        and line.word(first - 1) in _GROUP_WORDS | discourse.gazetteer.titles.numbers.keys()
    ):
        first -= 1
        count = count or discourse.gazetteer.titles.numbers.get(line.word(first))
    words = line.folded[first:position]
    if "the" not in words and "both" not in words and count is None:
        return
    if of == "person":
        members = _latest(discourse, number, first, lambda draft: draft.kind == "person", count or 2)
    else:
        members = _latest_states(discourse, number, first, count or 2)
    if members is not None:
        start = first + 1 if words[0] == "the" else first
        _take_group(discourse, number, min(start, position), position + 1, members, 0.8 if count else 0.65)


_GROUP_WORDS = frozenset(
    {
        "the",
        "warring",
        "brotherly",
        "fraternal",
        "friendly",
        "south",
        "caucasus",
        "neighbouring",
        "other",
        "participating",
        "conflicting",
    }
)


def _latest(
    discourse: Discourse, number: int, word: int, fits: Callable[[Draft], bool], count: int
) -> tuple[ActorMention, ...] | None:
    """The latest ``count`` different actors before a word, in text order; ``None`` when there are fewer."""
    found: dict[str, Draft] = {}
    for draft in sorted(discourse.drafts, key=lambda d: (d.line, d.first), reverse=True):
        if (draft.line, draft.first) >= (number, word) or number - draft.line > _LOOK_BACK:
            continue
        if draft.group or not fits(draft):
            continue
        found.setdefault(draft.actor_id, draft)
        if len(found) == count:
            return tuple(_as_mention(discourse, d) for d in reversed(found.values()))
    return None


def _latest_states(
    discourse: Discourse, number: int, word: int, count: int
) -> tuple[ActorMention, ...] | None:
    """The sides: the countries of the latest states and persons."""
    found: dict[str, State] = {}
    by_iso = discourse.gazetteer.actors.states_by_iso3
    for draft in sorted(discourse.drafts, key=lambda d: (d.line, d.first), reverse=True):
        if (draft.line, draft.first) >= (number, word) or number - draft.line > _LOOK_BACK:
            continue
        for iso in [member.country for member in reversed(draft.group)] or [draft.country]:
            state = by_iso.get(iso or "")
            if state is not None:
                found.setdefault(state.id, state)
            if len(found) == count:
                return tuple(_state_mention(s) for s in reversed(found.values()))
    return None


def _state_mention(state: State) -> ActorMention:
    return ActorMention(
        0,
        0,
        actor_id_of(state.name, known=True),
        state.name,
        "state",
        state.iso3,
        None,
        "coreference",
        (),
        0.8,
    )


def _as_mention(discourse: Discourse, draft: Draft) -> ActorMention:
    line = discourse.lines[draft.line]
    return ActorMention(
        line.starts[draft.first],
        line.ends[draft.last - 1],
        draft.actor_id,
        draft.name,
        draft.kind,
        draft.country,
        draft.office,
        draft.found_by,
        draft.group,
        draft.confidence,
        draft.attributive,
    )
