"""The page: no text of a document can run, leave its element or reach the network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.lexicon.page import load_page_labels
from pipeline.validate.tables import validate_tables
from pipeline.write.page_data import page_data
from pipeline.write.to_html import embed_json, page_script, render_page, write_html
from tests.schema.builders import HOSTILE, PLAIN, all_tables

EVIL = st.sampled_from(
    ["</script>", "<!--", "<script>", "]]>", "{{script}}", "\u2028", "\ud800", "\x00", "&amp;", "\\", '"']
)


class _Elements(HTMLParser):
    """Tags of a page with their attributes, and the text of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def _parse(page: str) -> _Elements:
    parser = _Elements()
    parser.feed(page)
    parser.close()
    return parser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of tables with odd texts in them."""
    path: Path = tmp_path_factory.mktemp("html") / "timeline.html"
    tables = validate_tables(all_tables(), []).tables
    types = load_event_types(load_lexicon())
    labels = load_page_labels(load_lexicon())
    write_html(tables, path, event_types=types, facts={"version": "</dd><script>"}, labels=labels)
    return path.read_text(encoding="utf-8")


@given(st.lists(st.text(max_size=8) | EVIL, max_size=6).map("".join))
def test_no_text_ends_the_script_or_changes_the_page(text: str) -> None:
    data = {"events": [[text, {"a": text}]], text: 1}
    parsed = _parse(render_page(data))
    plain = _parse(render_page({"events": []}))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert parsed.scripts[1] == plain.scripts[1]
    found = json.loads(parsed.scripts[0])
    shown = re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert found["events"] == [[shown, {"a": shown}]]


@given(st.text(max_size=20) | EVIL)
def test_embedded_json_has_no_markup_and_means_the_same(text: str) -> None:
    embedded = embed_json([text])
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", embedded)
    assert json.loads(embedded) == [re.sub("[\ud800-\udfff]", "\ufffd", text)]


def test_only_our_own_script_and_style_may_run(page: str) -> None:
    parsed = _parse(page)
    policy = next(a["content"] for _, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for content in (parsed.scripts[1], re.search("<style>(.*?)</style>", page, re.DOTALL)[1]):  # type: ignore[index]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    for tag, attributes in _parse(page).tags:
        assert "src" not in attributes and not any(name.startswith("on") for name in attributes), tag
        assert attributes.get("href", "#").startswith(("#", "data:,")), tag
    outside_data = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    outside_data = outside_data.replace("http://www.w3.org/2000/svg", "")  # the name of a format, never fetched
    assert not re.search(r"https?://(?!\S*\$)[a-z]", outside_data)
    assert "url(" not in outside_data and "@import" not in outside_data


def test_every_control_has_a_label(page: str) -> None:
    labelled = set(re.findall(r"<label[^>]*>(?:(?!</label>).)*?id=\"([\w-]+)\"", page, re.DOTALL))
    assert labelled == set(re.findall(r'<(?:input|select) id="([\w-]+)"', page))


def test_spans_are_counted_from_the_start_of_the_quote() -> None:
    tables = validate_tables(all_tables(), []).tables
    mentions = page_data(tables, load_event_types(load_lexicon()))["mentions"]
    at = mentions["quote"].index(PLAIN.split(". ")[0] + ".")
    quote = mentions["quote"][at]
    assert quote[mentions["trigger_start"][at] : mentions["trigger_end"][at]] == "met"
    assert quote[mentions["date_text_start"][at] : mentions["date_text_end"][at]] == "10 November 2020"
    assert min(mentions["trigger_start"]) >= 0


def test_columns_point_at_each_other() -> None:
    tables = validate_tables(all_tables(), []).tables
    data = page_data(tables, load_event_types(load_lexicon()))
    events, mentions, parts = data["events"], data["mentions"], data["parts"]
    assert mentions["first"] == [0, 1, 2, 4] and parts["first"][-1] == len(tables["event_actors"])
    met = events["id"].index(tables["timeline"]["event_id"].iloc[-1])
    assert data["documents"]["document_id"][mentions["document"][events["best"][met]]] == "dplain"
    assert [data["vocabulary"]["type"][code] for code in events["type"]] == list(tables["timeline"]["event_type"])
    assert data["vocabulary"]["place"][events["place"][met]] == ("Baku", "AZE", 40.4093, 49.8671)
    assert events["place"].count(-1) == 1
    sizes = {name: len(column) for name, column in events.items() if name != "curated"}
    assert set(sizes.values()) == {3}, sizes


def test_hostile_text_reaches_the_page_as_text(page: str) -> None:
    data = json.loads(_parse(page).scripts[0])
    assert data["facts"] == {"version": "</dd><script>"}
    assert any(quote.startswith(HOSTILE[:40]) for quote in data["mentions"]["quote"])


def test_every_word_of_the_page_is_in_the_table() -> None:
    labels = load_page_labels(load_lexicon())
    used = set(re.findall(r"\bt\(\"([\w.\-]+)\"", page_script()))
    used |= set(re.findall(r'data-t(?:-label|-hint)?="([\w.]+)"', render_page({})))
    assert used and used <= labels["en"].keys(), used - labels["en"].keys()
    for language, words in labels.items():
        assert labels["en"].keys() <= words.keys(), (language, labels["en"].keys() - words.keys())
        for key, text in labels["en"].items():
            assert set(re.findall(r"{\d}", text)) == set(re.findall(r"{\d}", words[key])), (language, key)
        if language != "en":
            assert {f"type.{id_}" for id_ in load_event_types(load_lexicon())} <= words.keys(), language


def test_the_page_without_data_is_small() -> None:
    assert len(render_page({}).encode()) < 150_000
