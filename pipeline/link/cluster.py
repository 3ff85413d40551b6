"""Profiles to groups that are one event each: finest dates first, nothing joined over a contradiction.

Single days are grouped first. Then ever wider dates join the one finer group that fits best, or, when
two fit alike, none; what is left is grouped among itself. Two groups are joined only when no member of
one is ruled out by a member of the other and the evidence between the two as wholes is enough: a chain
of half-agreements does not hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.core.intervals import PRECISIONS
from pipeline.lexicon.linking import LinkRules
from pipeline.link.blocks import buckets_of, months_of
from pipeline.link.profile import Profile
from pipeline.link.score import score_pair

_EVERYBODY = "*"


@dataclass(slots=True)
class Group:
    """Profiles taken for one event.

    Attributes:
        members: Profiles, in the order in which they joined.
        whole: What they say together: finest date and place, all sides and persons.
        weakest: Least log odds with which a part was joined; ``None`` for a single profile.
        weakest_pair: The two wholes of that join, to explain it.
        rivals: Number of times that a coarser report could not choose between this and another group.
    """

    members: list[Profile]
    whole: Profile
    weakest: float | None = None
    weakest_pair: tuple[Profile, Profile] | None = None
    rivals: int = 0


def link_profiles(profiles: Sequence[Profile], rules: LinkRules) -> list[Group]:
    """Group the profiles of one part (see ``blocks.split_parts``); order of input does not matter."""
    levels: dict[int, list[Profile]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda p: (p.level, p.key)):
        levels[profile.level].append(profile)
    index = _Index(rules)
    for level in sorted(levels):
        left = [profile for profile in levels[level] if not (level and _attach(profile, index, rules))]
        for group in _agglomerate(left, rules):
            index.add(group)
    return index.groups


class _Index:
    """Groups found so far, by month and side."""

    def __init__(self, rules: LinkRules) -> None:
        self.groups: list[Group] = []
        self._rules = rules
        self._by_month: dict[tuple[int, str], set[int]] = defaultdict(set)

    def add(self, group: Group) -> None:
        self.groups.append(group)
        self._enter(len(self.groups) - 1, group)

    def refresh(self, number: int) -> None:
        self._enter(number, self.groups[number])

    def _enter(self, number: int, group: Group) -> None:
        sides = group.whole.sides or {""}
        for month in months_of(group.whole):
            for side in (_EVERYBODY, *sides):
                self._by_month[month, side].add(number)

    def near(self, profile: Profile) -> list[int]:
        """Numbers of the groups that share a month and a side with the profile, or name no side."""
        sides = ["", *_likely_sides(profile, self._rules)] if profile.sides else [_EVERYBODY]
        found: set[int] = set()
        for month in months_of(profile):
            for side in sides:
                found |= self._by_month.get((month, side), set())
        return sorted(found)


def _attach(profile: Profile, index: _Index, rules: LinkRules) -> bool:
    """Let a profile join the one group that fits it clearly best; whether it did."""
    ranked: list[tuple[float, str, int]] = []
    for number in index.near(profile):
        score = score_pair(profile, index.groups[number].whole, rules)
        if score is not None and score >= rules.threshold:
            ranked.append((-score, index.groups[number].whole.key, number))
    fitting = [entry for entry in sorted(ranked) if not _is_ruled_out(profile, index.groups[entry[2]], rules)]
    if not fitting:
        return False
    best, _, number = _choose(fitting, index, rules)
    if number < 0:
        index.groups[fitting[0][2]].rivals += 1
        return False
    group = index.groups[number]
    _join(group, Group([profile], profile), -best, rules)
    index.refresh(number)
    return True


def _choose(fitting: Sequence[tuple[float, str, int]], index: _Index, rules: LinkRules) -> tuple[float, str, int]:
    """The group that fits clearly best: by score, else the one whose days hold those of its rivals.

    The number is -1 when there is none ("a meeting in May", of two that month).
    """
    rivals = [entry for entry in fitting if entry[0] - fitting[0][0] < rules.margin]
    if len(rivals) == 1:
        return fitting[0]
    for entry in rivals:
        whole = index.groups[entry[2]].whole
        others = [index.groups[number].whole for _, _, number in rivals if number != entry[2]]
        if all(_holds(whole, other) for other in others):
            return entry
    return (0.0, "", -1)


def _holds(whole: Profile, other: Profile) -> bool:
    """Whether the days of one group lie strictly within those of another."""
    wider = whole.last - whole.first > other.last - other.first
    return wider and whole.first <= other.first and other.last <= whole.last


def _is_ruled_out(profile: Profile, group: Group, rules: LinkRules) -> bool:
    return any(score_pair(profile, member, rules) is None for member in group.members)


def _agglomerate(profiles: Sequence[Profile], rules: LinkRules) -> list[Group]:
    """Group profiles among themselves, best pairs first."""
    scores = _Scores(rules)
    edges = []
    for one, other in _candidate_pairs(profiles, rules):
        score = scores.of(one, other)
        if score is not None and score >= rules.threshold:
            edges.append((-score, min(one.key, other.key), max(one.key, other.key)))
    group_of = {profile.key: Group([profile], profile) for profile in profiles}
    for _, one_key, other_key in sorted(edges):
        left, right = group_of[one_key], group_of[other_key]
        if left is right:
            continue
        joint = score_pair(left.whole, right.whole, rules)
        if joint is None or joint < rules.threshold or not scores.allow(left, right):
            continue
        if len(left.members) < len(right.members):
            left, right = right, left
        _join(left, right, joint, rules)
        for member in right.members:
            group_of[member.key] = left
    return list({id(group): group for group in group_of.values()}.values())


def _candidate_pairs(profiles: Sequence[Profile], rules: LinkRules) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that share a bucket of time and a side, or of which one names nobody; each pair once."""
    buckets: dict[tuple[str, int], list[Profile]] = defaultdict(list)
    for profile in profiles:
        for bucket in buckets_of(profile, rules):
            buckets[bucket].append(profile)
    seen: set[tuple[str, str]] = set()
    for members in buckets.values():
        by_side: dict[str, list[Profile]] = defaultdict(list)
        for profile in members:
            met = by_side[_EVERYBODY] if not profile.sides else by_side[""]
            for side in _likely_sides(profile, rules):
                met = met + by_side[side]
            for other in met:
                pair = (min(profile.key, other.key), max(profile.key, other.key))
                if pair not in seen:
                    seen.add(pair)
                    yield other, profile
            for side in (*profile.sides, _EVERYBODY) if profile.sides else ("", _EVERYBODY):
                by_side[side].append(profile)


