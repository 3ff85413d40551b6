"""Typed shape of ``triggers.yml`` and ``modality.yml`` in languages read by word stems.

The notation of patterns is explained in docs/decisions/events-by-stems.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

_FIELDS = {"id", "type", "match", "passive", "noun", "not", "needs", "roles", "status", "weight", "note"}
_GAP = 11
_SET = re.compile(r"@(\w+)")
_DEFAULT_ROLES = {"agent": ["bare", "by"], "recipient": ["dative", "accusative"], "participant": ["with"]}
_PASSIVE_ROLES = {"agent": ["by"], "recipient": ["bare", "dative"]}


@dataclass(frozen=True, slots=True)
class Slot:
    """One position of a pattern: whole words or stems, maybe missing, directly behind the one before or not."""

    wholes: frozenset[str]
    stems: tuple[str, ...]
    optional: bool
    adjacent: bool

    def fits(self, word: str) -> bool:
        """Whether a folded word stands here."""
        return word in self.wholes or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of words; ``at_start`` only at the start of a clause."""

    slots: tuple[Slot, ...]
    at_start: bool

    def match(self, words: Sequence[str], position: int, start: int, end: int) -> tuple[int, ...] | None:
        """Positions of its words when it begins at ``position`` of a clause from ``start`` to ``end``."""
        if self.at_start and position != start:
            return None
        if not self.slots[0].fits(words[position]):
            return None
        return self._rest(words, (position,), 1, end)

    def _rest(self, words: Sequence[str], taken: tuple[int, ...], slot: int, end: int) -> tuple[int, ...] | None:
        if slot == len(self.slots):
            return taken
        wanted, last = self.slots[slot], taken[-1]
        reach = last + 2 if wanted.adjacent else last + 2 + _GAP
        for position in range(last + 1, min(reach, end)):
            if wanted.fits(words[position]):
                found = self._rest(words, (*taken, position), slot + 1, end)
                if found is not None:
                    return found
        return self._rest(words, taken, slot + 1, end) if wanted.optional else None


