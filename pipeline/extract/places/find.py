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

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
_AFTER_DATELINE = re.compile(
    rf"(?:, [A-Z][\w .]{{1,20}})?(?:[,.:]?\s+(?:\d{{1,2}}\s+)?{_MONTH}\.?[ ,]+\d|[,.]?\s+\d{{1,2}}\s+{_MONTH}"
    rf"|\s*\([A-Z][^)]{{1,30}}\)|\s*(?:[–—]|--)|\s-\s|\s*/[A-Z][^/]{{1,30}}/|:\s)"
)
_MAX_DATELINE = 30
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
    gazetteer = load_place_gazetteer(lexicon, document.language or "en")
    hits = _longest(document.text, gazetteer.index.find(blank(document.text)))
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
        first = text[hit.start]
        if hit.start >= end and (first.isupper() or not first.islower()):
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
    candidates = [gazetteer.places.by_id[m.key] for m in hit.meanings if m.kind in ("place", "weak_place")]
    if not candidates and "demonym" not in kinds:
        return None
    if not candidates:
        return _capital_by_adjective(gazetteer, kinds.get("demonym", ""), around)
    if _is_dateline(document.text, sentence, hit):
        return None
    place = choose_place(candidates, around, before)
    if place.kind == "country":
        capital = _capital_of_country(gazetteer, place, around)
        if capital is not None:
            return capital
    previous = before[-1] if before and before[-1].start >= sentence.start else None
    confidence = standing_of(place, around, metonym="metonym" in kinds, previous=previous)
    if confidence is None or ("place" not in kinds and "metonym" not in kinds and confidence < 0.8):
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


def _capital_by_adjective(gazetteer: PlaceGazetteer, state: str, around: Surroundings) -> PlaceMention | None:
    """ "the Azerbaijani capital" is Baku; "the Azerbaijani capital, Baku" names it anyway."""
    capital = gazetteer.capital_of.get(state)
    if capital is None or not gazetteer.placing.has("capitals", around.word_after):
        return None
    end = around.end + 1 + len(around.word_after)
    return _record(gazetteer, gazetteer.places.by_id[capital], around.start, end, 0.9)


def _capital_of_country(gazetteer: PlaceGazetteer, place: Place, around: Surroundings) -> PlaceMention | None:
    """ "the capital of Azerbaijan", "Azerbaijan's capital" is Baku."""
    capital = gazetteer.capital_of_country.get(place.country or "")
    if capital is None:
        return None
    record = gazetteer.places.by_id[capital]
    behind = _CAPITAL_BEHIND.match(around.text, around.end)
    if behind:
        return _record(gazetteer, record, around.start, behind.end(), 0.9)
    opening = around.text[max(around.sentence.start, around.start - 25) : around.start]
    before = _CAPITAL_BEFORE.search(opening)
    if before:
        return _record(gazetteer, record, around.start - len(before.group()), around.end, 0.9)
    return None


def _is_dateline(text: str, sentence: Sentence, hit: Found[Meaning]) -> bool:
    """Whether the name opens a report ("BAKU, April 6 (News desk) —", "Baku, Nov. 30")."""
    opening = text[sentence.start : hit.start]
    if (opening and not opening.endswith("/")) or len(opening) > _MAX_DATELINE or sentence.kind in ("title", "heading"):
        return False
    if text[hit.end : hit.end + 1] == "/" and text[hit.start : hit.end].isupper():
        return True  # "TBILISI/BAKU, Sept 13"
    return bool(_AFTER_DATELINE.match(text, hit.end)) or text[hit.end : sentence.end].strip() in ("", ".")
