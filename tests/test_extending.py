"""What docs/extending.md promises: actors, offices, triggers and event types are added by editing data."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

GUIDE = Path(__file__).parents[1] / "docs" / "extending.md"


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    """The code blocks of the guide, in order."""
    return re.findall(r"```(?:csv|yaml)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.S)


@pytest.fixture
def rules(tmp_path: Path, blocks: list[str]) -> Path:
    """A user's folder filled from the guide, word for word."""
    (tmp_path / "common").mkdir()
    (tmp_path / "en").mkdir()
    persons, offices, terms, trigger, types, play, title = blocks
    (tmp_path / "common" / "persons.csv").write_text(persons, encoding="utf-8")
    (tmp_path / "common" / "offices.csv").write_text(offices, encoding="utf-8")
    (tmp_path / "common" / "office_terms.csv").write_text(terms, encoding="utf-8")
    (tmp_path / "common" / "event_types.csv").write_text(types, encoding="utf-8")
    (tmp_path / "common" / "titles.yml").write_text(title, encoding="utf-8")
    both = trigger + "\n".join(line for line in play.splitlines() if line.startswith("  - "))
    (tmp_path / "en" / "triggers.yml").write_text(both, encoding="utf-8")
    (tmp_path / "en" / "verbs.csv").write_text("id,past,participle,doubles\ntweet,,,\n", encoding="utf-8")
    return tmp_path


def read(text: str, rules: Path) -> list[EventMention]:
    document = a_document(text, published="2024-03-15")
    return list(extract_document(document, load_lexicon(rules)).mentions)


def test_a_new_trigger_and_actor(rules: Path) -> None:
    (mention,) = read("Anna Example tweeted on Wednesday.", rules)
    assert mention.event_type == "statement"
    assert mention.rule_id == "en.triggers.statement.tweet"
    assert mention.participants[0].name == "Anna Example"


def test_a_new_office(rules: Path) -> None:
    (mention,) = read("Anna Example tweeted on Wednesday.", rules)
    assert mention.participants[0].office == "Water Minister of Azerbaijan"


def test_a_new_event_type(rules: Path) -> None:
    mentions = read("Azerbaijan played Pakistan on Wednesday.", rules)
    assert [m.event_type for m in mentions] == ["sport"]
    assert mentions[0].title.endswith("play each other")


def test_without_the_folder_nothing_of_it_is_known() -> None:
    document = a_document("Anna Example tweeted on Wednesday about Azerbaijan.", published="2024-03-15")
    assert not extract_document(document, load_lexicon()).mentions


def test_the_shipped_rules_stay(rules: Path) -> None:
    mentions = read("Foreign Minister Jeyhun Bayramov of Azerbaijan visited Pakistan on Wednesday.", rules)
    assert "visit" in {m.event_type for m in mentions}


def test_the_tables_of_the_guide_are_csv(blocks: list[str]) -> None:
    for block in blocks[:3]:
        rows = list(csv.reader(block.splitlines()))
        assert len({len(row) for row in rows}) == 1
