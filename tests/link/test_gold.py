"""Joining across the annotated corpus: gold events as perfect and as blurred mentions.

This measures linking alone, without the mistakes of reading. The formula is B-cubed (Bagga and Baldwin, 1998).
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.intervals import Interval, month
from pipeline.core.records import Document, EventMention, Participant, PlaceMention
from pipeline.core.text import fold, slug
from pipeline.link.curation import known_names
from pipeline.link.link import link_mentions
from tests.link.build import LEXICON

GOLD = json.loads((Path(__file__).parents[1] / "gold" / "corpus.json").read_text(encoding="utf-8"))
PARTICIPANTS, PLACES = known_names(LEXICON)
DIRECTED = {"statement", "support", "congratulation", "condemnation", "accusation", "rejection", "demand"}


@dataclass(frozen=True)
class Item:
    """A gold event as a mention."""

    mention: EventMention
    key: str
    language: str
    is_core: bool


def participant_of(name: str, *, acts: bool) -> Participant:
    known = PARTICIPANTS.get(fold(name)) or Participant(f"u-{slug(name)}", name, "person", None, "participant")
    role = "agent" if acts else "participant"
    return Participant(known.actor_id, known.name, known.kind, known.country, role)  # type: ignore[arg-type]


def place_of(name: str | None) -> PlaceMention | None:
    if not name:
        return None
    return PLACES.get(fold(name)) or PlaceMention(0, 0, f"p-{slug(name)}", name)


def mention_of(document: str, number: int, event: dict[str, Any], blur: random.Random | None) -> EventMention:
    names = list(event["actors"]) or list(event.get("actors_ok") or [])[:2]
    event_type, place = event["type"], place_of(event.get("place"))
    start, end = date.fromisoformat(event["start"]), date.fromisoformat(event["end"])
    interval = Interval(start, end, event["precision"])
    if blur:
        names += [name for name in event.get("actors_ok") or [] if name not in names and blur.random() < 0.5]
        if len(names) > 1 and blur.random() < 0.2:
            names.pop(blur.randrange(len(names)))
        if event.get("alt") and blur.random() < 0.25:
            event_type = blur.choice(event["alt"])
        if blur.random() < 0.08:
            interval = month(start.year, start.month)
        if blur.random() < 0.3:
            place = None
    quote = event.get("evidence") or event["id"]
    acts = event_type in DIRECTED
    participants = tuple(participant_of(name, acts=acts and n == 0) for n, name in enumerate(names))
    mention_id = "m" + hashlib.sha256(f"{document}/{event['id']}".encode()).hexdigest()[:16]
    return EventMention(
        mention_id, document, number, 0, len(quote), quote, quote, 0, len(quote), event_type, interval, "explicit",
        None, None, None, participants, place, event["status"], None, quote, ("other",), 0.8, "gold",
    )  # fmt: skip


def items_of(blur: random.Random | None) -> tuple[list[Item], list[Document]]:
    items, documents = [], []
    for entry in GOLD:
        name, language = entry["document"], entry.get("language", "en")
        document_id = "d" + hashlib.sha256(name.encode()).hexdigest()[:16]
        documents.append(Document(document_id, name, "", "txt", language=language))
        for number, event in enumerate(entry["events"]):
            key = event.get("same_event") or f"{name}/{event['id']}"
            mention = mention_of(document_id, number, event, blur)
            items.append(Item(mention, key, language, event["weight"] == "core"))
    return items, documents


def one_each(items: list[Item], event_of: dict[str, str]) -> list[tuple[Item, str]]:
    """Each document counts an event once, as the scoring does; core events first."""
    kept: dict[tuple[str, str], Item] = {}
    for item in sorted(items, key=lambda i: not i.is_core):
        kept.setdefault((item.mention.document_id, event_of[item.mention.mention_id]), item)
    return [(item, event_id) for (_, event_id), item in kept.items()]


def b_cubed(pairs: list[tuple[Item, str]]) -> tuple[float, float]:
    """F1, and the share of joined pairs that are wrong."""
    gold, found = defaultdict(set), defaultdict(set)
    for number, (item, event_id) in enumerate(pairs):
        gold[item.key].add(number)
        found[event_id].add(number)
    shared = [len(gold[item.key] & found[event_id]) for item, event_id in pairs]
    precision = sum(n / len(found[event_id]) for n, (_, event_id) in zip(shared, pairs, strict=True)) / len(pairs)
    recall = sum(n / len(gold[item.key]) for n, (item, _) in zip(shared, pairs, strict=True)) / len(pairs)
    joined = [pair for group in found.values() for pair in combinations(sorted(group), 2)]
    wrong = sum(pairs[one][0].key != pairs[other][0].key for one, other in joined)
    return 2 * precision * recall / (precision + recall), wrong / max(1, len(joined))


def measure(blur: random.Random | None, language: str | None = None) -> tuple[float, float, int]:
    items, documents = items_of(blur)
    result = link_mentions([item.mention for item in items], documents, LEXICON)
    pairs = one_each(items, dict(result.event_of))
    n_lost = sum(item.is_core for item in items) - sum(item.is_core for item, _ in pairs)
    return (*b_cubed([pair for pair in pairs if language in (None, pair[0].language)]), n_lost)


@pytest.mark.parametrize(("language", "floor"), [(None, 0.95), ("en", 0.97)])
def test_perfect_mentions_are_joined_as_annotated(language: str | None, floor: float) -> None:
    f1, wrong, n_lost = measure(None, language)
    assert f1 >= floor
    assert wrong <= 0.02
    assert n_lost <= 4


@pytest.mark.parametrize("seed", range(3))
def test_blurred_mentions_are_joined_nearly_as_well(seed: int) -> None:
    """Coarser dates, missing places and actors, types that a reader would also accept."""
    f1, wrong, n_lost = measure(random.Random(seed))
    assert f1 >= 0.9
    assert wrong <= 0.15
    assert n_lost <= 12
