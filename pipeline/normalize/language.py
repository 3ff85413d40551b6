"""The language of a document and of its paragraphs: script and letters first, py3langid in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_WORDS = re.compile(r"[^\W\d_]+")
# Function words too frequent in their language to be missing from running text, and absent elsewhere.
_FUNCTION_WORDS = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "in",
            "to",
            "that",
            "for",
            "was",
            "with",
            "by",
            "on",
            "is",
            "his",
            "from",
            "has",
            "at",
            "as",
            "said",
            "had",
            "were",
        ]
    ),
    "tr": frozenset(
        [
            "ve",
            "bir",
            "bu",
            "için",
            "ile",
            "olarak",
            "olan",
            "da",
            "de",
            "sonra",
            "daha",
            "kadar",
            "ise",
            "çok",
            "göre",
            "ilk",
        ]
    ),
    "az": frozenset(
        [
            "və",
            "bir",
            "bu",
            "üçün",
            "ilə",
            "olan",
            "da",
            "də",
            "sonra",
            "daha",
            "görə",
            "isə",
            "ilk",
            "çox",
            "edib",
            "olub",
            "edilib",
        ]
    ),
    "ru": frozenset(
        ["и", "в", "на", "с", "что", "не", "по", "из", "к", "за", "от", "для", "о", "был", "это", "как", "его", "также"]
    ),
    "ur": frozenset(
        [
            "کے",
            "کی",
            "میں",
            "کا",
            "اور",
            "نے",
            "سے",
            "کو",
            "ہے",
            "پر",
            "کہ",
            "یہ",
            "اس",
            "ہیں",
            "تھا",
            "تھی",
            "تھے",
            "گیا",
        ]
    ),
}
_CYRILLIC_OTHERS = {"ї": "uk", "є": "uk", "ґ": "uk", "ў": "be", "ә": "kk", "қ": "kk", "ј": "sr", "ѓ": "mk"}
_URDU_LETTERS = frozenset("ٹڈڑںےۓھہۂۃ")
COVERED = ("en", "az", "tr", "ru", "ur")
_LATIN = (
    "en", "az", "tr", "de", "fr", "es", "it", "pt", "nl", "pl", "ro", "cs", "hu", "sv", "fi", "id",
    "uz", "tk", "hr", "sq", "lt", "lv", "et", "da", "no", "sk", "sl", "ca", "vi", "ms",
)  # fmt: skip
_ARABIC = ("ur", "fa", "ar", "ps", "ug", "sd")
_CYRILLIC = ("ru", "uk", "bg", "be", "kk", "ky", "mk", "sr", "mn", "tg")


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of a text, or ``None`` when it has too few letters to tell."""
    sample = text[:2000]
    words = _WORDS.findall(sample.replace("İ", "i").lower())
    if sum(map(len, words)) < 12:
        return None
    script = _script(sample)
    if script == "Cyrillic":
        return _cyrillic(sample, words)
    if script == "Arabic":
        return _arabic(sample, words)
    if script == "Latin":
        return _latin(sample, words)
    return _classify(sample, None)


def paragraph_language(text: str, document_language: str) -> str:
    """Language of one paragraph; the document's unless the letters clearly speak for another."""
    if len(text) < 50:
        return document_language
    plain = len(text.encode("ascii", "ignore")) / len(text)
    expected = {"en": plain > 0.95, "ru": plain < 0.6, "ur": plain < 0.6}.get(document_language)
    if expected is None:
        expected = 0.6 < plain < 0.985
    if expected:
        return document_language
    found = detect_language(text)
    return found if found in COVERED else document_language


def _script(text: str) -> str:
    if len(text.encode("ascii", "ignore")) > 0.9 * len(text):
        return "Latin"
    counts = Counter(_script_of(c) for c in text if c.isalpha())
    return counts.most_common(1)[0][0] if counts else "other"


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    code = ord(character)
    if code < 0x250 or character in "əƏ" or 0x1E00 <= code < 0x1F00:
        return "Latin"
    if 0x400 <= code < 0x530:
        return "Cyrillic"
    if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
        return "Arabic"
    return "other"


def _share(words: Iterable[str], language: str) -> float:
    known = _FUNCTION_WORDS[language]
    listed = list(words)
    return sum(word in known for word in listed) / max(1, len(listed))


def _cyrillic(text: str, words: list[str]) -> str | None:
    others = Counter(code for letter, code in _CYRILLIC_OTHERS.items() for _ in range(text.count(letter)))
    if not others and (_share(words, "ru") > 0.08 or "ы" in text or "э" in text):
        return "ru"
    return _classify(text, _CYRILLIC)


def _arabic(text: str, words: list[str]) -> str | None:
    letters = sum(text.count(letter) for letter in _URDU_LETTERS)
    if letters > len(text) * 0.02 or _share(words, "ur") > 0.15:
        return "ur"
    return _classify(text, _ARABIC)


def _latin(text: str, words: list[str]) -> str | None:
    if len(words) >= 8 and _share(words, "en") > 0.15 and {"the", "of", "and", "in", "to"} & set(words):
        return "en"
    schwa = text.count("ə") + text.count("Ə")
    if schwa > len(text) * 0.01:
        return "az"
    return _classify(text, _LATIN)


def _classify(text: str, among: tuple[str, ...] | None) -> str | None:
    code, confidence = _identifier(among).classify(text)
    if code not in COVERED and among is not None:
        # Names of our region pull short texts to rare neighbours; another language needs a clear case.
        covered = [language for language in COVERED if language in among]
        best, _ = _identifier(tuple(covered)).classify(text)
        if confidence < 0.9 or len(text) < 120:
            return str(best)
    return str(code)


@lru_cache(maxsize=16)
def _identifier(among: tuple[str, ...] | None) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in among if code in identifier.labels] if among else None)
    return identifier
