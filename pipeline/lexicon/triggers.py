"""Event triggers of a language: the verbs and nouns that carry events, and how they mark arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon

_FIELDS = {"id", "type", "verbs", "nouns", "modifiers", "not", "roles", "needs", "status", "weight", "rank", "presence"}


@dataclass(frozen=True)
class TriggerRule:
    """One entry of ``<language>/triggers.yml``; the file explains the fields.

    Attributes:
        verbs: Each as its lemma and the words that must follow it.
        nouns: Heads; empty for a verb that needs none.
        weight: How often the rule is right when it is the one chosen.
        rank: Which rule is chosen when several see the same words: the highest.
    """

    rule_id: str
    event_type: str
    verbs: tuple[tuple[str, tuple[str, ...]], ...]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    excluded: frozenset[str]
    roles: Mapping[str, str]
    needs: tuple[str, ...]
    status: str | None
    weight: float
    rank: float


@dataclass(frozen=True)
class Triggers:
    """All triggers of a language, indexed.

    Attributes:
        by_verb: Lemma -> (rule, words that must follow) pairs.
        by_noun: Noun -> rules whose event is the noun itself.
        happening: Verbs by which a noun happens: lemma -> words that must follow. So ``holding`` and
            ``attending``.
        about: Event types whose verbs speak about other events.
        presence: What a person in a place means in a chronology, or ``None``.
        actorless: Event types that may stand without a named actor.
        outcomes: Verbs whose -ing form behind an event tells what that event did.
        warring: Event types whose sides are states and armies, never a person who stands in the same sentence.
        sided: Event types between two sides, so that the document's main sides are meant when none is named.
        centred: Event types that happen to a person, so that the document's main person is meant.
        ends: Verbs that tell of the end of a stay.
        noun_classes: Classes of ``nouns.yml`` that conditions may name.
    """

    rules: tuple[TriggerRule, ...]
    by_verb: Mapping[str, tuple[tuple[TriggerRule, tuple[str, ...]], ...]]
    by_noun: Mapping[str, tuple[TriggerRule, ...]]
    happening: Mapping[str, tuple[tuple[str, ...], ...]]
    holding: Mapping[str, tuple[tuple[str, ...], ...]]
    attending: Mapping[str, tuple[tuple[str, ...], ...]]
    about: frozenset[str]
    presence: TriggerRule | None
    actorless: frozenset[str]
    sided: frozenset[str]
    warring: frozenset[str]
    outcomes: frozenset[str]
    centred: frozenset[str]
    ends: frozenset[str]
    noun_classes: Mapping[str, frozenset[str]]


@lru_cache(maxsize=16)
def load_triggers(lexicon: Lexicon, language: str) -> Triggers | None:
    """Triggers of a language, or ``None`` when its folder has no ``triggers.yml``.

    Raises:
        LexiconError: A rule has an unknown field, no type, or neither verbs nor nouns.
    """
    content = lexicon.rules(f"{language}/triggers.yml")
    if not content:
        return None
    rules = tuple(_read_rule(entry, language) for entry in content.get("rules", []))
    by_verb: dict[str, list[tuple[TriggerRule, tuple[str, ...]]]] = {}
    by_noun: dict[str, list[TriggerRule]] = {}
    for rule in rules:
        for lemma, rest in rule.verbs:
            by_verb.setdefault(lemma, []).append((rule, rest))
        if not rule.verbs:
            for noun in rule.nouns:
                by_noun.setdefault(noun, []).append(rule)
    return Triggers(
        rules=rules,
        by_verb={lemma: tuple(entries) for lemma, entries in by_verb.items()},
        by_noun={noun: tuple(entries) for noun, entries in by_noun.items()},
        happening=_verbs_of(content, "happening"),
        holding=_verbs_of(content, "holding"),
        attending=_verbs_of(content, "attending"),
        about=frozenset(content.get("about", [])),
        presence=next((rule for rule, entry in zip(rules, content["rules"], strict=True) if "presence" in entry), None),
        actorless=frozenset(content.get("actorless", [])),
        sided=frozenset(content.get("sided", [])),
        warring=frozenset(content.get("warring", [])),
        outcomes=frozenset(content.get("outcomes", [])),
        centred=frozenset(content.get("centred", [])),
        ends=frozenset(content.get("ends", [])),
        noun_classes={name: frozenset(words) for name, words in lexicon.rules(f"{language}/nouns.yml").items()},
    )


def _read_rule(entry: Mapping[str, Any], language: str) -> TriggerRule:
    name = f"{language}/triggers.yml, rule {entry.get('id', '?')!r}"
    if unknown := set(entry) - _FIELDS:
        raise LexiconError(f"{name}: unknown field {sorted(unknown)[0]!r}. Known: {', '.join(sorted(_FIELDS))}")
    carries = entry.get("verbs") or entry.get("nouns") or entry.get("presence")
    if not entry.get("type") or not carries:
        raise LexiconError(f"{name}: needs a type, and verbs or nouns")
    return TriggerRule(
        rule_id=f"{language}.triggers.{entry['id']}",
        event_type=entry["type"],
        verbs=tuple((verb.split()[0], tuple(verb.split()[1:])) for verb in entry.get("verbs", [])),
        nouns=frozenset(entry.get("nouns", [])),
        modifiers=frozenset(entry.get("modifiers", [])),
        excluded=frozenset(entry.get("not", [])),
        roles=dict(entry.get("roles", {})),
        needs=tuple(entry.get("needs", [])),
        status=entry.get("status"),
        weight=float(entry.get("weight", "0.8")),
        rank=float(entry.get("rank", entry.get("weight", "0.8"))),
    )


def _verbs_of(content: Mapping[str, Any], key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    verbs: dict[str, list[tuple[str, ...]]] = {}
    for phrase in content.get(key, []):
        words = phrase.split()
        verbs.setdefault(words[0], []).append(tuple(words[1:]))
    return {lemma: tuple(rests) for lemma, rests in verbs.items()}
