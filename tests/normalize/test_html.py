"""Web pages: what is the article, what is the page around it, and when was it published."""

# ruff: noqa: E501 (a sample of markup is easier to read on one line)
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file

LEXICON = load_lexicon()
ONE = "The two foreign ministers met in Baku on Tuesday and spoke about trade and transport for three hours in the old palace."
TWO = "They agreed that a joint commission will meet in Islamabad before the end of the year, the ministry said in a statement."
TITLE = "Ministers meet in the capital"


def read(folder: Path, markup: str | bytes) -> Document:
    path = folder / "page.html"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode("utf-8"))
    (document,) = normalize_file(path, folder, LEXICON).documents
    return document


def page(head: str = "", above: str = "", below: str = "", title: str = f"{TITLE} | The Daily Paper") -> str:
    return (
        f"<html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        "<header><a href=/>The Daily Paper of the Region</a><nav><ul><li><a href=/a>Archive 3 May 2011</a></li></ul></nav></header>"
        f"<div id=today>Sunday, 15 March 2026</div><main><article>{above}<h1>{TITLE}</h1>{below}"
        f"<p>{ONE}</p><figure><img src=a.jpg><figcaption>The palace on 9 June 2015</figcaption></figure><p>{TWO}</p></article></main>"
        "<aside class=sidebar><h3>Most read this week</h3><ol><li><a href=/x>Roads closed on 16 and 17 July</a></li></ol></aside>"
        "<section id=comments><h3>2 comments</h3><p>Kamran, 29.05.2025 08:14: They began in April 2024, and it was a good thing for all of us.</p></section>"
        "<footer><p>&copy; 2009-2025 The Daily Paper. All rights reserved.</p></footer></body></html>"
    )


@pytest.mark.parametrize(
    ("head", "below", "expected"),
    [
        ('<meta property="article:published_time" content="2021-05-12T10:15:00+04:00">', "", "2021-05-12T10:15:00+04:00"),
        ('<meta name="pubdate" content="2021-05-12T06:15:00Z">', "", "2021-05-12T06:15:00+00:00"),
        ('<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2019-01-01"},{"@type":["NewsArticle"],"headline":"Ministers meet in the capital","datePublished":"2021-05-12T10:15:00+04:00","dateModified":"2023-01-01"}]}</script>', "", "2021-05-12T10:15:00+04:00"),
        ("", '<div class="meta">12 May 2021 10:15 (UTC+4)</div>', "2021-05-12T10:15:00+04:00"),
        ("", '<p>By Aisha Karimova <time datetime="2021-05-12T10:15:00+04:00">two years ago</time></p>', "2021-05-12T10:15:00+04:00"),
    ],
)  # fmt: skip
def test_published_date_is_found_where_pages_put_it(tmp_path: Path, head: str, below: str, expected: str) -> None:
    document = read(tmp_path, page(head, below=below))
    assert document.published_at is not None
    assert document.published_at.isoformat() == expected
    assert document.title == TITLE
    assert document.text == f"{TITLE}\n\n{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    ("head", "below", "day"),
    [
        ('<meta name="pubdate" content="2021-05-11T22:30:00Z">', "", "2021-05-11"),
        ('<meta name="pubdate" content="2021-05-11T22:30:00Z">', '<div class="meta">12 May 2021 02:30</div>', "2021-05-12"),
        ('<meta name="pubdate" content="2021-05-11T08:30:00Z">', '<div class="meta">12 May 2021 02:30</div>', "2021-05-11"),
        ('<meta name="pubdate" content="2021-05-11T22:30:00Z">', '<div class="meta">11 May 2021</div>', "2021-05-11"),
        ('<meta property="article:published_time" content="2021-05-11T22:30:00Z"><meta property="article:modified_time" content="2021-05-14T09:00:00+04:00">', "", "2021-05-12"),
        ('<meta property="article:published_time" content="2021-05-11T22:30:00-04:00">', "", "2021-05-11"),
    ],
)  # fmt: skip
def test_a_moment_in_utc_is_on_the_day_of_the_publisher(tmp_path: Path, head: str, below: str, day: str) -> None:
    assert str(read(tmp_path, page(head, below=below)).published_date) == day


