"""Files in, files out: every line answered, offsets kept, XML well formed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from pipeline.core.errors import InputError
from pipeline.times import parse_date, tag, tag_lines, to_xml
from pipeline.times.files import reference_of


def test_every_line_is_answered(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "a", "dct": "2021-03-04", "text": 'They met on Tuesday & left "yesterday".'},
        {"doc_id": "b", "text": "Nothing here."},
        {"doc_id": "c", "dct": "Thu, 4 Mar 2021 10:00:00 +0400", "text": "today"},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = tag_lines(source, tmp_path / "out.jsonl")
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["doc_id"] for row in made] == ["a", "b", "c"]
    assert [(t["text"], t["value"]) for t in made[0]["timexes"]] == [
        ("Tuesday", "2021-03-02"),
        ("yesterday", "2021-03-03"),
    ]
    assert made[1]["timexes"] == []
    assert made[2]["timexes"][0]["value"] == "2021-03-04"
    assert all(row["cpu"] >= 0 for row in made)
    assert (done.n_texts, done.n_timexes) == (3, 3)


def test_a_broken_line_names_itself(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"doc_id": 1, "text": "x"}\n{"text"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"in\.jsonl:2"):
        tag_lines(source, tmp_path / "out.jsonl")
    with pytest.raises(InputError, match="no such file"):
        tag_lines(tmp_path / "missing.jsonl", tmp_path / "out.jsonl")


def test_inline_xml_gives_back_the_text(tmp_path: Path) -> None:
    text = "A < B & on 5 May 1994 they met; the following day \x07 they left."
    made = to_xml(text, tag(text, date(2021, 3, 4)), reference=date(2021, 3, 4))
    root = ElementTree.fromstring(made)
    body = root.find("TEXT")
    assert body is not None
    assert "".join(body.itertext()) == text.replace("\x07", " ")
    values = [(t.get("tid"), t.get("value"), t.get("anchorTimeID")) for t in body.iter("TIMEX3")]
    assert values == [("t1", "1994-05-05", None), ("t2", "1994-05-06", "t1")]
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"doc_id": "x/1", "dct": "2021-03-04", "text": text}), encoding="utf-8")
    tag_lines(source, tmp_path / "xml", format="xml")
    assert [path.name for path in (tmp_path / "xml").iterdir()] == ["x_1.tml"]


@pytest.mark.parametrize(
    ("phrase", "start", "precision"),
    [
        ("Tue, 14 Jul 2020 09:30:00 +0400", "2020-07-14", "day"),
        ("30 November 2017 15:00 (UTC +04:00)", "2017-11-30", "day"),
        ("2020-11-10T23:30:00Z", "2020-11-10", "day"),
        ("Updated 24.02.2025 21:14", "2025-02-24", "day"),
        ("Published: December 2, 2020", "2020-12-02", "day"),
        ("November 2020", "2020-11-01", "month"),
        ("2020", "2020-01-01", "year"),
        ("Nov 10, 2020, 11:05 PM PKT", "2020-11-10", "day"),
        ("1583020800", "2020-03-01", "day"),
        ("1583020800000", "2020-03-01", "day"),
        ("no date", None, None),
        ("", None, None),
    ],
)
def test_header_phrases(phrase: str, start: str | None, precision: str | None) -> None:
    found = parse_date(phrase)
    assert (found and str(found.start)) == start
    assert (found and found.precision) == precision


def test_incomplete_header_phrases_need_a_reference() -> None:
    assert parse_date("10 November") is None
    found = parse_date("10 November", reference=date(2021, 3, 4))
    assert found is not None
    assert str(found.start) == "2020-11-10"
    assert reference_of("not a date") is None
    assert reference_of(None) is None
