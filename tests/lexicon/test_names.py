"""Names found at once: whole words, offsets into the original text, nested and equal names kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.names import NameIndex, blank

INDEX = NameIndex(
    [
        ("U.N. Security Council", "unsc"),
        ("Ter-Petrosyan", "ltp"),
        ("Baku", "city"),
        ("Baku", "state"),
        ("İstanbul", "i"),
    ]
)


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[hit.start : hit.end], hit.meanings) for hit in INDEX.find(blank(text))]


def test_whole_words_only() -> None:
    assert found("Bakuvians left Baku.") == [("Baku", ("city", "state"))]


def test_letters_hyphens_and_line_breaks_fold() -> None:
    assert found("ISTANBUL, Ter\nPetrosyan") == [("ISTANBUL", ("i",)), ("Ter\nPetrosyan", ("ltp",))]


def test_dotted_and_plain_acronyms() -> None:
    assert found("the U.N. Security Council")[0][0] == "U.N. Security Council"
    assert INDEX.lookup("U N Security Council") == ("unsc",)


def test_comma_parts_a_name() -> None:
    assert found("Ter, Petrosyan") == []


@given(st.text())
def test_blank_keeps_offsets(text: str) -> None:
    assert len(blank(text)) == len(text)
