"""Turn the token patterns of a language into matchers, and find what they match.

A pattern such as ``month:@MONTH day:DAY , year:YEAR`` becomes a regular expression over the letters of
:class:`pipeline.times.tokens.Alphabet`. Repeats are bounded by construction: there is no ``*`` or ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.errors import LexiconError
from pipeline.lexicon.dates import DatePattern, DateRules
from pipeline.lexicon.periods import PeriodNames
from pipeline.times.tokens import Alphabet, Tokens

_SPACED = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Opening:
    """Which letters can stand first and second in what a pattern matches.

    Attributes:
        first: Letters of the first token.
        second: Letters of the second token, where the pattern itself covers one.
        one: It can match a single token.
        none: It can match nothing.
    """

    first: frozenset[str]
    second: frozenset[str] = frozenset()
    one: bool = True
    none: bool = False

    def then(self, other: Opening) -> Opening:
        """The opening of this pattern followed by another."""
        return Opening(
            self.first | (other.first if self.none else frozenset()),
            self.second | (other.first if self.one else frozenset()) | (other.second if self.none else frozenset()),
            (self.one and other.none) or (self.none and other.one),
            self.none and other.none,
        )

    def or_else(self, other: Opening) -> Opening:
        """The opening of either pattern."""
        return Opening(
            self.first | other.first, self.second | other.second, self.one or other.one, self.none or other.none
        )


_NOTHING = Opening(frozenset(), one=False, none=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern."""

    pattern: DatePattern
    regex: re.Pattern[str]
    order: int
    opening: Opening


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits tokens ``first`` to ``end`` (excluded), with the token ranges of its parts."""

    pattern: DatePattern
    first: int
    end: int
    parts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Grammar:
    """The matchers of one language.

    Attributes:
        rules: Everything that is known about the language.
        alphabet: Letters of its word classes.
        by_letter: Letter of a token -> rules that can start there.
        by_pair: Letters of two tokens -> rules that can start at the first.
        starters: Finds the next token at which any rule can start.
        prefix: Matchers of the modifiers that stand before an expression, with their patterns.
        names: Names of periods and holidays, or ``None``.
        name_letters: Letters of tokens at which such a name can start.
    """

    rules: DateRules
    alphabet: Alphabet
    by_letter: Mapping[str, tuple[Rule, ...]]
    by_pair: Pairs
    starters: re.Pattern[str]
    prefix: tuple[Rule, ...]
    names: PeriodNames | None
    name_letters: frozenset[str]


class Pairs(dict[str, tuple[Rule, ...]]):
    """Letters of two tokens -> rules that can start there, found out when a text first has that pair."""

    def __init__(self, by_letter: Mapping[str, tuple[Rule, ...]]) -> None:
        super().__init__()
        self._by_letter = by_letter

    def __missing__(self, pair: str) -> tuple[Rule, ...]:
        rules = self._by_letter.get(pair[0], ())
        self[pair] = found = tuple(r for r in rules if r.opening.one or pair[1:] in r.opening.second)
        return found


class _Compiler:
    """Recursive descent over one pattern; remembers which letters can come first and second."""

    def __init__(self, alphabet: Alphabet, pattern: DatePattern) -> None:
        self._alphabet = alphabet
        self._pattern = pattern
        padded = re.sub(r"([()|])", r" \1 ", pattern.match)
        padded = re.sub(r"(\w+:) +\(", r"\1(", padded)
        padded = re.sub(r"\) +\?", ")?", padded)
        self._items = _SPACED.split(padded.strip())
        self._at = 0
        self._groups = 0

    def compile(self) -> tuple[str, Opening]:
        regex, opening = self._alternatives()
        if self._at != len(self._items):
            raise LexiconError(f"{self._pattern.rule_id}: unbalanced parenthesis in {self._pattern.match!r}")
        if opening.none:
            raise LexiconError(f"{self._pattern.rule_id}: {self._pattern.match!r} matches nothing at all")
        return regex, opening

    def _alternatives(self) -> tuple[str, Opening]:
        regex, opening = self._sequence()
        branches = [regex]
        while self._at < len(self._items) and self._items[self._at] == "|":
            self._at += 1
            regex, other = self._sequence()
            branches.append(regex)
            opening = opening.or_else(other)
        return "|".join(branches), opening

    def _sequence(self) -> tuple[str, Opening]:
        parts: list[str] = []
        opening = _NOTHING
        while self._at < len(self._items) and self._items[self._at] not in ("|", ")", ")?"):
            regex, other = self._item()
            parts.append(regex)
            opening = opening.then(other)
        return "".join(parts), opening

    def _item(self) -> tuple[str, Opening]:
        item = self._items[self._at]
        self._at += 1
        name, colon, rest = item.partition(":")
        if not colon or not name or not rest:
            name, rest = "", item
        if rest == "(":
            regex, opening = self._alternatives()
            if self._at >= len(self._items):
                raise LexiconError(f"{self._pattern.rule_id}: missing ) in {self._pattern.match!r}")
            closing = self._items[self._at]
            self._at += 1
            optional = closing == ")?"
        else:
            optional = rest.endswith("?") and len(rest) > 1
            rest = rest[:-1] if optional else rest
            letters = self._letters(rest)
            regex, opening = f"[{letters}]", Opening(frozenset(letters))
        if name:  # the same part may stand in several alternatives
            self._groups += 1
            regex = f"(?P<{name}__{self._groups}>{regex})"
        else:
            regex = f"(?:{regex})"
        return regex + ("?" if optional else ""), opening.or_else(_NOTHING) if optional else opening

    def _letters(self, item: str) -> str:
        name = item if item.isupper() and item[0].isalpha() else "=" + item
        letters = self._alphabet.letters_of(name)
        if not letters:
            raise LexiconError(f"{self._pattern.rule_id}: no word is known for {item!r}")
        return letters


def literals_of(rules: DateRules) -> set[str]:
    """Every lower-case word and punctuation mark that stands in a pattern or guard for itself."""
    found: set[str] = set()
    texts = [p.match for p in rules.patterns] + [" ".join(g) for p in rules.patterns for g in p.guards.values()]
    for text in texts:
        for item in _SPACED.split(re.sub(r"[()|]", " ", text)):
            name, colon, rest = item.partition(":")
            word = rest if colon and name and rest else item
            word = word[:-1] if word.endswith("?") and len(word) > 1 else word
            if word and not (word.isupper() and word[0].isalpha()) and not word.endswith(":") and word != "?":
                found.add(word)
    return found


def _guards(alphabet: Alphabet, pattern: DatePattern) -> tuple[str, str]:
    def letters(key: str) -> str:
        names = pattern.guards.get(key, ())
        return "".join(alphabet.letters_of(n if n.isupper() and n[0].isalpha() else "=" + n) for n in names)

    before = after = ""
    if "after" in pattern.guards:
        before += f"(?<=[{letters('after')}])"
    if "not_after" in pattern.guards:
        before += f"(?<![{letters('not_after')}])"
    if "before" in pattern.guards:
        after += f"(?=[{letters('before')}])"
    if "not_before" in pattern.guards:
        after += f"(?![{letters('not_before')}])"
    return before, after


@lru_cache(maxsize=16)
def compile_grammar(rules: DateRules, names: PeriodNames | None) -> Grammar:
    """Compile every pattern of a language once per process.

    Raises:
        LexiconError: A pattern cannot be read or names an unknown class.
    """
    alphabet = Alphabet(rules, literals_of(rules), list(names.root.after) if names else [])
    by_letter: dict[str, list[Rule]] = {}
    prefix: list[Rule] = []
    for order, pattern in enumerate(rules.patterns):
        regex, opening = _Compiler(alphabet, pattern).compile()
        before, after = _guards(alphabet, pattern)
        rule = Rule(pattern, re.compile(f"{before}(?:{regex}){after}"), order, opening)
        if pattern.make == "prefix":
            prefix.append(rule)
            continue
        for letter in sorted(opening.first):
            by_letter.setdefault(letter, []).append(rule)
    name_letters = frozenset(alphabet.letters_of("NAME_FIRST") + alphabet.letters_of("INT"))
    name_letters |= frozenset(alphabet.letters_of("ORDINAL_NUMBER"))
    starters = re.compile(f"[{''.join(sorted({*by_letter, *name_letters}))}]")
    rules_at = {letter: tuple(found) for letter, found in by_letter.items()}
    return Grammar(rules, alphabet, rules_at, Pairs(rules_at), starters, tuple(prefix), names, name_letters)


def matches_at(grammar: Grammar, tokens: Tokens, index: int) -> list[Match]:
    """All rules that fit at one token, the longest first, then in the order of the file."""
    codes = tokens.codes
    found = []
    for rule in grammar.by_pair[codes[index : index + 2]]:
        hit = rule.regex.match(codes, index)
        if hit is not None:
            found.append((-hit.end(), rule.order, rule, hit))
    found.sort(key=_longest_first)
    return [Match(rule.pattern, index, -minus, _parts(hit)) for minus, _, rule, hit in found]


def _longest_first(one: tuple[int, int, Rule, re.Match[str]]) -> tuple[int, int]:
    return one[:2]


def _parts(hit: re.Match[str]) -> dict[str, tuple[int, int]]:
    names = hit.re.groupindex
    return {name.partition("__")[0]: hit.span(group) for name, group in names.items() if hit.start(group) >= 0}


def starts(grammar: Grammar, tokens: Tokens, begin: int = 0) -> Iterator[int]:
    """Tokens at which some rule could start."""
    for found in grammar.starters.finditer(tokens.codes, begin):
        yield found.start()


def match_prefix(grammar: Grammar, tokens: Tokens, end: int) -> Match | None:
    """The longest modifier that ends right before token ``end`` ("the early", "at the end of")."""
    for first in range(max(0, end - 5), end):
        for rule in grammar.prefix:
            hit = rule.regex.fullmatch(tokens.codes, first, end)
            if hit is not None:
                return Match(rule.pattern, first, end, {})
    return None
