"""Each format read as people meet it: fields under many names, parts said twice, marks of the markup."""

# ruff: noqa: E501 (a sample of markup is easier to read on one line)
from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file
from pipeline.normalize.identity import settle_ids

LEXICON = load_lexicon()
ONE = "The two foreign ministers met in Baku on Tuesday and spoke about trade for three hours."
TWO = "They agreed that a joint commission will meet in Islamabad before the end of the year."


def read(folder: Path, name: str, content: str | bytes) -> list[Document]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(normalize_file(path, folder, LEXICON).documents)


def quotes(document: Document, *kinds: str) -> list[str]:
    return [
        document.text[sentence.start : sentence.end]
        for sentence in document.sentences
        if not kinds or sentence.kind in kinds
    ]


# --- plain text


def test_fields_of_a_plain_text(tmp_path: Path) -> None:
    text = f"Politics\nMinisters meet in the capital\nBy Aisha Karimova\n12 May 2021 10:15 (UTC+4)\n\nBAKU, May 12 - {ONE}\n\n{TWO}\n"
    (document,) = read(tmp_path, "a.txt", text)
    assert document.title == "Ministers meet in the capital"
    assert document.byline == "Aisha Karimova"
    assert document.dateline_place == "BAKU"
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2021-05-12T10:15:00+04:00"
    assert document.published_basis == "header"
    assert document.text == f"Ministers meet in the capital\n\n{ONE}\n\n{TWO}"


def test_hard_wrapped_lines_are_rejoined_and_entries_are_not(tmp_path: Path) -> None:
    text = (
        "A month in the region\n\nThe two foreign ministers met in Baku on Tuesday and\nspoke about trade for three hours before"
        " they left\nfor dinner at the old palace.\n\n4 May 1994: delegations meet in Bishkek\n9 May 1994: the order is signed\n"
        "12 May 1994: the guns fall silent\n"
    )
    (document,) = read(tmp_path, "a.txt", text)
    assert quotes(document, "body")[0].startswith(
        "The two foreign ministers met in Baku on Tuesday and spoke about trade"
    )
    assert quotes(document, "item") == [
        "4 May 1994: delegations meet in Bishkek",
        "9 May 1994: the order is signed",
        "12 May 1994: the guns fall silent",
    ]


def test_lines_of_an_unwrapped_text_are_paragraphs(tmp_path: Path) -> None:
    long = " ".join([ONE, TWO])
    (document,) = read(tmp_path, "a.txt", f"Ministers meet in the capital\n{long}\n{long}\n")
    assert document.text == f"Ministers meet in the capital\n\n{long}\n\n{long}"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-8-sig", "utf-16-le"])
def test_russian_in_old_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "Министры встретились в столице\n\nМинистры иностранных дел двух стран встретились во вторник и говорили о торговле.\n"
        "\nОни договорились, что комиссия соберётся до конца года, сообщает пресс-служба правительства.\n"
    )
    (document,) = read(tmp_path, "a.txt", text.encode(encoding))
    assert document.text == text.strip()
    assert document.language == "ru"


@pytest.mark.parametrize("encoding", ["cp1254", "utf-8", "utf-16-be"])
def test_turkish_in_old_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "Bakanlar başkentte görüştü\n\nİki ülkenin dışişleri bakanları salı günü bir araya geldi ve ticaret hakkında görüştü.\n"
        "\nGörüşmede ağustos ayında yapılacak toplantı için hazırlıkların sürdüğü de açıklandı.\n"
    )
    (document,) = read(tmp_path, "a.txt", text.encode(encoding))
    assert document.text == text.strip()
    assert document.language == "tr"


def test_mojibake_is_undone(tmp_path: Path) -> None:
    text = "Görüşmede ağustos ayında yapılacak toplantı için hazırlıkların sürdüğü de açıklandı, dedi bakan."
    broken = text.encode("utf-8").decode("latin-1")
    (document,) = read(tmp_path, "a.txt", broken)
    assert document.text == text


