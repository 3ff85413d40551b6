#!/usr/bin/env python3
"""Time and memory of linking on generated mentions with realistic skew: python benchmarks/link.py [N]

A few events have thousands of reports, most have one or two; a tenth of the reports give only the month, the
year, or fewer participants. Writes one JSON line; exits 3 when it takes longer than 60 s for 200,000
mentions, or more than 2 GB.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from dataclasses import replace
from datetime import date, timedelta

from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.records import Document, EventMention, Participant, PlaceMention, Status
from pipeline.lexicon.load import load_lexicon
from pipeline.link.link import link_mentions

SECONDS_PER_MENTION = 60 / 200_000
LIMIT_MB = 2048
TYPE_WEIGHTS = {
    "meeting": 20, "statement": 15, "visit": 10, "agreement": 8, "attack": 8, "clash": 6, "support": 8,
    "condemnation": 5, "capture": 5, "ceremony": 5, "ceasefire": 2, "exercise": 2, "aid": 2,
}  # fmt: skip
STATES = ["AZE", "PAK", "ARM", "TUR", "RUS", "IRN", "USA", "FRA"]
EPOCH = date(1988, 1, 1)
DAYS = 38 * 365


def generate_mentions(count: int, seed: int = 7) -> tuple[list[EventMention], list[Document]]:
    """Mentions of generated events, shuffled, with the documents that they stand in.

    Args:
        count: Number of mentions.
        seed: Of the generator; equal seeds give equal mentions.
    """
    choose = random.Random(seed)
    mentions: list[EventMention] = []
    while len(mentions) < count:
        base = _event(choose)
        reports = min(int(choose.paretovariate(0.9)), 8000, count - len(mentions))
        mentions.extend(_report(base, len(mentions) + n, choose) for n in range(reports))
    choose.shuffle(mentions)
    ids = sorted({mention.document_id for mention in mentions})
    documents = [
        Document(i, f"{i}.txt", "", "txt", language="en", published_date=EPOCH + timedelta(choose.randrange(DAYS)))
        for i in ids
    ]
    return mentions, documents


def _event(choose: random.Random) -> EventMention:
    # Crises crowd the calendar: half of the events fall into a twentieth of the days.
    days = choose.randrange(DAYS // 20) * 20 if choose.random() < 0.5 else choose.randrange(DAYS)
    sides = choose.sample(STATES, choose.choice([1, 2, 2, 2, 3]))
    place = choose.choice([None, *range(40)])
    return EventMention(
        mention_id="m0",
        document_id="d0",
        sentence=0,
        char_start=0,
        char_end=60,
        quote="A generated sentence that reports one event in plain words.",
        trigger="reports",
        trigger_start=21,
        trigger_end=28,
        event_type=choose.choices(list(TYPE_WEIGHTS), list(TYPE_WEIGHTS.values()))[0],
        interval=day(EPOCH + timedelta(days)),
        date_basis="explicit",
        date_text=None,
        date_text_start=None,
        date_text_end=None,
        participants=tuple(_participant(side, choose) for side in sides),
        place=_place(place),
        status="occurred",
        attribution=None,
        title="A generated title",
        scope=("other",),
        confidence=0.8,
        rule_id="bench",
    )


def _place(number: int | None) -> PlaceMention | None:
    if number is None:
        return None
    return PlaceMention(0, 0, f"pplace-{number}", f"Place {number}", "AZE", kind="town")


def _participant(side: str, choose: random.Random) -> Participant:
    if choose.random() < 0.5:
        return Participant(f"astate-{side.lower()}", side, "state", side, "participant")
    number = choose.randrange(6)
    return Participant(f"aperson-{side.lower()}-{number}", f"{side} {number}", "person", side, "participant")


def _report(base: EventMention, number: int, choose: random.Random) -> EventMention:
    interval, people, place = base.interval, list(base.participants), base.place
    luck = choose.random()
    if luck < 0.08:
        interval = month(interval.start.year, interval.start.month)
    elif luck < 0.10:
        interval = year(interval.start.year)
    elif luck < 0.12:
        interval = Interval(interval.start, interval.start + timedelta(1), "day")
    if len(people) > 1 and choose.random() < 0.15:
        people.pop(choose.randrange(len(people)))
    if choose.random() < 0.4:
        place = None
    status: Status = "planned" if choose.random() < 0.05 else "occurred"
    document = f"d{number // 6:016x}" if choose.random() < 0.9 else f"d{choose.randrange(50):016x}"
    return replace(
        base,
        mention_id=f"m{number:016x}",
        document_id=document,
        sentence=number % 40,
        interval=interval,
        participants=tuple(people),
        place=place,
        status=status,
        confidence=round(choose.uniform(0.4, 0.95), 3),
    )


def main() -> int:
    """Generate, link, report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    mentions, documents = generate_mentions(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.perf_counter()
    result = link_mentions(mentions, documents, load_lexicon())
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    largest = max(len(event.mention_ids) for event in result.events)
    figures = {
        "mentions": count,
        "events": len(result.events),
        "largest": largest,
        "seconds": round(seconds, 2),
        "peak_mb": peak,
        "mb_before": before,
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0 if seconds <= SECONDS_PER_MENTION * count and peak <= LIMIT_MB else 3


if __name__ == "__main__":
    sys.exit(main())
