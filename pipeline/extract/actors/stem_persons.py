"""Persons by name in a language read by stems: known ones in any spelling, unknown ones behind a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.core.records import ActorMention
from pipeline.core.text import actor_id_of, to_ascii
from pipeline.extract.actors.stem_discourse import StemDiscourse, StemLine
from pipeline.extract.actors.stem_uncased import read_uncased_name
from pipeline.lexicon.actors import Person
from pipeline.lexicon.inflected_names import close_key, romanise
from pipeline.lexicon.inflection import Word

_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named over the words up to ``last`` (excluded); ``person`` is ``None`` for an unknown one."""

    last: int
    person: Person | None
    name: str
    surname: str


def read_full_name(discourse: StemDiscourse, line: StemLine, position: int, day: date | None) -> NamedPerson | None:
    """A known person with given and family name that begins at the word."""
    gazetteer = discourse.gazetteer
    for size in range(min(_LONGEST_NAME, len(line.words) - position), 1, -1):
        if not _is_name_span(discourse, line, position, size):
            continue
        words = line.words[position : position + size]
        given = [_sounds(discourse, word) for word in words[:-1]]
        found: list[tuple[int, Person]] = []
        for base in gazetteer.inflection.readings(words[-1]):
            for person, others in gazetteer.by_surname.get(gazetteer.sound(base), ()):
                if given[-1] & others and (given[0] & others or _is_prefix(discourse, words[0].folded)):
                    unlike = gazetteer.close(base) != family_key(person)
                    found.append((len(others - set().union(*given)) + 2 * unlike, person))
        if found:
            person = _likeliest(discourse, found, day)
            return NamedPerson(position + size, person, person.name, family_key(person))
    return None


def _sounds(discourse: StemDiscourse, word: Word) -> set[str]:
    """How a given name may sound: with its ending cut off where given names carry one."""
    gazetteer = discourse.gazetteer
    if gazetteer.inflection.inflected != "all":
        return {gazetteer.sound(word.whole)}
    return {gazetteer.sound(base) for base in gazetteer.inflection.readings(word)}


def family_key(person: Person) -> str:
    """The key by which the family name alone is found again."""
    return close_key(person.name.split()[-1].lower())


def _is_name_span(discourse: StemDiscourse, line: StemLine, position: int, size: int) -> bool:
    words = range(position, position + size)
    if any(line.taken[k] for k in words) or any(not line.adjoins(k) for k in words if k > position):
        return False
    if any(line.words[k].suffix for k in words if k < position + size - 1):
        return False
    particles = discourse.gazetteer.titles.words["particles"]
    inner = range(position + 1, position + size - 1)
    small = {k for k in inner if line.words[k].folded in particles}
    return not discourse.gazetteer.inflection.capitals or all(line.capital(k) for k in words if k not in small)


def _is_prefix(discourse: StemDiscourse, word: str) -> bool:
    return word in discourse.gazetteer.titles.words["prefixes"]


def _likeliest(discourse: StemDiscourse, found: Sequence[tuple[int, Person]], day: date | None) -> Person:
    """The one spelled most alike; among those one on stage, then one in office, then the first of the table."""
    on_stage = {figure.person.id for figure in discourse.cast.values() if figure.person is not None}
    actors = discourse.gazetteer.actors

    def rank(entry: tuple[int, Person]) -> tuple[int, bool, bool, bool]:
        difference, person = entry
        in_office = day is not None and bool(actors.offices_of(person.id, day))
        return difference, person.id not in on_stage, not in_office, not actors.terms_by_person.get(person.id)

    return min(found, key=rank)[1]


def read_short_name(
    discourse: StemDiscourse, line: StemLine, position: int, day: date | None, roles: Sequence[str], iso: str | None
) -> NamedPerson | None:
    """A family name alone: somebody on stage, the holder of the title before it, or a head of state or ministry."""
    gazetteer, word = discourse.gazetteer, line.words[position]
    if line.taken[position] or (gazetteer.inflection.capitals and not word.capital):
        return None
    if not roles and _is_given_name(discourse, line, position):
        return None
    shortest = 3 if roles else 4
    keys = {gazetteer.close(base) for base in gazetteer.inflection.readings(word) if len(base) >= shortest}
    for figure in reversed(list(discourse.cast.values())):
        if figure.surname in keys and not _is_succeeded(discourse, figure.person, keys, day):
            return NamedPerson(position + 1, figure.person, figure.mention.name, figure.surname)
    for key in sorted(keys):
        for person in gazetteer.by_close.get(key, ()):
            if iso is not None and person.country != iso:
                continue
            held = gazetteer.actors.offices_of(person.id, day) if day is not None else ()
            fits = any(gazetteer.agree(role, office.role) for role in roles for office in held)
            if fits or (not roles and gazetteer.is_principal(person, day)):
                return NamedPerson(position + 1, person, person.name, key)
    return None


