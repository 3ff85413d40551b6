"""The gazetteer: places with coordinates, country and hierarchy, and their names in every language.

In: ``common/places.csv`` and ``<language>/places.csv``. Out: ``Places``. Finding names in a text, and
choosing between places of one name, is the business of the extractor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon, Row

PlaceKind = Literal["country", "region", "district", "city", "town", "village", "venue", "other"]
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of ``common/places.csv``.

    Attributes:
        id: Slug, the key of the table.
        name: Canonical name in plain ASCII.
        kind: country, region, district, city, town, village, venue, other.
        country: ISO 3166-1 alpha-3, or ``None`` for seas, borders and disputed areas.
        latitude: WGS 84 degrees, or ``None``.
        longitude: WGS 84 degrees, or ``None``.
        parent: Id of the smallest listed place that holds it, or ``None``.
        wikidata: Q-id, or ``None``.
        aliases: Further spellings in Latin letters.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str | None
    latitude: float | None
    longitude: float | None
    parent: str | None
    wikidata: str | None
    aliases: tuple[str, ...]

    @property
    def place_id(self) -> str:
        """The id that mentions carry, e.g. ``p-kalbajar``."""
        return f"p-{self.id}"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name of a place.

    Attributes:
        text: As written in the table.
        place: What it names.
        is_strong: Enough alone; a weak name needs a hint that a place is meant.
    """

    text: str
    place: Place
    is_strong: bool


@dataclass(frozen=True)
class Places:
    """All places of a lexicon.

    Attributes:
        by_id: Place id (without ``p-``) -> place, in table order: of places of one name the likelier first.
    """

    by_id: Mapping[str, Place]
    _children: Mapping[str, tuple[Place, ...]]
    _names: Mapping[str, tuple[PlaceName, ...]]

    def names(self, language: str) -> tuple[PlaceName, ...]:
        """Names to look for in a text of that language: canonical, aliases and the language's own."""
        return self._names.get(language, self._names[""])

    def children(self, place_id: str) -> tuple[Place, ...]:
        """Places whose ``parent`` it is, in table order."""
        return self._children.get(place_id, ())

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """Places that hold it, nearest first, itself left out.

        Raises:
            KeyError: There is no such place.
        """
        found: list[Place] = []
        parent = self.by_id[place_id].parent
        while parent is not None:
            found.append(self.by_id[parent])
            parent = found[-1].parent
        return tuple(found)

    def is_within(self, inner: str, outer: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it."""
        return inner == outer or any(place.id == outer for place in self.ancestors(inner))


@lru_cache(maxsize=8)
def load_places(lexicon: Lexicon) -> Places:
    """Read the gazetteer, once for each lexicon.

    Raises:
        LexiconError: An unknown kind, a bad coordinate, a parent that does not exist, a circle of
            parents, or a name of an unknown place.
    """
    rows = lexicon.table("common/places.csv")
    by_id = {row["id"]: _place(row) for row in rows}
    _check_parents(by_id, {row["id"]: row["_where"] for row in rows})
    children: dict[str, list[Place]] = defaultdict(list)
    for place in by_id.values():
        if place.parent is not None:
            children[place.parent].append(place)
    names = {language: _names(by_id, lexicon.table(f"{language}/places.csv")) for language in lexicon.languages()}
    return Places(by_id, {key: tuple(found) for key, found in children.items()}, {"": _names(by_id, []), **names})


def split_list(cell: str) -> tuple[str, ...]:
    """Parts of a cell joined by semicolons, blanks stripped, empty ones left out."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _place(row: Row) -> Place:
    if row["kind"] not in KINDS:
        raise LexiconError(f"{row['_where']}: kind {row['kind']!r} is none of {', '.join(KINDS)}.")
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"] or None,
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
        parent=row["parent"] or None,
        wikidata=row["wikidata"] or None,
        aliases=split_list(row["aliases"]),
    )


def _degrees(row: Row, column: str, limit: int) -> float | None:
    if not row[column]:
        return None
    try:
        value = float(row[column])
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise LexiconError(f"{row['_where']}: {column} {row[column]!r} is no number from -{limit} to {limit}.")
    return value


def _check_parents(by_id: Mapping[str, Place], where: Mapping[str, str]) -> None:
    for place in by_id.values():
        seen = {place.id}
        parent = place.parent
        while parent is not None:
            if parent not in by_id:
                raise LexiconError(f"{where[place.id]}: parent {parent!r} of {place.id!r} is not listed.")
            if parent in seen:
                raise LexiconError(f"{where[place.id]}: {place.id!r} lies in itself, through {parent!r}.")
            seen.add(parent)
            parent = by_id[parent].parent


def _names(by_id: Mapping[str, Place], rows: list[Row]) -> tuple[PlaceName, ...]:
    own: dict[str, list[str]] = defaultdict(list)
    weak: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["place"] not in by_id:
            raise LexiconError(f"{row['_where']}: place {row['place']!r} is not listed in common/places.csv.")
        own[row["place"]] += split_list(row["names"])
        weak[row["place"]].update(split_list(row.get("names_weak", "")))
    found = []
    for place in by_id.values():
        texts = dict.fromkeys((place.name, *place.aliases, *own[place.id], *sorted(weak[place.id])))
        hesitant = {fold(text) for text in weak[place.id]}  # names are found in folded text: Malé is male
        found += [PlaceName(text, place, fold(text) not in hesitant) for text in texts]
    return tuple(found)
