"""Sentences of Azerbaijani and Turkish news give rows with the right day, actors and status."""

from __future__ import annotations

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document, find_spans
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def _read(text: str, language: str, published: str = "2020-12-03") -> list[EventMention]:
    return list(extract_document(a_document(text, published=published, language=language), LEXICON).mentions)


def test_one_verb_closes_a_list_of_dated_parts() -> None:
    mentions = _read("Ağdam 20 Kasım'da, Kelbecer 25 Kasım'da, Laçın da 1 Aralık'ta Azerbaycan'a teslim edildi.", "tr")
    rows = [(str(m.interval.start), m.place.name if m.place else None) for m in mentions]
    assert rows == [("2020-11-20", "Agdam"), ("2020-11-25", "Kalbajar"), ("2020-12-01", "Lachin")]


def test_date_of_a_participle_is_not_that_of_the_main_verb() -> None:
    text = "Azərbaycan ilə Ermənistanın noyabrın 10-da imzaladığı bəyanatdan sonra Ağdam noyabrın 20-də qaytarıldı."
    days = {m.event_type: str(m.interval.start) for m in _read(text, "az")}
    assert days["agreement"] == "2020-11-10"
    assert days["capture"] == "2020-11-20"


def test_subject_of_the_clause_before_goes_on() -> None:
    text = "Pakistanın Baş naziri Şahbaz Şərif dünən Bakıya gəlib və İlham Əliyevlə görüşüb."
    meeting = next(m for m in _read(text, "az", "2024-07-12") if m.event_type == "meeting")
    assert {"Shehbaz Sharif", "Ilham Aliyev"} <= {p.name for p in meeting.participants}
    assert str(meeting.interval.start) == "2024-07-11"


def test_list_without_a_joining_word_is_no_list() -> None:
    text = "Şahbaz Şərif Bakıya gəlib. O, İlham Əliyevi təbrik edib."
    found = next(m for m in _read(text, "az", "2024-07-12") if m.event_type == "congratulation")
    roles = {p.name: p.role for p in found.participants}
    assert (roles["Shehbaz Sharif"], roles["Ilham Aliyev"]) == ("agent", "recipient")


def test_plan_without_a_day_gives_no_row() -> None:
    assert _read("Azərbaycan ilə Pakistan arasında saziş imzalanacaq.", "az") == []


def test_title_is_english_and_quote_is_not() -> None:
    (visit,) = _read("Cumhurbaşkanı Recep Tayyip Erdoğan 2 Aralık'ta Azerbaycan'ı ziyaret etti.", "tr")
    assert visit.title == "President Recep Tayyip Erdogan of Turkey visits Azerbaijan"
    assert visit.quote.startswith("Cumhurbaşkanı")


def test_inflected_names_lead_to_the_same_actors() -> None:
    text = "İlham Əliyevin Rəcəb Tayyib Ərdoğanla görüşündə Məhəmməd Şahbaz Şərifi dəvət ediblər."
    actors = find_spans(a_document(text, published="2024-07-12", language="az"), LEXICON).actors
    assert [a.name for a in actors] == ["Ilham Aliyev", "Recep Tayyip Erdogan", "Shehbaz Sharif"]


def test_office_without_a_name_is_its_holder_on_the_day() -> None:
    actors = find_spans(
        a_document("Ermənistanın Baş naziri Bakıya gəlib.", published="2020-12-03", language="az"), LEXICON
    ).actors
    assert [(a.name, a.office) for a in actors[:1]] == [("Nikol Pashinyan", "Prime Minister of Armenia")]


def test_countries_of_a_number_are_those_named_most() -> None:
    text = "Türkiye, Azerbaycan ve Pakistan Bakü'de buluştu. Üç ülkenin dışişleri bakanları 2 Aralık'ta toplandı."
    last = _read(text, "tr")[-1]
    assert {p.name for p in last.participants} == {"Turkey", "Azerbaijan", "Pakistan"}


def test_word_that_opens_a_sentence_is_no_place() -> None:
    spans = find_spans(a_document("Görüşdə Azərbaycan təmsil olunub.", language="az"), LEXICON)
    assert [p.name for p in spans.places if p.name == "Goris"] == []
