"""A text read in the main script of its language gets back the letters that it was written in."""

from __future__ import annotations

import re

from pipeline.normalize.readers.article import Article

_BLANKS = re.compile(r"\s+")
_PIECE = re.compile(r"[^\n|]+")


def as_written(text: str, written: Article, read: Article) -> str:
    """The text with its pieces as in the article; as long as before, so that offsets stay.

    Args:
        text: Made of pieces of ``read``, blanks run together.
        written: The article in its own letters.
        read: The same article, letter for letter in another script.
    """
    own, other = _joined(written), _joined(read)
    position = 0

    def restore(piece: re.Match[str]) -> str:
        nonlocal position
        words = piece.group()
        found = other.find(words, position)
        found = other.find(words) if found < 0 else found
        if found < 0:
            return words
        position = found + len(words)
        return own[found:position]

    return _PIECE.sub(restore, text)


def _joined(article: Article) -> str:
    return "\n".join(_BLANKS.sub(" ", words) for words in (article.title or "", *(line.text for line in article.lines)))
