"""Typed shape of ``<language>/titles.yml``: titles, roles, bodies and the words that refer back to actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

_WORD_LISTS = (
    "ranks",
    "honorifics",
    "predicates",
    "abbreviations",
    "prefixes",
    "modifiers",
    "past",
    "portfolios",
    "linkers",
    "particles",
    "name_ends",
    "family_ends",
    "female_ends",
    "male_ends",
    "given_names",
    "eaters",
    "never_names",
    "forces",
    "authorities",
    "peoples",
    "counterparts",
    "counterparts_plural",
    "state_words",
    "guests",
    "kin",
    "calendar",
    "organisation_bars",
    "legal_forms",
    "speech",
    "led_by_premier",
)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """One kind of person, by what they do.

    Attributes:
        id: Role, as in the office table where an office exists.
        forms: Singular titles.
        plural: Plural titles.
        short: Folded words that refer back to such a person.
        generic: Says little alone; what follows "of" belongs to the title.
        covers: Other roles, of this file or of the office table, that such words may name.
    """

    id: str
    forms: tuple[str, ...]
    plural: tuple[str, ...]
    short: frozenset[str]
    generic: bool
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class BodyWords:
    """One kind of government body.

    Attributes:
        id: Key.
        name: Canonical name with ``{state}`` for the short name of the state.
        kind: Kind of actor.
        role: Role of the person who heads it, or ``None``.
        forms: Singular names.
        plural: Plural names.
        weak: Names that need a known state in the context.
    """

    id: str
    name: str
    kind: str
    role: str | None
    forms: tuple[str, ...]
    plural: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun refers to: ``sex`` m, f or empty; ``many`` for plurals; ``thing`` for "it".

    ``marked``: it stands for somebody only with a postposition behind it ("ان سے", but "ان دیہات").
    """

    sex: str
    many: bool
    thing: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Titles:
    """All words of a language about persons, bodies and reference; word sets are folded.

    Attributes:
        roles: By id, in the order of the file.
        bodies: By id, in the order of the file.
        words: Name of a word list in the file -> its folded words.
        groups: Folded plural noun -> side or person.
        pronouns: Folded pronoun -> what it refers to.
        numbers: Folded number word -> value.
        organisation_heads: Folded noun that makes a capitalised name an organisation's -> kind of actor.
        references: Folded noun that refers back to an organisation -> kinds of actor that it may mean, apart
            from those whose name has the noun.
        stand_ins: The same noun -> other words of names that it stands for ("the chamber" for a senate).
    """

    roles: Mapping[str, RoleWords]
    bodies: Mapping[str, BodyWords]
    words: Mapping[str, frozenset[str]]
    groups: Mapping[str, str]
    pronouns: Mapping[str, Pronoun]
    numbers: Mapping[str, int]
    organisation_heads: Mapping[str, str]
    references: Mapping[str, frozenset[str]]
    stand_ins: Mapping[str, frozenset[str]]


@lru_cache(maxsize=16)
def load_titles(lexicon: Lexicon, language: str) -> Titles | None:
    """Titles of a language, or ``None`` when its folder has no ``titles.yml``.

    Raises:
        LexiconError: A list is no list, or an id stands twice.
    """
    name = f"{language}/titles.yml"
    rules = lexicon.rules(name)
    if not rules:
        return None
    return Titles(
        roles=_by_id(name, [_role(name, entry) for entry in _entries(rules, "roles", name)]),
        bodies=_by_id(name, [_body(name, entry) for entry in _entries(rules, "bodies", name)]),
        words={key: frozenset(_folded(rules, key, name)) for key in _WORD_LISTS},
        groups={fold(form): entry["of"] for entry in _entries(rules, "groups", name) for form in entry["forms"]},
        pronouns={
            fold(form): Pronoun(
                entry["sex"], entry["number"] == "many", entry["sex"] == "thing", entry.get("marked") == "yes"
            )
            for entry in _entries(rules, "pronouns", name)
            for form in entry["forms"]
        },
        numbers={fold(word): int(value) for word, value in rules.get("numbers", {}).items()},
        organisation_heads={
            fold(form): entry["kind"]
            for entry in _entries(rules, "organisation_heads", name)
            for form in entry["forms"]
        },
        stand_ins={
            fold(form): frozenset(_folded(entry, "names", name))
            for entry in _entries(rules, "references", name)
            for form in entry["forms"]
        },
        references={
            fold(form): frozenset(_strings(entry, "kinds", name))
            for entry in _entries(rules, "references", name)
            for form in entry["forms"]
        },
    )


def _role(name: str, entry: Mapping[str, Any]) -> RoleWords:
    return RoleWords(
        id=entry["id"],
        forms=_strings(entry, "forms", name),
        plural=_strings(entry, "plural", name),
        short=frozenset(_folded(entry, "short", name)),
        generic=entry.get("generic") == "yes",
        covers=frozenset(_strings(entry, "covers", name)),
    )


def _body(name: str, entry: Mapping[str, Any]) -> BodyWords:
    return BodyWords(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        role=entry.get("role"),
        forms=_strings(entry, "forms", name),
        plural=_strings(entry, "plural", name),
        weak=_strings(entry, "weak", name),
    )


def _entries(rules: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    entries = rules.get(key) or []
    if not all(isinstance(entry, dict) for entry in entries):
        raise LexiconError(f"{name}: {key} must be a list of mappings.")
    return list(entries)


def _strings(rules: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    words = rules.get(key) or []
    if not isinstance(words, list):
        raise LexiconError(f"{name}: {key} must be a list of words, not {words!r}.")
    return tuple(words)


def _folded(rules: Mapping[str, Any], key: str, name: str) -> list[str]:
    return [fold(word) for word in _strings(rules, key, name)]


def _by_id(name: str, entries: list[Any]) -> dict[str, Any]:
    found = {entry.id: entry for entry in entries}
    if len(found) < len(entries):
        raise LexiconError(f"{name}: an id is listed twice.")
    return found
