"""Two reports of one event must give one row; two events never."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from pipeline.core.records import EventMention
from pipeline.link.link import link_mentions
from tests.link.build import LEXICON, a_document, a_mention


def n_events(*mentions: EventMention) -> int:
    """Number of events, each mention in a document of its own unless it says otherwise."""
    documents = [a_document(d) for d in {mention.document_id for mention in mentions}]
    return len(link_mentions(mentions, documents, LEXICON).events)


EXAMPLES = LEXICON.rules("common/link.examples.yml")


def n_events_of(example: Mapping[str, Mapping[str, str]], *, same_document: bool) -> int:
    one, other = (
        a_mention(
            report["type"],
            report["date"],
            report.get("actors", ""),
            report.get("place"),
            document="d1" if same_document else f"d{number}",
            sentence=number,
            quote=report.get("quote", ""),
        )
        for number, report in enumerate((example["one"], example["other"]))
    )
    return n_events(one, other)


@pytest.mark.parametrize("same_document", [False, True])
@pytest.mark.parametrize("example", EXAMPLES["cases"], ids=lambda example: example["say"])
def test_reports_of_one_event_are_one_row(example: Mapping[str, Mapping[str, str]], same_document: bool) -> None:
    assert n_events_of(example, same_document=same_document) == 1


@pytest.mark.parametrize("same_document", [False, True])
@pytest.mark.parametrize("example", EXAMPLES["never"], ids=lambda example: example["say"])
def test_two_events_are_two_rows(example: Mapping[str, Mapping[str, str]], same_document: bool) -> None:
    assert n_events_of(example, same_document=same_document) == 2


def test_a_plan_and_its_fulfilment_are_one_event() -> None:
    plan = a_mention("capture", "2020-11-20", "Azerbaijan", "Lachin", status="planned")
    deed = a_mention("capture", "2020-11-20", "Azerbaijan", "Lachin", document="d2")
    documents = [a_document("d1", "2020-11-15"), a_document("d2", "2020-11-21")]
    (event,) = link_mentions([plan, deed], documents, LEXICON).events
    assert event.status == "occurred"


def test_a_missed_deadline_is_not_the_handover() -> None:
    plan = a_mention("capture", "2020-11-15", "Azerbaijan", "Lachin", status="planned")
    deed = a_mention("capture", "2020-11-25", "Azerbaijan", "Lachin", document="d2")
    assert n_events(plan, deed) == 2


def test_a_denial_is_not_the_event() -> None:
    denied = a_mention("deployment", "2020-10-17", ">Pakistan", status="denied")
    told = a_mention("deployment", "2020-10-17", ">Pakistan", document="d2")
    assert n_events(denied, told) == 2


def test_a_plan_that_is_called_off_is_one_event() -> None:
    planned = a_mention("visit", "2020-10-17", ">Ilham Aliyev", "Islamabad", status="planned")
    denied = a_mention("visit", "2020-10-17", ">Ilham Aliyev", "Islamabad", status="denied", document="d2")
    documents = [a_document("d1", "2020-10-01"), a_document("d2", "2020-10-05")]
    (event,) = link_mentions([planned, denied], documents, LEXICON).events
    assert event.status == "denied"


def test_wreaths_are_not_the_parade() -> None:
    parade = a_mention("ceremony", "2020-12-10", "Ilham Aliyev", "Baku", quote="The army held a parade in Baku")
    wreath = a_mention("ceremony", "2020-12-10", "Ilham Aliyev", "Baku", quote="They laid a wreath", sentence=4)
    again = a_mention("ceremony", "2020-12-10", "Ilham Aliyev", "Baku", quote="Troops paraded", document="d2")
    assert n_events(parade, wreath, again) == 2


def test_a_month_joins_neither_of_two_that_fit_alike() -> None:
    """Rather a row too many than a date that the source did not give."""
    first = a_mention("meeting", "2024-07-03", "Ilham Aliyev;Shehbaz Sharif", "Baku")
    second = a_mention("meeting", "2024-07-11", "Ilham Aliyev;Shehbaz Sharif", "Baku", document="d2")
    vague = a_mention("meeting", "2024-07", "Ilham Aliyev;Shehbaz Sharif", "Baku", document="d3")
    assert n_events(first, second, vague) == 3


def test_a_vague_report_does_not_chain_two_meetings() -> None:
    """Azerbaijan-Pakistan fits both pairs of persons; they must not meet through it."""
    leaders = a_mention("meeting", "2024-07-11", "Ilham Aliyev;Shehbaz Sharif", "Islamabad")
    ministers = a_mention("meeting", "2024-07-11", "Jeyhun Bayramov;Ishaq Dar", "Islamabad", document="d2")
    states = a_mention("meeting", "2024-07-11", "Azerbaijan;Pakistan", "Islamabad", document="d3")
    result = link_mentions([leaders, ministers, states], [], LEXICON)
    assert result.event_of[leaders.mention_id] != result.event_of[ministers.mention_id]
    assert len(result.events) == 2


def test_two_one_sided_reports_meet_through_the_full_one() -> None:
    """The handover as Armenia's and as Azerbaijan's act, once a report names both."""
    both = a_mention("agreement", "2020-11-10", "Azerbaijan;Armenia;Russia")
    left = a_mention("agreement", "2020-11-10", "Armenia", document="d2")
    right = a_mention("agreement", "2020-11-10", "Azerbaijan;Russia", document="d3")
    assert n_events(both, left, right) == 1


def a_world(seed: int) -> list[EventMention]:
    choose = random.Random(seed)
    kinds = ["meeting", "agreement", "capture", "ceasefire", "statement", "visit", "clash"]
    people = ["Azerbaijan", "Armenia", "Ilham Aliyev", "Shehbaz Sharif", "Pakistan", "Nikol Pashinyan"]
    dates = ["2020-11-08", "2020-11-09", "2020-11-10", "2020-11", "2020", "2020-11-08..2020-11-10"]
    return [
        a_mention(
            choose.choice(kinds),
            choose.choice(dates),
            ";".join(choose.sample(people, choose.randint(0, 3))),
            choose.choice([None, "Baku", "Shusha", "Karabakh", "Azerbaijan"]),
            document=f"d{choose.randrange(20)}",
            sentence=number,
            status=choose.choice(["occurred", "occurred", "planned", "denied"]),
        )
        for number in range(120)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_mentions_and_documents_does_not_matter(seed: int) -> None:
    mentions = a_world(seed)
    documents = [a_document(f"d{n}", f"2020-12-{n % 9 + 1:02d}") for n in range(20)]
    expected = link_mentions(mentions, documents, LEXICON)
    for again in range(3):
        shuffle = random.Random(again).shuffle
        shuffle(mentions)
        shuffle(documents)
        assert link_mentions(mentions, documents, LEXICON) == expected


@pytest.mark.parametrize("seed", range(3))
def test_every_mention_has_one_event(seed: int) -> None:
    mentions = a_world(seed)
    result = link_mentions(mentions, [], LEXICON)
    listed = [m for event in result.events for m in event.mention_ids]
    assert sorted(listed) == sorted(m.mention_id for m in mentions)
    assert len({event.event_id for event in result.events}) == len(result.events)
    assert all(result.event_of[m] == event.event_id for event in result.events for m in event.mention_ids)


def test_joins_carry_their_score_and_reason() -> None:
    exact = a_mention("ceasefire", "2020-11-10", "Azerbaijan;Armenia")
    vague = a_mention("ceasefire", "2020-11", "Azerbaijan;Armenia", document="d2")
    (event,) = link_mentions([exact, vague], [], LEXICON).events
    assert 0.5 <= event.merge_score < 1
    assert "in month" in event.reasons[0] and "same sides" in event.reasons[0]


def test_nothing_gives_nothing() -> None:
    assert link_mentions([], [], LEXICON).events == ()
