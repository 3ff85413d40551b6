"""Plain text: lines, no fields."""

from __future__ import annotations

from pipeline.normalize.encoding import decode_bytes, repair_text
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Article


def read_plain(data: bytes) -> list[Article]:
    """The one article of a text file.

    Raises:
        ReadError: The bytes are no text.
    """
    decoded = decode_bytes(data)
    lines = split_lines(repair_text(decoded.text))
    return [Article(tuple(lines), data, encoding=decoded.encoding)]
