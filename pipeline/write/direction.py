"""Which way a text runs."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Whether most letters of the text are of a script that runs from right to left, e.g. Urdu."""
    if text.isascii():
        return False
    directions = [unicodedata.bidirectional(character) for character in text[:500]]
    leftward = sum(direction in ("R", "AL") for direction in directions)
    return leftward > directions.count("L")
