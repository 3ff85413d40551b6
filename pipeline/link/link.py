"""Stage 3: mentions of all documents to events, one row each, with ids that last.

Mentions and documents in; events, the event of every mention, and which documents copy which out. The
result depends on the set of mentions alone, never on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.errors import Problem
from pipeline.core.records import Document, Event, EventMention
from pipeline.lexicon.linking import LinkRules, load_kinds, load_link_rules
from pipeline.lexicon.load import Lexicon
from pipeline.link.blocks import split_parts
from pipeline.link.cluster import Group, link_profiles
from pipeline.link.copies import find_copies
from pipeline.link.identity import assign_ids
from pipeline.link.merge import Sources, merge_mentions
from pipeline.link.profile import Profile, profile_of
from pipeline.link.score import explain_pair, probability


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What linking found.

    Attributes:
        events: Ordered by date, then id.
        event_of: mention_id to event_id; every mention has one.
        duplicate_of: document_id to the document_id that it copies; originals are absent.
        problems: Doubts for people; nothing is dropped here.
        merged_into: Id of the run before to the id of the event that took its mentions in.
        split_into: Id of the run before to the ids of the events that now hold its mentions.
    """

    events: tuple[Event, ...]
    event_of: Mapping[str, str]
    duplicate_of: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    merged_into: Mapping[str, str] = field(default_factory=dict)
    split_into: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def link_mentions(
    mentions: Sequence[EventMention],
    documents: Sequence[Document],
    lexicon: Lexicon,
    *,
    previous: Sequence[Event] | None = None,
) -> LinkResult:
    """Join the mentions of one event, within a document and across documents.

    Args:
        mentions: All mentions, in any order; ids are unique.
        documents: The documents that they stand in, in any order.
        lexicon: For ``common/link.yml``.
        previous: Events of the run before, whose ids are kept where their mentions are.

    Raises:
        LexiconError: ``common/link.yml`` is malformed.
    """
    rules = load_link_rules(lexicon)
    duplicate_of = find_copies(documents)
    sources = _sources(documents, duplicate_of)
    linked = _link(mentions, documents, rules, lexicon)
    groups = [members for members, _ in linked]
    succession = assign_ids(groups, sources, previous or ())
    events = [
        merge_mentions(
            event_id, members, sources, rules, merge_score=_merge_score(group), reasons=_reasons(group, rules)
        )
        for event_id, (members, group) in zip(succession.ids, linked, strict=True)
    ]
    return LinkResult(
        events=tuple(sorted(events, key=lambda e: (e.interval.start, e.interval.end, e.event_id))),
        event_of={m: event.event_id for event in events for m in event.mention_ids},
        duplicate_of=duplicate_of,
        merged_into=succession.merged,
        split_into=succession.split,
    )


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
        kinds = load_kinds(lexicon, language_of.get(mention.document_id, ""))
        profile = profile_of(mention, kinds)
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
