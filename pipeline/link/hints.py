"""Places that a sentence names without being said to be the event's place.

"Lachin, lost in 1992 and recovered in December 2020" gives its event no place, but speaks for the
handover of Lachin rather than that of Agdam. Names are looked up word by word in the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.core.records import EventMention
from pipeline.core.text import fold
from pipeline.lexicon.linking import LinkRules
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.places import load_places

_WORD = re.compile(r"[\w'-]+")
_LONGEST = 3  # words in a name
_KINDS = frozenset({"district", "city", "town", "village"})
WIDE_KINDS = frozenset({"country", "region"})
"""Kinds of places that hold many events of one day."""
NOTHING: frozenset[str] = frozenset()


def find_hints(mention: EventMention, lexicon: Lexicon, language: str, rules: LinkRules) -> frozenset[str]:
    """Ids of the towns and districts that the quote names; empty where the mention's place is as narrow.

    Only types in which another place makes another event are looked at.
    """
    is_placed = mention.place is not None and mention.place.kind not in WIDE_KINDS
    if is_placed or mention.event_type not in rules.exacting_places:
        return NOTHING
    names = _names(lexicon, language)
    words = _WORD.findall(fold(mention.quote))
    found = set()
    for start in range(len(words)):
        for length in range(1, _LONGEST + 1):
            place_id = names.get(" ".join(words[start : start + length]))
            if place_id:
                found.add(place_id)
    return frozenset(found)


@lru_cache(maxsize=32)
def _names(lexicon: Lexicon, language: str) -> Mapping[str, str]:
    """Folded name -> place id, the likelier place of a name first; names enough alone only."""
    names: dict[str, str] = {}
    for name in load_places(lexicon).names(language):
        if name.is_strong and name.place.kind in _KINDS:
            names.setdefault(fold(name.text), name.place.place_id)
    return names
