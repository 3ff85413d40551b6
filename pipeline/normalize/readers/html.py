"""HTML pages: dates, names and address from JSON-LD, meta tags and ``time`` elements; the text is read by ``page``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from pipeline.core.text import fold
from pipeline.normalize.encoding import declared_encoding, decode_bytes, repair_text
from pipeline.normalize.readers.article import Article, DateField, Line, ReadError, StatedDate
from pipeline.normalize.readers.page import article_lines, parser_of_pages

_BLANKS = re.compile(r"\s+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_META_PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "publishdate", "pubdate",
    "publish_date", "publication_date", "publish-date", "publication-date", "published_time", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "citation_publication_date",
    "cxenseparse:recs:publishtime", "article.published", "date.created", "og:article:published_time",
    "bt:pubdate", "rnews:datepublished", "published", "originalpublicationdate", "displaydate",
)  # fmt: skip
_META_UNKNOWN = ("date", "dc.date", "dcterms.date", "article_date_original", "og:pubdate", "created", "timestamp")
_META_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
_DATE_META: dict[str, DateField] = {
    **dict.fromkeys(_META_PUBLISHED, "published"),
    **dict.fromkeys(_META_UNKNOWN, "unknown"),
    **dict.fromkeys(_META_MODIFIED, "modified"),
}
_TITLE_META = ("og:title", "twitter:title", "dc.title", "headline", "title")
_SITE_META = ("og:site_name", "application-name", "publisher", "dc.publisher", "article:publisher")
_URL_META = ("og:url", "twitter:url")
_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "pressrelease", "webpage")


def read_html(data: bytes) -> list[Article]:
    """The one article of a page.

    Raises:
        ReadError: It holds no element at all (``broken_html``).
    """
    decoded = decode_bytes(data, declared=declared_encoding(data))
    tree = _parse(decoded.text)
    meta = _meta(tree)
    linked = _linked_data(tree)
    site = _first(meta, _SITE_META) or _name_of(linked.get("publisher"))
    stated = [linked.get("headline"), _first(meta, _TITLE_META), _page_title(tree)]
    lines = article_lines(tree, [text for text in stated if isinstance(text, str)])
    return [
        Article(
            tuple(lines),
            data,
            title=_title(tree, lines, meta, linked),
            byline=_name_of(linked.get("author")) or meta.get("author") or meta.get("article:author"),
            publisher=site,
            site_names=_site_names(tree, site),
            url=_url(tree, meta, linked),
            language=(tree.get("lang") or "").strip() or None,
            dates=tuple(_dates(tree, meta, linked)),
            encoding=decoded.encoding,
        )
    ]


def _parse(text: str) -> html.HtmlElement:
    cleaned = _DECLARATION.sub("", text)
    try:
        tree = html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser_of_pages())
    except (etree.ParserError, ValueError):
        raise ReadError("broken_html", "No HTML elements found. Save the page again, or its text as .txt.") from None
    return tree


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower().strip(), repair_text(content))
    return found


def _linked_data(tree: html.HtmlElement) -> Mapping[str, Any]:
    """The JSON-LD object of the article itself; empty when the page has none."""
    best: Mapping[str, Any] = {}
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            loaded = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(loaded):
            kind = thing.get("@type", "")
            kinds = [str(k).lower() for k in (kind if isinstance(kind, list) else [kind])]
            known = any(k.endswith(_ARTICLE_TYPES) for k in kinds)
            if known and len(thing) > len(best) and ("webpage" not in kinds or not best):
                best = thing
    return best


def _things(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for part in value:
            yield from _things(part, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        yield from _things(value.get("@graph"), depth + 1)
        yield from _things(value.get("mainEntity"), depth + 1)


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _name_of(value: Any) -> str | None:
    """Name of an author or publisher in JSON-LD, whatever its shape."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return _name_of(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for part in value[:5] if (name := _name_of(part))) or None
    return None


def _dates(tree: html.HtmlElement, meta: Mapping[str, str], linked: Mapping[str, Any]) -> Iterator[StatedDate]:
    roles: tuple[tuple[str, DateField], ...] = (
        ("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified"),
    )  # fmt: skip
    for name, role in roles:
        if isinstance(value := linked.get(name), str) and value.strip():
            yield StatedDate(f"JSON-LD {name}", value, role)
    for name, text in meta.items():
        if name in _DATE_META:
            yield StatedDate(f"meta {name}", text, _DATE_META[name])
    for element in tree.iter("time", "abbr", "span", "div", "p"):
        role_of = _time_role(element)
        value = (
            element.get("datetime")
            or element.get("content")
            or (element.get("title") if element.tag == "abbr" else None)
        )
        if role_of is not None and value:
            yield StatedDate(
                f"{element.tag} {element.get('itemprop') or element.get('class') or 'datetime'}", value, role_of
            )


def _time_role(element: html.HtmlElement) -> DateField | None:
    """Role of a ``time`` element; those in lists of other articles, comments and page heads have none."""
    prop = fold((element.get("itemprop") or "") + " " + (element.get("class") or ""))
    if (
        element.tag != "time"
        and "datepublished" not in prop
        and "published" not in (element.get("class") or "").split()
    ):
        return None
    for parent in element.iterancestors():
        marks = fold(f"{parent.tag} {parent.get('class') or ''} {parent.get('id') or ''}")
        if re.search(
            r"comment|related|sidebar|aside|footer|widget|recommend|teaser|most-?read|nav\b|archive|calendar", marks
        ):
            return None
    if "modified" in prop or "updated" in prop.replace("published updated", ""):
        return "modified"
    if element.get("pubdate") is not None or "published" in prop:
        return "published"
    return "unknown"


def _url(tree: html.HtmlElement, meta: Mapping[str, str], linked: Mapping[str, Any]) -> str | None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            return str(element.get("href"))
    url = _first(meta, _URL_META) or linked.get("url")
    return url if isinstance(url, str) and url.startswith("http") else None


def _site_names(tree: html.HtmlElement, site: str | None) -> tuple[str, ...]:
    """Names that follow the headline in the page's title: the site's, and what its logo says."""
    names = [site] if site else []
    title = _page_title(tree)
    if title:
        parts = re.split(r"\s+[|–—»·]\s+|\s+-\s+", title)
        names += [part for part in reversed(parts[1:]) if len(part) <= 40]
    return tuple(dict.fromkeys(name for name in names if name))


def _page_title(tree: html.HtmlElement) -> str | None:
    element = next(tree.iter("title"), None)
    words = _BLANKS.sub(" ", repair_text(element.text_content())).strip() if element is not None else ""
    return words or None


def _title(tree: html.HtmlElement, lines: list[Line], meta: Mapping[str, str], linked: Mapping[str, Any]) -> str | None:
    """The headline: the heading above the text, else what the metadata say, else the page's title."""
    marked = next((line.text for line in lines if line.kind == "title"), None)
    if marked:
        return marked
    headline = linked.get("headline")
    stated = headline if isinstance(headline, str) else _first(meta, _TITLE_META)
    return repair_text(stated).strip() if stated else _page_title(tree)
