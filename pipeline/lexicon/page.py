"""The words of the timeline page in each language, from ``common/page.csv``."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.lexicon.load import Lexicon

_NO_LANGUAGE = frozenset({"id", "_where"})
_TABLE = "common/page.csv"


def load_page_labels(lexicon: Lexicon) -> Mapping[str, dict[str, str]]:
    """Language -> key -> words; a language lacks the keys that nobody has translated yet."""
    rows = lexicon.table(_TABLE)
    languages = [column for column in (rows[0] if rows else ()) if column not in _NO_LANGUAGE]
    return {language: {row["id"]: row[language] for row in rows if row.get(language)} for language in languages}
