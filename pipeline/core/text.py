"""Folding of letters for comparison, with a way back to the original offsets.

``str.lower`` changes lengths ("İyun" grows by one) and ``casefold`` more so. Here every original code
point gives exactly one folded code point, so offsets into the folded text are offsets into the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that do not decompose, and look-alikes of the Arabic script, to their plain counterpart.
_PLAIN = {
    "ə": "a", "Ə": "a", "ı": "i", "İ": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
    "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "۔": ".", "،": ",", "؛": ";", "؟": "?", "ئ": "ی", "ۂ": "ہ", "ۀ": "ہ", "أ": "ا", "إ": "ا",
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ",
    "٠": "0", "١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8", "٩": "9",
    "۰": "0", "۱": "1", "۲": "2", "۳": "3", "۴": "4", "۵": "5", "۶": "6", "۷": "7", "۸": "8", "۹": "9",
}  # fmt: skip


def _fold_character(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFKD", character)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Lower-case letters without diacritics, straight quotes and hyphens, plain digits.

    The result has as many code points as ``text``: offsets carry over unchanged.
    """
    return text.translate(_TABLE)


def to_ascii(name: str) -> str:
    """A name in plain ASCII, upper case kept: "Əliyev" gives "Aliyev"."""
    letters = []
    for character in name:
        plain = _PLAIN.get(character, character)
        if character.isupper() and plain.islower():
            plain = plain.upper()
        letters.append(plain)
    decomposed = unicodedata.normalize("NFKD", "".join(letters))
    return "".join(c for c in decomposed if c.isascii())


def slug(name: str) -> str:
    """A lower-case ASCII identifier: "Recep Tayyip Erdoğan" gives "recep-tayyip-erdogan"."""
    return re.sub(r"[^a-z0-9]+", "-", to_ascii(name).lower()).strip("-")


@lru_cache(maxsize=4096)
def actor_id_of(name: str, *, known: bool = True) -> str:
    """``a-`` for actors of the tables, ``u-`` for others, and a slug of the canonical name."""
    return ("a-" if known else "u-") + slug(name)
