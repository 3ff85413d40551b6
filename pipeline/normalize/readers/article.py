"""What every reader hands on: articles as lines, with the fields that their format states.

A reader knows one file format. It does not judge what is clutter in the text, which date counts or
where sentences end; it only passes on what the format itself marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineKind = Literal["text", "title", "heading", "item", "head"]
DateField = Literal["published", "modified", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the article: a paragraph, heading, or entry of a list.

    Attributes:
        text: Words; wrapped lines already rejoined, inner runs of blanks kept as they separate fields.
        block: Lines of one block follow each other without an empty line.
        kind: ``text`` when the format tells nothing; ``head`` for a line that stands around the headline.
    """

    text: str
    block: int
    kind: LineKind = "text"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a field of the format states (a meta tag, a JSON key, a mail header).

    Attributes:
        name: Name of the field, for people.
        text: Its value as written.
        role: Whether the field speaks of the first publication or of a later change.
    """

    name: str
    text: str
    role: DateField = "published"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its format gives it.

    Attributes:
        lines: Title (when it stands in the text) and body, in reading order.
        content: Bytes that identify the article; its id is made from them.
        fragment: ``#0`` and so on in a file with several articles, else empty.
        title: Title that the format states, or ``None``.
        byline: Author that the format states, or ``None``.
        publisher: Outlet or sender that the format states, or ``None``.
        site_names: Names of the site, to be cut off the title.
        url: Address of the article, or ``None``.
        language: Language tag that the format states, or ``None``.
        dates: Dates that the format states.
        encoding: Encoding that the bytes were read with, or ``None``.
        warning: What a person should know about how it was read, or ``None``.
    """

    lines: tuple[Line, ...]
    content: bytes
    fragment: str = ""
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    site_names: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    dates: tuple[StatedDate, ...] = ()
    encoding: str | None = None
    warning: str | None = None


class ReadError(Exception):
    """A file cannot be read as its format.

    Attributes:
        check: Short closed name for the ``rejected`` table.
        reason: What was expected and what to do.
        value: What was found.
    """

    def __init__(self, check: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason
        self.value = value[:200]
