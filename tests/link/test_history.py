"""``changes`` says what came, went and differs, and which document is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import Document, Event, EventMention
from pipeline.link.corrections import Correction
from pipeline.link.history import Change, list_changes
from pipeline.link.link import LinkResult, link_mentions
from tests.link.build import LEXICON, a_document, a_mention


def render(events: Sequence[Event]) -> dict[str, dict[str, str]]:
    return {
        event.event_id: {
            "date_start": str(event.interval.start),
            "actors": "; ".join(p.name for p in event.participants),
            "n_sources": str(event.n_sources),
            "title": event.title,
        }
        for event in events
    }


def run(
    mentions: list[EventMention], documents: list[Document], before: LinkResult | None, old: list[Document]
) -> tuple[LinkResult, list[Change]]:
    known = before.events if before else ()
    result = link_mentions(mentions, documents, LEXICON, previous=known)
    paths = {document.document_id: document.path for document in old}
    return result, list_changes(known, result, documents, render, paths_before=paths)


TRUCE = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
ALSO = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia;Russia", document="d2")
FIRST, SECOND = a_document("d1", "2020-11-10"), a_document("d2", "2020-11-11")


def test_a_first_run_adds_everything() -> None:
    result, changes = run([TRUCE], [FIRST], None, [])
    assert [(c["change"], c["event_id"], c["document_id"]) for c in changes] == [
        ("added", result.events[0].event_id, "d1")
    ]
    assert changes[0]["reason"] == "reported by d1.txt"


def test_nothing_new_changes_nothing() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    assert run([TRUCE], [FIRST], before, [FIRST])[1] == []


def test_a_new_report_changes_columns_and_is_named() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    _, changes = run([TRUCE, ALSO], [FIRST, SECOND], before, [FIRST])
    assert {(c["change"], c["column"], c["after"]) for c in changes} >= {("changed", "n_sources", "2")}
    assert {(c["reason"], c["document_id"]) for c in changes} == {("new report in d2.txt", "d2")}


def test_an_event_without_sources_is_withdrawn() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    result, changes = run([], [], before, [FIRST])
    assert result.events == ()
    assert [(c["change"], c["reason"], c["document_id"]) for c in changes] == [
        ("withdrawn", "its last source is gone: d1.txt", "d1")
    ]


def test_a_source_less_is_named() -> None:
    before, _ = run([TRUCE, ALSO], [FIRST, SECOND], None, [])
    _, changes = run([TRUCE], [FIRST], before, [FIRST, SECOND])
    assert {c["reason"] for c in changes} == {"no longer reported by d2.txt"}


def test_an_edited_document_is_named_by_its_file() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    edited = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia;Russia", document="d5", quote=TRUCE.quote)
    _, changes = run([edited], [a_document("d5", "2020-11-10", path="d1.txt")], before, [FIRST])
    assert {(c["change"], c["reason"], c["document_id"]) for c in changes} == {("changed", "d1.txt was edited", "d5")}


def test_a_merge_and_a_split_are_told() -> None:
    apart = a_mention("ceasefire", "2020-11-11", "Azerbaijan;Armenia", document="d2")
    before, _ = run([TRUCE, apart], [FIRST, SECOND], None, [])
    together = [TRUCE, replace(apart, interval=TRUCE.interval)]
    merged, changes = run(together, [FIRST, SECOND], before, [FIRST, SECOND])
    kinds = {c["change"] for c in changes}
    assert "merged" in kinds and "withdrawn" not in kinds
    _, changes = run([TRUCE, apart], [FIRST, SECOND], merged, [FIRST, SECOND])
    assert {c["change"] for c in changes} >= {"split", "added"}


def test_rules_that_changed_are_the_reason_when_no_document_did() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    _, changes = run([replace(TRUCE, title="Truce agreed")], [FIRST], before, [FIRST])
    assert [c["column"] for c in changes] == ["title"]
    assert "rules" in (changes[0]["reason"] or "")


def test_a_correction_is_the_reason_of_what_it_changed() -> None:
    before, _ = run([TRUCE], [FIRST], None, [])
    event_id = before.events[0].event_id
    correction = Correction("set", event_id, column="title", value="The truce", by="Leyla", where="curation.csv:2")
    result = link_mentions([TRUCE], [FIRST], LEXICON, previous=before.events, corrections=[correction])
    changes = list_changes(before.events, result, [FIRST], render, paths_before={"d1": "d1.txt"})
    assert changes[0]["after"] == "The truce"
    assert "Leyla" in (changes[0]["reason"] or "")
    gone = Correction("dismiss", event_id, where="curation.csv:3")
    result = link_mentions([TRUCE], [FIRST], LEXICON, previous=before.events, corrections=[gone])
    (change,) = list_changes(before.events, result, [FIRST], render, paths_before={"d1": "d1.txt"})
    assert (change["change"], change["reason"]) == ("withdrawn", "dismissed by hand (curation.csv:3)")