def test_page_that_states_no_date_gets_none_from_its_clutter(tmp_path: Path) -> None:
    document = read(tmp_path, page())
    assert document.published_date is None
    assert document.text == f"{TITLE}\n\n{ONE}\n\n{TWO}"


def test_changed_date_counts_only_when_nothing_else_is_stated(tmp_path: Path) -> None:
    changed = '<meta property="article:modified_time" content="2023-01-01T00:00:00Z">'
    assert read(tmp_path, page(changed)).published_date == date(2023, 1, 1)
    assert read(tmp_path, page(changed)).published_confidence < 0.7
    assert read(tmp_path, page(changed, below="<p>12 May 2021</p>")).published_date == date(2021, 5, 12)


def test_names_of_page_author_and_address(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="The Daily Paper"><link rel="canonical" href="https://paper.example/2021/05/12/ministers"><meta name="author" content="Aisha Karimova">'
    document = read(tmp_path, page(head))
    assert (document.publisher, document.byline) == ("The Daily Paper", "Aisha Karimova")
    assert document.url == "https://paper.example/2021/05/12/ministers"
    assert document.published_date == date(2021, 5, 12)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8"])
def test_declared_encoding_of_old_pages(tmp_path: Path, encoding: str) -> None:
    words = "Министры иностранных дел двух стран встретились во вторник и три часа говорили о торговле и транспорте."
    markup = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>Встреча министров в столице</title></head><body><h1>Встреча министров в столице</h1><p>{words}</p><p>{words}</p></body></html>'
    document = read(tmp_path, markup.encode(encoding))
    assert document.title == "Встреча министров в столице"
    assert words in document.text


def test_tables_that_lay_out_a_page_are_no_tables(tmp_path: Path) -> None:
    markup = (
        "<html><head><title>The Paper</title></head><body><table><tr><td>Home | Contact</td></tr></table><table><tr>"
        "<td width=20%><b>ARCHIVE</b><br>December 2020<br>Office closed 1 January</td>"
        f"<td><h2>{TITLE}</h2><p>12 May 2021</p><p>{ONE}</p><p>{TWO}</p></td><td><b>CALENDAR</b><br>9 November Flag Day</td></tr></table></body></html>"
    )
    document = read(tmp_path, markup)
    assert document.text == f"{TITLE}\n\n{ONE}\n\n{TWO}"
    assert document.published_date == date(2021, 5, 12)


def test_tables_and_lists_of_the_article_are_entries(tmp_path: Path) -> None:
    table = "<table><tr><th>Day</th><th>Event</th></tr><tr><td>4 May 1994</td><td>Talks in Bishkek</td></tr><tr><td>12 May 1994</td><td>The guns fall silent</td></tr></table>"
    markup = page(
        below=f"<p>{ONE}</p>{table}<ul><li>On 9 May the order was signed in Baku by the minister.</li><li>On 10 May it was signed in Yerevan by his colleague.</li></ul>"
    )
    document = read(tmp_path, markup)
    items = [document.text[s.start : s.end] for s in document.sentences if s.kind == "item"]
    assert "12 May 1994 | The guns fall silent" in items
    assert "On 9 May the order was signed in Baku by the minister." in items


@pytest.mark.parametrize(
    "markup",
    [
        "<p>",
        "<html",
        "<!-- x",
        "<html><body><p>" + "<div>" * 3000,
        "<table>" * 500 + "x",
        "&#0;&#xD800;",
        "<a href='x" * 50,
    ],
)
def test_broken_markup_raises_no_error(tmp_path: Path, markup: str) -> None:
    assert read(tmp_path, markup).path == "page.html"
