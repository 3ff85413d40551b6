"""The titles file reads into its typed shape, and a malformed one says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.lexicon.titles import load_titles


def test_english_titles() -> None:
    titles = load_titles(load_lexicon(), "en")
    assert titles is not None
    assert "foreign minister" in titles.roles["foreign_minister"].forms
    assert titles.roles["minister"].generic and not titles.roles["president"].generic
    assert titles.bodies["foreign_ministry"].role == "foreign_minister"
    assert titles.pronouns["she"].sex == "f" and titles.pronouns["they"].many
    assert titles.numbers["both"] == 2


def test_roles_of_bodies_and_covers_exist() -> None:
    """A body is headed by a known role; a covered role is one of the file or of the office table."""
    lexicon = load_lexicon()
    titles = load_titles(lexicon, "en")
    assert titles is not None
    assert {body.role for body in titles.bodies.values() if body.role} <= titles.roles.keys()


def test_no_form_stands_for_two_roles() -> None:
    titles = load_titles(load_lexicon(), "en")
    assert titles is not None
    seen: dict[str, str] = {}
    for role in titles.roles.values():
        for form in role.forms:
            assert seen.setdefault(form, role.id) == role.id, f"{form!r} in {seen[form]} and {role.id}"


def test_language_without_file() -> None:
    assert load_titles(load_lexicon(), "xx") is None


def test_word_list_must_be_a_list(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "titles.yml").write_text("ranks: general\n")
    with pytest.raises(LexiconError, match=r"en/titles\.yml: ranks"):
        load_titles(Lexicon((tmp_path,)), "en")
