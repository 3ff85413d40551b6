"""Files that cannot be used: each is named with its remedy and none raises an error."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize import files
from pipeline.normalize.files import NormalizeResult, normalize_file

LEXICON = load_lexicon()
GOOD = "The two presidents met in the capital on Tuesday for talks that went on until the evening.\n"


def read(folder: Path, name: str, data: bytes) -> NormalizeResult:
    path = folder / name
    path.write_bytes(data)
    return normalize_file(path, folder, LEXICON)


def deep_json(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("name", "data", "check"),
    [
        ("empty.txt", b"", "empty_file"),
        ("blank.txt", b" \r\n\t \n", "empty_file"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02" * 20, "not_text"),
        ("zeros.txt", b"\x00" * 5000, "not_text"),
        ("program.html", bytes(range(256)) * 40, "not_text"),
        ("table.docx", b"PK\x03\x04", "unsupported_format"),
        ("no-suffix", GOOD.encode(), "unsupported_format"),
        ("cut.json", b'{"title": "A", "text": "unfinis', "broken_json"),
        ("deep.json", deep_json(100_000), "broken_json"),
        ("pointless.json", b'{"a": 1}', "no_article"),
        ("numbers.json", b"[1, 2, 3]", "no_article"),
        ("cut.jsonl", b'{"title": "A"\n{"b":\n', "broken_json"),
        ("plain.eml", GOOD.encode(), "broken_mail"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<<", "broken_pdf"),
        ("none.pdf", b"hello", "broken_pdf"),
        ("clutter.txt", b"Home | Contact | Print\n\n(c) 2019 All rights reserved\n", "no_text"),
        ("clutter.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_text"),
    ],
)
def test_bad_file_is_reported_with_its_remedy(tmp_path: Path, name: str, data: bytes, check: str) -> None:
    result = read(tmp_path, name, data)
    assert [document.path for document in result.documents] == [name]
    assert result.documents[0].state in ("failed", "empty")
    (problem,) = result.problems
    assert (problem.check, problem.path) == (check, name)
    assert problem.document_id == result.documents[0].document_id
    assert problem.reason.endswith(".")


def test_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    result = normalize_file(path, tmp_path, LEXICON)
    assert result.problems[0].check == "too_large"
    assert "50 MB" in result.problems[0].reason
    assert "Split" in result.problems[0].reason


def test_link_out_of_the_folder_is_turned_away(tmp_path: Path) -> None:
    inside = tmp_path / "raw"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text(GOOD)
    link = inside / "link.txt"
    link.symlink_to(tmp_path / "secret.txt")
    result = normalize_file(link, inside, LEXICON)
    assert result.problems[0].check == "outside_folder"
    assert result.documents[0].text == ""


def test_link_within_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert normalize_file(tmp_path / "b.txt", tmp_path, LEXICON).documents[0].state == "ok"


def test_circle_of_links_and_missing_files_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    for name in ("a.txt", "missing.txt"):
        assert normalize_file(tmp_path / name, tmp_path, LEXICON).problems[0].check == "unreadable"


def test_folder_named_like_a_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert normalize_file(tmp_path / "folder.txt", tmp_path, LEXICON).problems[0].check == "unreadable"


def test_unreadable_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(GOOD)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = normalize_file(path, tmp_path, LEXICON)
    assert result.problems[0].check == "unreadable"
    assert "Permission denied" in result.problems[0].reason


def test_failure_of_our_own_code_stops_one_article_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = files.build_document

    def fail_on_first(article: object, **options: object) -> Document:
        if getattr(article, "fragment", "") == "#0":
            raise ZeroDivisionError("broken")
        return build(article, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "build_document", fail_on_first)
    data = json.dumps([{"title": "One thing", "text": GOOD}, {"title": "Another thing", "text": GOOD * 2}]).encode()
    result = read(tmp_path, "two.json", data)
    assert [document.state for document in result.documents] == ["failed", "ok"]
    assert [problem.check for problem in result.problems] == ["broken_file"]


@pytest.mark.parametrize("name", ["آذربائیجان.txt", "Şuşa və Laçın.txt", "a b'c\"d.txt", "…" * 40 + ".txt"])
def test_names_in_any_script_are_kept(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name, GOOD.encode()).documents[0].path == name


def test_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    name = b"r\xe9sum\xe9.txt".decode("utf-8", "surrogateescape")
    try:
        (tmp_path / name).write_bytes(GOOD.encode())
    except OSError:
        pytest.skip("this file system takes no such names")
    assert normalize_file(tmp_path / name, tmp_path, LEXICON).documents[0].path.encode("utf-8")


HUGE = {
    "words": "word " * 60_000,
    "one word": "a" * 1_000_000,
    "fractions": "1/2/" * 80_000,
    "dots": "." * 300_000,
    "dates": "May 1 " * 50_000,
    "bars": "| " * 150_000,
    "rules": "=-" * 150_000,
    "blanks": "- a" + " " * 300_000 + "b",
    "tabs": "1992" + "\t" * 300_000 + "b",
    "years": "1992\n" * 3_000,
    "entries": "4 May 1992: they meet\n" * 3_000,
    "headings": "# SEPTEMBER\n" * 3_000,
    "names": "President Ilham Aliyev " * 15_000,
    "colons": "a: " * 100_000,
    "openers": "in the " * 50_000,
}


@pytest.mark.parametrize("line", HUGE.values(), ids=HUGE)
def test_one_huge_line_is_read_in_time(tmp_path: Path, line: str) -> None:
    result = read(tmp_path, "line.txt", f"Title of the piece\n\n{line}".encode())
    assert len(result.documents) == 1


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json", ".jsonl", ".eml", ".pdf"])
@given(data=st.binary(max_size=400))
def test_no_bytes_raise_an_error(tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    result = read(folder, "any" + suffix, data)
    assert result.documents
    for document in result.documents:
        assert document.state != "ok" or document.sentences


MARKS = [
    "<p>",
    "</p>",
    "<table><tr><td>",
    "</td>",
    "<h1>",
    "---\n",
    "# ",
    "- ",
    "Subject: ",
    "Date: ",
    "\n\n",
    "{",
    "}",
]
WORDS = [
    '"text":',
    "Baku, 10 May",
    " - ",
    "10.11.2020",
    "GMT+4",
    "a word ",
    ". ",
    "Photo: ",
    "Also Read",
    "é",
    "ə",
    "ء",
]
FRAGMENTS = st.lists(st.sampled_from([*MARKS, *WORDS, "\u200b", "\ufeff"]), max_size=30)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json", ".eml"])
@given(parts=FRAGMENTS)
def test_no_mixture_of_marks_raises_an_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, parts: list[str]
) -> None:
    result = read(tmp_path_factory.getbasetemp(), "mix" + suffix, "".join(parts).encode())
    assert not any(problem.check == "broken_file" for problem in result.problems)
    for document in result.documents:
        for sentence in document.sentences:
            words = document.text[sentence.start : sentence.end]
            assert words == words.strip() != ""


def test_a_pipe_is_turned_away_without_waiting_for_it(tmp_path: Path) -> None:
    """A named pipe would block the run for ever if anybody read it."""
    os.mkfifo(tmp_path / "pipe.txt")
    result = normalize_file(tmp_path / "pipe.txt", tmp_path, load_lexicon())
    assert result.problems[0].check == "unreadable"
    assert "regular file" in result.problems[0].reason
