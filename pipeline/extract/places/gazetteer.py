"""The places of the lexicon, compiled into one automaton per language.

In: the tables of places and of states. Out: names with what each may mean, and the capital that
stands for a government.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon.actors import Actors, load_actors
from pipeline.lexicon.grammar import load_grammar
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.names import NameIndex, blank
from pipeline.lexicon.places import Place, Places, load_places
from pipeline.lexicon.placing import Placing, load_placing


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a surface may be.

    Attributes:
        kind: place, weak_place (needs a sign that a place is meant), metonym (a city that may stand for the
            state ``key``), hidden (a known person's or body's name, which hides places inside it), demonym
            (of the state ``key``).
        key: Id of the place, person or state.
    """

    kind: str
    key: str


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """All that one surface may be.

    Attributes:
        places: Places of this name, the likeliest first.
        certain: It is the strong name of one of them, or of a capital.
        metonym: It may stand for a government.
        demonym: State whose adjective it is, or empty.
    """

    places: tuple[Place, ...]
    certain: bool
    metonym: bool
    demonym: str


@dataclass(frozen=True)
class PlaceGazetteer:
    """Everything that the place finder asks the lexicon.

    Attributes:
        places: All places.
        parents: Place id -> ids that mentions carry for the places that hold it, nearest first.
        capital_of: State id -> place id of its capital.
        capital_of_country: ISO 3166-1 alpha-3 -> place id of the capital.
        placing: Words around place names.
        index: Automaton over all names.
        verbs: Folded finite verb forms that are no nouns as well.
        metonyms: Folded names of cities that may stand for a government.
    """

    places: Places
    parents: Mapping[str, tuple[str, ...]]
    capital_of: Mapping[str, str]
    capital_of_country: Mapping[str, str]
    placing: Placing
    index: NameIndex[Surface]
    verbs: frozenset[str]
    metonyms: frozenset[str]

    def is_capital(self, name: str) -> bool:
        """Whether the folded name is that of a city that may stand for its government."""
        return name in self.metonyms


@lru_cache(maxsize=16)
def load_place_gazetteer(lexicon: Lexicon, language: str) -> PlaceGazetteer:
    """The compiled places of a language.

    Raises:
        LexiconError: A table is malformed.
    """
    places, actors = load_places(lexicon), load_actors(lexicon)
    capitals = {s.id: s.capital for s in actors.states.values() if s.capital and s.capital in places.by_id}
    by_country = {s.iso3: s.capital for s in actors.states.values() if s.iso3 and s.id in capitals and s.capital}
    names = [*_place_names(places, language), *_actor_names(actors, places, language)]
    return PlaceGazetteer(
        places=places,
        parents={key: tuple(p.place_id for p in places.ancestors(key)) for key in places.by_id},
        capital_of=capitals,
        capital_of_country=by_country,
        placing=load_placing(lexicon, language),
        index=NameIndex(_surfaces(names, places)),
        verbs=_verbs(lexicon, language),
        metonyms=frozenset(blank(name) for name, meaning in names if meaning.kind == "metonym"),
    )


def _verbs(lexicon: Lexicon, language: str) -> frozenset[str]:
    grammar = load_grammar(lexicon, language)
    if grammar is None:
        return frozenset()
    finite = {word for word, forms in grammar.verb_forms.items() if any(form in ("s", "past") for _, form in forms)}
    return frozenset(finite - grammar.noun_first)


def _surfaces(names: Iterable[tuple[str, Meaning]], places: Places) -> Iterator[tuple[str, Surface]]:
    """Names with all their meanings together; spellings that differ in punctuation only count as one name."""
    grouped: dict[str, tuple[dict[str, None], dict[Meaning, None]]] = {}
    for name, meaning in names:
        spellings, meanings = grouped.setdefault(" ".join(blank(name).split()), ({}, {}))
        spellings[name] = None
        meanings[meaning] = None
    for spellings, meanings in grouped.values():
        kinds = {meaning.kind: meaning.key for meaning in meanings}
        surface = Surface(
            places=tuple(places.by_id[m.key] for m in meanings if m.kind in ("place", "weak_place")),
            certain="place" in kinds or "metonym" in kinds,
            metonym="metonym" in kinds,
            demonym=kinds.get("demonym", ""),
        )
        for name in spellings:
            yield name, surface


def _place_names(places: Places, language: str) -> Iterator[tuple[str, Meaning]]:
    for name in places.names(language):
        yield name.text, Meaning("place" if name.is_strong else "weak_place", name.place.id)


def _actor_names(actors: Actors, places: Places, language: str) -> Iterator[tuple[str, Meaning]]:
    countries = {place.country: place.id for place in places.by_id.values() if place.kind == "country"}
    for state_id, names in actors.state_names.get(language, {}).items():
        state = actors.states[state_id]
        if state.kind == "state" and state.iso3 in countries:
            for name in names.names:
                yield name, Meaning("place", countries[state.iso3])
        for name in names.demonyms:
            yield name, Meaning("demonym", state_id)
        for name in names.metonyms:
            yield name.removeprefix("the "), Meaning("metonym", state_id)
    for person in actors.persons.values():
        for name in (person.name, *person.aliases):
            if " " in name:
                yield name, Meaning("hidden", person.id)
    for organisation, known in actors.organisation_names.get(language, {}).items():
        for name in (actors.organisations[organisation].name, *known.strong):
            if " " in name:
                yield name, Meaning("hidden", organisation)


__all__ = ["Meaning", "Place", "PlaceGazetteer", "Surface", "load_place_gazetteer"]
