"""What holds for every text: exact offsets, nothing lost between sentences, repair that changes good text never."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.encoding import decode_bytes, repair_text
from pipeline.normalize.files import normalize_file
from pipeline.normalize.layout import split_lines
from pipeline.normalize.sentences import split_sentences

LEXICON = load_lexicon()
WORDS = st.sampled_from(
    "Gen. Aliyev met Sharif in Baku . ! ? on Sept. 27, 2020 U.S. No. 3 J. p.m. The the “He said” (Baku) Şuşa —".split()  # noqa: SIM905
)
LETTERS = "abc ABC. əüöğışçƏ İı ’“”—– абвгд ЁЖ آبپتٹ ہے۔ 0123456789 \n"


@given(st.lists(WORDS, min_size=1, max_size=40))
def test_sentences_cover_every_character(words: list[str]) -> None:
    text = " ".join(words)
    spans = split_sentences(text, "en", LEXICON)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {index for start, end in spans for index in range(start, end)}
    assert all(index in covered or text[index].isspace() for index in range(len(text)))


@given(st.text(LETTERS, max_size=300))
def test_repair_is_done_once(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once


@given(
    st.text(
        "abcdefgh ABCDEFGH.,;:!?'\"’“”—–əüöğışçƏÜÖĞIŞÇİ\n абвгдежзийклмнопрст АБВГД آبپتٹثجچحخدڈذرڑزژسشہے۔",
        max_size=300,
    )
)
def test_good_text_is_left_alone(text: str) -> None:
    assert repair_text(text) == text


@given(st.text("abcçdeəfgğhxıijkqlmnoöprsştuüvyz ABCÇDEƏ.,\n", min_size=1, max_size=300))
def test_utf8_comes_back_as_written(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decode_bytes(text.encode(encoding)).text.lstrip("\ufeff") == text


@given(st.lists(st.text("abc ABC.,1-\t", max_size=60), max_size=20))
def test_layout_loses_no_letter(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = "".join(line.text for line in split_lines(text))
    assert sorted(c for c in kept if c.isalnum()) == sorted(c for c in text if c.isalnum())


def documents(folder: Path) -> list[Document]:
    return [
        document
        for path in sorted(folder.iterdir())
        if path.is_file()
        for document in normalize_file(path, folder, LEXICON).documents
    ]


RAW = Path(__file__).parents[2] / "raw"


def test_offsets_of_the_sample_corpus_are_exact() -> None:
    for document in documents(RAW):
        position = 0
        for number, sentence in enumerate(document.sentences):
            assert sentence.index == number
            assert position <= sentence.start < sentence.end <= len(document.text)
            assert not document.text[position : sentence.start].strip()
            position = sentence.end
        assert not document.text[position:].strip()


def test_second_reading_gives_the_same() -> None:
    assert documents(RAW) == documents(RAW)


TUNED = [path for path in sorted(RAW.glob("*.txt")) if hashlib.sha256(path.name.encode()).digest()[0] % 2 == 0]


def test_normalised_text_read_again_keeps_its_sentences(tmp_path: Path) -> None:
    """Text that has been cleaned holds no clutter any more: the second pass may take nothing away."""
    for source in TUNED:
        document = normalize_file(source, RAW, LEXICON).documents[0]
        if not document.title or len(document.sentences) < 3:
            continue
        path = tmp_path / "again.txt"
        path.write_text(document.text, encoding="utf-8")
        again = normalize_file(path, tmp_path, LEXICON).documents[0]
        quotes = [document.text[s.start : s.end] for s in document.sentences]
        assert [again.text[s.start : s.end] for s in again.sentences] == quotes, document.path
