"""When two actor names are taken to mean the same actor for scoring."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pipeline.lexicon.load import Lexicon, load_lexicon

_TABLE = "common/gold_names.csv"
_LETTERS = str.maketrans({"ə": "a", "Ə": "A", "ı": "i"})


class NameJudge:
    """Compares names by the synonyms and honorifics of ``common/gold_names.csv``."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        rows = (lexicon or load_lexicon()).table(_TABLE)
        self._same = {row["id"]: row["name"] for row in rows if row["kind"] == "synonym"}
        self._honorifics = frozenset(row["id"] for row in rows if row["kind"] == "honorific")

    def normalize(self, name: str) -> str:
        """Lower-case ASCII words without punctuation and article, synonyms led to one name."""
        folded = _fold(name)
        return self._same.get(folded, folded)

    def normalize_all(self, names: Iterable[str]) -> frozenset[str]:
        """The distinct normalised names."""
        return frozenset(self.normalize(name) for name in names)

    def is_same(self, one: str, other: str) -> bool:
        """Whether two normalised names mean one actor: honorifics and transliterations aside."""
        if one == other:
            return True
        words, others = self._words(one), self._words(other)
        if words and words == others:
            return True
        if len(words) < 2 or len(others) < 2:
            return False
        alike = words[-1][:4] == others[-1][:4] and words[0][:2] == others[0][:2]
        return alike and abs(len(words[-1]) - len(others[-1])) <= 2

    def is_among(self, name: str, names: Iterable[str]) -> bool:
        """Whether a normalised name means one of the others."""
        return any(self.is_same(name, other) for other in names)

    def _words(self, name: str) -> list[str]:
        return [word for word in name.split() if word not in self._honorifics]


@lru_cache(maxsize=20_000)
def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    words = re.sub(r"[^a-z0-9 ]+", " ", plain.replace("organization", "organisation"))
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", words).strip())
