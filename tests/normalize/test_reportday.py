"""A report without any date line is dated only when its opening names the day and a known event the year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file

LEXICON = load_lexicon()
OPENING = "The minister and the outgoing envoy spoke about trade, the ministry reported on its website on {day}."
WAR = "They also spoke about the 44-day war and about the deal on Karabakh that was signed on November 10 to end it."


def published(folder: Path, *paragraphs: str) -> date | None:
    path = folder / "a.txt"
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return normalize_file(path, folder, LEXICON).documents[0].published_date


def test_report_of_the_same_year_is_dated(tmp_path: Path) -> None:
    assert published(tmp_path, OPENING.format(day="December 4"), WAR) == date(2020, 12, 4)
    assert published(tmp_path, OPENING.format(day="January 12"), WAR) == date(2021, 1, 12)


@pytest.mark.parametrize(
    "paragraphs",
    [
        (OPENING.format(day="December 4"),),
        (OPENING.format(day="December 4"), WAR.replace("on November 10 ", "")),
        (OPENING.format(day="December 4"), WAR, "A new road was opened on 3 May 2022 by both of the ministers."),
        (OPENING.format(day="August 4"), WAR),
        (OPENING.replace(" on {day}", ""), WAR),
        ("The minister and the envoy will meet again on December 4, when the new embassy opens its doors.", WAR),
    ],
)
def test_otherwise_it_stays_undated(tmp_path: Path, paragraphs: tuple[str, ...]) -> None:
    assert published(tmp_path, *paragraphs) is None
