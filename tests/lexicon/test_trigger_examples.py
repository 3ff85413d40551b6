"""Every sentence of ``<language>/triggers.examples.yml`` is read as the file says."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import SHIPPED, load_lexicon
from tests.factories import a_document

FILES = sorted(SHIPPED.glob("*/triggers.examples.yml"))


@cache
def _content(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


CASES = [
    pytest.param(
        path.parent.name,
        _content(path)["published"],
        case["expect"],
        text,
        id=f"{path.parent.name}:{text[:60]}",
    )
    for path in FILES
    for case in _content(path)["cases"]
    for text in case["say"]
]
NEVER = [
    pytest.param(path.parent.name, _content(path)["published"], text, id=f"{path.parent.name}:{text[:60]}")
    for path in FILES
    for text in _content(path).get("never", [])
]


def _read(language: str, published: date, text: str) -> list[EventMention]:
    document = a_document(text, published=published.isoformat(), language=language)
    return list(extract_document(document, load_lexicon()).mentions)


def _agrees(mention: EventMention, expect: dict[str, Any]) -> bool:
    names = {p.name for p in mention.participants}
    agents = {p.name for p in mention.participants if p.role in ("agent", "host", "mediator")}
    recipients = {p.name for p in mention.participants if p.role == "recipient"}
    return (
        mention.event_type == expect["type"]
        and mention.interval.start == expect.get("start", mention.interval.start)
        and mention.interval.end == expect.get("end", mention.interval.end)
        and mention.status == expect.get("status", mention.status)
        and mention.title == expect.get("title", mention.title)
        and set(expect.get("actors", [])) <= names
        and set(expect.get("agents", [])) <= agents
        and set(expect.get("recipients", [])) <= recipients
    )


@pytest.mark.parametrize(("language", "published", "expect", "text"), CASES)
def test_sentence_gives_its_event(language: str, published: date, expect: dict[str, Any], text: str) -> None:
    mentions = _read(language, published, text)
    seen = [(m.event_type, str(m.interval.start), [p.name for p in m.participants], m.status) for m in mentions]
    assert any(_agrees(m, expect) for m in mentions), f"expected {expect}, found {seen}"
    assert not [m for m in mentions if m.event_type in expect.get("absent", [])], f"found {seen}"


@pytest.mark.parametrize(("language", "published", "text"), NEVER)
def test_sentence_gives_no_event(language: str, published: date, text: str) -> None:
    assert _read(language, published, text) == []


def test_every_event_type_has_an_example() -> None:
    """A type without an example would rot unseen."""
    types = {row["event_type"] for row in load_lexicon().table("common/event_types.csv")}
    shown = {case["expect"]["type"] for case in _content(SHIPPED / "en" / "triggers.examples.yml")["cases"]}
    assert types == shown
