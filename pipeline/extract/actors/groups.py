"""Plurals that refer back: "the two presidents", "both sides", "the three ministers".

In: the mentions found so far. Out: drafts with a ``group`` of members. A plural without enough
candidates is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline.core.records import ActorMention
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.discourse import LOOK_BACK, Discourse, Draft
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import State

# Lines that "the two ministers" may reach back to those named in one line.
_FAR = 20
# How much less a line counts than the one after it.
_FADING = 0.75
# A further side this near in weight makes it unclear who is meant.
_TOO_CLOSE = 0.9
# How much more a state counts that stands in "A and B".
_LISTED = 0.8
# What each mention in the whole document adds, up to so many.
_OVERALL = 0.15
_OFTEN = 10
_LEADERS = frozenset({"leader"})
# Words between two persons of one list: "A for Azerbaijan and B for Armenia".
_LIST_WORDS = frozenset({"and", "for", "of", "from", "the"})


def take_group(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    members: tuple[ActorMention, ...],
    confidence: float,
    roles: frozenset[str] = frozenset(),
) -> None:
    """Record words that stand for several actors; ``roles`` are those of every member."""
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
            roles=roles,
        )
    )


def resolve_plural_role(discourse: Discourse, number: int, line: Line, title: Title) -> None:
    """ "the two presidents": the latest persons of that role, one for each side."""
    numbers = discourse.gazetteer.titles.numbers
    counted = (line.word(k) for k in range(title.first - 1, title.last))
    count = next((numbers[word] for word in counted if word in numbers), None)
    if title.determiner not in ("the", "both", "two", "three", "four", "five", "their") and count is None:
        return

    named = named_after(discourse, number, line, title)
    if named:
        take_group(discourse, number, title.first, title.last, named, 0.9, frozenset(title.roles))
        return

    day = discourse.day_at(number, title.first)

    def fits(draft: Draft) -> bool:
        roles = roles_of(discourse, draft)
        return any(matches_role(discourse, role, _one_of(title)) for role in roles) and _in_office(
            discourse, draft, day
        )

    members = _latest_persons(discourse, number, line, title.first, fits, count)
    if members is None and count is not None:
        members = _named_together(discourse, number, fits, count)
    group = _earlier_group(discourse, number, title, count)
    if group is not None and (members is None or group.kind == "person" or _is_later(discourse, group, members[0])):
        discourse.take(repeat(group, number, title.first, title.last, 0.75))
        return
    if members is None and count is not None:
        members = _leading_states(discourse, number, _clause_start(discourse, line, title.first), count)
        if members is not None and set(title.roles) <= _LEADERS and title.last - title.first <= len(title.head.split()):
            members = _leaders_of(discourse, members, day)
    if members is not None:
        take_group(discourse, number, title.first, title.last, members, 0.75)


def _named_together(
    discourse: Discourse, number: int, fits: Callable[[Draft], bool], count: int
) -> tuple[ActorMention, ...] | None:
    """ "The two ministers", long after: the persons of that role whom one line named side by side."""
    for other in range(number - 1, max(-1, number - _FAR - 1), -1):
        line = discourse.lines[other]
        listed: list[Draft] = []
        for draft in sorted(discourse.by_line.get(other, ()), key=lambda d: d.first):
            if draft.kind != "person" or draft.group or not fits(draft):
                continue
            joined = listed and _lists_on(line, listed[-1].last, draft.first, opening=False)
            listed = [*listed, draft] if joined else [draft]
            if len({one.country for one in listed}) == len(listed) == count:
                return tuple(as_mention(discourse, one) for one in listed)
    return None


def _in_office(discourse: Discourse, draft: Draft, day: date | None) -> bool:
    """Whether a known person held any office on the day: "signed in 2007 by the leaders" is not of those of today."""
    figure = discourse.cast.get(draft.actor_id)
    if figure is None or figure.person is None or day is None:
        return True
    actors = discourse.gazetteer.actors
    return bool(discourse.gazetteer.offices_of(figure.person.id, day)) or not actors.terms_by_person.get(
        figure.person.id
    )


def _leaders_of(discourse: Discourse, sides: tuple[ActorMention, ...], day: date | None) -> tuple[ActorMention, ...]:
    """ "The three leaders met": who led the sides on the day; the sides where that is not known of each."""
    states = discourse.gazetteer.actors.states_by_iso3
    led = [states[side.country] for side in sides if side.country is not None and side.country in states]
    leaders = [leader_of(discourse, state, day) for state in led]
    return tuple(leader for leader in leaders if leader is not None) if all(leaders) else sides


def leading_role(discourse: Discourse, state: State) -> str:
    """The role of whoever leads the state: its president, or its prime minister."""
    return "prime_minister" if state.id in discourse.gazetteer.titles.words["led_by_premier"] else "president"


def leader_of(discourse: Discourse, state: State, day: date | None) -> ActorMention | None:
    """Who leads the state on the day."""
    role, actors = leading_role(discourse, state), discourse.gazetteer.actors
    office = actors.find_office(state.id, role)
    person = actors.holder(office.id, day) if office is not None and day is not None else None
    if person is None or office is None:
        return None
    actor_id = actor_id_of(person.name)
    return ActorMention(0, 0, actor_id, person.name, "person", state.iso3, office.title, "office", (), 0.7)


def _is_later(discourse: Discourse, group: Draft, member: ActorMention) -> bool:
    """Whether a group of states was named after the persons who could be meant instead."""
    return discourse.lines[group.line].starts[group.first] > member.start


def named_after(discourse: Discourse, number: int, line: Line, title: Title) -> tuple[ActorMention, ...]:
    """The persons listed right behind a plural title: "the leaders of the two countries, A and B", "(A, B, C)"."""
    if line.gap(title.last) not in (",", "(", ":", "–", "—"):
        return ()
    found = persons_behind(discourse, number, line, title)
    return tuple(as_mention(discourse, draft) for draft in found) if len(found) > 1 else ()


def persons_behind(discourse: Discourse, number: int, line: Line, title: Title) -> list[Draft]:
    """The persons in the list that starts right behind a title."""
    found: list[Draft] = []
    end = title.last
    for draft in sorted(discourse.by_line.get(number, ()), key=lambda d: d.first):
        if draft.first < title.last:
            continue
        if draft.kind != "person" or not _lists_on(line, end, draft.first, opening=not found):
            break
        found.append(draft)
        end = draft.last
    return found


def _lists_on(line: Line, end: int, first: int, *, opening: bool) -> bool:
    """Whether only "and" or "for Azerbaijan and" stands between two persons of a list."""
    if opening or first == end:
        return first == end
    sides = [item for k in range(end, first) if (item := line.starting(k, "state")) is not None]
    words = {k for item in sides for k in range(item.first, item.last)}
    return all(k in words or line.word(k) in _LIST_WORDS for k in range(end, first))


def _earlier_group(discourse: Discourse, number: int, title: Title, count: int | None) -> Draft | None:
    """The group of that role named before: "the foreign ministers of A, B and C ... the three ministers"."""
    for draft in reversed(discourse.drafts):
        if not draft.group or number - draft.line > LOOK_BACK or draft.line > number:
            continue
        same = any(matches_role(discourse, role, _one_of(title)) for role in draft.roles)
        if same and (count is None or count == len(draft.group)):
            return draft
    return None


def _one_of(title: Title) -> Title:
    return Title(0, 0, roles=title.roles, head=_singular(title.head))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def resolve_group(discourse: Discourse, number: int, line: Line, position: int, of: str) -> None:
    """ "Both sides", "the two leaders": the latest states or persons, as the noun asks."""
    before = line.word(position - 1)
    count = discourse.gazetteer.titles.numbers.get(before)
    first = position
    while first > 0 and line.joined(first) and _counts_or_describes(discourse, line.word(first - 1)):
        first -= 1
        count = count or discourse.gazetteer.titles.numbers.get(line.word(first))
    words = line.folded[first:position]
    definite = "the" in words or "both" in words
    if not definite and (count is None or (of == "person" and not line.headline)):
        return  # "with three men"
    if count is None and "both" not in words and line.joined(position + 1) and line.word(position + 1) in _RESTRICTING:
        return  # "the countries that voiced support"
    if of == "person":
        members = _latest_persons(discourse, number, line, first, lambda draft: True, count)
    else:
        members = _pair_before(discourse, number, first) if (count or 2) == _PAIR else None
        members = members or _leading_states(discourse, number, _clause_start(discourse, line, first), count or 2)
        members = members or _leading_states(discourse, number, first, count or 2)
    if members is not None:
        start = first + 1 if words[0] == "the" else first
        take_group(discourse, number, min(start, position), position + 1, members, 0.8 if count else 0.65)


_PAIR = 2
_SIDES = ("state", "demonym", "people", "metonym", "seat")
_RESTRICTING = frozenset({"that", "which", "who", "whose"})


def _pair_before(discourse: Discourse, number: int, first: int) -> tuple[ActorMention, ...] | None:
    """ "A matter for Baku and Yerevan. The two sides": the pair of states that the line before names last."""
    if number == 0:
        return None
    line = discourse.lines[number - 1]
    named = {item.entry.key for k in line.items if (item := line.starting(k, *_SIDES)) is not None}
    if len(named) != _PAIR or not any(
        line.ending(k, *_SIDES) is not None and line.starting(k + 1, *_SIDES) is not None
        for k, word in enumerate(line.folded)
        if word == "and"
    ):
        return None
    states = discourse.gazetteer.actors.states
    order = dict.fromkeys(item.entry.key for k in sorted(line.items) if (item := line.starting(k, *_SIDES)) is not None)
    return tuple(_state_mention(states[key]) for key in order if key in states)


_COUNTED = frozenset({"the", "both", "two", "three", "four", "five"})
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


def _counts_or_describes(discourse: Discourse, word: str) -> bool:
    gazetteer = discourse.gazetteer
    return word in _GROUP_WORDS or word in gazetteer.titles.numbers or gazetteer.word_in("portfolios", word)


def _latest_persons(
    discourse: Discourse, number: int, line: Line, first: int, fits: Callable[[Draft], bool], count: int | None
) -> tuple[ActorMention, ...] | None:
    """The latest fitting persons before a word, in text order; ``None`` when there are fewer than asked for.

    Without a number it is all of the nearest line that has several. "Putin thanked both leaders" does not
    count Putin.
    """
    start = _clause_start(discourse, line, first)
    left_out = {d.actor_id for d in discourse.by_line.get(number, ()) if start < d.last <= first}
    found: dict[str, Draft] = {}
    for other in range(number, max(-1, number - LOOK_BACK - 1), -1):
        nearest = sorted(discourse.by_line.get(other, ()), key=lambda d: d.first, reverse=True)
        for draft in nearest:
            before = other < number or draft.first < start
            if draft.kind == "person" and not draft.group and before and draft.actor_id not in left_out and fits(draft):
                found.setdefault(draft.actor_id, draft)
            if len(found) == count:
                return _in_order(discourse, found)
        if count is None and len(found) > 1:
            return _in_order(discourse, found)
    return None


def _in_order(discourse: Discourse, found: dict[str, Draft]) -> tuple[ActorMention, ...]:
    drafts = sorted(found.values(), key=lambda draft: (draft.line, draft.first))
    return tuple(as_mention(discourse, draft) for draft in drafts)


def _clause_start(discourse: Discourse, line: Line, first: int) -> int:
    """Where to look from: "Moscow urged both sides" does not count Moscow."""
    verb = first - 1
    while verb > 0 and line.word(verb) in _COUNTED:
        verb -= 1
    governed = line.word(verb) in discourse.gazetteer.verbs and verb >= 0 and line.joined(verb + 1)
    return 0 if governed else first


def _leading_states(discourse: Discourse, number: int, word: int, count: int) -> tuple[ActorMention, ...] | None:
    """The sides: the countries that the last lines speak of most, persons counting twice; in text order."""
    weights: dict[str, float] = {}
    for other in range(max(0, number - LOOK_BACK), number + 1):
        for draft in sorted(discourse.by_line.get(other, ()), key=lambda d: d.first):
            if other == number and draft.first >= word:
                continue
            kind = 2.0 if draft.kind == "person" else 0.3 if draft.attributive else 1.0
            if draft.kind == "state" and draft.line == other and _beside_state(discourse, draft):
                kind += _LISTED
            for iso in [member.country for member in draft.group] or [draft.country]:
                if iso:
                    weights[iso] = weights.get(iso, 0.0) + kind * _FADING ** (number - other)
    for iso in weights:
        weights[iso] += _OVERALL * min(discourse.country_counts().get(iso, 0), _OFTEN)
    ranked = sorted(weights, key=lambda iso: weights[iso], reverse=True)
    best = ranked[:count]
    if len(ranked) > count and weights[ranked[count]] > _TOO_CLOSE * weights[ranked[count - 1]]:
        return None
    by_iso = discourse.gazetteer.actors.states_by_iso3
    states = [by_iso[iso] for iso in weights if iso in best and iso in by_iso]
    return tuple(_state_mention(state) for state in states) if len(states) == count else None


def _beside_state(discourse: Discourse, draft: Draft) -> bool:
    """Whether a state stands in "A and B": such pairs are the sides of a text."""
    line = discourse.lines[draft.line]
    before = line.word(draft.first - 1) == "and" and line.ending(draft.first - 1, "state") is not None
    after = line.word(draft.last) == "and" and line.starting(draft.last + 1, "state") is not None
    return before or after


def _state_mention(state: State) -> ActorMention:
    return ActorMention(
        0,
        0,
        actor_id_of(state.name),
        state.name,
        "state",
        state.iso3,
        None,
        "coreference",
        (),
        0.8,
    )


def as_mention(discourse: Discourse, draft: Draft) -> ActorMention:
    """The mention that a draft becomes."""
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


def roles_of(discourse: Discourse, draft: Draft) -> set[str]:
    """Roles by which the document may refer to somebody: those it gave and those of the tables."""
    figure = discourse.cast.get(draft.actor_id)
    if figure is None:
        return set(draft.roles)
    return figure.text_roles | figure.roles


def matches_role(discourse: Discourse, role: str, title: Title) -> bool:
    """Whether a title may refer back to somebody of the role: "the minister" to a foreign minister, not back."""
    gazetteer = discourse.gazetteer
    words = gazetteer.titles.roles.get(role)
    if words is not None and title.head in words.short:
        return True
    for wanted in title.roles:
        general = words is not None and words.generic and not gazetteer.titles.roles[wanted].generic
        if wanted == role or (gazetteer.agree(role, wanted) and not general):
            return True
    return False


def repeat(found: Draft, number: int, first: int, last: int, confidence: float) -> Draft:
    """A further mention of the same actor over other words."""
    return found.at(number, first, last, "coreference", confidence)
