"""The documentation: every page is in the contents, no link leads nowhere, guides do what they say, it builds."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.records import EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

DOCS = Path(__file__).parents[1] / "docs"
MADE = {"commands", "tables", "event-types", "coding", "rule-files", "api"}
"""Pages of the reference, made when the site is built."""


def _pages() -> list[Path]:
    return [page for page in sorted(DOCS.rglob("*.md")) if not {"_site", "reference"} & set(page.parts)]


def _links(page: Path) -> Iterator[Path]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            yield (page.parent / target).resolve()


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_link_leads_nowhere(page: Path) -> None:
    made = {(DOCS / "reference" / f"{name}.md").resolve() for name in MADE}
    assert not [link for link in _links(page) if not link.exists() and link not in made]


def test_every_page_is_in_the_contents() -> None:
    trees = re.findall(r"```\{toctree\}(.*?)```", (DOCS / "index.md").read_text(encoding="utf-8"), re.DOTALL)
    listed = {line for tree in trees for line in tree.split() if not line.startswith(":")}
    pages = {page.relative_to(DOCS).with_suffix("").as_posix() for page in _pages()} - {"index"}
    wanted = {page for page in pages if not page.startswith("decisions/")} | {f"reference/{name}" for name in MADE}
    assert not wanted - listed, "add these pages to a toctree of docs/index.md"


def _blocks(guide: str) -> list[str]:
    text = (DOCS / "howto" / guide).read_text(encoding="utf-8")
    return re.findall(r"```(?:csv|yaml)\n(.*?)```", text, flags=re.DOTALL)


def _lay(folder: Path, files: list[str], blocks: list[str]) -> None:
    assert len(files) == len(blocks)
    for name, content in zip(files, blocks, strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def test_a_new_place_period_holiday_and_language(tmp_path: Path) -> None:
    facts = [f"{folder}/{name}.csv" for name in ("places", "periods", "holidays") for folder in ("common", "en")]
    _lay(tmp_path, facts, _blocks("names.md"))
    german = ["language.yml", "dates.yml", "states.csv", "titles.yml", "inflection.yml", "triggers.yml", "modality.yml"]
    _lay(tmp_path, [f"de/{name}" for name in german], _blocks("language.md"))
    lexicon = load_lexicon(tmp_path)

    def read(text: str, language: str = "en") -> EventMention:
        (mention,) = extract_document(a_document(text, published="2023-06-01", language=language), lexicon).mentions
        return mention

    met = read("The presidents of Azerbaijan and Pakistan met at the Example Dam on River Day.")
    assert met.place is not None and met.place.name == "Example Dam"
    assert met.interval.start.isoformat() == "2023-05-14"
    signed = read("Azerbaijan and Pakistan signed an agreement during the Baku water week.").interval
    assert (signed.start.isoformat(), signed.end.isoformat()) == ("2023-03-06", "2023-03-10")
    signed_in_german = read(
        "Aserbaidschan und Pakistan unterzeichneten am 10. November 2020 in Baku ein Abkommen.", language="de"
    )
    assert signed_in_german.event_type == "agreement"
    assert signed_in_german.interval.start.isoformat() == "2020-11-10"
    assert {actor.name for actor in signed_in_german.participants} == {"Azerbaijan", "Pakistan"}
    assert signed_in_german.place is not None and signed_in_german.place.name == "Baku"


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("sphinx", "furo", "myst_parser")),
    reason="the site is built by `make docs`, which installs what it needs",
)
def test_the_site_builds_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "-d", str(tmp_path / "trees"), str(DOCS)]
    subprocess.run([*command, str(tmp_path / "site")], check=True, timeout=120)
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe)[^>]* src=\"(?:https?:)?//", text), page
        assert not re.findall(r"<link[^>]*rel=\"(?:stylesheet|preload)\"[^>]*href=\"(?:https?:)?//", text), page
