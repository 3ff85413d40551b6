"""Chronologies, fact sheets and tables: every entry is a line of its own, and none of their dates is the document's."""

# ruff: noqa: E501 (a sample of markup is easier to read on one line)
from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.headers import load_headers
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.chronology import is_calendar_heading, is_dated_entry, opening_date
from pipeline.normalize.files import normalize_file

LEXICON = load_lexicon()
RULES = load_headers(LEXICON, "en")


def read(folder: Path, name: str, content: str) -> Document:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return normalize_file(path, folder, LEXICON).documents[0]


def quotes(document: Document, kind: str) -> list[str]:
    return [document.text[item.start : item.end] for item in document.sentences if item.kind == kind]


@pytest.mark.parametrize(
    "line",
    [
        "1992",
        "— 1994 —",
        "SEPTEMBER",
        "September 2020",
        "MARCH–APRIL 2021",
        "1988-1994",
        "1990s",
        "Spring 2019",
        "2024/25",
    ],
)
def test_calendar_headings(line: str) -> None:
    assert is_calendar_heading(line, RULES)


@pytest.mark.parametrize(
    "line", ["10 May", "42", "12 December 2020", "Agdam", "1,992", "In May 1992 they met", "2021-05-12"]
)
def test_lines_that_are_no_calendar_heading(line: str) -> None:
    assert not is_calendar_heading(line, RULES)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("12 December: the office opens", "the office opens"),
        ("- 10 November 2020: the guns fall silent", "the guns fall silent"),
        ("Jan. 13, 2021 — a declaration", "a declaration"),
        ("15 June 2021. Declaration signed", "Declaration signed"),
        ("2016, 2-5 April: four days", "four days"),
        ("2005\tan earthquake", "an earthquake"),
        ("12-15 July 2020 | clashes", "clashes"),
        ("27 (Sun) – fighting", "fighting"),
        ("4 – a town changes hands", "a town changes hands"),
        ("27-29 Feb. Riots", "Riots"),
        ("Winter 1993/94  an offensive", "an offensive"),
        ("from 24 Sep | exodus", "exodus"),
        ("28 February - 2 March 1992: flight", "flight"),
        ("2022-05-24\tborder", "border"),
        ("13.-15.12.1994 | a summit", "a summit"),
        ("Early June 2025 — an order", "an order"),
        ("September: an office", "an office"),
    ],
)
def test_date_of_an_entry(line: str, rest: str) -> None:
    assert is_dated_entry(line, RULES)
    assert line[opening_date(line, RULES) :] == rest


@pytest.mark.parametrize(
    "line",
    [
        "In 1994 the war ended with a truce.",
        "10 soldiers died",
        "17:30 - meeting",
        "5. The minister said",
        "20 people - soldiers",
        "On 10 November 2020, the war ended",
        "44-day war – a chronology",
        "12 May 2021 10:15 (UTC+4)",
        "2020-11-10",
    ],
)
def test_lines_that_are_no_entry(line: str) -> None:
    assert not is_dated_entry(line, RULES)


