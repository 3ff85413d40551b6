"""Typed shape of ``<language>/inflection.yml``: endings of words, and what marks who does what.

A language with this file is read by word stems; the decision is in docs/decisions/events-by-stems.md.
Everything is folded, and a text keeps its offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

BARE = "bare"
POSSESSED = "possessed"
_MARKS = "\u064b-\u065f\u0670\u200c\u200d\u0640"  # vowel signs, joiners and stretchers of the Arabic script
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*(?:['’ʼ‘`´](?=[^\W\d_])[^\W_]{{1,9}})?")
_UNSEEN = re.compile(f"[{_MARKS}]")
_SHORTEST_BASE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    Attributes:
        start: First code point in the document.
        end: End, excluded, the ending behind an apostrophe included.
        folded: Folded letters, without what stands behind an apostrophe.
        suffix: Folded letters behind the apostrophe, or empty.
        capital: Whether it begins with a capital.
        gap: Text between it and the word before.
    """

    start: int
    end: int
    folded: str
    suffix: str
    capital: bool
    gap: str

    @property
    def whole(self) -> str:
        """The folded word with its ending, the apostrophe left out."""
        return self.folded + self.suffix


@dataclass(frozen=True, slots=True)
class _Ending:
    text: str
    base: str
    case: str


@dataclass(frozen=True, eq=False)
class Inflection:
    """How a language marks its words; the fields are those of ``inflection.yml``.

    Attributes:
        language: Folder name.
        inflected: last, all or none: which words of a name carry endings.
        capitals: Whether names begin with a capital.
        verb_final: Whether the verb closes its clause.
        endings: Case endings.
        below: What is cut off below a case: possessive and plural endings, in this order.
        clitics: What is cut off before a case.
        after: Postposition -> marks that it gives to the name before it.
        before: Preposition, of one word or two, -> marks that it gives to the name behind it.
        alone: Case -> marks that it has where no preposition governs it.
        own: Word that is marked by itself ("انہیں", to them) -> its marks.
        joins: Words that join members of a list.
        breaks: Words that begin a new clause.
        that: Of these, those that open what somebody says.
        verb_ending: Endings of words that close a clause, or ``None``.
        participle_ending: Endings of words that do only where punctuation, a joining word or the end follows:
            the same form before a noun belongs to it ("the meeting that will be held").
        verb_words: Whole words that do.
        never_verbs: Words that do not, whatever their ending.
        verbs_before_comma: Words that do where a comma or a joining word follows.
        auxiliaries: Words that go on with the verb before them ("کیا جائے گا"): the clause closes behind the last.
        relatives: Words that begin a clause about the actor before it, as its subject ("جنہوں").
        asides: Words for the margins of a session, whose body is only where something happens.
        remarks: Words that make a remark of the verb behind them ("as expected"), which divides no clause.
        never_places: Words that open sentences and are no places, though one is called so.
        romanise: Letters of names -> how the international press writes them.
        native: Finds those letters, longest first.
        plain_names: Unknown names are only stripped of diacritics, as names of this language are abroad.
        home: Id of the state whose bare titles are meant when nothing else is said, or ``None``.
    """

    language: str
    inflected: str
    capitals: bool
    verb_final: bool
    endings: tuple[_Ending, ...]
    below: tuple[tuple[_Ending, ...], ...]
    clitics: tuple[_Ending, ...]
    after: Mapping[str, frozenset[str]]
    before: Mapping[str, frozenset[str]]
    alone: Mapping[str, frozenset[str]]
    own: Mapping[str, frozenset[str]]
    joins: frozenset[str]
    breaks: frozenset[str]
    that: frozenset[str]
    verb_ending: re.Pattern[str] | None
    participle_ending: re.Pattern[str] | None
    verb_words: frozenset[str]
    never_verbs: frozenset[str]
    verbs_before_comma: frozenset[str]
    auxiliaries: frozenset[str]
    relatives: frozenset[str]
    asides: frozenset[str]
    remarks: frozenset[str]
    never_places: frozenset[str]
    romanise: Mapping[str, str]
    native: re.Pattern[str]
    plain_names: bool
    home: str | None
    _memo: dict[tuple[str, str], dict[str, frozenset[str]]] = field(default_factory=dict)

    def readings(self, word: Word) -> Mapping[str, frozenset[str]]:
        """Every base form that the word may have, with the cases that it then stands in.

        The surface itself is always among them, as ``bare``. The table of endings is generous: ask
        the gazetteer which bases exist.
        """
        key = (word.folded, word.suffix)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) > 100_000:
                self._memo.clear()
            found = self._memo[key] = self._read(*key)
        return found

    def is_finite(self, word: Word) -> bool:
        """Whether a word ends as a finite verb or predicate does."""
        whole = word.whole
        if whole in self.verb_words:
            return True
        if self.verb_ending is None or whole in self.never_verbs or len(whole) < 3:
            return False
        return self.verb_ending.search(whole) is not None

    def _read(self, folded: str, suffix: str) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {folded: {BARE}}
        if suffix:
            found[folded] = self._cases_of(suffix)
            found.setdefault(folded + suffix, set()).add(BARE)
        else:
            _cut(found, self.clitics)
            _cut(found, self.endings)
        for level in self.below:
            _cut(found, level)
        return {base: frozenset(cases) for base, cases in found.items()}

    def _cases_of(self, suffix: str) -> set[str]:
        forms = {suffix} | {suffix[: -len(c.text)] for c in self.clitics if suffix.endswith(c.text)}
        cases = {ending.case for ending in self.endings if ending.text in forms}
        return cases or {BARE}


