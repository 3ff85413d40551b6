"""Headlines, labels above them and dates of the head, as pages, forms and bulletins show them."""

# ruff: noqa: E501 (a case is easier to read on one line)
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file

LEXICON = load_lexicon()
BODY = (
    "The two foreign ministers met in Baku on Tuesday and spoke about trade for three hours.\n\n"
    "They agreed that a joint commission will meet in Islamabad before the end of the year.\n"
)


def read(folder: Path, content: str) -> Document:
    path = folder / "a.txt"
    path.write_text(content, encoding="utf-8")
    return normalize_file(path, folder, LEXICON).documents[0]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("BACKGROUND | Long reads\nMinisters meet in the capital", "Ministers meet in the capital"),
        ("Home > World > Asia\nMinisters meet in the capital", "Ministers meet in the capital"),
        ("POLITICS\nMinisters meet in the capital", "Ministers meet in the capital"),
        ("WHO IS WHO\nForeign ministers of four capitals", "Foreign ministers of four capitals"),
        ("Ministers of the two states agree to\nOpen the border at three points", "Ministers of the two states agree to Open the border at three points"),
        ("Ministers of the two states meet\nfor talks in the capital", "Ministers of the two states meet for talks in the capital"),
        ("EXPLAINER - Why the road matters", "EXPLAINER - Why the road matters"),
        ("Posted by admin on 3rd of May, 2018 in Politics\nWhat the election means for Baku", "What the election means for Baku"),
        ("Ministry of Foreign Affairs\nIslamabad\n\nPR No. 18/2021\n\nSecond Meeting of the Foreign Ministers", "Second Meeting of the Foreign Ministers"),
        ("No: 150, 13 July 2020, On the Attack in Tovuz", "On the Attack in Tovuz"),
        ("S/RES/884 (1993)\nRESOLUTION 884 (1993)", "RESOLUTION 884 (1993)"),
        ("READOUT\nSubject:   Second meeting of the ministers\nPlace:     Lachin\nCirculation: open", "Second meeting of the ministers"),
        ("[Skip to content]   Search   EN | AZ | RU\nMinisters meet in the capital", "Ministers meet in the capital"),
    ],
)  # fmt: skip
def test_headline(tmp_path: Path, head: str, title: str) -> None:
    """Labels and menus above a headline are no headline; a headline may have two lines."""
    document = read(tmp_path, f"{head}\n\n{BODY}")
    assert document.title == title
    assert document.text == f"{title}\n\n{BODY.strip()}"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("REGION WEEKLY - Bulletin No. 27, 30 June - 6 July 2025", date(2025, 7, 6)),
        ("Posted by admin on 3rd of May, 2018 in Politics\nWhat the election means", date(2018, 5, 3)),
        ("Four-day war, 2-5 April 2016: what happened", None),
        ("FACT SHEET 7  rev. 3                     as of 20 January 2025\nDrawing the border", date(2025, 1, 20)),
        ("Facts on ties\nRecognition: 12 December 1991\nDiplomatic ties: 9 June 1992", None),
        ("Ministers meet in the capital\nBaku, 7 February 2023, State News Agency", date(2023, 2, 7)),
    ],
)
def test_date_of_the_head(tmp_path: Path, head: str, published: date | None) -> None:
    """Dates of events in titles and fields are no publication dates; those of issues and states of a text are."""
    assert read(tmp_path, f"{head}\n\n{BODY.replace('on Tuesday ', '')}").published_date == published


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ("It began on September 27 and went on until October 3.", date(2020, 10, 6)),
        ("It began on May 27 and went on until June 3.", date(2020, 6, 10)),
        ("It began on May 27 and went on until October 3.", None),
        ("It began in spring.", None),
    ],
)
def test_order_of_a_numeric_date_by_the_days_told(tmp_path: Path, told: str, published: date | None) -> None:
    """06-10-2020 is in October when the text tells of late September without a year."""
    body = f"Shells fell on the town, and people fled from their houses. {told}\n\nNobody knows when it will end.\n"
    assert read(tmp_path, f"Shells on the town\n06-10-2020 07:31\n\n{body}").published_date == published


def test_day_of_editing_a_page_is_no_publication(tmp_path: Path) -> None:
    assert (
        read(tmp_path, f"Ministers meet\n\n{BODY}\nPage last edited 3 March 2023 · 12 revisions\n").published_date
        is None
    )


def test_the_box_beside_an_article_says_when_its_subject_was(tmp_path: Path) -> None:
    """ "Date | 12 December 2022 - September 2023" below another row is no date of publication."""
    rows = "<tr><th>Part of</th><td>the long border dispute</td></tr><tr><th>Date</th><td>12 December 2022 – September 2023</td></tr>"
    text = "".join(f"<p>{line}</p>" for line in BODY.split("\n\n"))
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><h1>Closing of the road</h1><table>{rows}</table>{text}</body></html>", encoding="utf-8"
    )
    assert normalize_file(path, tmp_path, LEXICON).documents[0].published_date is None
