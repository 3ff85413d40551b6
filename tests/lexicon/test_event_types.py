"""The reader of the event types."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import LexiconError
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import Lexicon, load_lexicon

HEADER = "event_type,label,definition,plover_type,plover_mode,cameo_code,quad_class,example_verbs\n"


def _folder(tmp_path: Path, rows: str) -> Path:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "event_types.csv").write_text(HEADER + rows, encoding="utf-8")
    return tmp_path


def test_shipped_types_are_in_file_order_with_their_verbs() -> None:
    types = load_event_types(load_lexicon())
    assert list(types)[:3] == ["visit", "meeting", "call"]
    assert "arrive in" in types["visit"].example_verbs
    assert types["statement"].plover_type == ""


def test_a_users_row_replaces_the_shipped_one(tmp_path: Path) -> None:
    row = 'visit,Journey,"A side travels, far.",CONSULT,visit,042,verbal cooperation,travel\n'
    types = load_event_types(load_lexicon(_folder(tmp_path, row)))
    assert types["visit"].label == "Journey"
    assert next(iter(types)) == "visit" and "war" in types


def test_a_wrong_class_or_no_types_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"event_types\.csv:2"):
        load_event_types(Lexicon((_folder(tmp_path, "visit,V,D.,,,042,friendly,go\n"),)))
    with pytest.raises(LexiconError, match="no event types"):
        load_event_types(Lexicon((tmp_path / "nowhere",)))
