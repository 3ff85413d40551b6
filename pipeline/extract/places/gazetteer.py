"""The places of the lexicon, compiled into one automaton per language.

In: the tables of places and of states. Out: names with the place that each may mean, the capital
that stands for its government, and the hierarchy upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon.actors import Actors, load_actors
from pipeline.lexicon.load import Lexicon, Row
from pipeline.lexicon.names import NameIndex
from pipeline.lexicon.placing import Placing, load_placing


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a mention shows it; see ``PlaceMention`` for the fields."""

    id: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    kind: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a surface may be.

    Attributes:
        kind: place, metonym (a city that may stand for the state ``key``), person (a known person's name,
            which hides places inside it), demonym (of the state ``key``).
        key: Id of the place, person or state.
    """

    kind: str
    key: str


@dataclass(frozen=True)
class PlaceGazetteer:
    """Everything that the place finder asks the lexicon."""

    places: Mapping[str, Place]
    capital_of: Mapping[str, str]
    placing: Placing
    index: NameIndex[Meaning]


@lru_cache(maxsize=16)
def load_place_gazetteer(lexicon: Lexicon, language: str) -> PlaceGazetteer:
    """The compiled places of a language.

    Raises:
        LexiconError: A table is malformed.
    """
    rows = lexicon.table("common/places.csv")
    by_id = {row["id"]: row for row in rows}
    places = {row["id"]: _place(row, by_id) for row in rows}
    actors = load_actors(lexicon)
    countries = {place.country: place.id for place in places.values() if place.kind == "country"}
    for state in actors.states.values():
        if state.kind == "state" and state.iso3 not in countries:
            places[state.id] = Place(state.id, state.name, state.iso3, None, None, "country", ())
            countries[state.iso3] = state.id
    entries = [*_place_names(lexicon, language, rows), *_state_names(actors, language, countries)]
    return PlaceGazetteer(
        places=places,
        capital_of={state.id: state.capital for state in actors.states.values() if state.capital in places},
        placing=load_placing(lexicon, language),
        index=NameIndex(entries),
    )


def _place(row: Row, by_id: Mapping[str, Row]) -> Place:
    parents: list[str] = []
    parent = row["parent"]
    while parent and parent in by_id and parent not in parents:
        parents.append(parent)
        parent = by_id[parent]["parent"]
    return Place(
        id=row["id"],
        name=row["name"],
        country=row["country"] or None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        kind=row["kind"] or "other",
        parents=tuple(parents),
    )


def _place_names(lexicon: Lexicon, language: str, rows: list[Row]) -> Iterator[tuple[str, Meaning]]:
    for row in rows:
        for name in (row["name"], *row["aliases"].split(";")):
            yield name, Meaning("place", row["id"])
    for row in lexicon.table(f"{language}/places.csv"):
        for name in row["names"].split(";"):
            yield name, Meaning("place", row["place"])


def _state_names(
    actors: Actors, language: str, countries: Mapping[str | None, str]
) -> Iterator[tuple[str, Meaning]]:
    for state_id, names in actors.state_names.get(language, {}).items():
        state = actors.states[state_id]
        if state.kind == "state" and state.iso3 in countries:
            for name in names.names:
                yield name, Meaning("place", countries[state.iso3])
        for name in names.demonyms:
            yield name, Meaning("demonym", state_id)
        for name in names.metonyms:
            yield name, Meaning("metonym", state_id)
    for person in actors.persons.values():
        for name in (person.name, *person.aliases):
            if " " in name:
                yield name, Meaning("person", person.id)
