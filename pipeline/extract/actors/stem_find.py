"""Actors of a document in a language read by word stems (docs/decisions/events-by-stems.md).

In: a document with its times. Out: ``ActorMention`` records in text order, not overlapping. One pass from
left to right: at each word the longest reading wins, sides with their titles and names before bare names.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.records import ActorMention, Document, Timex
from pipeline.extract.actors.gazetteer import Entry
from pipeline.extract.actors.stem_discourse import StemDiscourse, StemLine
from pipeline.extract.actors.stem_gazetteer import StemGazetteer, load_stem_gazetteer
from pipeline.extract.actors.stem_groups import plural_role, refer_back, resolve_group
from pipeline.extract.actors.stem_names import (
    SIDE,
    group_of,
    is_adjective,
    read_sides,
    start_of_last,
    take_body,
    take_metonym,
    take_organisation,
    take_states,
)
from pipeline.extract.actors.stem_persons import (
    family_key,
    person_of,
    read_full_name,
    read_short_name,
    read_unknown_name,
    read_untitled_name,
)
from pipeline.lexicon.actors import State
from pipeline.lexicon.inflected_names import Hit
from pipeline.lexicon.inflection import BARE, Inflection, read_words
from pipeline.lexicon.load import Lexicon

_FOLLOWS_SIDE = ("roles", "role", "counterpart", "body", "force", "authority", "nation")


def find_actors_by_stems(
    document: Document, lexicon: Lexicon, inflection: Inflection, *, timexes: Sequence[Timex]
) -> list[ActorMention]:
    """All actor mentions of a document.

    Args:
        document: Normalised, with sentences.
        lexicon: Knowledge; compiled once per language.
        inflection: How the language marks its words.
        timexes: Time expressions; offices are those of their days.

    Raises:
        LexiconError: A table or rule file is malformed.
    """
    gazetteer = load_stem_gazetteer(lexicon, inflection)
    if gazetteer is None:
        return []
    discourse = StemDiscourse(document, gazetteer, _lines(document, gazetteer), timexes)
    for number, line in enumerate(discourse.lines):
        position = 0
        while position < len(line.words):
            position = max(_read_at(discourse, number, line, position), position + 1)
    return sorted(discourse.mentions, key=lambda mention: mention.start)


def _lines(document: Document, gazetteer: StemGazetteer) -> list[StemLine]:
    lines = []
    for sentence in document.sentences:
        words = read_words(document.text, sentence.start, sentence.end)
        hits: dict[int, list[Hit[Entry]]] = {}
        for hit in gazetteer.index.find(words):
            hits.setdefault(hit.first, []).append(hit)
        tail = document.text[words[-1].end : sentence.end] if words else ""
        lines.append(
            StemLine(sentence, words, hits, bytearray(len(words)), tail, document.text, gazetteer.inflection.capitals)
        )
    return lines


def _read_at(discourse: StemDiscourse, number: int, line: StemLine, position: int) -> int:
    """Read what begins at the word; the word behind it, or the word itself when nothing does."""
    if line.taken[position]:
        return position
    organisation = line.hit(position, "org")
    sides, end = read_sides(discourse, line, position)
    role = line.hit(position, "role") if organisation is not None or sides else None
    if role is not None and role[0].last > max(end, organisation[0].last if organisation is not None else end):
        titled = _read_titled(discourse, number, line, position)  # "chairman of the Senate", "chief of the Pak army"
        if titled > position:
            return titled
    if organisation is not None and organisation[0].last >= end:
        return take_organisation(discourse, line, position, organisation[0].last, organisation[1].key)
    if sides:
        return _read_sided(discourse, number, line, position, sides, end)
    day = discourse.day_at(line, position)
    titled = _read_titled(discourse, number, line, position)
    if titled > position:
        return titled
    named = read_full_name(discourse, line, position, day)
    if named is None and line.hit(position, "metonym", "org", "people", "body") is None:
        named = read_short_name(discourse, line, position, day, (), None)
        named = named or read_untitled_name(discourse, line, position)
    if named is not None and line.follows(named.last, discourse.gazetteer.titles.words["eaters"]):
        return named.last  # "Heydar Aliyev Airport" is nobody
    if named is not None:
        mention = person_of(discourse, line, position, named, (), None, day)
        discourse.take(line, position, named.last, mention)
        discourse.remember(number, mention, named.person, set(), named.surname)
        return named.last
    return _read_other(discourse, number, line, position)


def _skip_between(discourse: StemDiscourse, line: StemLine, position: int) -> int:
    """Words that may stand between a side and its title: a genitive postposition, modifiers, "former"."""
    gazetteer = discourse.gazetteer
    while position < len(line.words) and line.adjoins(position) and line.hit(position, *_FOLLOWS_SIDE) is None:
        word = line.words[position].folded
        linking = "genitive" in gazetteer.inflection.after.get(word, ())
        if not (linking or word in gazetteer.titles.words["modifiers"] or word in gazetteer.titles.words["past"]):
            return position
        position += 1
    return position


def _read_sided(
    discourse: StemDiscourse, number: int, line: StemLine, first: int, states: list[State], end: int
) -> int:
    position = _skip_between(discourse, line, end)
    found = line.hit(position, *_FOLLOWS_SIDE) if line.adjoins(position) else None
    if found is None or not _may_own(discourse, line, end):
        return take_states(discourse, line, first, end)
    hit, entry = found
    if entry.kind == "roles":
        return _read_plural(discourse, line, first, hit.last, states)
    if entry.kind == "counterpart":
        return _read_counterpart(discourse, number, line, first, hit.last, states[-1])
    if entry.kind == "role" and (discourse.gazetteer.side_before or is_adjective(line, end)):
        last_start = start_of_last(line, first, end)
        if len(states) > 1:
            take_states(discourse, line, first, last_start)
        return _read_role(discourse, number, line, last_start, position, states[-1])
    if entry.kind == "role":
        return take_states(discourse, line, first, end)
    last_start = start_of_last(line, first, end)
    if len(states) > 1 and entry.kind not in ("force", "authority", "nation"):
        take_states(discourse, line, first, last_start)
    elif len(states) > 1:
        return take_states(discourse, line, first, end, stretch=hit.last)
    return take_body(discourse, line, last_start, hit.last, states[-1], entry.kind, entry.key)


def _may_own(discourse: StemDiscourse, line: StemLine, end: int) -> bool:
    """Whether the side can be that of a title behind it: "Pakistana" in the dative cannot."""
    if not discourse.gazetteer.side_before:
        return True
    found = next((h for k in range(end) if (h := line.hit(k, *SIDE)) is not None and h[0].last == end), None)
    return found is None or bool(found[0].cases & {BARE, "genitive", "locative"})


def _read_plural(discourse: StemDiscourse, line: StemLine, first: int, last: int, states: list[State]) -> int:
    """ "Azərbaycan və Rusiya prezidentləri": the states, unless the persons are named right behind."""
    day = discourse.day_at(line, first)
    if last < len(line.words) and read_full_name(discourse, line, last, day) is not None:
        return last
    members = tuple(discourse.state_mention(line, first, last, state, "office") for state in states)
    if len(members) == 1:
        discourse.take(line, first, last, members[0])
        return last
    discourse.take(line, first, last, group_of(members))
    return last


def _read_role(
    discourse: StemDiscourse, number: int, line: StemLine, first: int, position: int, state: State | None
) -> int:
    """A title of one person from ``position`` on, its side before it known or not; then the name, if any."""
    gazetteer = discourse.gazetteer
    roles: list[str] = []
    end = position
    ranked = False
    while end < len(line.words) and (end == position or line.adjoins(end)):
        found = line.hit(end, "role", "rank", "honorific")
        if found is None:
            break
        ranked = True
        if found[1].kind == "role":
            roles.append(found[1].key)
        end = found[0].last
        if not gazetteer.side_before and state is None and roles:
            sides, after = read_sides(discourse, line, end)
            if sides and line.adjoins(end):
                state = sides[0]
                longer = _title_around(line, end, after, discourse)
                roles[-1], end = longer if longer is not None else (roles[-1], after)
            else:
                state, end = _read_employer(discourse, line, end)
                end = _skip_reference(discourse, line, end)
    if not ranked:
        return position
    day = discourse.day_at(line, first)
    iso = state.iso3 if state is not None else None
    if line.adjoins(end):
        named = read_full_name(discourse, line, end, day) or read_short_name(discourse, line, end, day, roles, iso)
        if named is None and (roles or ranked):
            named = read_unknown_name(discourse, line, end)
        if named is not None:
            mention = person_of(discourse, line, first, named, roles, iso, day)
            discourse.take(line, first, named.last, mention)
            discourse.remember(number, mention, named.person, set(roles), named.surname)
            return named.last
    if not roles:
        return position
    if state is None:
        return refer_back(discourse, number, line, first, end, roles)
    return _take_holder(discourse, number, line, first, end, roles, state)


def _title_around(line: StemLine, side: int, after: int, discourse: StemDiscourse) -> tuple[str, int] | None:
    """ "Глава *пакистанского* правительства": the title that the words around a side make, and the word behind it."""
    if not line.adjoins(after) or not is_adjective(line, after):
        return None
    words = [line.words[side - 1], *line.words[after : after + 3]]
    found = [h for h in discourse.gazetteer.index.find(words) if h.first == 0 and h.last > 1]
    titled = [(e.key, side - 1 + h.last + after - side) for h in found for e in h.meanings if e.kind == "role"]
    return max(titled, key=lambda one: one[1], default=None)


def _read_employer(discourse: StemDiscourse, line: StemLine, position: int) -> tuple[State | None, int]:
    """ "Chief of staff of *the Pakistani army*", "secretary general of *the UN*": its side, and the word behind."""
    found = line.hit(position, "org") if line.adjoins(position) else None
    if found is None:
        return None, position
    actors = discourse.gazetteer.actors
    return actors.states_by_iso3.get(actors.organisations[found[1].key].country or ""), found[0].last


def _skip_reference(discourse: StemDiscourse, line: StemLine, position: int) -> int:
    """ "Генсек *организации* Станислав Зась": a noun that says whose office it is without a name, before the name."""
    if not line.adjoins(position) or not line.capital(position + 1) or line.capital(position):
        return position
    bases = discourse.gazetteer.inflection.readings(line.words[position])
    return position + 1 if discourse.gazetteer.titles.words["state_words"] & set(bases) else position


def _read_counterpart(discourse: StemDiscourse, number: int, line: StemLine, first: int, end: int, state: State) -> int:
    """ "The Armenian *counterpart*": with a name behind, or who holds the office of the one on stage."""
    roles = [role for figure in list(discourse.cast.values())[-1:] for role in sorted(figure.roles)]
    day = discourse.day_at(line, first)
    named = read_full_name(discourse, line, end, day) if line.adjoins(end) else None
    if named is None and line.adjoins(end):
        named = read_unknown_name(discourse, line, end)
    if named is not None:
        mention = person_of(discourse, line, first, named, roles, state.iso3, day)
        discourse.take(line, first, named.last, mention)
        discourse.remember(number, mention, named.person, set(roles), named.surname)
        return named.last
    held = next((h for role in roles if (h := discourse.gazetteer.holder(state.id, role, day)) is not None), None)
    if held is None:
        return take_states(discourse, line, first, end)
    mention = discourse.person_mention(line, first, end, *held, "office")
    discourse.take(line, first, end, mention)
    discourse.remember(number, mention, held[0], set(roles), family_key(held[0]))
    return end


def _take_holder(
    discourse: StemDiscourse, number: int, line: StemLine, first: int, end: int, roles: list[str], state: State
) -> int:
    generic = discourse.gazetteer.titles.roles[roles[-1]].generic
    for figure in reversed(list(discourse.cast.values())):
        same = figure.mention.country == state.iso3 and (not generic or end - first <= 2)
        if same and any(discourse.gazetteer.agree(roles[-1], own) for own in figure.roles):
            again = discourse.refer(line, first, end, figure.mention)
            discourse.take(line, first, end, again)
            discourse.remember(number, again, figure.person, set(roles), figure.surname)
            return end
    held = discourse.gazetteer.holder(state.id, roles[-1], discourse.day_at(line, first))
    if held is not None and not generic:
        person, office = held
        mention = discourse.person_mention(line, first, end, person, office, "office")
        discourse.remember(number, mention, person, set(roles), family_key(person))
    else:
        mention = discourse.state_mention(line, first, end, state, "office")
    discourse.take(line, first, end, mention)
    return end


def _read_titled(discourse: StemDiscourse, number: int, line: StemLine, position: int) -> int:
    """A title without a side before it."""
    found = line.hit(position, "roles", "role", "rank", "honorific")
    if found is None:
        return position
    if found[1].kind == "roles":
        if not discourse.gazetteer.side_before and line.adjoins(found[0].last):
            sides, after = read_sides(discourse, line, found[0].last)
            if sides:
                return _read_plural(discourse, line, position, after, sides)
        last = found[0].last
        after = _read_members(discourse, line, last, found[1].key)
        if after > last:
            return after
        after = _read_list_of_names(discourse, number, line, last, found[1].key)
        if after == last:
            plural_role(discourse, line, position, last, found[1].key)
        return after
    return _read_role(discourse, number, line, position, position, None)


def _read_members(discourse: StemDiscourse, line: StemLine, last: int, role: str) -> int:
    """ "The co-chairs *of the Minsk Group*": afterwards "the co-chairs" alone are that body."""
    body = line.hit(last, "org") if line.adjoins(last) else None
    if body is None:
        return last
    take_organisation(discourse, line, last, body[0].last, body[1].key)
    discourse.members_of[role] = discourse.mentions[-1]
    return body[0].last


def _read_list_of_names(discourse: StemDiscourse, number: int, line: StemLine, position: int, role: str) -> int:
    """ "Deputy premiers *Overchuk, Mustafayev and Grigoryan*": holders of the title by their family names."""
    joins = discourse.gazetteer.inflection.joins
    start = position
    while start < len(line.words) and (start == position or line.adjoins(start) or line.gap(start).strip() == ","):
        day = discourse.day_at(line, start)
        if not line.adjoins(start) and start == position:
            break
        named = read_full_name(discourse, line, start, day) or read_short_name(
            discourse, line, start, day, (role,), None
        )
        if named is None:
            break
        mention = person_of(discourse, line, start, named, (role,), None, day)
        discourse.take(line, start, named.last, mention)
        discourse.remember(number, mention, named.person, {role}, named.surname)
        position = start = named.last
        if start < len(line.words) and line.words[start].whole in joins:
            start += 1
    return position


def _read_other(discourse: StemDiscourse, number: int, line: StemLine, position: int) -> int:
    found = line.hit(position, "body", "people", "metonym", "group", "pronoun", "force", "authority")
    if found is None:
        return position
    hit, entry = found
    actors, gazetteer = discourse.gazetteer.actors, discourse.gazetteer
    if entry.kind == "people":
        mention = discourse.state_mention(line, position, hit.last, actors.states[entry.key], "demonym")
        discourse.take(line, position, hit.last, mention)
        return hit.last
    if entry.kind == "metonym":
        return take_metonym(discourse, line, position, hit.last, entry.key, hit.cases)
    if entry.kind == "body":
        if not gazetteer.side_before and line.adjoins(hit.last):
            sides, after = read_sides(discourse, line, hit.last)
            if len(sides) == 1:
                return take_body(discourse, line, position, after, sides[0], "body", entry.key)
        home = actors.states.get(gazetteer.inflection.home or "")
        body = gazetteer.titles.bodies[entry.key]
        if home is None or (body.role is None and body.kind != "military"):
            return position  # "an embassy" is nobody's, "the Foreign Ministry" that at home
        return take_body(discourse, line, position, hit.last, home, "body", entry.key)
    if entry.kind in ("force", "authority"):
        if not gazetteer.side_before and line.adjoins(hit.last):
            sides, after = read_sides(discourse, line, hit.last)
            if sides:
                return take_states(discourse, line, hit.last, after, stretch=after)
        return position
    return resolve_group(discourse, number, line, position, hit.last, entry, hit.cases)
