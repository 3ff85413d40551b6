"""Fields of structured formats under their many names: JSON keys and YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.core.text import fold
from pipeline.normalize.encoding import repair_text
from pipeline.normalize.readers.article import Article, DateField, Line, StatedDate

TITLE = ("title", "headline", "head", "heading", "name", "subject", "og:title")
BODY = (
    "body", "text", "content", "article", "articlebody", "article_body", "fulltext", "full_text", "maintext",
    "main_text", "story", "body_text", "bodytext", "plain_text", "content_text", "html", "body_html",
    "content_html", "paragraphs", "description_full",
)  # fmt: skip
LEAD = ("lead", "lede", "subtitle", "standfirst", "deck", "subheadline", "dek")
FALLBACK_BODY = ("summary", "description", "abstract", "excerpt")
BYLINE = ("author", "authors", "byline", "by", "creator", "writer", "reporter", "journalist")
PUBLISHER = (
    "publisher",
    "source",
    "outlet",
    "site",
    "sitename",
    "site_name",
    "agency",
    "newspaper",
    "provider",
    "domain",
)
URL = ("url", "link", "permalink", "canonical", "canonical_url", "source_url", "href", "web_url")
LANGUAGE = ("lang", "language", "locale", "inlanguage")
PUBLISHED = (
    "published_at", "published", "publishedat", "datepublished", "date_published", "publication_date",
    "publicationdate", "pubdate", "pub_date", "publish_date", "published_date", "published_time", "publishdate",
    "date_publish", "datetime", "posted_at", "posted", "first_published", "issued", "released", "created_time",
)  # fmt: skip
UNKNOWN_DATE = ("date", "created", "created_at", "datecreated", "timestamp", "time", "day")
MODIFIED = (
    "updated_at", "updated", "modified", "datemodified", "date_modified", "lastmod", "last_modified", "modified_at",
    "last_updated", "edited_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields found under any of their names; ``body`` is paragraphs or one text."""

    title: str | None = None
    body: tuple[str, ...] = ()
    lead: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    dates: tuple[StatedDate, ...] = ()

    def article(
        self,
        lines: tuple[Line, ...],
        content: bytes,
        *,
        fragment: str = "",
        encoding: str | None = None,
        warning: str | None = None,
    ) -> Article:
        """An article with these fields and the given lines."""
        return Article(
            lines, content, fragment, self.title, self.byline, self.publisher,
            (self.publisher,) if self.publisher else (), self.url, self.language, self.dates, encoding, warning,
        )  # fmt: skip


def read_fields(record: Mapping[str, Any]) -> Fields:
    """Known fields of a record, whatever the case and the separators of their names."""
    known = {_name(key): value for key, value in record.items()}
    return Fields(
        title=_text(known, TITLE),
        body=_body(known),
        lead=_text(known, LEAD),
        byline=_text(known, BYLINE),
        publisher=_text(known, PUBLISHER),
        url=_text(known, URL),
        language=_text(known, LANGUAGE),
        dates=tuple(_dates(known)),
    )


def has_body(names: Iterable[object]) -> bool:
    """Whether one of these names is that of a text."""
    return not {_name(name) for name in names}.isdisjoint((*BODY, *FALLBACK_BODY))


def _name(key: object) -> str:
    return re.sub(r"[\s.-]+", "_", fold(str(key)).strip())


def _text(known: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        if (words := plain_value(known.get(name))) and len(words) < 1000:
            return words
    return None


def plain_value(value: Any) -> str | None:
    """A field as one text: of a list the parts joined, of a mapping its name or text."""
    if isinstance(value, str):
        return repair_text(value).strip() or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(words for part in value[:20] if (words := plain_value(part))) or None
    if isinstance(value, Mapping):
        for name in ("name", "text", "value", "title", "rendered", "#text", "$t", "href", "url"):
            if words := plain_value(value.get(name)):
                return words
    return None


def _body(known: Mapping[str, Any]) -> tuple[str, ...]:
    for names in (BODY, FALLBACK_BODY):
        for name in names:
            parts = tuple(body_parts(known.get(name)))
            if parts:
                return parts
    return ()


def body_parts(value: Any, depth: int = 0) -> Iterator[str]:
    """Paragraphs of a body field: a text, or a list of texts or of blocks with a text."""
    if depth > 6:
        return
    if isinstance(value, str):
        if words := repair_text(value).strip():
            yield words
    elif isinstance(value, list):
        for part in value:
            yield from body_parts(part, depth + 1)
    elif isinstance(value, Mapping):
        if _name(value.get("type", "")) in ("image", "caption", "embed", "ad", "related", "video", "photo"):
            return
        for name in ("text", "content", "value", "body", "paragraphs", "rendered", "children", "blocks", "html"):
            if value.get(name):
                yield from body_parts(value[name], depth + 1)
                return


def _dates(known: Mapping[str, Any]) -> Iterator[StatedDate]:
    groups: tuple[tuple[tuple[str, ...], DateField], ...] = (
        (PUBLISHED, "published"), (UNKNOWN_DATE, "unknown"), (MODIFIED, "modified"),
    )  # fmt: skip
    for names, role in groups:
        for name in names:
            if words := plain_value(known.get(name)):
                yield StatedDate(name, words, role)