def _cut(found: dict[str, set[str]], endings: Iterable[_Ending]) -> None:
    """Add the bases that remain without one of the endings; an ending without a case keeps those below it."""
    for word, cases in list(found.items()):
        for ending in endings:
            rest = len(word) - len(ending.text)
            if rest >= max(_SHORTEST_BASE, 4 - len(ending.text)) and word.endswith(ending.text):
                base = word[:rest] + ending.base
                added = {ending.case} if ending.case not in ("", POSSESSED) else cases
                found.setdefault(base, set()).update(added)
                if ending.case == POSSESSED and BARE in cases:
                    found[base].add(POSSESSED)


def read_words(text: str, start: int, end: int) -> list[Word]:
    """The words of a piece of text, with offsets into the whole."""
    words: list[Word] = []
    last = start
    for hit in _WORD.finditer(text, start, end):
        surface = hit.group()
        folded = fold(surface)
        stem, _, suffix = folded.partition("'")
        if suffix and len(stem) < _SHORTEST_BASE:
            stem, suffix = stem + suffix, ""
        if not surface.isascii():
            stem = _UNSEEN.sub("", stem)
        words.append(Word(hit.start(), hit.end(), stem, suffix, surface[0].isupper(), text[last : hit.start()]))
        last = hit.end()
    return words


@lru_cache(maxsize=16)
def load_inflection(lexicon: Lexicon, language: str) -> Inflection | None:
    """The inflection of a language, or ``None`` when its folder has no ``inflection.yml``.

    Raises:
        LexiconError: A field has an unknown value.
    """
    name = f"{language}/inflection.yml"
    rules = lexicon.rules(name)
    if not rules:
        return None
    inflected, order = rules.get("inflected", "last"), rules.get("order", "final")
    if inflected not in ("last", "all", "none") or order not in ("final", "free"):
        raise LexiconError(f"{name}: inflected must be last, all or none, and order final or free")
    cases = dict(rules.get("endings", {}))
    plural, possessive = cases.pop("plural", []), cases.pop("possessive", [])
    marks = rules.get("marks", {})
    letters = dict(rules.get("romanise", {}))
    return Inflection(
        language=language,
        inflected=inflected,
        capitals=rules.get("capitals", "yes") == "yes",
        verb_final=order == "final",
        endings=tuple(_ending(e, case) for case, ends in cases.items() for e in ends),
        below=(tuple(_ending(e, POSSESSED) for e in possessive), tuple(_ending(e, "") for e in plural)),
        clitics=tuple(_ending(e, "") for e in rules.get("clitics", [])),
        after=_marks(marks.get("after", {})),
        before=_marks(marks.get("before", {})),
        own=_marks(marks.get("own", {})),
        alone={fold(case): frozenset(own) for case, own in marks.get("alone", {}).items()},
        joins=_words(rules, "joins"),
        breaks=_words(rules, "breaks"),
        that=_words(rules, "that"),
        verb_ending=_any_ending(rules.get("verb_endings", [])),
        participle_ending=_any_ending(rules.get("participle_endings", [])),
        verb_words=_words(rules, "verb_words"),
        never_verbs=_words(rules, "never_verbs"),
        verbs_before_comma=_words(rules, "verbs_before_comma"),
        auxiliaries=_words(rules, "auxiliaries"),
        relatives=_words(rules, "relatives"),
        asides=_words(rules, "asides"),
        remarks=_words(rules, "remarks"),
        never_places=_words(rules, "never_places"),
        romanise=letters,
        native=re.compile("|".join(re.escape(one) for one in sorted(letters, key=len, reverse=True)) or r"(?!)"),
        plain_names=rules.get("plain_names") == "yes",
        home=rules.get("home"),
    )


def _any_ending(endings: Iterable[str]) -> re.Pattern[str] | None:
    closing = "|".join(fold(ending) for ending in endings)
    return re.compile(rf"\w(?:{closing})$") if closing else None


def _words(rules: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in rules.get(key, []))


def _ending(text: str, case: str) -> _Ending:
    ending, _, base = fold(text).partition(">")
    return _Ending(ending, base, case)


def _marks(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for mark, words in table.items():
        for word in words:
            found.setdefault(fold(word), set()).add(mark)
    return {word: frozenset(marks) for word, marks in found.items()}
