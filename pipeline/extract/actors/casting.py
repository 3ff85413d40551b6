"""Which person a name means: by office on the day, by side, by who is on stage already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.core.text import actor_id_of, to_ascii
from pipeline.extract.actors.discourse import Discourse, Figure
from pipeline.extract.actors.gazetteer import PRINCIPAL_ROLES
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import Person
from pipeline.lexicon.names import blank

_FEMALE = frozenset({"mrs", "ms", "miss", "madam", "madame", "lady", "her excellency", "first lady", "spokeswoman"})
_MALE = frozenset({"mr", "sir", "lord", "his excellency", "spokesman", "king"})


def choose_person(
    discourse: Discourse, persons: Sequence[Person], title: Title | None, number: int, position: int
) -> Person:
    """The bearer of a full name that fits best here."""
    if len(persons) == 1:
        return persons[0]
    return max(persons, key=lambda person: _fit(discourse, person, title, number, position))


def _fit(discourse: Discourse, person: Person, title: Title | None, number: int, position: int) -> float:
    day = discourse.day_at(number, position)
    offices = discourse.gazetteer.offices_of(person.id, day) if day else ()
    score = 0.5 * bool(offices)
    if actor_id_of(person.name) in discourse.cast:
        score += 2.0
    if title is None:
        return score
    agree = discourse.gazetteer.agree
    if any(agree(office.role, role) for office in offices for role in title.roles):
        score += 3.0
    isos = discourse.isos_of(title)
    if isos:
        score += 1.0 if person.country in isos else -4.0
    return score


def cast_figure(
    discourse: Discourse, number: int, surface: str, person: Person | None, title: Title, position: int
) -> Figure:
    """The figure of the document for a name, made on its first mention and completed by each title."""
    name = person.name if person else _plain_name(surface)
    actor_id = actor_id_of(name, known=person is not None)
    figure = discourse.cast.get(actor_id)
    if figure is None:
        figure = Figure(actor_id, name, person, number)
        discourse.cast[actor_id] = figure
        if person is not None:
            tokens, family = _words_of(person.name, person.aliases)
            figure.tokens.update(tokens)
            figure.family.update(family)
        if person is not None:
            day = discourse.day_at(number, position)
            figure.roles.update(o.role for o in discourse.gazetteer.offices_of(person.id, day)) if day else None
    _add_name(figure, _long_words(surface))
    figure.roles.update(title.roles)
    figure.text_roles.update(title.roles)
    figure.sex = figure.sex or (person.sex if person else _sex_by(title) or _sex_by_ending(discourse, surface))
    side = discourse.state_iso(title.states[0]) if title.states else None
    figure.country = figure.country or (person.country if person else side)
    figure.title = figure.title or discourse.composed_office(title)
    return figure


@lru_cache(maxsize=4096)
def _words_of(name: str, aliases: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """All folded words of a person's names, and the last word of each; other names than the usual one left out.

    "Abulfaz Aliyev" is what Abulfaz Elchibey was once called: only a text that says so means him by "Aliyev".
    """
    known = blank(name).split()
    parts = [known, *(words for alias in aliases if _same_family(words := blank(alias).split(), known))]
    return frozenset(word for words in parts for word in words), frozenset(words[-1] for words in parts)


def _same_family(alias: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the last word of an alias is one of the name, or another spelling of the family name."""
    if not alias or alias[-1] in name:
        return bool(alias)
    return SequenceMatcher(None, alias[-1], name[-1], autojunk=False).ratio() >= _ALIKE


# "Mammadyarov" and "Memmedyarov" are alike, "Aliyev" and "Elchibey" are not.
_ALIKE = 0.6


@lru_cache(maxsize=4096)
def _long_words(surface: str) -> tuple[str, ...]:
    return tuple(word for word in blank(surface).split() if len(word) > 1)


def _add_name(figure: Figure, words: Sequence[str]) -> None:
    if words:
        figure.tokens.update(words)
        figure.family.add(words[-1])


def _plain_name(surface: str) -> str:
    """The name in plain ASCII; a name shouted in capitals gets ordinary ones."""
    parts = to_ascii(surface).split()
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in parts)


def _sex_by(title: Title) -> str:
    return "f" if title.head in _FEMALE else "m" if title.head in _MALE else ""


def _sex_by_ending(discourse: Discourse, surface: str) -> str:
    """What the end of a family name tells ("Gafarova", "Huseynov")."""
    family = blank(surface).split()[-1:]
    words = discourse.gazetteer.titles.words
    for sex, ends in (("f", words["female_ends"]), ("m", words["male_ends"])):
        if any(word.endswith(end) and len(word) > len(end) + 1 for word in family for end in ends):
            return sex
    return ""


