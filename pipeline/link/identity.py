"""Ids of events that survive reruns, new documents and withdrawn ones.

An id is the digest of the event's anchor: its first report's own words, type, days and participants. It
does not change with what else is in the folder, nor with the rest of the anchor's document. A run that
knows the one before goes further: an event keeps the id under which most of its mentions stood, and ids
that merging or splitting leaves behind are recorded.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.records import Event, EventMention
from pipeline.core.text import fold
from pipeline.link.merge import Sources
from pipeline.link.profile import profile_of


@dataclass(frozen=True, slots=True)
class Succession:
    """Where the ids of the run before went.

    Attributes:
        ids: Id of each group of mentions, in the order given.
        merged: Old id to the id of the event that took its mentions in.
        split: Old id to the ids of all events that hold its mentions, when more than one.
    """

    ids: tuple[str, ...]
    merged: Mapping[str, str]
    split: Mapping[str, tuple[str, ...]]


def anchor_key(mention: EventMention) -> str:
    """32 hex digits of what a mention says, wherever its document and offsets are."""
    profile = profile_of(mention)
    words = " ".join(fold(mention.quote).split())
    inside = mention.trigger_start - mention.char_start
    content = f"{profile.key}|{words}|{fold(mention.trigger)}|{inside}"
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def assign_ids(
    groups: Sequence[Sequence[EventMention]], sources: Sources, previous: Sequence[Event] = ()
) -> Succession:
    """An id for each group of mentions.

    Args:
        groups: Mentions of one event each; no mention in two groups.
        sources: Their documents, for the order of publication.
        previous: Events of the run before, or none.
    """
    overlap = _overlaps(groups, previous)
    ids: list[str | None] = [None] * len(groups)
    taken: set[str] = set()
    for _, event_id, number in sorted(overlap):
        if ids[number] is None and event_id not in taken:
            ids[number] = event_id
            taken.add(event_id)
    # Ids of the run before stay reserved: a new event never takes over the name of another.
    reserved = taken | {event.event_id for event in previous}
    anchors = [min(_anchor(mention, sources) for mention in group)[-1] for group in groups]
    for number in sorted(range(len(groups)), key=lambda n: (anchors[n], _first_id(groups[n]))):
        if ids[number] is None:
            ids[number] = _fresh(anchors[number], reserved)
            reserved.add(ids[number] or "")
    final = tuple(event_id or "" for event_id in ids)
    return _succession(final, overlap)


def _first_id(group: Sequence[EventMention]) -> str:
    return min(mention.mention_id for mention in group)


def _anchor(mention: EventMention, sources: Sources) -> tuple[str, str]:
    published = sources.published(mention)
    return (published.isoformat() if published else "9999", anchor_key(mention))


def _fresh(anchor: str, taken: set[str]) -> str:
    event_id, salt = f"e{anchor[:12]}", 0
    while event_id in taken:
        salt += 1
        event_id = f"e{hashlib.sha256(f'{anchor}#{salt}'.encode()).hexdigest()[:12]}"
    return event_id


def _overlaps(
    groups: Sequence[Sequence[EventMention]], previous: Sequence[Event]
) -> list[tuple[int, str, int]]:
    """(minus the number of shared mentions, old id, group number) for all that share any."""
    owner = {mention_id: event.event_id for event in previous for mention_id in event.mention_ids}
    shared: dict[tuple[str, int], int] = defaultdict(int)
    for number, group in enumerate(groups):
        for mention in group:
            if mention.mention_id in owner:
                shared[owner[mention.mention_id], number] += 1
    return [(-count, event_id, number) for (event_id, number), count in shared.items()]


def _succession(ids: tuple[str, ...], overlap: Sequence[tuple[int, str, int]]) -> Succession:
    heirs: dict[str, list[str]] = defaultdict(list)
    for _, event_id, number in sorted(overlap):
        heirs[event_id].append(ids[number])
    current = set(ids)
    merged = {old: new[0] for old, new in sorted(heirs.items()) if old not in current}
    split = {old: tuple(new) for old, new in sorted(heirs.items()) if len(new) > 1}
    return Succession(ids, merged, split)
