"""The text of a web page: headline, paragraphs and entries, by trafilatura; what stands around the headline, by place.

Old pages lay their text out in tables: those are unwrapped first, and the cell that holds the paragraphs is
taken for the page. The lines between the headline and the first paragraph, which trafilatura leaves out, are kept as
``head`` lines: they carry the visible date and the byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from pipeline.core.text import fold
from pipeline.normalize.encoding import repair_text
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Line, LineKind

Piece = tuple[str, LineKind]
_PREFIX = 60  # code points by which a paragraph is found again on its page
_BLANKS = re.compile(r"\s+")
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
_CELLS = frozenset(("td", "th"))
_KINDS: dict[str, LineKind] = {
    "h1": "title", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "item", "tr": "item",
}  # fmt: skip


def lines_of_fragment(markup: str) -> list[Line]:
    """Lines of a piece of HTML that is all text (a JSON field, the HTML part of a mail)."""
    try:
        tree = html.fromstring(f"<div>{repair_text(markup)}</div>", parser=parser_of_pages())
    except (etree.ParserError, ValueError):
        return []
    return _number(_flow(tree))


def parser_of_pages() -> html.HTMLParser:
    """A forgiving parser without comments, that takes no oversized trees."""
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)


def article_lines(tree: html.HtmlElement, hints: Sequence[str]) -> list[Line]:
    """Lines around the headline, the headline and the main text.

    Args:
        tree: The parsed page; its layout tables are unwrapped in place.
        hints: What metadata and page title say of the headline.
    """
    _unwrap_tables(tree)
    _join_definitions(tree)
    _drop_table_heads(tree)
    visible = _visible(tree.find("body") if tree.find("body") is not None else tree)
    flow: list[Piece] = [(line.text, line.kind) for line in visible]
    found = _extract(tree)
    if _is_one_heap(visible, found):
        found = [(line.text, line.kind) for line in visible if not line.linked]
    main = _fill_gaps(visible, found)
    if sum(len(text) for text, _ in main) < 80:
        main = [(text, kind) for text, kind in flow if len(text) >= 60 or kind in ("heading", "title")] or flow
    return _number(_with_head(flow, main, hints))


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


def _join_definitions(tree: html.HtmlElement) -> None:
    """Turn lists of definitions into lists of entries, each term in front of what is said of it."""
    for listed in list(tree.iter("dl")):
        listed.tag = "ul"
        for term in list(listed.iter("dt")):
            said = term.getnext()
            words = _BLANKS.sub(" ", term.text_content()).strip()
            if said is not None and said.tag == "dd":
                said.text = f"{words}: {said.text or ''}"
                said.tag = "li"
                term.getparent().remove(term)
            else:
                term.tag = "li"
        for said in list(listed.iter("dd")):
            said.tag = "li"


def _drop_table_heads(tree: html.HtmlElement) -> None:
    """Take out rows that only name the columns of a table."""
    for row in list(tree.iter("tr")):
        cells = [cell for cell in row if isinstance(cell.tag, str)]
        names = len(cells) > 1 and all(cell.tag == "th" for cell in cells)
        if names and not any(character.isdigit() for character in row.text_content()):
            row.drop_tree()


def _fill_gaps(visible: list[_Visible], main: list[Piece]) -> list[Piece]:
    """Put back the headings and entries that stand between the paragraphs of the main text, links left out.

    Where a page has no element for its article, only the paragraphs are found; the lists and tables of a
    chronology are its text all the same.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(visible):
        places.setdefault(line.text[:_PREFIX], []).append(index)
    known = {text[:_PREFIX] for text, _ in main}
    filled: list[Piece] = []
    done: int | None = None
    for text, kind in main:
        at = next((index for index in places.get(text[:_PREFIX], ()) if done is None or index > done), None)
        if at is not None and done is not None:
            gap = [line for line in visible[done + 1 : at] if line.text[:_PREFIX] not in known and not line.linked]
            filled += [(line.text, line.kind) for line in gap if line.kind in ("heading", "item")]
        filled.append((text, kind))
        done = at if at is not None else done
    return filled


def _is_one_heap(visible: list[_Visible], main: list[Piece]) -> bool:
    """Whether the text of a small page came back in one piece, without its lines."""
    return len(main) == 1 and not any(line.text[:_PREFIX] == main[0][0][:_PREFIX] for line in visible)


def _lays_out(cell: html.HtmlElement) -> bool:
    return any(True for _ in cell.iter("p", "h1", "h2", "h3", "table", "div", "ul"))


