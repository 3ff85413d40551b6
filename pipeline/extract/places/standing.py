"""Whether a place name means the place: "in Baku" does, "Baku denied" means the government.

The same decision serves the actor finder, through the confidence of the place mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.records import PlaceMention, Sentence
from pipeline.core.text import fold
from pipeline.extract.places.gazetteer import Place
from pipeline.lexicon.placing import Placing

# Confidence of a capital that stands for its government; find_actors reads anything below 0.3 so.
GOVERNMENT = 0.15
_LAST_WORDS = re.compile(r"[^\W_]+")
_ROUTE_BACK = 6
_LISTED_SUBJECT = re.compile(r"(?:, [^\W_]+)*,? and [^\W_]+ ([^\W_]+)")


@dataclass
class Surroundings:
    """The words next to a name within its sentence."""

    text: str
    sentence: Sentence
    start: int
    end: int
    placing: Placing

    @cached_property
    def before(self) -> str:
        """Folded text of the sentence before the name, without an article right before it."""
        words = fold(self.text[self.sentence.start : self.start])
        return re.sub(r"\bthe $", "", words)

    @cached_property
    def words_before(self) -> list[str]:
        """The last words before the name, nearest first."""
        return _LAST_WORDS.findall(self.before[-80:])[::-1][:8]

    @cached_property
    def after(self) -> str:
        """Folded text of the sentence behind the name."""
        return fold(self.text[self.end : self.sentence.end])

    @cached_property
    def word_after(self) -> str:
        """The word right behind the name with only a blank between; empty for none."""
        match = re.match(r"[ \n]([^\W_]+)", self.after)
        return match.group(1) if match else ""

    @property
    def owns(self) -> bool:
        """Whether the name is a possessive."""
        return self.after.startswith("'s ") or self.after.startswith("' ")

    @property
    def follows_name(self) -> bool:
        """Whether the name goes on another capitalised word inside the sentence ("Neftchi Baku")."""
        opening = self.text[self.sentence.start : self.start]
        match = re.search(r"(?:\A|[ \n])([^\W_]+)[ \n]\Z", opening)
        if match is None or match.start(1) == 0 or self.sentence.kind in ("title", "heading"):
            return False
        return match.group(1)[0].isupper()

    @property
    def adjacent_before(self) -> str:
        """The word right before the name; empty when punctuation stands between."""
        return self.words_before[0] if self.words_before and re.search(r"[^\W_][ \n]$", self.before) else ""


def standing_of(place: Place, around: Surroundings, *, metonym: bool, previous: PlaceMention | None) -> float | None:
    """How surely the place is meant, 0 to 1; ``None`` when the name belongs to a street or other thing.

    Args:
        place: What the name means as a place.
        around: Its neighbours.
        metonym: It may stand for a government.
        previous: The place mention before it in the sentence, for coordinations.
    """
    has = around.placing.has
    if has("streets", around.word_after) and _next_capital(around):
        return None
    if re.match(r"-[^\W\d_]", around.after) or around.before.endswith("-"):
        return _compound(around, metonym=metonym)
    inherited = _coordinated(around, previous)
    if inherited is not None:
        return inherited
    if _is_route(around):
        return 0.7
    before = around.adjacent_before
    if metonym and place.kind != "country":
        return _capital(around, before)
    if has("locative", before):
        return 0.95 if place.kind != "country" else 0.9
    if has("generic", around.word_after):
        return 0.85
    if place.kind == "country":
        return 0.35
    return 0.7


def _next_capital(around: Surroundings) -> bool:
    following = around.text[around.end :].lstrip()
    return bool(following) and following[0].isupper()


def _compound(around: Surroundings, *, metonym: bool) -> float | None:
    """ "Baku-Yerevan talks" are talks of governments, "the Baku-Tbilisi-Kars railway" is a name."""
    tail = re.match(r"(?:-[^\W_]+)*[ \n]([^\W_]+)", around.after)
    noun = tail.group(1) if tail else ""
    hyphens = around.after.split(" ", 1)[0].count("-") + around.before.rsplit(" ", 1)[-1].count("-")
    if around.placing.has("routes", noun) or hyphens > 1:
        return None
    return GOVERNMENT if metonym else 0.5


def _coordinated(around: Surroundings, previous: PlaceMention | None) -> float | None:
    """ "in Baku and Islamabad": the second name stands like the first."""
    if previous is None or previous.kind == "country":
        return None
    between = fold(around.text[previous.end : around.start])
    if between in (" and ", " or ", ", ", ", and "):
        return previous.confidence
    return None


def _is_route(around: Surroundings) -> bool:
    words = around.words_before[:_ROUTE_BACK]
    if "between" not in words[:3] and "from" not in words[:1] and "to" not in words[:1]:
        return False
    return any(around.placing.has("routes", word) for word in words)


def _acts_after_list(around: Surroundings) -> bool:
    """ "Moscow, Baku and Yerevan signed": a list of cities in front of a verb."""
    match = _LISTED_SUBJECT.match(around.after)
    verb = match.group(1) if match else ""
    return around.placing.has("acts", verb) or verb.endswith("ed")


def _capital(around: Surroundings, before: str) -> float:
    has = around.placing.has
    second = around.words_before[1] if len(around.words_before) > 1 else ""
    if before in ("from", "to", "of", "on") and has("pressures", second):
        return GOVERNMENT
    if before == "to" and second == "according":
        return GOVERNMENT
    if has("locative", before) or (before == "of" and has("parts", second)):
        return 0.95
    if has("generic", around.word_after):
        return 0.85
    if around.follows_name:
        return 0.4
    if has("political", before) or has("acts", around.word_after) or has("political_nouns", around.word_after):
        return GOVERNMENT
    if around.owns:
        owned = around.text[around.end + 3 : around.end + 4]
        return 0.7 if owned.isupper() else GOVERNMENT
    if not before and _LISTED_SUBJECT.match(around.after) and _acts_after_list(around):
        return GOVERNMENT
    if before and before.endswith(("ed", "s")) and not before.endswith("ss") and around.after[:1] in (" ", ".", ","):
        return 0.5
    if not before and re.match(r" [^\W_]+(?:ed|s)\b", around.after):
        return GOVERNMENT
    if re.match(r"(?: and [^\W_]+)? (?:[^\W_]+ly )?(?:[^\W_]+ed|[^\W_]+s) ", around.after) and not before:
        return GOVERNMENT
    return 0.5