def test_invisible_characters_are_gone(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path,
        "a.txt",
        ONE.replace("ministers", "minis\u00adters").replace(" ", "\u00a0", 2).replace("Baku", "Ba\u200bku"),
    )
    assert document.text == ONE


def test_other_languages_get_a_warning(tmp_path: Path) -> None:
    text = (
        "Die beiden Außenminister trafen sich am Dienstag in der Hauptstadt und sprachen drei Stunden lang über den Handel. "
        * 3
    )
    (document,) = read(tmp_path, "a.txt", text)
    assert document.language == "de"
    assert document.warning is not None
    assert "not covered" in document.warning


def test_mixed_document_knows_the_language_of_each_paragraph(tmp_path: Path) -> None:
    russian = "Министры иностранных дел двух стран встретились во вторник и говорили о торговле и транспорте."
    (document,) = read(tmp_path, "a.txt", f"{ONE}\n\n{TWO}\n\n{russian}\n\n{ONE}\n")
    assert document.language == "en"
    assert [sentence.language for sentence in document.sentences] == ["en", "en", "ru", "en"]


# --- publication date


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Published: 12.05.2021 10:15 | Updated: 14.05.2021 09:00", date(2021, 5, 12)),
        ("Updated: 14.05.2021 09:00 | Published: 12.05.2021 10:15", date(2021, 5, 12)),
        ("Printed on 12.03.2024", None),
        ("05/12/2021", None),
        ("Wednesday 05/12/2021", date(2021, 5, 12)),
        ("12/05/2021 Wednesday", date(2021, 5, 12)),
        ("05/13/2021", date(2021, 5, 13)),
        ("05/12/2021 3:15 PM EDT", date(2021, 5, 12)),
    ],
)
def test_header_dates_are_weighed(tmp_path: Path, header: str, expected: date | None) -> None:
    (document,) = read(tmp_path, "a.txt", f"Ministers meet in the capital\n{header}\n\n{ONE}\n\n{TWO}\n")
    assert document.published_date == expected


def test_open_order_of_numbers_is_settled_by_words_of_the_same_day(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path,
        "a.txt",
        f"Ministers meet in the capital\n05/12/2021\n\n{ONE}\n\nIt was 5 December, a Sunday, when the note was sent to them.\n",
    )
    assert document.published_date == date(2021, 12, 5)
    assert document.day_first is True


@pytest.mark.parametrize("name", ["2017-10-02-meeting.txt", "20171002.txt", "02102017_x.txt"])
def test_file_name_alone_dates_nothing(tmp_path: Path, name: str) -> None:
    (document,) = read(tmp_path, name, f"Ministers meet in the capital\n\n{ONE}\n\n{TWO}\n")
    assert document.published_date is None


def test_dateline_takes_its_year_from_a_later_update(tmp_path: Path) -> None:
    text = f"Ministers meet in the capital\nUpdated 02.01.2022 10:00\n\nBAKU, Dec 30 (Agency) - {ONE}\n\n{TWO}\n"
    (document,) = read(tmp_path, "a.txt", text)
    assert document.published_date == date(2021, 12, 30)
    assert document.published_basis == "dateline"


def test_footers_never_date_a_document(tmp_path: Path) -> None:
    text = f"Ministers meet in the capital\n\n{ONE}\n\n{TWO}\n\nCopyright 2019. Last change to this template: 04/02/2012\nPrinted on 12.03.2024\n"
    (document,) = read(tmp_path, "a.txt", text)
    assert document.published_date is None
    assert document.text.endswith(TWO)


