"""Whether a place name means the place: "in Baku" does, "Baku denied" means the government.

The same decision serves the actor finder, through the confidence of the place mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.core.records import PlaceMention, Sentence
from pipeline.extract.places.gazetteer import Place, PlaceGazetteer

# Confidence of a capital that stands for its government; find_actors reads anything below 0.3 so.
GOVERNMENT = 0.15
_REACH = 80
_ROUTE_BACK = 6
# Characters between two names of a list, and the confidence from which the first is a place.
_JOINT = 6
_PLACED = 0.3
_WORDS = re.compile(r"[^\W_]+")
_WORD_AFTER = re.compile(r"[ \n]([^\W_]+)")
_TWO_AFTER = re.compile(r" ([^\W_]+) ([^\W_]+)")
_HYPHENATED = re.compile(r"-[^\W\d_]")
_COMPOUND_TAIL = re.compile(r"(?:-[^\W_]+)*[ \n]([^\W_]+)")
_LOCATED = re.compile(r"-(?:based|born|bound|educated|trained|registered|headquartered)\b")
_OWNS = re.compile(r"'(?:s)? ")
_LISTED_SUBJECT = re.compile(r"(?:, [^\W_]+)*,? and ([^\W_]+) ([^\W_]+)")
_PAIR = re.compile(r" and ([^\W_]+)(?: ([^\W_]+))?(?: ([^\W_]+))?")
_ASIDE = re.compile(r", (?:in turn|for its part|meanwhile|however|too|in response|in return),? ([^\W_]+)")
_VERBLIKE = re.compile(r"(?: and [^\W_]+)? (?:[^\W_]+ly )?[^\W_]+(?:ed|s) ")
_VERBLIKE_WORD = re.compile(r" [^\W_]+(?:ed|s)\b")
_BE = frozenset({"was", "were", "is", "are"})
_NO_SUBJECT = frozenset({"of", "for", "about", "on", "like", "around", "than"})


@dataclass(slots=True)
class Surroundings:
    """The words next to a name within its sentence.

    Attributes:
        text: The document's text.
        folded: The same, folded once for the document.
        sentence: The sentence of the name.
        start, end: The name in the text.
        gazetteer: The lists of words.
        word_after: Folded word right behind the name with only a blank between; empty for none.
        words_before: Folded words before the name, an article left out, nearest first.
        adjacent_before: The nearest of them; empty when punctuation stands between.
    """

    text: str
    folded: str
    sentence: Sentence
    start: int
    end: int
    gazetteer: PlaceGazetteer
    word_after: str = field(init=False)
    words_before: list[str] = field(init=False)
    adjacent_before: str = field(init=False)
    opens: bool = field(init=False)

    def __post_init__(self) -> None:
        start = self.start
        if self.folded.endswith("the ", self.sentence.start, start):
            start -= 4
        low = max(self.sentence.start, start - _REACH)
        match = _WORD_AFTER.match(self.folded, self.end, self.sentence.end)
        self.word_after = match.group(1) if match else ""
        self.words_before = _WORDS.findall(self.folded, low, start)[:-9:-1]
        adjacent = start - 1 > low and self.folded[start - 1] in " \n" and self.folded[start - 2].isalnum()
        self.adjacent_before = self.words_before[0] if adjacent and self.words_before else ""
        self.opens = start <= self.sentence.start

    def has(self, name: str, word: str) -> bool:
        """Whether the folded word stands in the list of ``placing.yml``."""
        return word in self.gazetteer.placing.words[name]

    def after(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern right behind the name, inside the sentence."""
        return pattern.match(self.folded, self.end, self.sentence.end)

    @property
    def follows_name(self) -> bool:
        """Whether the name goes on another capitalised word inside the sentence ("Neftchi Baku")."""
        word = self.adjacent_before
        if not word or self.sentence.kind in ("title", "heading") or self.has("calendar", word):
            return False
        first = self.start - 1 - len(word)
        return first > self.sentence.start and self.text[first].isupper() and self.text[first - 1] in " \n"


def standing_of(place: Place, around: Surroundings, *, metonym: bool, previous: PlaceMention | None) -> float | None:
    """How surely the place is meant, 0 to 1; ``None`` when the name belongs to a street or other thing.

    Args:
        place: What the name means as a place.
        around: Its neighbours.
        metonym: It may stand for a government.
        previous: The place mention before it in the sentence, for coordinations.
    """
    if around.has("streets", around.word_after) and _next_capital(around):
        return None
    start = around.start
    if around.after(_HYPHENATED) or (start > around.sentence.start and around.folded[start - 1] == "-"):
        return _compound(around, metonym=metonym)
    if previous is not None and previous.kind != "country" and around.start - previous.end <= _JOINT:
        inherited = _coordinated(around, previous, metonym=metonym)
        if inherited is not None:
            return inherited
    if _is_route(around):
        return 0.7
    before = around.adjacent_before
    if metonym and place.kind != "country":
        return _capital(around, before)
    if around.has("locative", before):
        return 0.95 if place.kind != "country" else 0.9
    if around.has("generic", around.word_after):
        return 0.85
    if place.kind == "country":
        return 0.35
    return 0.7


