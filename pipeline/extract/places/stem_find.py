"""Places of a document in a language read by word stems (docs/decisions/events-by-stems.md)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.core.records import Document, PlaceMention
from pipeline.lexicon.inflected_names import Hit, InflectedIndex
from pipeline.lexicon.inflection import Inflection, Word, read_words
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.places import Place, PlaceName, Places, load_places

_TOWNS = ("city", "town")


def find_places_by_stems(document: Document, lexicon: Lexicon, inflection: Inflection) -> list[PlaceMention]:
    """All place mentions of a document, in text order, not overlapping.

    Args:
        document: Normalised, with sentences.
        lexicon: Knowledge; compiled once per language.
        inflection: How the language marks its words.

    Raises:
        LexiconError: A table or rule file is malformed.
    """
    index = _index(lexicon, inflection)
    places = load_places(lexicon)
    mentions: list[PlaceMention] = []
    for sentence in document.sentences:
        words = read_words(document.text, sentence.start, sentence.end)
        end = 0
        for hit in index.find(words):
            if hit.first < end or not _may_name(hit, words, inflection):
                continue
            mentions.append(_mention(hit, words, places, mentions))
            end = hit.last
    return mentions


@lru_cache(maxsize=8)
def _index(lexicon: Lexicon, inflection: Inflection) -> InflectedIndex[PlaceName]:
    names = load_places(lexicon).names(inflection.language)
    return InflectedIndex(((name.text, name) for name in names if len(name.text) > 2), inflection)


def _may_name(hit: Hit[PlaceName], words: Sequence[Word], inflection: Inflection) -> bool:
    if inflection.capitals and not words[hit.first].capital:
        return False
    if inflection.never_places & set(inflection.readings(words[hit.first])):
        return False
    return any(name.is_strong for name in hit.meanings) or bool(hit.cases & {"locative", "dative", "ablative"})


def _mention(
    hit: Hit[PlaceName], words: Sequence[Word], places: Places, before: Sequence[PlaceMention]
) -> PlaceMention:
    near = {mention.country for mention in before[-5:]}

    def fit(place: Place) -> float:
        return 0.5 * (place.kind in _TOWNS) + 0.3 * (place.country in near) + 0.4 * (place.kind == "country")

    place = max((name.place for name in hit.meanings), key=fit)
    return PlaceMention(
        start=words[hit.first].start,
        end=words[hit.last - 1].end,
        place_id=place.place_id,
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        kind=place.kind,
        parents=tuple(parent.place_id for parent in places.ancestors(place.id)),
        confidence=0.9,
    )