def test_weekday_that_does_not_fit_is_reported(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.txt", f"Ministers meet in the capital\nMonday, 12 May 2021\n\n{ONE}\n")
    assert document.warning is not None
    assert "weekday" in document.warning
    assert document.published_confidence < 0.7


# --- Markdown


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    text = (
        f'---\ntitle: "Ministers: a meeting"\ndate: 2021-05-12\nlastmod: 2023-01-01\nauthor: [A. One, B. Two]\n---\n\n# Ministers: a meeting\n\n'
        f"{ONE.replace('Tuesday', '**Tuesday**')}\n\n## Background\n\n- {TWO}\n- They *also* met [the president](http://a.example) later that day.\n\n"
        '![Hall](x.jpg "Picture, May 2019")\n\n> A quoted remark of the minister stands here, and it is a sentence.\n\n[^1]: See 3 May 2011.\n'
    )
    (document,) = read(tmp_path, "a.md", text)
    assert (document.title, document.byline) == ("Ministers: a meeting", "A. One, B. Two")
    assert (document.published_date, document.published_basis) == (date(2021, 5, 12), "metadata")
    assert quotes(document, "heading") == ["Background"]
    assert quotes(document, "item") == [TWO, "They also met the president later that day."]
    assert "2019" not in document.text
    assert "2011" not in document.text
    assert quotes(document, "title", "body") == [
        "Ministers: a meeting", ONE, "A quoted remark of the minister stands here, and it is a sentence."
    ]  # fmt: skip


def test_markdown_without_front_matter_takes_its_heading(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.md", f"Ministers meet\n==============\n\n{ONE}\n")
    assert document.title == "Ministers meet"


def test_broken_front_matter_is_a_warning(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.md", f"---\ntitle: [unclosed\n---\n\n{ONE}\n")
    assert document.state == "ok"
    assert "front matter" in (document.warning or "")


# --- JSON


@pytest.mark.parametrize(
    "record",
    [
        {"title": "A title of words", "body": [ONE, TWO], "date": "2021-05-12T10:15:00+04:00"},
        {"headline": "A title of words", "text": f"{ONE}\n\n{TWO}", "published_at": "2021-05-12T10:15:00+0400"},
        {"Title": {"rendered": "A title of words"}, "content": {"rendered": f"<p>{ONE}</p><p>{TWO}</p>"}, "pubDate": "Wed, 12 May 2021 10:15:00 +0400"},
        {"data": {"article": {"headline": "A title of words", "articleBody": f"{ONE}\n\n{TWO}", "datePublished": "2021-05-12T10:15+04:00"}}},
        {"title": "A title of words", "blocks": 1, "content": [{"type": "paragraph", "text": ONE}, {"type": "image", "text": "x"}, {"type": "paragraph", "text": TWO}], "timestamp": "2021-05-12 10:15:00 +04:00"},
        [{"title": "A title of words", "full_text": [ONE, [TWO]], "publication_date": "12.05.2021 10:15 GMT+4"}],
    ],
)  # fmt: skip
def test_one_json_article_under_any_names(tmp_path: Path, record: object) -> None:
    (document,) = read(tmp_path, "a.json", json.dumps(record))
    assert document.path == "a.json"
    assert document.title == "A title of words"
    assert document.text == f"A title of words\n\n{ONE}\n\n{TWO}"
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2021-05-12T10:15:00+04:00"


def test_several_json_articles_have_numbers_and_ids_of_their_own(tmp_path: Path) -> None:
    records = [{"title": f"Article number {word}", "text": ONE} for word in ("one", "two")]
    documents = read(tmp_path, "a.json", json.dumps({"articles": records}))
    assert [document.path for document in documents] == ["a.json#0", "a.json#1"]
    assert len({document.document_id for document in documents}) == 2
    lines = "\n".join(json.dumps(record) for record in records)
    assert [document.path for document in read(tmp_path, "b.jsonl", lines + "\n{broken\n")] == [
        "b.jsonl#0",
        "b.jsonl#1",
    ]
    assert [document.document_id for document in read(tmp_path, "c.jsonl", lines)] == [d.document_id for d in documents]


def test_related_headlines_are_no_articles(tmp_path: Path) -> None:
    record = {
        "title": "A title of words",
        "text": ONE,
        "related": [{"headline": "Another one", "published_at": "2020-01-01"}],
    }
    (document,) = read(tmp_path, "a.json", json.dumps(record))
    assert document.text == f"A title of words\n\n{ONE}"
    assert document.published_date is None


# --- mail


def mail(plain: str | None, markup: str | None, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain, cte="quoted-printable")
    if markup is not None:
        if plain is None:
            message.set_content(markup, subtype="html")
        else:
            message.add_alternative(markup, subtype="html")
    return message.as_bytes()


HEADERS = {
    "Subject": "Şuşa görüşü: ministers meet",
    "From": "Press office <press@office.example>",
    "Date": "Wed, 12 May 2021 10:15:00 +0400",
}


def test_mail_with_both_parts_is_told_once(tmp_path: Path) -> None:
    footer = "-- \nPress office\nThis message is confidential. Disclaimer of 3 March 2017."
    data = mail(f"{ONE}\n\n{TWO}\n\n{footer}", f"<p>{ONE}</p><p>{TWO}</p>", **HEADERS)
    (document,) = read(tmp_path, "a.eml", data)
    assert document.text == f"Şuşa görüşü: ministers meet\n\n{ONE}\n\n{TWO}"
    assert document.publisher == "Press office"
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2021-05-12T10:15:00+04:00"


def test_mail_whose_passages_are_separated(tmp_path: Path) -> None:
    """Only a short block below the last "--" is a signature; the article between two of them stays."""
    data = mail(
        f"The article that we sent out on Monday had a wrong name in it.\n\n--\n\n{ONE}\n\n{TWO}\n\n--\n\nThe Letter, founded in 1994.",
        None,
        **HEADERS,
    )
    (document,) = read(tmp_path, "a.eml", data)
    assert document.text.endswith(f"The article that we sent out on Monday had a wrong name in it.\n\n{ONE}\n\n{TWO}")


def test_mail_that_opens_with_a_rule(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.eml", mail(f"--\n{ONE}\n\n{TWO}", None, **HEADERS))
    assert document.text.endswith(f"{ONE}\n\n{TWO}")


def test_mail_with_html_alone(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.eml", mail(None, f"<html><body><p>{ONE}</p><p>{TWO}</p></body></html>", **HEADERS))
    assert document.text.endswith(f"{ONE}\n\n{TWO}")


# --- PDF


def a_pdf(text: str) -> bytes:
    """A one-page PDF with a text layer, written by hand."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
    stream = f"BT /F1 10 Tf 40 780 Td {lines} ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + trailer.encode()


def test_pdf_with_a_text_layer(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.pdf", a_pdf(f"Ministers meet in the capital\n12 May 2021\n{ONE}\n{TWO}"))
    assert document.published_date == date(2021, 5, 12)
    assert ONE in document.text
    assert TWO in document.text


def test_pdf_without_text_asks_for_ocr(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(a_pdf(""))
    (problem,) = normalize_file(path, tmp_path, LEXICON).problems
    assert problem.check == "no_text_layer"
    assert "OCR" in problem.reason


# --- identity


def test_copies_get_ids_of_their_own_and_the_first_keeps_its_id(tmp_path: Path) -> None:
    documents = [read(tmp_path, name, ONE)[0] for name in ("b.txt", "a.txt", "c.txt")]
    assert len({document.document_id for document in documents}) == 1
    settled = settle_ids(documents)
    assert [document.path for document in settled] == ["a.txt", "b.txt", "c.txt"]
    assert settled[0].document_id == documents[0].document_id
    assert len({document.document_id for document in settled}) == 3
    assert settle_ids(reversed(documents)) == settled


def test_articles_of_one_file_keep_their_order() -> None:
    """The tenth article of a file must not come before its second."""
    paths = [f"a.json#{number}" for number in range(12)]
    documents = [Document(f"d{number:016d}", path, "0", "json") for number, path in enumerate(paths)]
    assert [document.path for document in settle_ids(reversed(documents))] == paths
