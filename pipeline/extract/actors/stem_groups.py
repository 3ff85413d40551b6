"""Words that refer back, in a language read by stems: titles without a name, plurals, pronouns."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import ActorMention
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.gazetteer import Entry
from pipeline.extract.actors.stem_discourse import LOOK_BACK, StemDiscourse, StemLine
from pipeline.extract.actors.stem_persons import family_key
from pipeline.lexicon.inflection import BARE


def refer_back(discourse: StemDiscourse, number: int, line: StemLine, first: int, end: int, roles: list[str]) -> int:
    """A title alone: the last person called so, else the holder at home."""
    gazetteer = discourse.gazetteer
    count = _count_before(discourse, line, first)
    if count > 1:
        return _take_persons(discourse, line, first, end, roles, count)
    if line.follows(end, gazetteer.titles.words["predicates"]):
        return first  # "was elected president": the office, nobody
    role = gazetteer.titles.roles[roles[-1]]
    latest = list(reversed(discourse.cast.values()))
    called_so = [figure for figure in latest if roles[-1] in figure.roles]  # "prime minister" before "minister"
    for figure in (*called_so, *latest):
        if any(gazetteer.agree(roles[-1], own) for own in figure.roles):
            mention = discourse.refer(line, first, end, figure.mention)
            discourse.take(line, first, end, mention)
            discourse.remember(number, mention, figure.person, set(roles), figure.surname)
            return end
    home = gazetteer.actors.states.get(gazetteer.inflection.home or "")
    cased = gazetteer.inflection.capitals
    if role.generic or home is None or (cased and not line.capital(first)):
        return first
    held = gazetteer.holder(home.id, roles[-1], discourse.day_at(line, first))
    if held is None:
        return first
    mention = discourse.person_mention(line, first, end, *held, "office")
    discourse.take(line, first, end, mention)
    discourse.remember(number, mention, held[0], set(roles), family_key(held[0]))
    return end


def _count_before(discourse: StemDiscourse, line: StemLine, position: int) -> int:
    if position == 0:
        return 1
    return discourse.gazetteer.titles.numbers.get(line.words[position - 1].folded, 1)


def _take_persons(discourse: StemDiscourse, line: StemLine, first: int, end: int, roles: list[str], count: int) -> int:
    """ "İki cumhurbaşkanı": the latest persons of that role."""
    agree = discourse.gazetteer.agree
    found = [
        figure.mention
        for figure in reversed(list(discourse.cast.values()))
        if any(agree(role, own) for role in roles for own in figure.roles)
    ][:count]
    if len(found) < max(count, 2):
        return first
    start = first - 1 if _count_before(discourse, line, first) > 1 else first
    _take_group(discourse, line, start, end, tuple(reversed(found)))
    return end


def plural_role(discourse: StemDiscourse, line: StemLine, first: int, end: int, role: str) -> int:
    """ "Prezidentlər", "meclis başkanları" without a side: the persons called so, else the sides named last."""
    agree = discourse.gazetteer.agree
    body = discourse.members_of.get(role)
    if body is not None:  # "the co-chairs" of a group named before
        discourse.take(line, first, end, discourse.refer(line, first, end, body))
        return end
    count = _count_before(discourse, line, first)
    before = line.words[0].start
    figures = [
        f.mention
        for f in reversed(list(discourse.cast.values()))
        if f.mention.start < before and any(agree(role, own) for own in f.roles)
    ]
    sides = next((g for g in reversed(discourse.groups) if g.group[0].kind == "state"), None)
    if sides is not None and len(sides.group) >= count and all(f.start < sides.start for f in figures):
        figures = []
    members = tuple(reversed(figures[: count if count > 1 else 3]))
    if len(members) < max(count, 2):
        earlier = next((g for g in reversed(discourse.groups) if g.group[0].kind == "state"), None)
        if earlier is None:
            return first
        members = earlier.group
    _take_group(discourse, line, first, end, members)
    return end


def resolve_group(
    discourse: StemDiscourse, number: int, line: StemLine, first: int, last: int, entry: Entry, cases: frozenset[str]
) -> int:
    """ "Tərəflər", "üç ülke", "liderlər" and pronouns."""
    if entry.kind == "pronoun":
        return _resolve_pronoun(discourse, number, line, first, last, entry, cases)
    count = _count_before(discourse, line, first)
    singular = any(
        base in discourse.gazetteer.titles.words["state_words"]
        for base in discourse.gazetteer.inflection.readings(line.words[last - 1])
    )
    if singular and count < 2 and not _is_plural(discourse, line, last - 1):
        return first
    if entry.key == "person":
        earlier = [f for f in discourse.cast.values() if f.mention.start < line.words[0].start]
        figures = earlier[-max(count, 2) :]
        members: tuple[ActorMention, ...] = tuple(figure.mention for figure in figures)
    else:
        members = latest_states(discourse, max(count, 2))
    if len(members) < max(count, 2):
        return first
    start = first - 1 if count > 1 else first
    end = last
    if line.adjoins(last) and line.words[last].folded in discourse.gazetteer.titles.words["eaters"]:
        return first  # "liderler düzeyinde": says how, not who
    following = line.hit(last, "roles") if line.adjoins(last) else None
    if following is not None and members[0].kind == "state":
        end = following[0].last
    _take_group(discourse, line, start, end, members)
    return end


def _is_plural(discourse: StemDiscourse, line: StemLine, position: int) -> bool:
    word = line.words[position]
    readings = discourse.gazetteer.inflection.readings(word)
    return any(
        base != word.folded and base in discourse.gazetteer.titles.groups and base not in _singular(discourse)
        for base in readings
    )


def _singular(discourse: StemDiscourse) -> frozenset[str]:
    return discourse.gazetteer.titles.words["state_words"]


def latest_states(discourse: StemDiscourse, count: int) -> tuple[ActorMention, ...]:
    """The states on stage that the document names most, directly or as the side of a person, in text order."""
    found: dict[str, ActorMention] = {}
    weight: dict[str, float] = {}
    by_iso = discourse.gazetteer.actors.states_by_iso3
    for distance, mention in enumerate(reversed(discourse.mentions)):
        for actor in reversed(mention.group or (mention,)):
            state = by_iso.get(actor.country or "")
            if state is None or actor.attributive:
                continue
            weight[state.name] = weight.get(state.name, 0.0) + 0.95**distance
            found.setdefault(state.name, _as_state(actor, state.name))
    chosen = sorted(found, key=lambda name: -weight[name])[:count]
    if len(chosen) < count:
        return ()
    return tuple(sorted((found[name] for name in chosen), key=lambda actor: actor.start))


def _as_state(actor: ActorMention, name: str) -> ActorMention:
    if actor.kind == "state":
        return actor
    return replace(actor, actor_id=actor_id_of(name), name=name, kind="state", office=None, found_by="coreference")


def _resolve_pronoun(
    discourse: StemDiscourse, number: int, line: StemLine, first: int, last: int, entry: Entry, cases: frozenset[str]
) -> int:
    """ "O," and its cases: the person on stage last; a bare one only where a comma shows that it is no article."""
    pronoun = discourse.gazetteer.titles.pronouns.get(entry.key)
    if pronoun is None:
        return first
    inflection = discourse.gazetteer.inflection
    if cases <= {BARE} and line.gap(last).strip() != "," and inflection.inflected == "last":
        return first
    if pronoun.marked and not (last < len(line.words) and line.words[last].whole in inflection.after):
        return first  # "ان کے" is theirs, "ان دیہات" those villages
    figures = [f for f in discourse.cast.values() if number - f.line <= LOOK_BACK]
    clause = _clause_start(discourse, line, first)
    figures = [f for f in figures if not clause <= f.mention.start < line.words[first].start] or figures
    if pronoun.many:
        if len(figures) < 2:
            return first
        _take_group(discourse, line, first, last, tuple(f.mention for f in figures[-2:]))
        return last
    if not figures:
        return first
    figure = figures[-1]
    if inflection.inflected != "last" and BARE in cases and not pronoun.marked:  # a subject goes on with the subject
        figure = min((f for f in figures if f.line == number - 1), key=lambda f: f.mention.start, default=figure)
    mention = discourse.refer(line, first, last, figure.mention)
    discourse.take(line, first, last, mention)
    return last


def _clause_start(discourse: StemDiscourse, line: StemLine, position: int) -> int:
    """Where the clause of a word begins: a pronoun seldom means somebody named in its own clause."""
    inflection = discourse.gazetteer.inflection
    for k in range(position - 1, 0, -1):
        if line.words[k].whole in inflection.breaks:
            return line.words[k].start
        if inflection.verb_final and line.words[k].whole in inflection.verb_words:
            return line.words[k].end
    return line.words[0].start


def _take_group(
    discourse: StemDiscourse, line: StemLine, first: int, last: int, members: tuple[ActorMention, ...]
) -> None:
    start, end = line.words[first].start, line.words[last - 1].end
    placed = tuple(replace(member, start=start, end=end, group=()) for member in members)
    name = " and ".join(member.name for member in placed)
    lead = placed[0]
    mention = ActorMention(start, end, lead.actor_id, name, lead.kind, lead.country, None, "coreference", placed, 0.75)
    discourse.take(line, first, last, mention)