class PatternIndex:
    """Patterns by the first letters of their first word, so that a word asks for few of them."""

    def __init__(self, entries: Iterable[tuple[Pattern, int]]) -> None:
        self._by_letters: dict[str, list[tuple[Pattern, int]]] = {}
        for pattern, number in entries:
            first = pattern.slots[0]
            for key in {text[:3] for text in (*first.wholes, *first.stems)}:
                self._by_letters.setdefault(key, []).append((pattern, number))

    def find(self, words: Sequence[str], start: int, end: int) -> list[tuple[tuple[int, ...], int]]:
        """Every match inside a clause: positions of its words, and the number given with the pattern."""
        found = []
        for position in range(start, end):
            word = words[position]
            for key in dict.fromkeys((word[:3], word[:2], word[:1])):
                for pattern, number in self._by_letters.get(key, ()):
                    taken = pattern.match(words, position, start, end)
                    if taken is not None:
                        found.append((taken, number))
        return found

    def any(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether one of the patterns matches."""
        return bool(self.find(words, start, end))


@dataclass(frozen=True, eq=False)
class StemRule:
    """One entry of ``triggers.yml``.

    Attributes:
        rule_id: ``<language>.triggers.<id>``.
        event_type: Id of ``common/event_types.csv``.
        roles, passive_roles: Role -> marks, tried in order.
        excluded: Patterns that must not match in the clause, or ``None``.
        needs: Conditions on the clause.
        status: Where the words fix it.
        weight: Probability that the words mean the event.
    """

    rule_id: str
    event_type: str
    roles: Mapping[str, tuple[str, ...]]
    passive_roles: Mapping[str, tuple[str, ...]]
    excluded: PatternIndex | None
    needs: tuple[str, ...]
    status: str | None
    weight: float


@dataclass(frozen=True, eq=False)
class StemRules:
    """All triggers of a language; the numbers that ``index`` gives are 3 * rule + 0 active, 1 passive, 2 noun."""

    rules: tuple[StemRule, ...]
    index: PatternIndex
    about: frozenset[str]
    actorless: frozenset[str]
    lengths: tuple[tuple[PatternIndex, int], ...]


@dataclass(frozen=True, eq=False)
class StemMood:
    """``modality.yml``: status -> ending of the trigger word, and status -> words beside it."""

    endings: Mapping[str, re.Pattern[str]]
    words: Mapping[str, PatternIndex]
    saying: PatternIndex


def read_patterns(text: str, where: str, sets: Mapping[str, str] | None = None) -> list[Pattern]:
    """Read one entry: a pattern, or two where ``&`` joins parts that stand in either order.

    Args:
        text: In the notation of the decision page.
        where: File and rule, for messages.
        sets: Name -> alternatives that ``@name`` stands for.

    Raises:
        LexiconError: A pattern is empty, begins with a gap or an optional word, or names an unknown set.
    """
    sides = text.split(" & ")
    orders = [sides] if len(sides) == 1 else [sides, sides[::-1]]
    return [_read_pattern(" ~ ".join(order), where, sets or {}) for order in orders]


def _read_sets(content: Mapping[str, Any]) -> dict[str, str]:
    sets = content.get("sets", {})
    return {name: forms if isinstance(forms, str) else "|".join(forms) for name, forms in sets.items()}


def _forms(word: str) -> list[str]:
    """ "прибыл/а/и" stands for прибыла and прибыли; "прибыл//а/и" for прибыл, too."""
    stem, *ends = word.split("/")
    return [stem + end for end in ends] if ends else [stem]


def _read_pattern(text: str, where: str, sets: Mapping[str, str]) -> Pattern:
    parts = [_expand(part, sets, where) for part in text.split()]
    at_start = bool(parts) and parts[0].startswith("^")
    if at_start:
        parts[0] = parts[0][1:]
    slots: list[Slot] = []
    adjacent = True
    for part in parts:
        if part == "~":
            adjacent = False
            continue
        optional = part.endswith("?")
        forms = [fold(form) for word in part.rstrip("?").split("|") for form in _forms(word)]
        wholes = frozenset(form for form in forms if not form.endswith("*"))
        stems = tuple(form[:-1] for form in forms if form.endswith("*"))
        if not all(stems):
            raise LexiconError(f"{where}: a bare * matches every word in {text!r}")
        slots.append(Slot(wholes, stems, optional, adjacent))
        adjacent = True
    if not slots or slots[0].optional or not adjacent or not slots[0].adjacent:
        raise LexiconError(f"{where}: {text!r} must begin and end with a word")
    return Pattern(tuple(slots), at_start)


def _expand(part: str, sets: Mapping[str, str], where: str) -> str:
    def alternatives(found: re.Match[str]) -> str:
        if found.group(1) not in sets:
            raise LexiconError(f"{where}: no set is called @{found.group(1)}. Known: {', '.join(sorted(sets))}")
        return sets[found.group(1)]

    return _SET.sub(alternatives, part)


@lru_cache(maxsize=16)
def load_stem_rules(lexicon: Lexicon, language: str) -> StemRules | None:
    """Triggers of a language read by stems, or ``None`` when it has none.

    Raises:
        LexiconError: A rule has an unknown field, no type or no pattern.
    """
    name = f"{language}/triggers.yml"
    content = lexicon.rules(name)
    if not content:
        return None
    known = {row["event_type"] for row in lexicon.table("common/event_types.csv")}
    sets = _read_sets(content)
    rules: list[StemRule] = []
    entries: list[tuple[Pattern, int]] = []
    for entry in content.get("rules", []):
        where = f"{name}, rule {entry.get('id', '?')!r}"
        if unknown := set(entry) - _FIELDS:
            raise LexiconError(f"{where}: unknown field {sorted(unknown)[0]!r}. Known: {', '.join(sorted(_FIELDS))}")
        if entry.get("type") not in known:
            raise LexiconError(f"{where}: type {entry.get('type')!r} is not in common/event_types.csv")
        happening = content.get("happening")
        told = [f"{noun} & {happening}" for noun in entry.get("noun", [])] if happening else []
        entries += [(p, 3 * len(rules)) for text in told for p in read_patterns(text, where, sets)]
        for kind, key in enumerate(("match", "passive", "noun")):
            number = 3 * len(rules) + kind
            entries += [(p, number) for text in entry.get(key, []) for p in read_patterns(text, where, sets)]
        rules.append(_rule(entry, language, where, sets))
    lengths = tuple((_index(content["lengths"][days], name), int(days)) for days in sorted(content.get("lengths", {})))
    return StemRules(
        tuple(rules),
        PatternIndex(entries),
        frozenset(content.get("about", [])),
        frozenset(content.get("actorless", [])),
        lengths,
    )


def _rule(entry: Mapping[str, Any], language: str, where: str, sets: Mapping[str, str]) -> StemRule:
    if not any(entry.get(key) for key in ("match", "passive", "noun")):
        raise LexiconError(f"{where}: needs at least one of match, passive, noun")
    given = entry.get("roles")
    roles = {role: tuple(marks) for role, marks in (given or _DEFAULT_ROLES).items()}
    passive = roles if given and not entry.get("match") else _PASSIVE_ROLES
    if given and all("any" in marks for marks in roles.values()):
        passive = roles
    return StemRule(
        rule_id=f"{language}.triggers.{entry['id']}",
        event_type=entry["type"],
        roles=roles,
        passive_roles={role: tuple(marks) for role, marks in passive.items()},
        excluded=_index(entry["not"], where, sets) if entry.get("not") else None,
        needs=tuple(entry.get("needs", [])),
        status=entry.get("status"),
        weight=float(entry.get("weight", "0.8")),
    )


def _index(texts: Iterable[str], where: str, sets: Mapping[str, str] | None = None) -> PatternIndex:
    return PatternIndex((pattern, 0) for text in texts for pattern in read_patterns(text, where, sets))


@lru_cache(maxsize=16)
def load_stem_mood(lexicon: Lexicon, language: str) -> StemMood:
    """Mood of a language read by stems; empty when its folder has no ``modality.yml``."""
    name = f"{language}/modality.yml"
    content = lexicon.rules(name)
    endings = {
        status: re.compile("|".join(f"(?:{fold_pattern(text)})" for text in texts))
        for status, texts in content.get("endings", {}).items()
        if texts
    }
    words = {status: _index(texts, name) for status, texts in content.get("words", {}).items() if texts}
    return StemMood(endings, words, _index(content.get("saying", []), name))


def fold_pattern(text: str) -> str:
    """A regular expression with its letters folded, escapes such as ``\\w`` left alone."""
    return re.sub(r"\\.|[^\\]", lambda m: m.group() if m.group().startswith("\\") else fold(m.group()), text)
