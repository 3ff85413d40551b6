"""Stage 3: mentions of all documents to events, one row each, with ids that last.

Mentions and documents in; events, the event of every mention, and which documents copy which out. The
result depends on the set of mentions alone, never on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.core.errors import Problem
from pipeline.core.records import Document, Event, EventMention
from pipeline.core.text import fold
from pipeline.lexicon.linking import LinkRules, load_kinds, load_link_rules
from pipeline.lexicon.load import Lexicon
from pipeline.link.blocks import split_parts
from pipeline.link.cluster import Group, link_profiles
from pipeline.link.copies import find_copies
from pipeline.link.corrections import Correction
from pipeline.link.curation import Curated, Known, apply_corrections, follow, known_names
from pipeline.link.hints import find_hints
from pipeline.link.identity import Succession, assign_ids
from pipeline.link.merge import Sources, merge_mentions
from pipeline.link.profile import Profile, profile_of
from pipeline.link.score import explain_pair, probability


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What linking found.

    Attributes:
        events: Ordered by date, then id.
        event_of: mention_id to event_id; only mentions of dismissed events have none.
        duplicate_of: document_id to the document_id that it copies; originals are absent.
        problems: Corrections that could not be carried out; nothing is dropped here.
        merged_into: Id of the run before to the id of the event that took its mentions in.
        split_into: Id of the run before to the ids of the events that now hold its mentions.
        curated: For each event that a person corrected what was done, by whom and where it is written.
        dismissed: Id of each event that a person dismissed to the correction that did it.
    """

    events: tuple[Event, ...]
    event_of: Mapping[str, str]
    duplicate_of: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    merged_into: Mapping[str, str] = field(default_factory=dict)
    split_into: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    curated: Mapping[str, str] = field(default_factory=dict)
    dismissed: Mapping[str, str] = field(default_factory=dict)


def link_mentions(
    mentions: Sequence[EventMention],
    documents: Sequence[Document],
    lexicon: Lexicon,
    *,
    previous: Sequence[Event] | None = None,
    corrections: Sequence[Correction] = (),
) -> LinkResult:
    """Join the mentions of one event, within a document and across documents.

    Args:
        mentions: All mentions, in any order; ids are unique.
        documents: The documents that they stand in, in any order.
        lexicon: For ``common/link.yml`` and ``<language>/kinds.yml``.
        previous: Events of the run before, whose ids are kept where their mentions are.
        corrections: What a person has corrected (``corrections.read_corrections``).

    Raises:
        LexiconError: A rule file is malformed.
    """
    rules = load_link_rules(lexicon)
    duplicate_of = find_copies(documents)
    sources = _sources(documents, duplicate_of)
    linked = _link(mentions, documents, rules, lexicon)
    succession = assign_ids([members for members, _ in linked], sources, previous or ())
    curated = Curated(
        events={},
        mentions_of={},
        owner={m: event.event_id for event in previous or () for m in event.mention_ids},
    )
    for event_id, (members, group) in zip(succession.ids, linked, strict=True):
        score, reasons = _merge_score(group), _reasons(group, rules)
        curated.mentions_of[event_id] = members
        curated.events[event_id] = merge_mentions(event_id, members, sources, rules, merge_score=score, reasons=reasons)
    if corrections:
        merge = partial(merge_mentions, sources=sources, rules=rules)
        known = _known(mentions, lexicon)
        apply_corrections(curated, corrections, succession.merged, known, merge)
    return _result(curated, duplicate_of, succession)


def _result(curated: Curated, duplicate_of: Mapping[str, str], succession: Succession) -> LinkResult:
    """The corrected events, and where ids of the run before went after all."""
    events = curated.events
    former = set(curated.owner.values())
    moved = {**succession.merged, **curated.merged_into}
    merged = {old: follow(old, moved) for old in moved if old in former and old not in events}
    split: dict[str, tuple[str, ...]] = {}
    for old, parts in {**succession.split, **curated.split_into}.items():
        left = tuple(dict.fromkeys(p for p in (follow(part, moved) for part in parts) if p in events))
        if len(left) > 1 and old in former:
            split[old] = left
    return LinkResult(
        events=tuple(sorted(events.values(), key=lambda e: (e.interval.start, e.interval.end, e.event_id))),
        event_of={m.mention_id: event_id for event_id in events for m in curated.mentions_of[event_id]},
        duplicate_of=duplicate_of,
        problems=tuple(curated.problems),
        merged_into={old: new for old, new in sorted(merged.items()) if new in events},
        split_into=dict(sorted(split.items())),
        curated={event_id: done for event_id, done in sorted(curated.touched.items()) if event_id in events},
        dismissed=dict(sorted(curated.dismissed.items())),
    )


def _known(mentions: Sequence[EventMention], lexicon: Lexicon) -> Known:
    """Names that a correction may use: those of the lexicon, and any that a document uses."""
    participants, places = known_names(lexicon)
    for mention in sorted(mentions, key=lambda m: m.mention_id):
        for participant in mention.participants:
            participants.setdefault(fold(participant.name), participant)
        if mention.place:
            places.setdefault(fold(mention.place.name), replace(mention.place, start=0, end=0))
    types = frozenset(row["event_type"] for row in lexicon.table("common/event_types.csv"))
    return Known(participants, places, types)


def _sources(documents: Sequence[Document], duplicate_of: Mapping[str, str]) -> Sources:
    return Sources(
        documents={document.document_id: document for document in documents},
        original_of=duplicate_of,
        kind_of={
            (document.document_id, sentence.index): sentence.kind
            for document in documents
            for sentence in document.sentences
            if sentence.kind != "body"
        },
    )


def _link(
    mentions: Sequence[EventMention], documents: Sequence[Document], rules: LinkRules, lexicon: Lexicon
) -> list[tuple[list[EventMention], Group]]:
    """Mentions of each event with the group of profiles that holds them together."""
    by_profile: dict[str, list[EventMention]] = defaultdict(list)
    profiles: dict[str, Profile] = {}
    language_of = {document.document_id: document.language or "" for document in documents}
    for mention in mentions:
        language = language_of.get(mention.document_id, "")
        hints = find_hints(mention, lexicon, language, rules)
        profile = profile_of(mention, load_kinds(lexicon, language), hints)
        profiles[profile.key] = profile
        by_profile[profile.key].append(mention)
    groups = [group for part in split_parts(profiles.values(), rules) for group in link_profiles(part, rules)]
    return [([m for member in group.members for m in by_profile[member.key]], group) for group in groups]


def _merge_score(group: Group) -> float:
    return 1.0 if group.weakest is None else round(probability(group.weakest), 4)


def _reasons(group: Group, rules: LinkRules) -> tuple[str, ...]:
    """Why the weakest part of a group was joined."""
    if group.weakest_pair is None:
        return ()
    terms = explain_pair(*group.weakest_pair, rules)
    spelled = "; ".join(f"{term.reason} ({term.weight:+.1f})" for term in terms if term.weight is not None)
    return (f"joined at {_merge_score(group):.2f} or better; weakest link: {spelled}",)
