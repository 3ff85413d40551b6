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

from pipeline.core.intervals import Interval
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


def fresh_id(mentions: Sequence[EventMention], taken: set[str]) -> str:
    """An id for mentions that a correction made an event of their own; none of those taken."""
    return _fresh(min(anchor_key(mention) for mention in mentions), taken)


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
    ids: dict[int, str] = {}
    anchors = [min(_anchor(mention, sources) for mention in group)[-1] for group in groups]
    own = [f"e{anchor[:12]}" for anchor in anchors]
    # Of two old ids with equal claims the one that the group would have without a run before.
    _hand_down([(2 * count - (old == own[number]), old, number) for count, old, number in overlap], ids)
    old_ids = {event.event_id for event in previous}
    _hand_down([(0, one, number) for number, one in enumerate(own) if one in old_ids], ids)
    _hand_down(_resemblances(groups, previous, ids), ids)
    # Ids of the run before stay reserved: a new event never takes over the name of another.
    reserved = old_ids | set(ids.values())
    for number in sorted(range(len(groups)), key=lambda n: (anchors[n], _first_id(groups[n]))):
        if number not in ids:
            ids[number] = _fresh(anchors[number], reserved)
            reserved.add(ids[number])
    return _succession(tuple(ids[number] for number in range(len(groups))), overlap)


def _hand_down(claims: Sequence[tuple[int, str, int]], ids: dict[int, str]) -> None:
    """Give old ids to the groups with the best claims, one each."""
    taken = set(ids.values())
    for _, event_id, number in sorted(claims):
        if number not in ids and event_id not in taken:
            ids[number] = event_id
            taken.add(event_id)


def _resemblances(
    groups: Sequence[Sequence[EventMention]], previous: Sequence[Event], ids: Mapping[int, str]
) -> list[tuple[int, str, int]]:
    """Claims of groups whose documents were edited, so that no mention id is left.

    Type and days must be the same, and either the quoted sentence or all participants.
    """
    taken = set(ids.values())
    lost: dict[tuple[str, Interval], list[Event]] = defaultdict(list)
    for event in previous:
        if event.event_id not in taken:
            lost[event.event_type, event.interval].append(event)
    claims = []
    for number, group in enumerate(groups):
        if number in ids or not lost:
            continue
        quotes = {mention.quote for mention in group}
        actors = {p.actor_id for mention in group for p in mention.participants}
        for key in {(mention.event_type, mention.interval) for mention in group}:
            for event in lost.get(key, ()):
                same_words = event.quote in quotes
                named = {p.actor_id for p in event.participants}
                if same_words or (named and named == actors):
                    claims.append((-1 - same_words, event.event_id, number))
    return claims


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


def _overlaps(groups: Sequence[Sequence[EventMention]], previous: Sequence[Event]) -> list[tuple[int, str, int]]:
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
