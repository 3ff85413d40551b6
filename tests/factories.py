"""One-line builders of records for tests."""

from __future__ import annotations

import re
from datetime import date

from sentencex import segment

from pipeline.core.intervals import Interval, day
from pipeline.core.records import Document, Sentence, SentenceKind, Timex


def a_document(text: str, *, published: str | None = None, language: str = "en", title: str | None = None) -> Document:
    """A normalised document; a title becomes the first line of its text, blank lines part paragraphs."""
    whole = f"{title}\n\n{text}" if title else text
    return Document(
        document_id="d0123456789abcdef",
        path="a.txt",
        sha256="0" * 64,
        format="txt",
        language=language,
        title=title,
        published_date=date.fromisoformat(published) if published else None,
        published_precision="day" if published else None,
        text=whole,
        sentences=tuple(_sentences(whole, language, titled=title is not None)),
    )


def a_time(document: Document, phrase: str, first: str, last: str | None = None) -> Timex:
    """A resolved time expression of a document."""
    start = document.text.index(phrase)
    interval = (
        Interval(date.fromisoformat(first), date.fromisoformat(last), "day") if last else day(date.fromisoformat(first))
    )
    return Timex(start, start + len(phrase), phrase, "DATE", first, interval=interval)


def _sentences(text: str, language: str, *, titled: bool) -> list[Sentence]:
    found: list[Sentence] = []
    for paragraph, match in enumerate(re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)):
        block = match.group().rstrip()
        kind: SentenceKind = "title" if titled and paragraph == 0 else "body"
        position = match.start()
        parts = [block] if kind == "title" else list(segment(language, block))
        for part in parts:
            piece = part.strip()
            if piece:
                start = text.index(piece, position)
                position = start + len(piece)
                found.append(Sentence(len(found), start, position, paragraph, kind, language))
    return found
