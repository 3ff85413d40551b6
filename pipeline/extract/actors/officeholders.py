"""Offices named without their holder: "Pakistan's foreign minister", "the leaders of A and B".

In: titles that say for whom they are and that no name took. Out: the holder on the day, somebody of the
document who has the office, or the state itself. Several states make a group of states: such sentences
speak of the sides, and the sentence that follows often names the persons anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.core.records import ActorMention
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.discourse import Discourse, Draft, Figure, capitalised
from pipeline.extract.actors.groups import leading_role, named_after, take_group
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import State

_OFFICES = frozenset({"office", "administration", "secretariat", "apparatus", "house", "press"})
_INDEFINITE = frozenset({"a", "an", "another", "any", "every", "some", "no"})


def resolve_titles(discourse: Discourse) -> None:
    """Titles that say for whom they are: the holder on the day, or the state."""
    for number, line in enumerate(discourse.lines):
        for title in list(discourse.titles[number]):
            if title.first == title.last or not discourse.free(number, title.first, title.last):
                continue
            office = title.sided and not title.counterpart and title.roles
            if office and not _office_as_body(discourse, number, line, title):
                _sided(discourse, number, line, title)


def _office_as_body(discourse: Discourse, number: int, line: Line, title: Title) -> bool:
    """ "The Armenian prime minister's office" is a body of the state, not the person."""
    noun = line.word(title.last + 1)
    if not line.possessive(title.last) or noun not in _OFFICES or not title.states or title.plural:
        return False
    state = discourse.gazetteer.actors.states.get(title.states[0])
    if state is None:
        return False
    discourse.take(state_draft(number, title.first, title.last + 2, state, None))
    return True


def _sided(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    if title.determiner in _INDEFINITE and not title.plural:
        return
    if is_predicate(discourse, line, title):
        return
    states = [discourse.gazetteer.actors.states[s] for s in title.states if s in discourse.gazetteer.actors.states]
    named = named_after(discourse, number, line, title) if title.plural and not title.organisation else ()
    if named:
        take_group(discourse, number, title.first, title.last, named, 0.9, frozenset(title.roles))
        return
    if title.plural and len(states) > 1:
        members = tuple(_member(discourse, line, title, state) for state in states)
        take_group(discourse, number, title.first, title.last, members, 0.85, frozenset(title.roles))
        return
    if title.plural:
        if states:
            _take_state(discourse, number, title.first, title.last, states[0], None)
        elif title.organisation:
            discourse.take(_organisation_draft(discourse, number, title))
        return
    draft = find_holder(discourse, number, title, states)
    if draft is not None:
        discourse.take(draft)


def is_predicate(discourse: Discourse, line: Line, title: Title) -> bool:
    """ "became president of Azerbaijan", "was the speaker of parliament": says what somebody is."""
    before = title.first - 1 - bool(title.determiner)
    if title.plural or line.word(before - 1) == "well":
        return False
    return line.joined(before + 1) and discourse.gazetteer.word_in("predicates", line.word(before))


def _member(discourse: Discourse, line: Line, title: Title, state: State) -> ActorMention:
    office = None
    if title.roles:
        role = discourse.gazetteer.titles.roles[title.roles[-1]]
        office = f"{capitalised(role.forms[0])} of {state.name}"
    start, end = line.starts[title.first], line.ends[title.last - 1]
    return ActorMention(
        start,
        end,
        actor_id_of(state.name),
        state.name,
        "state",
        state.iso3,
        office,
        "office",
        (),
        0.85,
    )


def find_holder(discourse: Discourse, number: int, title: Title, states: list[State]) -> Draft | None:
    """Who holds the office: somebody of the document, the holder on the day, else the side itself."""
    day = discourse.day_at(number, title.first)
    actors = discourse.gazetteer.actors
    iso = states[0].iso3 if states else None
    figure = _figure_in_office(discourse, title, iso, number)
    if figure is not None and not title.past:
        return figure_draft(discourse, number, title.first, title.last, figure, title.roles, 0.9)
    holder_of = states[0].id if states else title.organisation or ""
    for role in reversed(title.roles):
        for office in actors.offices_by_holder.get(holder_of, ()):
            if title.past or day is None or not discourse.gazetteer.agree(office.role, role) or office.collegial:
                continue
            if office.to and office.to != (title.to or _other_side(discourse, iso)):
                continue
            person = actors.holder(office.id, day)
            if person is not None:
                return Draft(
                    number,
                    title.first,
                    title.last,
                    actor_id_of(person.name),
                    person.name,
                    "person",
                    states[0].iso3 if states else None,
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
        return state_draft(number, title.first, title.last, states[0], office_name)
    return _organisation_draft(discourse, number, title) if title.organisation else None


# How much more an office weighs in a state that is led from it.
_LEADING = 1.6
# How much the likeliest state must outweigh the next for an office without a side.
_CLEAR = 1.3
# A line less recent counts by so much less.
_RECENT = 0.8


def state_at_issue(discourse: Discourse, number: int, role: str, *, without: Collection[str] = ()) -> State | None:
    """The state whose office or government is meant by "the premier", "the government".

    That of which the last lines speak, rather one that is led from such an office. ``None`` when two are
    about as likely. The states ``without`` (ISO codes) are not meant.
    """
    states = discourse.gazetteer.actors.states_by_iso3
    weights: dict[str, float] = {}
    for draft in discourse.drafts:
        iso = draft.country
        if draft.line > number or iso is None or iso not in states or draft.attributive or iso in without:
            continue
        weight = _RECENT ** (number - draft.line) * (2.0 if draft.kind == "person" else 1.0)
        fits = role not in ("president", "prime_minister") or role == leading_role(discourse, states[iso])
        weights[iso] = weights.get(iso, 0.0) + weight * (_LEADING if fits else 1.0)
    if not weights and without:
        weights = {iso: float(n) for iso, n in discourse.country_counts().items() if iso in states.keys() - without}
    ranked = sorted(weights, key=lambda iso: weights[iso], reverse=True)
    if not ranked or (len(ranked) > 1 and weights[ranked[0]] < _CLEAR * weights[ranked[1]]):
        return None
    return states[ranked[0]]


def _other_side(discourse: Discourse, iso: str | None) -> str | None:
    """Id of the state that the document speaks of most, other than the one given: where an envoy is posted."""
    others = {code: count for code, count in discourse.country_counts().items() if code and code != iso}
    state = discourse.gazetteer.actors.states_by_iso3.get(max(others, key=lambda code: others[code]) if others else "")
    return state.id if state else None


def _organisation_draft(discourse: Discourse, number: int, title: Title) -> Draft:
    """ "The leaders of the OIC", "the UN chief" of an unknown day: the organisation."""
    organisation = discourse.gazetteer.actors.organisations[title.organisation or ""]
    return Draft(
        number,
        title.first,
        title.last,
        actor_id_of(organisation.name),
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
        if figure.country == iso
        and any(discourse.gazetteer.agree(a, b) for a in figure.roles for b in title.roles[-1:])
    ]
    before = [figure for figure in found if figure.first_line <= number]
    pool = before or found
    return pool[-1] if pool else None


def figure_draft(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    figure: Figure,
    roles: Iterable[str],
    confidence: float,
) -> Draft:
    """Words for a role that mean a person of the document."""
    office, held = (figure.title if figure.person is None else None), None
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
        discourse.side_of(figure, None, held),
        office,
        "coreference",
        (),
        confidence,
        sex=figure.sex,
        roles=frozenset(figure.roles),
    )


def state_draft(number: int, first: int, last: int, state: State, office: str | None) -> Draft:
    """Words for a role that stand for the state."""
    return Draft(
        number,
        first,
        last,
        actor_id_of(state.name),
        state.name,
        "state",
        state.iso3,
        office,
        "office",
        (),
        0.8,
    )


def _take_state(discourse: Discourse, number: int, first: int, last: int, state: State, office: str | None) -> None:
    discourse.take(state_draft(number, first, last, state, office))
