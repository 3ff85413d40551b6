"""States, capitals, bodies and organisations by name, in a language read by stems."""

from __future__ import annotations

from pipeline.core.records import ActorMention
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.stem_discourse import StemDiscourse, StemLine
from pipeline.lexicon.actors import State
from pipeline.lexicon.inflection import BARE, Inflection

SIDE = ("state", "demonym")
_OBJECT = frozenset({"dative", "accusative", "instrumental"})
_WITH = frozenset({"with", "between", "against"})


def read_sides(discourse: StemDiscourse, line: StemLine, position: int) -> tuple[list[State], int]:
    """States listed from the word on ("Azerbaycan, Ermenistan ve Rusya")."""
    states: list[State] = []
    end = position
    joins = discourse.gazetteer.inflection.joins
    while True:
        start = end
        if states:
            if start < len(line.words) and line.words[start].whole in joins and line.adjoins(start):
                start += 1
            elif line.gap(start).strip() not in (",", "،"):
                break
        found = line.hit(start, *SIDE)
        if found is None or any(line.taken[start : found[0].last]):
            break
        states.append(discourse.gazetteer.actors.states[found[1].key])
        end = found[0].last
    return states, end


def start_of_last(line: StemLine, first: int, end: int) -> int:
    """Where the last state of a list begins that ends before the word ``end``."""
    starts = [k for k in range(first, end) if (h := line.hit(k, *SIDE)) is not None and h[0].last == end]
    return starts[0] if starts else first


def is_adjective(line: StemLine, end: int) -> bool:
    """Whether the side before a word is an adjective, which stands before its title in every language."""
    return any((h := line.hit(k, "demonym")) is not None and h[0].last == end for k in range(end))


def take_states(discourse: StemDiscourse, line: StemLine, first: int, end: int, *, stretch: int = 0) -> int:
    """Record the states of a list, the last one up to ``stretch``; the word behind it."""
    position = first
    while position < end:
        found = line.hit(position, *SIDE)
        if found is None:
            position += 1
            continue
        hit, entry = found
        last = max(hit.last, stretch) if hit.last == end else hit.last
        state = discourse.gazetteer.actors.states[entry.key]
        attributive = entry.kind == "demonym" and not stretch
        kind = "demonym" if entry.kind == "demonym" else "name"
        mention = discourse.state_mention(line, position, last, state, kind, attributive=attributive)
        discourse.take(line, position, last, mention)
        position = hit.last
    return max(end, stretch)


def group_of(members: tuple[ActorMention, ...]) -> ActorMention:
    """A mention that stands for several actors."""
    name = " and ".join(member.name for member in members)
    lead = members[0]
    return ActorMention(
        lead.start, lead.end, lead.actor_id, name, lead.kind, lead.country, None, "coreference", members, 0.8
    )


def take_metonym(
    discourse: StemDiscourse, line: StemLine, position: int, last: int, state: str, cases: frozenset[str]
) -> int:
    """A capital stands for its government where it is the subject: no case, and no place behind it."""
    word = line.words[position]
    following = line.words[last] if last < len(line.words) else None
    inflection = discourse.gazetteer.inflection
    if _is_placed(inflection, line, position, last):
        return position
    if inflection.inflected == "none" and not _is_subject(discourse, line, last):
        return position  # where a postposition marks who acts, a bare town is one that somebody goes to
    governed = inflection.inflected == "all" and _is_governed(inflection, line, position, cases)
    if not governed and (
        BARE not in cases or word.suffix or line.gap(last).strip() or following is None or following.capital
    ):
        return position
    verb_final = discourse.gazetteer.inflection.verb_final
    mention = discourse.state_mention(
        line, position, last, discourse.gazetteer.actors.states[state], "metonym", attributive=verb_final
    )
    discourse.take(line, position, last, mention)
    return last


def _is_subject(discourse: StemDiscourse, line: StemLine, last: int) -> bool:
    """Whether the mark of an agent follows, right behind or behind the further members of a list."""
    inflection = discourse.gazetteer.inflection
    if last >= len(line.words):
        return False
    if "by" in inflection.after.get(line.words[last].whole, ()):
        return True
    joined = line.words[last].whole in inflection.joins
    further = line.hit(last + joined, "metonym") if joined or line.gap(last).strip() in (",", "،") else None
    return further is not None and _is_subject(discourse, line, further[0].last)


def _is_governed(inflection: Inflection, line: StemLine, position: int, cases: frozenset[str]) -> bool:
    """ "Обвинил Баку", "поддержку Исламабаду", "с Ереваном": a capital that something is done to or with."""
    if position and inflection.before.get(line.words[position - 1].whole, frozenset()) & _WITH:
        return True
    if BARE in cases or position == 0:
        return position > 0 and inflection.is_finite(line.words[position - 1])
    return bool(cases & _OBJECT) and line.words[position - 1].whole not in inflection.before


def _is_placed(inflection: Inflection, line: StemLine, position: int, last: int) -> bool:
    """Whether a pre- or postposition beside a name says that a place is meant."""
    before = inflection.before.get(line.words[position - 1].folded, frozenset()) if position else frozenset()
    after = inflection.after.get(line.words[last].folded, frozenset()) if last < len(line.words) else frozenset()
    return bool((before | after) & {"at", "from"})


def take_organisation(discourse: StemDiscourse, line: StemLine, first: int, last: int, key: str) -> int:
    """Record an organisation of the tables; the word behind it."""
    organisation = discourse.gazetteer.actors.organisations[key]
    start, end = line.words[first].start, line.words[last - 1].end
    discourse.take(
        line,
        first,
        last,
        ActorMention(
            start,
            end,
            actor_id_of(organisation.name),
            organisation.name,
            organisation.kind,
            organisation.country,
            None,
            "name",
            (),
            0.9,
        ),
    )
    return last


def take_body(
    discourse: StemDiscourse, line: StemLine, first: int, last: int, state: State, kind: str, key: str
) -> int:
    """A ministry, parliament, army or people of a state."""
    if kind != "body":
        discourse.take(line, first, last, discourse.state_mention(line, first, last, state, "name"))
        return last
    body = discourse.gazetteer.titles.bodies[key]
    name = body.name.replace("{state}", state.name)
    known = discourse.gazetteer.actors.organisation_called(name)
    name = known.name if known is not None else name
    start, end = line.words[first].start, line.words[last - 1].end
    discourse.take(
        line,
        first,
        last,
        ActorMention(start, end, actor_id_of(name), name, body.kind, state.iso3, None, "name", (), 0.9),
    )
    return last
