"""Paragraphs of several languages and alphabets in one document."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import Document, Sentence
from pipeline.extract.document import extract_document
from pipeline.extract.parts import parts_by_language
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

PARAGRAPHS = [
    ("en", "Prime Minister Shehbaz Sharif of Pakistan arrived in Baku on 24 February 2025."),
    ("az", "Pakistan Azərbaycanın müstəqilliyini 1991-ci il dekabrın 12-də tanıyıb."),
    ("en", "Azerbaijan and Pakistan signed an agreement on 11 July 2024."),
]


def _document(paragraphs: list[tuple[str, str]], language: str) -> Document:
    text = "\n\n".join(words for _, words in paragraphs)
    sentences = tuple(
        Sentence(n, text.index(words), text.index(words) + len(words), n, "body", spoken)
        for n, (spoken, words) in enumerate(paragraphs)
    )
    return replace(a_document("", published="2025-02-25", language=language), text=text, sentences=sentences)


def test_each_language_reads_its_own_paragraphs() -> None:
    document = _document(PARAGRAPHS, "en")
    found = extract_document(document, load_lexicon()).mentions
    told = {(m.sentence, m.event_type, m.rule_id.split(".")[0], str(m.interval.start)) for m in found}
    assert {(0, "visit", "en", "2025-02-24"), (1, "relations", "az", "1991-12-12")} <= told
    assert (2, "agreement", "en", "2024-07-11") in told
    assert all(m.quote == PARAGRAPHS[m.sentence][1] for m in found)


def test_parts_keep_the_offsets_of_the_whole() -> None:
    document = _document(PARAGRAPHS, "en")
    english, azerbaijani = parts_by_language(document, load_lexicon())
    assert len(english.text) == len(azerbaijani.text) == len(document.text)
    (only,) = azerbaijani.sentences
    assert azerbaijani.text[only.start : only.end] == PARAGRAPHS[1][1]
    assert azerbaijani.text.strip() == PARAGRAPHS[1][1]


def test_an_event_told_in_old_letters_is_quoted_in_them() -> None:
    words = "Пакистан Азәрбајҹанын мүстәгиллијини 1991-ҹи ил декабрын 12-дә таныјыб."
    (mention,) = extract_document(_document([("az", words)], "az"), load_lexicon()).mentions
    assert mention.event_type == "relations"
    assert {p.name for p in mention.participants} >= {"Pakistan"}
    assert mention.quote == words
    assert mention.date_text == "1991-ҹи ил декабрын 12-дә"
