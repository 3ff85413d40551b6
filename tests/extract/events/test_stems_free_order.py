"""Clauses and lists of languages with a free word order: commas, parts without a verb, days of a list."""

from __future__ import annotations

from datetime import date

from pipeline.extract.document import extract_document
from pipeline.extract.events.stems.free_order import divides, first_finite
from pipeline.lexicon.inflection import Inflection, load_inflection, read_words
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def _russian() -> Inflection:
    inflection = load_inflection(LEXICON, "ru")
    assert inflection is not None
    return inflection


def _events(text: str, published: str = "2021-03-04") -> list[tuple[str, date, str | None]]:
    document = a_document(text, published=published, language="ru")
    return [
        (m.event_type, m.interval.start, m.place.name if m.place else None)
        for m in extract_document(document, LEXICON).mentions
    ]


def test_nouns_that_look_like_verbs_are_none() -> None:
    words = read_words("генерал подписал мандат", 0, 23)
    assert [_russian().is_finite(word) for word in words] == [False, True, False]


def test_a_comma_divides_only_between_two_verbs() -> None:
    text = "министр, прибывший утром, подписал договор, а войска ушли"
    words = read_words(text, 0, len(text))
    commas = [k for k, word in enumerate(words) if "," in word.gap]
    assert [divides(words, 0, k, set(), _russian()) for k in commas] == [False, False, True]
    text = "министр подписал договор, войска ушли"
    words = read_words(text, 0, len(text))
    assert divides(words, 0, 3, set(), _russian())
    assert first_finite(words, 0, 3, set(), _russian()) == 1


def test_parts_without_a_verb_are_events_of_their_own() -> None:
    """Each district is handed over on its own day, in its own place."""
    text = (
        "Армения обязалась вернуть Азербайджану Кельбаджарский район до 15 марта,"
        " Агдамский — до 20 марта, Лачинский — до 1 апреля."
    )
    assert _events(text) == [
        ("capture", date(2021, 3, 15), "Kalbajar"),
        ("capture", date(2021, 3, 20), "Agdam"),
        ("capture", date(2021, 4, 1), "Lachin"),
    ]


def test_the_date_of_what_is_condemned_is_not_that_of_the_condemnation() -> None:
    found = _events("МИД Пакистана осудил обстрел Арменией города Барда 28 октября.")
    assert ("condemnation", date(2021, 3, 4), "Barda") in found
    assert ("attack", date(2020, 10, 28), "Barda") in found


def test_a_dash_inside_quotes_ends_no_clause() -> None:
    text = "Учения Азербайджана и Турции «Три брата – 2021» прошли в Баку 2 марта."
    assert ("exercise", date(2021, 3, 2), "Baku") in _events(text)
