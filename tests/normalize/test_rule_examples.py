"""Every example beside the header and sentence rules, one reported test a phrasing."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.lexicon.headers import load_headers
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.boilerplate import mark_clutter
from pipeline.normalize.headerdates import only_date
from pipeline.normalize.headers import read_byline, read_dateline
from pipeline.normalize.layout import split_lines
from pipeline.normalize.pubdate import resolve_day
from pipeline.normalize.sentences import split_sentences

LEXICON = load_lexicon()
LANGUAGES = ("en", "az", "tr", "ru", "ur")
BODY = {
    "en": "The two presidents met in the capital for talks that went on until the evening.",
    "az": "İki ölkənin prezidentləri paytaxtda görüşüb və axşama qədər danışıqlar aparıblar, yerli mətbuat yazır.",
    "tr": "İki ülkenin cumhurbaşkanları başkentte bir araya geldi ve akşama kadar süren görüşmeler yaptı.",
    "ru": "Президенты двух стран встретились в столице и провели переговоры, которые продолжались до вечера.",
    "ur": "دونوں ملکوں کے صدور نے دارالحکومت میں ملاقات کی اور شام تک مذاکرات جاری رہے۔",
}


def cases(kind: str, file: str = "headers") -> list[Any]:
    found = []
    for language in LANGUAGES:
        for case in LEXICON.rules(f"{language}/{file}.examples.yml").get(kind, []):
            words = case if isinstance(case, str) else case.get("line") or case.get("text")
            found.append(pytest.param(language, case, id=f"{language}: {words[:60]}"))
    return found


@pytest.mark.parametrize(("language", "case"), cases("date_lines"))
def test_date_line_states_its_day(language: str, case: dict[str, str]) -> None:
    line = only_date(case["line"], load_headers(LEXICON, language))
    assert line is not None
    first = line.dates[0]
    assert str(resolve_day(first, None)) == case["date"]
    if "time" in case:
        assert first.clock is not None
        assert first.clock.strftime("%H:%M") == case["time"]
    assert first.label == case.get("label", first.label)
    assert line.place == case.get("place", line.place)


@pytest.mark.parametrize(("language", "line"), cases("not_date_lines"))
def test_line_that_says_more_is_no_date_line(language: str, line: str) -> None:
    assert only_date(line, load_headers(LEXICON, language)) is None


@pytest.mark.parametrize(("language", "case"), cases("datelines"))
def test_dateline_is_cut_off(language: str, case: dict[str, str]) -> None:
    found = read_dateline(case["text"], load_headers(LEXICON, language))
    assert found is not None
    assert case["text"][found.end :] == case["rest"]
    assert found.place == case.get("place")


@pytest.mark.parametrize(("language", "text"), cases("not_datelines"))
def test_opening_of_a_paragraph_stays(language: str, text: str) -> None:
    assert read_dateline(text, load_headers(LEXICON, language)) is None


@pytest.mark.parametrize(("language", "case"), cases("bylines"))
def test_byline_is_read(language: str, case: dict[str, str]) -> None:
    assert read_byline(case["line"], load_headers(LEXICON, language)) == case["byline"]


@pytest.mark.parametrize(("language", "line"), cases("not_bylines"))
def test_line_is_no_byline(language: str, line: str) -> None:
    assert read_byline(line, load_headers(LEXICON, language)) is None


def marks_of(language: str, text: str) -> list[str | None]:
    return mark_clutter(split_lines(text), load_headers(LEXICON, language))


@pytest.mark.parametrize(("language", "line"), cases("clutter"))
def test_clutter_below_the_body_goes(language: str, line: str) -> None:
    body = BODY[language]
    assert marks_of(language, f"{body}\n\n{body}\n\n{line}")[-1] is not None


@pytest.mark.parametrize(("language", "line"), cases("inside"))
def test_clutter_inside_the_body_goes_and_nothing_else(language: str, line: str) -> None:
    body = BODY[language]
    marks = marks_of(language, f"{body}\n\n{line}\n\n{body}")
    assert [mark is not None for mark in marks] == [False, True, False]


@pytest.mark.parametrize(("language", "line"), cases("never"))
def test_news_stays_wherever_it_stands(language: str, line: str) -> None:
    body = BODY[language]
    for text in (f"{body}\n\n{line}\n\n{body}", f"{body}\n\n{line}", f"{line}\n\n{body}"):
        assert not any(marks_of(language, text))


@pytest.mark.parametrize(("language", "case"), cases("cases", "sentences"))
def test_sentences_end_where_they_should(language: str, case: str) -> None:
    text = case.replace(" || ", " ")
    spans = split_sentences(text, language, LEXICON)
    assert [text[start:end] for start, end in spans] == case.split(" || ")
