"""The language of a document and of its paragraphs: script and letters first, py3langid in doubt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pipeline.lexicon.languages import Alphabet, Language

_WORDS = re.compile(r"[^\W\d_]+")
_ENOUGH_LETTERS = 12
_LONG_PARAGRAPH = 50  # code points below which a paragraph is taken for the document's language
_OWN_SHARE = 0.01  # share of letters of its own by which a language is known
_WORD_SHARE = 0.15  # share of function words by which it is
_LIKELY_SHARE = 0.08  # the same where nothing speaks for another language
_PLAIN_SHARE = 0.985  # share of ASCII above which a text has no letters that tell its language
# What py3langid is asked to choose from, by script; languages of the lexicon are added.
_NEIGHBOURS = {
    "Latin": (
        "en", "az", "tr", "de", "fr", "es", "it", "pt", "nl", "pl", "ro", "cs", "hu", "sv", "fi", "id",
        "uz", "tk", "hr", "sq", "lt", "lv", "et", "da", "no", "sk", "sl", "ca", "vi", "ms",
    ),
    "Arabic": ("ur", "fa", "ar", "ps", "ug", "sd"),
    "Cyrillic": ("ru", "uk", "bg", "be", "kk", "ky", "mk", "sr", "mn", "tg"),
}  # fmt: skip


def detect_language(text: str, languages: Mapping[str, Language]) -> str | None:
    """ISO 639-1 code of the language of a text, or ``None`` when it has too few letters to tell.

    Args:
        text: Running text; its first 2,000 code points are read.
        languages: Those of the lexicon, by code. Others may be returned, too.
    """
    sample = text[:2000]
    words = _WORDS.findall(sample.replace("İ", "i").lower())
    if sum(map(len, words)) < _ENOUGH_LETTERS:
        return None
    script = _script(sample)
    known = [one for one in languages.values() if script in one.scripts()]
    for language in known:
        if _is_surely(language, sample, words, alone=len(known) == 1):
            return language.code
    among = _NEIGHBOURS.get(script)
    if among is None:
        return known[0].code if len(known) == 1 and not _identifies(known[0].code) else _classify(sample, None, known)
    return _classify(sample, (*among, *(one.code for one in known if one.code not in among)), known)


def paragraph_language(text: str, document_language: str, languages: Mapping[str, Language]) -> str:
    """Language of one paragraph; the document's unless letters or words clearly speak for another."""
    own = languages.get(document_language)
    if own is None or len(text) < _LONG_PARAGRAPH:
        return document_language
    others = frozenset().union(*(one.own_letters for one in languages.values() if one is not own))
    if _may_be(own, text, others):
        return document_language
    found = detect_language(text, languages)
    return found if found is not None and found in languages else document_language


def alphabet_of(text: str, language: Language | None) -> Alphabet | None:
    """The other alphabet of the language when the text is written in it."""
    alphabet = language.alphabet if language is not None else None
    return alphabet if alphabet is not None and _script(text) == alphabet.script else None


def _is_surely(language: Language, sample: str, words: list[str], *, alone: bool) -> bool:
    """Whether letters or words settle the language; ``alone``: no other of the lexicon shares the script."""
    if language.alphabet is not None and any(_has_all(sample, sign) for sign in language.alphabet.signs):
        return True
    if language.lacks:
        hints = bool(language.own_letters & set(sample)) or _share(words, language) > _LIKELY_SHARE
        return hints and not language.lacks & set(sample)
    if sum(sample.count(letter) for letter in language.own_letters) > len(sample) * _OWN_SHARE:
        return True
    if language.sure_words:
        return len(words) >= 8 and _share(words, language) > _WORD_SHARE and bool(language.sure_words & set(words))
    return alone and _share(words, language) > _WORD_SHARE


def _has_all(text: str, letters: Iterable[str]) -> bool:
    return all(letter in text or letter.upper() in text for letter in letters)


def _may_be(language: Language, text: str, others: frozenset[str]) -> bool:
    """Whether a paragraph can be in the language of its document; ``others`` are letters that it does not have."""
    if _script(text) != language.script:
        return False
    plain = len(text.encode("ascii", "ignore")) / len(text)
    if language.sure_words:
        return plain > 0.95
    if language.script != "Latin":
        return not language.lacks & set(text)
    if language.own_letters:
        return sum(text.count(letter) for letter in language.own_letters) > len(text) * _OWN_SHARE / 2
    return plain < _PLAIN_SHARE and not others & set(text)


def _script(text: str) -> str:
    """Script of most letters of a text, as the first word of their Unicode names."""
    if len(text.encode("ascii", "ignore")) > 0.9 * len(text):
        return "Latin"
    counts = Counter(_script_of(c) for c in text if c.isalpha())
    return counts.most_common(1)[0][0] if counts else "other"


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    return unicodedata.name(character, "other").partition(" ")[0].title()


def _share(words: list[str], language: Language) -> float:
    return sum(word in language.function_words for word in words) / max(1, len(words))


def _classify(text: str, among: tuple[str, ...] | None, known: list[Language]) -> str | None:
    code, confidence = _identifier(among).classify(text)
    may_be = [one for one in known if one.script == _script(text) and not one.lacks & set(text)]
    covered = tuple(one.code for one in may_be if _identifies(one.code))
    if covered and among is not None and code not in covered and (confidence < 0.9 or len(text) < 120):
        # Names of our region pull short texts to rare neighbours; another language needs a clear case.
        return str(_identifier(covered).classify(text)[0])
    return str(code)


def _identifies(code: str) -> bool:
    """Whether py3langid knows the language."""
    return code in _identifier(None).labels


@lru_cache(maxsize=16)
def _identifier(among: tuple[str, ...] | None) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in among if code in identifier.labels] if among else None)
    return identifier
