"""HTML pages: the main text by trafilatura, dates and names from JSON-LD and meta tags, the rest by place.

Old pages lay their text out in tables: those are unwrapped first, and the cell that holds the paragraphs is
taken for the page. The lines between the headline and the first paragraph, which trafilatura leaves out, are kept as
``head`` lines: they carry the visible date and the byline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from pipeline.core.text import fold
from pipeline.normalize.encoding import declared_encoding, decode_bytes, repair_text
from pipeline.normalize.readers.article import Article, DateField, Line, LineKind, ReadError, StatedDate

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
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "li",
        "blockquote",
        "tr",
        "td",
        "th",
        "dt",
        "dd",
        "article",
        "section",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "table",
        "figure",
        "figcaption",
        "main",
        "form",
        "pre",
        "address",
        "center",
        "hr",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "button",
        "select",
        "option",
        "textarea",
        "head",
        "figure",
        "figcaption",
        "nav",
        "footer",
        "aside",
        "form",
    ]
)
_ASIDE = re.compile(
    r"caption|breadcrumb|share|social|related|sidebar|widget|comment|cookie|newsletter|advert|promo|most-?read|menu|nav(?:bar)?$|^(?:today|top-?bar|weather|login)|current-?date"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
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
    lines = _article_lines(tree)
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


def lines_of_fragment(markup: str) -> list[Line]:
    """Lines of a piece of HTML that is all text (a JSON field, the HTML part of a mail)."""
    try:
        tree = html.fromstring(f"<div>{repair_text(markup)}</div>", parser=_parser())
    except (etree.ParserError, ValueError):
        return []
    return _number(_flow(tree))


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)


def _parse(text: str) -> html.HtmlElement:
    cleaned = _DECLARATION.sub("", text)
    try:
        tree = html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=_parser())
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


# --- the text -----------------------------------------------------------------------------------


def _article_lines(tree: html.HtmlElement) -> list[Line]:
    """Lines around the headline, the headline and the main text."""
    _unwrap_tables(tree)
    flow = _flow(tree.find("body") if tree.find("body") is not None else tree)
    main = _extract(tree)
    if sum(len(text) for text, _ in main) < 80:
        main = [(text, kind) for text, kind in flow if len(text) >= 60 or kind == "heading"] or flow
    return _number(_with_head(flow, main))


def _unwrap_tables(tree: html.HtmlElement) -> None:
    """Turn tables that lay out the page into ``div``; tables of data stay.

    The cell with most running text becomes an ``article``: what stands beside it is menus.
    """
    cells = [cell for cell in tree.iter("td") if _lays_out(cell)]
    best, most = None, 0
    for cell in cells:
        own = sum(len(p.text_content()) for p in cell.findall("p")) + len(cell.text or "")
        if own > most:
            best, most = cell, own
    for cell in cells:
        for parent in [cell, *cell.iterancestors("tr", "tbody", "table")]:
            parent.tag = "div"
        for sibling in (*cell.itersiblings(), *cell.itersiblings(preceding=True)):
            if sibling.tag in ("td", "th"):
                sibling.tag = "div" if sibling is best else "aside"
    if best is not None and most > 200:
        best.tag = "article"


def _lays_out(cell: html.HtmlElement) -> bool:
    return any(True for _ in cell.iter("p", "h1", "h2", "h3", "table", "div", "ul"))


def _extract(tree: html.HtmlElement) -> list[tuple[str, LineKind]]:
    """Paragraphs, headings and entries of the main text, by trafilatura."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree, fast=False, include_comments=False, include_tables=True, include_formatting=False,
        with_metadata=False, deduplicate=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    return list(_main_parts(body)) if body is not None else []


def _main_parts(body: Any) -> Iterator[tuple[str, LineKind]]:
    for element in body.iter("p", "head", "item", "quote", "row", "code"):
        if any(parent.tag in ("item", "row", "p", "quote") for parent in element.iterancestors()):
            continue
        text = _words(element)
        kind: LineKind = {"head": "heading", "item": "item", "row": "item"}.get(element.tag, "text")  # type: ignore[assignment]
        if text:
            yield text, kind


def _words(element: Any) -> str:
    if element.tag == "row":
        cells = [_BLANKS.sub(" ", " ".join(cell.itertext())).strip() for cell in element.iter("cell")]
        return " | ".join(cell for cell in cells if cell)
    return _BLANKS.sub(" ", repair_text("".join(element.itertext()))).strip()


def _flow(root: html.HtmlElement) -> list[tuple[str, LineKind]]:
    """Every visible line of a page in reading order."""
    lines: list[tuple[str, LineKind]] = []
    buffer: list[str] = []

    def flush(kind: LineKind = "text") -> None:
        text = _BLANKS.sub(" ", repair_text("".join(buffer))).strip()
        buffer.clear()
        if text:
            lines.append((text, kind))

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS or tag in _SKIPPED or tag == "br":
                flush()
            if element is not root and (tag in _SKIPPED or _is_aside(element)):
                walk.skip_subtree()
            else:
                buffer.append(element.text or "")
        else:
            if tag in _BLOCKS:
                flush("heading" if tag in _HEADINGS else "item" if tag == "li" else "text")
            if element is not root:
                buffer.append(element.tail or "")
    flush()
    return lines


def _is_aside(element: html.HtmlElement) -> bool:
    """Whether the page's own class names call the element something else than the article."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return element.tag in ("div", "section", "ul", "p", "span", "aside") and any(map(_ASIDE.search, marks))


_DATED = re.compile(r"\d{4}|\d{1,2}[./:]\d{1,2}")


def _with_head(flow: list[tuple[str, LineKind]], main: list[tuple[str, LineKind]]) -> list[tuple[str, LineKind]]:
    """Put before the main text its headline and the short lines that stand between the two on the page."""
    first = next((text for text, kind in main if kind != "heading" and len(text) >= 40), None)
    if first is None:
        return main
    at = next((i for i, (text, _) in enumerate(flow) if text[:40] == first[:40]), None)
    if at is None:
        return main
    top = next((i for i in range(at - 1, -1, -1) if flow[i][1] == "heading" and _is_headline(flow[i][0])), None)
    headings = [i for i in range(max(0, at - 12), at) if flow[i][1] == "heading" and _is_headline(flow[i][0])]
    if headings:
        top = headings[0]
    if top is None:
        return main
    headline = flow[top][0]
    between = [(text, "head") for text, _ in flow[top + 1 : at] if len(text) <= 200]
    above = [(text, "head") for text, _ in flow[max(0, top - 2) : top] if len(text) <= 80 and _DATED.search(text)]
    rest = [(text, kind) for text, kind in main if not (kind in ("heading", "text") and text == headline)]
    known = {text for text, _ in rest}
    return [
        *[line for line in above if line[0] not in known],  # type: ignore[list-item]
        (headline, "title"),
        *[line for line in between if line[0] not in known],  # type: ignore[list-item]
        *rest,
    ]


def _is_headline(text: str) -> bool:
    return len(text.split()) >= 3


def _number(lines: list[tuple[str, LineKind]]) -> list[Line]:
    """Lines with block numbers: entries of one list share a block, all else stands alone."""
    numbered: list[Line] = []
    block = -1
    previous: LineKind | None = None
    for text, kind in lines:
        if not (kind == "item" and previous == "item"):
            block += 1
        numbered.append(Line(text, block, kind))
        previous = kind
    return numbered
