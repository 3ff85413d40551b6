"""What the lexicon knows of actors, compiled into one automaton per language.

Entries only say what a surface may stand for; the grammar decides by capitals, neighbours and context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from pipeline.lexicon.actors import Actors, Office, Person, load_actors
from pipeline.lexicon.grammar import load_grammar
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.names import NameIndex, blank
from pipeline.lexicon.places import Places, load_places
from pipeline.lexicon.titles import Titles, load_titles

# Offices high enough for a bare surname to mean their holder ("Aliyev"), without an introduction.
PRINCIPAL_ROLES = frozenset(
    {
        "president",
        "prime_minister",
        "foreign_minister",
        "defence_minister",
        "supreme_leader",
        "chancellor",
        "secretary_general",
        "king",
    }
)


# Answers about persons and days that are kept.
_REMEMBERED = 20_000
_WORD_KINDS = (
    ("ranks", "rank"),
    ("honorifics", "honorific"),
    ("forces", "force"),
    ("authorities", "authority"),
    ("peoples", "nation"),
    ("counterparts", "counterpart"),
    ("counterparts_plural", "counterparts"),
)


_KINDS = (
    "person", "surname", "state", "demonym", "people", "metonym", "seat", "org", "weak_org", "role", "roles", "rank",
    "honorific", "counterpart", "counterparts", "body", "weak_body", "bodies", "place", "force", "authority", "nation",
)  # fmt: skip
_BITS = {kind: 1 << number for number, kind in enumerate(_KINDS)}


def bits_of(*kinds: str) -> int:
    """One number for several kinds of names: a bit for each."""
    return sum(_BITS[kind] for kind in kinds)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a surface.

    Attributes:
        kind: person, surname, state, demonym, people, metonym (a city), seat (no city), org, weak_org, role,
            roles (plural), rank, honorific, counterpart, counterparts, body, weak_body, bodies (plural), place, force,
            authority, nation.
        key: Id in the table or file that it comes from.
        case: Whether the surface must begin with a capital.
        acronym: Whether the surface is written in capitals only.
        bit: The kind as ``bits_of`` gives it.
    """

    kind: str
    key: str
    case: bool = False
    acronym: bool = False
    bit: int = field(init=False, default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bit", _BITS.get(self.kind, 0))


@dataclass(frozen=True)
class Gazetteer:
    """Everything that the actor grammar asks the lexicon.

    Attributes:
        language: Lexicon code.
        actors: The actor tables.
        titles: Words about persons and bodies.
        index: Automaton over all surfaces.
        persons_by_family: Key of a "surname" entry -> persons of this family name, or known by this name alone.
        persons_by_token: Folded word of a name -> persons who have it, in table order.
        iso_by_state: State id -> ISO 3166-1 alpha-3 or ``None``.
        organisations_by_name: Folded canonical name -> organisation id.
        verbs: Folded verb forms that can follow a subject.
        places: The gazetteer of places.
        name_openers: Folded given names, and clan names before them.
        referring_words: Folded words that refer back to actors: pronouns, plurals, "the court".
        function_words: Folded words of closed classes: articles, prepositions, pronouns and the like.
        first_names: Folded first words of known persons' names.
    """

    language: str
    actors: Actors
    titles: Titles
    index: NameIndex[Entry]
    persons_by_token: dict[str, tuple[Person, ...]]
    persons_by_family: dict[str, tuple[Person, ...]]
    organisations_by_name: dict[str, str]
    verbs: frozenset[str]
    first_names: frozenset[str]
    places: Places
    function_words: frozenset[str]
    referring_words: frozenset[str]
    name_openers: frozenset[str]
    _offices: dict[tuple[str, date], tuple[Office, ...]] = field(default_factory=dict, repr=False, compare=False)

    def is_function_word(self, word: str) -> bool:
        """Whether the folded word belongs to a closed class, so that its capital only opens a sentence."""
        return word in self.function_words

    def offices_of(self, person: str, on: date) -> tuple[Office, ...]:
        """Offices of a person on a day, highest first; remembered, because documents repeat their persons."""
        key = (person, on)
        found = self._offices.get(key)
        if found is None:
            if len(self._offices) > _REMEMBERED:
                self._offices.clear()
            found = self._offices[key] = self.actors.offices_of(person, on)
        return found

    def word_in(self, name: str, word: str) -> bool:
        """Whether the folded word stands in the word list of ``titles.yml``."""
        return word in self.titles.words[name]

    def agree(self, one: str, other: str) -> bool:
        """Whether two roles, of the titles file or of the office table, may name the same office."""
        return one == other or self._covers(one, other) or self._covers(other, one)

    def _covers(self, general: str, special: str) -> bool:
        role = self.titles.roles.get(general)
        if role is None:
            return False
        # "The minister" is a foreign minister, but no prime minister.
        return special in role.covers or (role.generic and special.endswith(f"_{general}") and "prime_" not in special)


@lru_cache(maxsize=16)
def load_gazetteer(lexicon: Lexicon, language: str) -> Gazetteer | None:
    """The compiled gazetteer of a language, or ``None`` when it has no titles file.

    Raises:
        LexiconError: A table or file is malformed.
    """
    titles = load_titles(lexicon, language)
    if titles is None:
        return None
    actors = load_actors(lexicon)
    places = load_places(lexicon)
    cities = {blank(name.text) for name in places.names(language)}
    names = [*_names(actors, language, cities), *_territories(actors, places, language)]
    index = NameIndex([*names, *_place_names(places, language), *_title_words(titles)])
    first_names = frozenset(blank(p.name).split()[0] for p in actors.persons.values() if " " in p.name)
    words = titles.words
    return Gazetteer(
        language=language,
        name_openers=words["given_names"] | words["prefixes"] | (first_names - words["never_names"]),
        actors=actors,
        titles=titles,
        index=index,
        persons_by_token=_tokens(actors, lambda name: blank(name).split()),
        persons_by_family=_tokens(actors, lambda name: [blank(name.split()[-1])]),
        verbs=_verbs(lexicon, language),
        places=places,
        function_words=_function_words(lexicon, language),
        referring_words=frozenset(
            titles.pronouns.keys()
            | titles.groups.keys()
            | titles.references.keys()
            | titles.words["state_words"]
            | titles.words["guests"]
        ),
        first_names=first_names,
        organisations_by_name={blank(o.name).strip(): o.id for o in actors.organisations.values()},
    )


def _verbs(lexicon: Lexicon, language: str) -> frozenset[str]:
    grammar = load_grammar(lexicon, language)
    if grammar is None:
        return frozenset()
    finite = {word for word, forms in grammar.verb_forms.items() if any(form != "ing" for _, form in forms)}
    return frozenset(finite | grammar.auxiliaries.keys() | grammar.modals.keys())


def _function_words(lexicon: Lexicon, language: str) -> frozenset[str]:
    grammar = load_grammar(lexicon, language)
    if grammar is None:
        return frozenset()
    closed = {word for word, classes in grammar.classes.items() if classes != {"number"}}
    return frozenset(closed | grammar.auxiliaries.keys() | grammar.modals.keys())


def _names(actors: Actors, language: str, cities: Set[str]) -> Iterator[tuple[str, Entry]]:
    for person in actors.persons.values():
        for name in (person.name, *person.aliases):
            if len(name.split()) > 1:
                yield name, Entry("person", person.id, case=True)
            yield name.split()[-1], Entry("surname", blank(name.split()[-1]), case=True)
    for state, names in actors.state_names.get(language, {}).items():
        for kind, surfaces in names.by_kind:
            for surface in surfaces:
                # "separatist administration" stands for its side as "Stepanakert" does, but is no place.
                name = surface.removeprefix("the ")
                common = name[:1].islower()
                seat = kind == "metonym" and blank(name) not in cities
                yield (
                    name,
                    Entry("seat" if seat else kind, state, case=not common, acronym=_is_acronym(surface)),
                )
    for organisation in actors.organisations.values():
        yield organisation.name, Entry("org", organisation.id, case=True)
    for organisation_id, names_ in actors.organisation_names.get(language, {}).items():
        for surface in names_.strong:
            yield surface.removeprefix("the "), Entry("org", organisation_id, case=True, acronym=_is_acronym(surface))
        for surface in names_.weak:
            common = surface[:1].islower()  # "the world body"
            entry = Entry("weak_org", organisation_id, case=not common, acronym=_is_acronym(surface))
            yield surface.removeprefix("the "), entry


def _territories(actors: Actors, places: Places, language: str) -> Iterator[tuple[str, Entry]]:
    """ "Karabakh authorities": the names of a territory are adjectives of the side that rules it."""
    ruled = {state.name: state.id for state in actors.states.values() if state.kind == "de_facto"}
    for name in places.names(language):
        if name.place.name in ruled:
            yield name.text, Entry("demonym", ruled[name.place.name], case=True)


def _place_names(places: Places, language: str) -> Iterator[tuple[str, Entry]]:
    for name in places.names(language):
        if name.is_strong and name.place.kind in ("region", "city", "town", "district"):
            yield name.text, Entry("place", name.place.id, case=True)


def _is_acronym(surface: str) -> bool:
    letters = surface.replace(".", "").replace("-", "")
    return letters.isupper() and len(letters) <= 6 and " " not in surface


def _title_words(titles: Titles) -> Iterator[tuple[str, Entry]]:
    for role in titles.roles.values():
        for form in role.forms:
            yield form, Entry("role", role.id, acronym=form.isupper())
        for form in role.plural:
            yield form, Entry("roles", role.id, acronym=form.rstrip("s").isupper())
    for body in titles.bodies.values():
        for form in body.forms:
            yield form, Entry("body", body.id, acronym=form.isupper())
        for form in body.plural:
            yield form, Entry("bodies", body.id)
        for form in body.weak:
            yield form, Entry("weak_body", body.id, case=True)
    for name, kind in _WORD_KINDS:
        for form in sorted(titles.words[name]):
            yield form, Entry(kind, name, case=kind in ("rank", "honorific"))


def _tokens(actors: Actors, words: Callable[[str], list[str]]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, dict[str, Person]] = {}
    for person in actors.persons.values():
        for name in (person.name, *person.aliases):
            for token in words(name):
                found.setdefault(token, {})[person.id] = person
    return {token: tuple(persons.values()) for token, persons in found.items()}