def figure_called(
    discourse: Discourse, number: int, line: Line, first: int, last: int, title: Title | None
) -> Figure | None:
    """The figure that a single word of a name means, or ``None``."""
    word = line.folded[last - 1]
    figure = _from_cast(discourse, number, word, title, line)
    if figure is not None:
        return figure
    persons = [
        person
        for item in line.items.get(first, ())
        if item.entry.kind == "surname" and item.last == last
        for person in discourse.gazetteer.persons_by_family[item.entry.key]
    ]
    person = _by_office(discourse, persons, number, first, title) if persons else None
    acts = line.joined(last) and line.word(last) in discourse.gazetteer.verbs
    if person is None and title is None and acts and len(persons) == 1:
        # "Ter-Petrosyan resigns", told much later: the only bearer of the name, once in a principal office.
        held = _ever_held(discourse, persons[0], set(), sorted(PRINCIPAL_ROLES))
        person = persons[0] if held else None
    if person is None and title is not None and title.roles:
        # "PM Shehbaz": a given name will do behind a title.
        bearers = discourse.gazetteer.persons_by_token.get(word, ())
        person = _by_office(discourse, bearers, number, first, title)
    if person is None:
        return None
    return cast_figure(discourse, number, person.name, person, title or Title(first, last), first)


def _from_cast(discourse: Discourse, number: int, word: str, title: Title | None, line: Line) -> Figure | None:
    family = [figure for figure in discourse.cast.values() if word in figure.family]
    if family:
        found = family
    else:
        found = [figure for figure in discourse.cast.values() if word in figure.tokens]
        if len(found) != 1 or line.headline or discourse.gazetteer.word_in("prefixes", word):
            return None
    if title is not None:
        found = [figure for figure in found if _suits(discourse, figure, title)]
    if len(found) < 2:
        return found[0] if found else None
    day = discourse.day_at(number, 0)
    return max(found, key=lambda figure: _prominence(discourse, figure, number, title, day))


def _prominence(
    discourse: Discourse, figure: Figure, number: int, title: Title | None, day: date | None
) -> tuple[float, int]:
    """How likely a shared family name means the figure: by title, principal office, and earlier mention."""
    agree = discourse.gazetteer.agree
    score = 0.0
    if title is not None and any(agree(a, b) for a in figure.roles for b in title.roles):
        score += 4.0
    if figure.person is not None and day is not None:
        offices = discourse.gazetteer.offices_of(figure.person.id, day)
        score += 2.0 * any(office.role in PRINCIPAL_ROLES for office in offices)
    score += 1.0 * (figure.first_line <= number)
    return score, figure.first_line


def _suits(discourse: Discourse, figure: Figure, title: Title) -> bool:
    """Whether a titled name can mean the figure: sides and principal offices must not clash."""
    isos = discourse.isos_of(title)
    if isos and figure.country and figure.country not in isos:
        return False
    principal = set(title.roles) & PRINCIPAL_ROLES
    if not principal or not figure.roles:
        return True
    agree = discourse.gazetteer.agree
    if any(agree(a, b) for a in figure.roles for b in principal):
        return True
    if figure.person is None:
        return False
    actors = discourse.gazetteer.actors
    held = {actors.offices[term.office].role for term in actors.terms_by_person.get(figure.person.id, ())}
    return any(agree(role, wanted) for role in held for wanted in principal)


def _by_office(
    discourse: Discourse, persons: Sequence[Person], number: int, position: int, title: Title | None
) -> Person | None:
    """The one bearer of a family name who held a fitting office on the day."""
    day = discourse.day_at(number, position)
    if day is None:
        return None
    gazetteer = discourse.gazetteer
    isos = discourse.isos_of(title)
    wanted = title.roles if title else []
    fitting: dict[str, Person] = {}
    for person in persons:
        if isos and person.country not in isos:
            continue
        roles = {office.role for office in gazetteer.offices_of(person.id, day)}
        if any(gazetteer.agree(a, b) for a in roles for b in wanted) or (not wanted and roles & PRINCIPAL_ROLES):
            fitting[person.id] = person
    if not fitting and wanted:
        fitting = {person.id: person for person in persons if _ever_held(discourse, person, isos, wanted)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _ever_held(discourse: Discourse, person: Person, isos: set[str], wanted: Sequence[str]) -> bool:
    """Whether the person held such a principal office on another day ("Foreign Minister X", looking back)."""
    if isos and person.country not in isos:
        return False
    actors, agree = discourse.gazetteer.actors, discourse.gazetteer.agree
    roles = {actors.offices[term.office].role for term in actors.terms_by_person.get(person.id, ())}
    return any(agree(a, b) for a in roles & PRINCIPAL_ROLES for b in wanted)
