"""The year of "BAKU, Dec 13": found where weekdays and office-holders leave one year only, else left open."""

# ruff: noqa: E501 (a case is easier to read on one line)
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.headers import load_headers
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file
from pipeline.normalize.yearclues import opening_weekday, terms_of_holders

LEXICON = load_lexicon()
RULES = load_headers(LEXICON, "en")


def read(folder: Path, content: str) -> Document:
    path = folder / "a.txt"
    path.write_text(content, encoding="utf-8")
    return normalize_file(path, folder, LEXICON).documents[0]


@pytest.mark.parametrize(
    ("dateline", "lead", "holder", "published"),
    [
        ("NEW YORK, March 15 (Agency) - ", "on Friday adopted a text", "President Robert Kocharyan, like President Ilham Aliyev,", date(2008, 3, 15)),
        ("YEREVAN, December 13. ", "on Wednesday gave its consent", "US Secretary of State Antony Blinken", date(2023, 12, 13)),
        # The Friday of that date falls into 2002, 2013 and 2019: nobody named, no year.
        ("NEW YORK, March 15 (Agency) - ", "on Friday adopted a text", "the ambassador", None),
        # A former holder says nothing of the year.
        ("NEW YORK, March 15 (Agency) - ", "on Friday adopted a text", "former President Robert Kocharyan", None),
    ],
)  # fmt: skip
def test_year_of_a_dateline(tmp_path: Path, dateline: str, lead: str, holder: str, published: date | None) -> None:
    text = (
        f"Assembly adopts a text on the region\n\n{dateline}The assembly {lead} after a long debate about the region.\n\n"
        f"In the capital, {holder} said that the talks would go on in spite of the vote.\n"
    )
    document = read(tmp_path, text)
    assert document.published_date == published
    assert document.published_precision == ("day" if published else None)


def test_terms_of_those_in_office_only() -> None:
    """Former holders, deputies and those elected but not in office tell nothing."""

    def terms(words: str) -> list[int]:
        found = terms_of_holders(f"{words} spoke.", RULES, language="en", lexicon=LEXICON)
        return [interval.start.year for interval in found]

    assert terms("President Ilham Aliyev") == [2003]
    assert terms("President of Azerbaijan Ilham Aliyev") == [2003]
    assert terms("The former president, Ilham Aliyev,") == []
    assert terms("President-elect Ilham Aliyev") == []
    assert terms("A man called Ilham Aliyev") == []


@pytest.mark.parametrize(
    ("text", "weekday"),
    [("met on Tuesday", 1), ("will meet next Friday, it said on Monday", 0), ("from Monday", None), ("no day", None)],
)
def test_weekday_of_the_opening(text: str, weekday: int | None) -> None:
    assert opening_weekday(text, RULES) == weekday
