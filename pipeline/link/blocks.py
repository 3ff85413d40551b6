"""Which profiles can meet at all: groups of types that never mix, and buckets of time inside them.

Parts are independent of each other, so that an executor may link them apart; inside a part only
profiles that share a bucket are compared, which keeps the cost near-linear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.lexicon.linking import LinkRules
from pipeline.link.profile import Profile

Bucket = tuple[str, int]


def split_parts(profiles: Iterable[Profile], rules: LinkRules) -> list[list[Profile]]:
    """Independent parts: one group of types in one run of years without a gap.

    Years are chained where a date reaches over New Year. Parts come in order of time, profiles in
    order of their keys.
    """
    groups: dict[int, list[Profile]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda p: (p.first, p.last, p.key)):
        groups[rules.component[profile.event_type]].append(profile)
    return [part for number in sorted(groups) for part in _split_years(groups[number], rules)]


def _split_years(profiles: Sequence[Profile], rules: LinkRules) -> list[list[Profile]]:
    parts: list[list[Profile]] = []
    reach = -1
    wait = max(rules.adjacent.values(), default=0)
    for profile in profiles:
        if profile.interval.start.year > reach:
            parts.append([])
        parts[-1].append(profile)
        last = date.fromordinal(min(profile.last + wait, date.max.toordinal()))
        reach = max(reach, last.year)
    return parts


def buckets_of(profile: Profile, rules: LinkRules) -> list[Bucket]:
    """Buckets that a profile lies in: its day, else the months, else the years that it covers.

    Types that go on from day to day also lie in the days after, so that neighbours meet.
    """
    if profile.level == 0:
        reach = rules.adjacent.get(profile.event_type, 0)
        return [("day", profile.first + days) for days in range(reach + 1)]
    if profile.level <= 3:
        return [("month", number) for number in months_of(profile)]
    return [("year", y) for y in range(profile.interval.start.year, profile.interval.end.year + 1)]


def months_of(profile: Profile) -> range:
    """Running numbers of the months that a profile covers."""
    return range(_month(profile.interval.start), _month(profile.interval.end) + 1)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