def _likely_sides(profile: Profile, rules: LinkRules) -> list[str]:
    """The sides of a profile and those that sources use for them."""
    kindred = [rules.kindred.get(side, frozenset()) for side in profile.sides]
    return sorted(profile.sides.union(*kindred))


class _Scores:
    """Scores of pairs, each reckoned once and only when asked for."""

    def __init__(self, rules: LinkRules) -> None:
        self._rules = rules
        self._known: dict[tuple[str, str], float | None] = {}

    def of(self, one: Profile, other: Profile) -> float | None:
        """Log odds of a pair; ``None`` when it is ruled out."""
        pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
        if pair not in self._known:
            self._known[pair] = score_pair(one, other, self._rules)
        return self._known[pair]

    def allow(self, left: Group, right: Group) -> bool:
        """Whether no member of one group is ruled out by a member of the other."""
        return all(self.of(one, other) is not None for one in left.members for other in right.members)


def _join(into: Group, joined: Group, score: float, rules: LinkRules) -> None:
    weakest = min(
        (
            (into.weakest, into.weakest_pair),
            (joined.weakest, joined.weakest_pair),
            (score, (into.whole, joined.whole)),
        ),
        key=lambda found: float("inf") if found[0] is None else found[0],
    )
    into.weakest, into.weakest_pair = weakest
    into.members.extend(joined.members)
    into.whole = _whole([into.whole, joined.whole], rules)


def _whole(parts: Iterable[Profile], rules: LinkRules) -> Profile:
    """What two or more wholes say together."""
    ordered = sorted(parts, key=lambda p: (_fineness(p, rules), p.key))
    base = ordered[0]
    persons: dict[str, frozenset[str]] = {}
    for part in ordered:
        for side, names in part.persons.items():
            persons[side] = persons.get(side, frozenset()) | names
    placed = sorted(ordered, key=lambda p: (-len(p.place_line), p.key))[0]
    return replace(
        base,
        key=min(part.key for part in ordered),
        sides=frozenset().union(*(part.sides for part in ordered)),
        persons=persons,
        all_persons=frozenset().union(*(part.all_persons for part in ordered)),
        bodies=frozenset().union(*(part.bodies for part in ordered)),
        hints=placed.hints if placed.place else frozenset().union(*(part.hints for part in ordered)),
        kinds=frozenset().union(*(part.kinds for part in ordered)),
        doers=frozenset().union(*(part.doers for part in ordered)),
        place=placed.place,
        place_line=placed.place_line,
    )


def _fineness(profile: Profile, rules: LinkRules) -> tuple[int, int, int]:
    """Finer units first; then the span of a lasting event before its first day, else the single day."""
    width = profile.last - profile.first
    if profile.interval.precision == "day" and profile.event_type in rules.lasting:
        width = -width
    return (
        PRECISIONS.index(profile.interval.precision),
        width,
        rules.specificity.get(profile.event_type, 99),
    )