def _is_given_name(discourse: StemDiscourse, line: StemLine, position: int) -> bool:
    """Whether a family name that no table knows stands behind the word: "Рашид *Бегларян*"."""
    following = position + 1
    if not discourse.gazetteer.inflection.capitals or not line.capital(following) or not line.adjoins(following):
        return False
    return not line.hits.get(following) and _ends_as_name(discourse, line, following)


def _ends_as_name(discourse: StemDiscourse, line: StemLine, position: int) -> bool:
    ends = tuple(discourse.gazetteer.titles.words["name_ends"])
    bases = discourse.gazetteer.inflection.readings(line.words[position])
    return any(base.endswith(ends) and len(base) > 4 for base in bases)


def read_untitled_name(discourse: StemDiscourse, line: StemLine, position: int) -> NamedPerson | None:
    """A person that no table knows and no title introduces: a family name by its ending, a given name before it."""
    gazetteer = discourse.gazetteer
    if not gazetteer.inflection.capitals or gazetteer.inflection.inflected != "all" or not line.capital(position):
        return None
    given = gazetteer.titles.words["given_names"] & set(gazetteer.inflection.readings(line.words[position]))
    if not given and (position == 0 or not line.adjoins(position)):
        return None
    named = read_unknown_name(discourse, line, position)
    if named is None or not _ends_as_name(discourse, line, named.last - 1):
        return None
    behind = gazetteer.inflection.readings(line.words[named.last]) if line.adjoins(named.last) else {}
    return None if gazetteer.titles.words["eaters"] & set(behind) else named  # "села Бадара Ходжалинского *района*"


def _is_succeeded(discourse: StemDiscourse, person: Person | None, keys: set[str], day: date | None) -> bool:
    """Whether somebody else of that name holds a first office on the day, and the person on stage holds none."""
    gazetteer = discourse.gazetteer
    if person is None or day is None or gazetteer.actors.offices_of(person.id, day):
        return False
    others = (other for key in sorted(keys) for other in gazetteer.by_close.get(key, ()) if other.id != person.id)
    return any(gazetteer.is_principal(other, day) and other.country == person.country for other in others)


def read_unknown_name(discourse: StemDiscourse, line: StemLine, position: int) -> NamedPerson | None:
    """Two or three capitalised words behind a title that no table knows."""
    titles = discourse.gazetteer.titles
    if not discourse.gazetteer.inflection.capitals:
        uncased = read_uncased_name(discourse, line, position)
        return NamedPerson(*uncased, line.words[uncased[0] - 1].folded) if uncased is not None else None
    end = position
    while end < len(line.words) and end - position < 3:
        if line.taken[end] or not line.capital(end) or (end > position and not line.adjoins(end)):
            break
        if line.hits.get(end) or line.words[end].folded in titles.words["never_names"]:
            break
        end += 1
        if line.words[end - 1].suffix:
            break
    if end - position < 2:
        return None
    base = _name_base(discourse, line, end - 1)
    text = discourse.document.text
    words = [_given_base(discourse, line, k) for k in range(position, end - 1)]
    last = text[line.words[end - 1].start :][: len(base)]
    plain = discourse.gazetteer.inflection.plain_names
    latin = " ".join(w if plain else romanise(w, discourse.gazetteer.inflection) for w in (*words, last))
    name = " ".join(part[:1].upper() + part[1:] for part in to_ascii(latin).split())
    return NamedPerson(end, None, name, discourse.gazetteer.close(base)) if name else None


def _given_base(discourse: StemDiscourse, line: StemLine, position: int) -> str:
    """A given name as it stands, or without its case ending where the base form is listed."""
    word = line.words[position]
    if discourse.gazetteer.inflection.inflected == "all":
        known = discourse.gazetteer.titles.words["given_names"]
        listed = [base for base in discourse.gazetteer.inflection.readings(word) if base in known]
        if listed:
            return listed[0]
    return discourse.document.text[word.start : word.end]


def _name_base(discourse: StemDiscourse, line: StemLine, position: int) -> str:
    """The family name without its ending, where its own ending tells where it stops."""
    word = line.words[position]
    if word.suffix:
        return word.folded
    ends = tuple(discourse.gazetteer.titles.words["name_ends"])
    bases = [base for base in discourse.gazetteer.inflection.readings(word) if base.endswith(ends)]
    bases = [base for base in bases if word.folded.startswith(base)]
    return max(bases, key=len, default=word.folded)


def person_of(
    discourse: StemDiscourse,
    line: StemLine,
    first: int,
    named: NamedPerson,
    roles: Sequence[str],
    iso: str | None,
    day: date | None,
) -> ActorMention:
    """The mention of a named person, with the office of the title before it."""
    if named.person is not None:
        office = discourse.office_of(named.person, roles, day)
        return discourse.person_mention(
            line, first, named.last, named.person, office, "title_name" if roles else "name"
        )
    known = next((f.mention for f in discourse.cast.values() if f.mention.name == named.name), None)
    country = iso or (known.country if known else None)
    start, end = line.words[first].start, line.words[named.last - 1].end
    return ActorMention(
        start, end, actor_id_of(named.name, known=False), named.name, "person", country, None, "unknown_name", (), 0.6
    )
