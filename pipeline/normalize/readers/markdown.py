"""Markdown with YAML front matter: fields from the front matter, marks of the markup taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.normalize.encoding import decode_bytes, repair_text
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Article, Line
from pipeline.normalize.readers.fields import Fields, read_fields

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_DROPPED = re.compile(r"^\s*(?:\[\^[^\]]+\]:|\[[^\]]+\]:\s|!\[[^\]]*\]\([^)]*\)\s*$|<!--.*-->\s*$|(?:[-*_]\s*){3,}$)")
_FENCE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)[ \t]*$", re.DOTALL | re.MULTILINE)
_UNDERLINED = re.compile(r"^(\S.*)\n(=+|-{3,})[ \t]*$", re.MULTILINE)


def read_markdown(data: bytes) -> list[Article]:
    """The one article of a Markdown file.

    Raises:
        ReadError: The bytes are no text.
    """
    decoded = decode_bytes(data)
    text = repair_text(decoded.text).lstrip("\n")
    fields, warning = Fields(), None
    if (front := _FRONT.match(text)) is not None:
        meta = _load_front(front[1])
        if meta is None:
            warning = "the front matter is no valid YAML and was left out"
        else:
            fields = read_fields(meta)
        text = text[front.end() :]
    lines = tuple(_lines(text))
    return [fields.article(lines, data, encoding=decoded.encoding, warning=warning)]


def _load_front(text: str) -> Mapping[str, Any] | None:
    import yaml

    class _TextLoader(yaml.SafeLoader):
        """Every scalar as text: dates stay as written."""

    _TextLoader.yaml_implicit_resolvers = {}
    try:
        loaded = yaml.load(text, Loader=_TextLoader)  # noqa: S506 (a safe loader without types)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) else None


def _lines(text: str) -> list[Line]:
    text = _FENCE.sub("", text)
    text = _UNDERLINED.sub(lambda found: ("# " if found[2][0] == "=" else "## ") + found[1], text)
    kept = [line for line in text.split("\n") if not _DROPPED.match(line)]
    # An empty line around headings keeps them apart from the paragraph below.
    spaced = "\n".join(f"\n{line}\n" if _HEADING.match(line) else line for line in kept)
    lines: list[Line] = []
    for line in split_lines(spaced):
        heading = _HEADING.match(line.text)
        words = strip_marks(heading[1] if heading else line.text)
        if words:
            kind = line.kind if heading is None else "heading" if any(x.kind == "title" for x in lines) else "title"
            lines.append(Line(words, line.block, kind))
    return lines


def strip_marks(text: str) -> str:
    """A line without the marks of Markdown: emphasis, links, code, images, notes, quote marks."""
    text = re.sub(r"^\s*>+\s?", "", text)
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", "", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<(?:https?://|mailto:)[^>]*>|</?[a-zA-Z][^>]*>", "", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])", r"\2", text)
    text = re.sub(r"`([^`]*)`", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text).strip()