def _next_capital(around: Surroundings) -> bool:
    following = around.text[around.end : around.end + 3].lstrip()
    return bool(following) and following[0].isupper()


def _compound(around: Surroundings, *, metonym: bool) -> float | None:
    """ "Baku-Yerevan talks" are talks of governments, "the Baku-Tbilisi-Kars railway" is a name."""
    tail = around.after(_COMPOUND_TAIL)
    noun = tail.group(1) if tail else ""
    opening = around.folded[max(around.sentence.start, around.start - _REACH) : around.start]
    closing = around.folded[around.end : min(around.sentence.end, around.end + _REACH)]
    hyphens = closing.split(" ", 1)[0].count("-") + opening.rsplit(" ", 1)[-1].count("-")
    if around.has("routes", noun) or hyphens > 1:
        return None
    if around.after(_LOCATED):
        return 0.7  # "Baku-based"
    return GOVERNMENT if metonym else 0.5


def _coordinated(around: Surroundings, previous: PlaceMention, *, metonym: bool) -> float | None:
    """ "in Baku and Islamabad": the second name stands like the first; but not "In Geneva, Baku denied"."""
    between = around.folded[previous.end : around.start]
    if between in (" and ", " or ", ", and "):
        return previous.confidence
    if between == ", " and not (metonym and previous.confidence >= _PLACED and _acts(around)):
        return previous.confidence
    return None


def _is_route(around: Surroundings) -> bool:
    words = around.words_before[:_ROUTE_BACK]
    if "between" not in words[:3] and "from" not in words[:1] and "to" not in words[:1]:
        return False
    return any(around.has("routes", word) for word in words)


def _capital(around: Surroundings, before: str) -> float:
    """How surely a capital is a place: what stands before it, then what stands behind."""
    second = around.words_before[1] if len(around.words_before) > 1 else ""
    if before in ("from", "to", "of", "on") and around.has("pressures", second):
        return GOVERNMENT
    if before == "to" and second == "according":
        return GOVERNMENT
    if around.has("locative", before) or (before == "of" and around.has("parts", second)):
        return 0.95
    if before == "for" and any(around.has("departures", word) for word in around.words_before[1:6]):
        return 0.95
    if around.has("generic", around.word_after):
        return 0.85
    if around.follows_name:
        return 0.4
    if around.has("political", before) or around.has("political_nouns", around.word_after):
        return GOVERNMENT
    if _suffers(around):
        return 0.8
    if before not in _NO_SUBJECT and _acts(around):
        return GOVERNMENT
    if around.after(_OWNS):
        owned = around.text[around.end + 3 : around.end + 4]
        return 0.7 if owned.isupper() else GOVERNMENT
    if not before and (around.after(_VERBLIKE_WORD) or around.after(_VERBLIKE)):
        return GOVERNMENT
    return 0.5


def _suffers(around: Surroundings) -> bool:
    """ "Baku was shelled": what happens to a city, not to its government."""
    two = around.after(_TWO_AFTER)
    return two is not None and two.group(1) in _BE and around.has("suffered", two.group(2))


def _acts(around: Surroundings) -> bool:
    """Whether the name is the subject of something that governments do, alone or with others."""
    word = around.word_after
    if word and _is_act(around, word):
        return True
    two = around.after(_TWO_AFTER)
    if two is not None and (two.group(1).endswith("ly") or around.has("adverbs", two.group(1))):
        return _is_act(around, two.group(2))
    aside = around.after(_ASIDE)
    if aside is not None and _is_act(around, aside.group(1)):
        return True
    pair = around.after(_PAIR)
    if pair is not None:
        other, next_word, third = pair.groups()
        if around.gazetteer.is_capital(other):
            return True
        if around.gazetteer.is_capital(f"{other} {next_word}") and third and _is_act(around, third):
            return True
    listed = around.after(_LISTED_SUBJECT) if not around.adjacent_before else None
    return listed is not None and around.gazetteer.is_capital(listed.group(1)) and _is_act(around, listed.group(2))


def _is_act(around: Surroundings, word: str) -> bool:
    return around.has("acts", word) or word in around.gazetteer.verbs
