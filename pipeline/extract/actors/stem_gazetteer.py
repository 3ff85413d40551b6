"""What the lexicon knows of actors, for languages read by word stems (docs/decisions/events-by-stems.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.extract.actors.gazetteer import PRINCIPAL_ROLES, Entry
from pipeline.lexicon.actors import Actors, Office, Person, load_actors
from pipeline.lexicon.inflected_names import InflectedIndex, close_key, name_key, romanise, sound_key
from pipeline.lexicon.inflection import Inflection
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.titles import Titles, load_titles

_WORD_KINDS = (
    ("ranks", "rank"),
    ("honorifics", "honorific"),
    ("forces", "force"),
    ("authorities", "authority"),
    ("peoples", "nation"),
    ("counterparts", "counterpart"),
)


@dataclass(frozen=True)
class StemGazetteer:
    """All names of actors of one language.

    Attributes:
        index: Names of states and bodies, words of titles and reference.
        by_surname: Sound of the last word of a name -> persons with the sounds of their other names.
        by_close: Spelling of the last word, vowels of a kind alike -> persons, for family names alone.
        by_sound: The same by the sounds of the Latin spellings, where ``by_surname`` goes by letters (no capitals).
        side_before: Whether the state stands before the title ("Azərbaycan Prezidenti").
    """

    language: str
    inflection: Inflection
    actors: Actors
    titles: Titles
    index: InflectedIndex[Entry]
    by_surname: Mapping[str, tuple[tuple[Person, frozenset[str]], ...]]
    by_close: Mapping[str, tuple[Person, ...]]
    by_sound: Mapping[str, tuple[tuple[Person, frozenset[str]], ...]]
    side_before: bool

    def close(self, word: str) -> str:
        """The key of a folded word of this language in ``by_close``."""
        return close_key(romanise(word, self.inflection))

    def sound(self, word: str) -> str:
        """The sound of a folded word of this language; without capitals to tell names, its letters."""
        if not self.inflection.capitals:
            return word
        return sound_key(romanise(word, self.inflection))

    def agree(self, one: str, other: str) -> bool:
        """Whether two roles may name the same office."""
        return one == other or self._covers(one, other) or self._covers(other, one)

    def _covers(self, general: str, special: str) -> bool:
        role = self.titles.roles.get(general)
        return role is not None and (special in role.covers or (role.generic and special.endswith(f"_{general}")))

    def holder(self, state: str, role: str, day: date | None) -> tuple[Person, Office] | None:
        """Who holds the office of a state or organisation on a day."""
        for office in self.actors.offices_by_holder.get(state, ()):
            if day is None or office.collegial or office.to or not self.agree(role, office.role):
                continue
            person = self.actors.holder(office.id, day)
            if person is not None:
                return person, office
        return None

    def is_principal(self, person: Person, day: date | None) -> bool:
        """Whether a bare surname may mean the person."""
        offices = self.actors.offices_of(person.id, day) if day is not None else ()
        return any(office.role in PRINCIPAL_ROLES for office in offices)


@lru_cache(maxsize=16)
def load_stem_gazetteer(lexicon: Lexicon, inflection: Inflection) -> StemGazetteer | None:
    """The gazetteer of a language read by stems, or ``None`` when it has no titles file.

    Raises:
        LexiconError: A table or file is malformed.
    """
    language = inflection.language
    titles = load_titles(lexicon, language)
    if titles is None:
        return None
    actors = load_actors(lexicon)
    entries = [*_names(actors, language), *_title_words(titles)]
    return StemGazetteer(
        language=language,
        inflection=inflection,
        actors=actors,
        titles=titles,
        index=InflectedIndex(entries, inflection),
        by_surname=_surnames(lexicon, actors, inflection),
        by_close=_family_names(lexicon, actors, inflection),
        by_sound={} if inflection.capitals else _latin_surnames(actors),
        side_before=lexicon.rules(f"{language}/titles.yml").get("side", "before") == "before",
    )


def _names(actors: Actors, language: str) -> Iterator[tuple[str, Entry]]:
    for state, names in actors.state_names.get(language, {}).items():
        for kind, surfaces in names.by_kind:
            for surface in surfaces:
                yield surface, Entry(kind, state, case=surface[:1].isupper(), acronym=_is_acronym(surface))
    for organisation_id, found in actors.organisation_names.get(language, {}).items():
        for surface in (*found.strong, *found.weak):
            capital = surface[:1].isupper()
            yield surface, Entry("org", organisation_id, case=capital, acronym=_is_acronym(surface))


def _is_acronym(surface: str) -> bool:
    return surface.isupper() and len(surface) <= 6 and " " not in surface


def _title_words(titles: Titles) -> Iterator[tuple[str, Entry]]:
    for role in titles.roles.values():
        for form in role.forms:
            yield form, Entry("role", role.id)
        for form in role.plural:
            yield form, Entry("roles", role.id)
    for body in titles.bodies.values():
        for form in (*body.forms, *body.weak):
            yield form, Entry("body", body.id, acronym=_is_acronym(form))
    for name, kind in _WORD_KINDS:
        for form in sorted(titles.words[name]):
            yield form, Entry(kind, name)
    for form, of in titles.groups.items():
        yield form, Entry("group", of)
    for form in titles.pronouns:
        yield form, Entry("pronoun", form)


def _surnames(
    lexicon: Lexicon, actors: Actors, inflection: Inflection
) -> dict[str, tuple[tuple[Person, frozenset[str]], ...]]:
    own = _own_names(lexicon, inflection)
    found: dict[str, list[tuple[Person, frozenset[str]]]] = {}
    for person in actors.persons.values():
        native = own.get(person.id, [])
        for name in dict.fromkeys((person.name, *person.aliases, *native) if inflection.capitals else native):
            key = [_sound(word, inflection, native=name in native) for word in name_key(name)]
            if key and key[-1]:
                found.setdefault(key[-1], []).append((person, frozenset(key[:-1])))
    return {sound: tuple(persons) for sound, persons in found.items()}


def _latin_surnames(actors: Actors) -> dict[str, tuple[tuple[Person, frozenset[str]], ...]]:
    found: dict[str, list[tuple[Person, frozenset[str]]]] = {}
    for person in actors.persons.values():
        for name in (person.name, *person.aliases):
            key = [sound_key(word) for word in name_key(name)]
            if len(key) > 1 and len(key[-1]) > 1:
                found.setdefault(key[-1], []).append((person, frozenset(key[:-1])))
    return {sound: tuple(persons) for sound, persons in found.items()}


def _sound(word: str, inflection: Inflection, *, native: bool) -> str:
    """The sound of a word of a name; its letters where nothing but the spelling tells a name from a word."""
    if not inflection.capitals:
        return word
    return sound_key(romanise(word, inflection) if native else word)


def _own_names(lexicon: Lexicon, inflection: Inflection) -> dict[str, list[str]]:
    """Person id -> names in the language itself."""
    own: dict[str, list[str]] = {}
    for row in lexicon.table(f"{inflection.language}/persons.csv"):
        own.setdefault(row["person"], []).extend(name.strip() for name in row["names"].split(";"))
    return own


def _family_names(lexicon: Lexicon, actors: Actors, inflection: Inflection) -> dict[str, tuple[Person, ...]]:
    own = _own_names(lexicon, inflection)
    found: dict[str, dict[Person, None]] = {}
    for person in actors.persons.values():
        keys = {close_key(key[-1]) for name in (person.name, *person.aliases) if (key := name_key(name))}
        spelled = [key for name in own.get(person.id, ()) if (key := name_key(name))]
        if not inflection.capitals:  # nothing tells a family name from a word: those that the table lists alone
            keys, spelled = set(), [key for key in spelled if len(key) == 1]
        keys |= {close_key(romanise(key[-1], inflection)) for key in spelled}
        for one in sorted(keys):
            found.setdefault(one, {})[person] = None
    return {one: tuple(persons) for one, persons in found.items() if len(one) > 2}
