"""Archives, tables and web archives: every member becomes a document, and a bad one stops no other."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import NormalizeResult, normalize_file, normalize_source, open_sources
from pipeline.normalize.readers import members
from pipeline.normalize.readers.members import Share

LEXICON = load_lexicon()
TEXT = "The two presidents met in the capital on Tuesday for talks that went on until the evening."
ROWS = [{"title": f"Report {n}", "body": f"{TEXT} It was meeting number {n}.", "date": "2020-11-10"} for n in range(5)]


def read(folder: Path, name: str, data: bytes | None = None) -> NormalizeResult:
    if data is not None:
        (folder / name).write_bytes(data)
    return normalize_file(folder / name, folder, LEXICON)


def zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(entries: dict[str, bytes], *links: str) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for name in links:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry)
    return target.getvalue()


def json_lines(rows: list[dict[str, str]]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def page(uri: str, body: bytes, status: str = "200 OK", kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2020-11-10T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


FILES = {
    "2020/one.txt": TEXT.encode(),
    "two.html": f"<html><body><article><h1>Talks</h1><p>{TEXT} Again.</p></article></body></html>".encode(),
    "three.json": json.dumps([ROWS[0], ROWS[1]]).encode(),
}


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar.gz", tarred), ("a.tgz", tarred)])
def test_each_file_of_an_archive_is_a_document(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    result = read(tmp_path, name, pack({**FILES, ".hidden": b"x", "__MACOSX/one.txt": b"x"}))
    assert not result.problems
    found = [(document.path, document.format) for document in result.documents]
    assert found == [
        (f"{name}#2020/one.txt", "txt"),
        (f"{name}#two.html", "html"),
        (f"{name}#three.json#0", "json"),
        (f"{name}#three.json#1", "json"),
    ]
    alone = read(tmp_path, "one.txt", FILES["2020/one.txt"])
    assert result.documents[0].document_id == alone.documents[0].document_id


def test_lines_that_are_packed_give_the_documents_of_those_that_are_not(tmp_path: Path) -> None:
    plain = read(tmp_path, "rows.jsonl", json_lines(ROWS))
    packed = read(tmp_path, "rows.jsonl.gz", gzip.compress(json_lines(ROWS)))
    assert [one.document_id for one in packed.documents] == [one.document_id for one in plain.documents]
    assert [one.path for one in packed.documents] == [f"rows.jsonl.gz#{n}" for n in range(5)]
    assert packed.documents[0].format == "jsonl"


def test_a_broken_line_is_turned_away_alone(tmp_path: Path) -> None:
    data = json_lines(ROWS[:1]) + b'\n{"title": \n\n' + json_lines(ROWS[1:2])
    result = read(tmp_path, "rows.jsonl.gz", gzip.compress(data))
    assert [(one.path, one.state) for one in result.documents] == [
        ("rows.jsonl.gz#0", "ok"), ("rows.jsonl.gz#1", "failed"), ("rows.jsonl.gz#2", "ok"),
    ]  # fmt: skip
    assert [(one.check, one.path) for one in result.problems] == [("broken_json", "rows.jsonl.gz#1")]


def test_large_files_of_lines_are_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read(tmp_path, "rows.jsonl", json_lines(ROWS))
    monkeypatch.setattr("pipeline.normalize.files.STREAMED_BYTES", 400)
    large = read(tmp_path, "rows.jsonl")
    assert [(one.document_id, one.path) for one in large.documents] == [
        (one.document_id, one.path) for one in plain.documents
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_tables_of_articles_have_one_in_each_row(tmp_path: Path, mark: str, encoding: str) -> None:
    body = "Президенты двух стран встретились во вторник в столице; переговоры, как сообщили, шли до вечера."
    lines = [
        mark.join(["Headline", "Full Text", "Published"]),
        "",
        mark.join(["Встреча двух президентов", f'"{body}"', "2020-11-10"]),
    ]
    result = read(tmp_path, "rows.csv", "\r\n".join(lines).encode(encoding))
    (document,) = result.documents
    assert (document.path, document.title, document.format) == ("rows.csv#0", "Встреча двух президентов", "csv")
    assert body in document.text
    assert str(document.published_date) == "2020-11-10"


def test_parquet_gives_the_documents_of_csv(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "rows.parquet")
    parquet = read(tmp_path, "rows.parquet")
    head = ",".join(ROWS[0])
    csv = read(tmp_path, "rows.csv", "\n".join([head, *(",".join(row.values()) for row in ROWS)]).encode())
    assert [one.document_id for one in parquet.documents] == [one.document_id for one in csv.documents]
    assert [one.path for one in parquet.documents] == [f"rows.parquet#{n}" for n in range(5)]


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_pages_of_a_web_archive_keep_their_address(tmp_path: Path, name: str) -> None:
    html = FILES["two.html"]
    data = [
        page("https://example.org/a", html),
        page("https://example.org/gone", html, status="404 Not Found"),
        page("https://example.org/picture", b"\x89PNG", kind="image/png"),
        page("https://example.org/b", TEXT.encode(), kind="text/plain; charset=utf-8"),
    ]
    packed = [gzip.compress(one) for one in data] if name.endswith(".gz") else data
    result = read(tmp_path, name, b"".join(packed))
    assert [(one.path, one.url, one.format) for one in result.documents] == [
        (f"{name}#0", "https://example.org/a", "html"),
        (f"{name}#1", "https://example.org/b", "txt"),
    ]


def test_shares_are_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(FILES))
    whole = {source.name for source in open_sources(tmp_path / "a.zip", tmp_path)}
    shares = [
        {source.name for source in open_sources(tmp_path / "a.zip", tmp_path, Share(index, 2))} for index in (0, 1)
    ]
    assert shares[0] | shares[1] == whole
    assert not shares[0] & shares[1]


def test_bad_members_stop_no_other(tmp_path: Path) -> None:
    entries = {
        "../../etc/climb.txt": TEXT.encode(),
        "/root.txt": TEXT.encode(),
        "C:\\windows.txt": TEXT.encode(),
        "inner.zip": zipped(FILES),
        "picture.docx": b"PK",
        "empty.txt": b"",
        "good.txt": TEXT.encode(),
    }
    expected = {
        "../../etc/climb.txt": "unsafe_path",
        "/root.txt": "unsafe_path",
        "C:\\windows.txt": "unsafe_path",
        "inner.zip": "nested_archive",
        "picture.docx": "unsupported_format",
        "empty.txt": "empty_file",
    }
    for name, data in (("a.zip", zipped(entries)), ("a.tar.gz", tarred(entries, "link.txt"))):
        result = read(tmp_path, name, data)
        links = {"link.txt": "unreadable"} if name == "a.tar.gz" else {}
        assert {one.path: one.check for one in result.problems} == {
            f"{name}#{path}": check for path, check in (expected | links).items()
        }
        assert [one.path for one in result.documents if one.state == "ok"] == [f"{name}#good.txt"]
        assert all(one.reason.endswith(".") for one in result.problems)
    assert not (tmp_path.parent / "etc").exists()


def test_a_member_that_cannot_be_unpacked_stops_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode() * 3, "b.txt": TEXT.encode()}))
    data[45] ^= 0xFF
    result = read(tmp_path, "a.zip", bytes(data))
    assert [(one.path, one.state) for one in result.documents] == [("a.zip#a.txt", "failed"), ("a.zip#b.txt", "ok")]
    assert result.problems[0].check == "broken_member"


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "a.tar.gz", "pages.warc.gz", "rows.csv.gz"])
def test_what_stands_before_a_damage_is_kept(tmp_path: Path, name: str) -> None:
    choose = random.Random(1)
    rows = [{**row, "body": f"{TEXT} {choose.getrandbits(9000):x}"} for row in ROWS * 40]
    data = {
        "rows.jsonl.gz": lambda: gzip.compress(json_lines(rows)),
        "a.tar.gz": lambda: tarred({f"{n}.json": json.dumps(row).encode() for n, row in enumerate(rows)}),
        "pages.warc.gz": lambda: gzip.compress(
            b"".join(page("https://a.b/", FILES["two.html"] + choose.randbytes(500).hex().encode()) for _ in rows)
        ),
        "rows.csv.gz": lambda: gzip.compress(
            "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]).encode()
        ),
    }[name]()
    result = read(tmp_path, name, data[: len(data) * 2 // 3])
    assert [one.check for one in result.problems] == ["broken_archive"]
    states = [one.state for one in result.documents]
    assert states == ["ok"] * (len(states) - 1) + ["failed"]
    assert 1 < len(states) < len(rows)
    assert f"{len(states) - 1} members before" in result.problems[0].reason


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.warc", "a.csv", "a.parquet", "a.txt.gz", "a.jsonl.gz"])
def test_what_is_no_container_at_all_is_turned_away(tmp_path: Path, name: str) -> None:
    result = read(tmp_path, name, b"these are no packed bytes\n" * 30)
    (document,), (problem,) = result.documents, result.problems
    assert (document.path, document.state) == (name, "failed")
    assert problem.check in ("broken_archive", "broken_table", "no_article")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({f"{n}.txt": bytes(300_000) for n in range(4)})),
        ("a.tar.gz", tarred({f"{n}.txt": bytes(300_000) for n in range(4)})),
        ("a.txt.gz", gzip.compress(bytes(1_200_000))),
        ("a.jsonl.gz", gzip.compress((b" " * 999 + b"\n") * 1_200)),
    ],
)
def test_an_archive_bomb_is_refused_before_it_swells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setattr(members, "LARGEST_BYTES", 500_000)
    result = read(tmp_path, name, data)
    assert result.problems[-1].check == "archive_bomb"
    assert result.problems[-1].path == name


def test_members_are_limited_in_number_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_MEMBERS", 2)
    result = read(tmp_path, "a.zip", zipped(FILES))
    assert [one.check for one in result.problems] == ["archive_bomb"]
    monkeypatch.setattr(members, "LARGEST_BYTES", 50)
    result = read(tmp_path, "a.zip", zipped({"a.txt": TEXT.encode(), "b.txt": TEXT[:40].encode()}))
    assert {one.path: one.check for one in result.problems} == {"a.zip#a.txt": "too_large"}


def test_an_archive_without_documents_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, "a.zip", zipped({".hidden": b"x"})).problems[0].check == "empty_archive"


def test_a_file_that_was_packed_alone_is_that_file(tmp_path: Path) -> None:
    result = read(tmp_path, "one.html.gz", gzip.compress(FILES["two.html"]))
    (document,) = result.documents
    assert (document.path, document.format, document.state) == ("one.html.gz", "html", "ok")


def test_a_locked_archive_names_the_password(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark.endswith(b"\x04") else 8)] |= 1
    result = read(tmp_path, "a.zip", bytes(data))
    assert "password" in result.problems[0].reason


def test_any_bytes_in_an_archive_are_survived(tmp_path: Path) -> None:
    """Each byte of small containers turned around: never an exception, always a document."""
    whole = {"a.zip": zipped({"a.txt": b"x"}), "a.tar.gz": tarred({"a.txt": b"x"})}
    pq.write_table(pa.Table.from_pylist([{"text": "x"}]), tmp_path / "a.parquet")
    for name, data in whole.items():
        for at in range(0, len(data), 3):
            broken = bytearray(data)
            broken[at] ^= 0x5A
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                (tmp_path / name).write_bytes(broken)
                found = [normalize_source(one, LEXICON) for one in open_sources(tmp_path / name, tmp_path)]
            assert found, (name, at)
