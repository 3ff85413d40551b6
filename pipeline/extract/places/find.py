"""Places named in a document, with how surely the place itself is meant.

In: a normalised document. Out: ``PlaceMention`` records in text order. A capital that stands for
its government keeps a mention with a confidence below 0.3, which the actor finder reads as
"this is an actor". The place of a dateline is left out: it says where the report was filed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import Document, PlaceMention, Sentence
from pipeline.core.text import fold
from pipeline.extract.places.gazetteer import Place, PlaceGazetteer, Surface, load_place_gazetteer
from pipeline.extract.places.nesting import choose_place, merge_nested
from pipeline.extract.places.standing import Surroundings, standing_of
from pipeline.extract.places.stem_find import find_places_by_stems
from pipeline.lexicon.inflection import load_inflection
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.names import Found, blank

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
_AFTER_DATELINE = re.compile(
    rf"(?:, [A-Z][\w .]{{1,20}})?(?:[,.:]?\s+(?:\d{{1,2}}\s+)?{_MONTH}\.?[ ,]+\d|[,.]?\s+\d{{1,2}}\s+{_MONTH}"
    rf"|\s*\([A-Z][^)]{{1,30}}\)|\s*(?:[–—]|--)|\s-\s|\s*/[A-Z][^/]{{1,30}}/|:\s)"
)
_MAX_DATELINE = 30
_CAPITAL_AFTER = re.compile(r"[ \n]([^\W_]+)")
_CAPITAL_BEHIND = re.compile(r"['’]s capital\b(?! of)")
_CAPITAL_BEFORE = re.compile(r"\bcapital (?:city )?of (?:the )?\Z")


def find_places(document: Document, lexicon: Lexicon) -> list[PlaceMention]:
    """All place mentions of a document.

    Args:
        document: Normalised, with sentences.
        lexicon: Knowledge; compiled once per language.

    Returns:
        Mentions in text order, not overlapping. Below 0.3 a capital stands for its government.

    Raises:
        LexiconError: A table or rule file is malformed.
    """
    inflection = load_inflection(lexicon, document.language or "en")
    if inflection is not None:
        return find_places_by_stems(document, lexicon, inflection)
    gazetteer = load_place_gazetteer(lexicon, document.language or "en")
    folded = fold(document.text)
    hits = _longest(document.text, gazetteer.index.find(blank(document.text)))
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    mentions: list[PlaceMention] = []
    for hit in hits:
        while sentence is not None and hit.start >= sentence.end:
            sentence = next(sentences, None)
        if sentence is None:
            break
        surface = hit.meanings[0]
        named = surface.places or surface.demonym
        if named and hit.start >= sentence.start and hit.end <= sentence.end:
            mention = _mention(document.text, folded, gazetteer, sentence, hit, mentions)
            if mention is not None:
                mentions.append(mention)
    return merge_nested(document.text, mentions)


def _longest(text: str, found: Sequence[Found[Surface]]) -> list[Found[Surface]]:
    """Names in text order, without those inside longer ones; capitals are required."""
    chosen: list[Found[Surface]] = []
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end and not text[hit.start].islower():
            chosen.append(hit)
            end = hit.end
    return chosen


def _mention(
    text: str,
    folded: str,
    gazetteer: PlaceGazetteer,
    sentence: Sentence,
    hit: Found[Surface],
    before: Sequence[PlaceMention],
) -> PlaceMention | None:
    surface = hit.meanings[0]
    if not surface.places:
        capital = gazetteer.capital_of.get(surface.demonym)
        after = _CAPITAL_AFTER.match(folded, hit.end, sentence.end) if capital is not None else None
        if capital is None or after is None or not gazetteer.placing.has("capitals", after.group(1)):
            return None
        # "the Azerbaijani capital" is Baku.
        return _record(gazetteer, gazetteer.places.by_id[capital], hit.start, after.end(), 0.9)
    if _is_dateline(text, sentence, hit):
        return None
    around = Surroundings(text, folded, sentence, hit.start, hit.end, gazetteer)
    place = choose_place(surface.places, around, before)
    if place.kind == "country":
        capital_mention = _capital_of_country(gazetteer, place, around)
        if capital_mention is not None:
            return capital_mention
    previous = before[-1] if before and before[-1].start >= sentence.start else None
    confidence = standing_of(place, around, metonym=surface.metonym, previous=previous)
    if confidence is None or (not surface.certain and confidence < 0.8):
        return None
    return _record(gazetteer, place, hit.start, hit.end, confidence)


def _record(gazetteer: PlaceGazetteer, place: Place, start: int, end: int, confidence: float) -> PlaceMention:
    return PlaceMention(
        start,
        end,
        place.place_id,
        place.name,
        place.country,
        place.latitude,
        place.longitude,
        place.kind,
        gazetteer.parents[place.id],
        confidence,
    )


def _capital_of_country(gazetteer: PlaceGazetteer, place: Place, around: Surroundings) -> PlaceMention | None:
    """ "the capital of Azerbaijan", "Azerbaijan's capital" is Baku."""
    capital = gazetteer.capital_of_country.get(place.country or "")
    if capital is None:
        return None
    record = gazetteer.places.by_id[capital]
    behind = _CAPITAL_BEHIND.match(around.text, around.end)
    if behind:
        return _record(gazetteer, record, around.start, behind.end(), 0.9)
    if "capital" not in around.words_before[:3]:
        return None
    opening = around.text[max(around.sentence.start, around.start - 25) : around.start]
    before = _CAPITAL_BEFORE.search(opening)
    if before:
        return _record(gazetteer, record, around.start - len(before.group()), around.end, 0.9)
    return None


def _is_dateline(text: str, sentence: Sentence, hit: Found[Surface]) -> bool:
    """Whether the name opens a report ("BAKU, April 6 (News desk) —", "Baku, Nov. 30")."""
    if hit.start > sentence.start + _MAX_DATELINE or sentence.kind in ("title", "heading"):
        return False
    if hit.start > sentence.start and text[hit.start - 1] != "/":
        return False
    if text[hit.end : hit.end + 1] == "/" and text[hit.start : hit.end].isupper():
        return True  # "TBILISI/BAKU, Sept 13"
    return bool(_AFTER_DATELINE.match(text, hit.end)) or text[hit.end : sentence.end].strip() in ("", ".")
