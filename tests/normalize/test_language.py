"""The language of documents and paragraphs, from the letters and words that ``language.yml`` lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.languages import load_languages
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file
from pipeline.normalize.language import detect_language, paragraph_language

LANGUAGES = load_languages(load_lexicon())
ENGLISH = "The foreign minister arrived in the capital on Monday and was received by the president."
LATIN = "Xarici işlər naziri bazar ertəsi günü paytaxta gəlib və prezident tərəfindən qəbul edilib."
CYRILLIC = "Хариҹи ишләр назири базар ертәси ҝүнү пајтахта ҝәлиб вә президент тәрәфиндән гәбул едилиб."
TURKISH = "Dışişleri Bakanı pazartesi günü başkente geldi ve cumhurbaşkanı tarafından kabul edildi."
RUSSIAN = "Министр иностранных дел прибыл в столицу в понедельник, его принял президент республики."
URDU = "وزیر خارجہ پیر کو دارالحکومت پہنچے اور صدر نے ان سے ملاقات کی، یہ بات ترجمان نے بتائی ہے۔"
KAZAKH = "Сыртқы істер министрі дүйсенбі күні елордаға келіп, оны президент қабылдады деп хабарлайды."


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (LATIN, "az"), (CYRILLIC, "az"), (TURKISH, "tr"), (RUSSIAN, "ru"), (URDU, "ur"), (KAZAKH, "kk")],
)
def test_a_text_is_recognised(text: str, language: str) -> None:
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize("own", ["en", "az", "tr", "ru", "ur"])
@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (LATIN, "az"), (CYRILLIC, "az"), (TURKISH, "tr"), (RUSSIAN, "ru"), (URDU, "ur")],
)
def test_a_paragraph_is_recognised_in_any_document(text: str, language: str, own: str) -> None:
    assert paragraph_language(text, own, LANGUAGES) == language


def test_a_paragraph_in_a_language_without_rules_counts_as_the_document_s() -> None:
    assert paragraph_language(KAZAKH, "az", LANGUAGES) == "az"
    assert paragraph_language("12.05.1994", "ru", LANGUAGES) == "ru"


@pytest.fixture
def old_letters(tmp_path: Path) -> Document:
    text = "ЛАЧЫН ДАНЫШЫГЛАРЫ\n\n28 мај 1992-ҹи ил\n\n" + CYRILLIC + "\n\nСәнәд ијунун 7-дә Бакыда имзаланаҹаг.\n"
    (tmp_path / "old.txt").write_text(text, encoding="utf-8")
    return normalize_file(tmp_path / "old.txt", tmp_path, load_lexicon()).documents[0]


def test_cyrillic_azerbaijani_keeps_its_letters_and_is_read_by_the_same_rules(old_letters: Document) -> None:
    assert old_letters.language == "az"
    assert str(old_letters.published_date) == "1992-05-28"
    assert old_letters.title == "ЛАЧЫН ДАНЫШЫГЛАРЫ"
    told = [old_letters.text[s.start : s.end] for s in old_letters.sentences]
    assert told[1:] == [CYRILLIC, "Сәнәд ијунун 7-дә Бакыда имзаланаҹаг."]
