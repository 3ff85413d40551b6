"""Ids last: over orders, subsets, edits and reruns."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pipeline.core.records import EventMention
from pipeline.link.link import link_mentions
from tests.link.build import LEXICON, a_document, a_mention
from tests.link.test_link import a_world

DOCUMENTS = [a_document(f"d{n}", f"2020-12-{n % 9 + 1:02d}") for n in range(20)]


def ids_by_mentions(mentions: list[EventMention]) -> dict[tuple[str, ...], str]:
    result = link_mentions(mentions, DOCUMENTS, LEXICON)
    return {tuple(sorted(event.mention_ids)): event.event_id for event in result.events}


@pytest.mark.parametrize("seed", range(3))
def test_events_with_the_same_mentions_keep_their_id_over_subsets(seed: int) -> None:
    world = a_world(seed)
    expected = ids_by_mentions(world)
    n_kept = 0
    for again in range(20):
        choose = random.Random(again)
        kept = {f"d{n}" for n in range(20) if choose.random() < 0.7}
        subset = [m for m in world if m.document_id in kept]
        choose.shuffle(subset)
        for members, event_id in ids_by_mentions(subset).items():
            if members in expected:
                n_kept += 1
                assert event_id == expected[members]
    assert n_kept > 100


@pytest.mark.parametrize("seed", range(3))
def test_events_with_the_same_mentions_keep_their_id_over_reruns(seed: int) -> None:
    """Documents come and go run after run, each run knowing the one before."""
    world = a_world(seed)
    known = link_mentions(world, DOCUMENTS, LEXICON).events
    for again in range(10):
        choose = random.Random(again)
        kept = {f"d{n}" for n in range(20) if choose.random() < 0.7}
        subset = [m for m in world if m.document_id in kept]
        before = {tuple(sorted(event.mention_ids)): event.event_id for event in known}
        known = link_mentions(subset, DOCUMENTS, LEXICON, previous=known).events
        for event in known:
            members = tuple(sorted(event.mention_ids))
            assert before.get(members, event.event_id) == event.event_id


def test_a_later_report_does_not_change_the_id() -> None:
    first = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
    later = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia;Russia", document="d2")
    documents = [a_document("d1", "2020-11-10"), a_document("d2", "2021-11-10")]
    (alone,) = link_mentions([first], documents, LEXICON).events
    (both,) = link_mentions([first, later], documents, LEXICON).events
    assert alone.event_id == both.event_id


def test_an_earlier_report_keeps_the_id_when_the_run_before_is_known() -> None:
    first = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
    earlier = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia;Russia", document="d2")
    documents = [a_document("d1", "2020-11-10"), a_document("d2", "2020-11-09")]
    (alone,) = link_mentions([first], documents, LEXICON).events
    (both,) = link_mentions([first, earlier], documents, LEXICON, previous=[alone]).events
    assert alone.event_id == both.event_id


@pytest.mark.parametrize("quote", ["", "A report of the truce, in new words"])
def test_an_edited_document_keeps_the_ids(quote: str) -> None:
    """Editing gives the document and its mentions new ids, and perhaps the sentence new words."""
    before = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d1")
    known = link_mentions([before], [a_document("d1")], LEXICON).events
    after = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d9", sentence=7, quote=quote)
    (event,) = link_mentions([after], [a_document("d9")], LEXICON, previous=known).events
    assert event.event_id == known[0].event_id


def test_merging_leads_from_the_old_id_to_the_new() -> None:
    day = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
    also = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d3")
    single = a_mention("ceasefire", "2020-11-11", "Azerbaijan;Armenia", document="d2")
    known = link_mentions([day, also, single], [], LEXICON).events
    assert len(known) == 2
    moved = replace(single, interval=day.interval)
    result = link_mentions([day, also, moved], [], LEXICON, previous=known)
    (event,) = result.events
    gone = next(e.event_id for e in known if single.mention_id in e.mention_ids)
    assert result.merged_into == {gone: event.event_id}
    assert day.mention_id in next(e for e in known if e.event_id == event.event_id).mention_ids


def test_splitting_names_the_parts() -> None:
    one = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
    also = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d3")
    two = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia", document="d2")
    (known,) = link_mentions([one, also, two], [], LEXICON).events
    moved = replace(
        two,
        interval=replace(two.interval, start=two.interval.start.replace(day=9), end=two.interval.start.replace(day=9)),
    )
    result = link_mentions([one, also, moved], [], LEXICON, previous=[known])
    assert result.event_of[one.mention_id] == known.event_id
    assert set(result.split_into[known.event_id]) == {event.event_id for event in result.events}


def test_the_id_has_the_promised_shape() -> None:
    (event,) = link_mentions([a_mention("ceasefire", "2020-11-10", "Armenia")], [], LEXICON).events
    assert len(event.event_id) == 13 and event.event_id[0] == "e"
    int(event.event_id[1:], 16)