def _extract(tree: html.HtmlElement) -> list[Piece]:
    """Paragraphs, headings and entries of the main text, by trafilatura."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree, fast=False, include_comments=False, include_tables=True, include_formatting=False,
        with_metadata=False, deduplicate=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    return list(_main_parts(body)) if body is not None else []


def _main_parts(body: Any) -> Iterator[Piece]:
    for element in body.iter("p", "head", "item", "quote", "row", "code"):
        if any(parent.tag in ("item", "row", "p", "quote") for parent in element.iterancestors()):
            continue
        kind: LineKind = {"head": "heading", "item": "item", "row": "item"}.get(element.tag, "text")  # type: ignore[assignment]
        if element.tag == "row":
            texts = [_row(element)]
        elif kind == "text" and element.find(".//lb") is not None:
            texts = _broken_lines(element)
        else:
            texts = [_BLANKS.sub(" ", repair_text("".join(element.itertext()))).strip()]
        yield from ((text, kind) for text in texts if text)


def _row(element: Any) -> str:
    cells = [_BLANKS.sub(" ", repair_text(" ".join(cell.itertext()))).strip() for cell in element.iter("cell")]
    return " | ".join(cell for cell in cells if cell)


def _broken_lines(element: Any) -> list[str]:
    """Lines of a paragraph with forced breaks; those that only wrap it are rejoined."""
    for mark in element.iter("lb"):
        mark.tail = "\n" + (mark.tail or "")
    lines = [_BLANKS.sub(" ", line).strip() for line in repair_text("".join(element.itertext())).split("\n")]
    return [line.text for line in split_lines("\n".join(lines))]


@dataclass(frozen=True, slots=True)
class _Visible:
    """A visible line of a page; ``linked`` when most of it is the text of links."""

    text: str
    kind: LineKind
    linked: bool


def _flow(root: html.HtmlElement) -> list[Piece]:
    """Every visible line of a page in reading order."""
    return [(line.text, line.kind) for line in _visible(root)]


def _visible(root: html.HtmlElement) -> list[_Visible]:
    lines: list[_Visible] = []
    buffer: list[str] = []
    link_lengths: list[int] = []

    def flush(kind: LineKind = "text") -> None:
        text = _BLANKS.sub(" ", repair_text("".join(buffer))).strip(" |" if kind == "item" else None)
        linked = sum(link_lengths) > 0.6 * len(text)
        buffer.clear()
        link_lengths.clear()
        if text:
            lines.append(_Visible(text, kind, linked))

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if (tag in _BLOCKS and tag not in _CELLS) or tag in _SKIPPED or tag == "br":
                flush()
            if element is not root and (tag in _SKIPPED or _is_aside(element)):
                walk.skip_subtree()
            else:
                buffer.append(element.text or "")
                link_lengths.extend([len(element.text_content().strip())] if tag == "a" else [])
        else:
            if tag in _CELLS:
                buffer.append(" | ")
            elif tag in _BLOCKS:
                flush(_KINDS.get(tag, "text"))
            if element is not root:
                buffer.append(element.tail or "")
    flush()
    return lines


def _is_aside(element: html.HtmlElement) -> bool:
    """Whether the page's own class names call the element something else than the article."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return element.tag in ("div", "section", "ul", "p", "span", "aside") and any(map(_ASIDE.search, marks))


_DATED = re.compile(r"\d{4}|\d{1,2}[./:]\d{1,2}")


def _headline(flow: list[Piece], at: int, hints: Sequence[str]) -> int | None:
    """Index of the headline: the heading that the page's title or metadata name, else the nearest above the text."""
    headings = [i for i in range(max(0, at - 15), at) if flow[i][1] in ("title", "heading")]
    named = [i for i in headings if any(_names(hint, flow[i][0]) for hint in hints)]
    if named:
        return named[-1]
    first = [i for i in headings if flow[i][1] == "title" and len(flow[i][0].split()) >= 3]
    long = first or [i for i in headings if len(flow[i][0].split()) >= 3]
    return long[-1] if long else None


def _names(hint: str, heading: str) -> bool:
    """Whether a page title ("Headline | Site") or stated headline holds this heading."""
    plain, whole = fold(heading).strip(), fold(hint)
    return len(plain.split()) >= 2 and plain in whole


def _with_head(flow: list[Piece], main: list[Piece], hints: Sequence[str]) -> list[Piece]:
    """Put before the main text its headline and the short lines that stand between the two on the page."""
    texts = [text for text, kind in main if kind not in ("heading", "title")]
    first = next((text for text in texts if len(text) >= 40), texts[0] if texts else None)
    if first is None:
        return main
    at = next((i for i, (text, _) in enumerate(flow) if text[:40] == first[:40]), None)
    if at is None:
        return main
    top = _headline(flow, at, hints)
    if top is None:
        return main
    headline = flow[top][0]
    between: list[Piece] = [(text, "head") for text, _ in flow[top + 1 : at] if len(text) <= 200]
    above: list[Piece] = [
        (text, "head") for text, _ in flow[max(0, top - 2) : top] if len(text) <= 80 and _DATED.search(text)
    ]
    below = _dated_below_deck(flow, at, texts[texts.index(first) + 1 :])
    rest = [(text, kind) for text, kind in main if kind == "item" or text != headline]
    known = {text for text, _ in rest}
    return [
        *[line for line in above if line[0] not in known],
        (headline, "title"),
        *[line for line in (*between, *below) if line[0] not in known],
        *rest,
    ]


def _dated_below_deck(flow: list[Piece], at: int, texts: Sequence[str]) -> list[Piece]:
    """Short dated lines between a sentence that sums the article up and the text that follows it."""
    following = next((i for i, (text, _) in enumerate(flow[at + 1 : at + 6], at + 1) if texts and text == texts[0]), at)
    short = flow[at + 1 : following] if len(flow[at][0]) <= 200 else []
    return [(text, "head") for text, _ in short if len(text) <= 120 and _DATED.search(text)]


def _number(lines: list[Piece]) -> list[Line]:
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
