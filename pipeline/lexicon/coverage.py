"""Which languages the lexicon covers, and how far: made from the files themselves.

A kind of rule file is covered when it is there, and supported when examples stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.lexicon.load import Lexicon

EXAMPLES = ".examples.yml"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind of rule file in one language.

    Attributes:
        n_entries: Rows of the table or rules of the file; 0 when the file is absent.
        n_examples: Cases in the examples beside it.
    """

    n_entries: int
    n_examples: int


def measure_coverage(lexicon: Lexicon) -> dict[str, dict[str, Coverage]]:
    """Coverage by language and by kind of file, both sorted."""
    languages = lexicon.languages()
    files = {
        (path.parent.name, path.name)
        for path in lexicon.files()
        if path.parent.name in languages and not path.name.endswith(EXAMPLES)
    }
    kinds = sorted({name.rsplit(".", 1)[0] for _, name in files} - {"language"})
    return {language: {kind: _measure(lexicon, files, language, kind) for kind in kinds} for language in languages}


def _measure(lexicon: Lexicon, files: set[tuple[str, str]], language: str, kind: str) -> Coverage:
    examples = _count(lexicon.rules(f"{language}/{kind}{EXAMPLES}"))
    if (language, f"{kind}.csv") in files:
        return Coverage(len(lexicon.table(f"{language}/{kind}.csv")), examples)
    if (language, f"{kind}.yml") in files:
        return Coverage(_count(lexicon.rules(f"{language}/{kind}.yml")), examples)
    return Coverage(0, 0)


def _count(content: Any) -> int:
    """Entries of a rule file: items of its lists, at any depth of mappings."""
    if isinstance(content, Mapping):
        return sum(_count(value) for value in content.values())
    if isinstance(content, list):
        nested = [item.get("say") for item in content if isinstance(item, Mapping)]
        return sum(len(one) if isinstance(one, list) else 1 for one in nested) + sum(
            not isinstance(item, Mapping) for item in content
        )
    return 1