def test_every_line_of_a_chronology_is_kept(tmp_path: Path) -> None:
    """Short entries and bare years must neither vanish nor give the publication date."""
    text = (
        "Two capitals: dates to remember\n\n1991\n12 December: recognition.\n\n1992\n9 June – ties\n"
        "September: an embassy opens\n\n- 10 November 2020: a truce\n* 15 June 2021. Declaration signed. Guests leave.\n"
        "2005\tan earthquake\n12-15 July 2020 | clashes\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert document.title == "Two capitals: dates to remember"
    assert document.published_date is None
    assert quotes(document, "heading") == ["1991", "1992"]
    assert quotes(document, "item") == [
        "12 December: recognition.",
        "9 June – ties",
        "September: an embassy opens",
        "10 November 2020: a truce",
        "15 June 2021. Declaration signed.",
        "Guests leave.",
        "2005 | an earthquake",
        "12-15 July 2020 | clashes",
    ]


def test_day_numbers_under_month_headings(tmp_path: Path) -> None:
    text = (
        "[Skip to content]   Search   EN | AZ\nA war day by day, 2020\n\nSEPTEMBER\n27 (Sun) – fighting begins.\n28 – decree\n\n"
        "OCTOBER\n4 – a town.\n20 – Zangilan.\n\nBack to top ^\nPage last edited 3 March 2023 · 12 revisions\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert (document.title, document.published_date) == ("A war day by day, 2020", None)
    assert quotes(document, "heading") == ["SEPTEMBER", "OCTOBER"]
    assert quotes(document, "item") == ["27 (Sun) – fighting begins.", "28 – decree", "4 – a town.", "20 – Zangilan."]


def test_columns_are_kept_apart(tmp_path: Path) -> None:
    """A row with several dates gives a sentence for each."""
    text = (
        "YEAR BY YEAR\n                       - 41 -\n1993\n23 July    Fall of a town\n"
        "23 Aug.    First   25-26 Aug. Second   31 Aug. Third\n4 June     Mutiny\n               - 42 -\n1994\n5 May      Protocol\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert quotes(document, "item") == [
        "23 July | Fall of a town",
        "23 Aug. | First",
        "25-26 Aug. Second",
        "31 Aug. Third",
        "4 June | Mutiny",
        "5 May | Protocol",
    ]
    assert quotes(document, "heading") == ["1993", "1994"]


def test_wrapped_entries_are_rejoined(tmp_path: Path) -> None:
    text = (
        "What happened when\n\n"
        "o A first exchange takes place at the border and the aircraft flies on\n  to the second capital (14/12/2020)\n"
        "o The maps of the mines are handed over and fifteen captives are let\n  go on the same day (12/06/2021)\n"
        "o Ten more are returned after talks that went on until the morning\n  (04/12/2021)\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert document.published_date is None
    assert quotes(document, "item") == [
        "A first exchange takes place at the border and the aircraft flies on to the second capital (14/12/2020)",
        "The maps of the mines are handed over and fifteen captives are let go on the same day (12/06/2021)",
        "Ten more are returned after talks that went on until the morning (04/12/2021)",
    ]


TABLE = (
    "| Date | Body | Outcome |\n|---|:---:|---|\n| 28.11.1992 | ECO | a member joins |\n| 5.5.2006 | D-8 | |\n"
    "| 19.12.2024 | OIC | a summit |\n"
)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_rows_of_a_table_of_bars(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, name, f"# Summits of the two states\n\n{TABLE}\nTip: sort it.\n")
    assert quotes(document, "item") == [
        "28.11.1992 | ECO | a member joins",
        "5.5.2006 | D-8",
        "19.12.2024 | OIC | a summit",
    ]


def test_rows_of_a_page_with_years_between(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{day}</td><td>{words}</td></tr>" for day, words in (("26 Aug", "troops"), ("12 Dec", "a sit-in"))
    )
    page = (
        "<html><body><h1>The corridor: a chronology</h1><p>The strip was placed under peacekeepers by the statement of 2020.</p>"
        f"<table><tr><th>Date</th><th>Event</th></tr><tr><td colspan=2><b>2022</b></td></tr>{rows}"
        "<tr><td colspan=2>2023</td></tr><tr><td>22 Feb</td><td>The court orders free movement</td></tr></table></body></html>"
    )
    document = read(tmp_path, "a.html", page)
    assert document.published_date is None
    assert quotes(document, "heading")[-2:] == ["2022", "2023"]
    assert quotes(document, "item") == [
        "26 Aug | troops",
        "12 Dec | a sit-in",
        "22 Feb | The court orders free movement",
    ]


def test_definitions_between_paragraphs_of_a_page(tmp_path: Path) -> None:
    """Where a page marks no article, only its paragraphs were found."""
    long = "The two ministers met in the capital on Tuesday and spoke about trade for three hours. " * 3
    page = (
        f"<html><body><h1>A state: its profile</h1><p>{long}</p><h2>History</h2><dl><dt>1991</dt><dd>An act of parliament.</dd>"
        f"<dt>2016</dt><dd>2 April: fighting.</dd></dl><h2>Relations</h2><p>{long}Then they left.</p>"
        '<ul><li><a href="/x">12 May 2021: another article of this site</a></li></ul></body></html>'
    )
    document = read(tmp_path, "a.html", page)
    assert quotes(document, "heading") == ["History", "Relations"]
    assert quotes(document, "item") == ["1991: An act of parliament.", "2016: 2 April: fighting."]


def test_sections_of_a_brief(tmp_path: Path) -> None:
    body = "The two presidents met in the capital for talks that went on until the evening of that day."
    text = f"When storms come, what do neighbours do?\n\n1. The spark\n{body}\n\n+++ AHEAD +++\n10 July: talks\n12-13 July: a visit\n"
    document = read(tmp_path, "a.txt", text)
    assert quotes(document, "heading") == ["1. The spark", "AHEAD"]
    assert quotes(document, "item") == ["10 July: talks", "12-13 July: a visit"]


def test_days_that_stand_alone_head_their_entries(tmp_path: Path) -> None:
    """The first of them must not be taken for the publication date."""
    text = (
        "Chronology\n\nThe conflict over the region: a timeline\n\nFebruary 20, 1988\nThe soviet votes.\n\n"
        "February 27-29, 1988\nRiots.\n\nMay 8, 1992\nA town falls.\n\nMay 12, 1994\nA ceasefire takes effect.\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert (document.title, document.published_date) == ("The conflict over the region: a timeline", None)
    assert quotes(document, "heading") == ["February 20, 1988", "February 27-29, 1988", "May 8, 1992", "May 12, 1994"]
    assert quotes(document, "body") == ["The soviet votes.", "Riots.", "A town falls.", "A ceasefire takes effect."]


def test_date_above_a_chronology_is_its_own_when_it_is_the_latest(tmp_path: Path) -> None:
    entries = "February 20, 1988\nThe soviet votes.\n\nMay 8, 1992\nA town falls.\n\nMay 12, 1994\nA ceasefire takes effect.\n"
    document = read(tmp_path, "a.txt", f"The conflict over the region: a timeline\nMarch 3, 2021\n\n{entries}")
    assert str(document.published_date) == "2021-03-03"
    assert quotes(document, "heading") == ["February 20, 1988", "May 8, 1992", "May 12, 1994"]


def test_lines_of_a_fact_sheet_are_kept(tmp_path: Path) -> None:
    text = (
        "Relations of the two states: facts\n\nRecognition: 12 December 1991\nDiplomatic ties: 9 June 1992\nEmbassy: 1997\n\n"
        "The president visited the country in April 2005 and stayed there for three days.\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert document.published_date is None
    assert quotes(document, "item") == [
        "Recognition: 12 December 1991",
        "Diplomatic ties: 9 June 1992",
        "Embassy: 1997",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("az", "Münaqişənin xronologiyası\n\n1992\n26 fevral – Xocalı faciəsi.\n8 may – Şuşanın işğalı.\n\n1994\n12 may – atəşkəs.\n"),
        ("tr", "Savaşın kronolojisi\n\n2020\n27 Eylül – Savaş başladı.\n4 Ekim – Cebrayıl alındı.\n\n2021\n10 Kasım – Tören.\n"),
        ("ru", "Хроника конфликта\n\n1992\n26 февраля — Ходжалы.\n8 мая — взятие Шуши.\n\n1994\n12 мая — прекращение огня.\n"),
        ("ur", "تنازع کی تاریخ\n\n1992\n26 فروری: خوجالی۔\n8 مئی: شوشا پر قبضہ۔\n\n1994\n12 مئی: جنگ بندی۔\n"),
    ],
)  # fmt: skip
def test_chronologies_of_other_languages(tmp_path: Path, language: str, text: str) -> None:
    document = read(tmp_path, "a.txt", text)
    assert (document.language, document.published_date) == (language, None)
    assert document.title == text.split("\n")[0]
    assert quotes(document, "heading") == [line for line in text.split("\n") if line.isdigit()]
    assert quotes(document, "item") == [line for line in text.split("\n")[2:] if line and not line.isdigit()]
