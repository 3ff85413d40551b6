"""Which of several places of one name is meant, and places named together ("Lachin, Azerbaijan")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import PlaceMention
from pipeline.extract.places.gazetteer import Place
from pipeline.extract.places.standing import Surroundings

_DISTRICT_WORDS = frozenset({"district", "region", "rayon", "raion", "province"})
_TOWN_WORDS = frozenset({"city", "town"})
_JOINED = re.compile(r"(?:,| in| \(|,? the| of|,? in the| district of| region of| province of| city of)+ ?\Z")


def choose_place(candidates: Sequence[Place], around: Surroundings, before: Sequence[PlaceMention]) -> Place:
    """The likeliest place: by the noun behind the name, then by places named before, then table order."""

    if len(candidates) == 1:
        return candidates[0]

    def fit(place: Place) -> float:
        score = 0.0
        if around.word_after in _DISTRICT_WORDS:
            score += 3.0 * (place.kind in ("district", "region"))
        elif around.word_after in _TOWN_WORDS:
            score += 3.0 * (place.kind in ("city", "town"))
        elif place.kind in ("city", "town"):
            score += 0.5
        score += 0.3 * any(mention.country == place.country for mention in before[-5:])
        return score

    return max(candidates, key=fit)


def merge_nested(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Raise the certainty of a place whose container is named right behind it ("Lachin, Azerbaijan")."""
    result: list[PlaceMention] = []
    for position, mention in enumerate(mentions):
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        if following is not None and _contains(following, mention) and _adjacent(text, mention, following):
            mention = _surer(mention)
        result.append(mention)
    return result


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    return outer.place_id in inner.parents or (outer.kind == "country" and outer.country == inner.country)


def _adjacent(text: str, inner: PlaceMention, outer: PlaceMention) -> bool:
    between = text[inner.end : outer.start]
    return len(between) < 20 and bool(_JOINED.match(between))


def _surer(mention: PlaceMention) -> PlaceMention:
    return PlaceMention(
        mention.start,
        mention.end,
        mention.place_id,
        mention.name,
        mention.country,
        mention.latitude,
        mention.longitude,
        mention.kind,
        mention.parents,
        max(mention.confidence, 0.9),
    )
