"""Paragraphs to sentences with exact offsets: sentencex, mended where abbreviations and initials mislead it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

LONGEST_PARAGRAPH = 20000
_WINDOW = 80


@dataclass(frozen=True)
class SentenceRules:
    """Where sentences do not end, from ``<language>/sentences.yml``.

    Attributes:
        always: Abbreviations after which a sentence never ends ("Gen").
        before_number: Those after which none ends when a number follows ("No", "Sept").
        words: Words that look like abbreviations and are none ("May" at the end of a sentence).
        openers: Words that only open sentences: after an abbreviation such as "p.m." a new one begins there.
    """

    always: frozenset[str]
    before_number: frozenset[str]
    words: frozenset[str]
    openers: frozenset[str]


@lru_cache(maxsize=32)
def load_sentence_rules(lexicon: Lexicon, language: str) -> SentenceRules:
    """Sentence rules of a language; the English abbreviations count everywhere."""
    own, english = lexicon.rules(f"{language}/sentences.yml"), lexicon.rules("en/sentences.yml")

    def words(name: str, *, shared: bool) -> frozenset[str]:
        listed = list(own.get(name, [])) + (list(english.get(name, [])) if shared else [])
        return frozenset(fold(str(word)).rstrip(".") for word in listed)

    return SentenceRules(
        words("always", shared=True),
        words("before_number", shared=True),
        words("words", shared=False),
        words("openers", shared=False),
    )


def split_sentences(text: str, language: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one paragraph, blanks at their ends left out.

    Together the spans cover every character that is no blank.

    Args:
        text: One paragraph, without empty lines.
        language: Lexicon code.
        lexicon: Rules to use.
    """
    rules = load_sentence_rules(lexicon, language)
    cuts = [cut for cut in _boundaries(text, language) if not _is_false(text, cut, rules)]
    cuts = sorted({*cuts, *_missed(text, rules)})
    spans = zip([0, *cuts], [*cuts, len(text)], strict=True)
    return [span for start, end in spans if (span := _trim(text, start, end)) is not None]


def _boundaries(text: str, language: str) -> Iterator[int]:
    """Offsets at which a sentence begins, by sentencex; very long paragraphs are taken in pieces."""
    for offset in range(0, len(text), LONGEST_PARAGRAPH):
        piece = text[offset : offset + LONGEST_PARAGRAPH]
        position = offset
        for sentence in sentencex.segment(language, piece):
            if position > offset:
                yield position
            position += len(sentence)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


_LAST_WORD = re.compile(r"(?:^|[\s(\[\"'“‘«/-])([^\s(\[\"“«/]+)$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}$")
_ORDINAL = re.compile(r"\d{1,3}\.$")


def _is_false(text: str, cut: int, rules: SentenceRules) -> bool:
    """Whether no sentence ends before ``cut`` after all."""
    before, after = text[max(0, cut - _WINDOW) : cut].rstrip(), text[cut : cut + _WINDOW].lstrip()
    if not before or not after:
        return True
    if before[-1] in "!?…۔؟":
        return False
    if after[0].islower() or after[0] in ",;:)]":
        return True
    found = _LAST_WORD.search(before[-40:])
    word = found[1] if found else ""
    if not word.endswith("."):
        return False
    return _abbreviated(word, before, after, rules)


def _abbreviated(word: str, before: str, after: str, rules: SentenceRules) -> bool:
    stem = fold(word).rstrip(".")
    if stem in rules.always:
        return True
    if stem in rules.before_number:
        return after[0].isdigit()
    if _DOTTED.fullmatch(word):
        opener = re.match(r"[^\W\d_]+", after)
        return not (opener and fold(opener[0]) in rules.openers)
    if _INITIALS.fullmatch(word) and word[0].isupper():
        # "J. Bayramov": an initial before a name; "Vitamin C. Then" would need a word list.
        return (after[0].isupper() and before != word) or len(before) <= 4
    return bool(_ORDINAL.fullmatch(word)) and (len(before) == len(word) or after[0].islower())


_STOP_QUOTE = re.compile(r"[.!?۔؟…][\"”’»)\]]*\s+(?=[\"“‘«(]?[A-ZА-ЯЁÇĞİÖŞÜƏ])")


def _missed(text: str, rules: SentenceRules) -> Iterator[int]:
    """Ends that sentencex passes over: a stop, closing quote, blank and capital."""
    for found in _STOP_QUOTE.finditer(text):
        before = text[max(0, found.start() + 1 - _WINDOW) : found.start() + 1]
        word_found = _LAST_WORD.search(before[-40:])
        word = word_found[1] if word_found else ""
        after = text[found.end() : found.end() + _WINDOW]
        if not after or (word.endswith(".") and (_abbreviated(word, before, after, rules) or _short(word))):
            continue
        opener = re.match(r"[\"“‘«(]*([^\W\d_]+)", after)
        if fold(word).rstrip(".") in rules.words or (opener and fold(opener[1]) in rules.openers):
            yield found.end()


def _short(word: str) -> bool:
    return len(word) <= 2 and word[:1].isupper()
