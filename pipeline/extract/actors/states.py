"""States, their bodies and forces, and organisations, where no person is meant.

"Azerbaijani troops" and "Pakistan's delegation" stand for the state and are one mention; in
"Azerbaijani territory" the adjective alone is a mention, marked attributive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.records import PlaceMention
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.gazetteer import bits_of
from pipeline.extract.actors.reading import Item, Line
from pipeline.lexicon.actors import Organisation, State
from pipeline.lexicon.names import blank

_STATE_KINDS = ("state", "demonym", "people")
_PANELS = frozenset({"committee", "panel", "commission", "subcommittee"})
_MENTION_BITS = bits_of(*_STATE_KINDS, "org", "weak_org", "metonym", "seat", "body", "weak_body")
_HEAD_KINDS = ("force", "authority", "nation")
# A place that is surer than this is a place, not its government.
GOVERNMENT_BELOW = 0.3


def find_states(discourse: Discourse, places: Sequence[PlaceMention]) -> None:
    """Mentions of states, bodies and organisations in the words that persons left over.

    Args:
        discourse: The document.
        places: Its places; those below ``GOVERNMENT_BELOW`` stand for a government.
    """
    placed = {place.start: place for place in places}
    for number, line in enumerate(discourse.lines):
        held = {p for title in discourse.titles[number] if title.counterpart for p in range(title.first, title.last)}
        done, taken = 0, discourse.taken[number]
        for position in [position for position, kinds in line.kinds.items() if kinds & _MENTION_BITS]:
            if position >= done and not taken[position]:
                done = _mention_at(discourse, number, line, position, placed, held) or 0


def _mention_at(
    discourse: Discourse,
    number: int,
    line: Line,
    position: int,
    placed: Mapping[int, PlaceMention],
    held: set[int],
) -> int | None:
    organisation = line.starting(position, "org", "weak_org")
    item = line.starting(position, *_STATE_KINDS)
    if organisation is not None and (item is None or organisation.last > item.last):
        return _organisation(discourse, number, line, organisation)
    if item is not None and item.entry.kind == "demonym" and stands_alone(discourse, line, position):
        return None  # left to ``coreference``
    if item is not None and not (item.entry.kind == "demonym" and _hidden(line, item, placed, held)):
        return _state_or_body(discourse, number, line, item)
    metonym = line.starting(position, "metonym", "seat")
    if metonym is not None:
        return _metonym(discourse, number, line, metonym, placed)
    body = line.starting(position, "body", "weak_body")
    if body is not None:
        return _body(discourse, number, line, body)
    return None


def stands_alone(discourse: Discourse, line: Line, position: int) -> bool:
    """Whether an adjective is a noun for one person: "the Pakistani thanked his host"."""
    item = line.starting(position, "demonym")
    if item is None or line.word(position - 1) != "the" or not line.joined(position) or line.headline:
        return False
    if line.word(item.last - 1).endswith(_OF_PEOPLES):
        return False
    after = line.word(item.last)
    if not line.joined(item.last):
        return not (line.hyphen(item.last) or line.comma(item.last)) and item.last < line.size
    told = discourse.gazetteer.word_in("speech", after) or (after.endswith("ed") and after in discourse.gazetteer.verbs)
    owned = after.endswith("s") and after in discourse.gazetteer.verbs and line.word(item.last + 1) in _OWNERS
    return told or owned or after in _AUXILIARIES


# "The British", "the French", "the Armenians" are many.
_OF_PEOPLES = ("sh", "ch", "ese", "s")
_OWNERS = frozenset({"his", "her", "the", "a", "him"})
_AUXILIARIES = frozenset({"has", "had", "was", "is", "will", "would", "who"})


def _hidden(line: Line, item: Item, placed: Mapping[int, PlaceMention], held: set[int]) -> bool:
    """ "the Azerbaijani capital" is a place, "his Azerbaijani counterpart" a person: no mention of the state."""
    place = placed.get(line.starts[item.first])
    return item.first in held or (place is not None and place.kind == "city")


def _is_of(discourse: Discourse, line: Line, item: Item, state: State) -> bool:
    """ "Azerbaijan's State Commission on ...": whether an organisation is one of the state that owns it."""
    organisation = _chosen_organisation(discourse, line, item)
    return organisation is not None and organisation.country == state.iso3


def _organisation(discourse: Discourse, number: int, line: Line, item: Item, first: int | None = None) -> int | None:
    """Record an organisation; ``first`` is the word of its owner, if that belongs to the mention."""
    first = item.first if first is None else first
    organisation = _chosen_organisation(discourse, line, item)
    if organisation is None:
        return None
    if organisation.kind == "military" and organisation.name.endswith("Armed Forces"):
        state = discourse.gazetteer.actors.states_by_iso3.get(organisation.country or "")
        if state is not None:
            return _take_state(discourse, number, first, item.last, state)
    last = with_panel(line, item.last)
    if organisation.kind == "company" and line.word(last)[:1].isdigit() and line.joined(last):
        return None  # "the Embraer 190" is what it makes
    if organisation.kind == "company" and line.word(first - 1) in _ARTICLES and line.word(last) in _BEHIND_THINGS:
        return None  # "the Embraer of Azerbaijan Airlines", "an Airbus from Baku"
    last = line.behind_acronym(last)
    _take(
        discourse,
        number,
        first,
        last,
        organisation.name,
        organisation.kind,
        organisation.country,
        confidence=0.95 if item.entry.kind == "org" else 0.8,
    )
    return last


_ARTICLES = frozenset({"the", "a", "an"})
_BEHIND_THINGS = frozenset({"of", "from", "carrying", "with", "crashed", "flying", "landed", "bound"})


def _chosen_organisation(discourse: Discourse, line: Line, item: Item) -> Organisation | None:
    """The organisation of a name; of several ("the Senate") the one whose state the document speaks of most."""
    organisations = discourse.gazetteer.actors.organisations
    same = [i for i in line.items[item.first] if i.last == item.last and i.entry.kind == item.entry.kind]
    found = [organisations[i.entry.key] for i in same]
    if item.entry.kind == "weak_org":
        found = [o for o in found if _in_context(discourse, line, item, o.country)]
    if not found:
        return None
    best = max(found, key=lambda o: discourse.country_counts().get(o.country or "", 0))
    parent = organisations.get(best.parent or "")
    panel = parent is not None and parent.kind == best.kind and not _PANELS.isdisjoint(blank(best.name).split())
    return parent if panel else best


def _in_context(discourse: Discourse, line: Line, item: Item, country: str | None) -> bool:
    """Whether a weak name may be trusted: written in capitals, or its state is on stage."""
    if country is None:
        return line.words[item.first].isupper() or item.last - item.first > 1
    return country in discourse.country_counts()


def with_panel(line: Line, last: int) -> int:
    """ "the Senate's foreign relations committee" acts as the Senate."""
    position = last + 1 if line.possessive(last) else last
    for end in range(position, min(position + 5, len(line))):
        if not line.joined(end) or line.upper(end):
            return last
        if line.word(end) in _PANELS:
            return end + 1
    return last


def _state_or_body(discourse: Discourse, number: int, line: Line, item: Item) -> int | None:
    state = discourse.gazetteer.actors.states[item.entry.key]
    start = item.last + 1 if line.possessive(item.last) else item.last
    owned = start > item.last
    body = line.starting(start, "org") if owned else None
    if body is not None and _is_of(discourse, line, body, state):
        return _organisation(discourse, number, line, body, item.first)
    head = _head(discourse, line, start) if (owned or line.joined(start)) and item.entry.kind != "people" else None
    if head is not None and head.entry.kind in ("body", "weak_body"):
        return take_body(discourse, number, line, head, state, item.first)
    if head is not None:
        return _take_state(discourse, number, item.first, head.last, state)
    if item.entry.kind == "demonym" and state.kind == "de_facto" and not _acts(line, item):
        return item.last
    if item.entry.kind == "demonym" and state.kind != "de_facto":
        return _demonym(discourse, number, line, item, state)
    if state.kind == "de_facto" and item.entry.kind == "state" and not _acts(line, item):
        return item.last
    proper = _inside_proper_name(discourse, line, item) and not owned
    return _take_state(
        discourse,
        number,
        item.first,
        item.last,
        state,
        attributive=proper,
        found_by="name" if item.entry.kind == "state" else "demonym",
    )


def _head(discourse: Discourse, line: Line, start: int) -> Item | None:
    """The noun of the phrase, when it stands for the state; a few modifiers may come first."""
    for position in range(start, min(start + 3, len(line))):
        if position > start and not line.joined(position):
            return None
        found = line.starting(position, "body", "weak_body", *_HEAD_KINDS)
        if found is not None and _is_head(line, found):
            return found
        word = line.word(position)
        words = discourse.gazetteer
        if not (words.word_in("modifiers", word) or words.word_in("portfolios", word) or word in _LOOSE):
            return None
    return None


_LOOSE = frozenset(
    {
        "own",
        "illegal",
        "local",
        "armed",
        "illegitimate",
        "visiting",
        "occupying",
        "invading",
        "advancing",
        "retreating",
        "civil",
    }
)


def _is_head(line: Line, item: Item) -> bool:
    """A noun that modifies another one is no head ("army chief", "government building")."""
    position = item.last
    following = line.starting(position, "role", "roles") if line.joined(position) else None
    return following is None


def take_body(discourse: Discourse, number: int, line: Line, body: Item, state: State, first: int) -> int:
    """Record a government body with its state; its government as such stands for the state itself."""
    words = discourse.gazetteer.titles.bodies[body.entry.key]
    last = with_panel(line, body.last)
    if body.entry.key in ("government", "ministry"):
        return _take_state(discourse, number, first, last, state)
    name = words.name.replace("{state}", state.name)
    known = discourse.gazetteer.organisations_by_name.get(blank(name).strip())
    if known is not None:
        organisation = discourse.gazetteer.actors.organisations[known]
        name, kind = organisation.name, organisation.kind
    else:
        kind = words.kind
    _take(discourse, number, first, last, name, kind, state.iso3, body=body.entry.key)
    return last


def _body(discourse: Discourse, number: int, line: Line, body: Item) -> int | None:
    """ "the Ministry of Defence of Azerbaijan"; a body without its state is left to ``coreference``."""
    if line.word(body.last) not in ("of", "in") or not line.joined(body.last):
        return None
    start = body.last + 1
    start += line.word(start) == "the"
    state = line.starting(start, "state")
    if state is None or not line.joined(start) or line.word(body.last) == "in":
        return None
    record = discourse.gazetteer.actors.states[state.entry.key]
    take_body(discourse, number, line, Item(body.first, state.last, body.entry), record, body.first)
    return state.last


def _demonym(discourse: Discourse, number: int, line: Line, item: Item, state: State) -> int:
    """An adjective whose noun does not stand for the state, or a coordinated one whose noun comes later."""
    shares = False
    if line.word(item.last) in ("and", "or") and line.joined(item.last):
        other = line.starting(item.last + 1, "demonym")
        shares = other is not None and _head(discourse, line, other.last) is not None
    _take_state(
        discourse,
        number,
        item.first,
        item.last,
        state,
        attributive=not shares and (line.joined(item.last) or line.hyphen(item.last)),
        found_by="demonym",
    )
    return item.last


def _acts(line: Line, item: Item) -> bool:
    """Whether a territory without recognition is an actor here, and not merely a place."""
    if item.first == 0:
        return bool(line.joined(item.last)) and line.word(item.last) in _STATIVE
    if line.word(item.first - 1) == "and" and line.ending(item.first - 1, "state") is not None:
        return True  # "Azerbaijan, Armenia and Karabakh"
    return line.word(item.first - 1) in ("by", "with", "between", "against") and line.joined(item.first)


_STATIVE = frozenset({"has", "had", "said", "says", "declared", "proclaimed", "declares", "accepted", "held", "holds"})


def _inside_proper_name(discourse: Discourse, line: Line, item: Item) -> bool:
    position = item.last
    if line.hyphen(position) and not line.upper(position):
        return True  # "Russia-brokered"
    if line.headline:
        return False
    if line.joined(position) and line.upper(position) and position not in line.items:
        return True
    before = item.first - 1
    return (
        line.word(before) == "of"
        and before > 1
        and line.upper(before - 1)
        and line.joined(before)
        and discourse.free(line.sentence.index, before - 1, before)
        and (before - 1) not in line.items
    )


def _metonym(
    discourse: Discourse, number: int, line: Line, item: Item, placed: Mapping[int, PlaceMention]
) -> int | None:
    start, end = line.starts[item.first], line.ends[item.last - 1]
    place = placed.get(start)
    if item.entry.kind == "metonym" and place is None:
        return None
    if place is not None and (place.end != end or place.confidence >= GOVERNMENT_BELOW):
        return None
    state = discourse.gazetteer.actors.states[item.entry.key]
    return _take_state(discourse, number, item.first, item.last, state, found_by="metonym", confidence=0.85)


def _take_state(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    state: State,
    *,
    attributive: bool = False,
    found_by: str = "name",
    confidence: float = 0.95,
) -> int:
    discourse.take(
        Draft(
            number,
            first,
            last,
            actor_id_of(state.name),
            state.name,
            "state",
            state.iso3,
            found_by=found_by,
            confidence=confidence,
            attributive=attributive,
        )
    )
    return last


def _take(
    discourse: Discourse,
    number: int,
    first: int,
    last: int,
    name: str,
    kind: str,
    country: str | None,
    *,
    confidence: float = 0.95,
    body: str | None = None,
) -> None:
    actor_id = actor_id_of(name)
    discourse.take(Draft(number, first, last, actor_id, name, kind, country, confidence=confidence, body=body))
