"""PDF with a text layer, read by pypdf; scans without one are turned away.

The creation date of a PDF is left out: it is the day of printing as often as that of publication.
"""

from __future__ import annotations

import io
import logging
import re

from pipeline.normalize.encoding import repair_text
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Article, ReadError

MOST_PAGES = 500


def read_pdf(data: bytes) -> list[Article]:
    """The one article of a PDF file.

    Raises:
        ReadError: It is damaged or locked (``broken_pdf``) or holds no text (``no_text_layer``).
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
        title = reader.metadata.title if reader.metadata else None
    except Exception as error:  # pypdf raises many kinds of errors on damaged files
        raise ReadError(
            "broken_pdf", f"The PDF cannot be read ({type(error).__name__}). Save it again without a password."
        ) from None
    text = repair_text("\n".join(_without_running_lines(pages)))
    if sum(character.isalpha() for character in text) < 20:
        raise ReadError(
            "no_text_layer",
            f"No text layer ({len(pages)} pages, {len(text.strip())} characters). Run OCR and add the .txt beside it.",
        )
    name = repair_text(str(title)).strip() if title else None
    lines = tuple(split_lines(text))
    known = name if name and any(name.lower() in line.text.lower() for line in lines[:8]) else None
    return [Article(lines, data, title=known)]


def _without_running_lines(pages: list[str]) -> list[str]:
    """Pages without the first and last lines that repeat on most of them (running heads, page numbers)."""
    if len(pages) < 3:
        return [re.sub(r"\n\s*(?:page )?\d{1,4}(?: of \d+)?\s*$", "", page, flags=re.IGNORECASE) for page in pages]
    edges: dict[str, int] = {}
    for page in pages:
        lines = [line.strip() for line in page.split("\n") if line.strip()]
        for line in {*lines[:1], *lines[-1:]}:
            key = re.sub(r"\d+", "0", line)
            edges[key] = edges.get(key, 0) + 1
    running = {key for key, count in edges.items() if count > len(pages) // 2}
    return [
        "\n".join(line for line in page.split("\n") if re.sub(r"\d+", "0", line.strip()) not in running)
        for page in pages
    ]
