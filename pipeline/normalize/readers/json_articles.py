"""JSON and JSON lines: one article or many, under whatever field names and however deeply nested."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.normalize.encoding import decode_bytes
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Article, Line, ReadError
from pipeline.normalize.readers.fields import BODY, Fields, has_body, read_fields

DEEPEST = 12
_REMEDY = "Mend the file, or save each article as a file of its own."


def read_json(data: bytes) -> list[Article]:
    """The articles of a JSON file, in the order of the file.

    Raises:
        ReadError: It is no JSON (``broken_json``) or holds no article (``no_article``).
    """
    decoded = decode_bytes(data)
    try:
        loaded = json.loads(decoded.text)
    except RecursionError:
        raise ReadError("broken_json", f"The JSON is nested too deeply. {_REMEDY}") from None
    except ValueError as error:
        if "\n{" in decoded.text and "Extra data" in str(error):
            return read_json_lines(data)
        raise ReadError("broken_json", f"Not valid JSON: {error}. {_REMEDY}", decoded.text[:80]) from None
    return record_articles(list(_records(loaded)), data, decoded.encoding)


def read_json_lines(data: bytes) -> list[Article]:
    """The articles of a file with one JSON value a line; broken lines are left out with a warning.

    Raises:
        ReadError: No line is JSON (``broken_json``) or none holds an article (``no_article``).
    """
    decoded = decode_bytes(data)
    records: list[Mapping[str, Any]] = []
    broken: list[int] = []
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            try:
                records.extend(_records(json.loads(line)))
            except (ValueError, RecursionError):
                broken.append(number)
    if broken and not records:
        raise ReadError("broken_json", f"Line {broken[0]} is no valid JSON. {_REMEDY}")
    articles = record_articles(records, data, decoded.encoding)
    if broken:
        warning = f"{len(broken)} lines are no valid JSON and were left out (first: line {broken[0]})"
        articles = [replace(articles[0], warning=warning), *articles[1:]]
    return articles


def _records(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Mappings that look like articles, outermost first; what an article holds is not searched further."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _records(part, depth + 1)
    elif isinstance(value, Mapping):
        if _is_article(value):
            yield value
        else:
            for part in value.values():
                if isinstance(part, (list, Mapping)):
                    yield from _records(part, depth + 1)


def _is_article(record: Mapping[str, Any]) -> bool:
    """An article has a body of its own; a headline with a date is only a pointer to one."""
    if not has_body(record):
        return False
    fields = read_fields(record)
    return sum(map(len, fields.body)) >= 40 or (fields.title is not None and bool(fields.body))


def canonical_line(line: bytes) -> bytes:
    """A line of a file of JSON lines in the form that identifies its record; as it is when it is no JSON."""
    try:
        loaded = json.loads(line)
    except (ValueError, RecursionError):
        return line
    return canonical(loaded) if isinstance(loaded, Mapping) else line


def record_articles(records: list[Mapping[str, Any]], data: bytes, encoding: str) -> list[Article]:
    """The articles of records; the bytes of the file identify one that stands alone.

    Raises:
        ReadError: There is no record (``no_article``).
    """
    if not records:
        names = ", ".join(BODY[:3])
        raise ReadError("no_article", f"No article found: none of the objects has a text field ({names}, ...).")
    single = len(records) == 1
    return [
        _article(record, data if single else canonical(record), "" if single else f"#{number}", encoding)
        for number, record in enumerate(records)
    ]


def canonical(record: Mapping[str, Any]) -> bytes:
    """The bytes that identify a record: the same whatever the order and spacing of its fields."""
    return json.dumps(record, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str).encode()


def _article(record: Mapping[str, Any], content: bytes, fragment: str, encoding: str) -> Article:
    fields = read_fields(record)
    return fields.article(tuple(_lines(fields)), content, fragment=fragment, encoding=encoding)


def _lines(fields: Fields) -> list[Line]:
    parts = [fields.lead] if fields.lead and fields.lead not in fields.body else []
    lines: list[Line] = []
    for part in [*parts, *fields.body]:
        offset = lines[-1].block + 1 if lines else 0
        if _is_markup(part):
            from pipeline.normalize.readers.page import lines_of_fragment

            found = lines_of_fragment(part)
        else:
            found = split_lines(part)
        lines += [replace(line, block=line.block + offset) for line in found]
    return lines


def _is_markup(text: str) -> bool:
    lowered = text.lower()
    return any(tag in lowered for tag in ("</p>", "<br", "</div>", "<p>", "</li>"))
