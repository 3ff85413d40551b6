"""The page in a real browser: filters, brush, keys, address, nothing from the network, nothing in the console."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.lexicon.page import load_page_labels
from pipeline.validate.tables import validate_tables
from pipeline.write.to_html import write_html
from tests.schema.builders import HOSTILE, all_tables

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is missing: pip install playwright (no browser download needed)"
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path: apt-get install chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of three events with odd texts in them."""
    path: Path = tmp_path_factory.mktemp("page") / "timeline.html"
    lexicon = load_lexicon()
    write_html(
        validate_tables(all_tables(), []).tables,
        path,
        event_types=load_event_types(lexicon),
        facts={"version": "1"},
        labels=load_page_labels(lexicon),
    )
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless browser for all tests."""
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, opened; any error, message or request fails the test."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
    opened.on("request", lambda request: troubles.append(request.url) if request.url.startswith("http") else None)
    opened.goto(address)
    yield opened
    context.close()
    assert not troubles


def _address(page: Any) -> str:
    """The address once the page has put its state there."""
    page.wait_for_timeout(120)
    return str(page.url)


def test_cards_show_dates_evidence_and_offices(page: Any) -> None:
    card = page.locator(".event").nth(2)
    text = card.inner_text()
    assert "10 November 2020" in text and "“10 November 2020”" in text and "dated in the text" in text
    assert "Jeyhun Bayramov (Foreign Minister of Azerbaijan)" in text
    assert card.locator("blockquote mark.date").first.inner_text() == "10 November 2020"
    card.locator("summary").click()
    card.locator(".evidence").nth(1).wait_for()
    assert card.locator(".evidence").count() == 2
    assert "published 11 November 2020" in card.inner_text()
    assert page.locator(".event time").first.inner_text() == "about 24 October 1813"


def test_hostile_text_is_text(page: Any) -> None:
    assert HOSTILE[:9] in page.locator(".event").first.inner_text()
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def test_filters_count_and_stand_in_the_address(page: Any, address: str) -> None:
    assert page.locator("#f-type option").all_inner_texts()[0] == "All types"
    page.select_option("#f-type", "agreement")
    assert page.inner_text("#count").startswith("1 of 3 events")
    assert "type=agreement" in _address(page)
    assert "Meeting (2)" in page.locator("#f-type option").all_inner_texts()
    page.goto(address + "#status=denied")
    page.wait_for_timeout(50)
    assert page.inner_text("#count").startswith("1 of 3 events")
    page.click("#reset")
    assert page.inner_text("#count").startswith("3 of 3 events") and "#" not in _address(page)


def test_text_finds_words_dates_and_places(page: Any) -> None:
    for words, found in (("november 2020", 1), ("BAKU", 3), ("hyperlink baku", 1), ("ملاقات", 1), ("nothing such", 0)):
        page.fill("#f-q", words)
        page.wait_for_timeout(30)
        assert page.inner_text("#count").startswith(f"{found} of 3"), words


def test_several_actors_and_offices_keep_what_they_share(page: Any) -> None:
    page.fill("#f-actor", "Foreign Minister of Azerbaijan")
    page.press("#f-actor", "Enter")
    page.fill("#f-actor", "pakistan")
    page.press("#f-actor", "Enter")
    assert page.locator(".chip").count() == 2
    assert page.inner_text("#count").startswith("2 of 3 events")
    page.locator(".chip").first.click()
    assert page.inner_text("#count").startswith("3 of 3 events")


def test_brushing_and_the_handles_choose_a_time(page: Any) -> None:
    box = page.locator("#strip svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 40, steps=3)
    page.mouse.up()
    assert "from=1958" in _address(page) and "to=2000" in _address(page)
    assert page.inner_text("#count").startswith("1 of 3 events")
    before = page.input_value("#f-to")
    page.focus("[data-end='to']")
    page.keyboard.press("ArrowRight")
    assert page.input_value("#f-to") > before
    page.keyboard.press("Escape")
    assert page.inner_text("#count").startswith("3 of 3 events")


def test_what_surely_lies_in_the_chosen_time_comes_first(page: Any, address: str) -> None:
    page.goto(address + "#from=1991-02&to=2020-11")
    page.wait_for_timeout(50)
    marks = page.locator(".year-mark").all_inner_texts()
    assert marks == ["2020", "Dated less exactly: may lie in the chosen time", "1991"], marks


def test_keys_move_among_the_events(page: Any) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.place") == "1"
    page.keyboard.press("e")
    assert page.locator(".event").nth(1).locator(".evidence").count() == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


@pytest.mark.parametrize("view", ["lanes", "map", "actors"])
def test_every_view_opens_by_key_and_by_address(page: Any, address: str, view: str) -> None:
    page.keyboard.press({"lanes": "2", "map": "3", "actors": "4"}[view])
    assert page.locator(f"#{view}").is_visible() and page.locator(f"#{view} > *").count()
    page.goto(address + f"#view={view}&type=meeting")
    page.wait_for_timeout(50)
    assert page.locator(f"#tab-{view}").get_attribute("aria-selected") == "true"


def test_lanes_open_the_event_by_key(page: Any) -> None:
    page.keyboard.press("2")
    page.focus(".lane-view")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("#picked .event").count() == 1
    page.select_option("#lanes-by", "actor")
    assert "lanes=actor" in _address(page)
    assert page.input_value("#lanes-by") == "actor"
    assert "Pakistan (3)" in page.locator(".lane-names button").all_inner_texts()


def test_long_lists_are_there_for_who_turns_to_them(page: Any) -> None:
    page.focus("#f-place")
    assert page.locator("#f-place option").all_inner_texts() == ["All places", "Baku, AZE (2)"]
    page.select_option("#f-type", "agreement")
    page.focus("#f-place")
    assert page.locator("#f-place option").count() == 2
    assert page.locator("#actor-list option").count() >= 1


def test_actors_say_whom_they_met(page: Any) -> None:
    page.keyboard.press("4")
    row = page.locator("#actors tbody tr").first.inner_text().split("\t")
    assert {row[0].strip(), row[1].strip()} == {"Jeyhun Bayramov", "Pakistan"} and row[2:4] == ["2", "2"], row


def test_the_map_filters_by_place(page: Any) -> None:
    page.keyboard.press("3")
    page.locator(".spot").first.click()
    assert "place=Baku" in _address(page) and page.inner_text("#count").startswith("2 of 3")


def test_the_download_holds_the_filtered_rows(page: Any) -> None:
    page.select_option("#f-type", "meeting")
    with page.expect_download() as waiting:
        page.click("#download")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2
    assert rows[0]["title"] == "'=HYPERLINK(0) </script>" and rows[0]["date_start"] == "1813-10-24"
    assert rows[1]["actors"] == "Jeyhun Bayramov; Pakistan"


def test_the_page_speaks_the_readers_language(browser: Any, address: str) -> None:
    context = browser.new_context(locale="tr-TR")
    page = context.new_page()
    page.goto(address)
    assert page.inner_text("h1") == "Olay zaman çizelgesi" and "Kasım 2020" in page.inner_text("#events")
    page.select_option("#language", "ur")
    assert page.evaluate("document.documentElement.dir") == "rtl" and "lang=ur" in _address(page)
    context.close()


def test_nothing_sticks_out_on_a_phone(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    for view in ("", "lanes", "map", "actors"):
        page.goto(f"{address}#view={view}")
        page.reload()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
    context.close()
