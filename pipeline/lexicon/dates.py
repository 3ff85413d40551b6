"""The typed shape of ``<language>/dates.yml``: words with their values, and token patterns.

What comes in is YAML text; what goes out is checked and frozen. Compiling the patterns to a matcher is
the business of :mod:`pipeline.times`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True)
class DatePattern:
    """One rule: a sequence of word classes and what it means.

    Attributes:
        rule_id: ``<language>.dates.<id>``.
        make: Name of the meaning, e.g. ``calendar``, ``offset``, ``none``.
        match: The pattern in the notation explained at the top of ``en/dates.yml``.
        options: Fixed values handed to the meaning (``direction: past``).
        guards: Conditions on the neighbours: ``after``, ``not_after``, ``before``, ``not_before``.
    """

    rule_id: str
    make: str
    match: str
    options: Mapping[str, str]
    guards: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class DateRules:
    """Everything that the tagger knows about one language.

    Attributes:
        language: Folder name.
        words: Class -> folded form -> value.
        capitalised: Classes whose words count only with a capital initial.
        endings: Class -> endings that its words may take, longest first (case endings and the like).
        unknown: Ending -> class, for words that stand in no list ("ed" -> PAST_VERB).
        patterns: In the order of the file.
        day_first: Order of 10/11/2020 when nothing else tells, or ``None``.
        verb_final: Whether the verb that tells the tense of a date stands behind it.
    """

    language: str
    words: Mapping[str, Mapping[str, str]]
    capitalised: frozenset[str]
    endings: Mapping[str, tuple[str, ...]]
    unknown: Mapping[str, str]
    patterns: tuple[DatePattern, ...]
    day_first: bool | None
    verb_final: bool

    def value(self, word: str, name: str) -> str | None:
        """Value of a folded word in a class, or ``None`` when it does not stand there."""
        forms = self.words.get(name)
        if forms is None:
            return None
        found = forms.get(word)
        if found is not None or name not in self.endings:
            return found
        for ending in self.endings[name]:
            if word.endswith(ending) and (stem := forms.get(word[: -len(ending)])) is not None:
                return stem
        return None


@lru_cache(maxsize=32)
def load_date_rules(lexicon: Lexicon, language: str) -> DateRules | None:
    """The date rules of a language, or ``None`` when its folder has no ``dates.yml``.

    Raises:
        LexiconError: A pattern has no id, meaning or text, or two share an id.
    """
    name = f"{language}/dates.yml"
    rules = lexicon.rules(name)
    if not rules:
        return None
    defines = {str(key): str(value) for key, value in rules.get("define", {}).items()}
    order = lexicon.rules(f"{language}/language.yml").get("day_first", "unknown")
    return DateRules(
        language=language,
        words={key: _forms(forms, name) for key, forms in rules.get("words", {}).items()},
        capitalised=frozenset(rules.get("capitalised", [])),
        endings={
            key: tuple(sorted(map(fold, ends), key=len, reverse=True)) for key, ends in rules.get("endings", {}).items()
        },
        unknown={fold(key): value for key, value in rules.get("unknown", {}).items()},
        patterns=_patterns(rules.get("patterns", []), language, defines),
        day_first={"yes": True, "true": True, "no": False, "false": False}.get(order),
        verb_final=lexicon.rules(f"{language}/inflection.yml").get("order") == "final",
    )


def _forms(forms: Any, name: str) -> dict[str, str]:
    if isinstance(forms, list):
        return {fold(form): "" for form in forms}
    if not isinstance(forms, Mapping):
        raise LexiconError(f"{name}: a word class must be a list of forms or a mapping form: value.")
    return {fold(form): str(value) for form, value in forms.items()}


_GUARDS = ("after", "not_after", "before", "not_before")


def _patterns(entries: Any, language: str, defines: Mapping[str, str]) -> tuple[DatePattern, ...]:
    patterns: list[DatePattern] = []
    seen: set[str] = set()
    for entry in entries:
        key = entry.get("id", "")
        if not key or not entry.get("make") or not entry.get("match"):
            raise LexiconError(f"{language}/dates.yml: pattern {entry!r} needs id, make and match.")
        if key in seen:
            raise LexiconError(f"{language}/dates.yml: pattern id {key!r} is listed twice. Keep one of them.")
        seen.add(key)
        matches = entry["match"] if isinstance(entry["match"], list) else [entry["match"]]
        known = {"id", "make", "match", "note", *_GUARDS}
        patterns.extend(
            DatePattern(
                rule_id=f"{language}.dates.{key}",
                make=entry["make"],
                match=_expand(match, defines, key),
                options={k: v for k, v in entry.items() if k not in known},
                guards={k: tuple(entry[k].split()) for k in _GUARDS if k in entry},
            )
            for match in matches
        )
    return tuple(patterns)


def _expand(match: str, defines: Mapping[str, str], key: str) -> str:
    """Put the text of ``@NAME`` in its place, at most five levels deep."""
    for _ in range(5):
        if "@" not in match:
            return match
        for name in sorted(defines, key=len, reverse=True):
            match = match.replace(f"@{name}", f"{defines[name]}")
    raise LexiconError(f"pattern {key!r}: {match!r} still has an undefined or circular @name.")
