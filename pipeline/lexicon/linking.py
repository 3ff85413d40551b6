"""The typed shapes of ``common/link.yml`` and ``<language>/kinds.yml``: when two reports are one event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

_FILE = "common/link.yml"


@dataclass(frozen=True, eq=False)
class LinkRules:
    """Weights of evidence that two reports are one event, in natural-log odds.

    Attributes:
        threshold: Least sum at which two reports are joined.
        margin: How much better the best of several finer events must be.
        prior: Start of the sum, by event type.
        kin: Added when the types differ; pairs that are absent are never one event.
        component: Number of the group of types that a type can reach over ``kin``: types of different
            groups never meet, so the groups can be linked apart.
        time: By how the dates agree.
        actors: By how the participants agree.
        place: By how the places agree.
        wide: For a region that sources take wider than the map, the places that it covers besides.
        adjacent: By type, the most days that may lie between reports of its beginning and its end.
        kind: By the kinds within a type (see ``Kinds``).
        exacting_persons: Types in which another person for the same side makes another event.
        exacting_sides: Types in which another counterpart makes another event.
        exacting_places: Types in which another place makes another event.
        directed: Types with a doer and a receiver.
        lasting: Types whose span is a better date than its first day.
        kindred: For a side, the sides that sources use for it.
        specificity: Rank of a type, 0 the most specific.
    """

    threshold: float
    margin: float
    prior: Mapping[str, float]
    kin: Mapping[tuple[str, str], float]
    component: Mapping[str, int]
    time: Mapping[str, float]
    actors: Mapping[str, float]
    place: Mapping[str, float]
    exacting_persons: frozenset[str]
    exacting_sides: frozenset[str]
    exacting_places: frozenset[str]
    directed: frozenset[str]
    lasting: frozenset[str]
    wide: Mapping[str, frozenset[str]]
    adjacent: Mapping[str, int]
    kind: Mapping[str, float]
    kindred: Mapping[str, frozenset[str]]
    specificity: Mapping[str, int]


def load_link_rules(lexicon: Lexicon) -> LinkRules:
    """Read ``common/link.yml``.

    Raises:
        LexiconError: A key is missing, a weight is no number, or an event type is unknown.
    """
    return _load(lexicon)


@lru_cache(maxsize=8)
def _load(lexicon: Lexicon) -> LinkRules:
    rules = lexicon.rules(_FILE)
    types = [row["event_type"] for row in lexicon.table("common/event_types.csv")]
    try:
        kin = _kin(rules["kin"])
        loaded = LinkRules(
            threshold=float(rules["threshold"]),
            margin=float(rules["margin"]),
            prior={**dict.fromkeys(types, float(rules["usual_prior"])), **_numbers(rules["prior"])},
            kin=kin,
            component=_components(types, kin),
            time=_numbers(rules["time"]),
            actors=_numbers(rules["actors"]),
            place=_numbers(rules["place"]),
            exacting_persons=frozenset(rules["exacting"]["persons"]),
            exacting_sides=frozenset(rules["exacting"]["sides"]),
            exacting_places=frozenset(rules["exacting"]["places"]),
            directed=frozenset(rules["directed"]),
            lasting=frozenset(rules["lasting"]),
            wide={region["place"]: frozenset(region["covers"]) for region in rules["wide"]},
            adjacent={name: int(days) for name, days in rules["adjacent"].items()},
            kind=_numbers(rules["kind"]),
            kindred=_kindred(rules["kindred"]),
            specificity={name: rank for rank, name in enumerate(rules["specific"])},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(f"{_FILE}: missing key or no number: {error}") from error
    _check(loaded, set(types))
    return loaded


def _numbers(weights: Mapping[str, str]) -> dict[str, float]:
    return {name: float(weight) for name, weight in weights.items()}


def _kin(groups: list[Mapping[str, Any]]) -> dict[tuple[str, str], float]:
    """Both orders of every pair; where groups overlap the better weight holds."""
    kin: dict[tuple[str, str], float] = {}
    for group in groups:
        weight = float(group["weight"])
        for one, other in combinations(group["types"], 2):
            best = max(weight, kin.get((one, other), weight))
            kin[one, other] = kin[other, one] = best
    return kin


def _components(types: list[str], kin: Mapping[tuple[str, str], float]) -> dict[str, int]:
    component = {name: number for number, name in enumerate(types)}
    for one, other in kin:
        low, high = sorted((component.get(one, -1), component.get(other, -1)))
        component = {name: low if number == high else number for name, number in component.items()}
    return component


def _kindred(groups: list[list[str]]) -> dict[str, frozenset[str]]:
    return {side: frozenset(group) - {side} for group in groups for side in group}


def _check(rules: LinkRules, types: set[str]) -> None:
    used = {name for pair in rules.kin for name in pair}
    used |= rules.exacting_persons | rules.exacting_sides | rules.exacting_places | rules.directed | rules.lasting
    used |= set(rules.prior) | set(rules.specificity) | set(rules.adjacent)
    if unknown := used - types:
        raise LexiconError(f"{_FILE}: {', '.join(sorted(unknown))} not in common/event_types.csv")


@dataclass(frozen=True, eq=False)
class Kinds:
    """Words that tell events of one type apart, of one language.

    Attributes:
        pattern: Matches any form in folded text, or ``None`` where the language has no list.
        kind_of: Kind by folded form, without the trailing asterisk.
        types_of: Event types in which a kind counts.
    """

    pattern: re.Pattern[str] | None
    kind_of: Mapping[str, str]
    types_of: Mapping[str, frozenset[str]]

    def find(self, words: str, event_type: str) -> frozenset[str]:
        """Kinds of this event type that the words name."""
        if self.pattern is None:
            return frozenset()
        found = {self.kind_of[match.group(1)] for match in self.pattern.finditer(fold(words))}
        return frozenset(kind for kind in found if event_type in self.types_of[kind])


def load_kinds(lexicon: Lexicon, language: str) -> Kinds:
    """Read ``<language>/kinds.yml``; a language without it tells no kinds apart.

    Raises:
        LexiconError: An entry lacks its id, types or forms.
    """
    return _load_kinds(lexicon, language)


@lru_cache(maxsize=32)
def _load_kinds(lexicon: Lexicon, language: str) -> Kinds:
    kind_of: dict[str, str] = {}
    types_of: dict[str, frozenset[str]] = {}
    whole: dict[str, bool] = {}
    try:
        for entry in lexicon.rules(f"{language}/kinds.yml").get("kinds", []):
            types_of[entry["id"]] = frozenset(entry["types"])
            for form in entry["forms"]:
                stem = fold(form.removesuffix("*"))
                kind_of[stem] = entry["id"]
                whole[stem] = not form.endswith("*")
    except (KeyError, TypeError) as error:
        raise LexiconError(f"{language}/kinds.yml: an entry lacks {error}") from error
    if not kind_of:
        return Kinds(None, {}, {})
    stems = sorted(kind_of, key=lambda stem: (-len(stem), stem))
    spelled = "|".join(re.escape(stem) + (r"\b" if whole[stem] else "") for stem in stems)
    # The lookahead gives the stem alone, so that overlapping forms are all seen.
    return Kinds(re.compile(rf"\b(?=({spelled}))"), kind_of, types_of)
