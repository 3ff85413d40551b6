"""Places named in a document, with how surely the place itself is meant.

In: a normalised document. Out: ``PlaceMention`` records in text order. A capital that stands for
its government keeps a mention with a confidence below 0.3, which the actor finder reads as
"this is an actor". The place of a dateline is left out: it says where the report was filed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import Document, PlaceMention, Sentence
from pipeline.extract.places.gazetteer import Meaning, Place, PlaceGazetteer, load_place_gazetteer
from pipeline.extract.places.nesting import choose_place, merge_nested
from pipeline.extract.places.standing import Surroundings, standing_of
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.names import Found, blank

_AFTER_DATELINE = re.compile(
    r"\s*(?:,\s*[A-Z][\w .]{1,20})?(?:,\s*|\.\s*)?"
    r"(?:(?:\d{1,2}\.?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|\d{1,2}[./]\d{1,2}|\([A-Z][^)]{1,30}\)|[–—]|--|/)"
)


def find_places(document: Document, lexicon: Lexicon) -> list[PlaceMention]:
    """All place mentions of a document.

    Raises:
        LexiconError: A table or rule file is malformed.
    """
    gazetteer = load_place_gazetteer(lexicon, document.language or "en")
    blanked = blank(document.text)
    hits = _longest(document.text, gazetteer.index.find(blanked))
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    mentions: list[PlaceMention] = []
    for hit in hits:
        while sentence is not None and hit.start >= sentence.end:
            sentence = next(sentences, None)
        if sentence is None:
            break
        if hit.start >= sentence.start and hit.end <= sentence.end:
            mention = _mention(document, gazetteer, sentence, hit, mentions)
            if mention is not None:
                mentions.append(mention)
    return merge_nested(document.text, mentions)


def _longest(text: str, found: Sequence[Found[Meaning]]) -> list[Found[Meaning]]:
    """Names in text order, without those inside longer ones; capitals are required."""
    chosen: list[Found[Meaning]] = []
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end and text[hit.start].isupper() | (not text[hit.start].isascii()):
            chosen.append(hit)
            end = hit.end
    return chosen


def _mention(
    document: Document,
    gazetteer: PlaceGazetteer,
    sentence: Sentence,
    hit: Found[Meaning],
    before: Sequence[PlaceMention],
) -> PlaceMention | None:
    kinds = {meaning.kind: meaning.key for meaning in hit.meanings}
    around = Surroundings(document.text, sentence, hit.start, hit.end, gazetteer.placing)
    if "person" in kinds:
        return None
    if "demonym" in kinds and "place" not in kinds:
        return _capital_by_adjective(gazetteer, kinds["demonym"], around)
    candidates = [
        gazetteer.places[m.key] for m in hit.meanings if m.kind == "place" and m.key in gazetteer.places
    ]
    if not candidates or _is_dateline(document.text, sentence, hit):
        return None
    place = choose_place(candidates, around, before)
    previous = before[-1] if before and before[-1].start >= sentence.start else None
    confidence = standing_of(place, around, metonym="metonym" in kinds, previous=previous)
    if confidence is None:
        return None
    if place.kind == "country":
        capital = _capital_of_country(gazetteer, place, around)
        if capital is not None:
            return capital
    return _record(place, hit.start, hit.end, confidence)


def _record(place: Place, start: int, end: int, confidence: float) -> PlaceMention:
    return PlaceMention(
        start,
        end,
        f"p-{place.id}",
        place.name,
        place.country,
        place.latitude,
        place.longitude,
        place.kind,
        tuple(f"p-{parent}" for parent in place.parents),
        confidence,
    )


def _capital_by_adjective(gazetteer: PlaceGazetteer, state: str, around: Surroundings) -> PlaceMention | None:
    """ "the Azerbaijani capital" is Baku."""
    capital = gazetteer.capital_of.get(state)
    if capital is None or not gazetteer.placing.has("capitals", around.word_after):
        return None
    end = around.text.lower().index(around.word_after, around.end) + len(around.word_after)
    return _record(gazetteer.places[capital], around.start, end, 0.9)


def _capital_of_country(gazetteer: PlaceGazetteer, place: Place, around: Surroundings) -> PlaceMention | None:
    """ "the capital of Azerbaijan", "Azerbaijan's capital" is Baku."""
    states = [
        state
        for state, capital in gazetteer.capital_of.items()
        if gazetteer.places[capital].country == place.country
    ]
    if not states:
        return None
    capital = gazetteer.places[gazetteer.capital_of[states[0]]]
    match = re.compile(r"['’]s capital\b").match(around.text, around.end)
    if match:
        return _record(capital, around.start, match.end(), 0.9)
    match = re.compile(r".*\b(capital (?:city )?of )\Z", re.S).match(around.text[: around.start][-40:])
    if match:
        return _record(capital, around.start - len(match.group(1)), around.end, 0.9)
    return None


def _is_dateline(text: str, sentence: Sentence, hit: Found[Meaning]) -> bool:
    """Whether the name opens a report ("BAKU, April 6 (News desk) —", "Baku, Nov. 30")."""
    if hit.start != sentence.start or sentence.kind in ("title", "heading"):
        return False
    return bool(_AFTER_DATELINE.match(text, hit.end)) or text[hit.end : sentence.end].strip() == "."
