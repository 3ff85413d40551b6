"""Evidence that two reports are one event, added up in log odds; each term carries its reason.

Two profiles in, a sum out, or ``None`` when something rules the pair out: other types, other days,
other sides, another counterpart, another town, a denial against a deed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.records import PlaceMention
from pipeline.lexicon.linking import LinkRules
from pipeline.link.hints import WIDE_KINDS
from pipeline.link.profile import Profile

_MIXED = "participants: mixed sides"
_NOWHERE: frozenset[str] = frozenset()
_PART = "participants: part of sides"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term of the sum.

    Attributes:
        weight: Log odds; ``None`` rules the pair out.
        reason: For people, e.g. "the same day".
    """

    weight: float | None
    reason: str


_SUMMIT = "several"  # kind of a meeting of three sides and more


def score_pair(one: Profile, other: Profile, rules: LinkRules) -> float | None:
    """Log odds that two profiles are one event; ``None`` when they cannot be."""
    total = 0.0
    for compare in _COMPARISONS:
        weight = compare(one, other, rules).weight
        if weight is None:
            return None
        total += weight
    return total


def explain_pair(one: Profile, other: Profile, rules: LinkRules) -> list[Evidence]:
    """Every term of the sum, also of a pair that is ruled out."""
    return [compare(one, other, rules) for compare in _COMPARISONS]


def probability(log_odds: float) -> float:
    """Log odds as a number between 0 and 1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def compare_types(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """Whether the types may be one event."""
    if one.event_type == other.event_type:
        return Evidence(rules.prior[one.event_type], f"both {one.event_type}")
    kin = rules.kin.get((one.event_type, other.event_type))
    if kin is None:
        return Evidence(None, f"{one.event_type} is not {other.event_type}")
    prior = (rules.prior[one.event_type] + rules.prior[other.event_type]) / 2
    return Evidence(prior + kin, f"{one.event_type} may be {other.event_type}")


def compare_status(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """A denial is not the deed; plans and deeds are one event."""
    denied = {one.status, other.status}
    if "denied" in denied and denied & {"occurred", "ongoing"}:
        return Evidence(None, "one source denies it, another reports it")
    return Evidence(0.0, "statuses agree" if len(denied) == 1 else f"{' and '.join(sorted(denied))}")


def compare_times(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """How the dates agree, at the precision that each gives."""
    if one.first > other.last or other.first > one.last:
        if _is_adjacent(one, other, rules):
            return Evidence(rules.time["adjacent"], "date: days that follow each other")
        return Evidence(None, "other days")
    found = _time_relation(*sorted((one, other), key=lambda p: (p.last - p.first, p.key)))
    if found is None:
        return Evidence(None, "the dates only touch")
    weight = rules.time[found]
    if one.interval.approximate or other.interval.approximate:
        weight += rules.time["approximate"]
    return Evidence(weight, f"date: {found.replace('_', ' ')}")


def _is_adjacent(one: Profile, other: Profile, rules: LinkRules) -> bool:
    """Whether one may report the beginning and the other the end of something that takes days."""
    if one.event_type != other.event_type or not one.all_persons & other.all_persons:
        return False
    gap = max(one.first, other.first) - min(one.last, other.last)
    fine = one.interval.precision == other.interval.precision == "day"
    return fine and gap <= rules.adjacent.get(one.event_type, 0)


def _time_relation(fine: Profile, coarse: Profile) -> str | None:
    inside = coarse.first <= fine.first and fine.last <= coarse.last
    precision = coarse.interval.precision
    if fine.first == coarse.first and fine.last == coarse.last:
        if precision != "day":
            return f"same_{precision}"
        return "same_day" if fine.level == 0 else "same_span"
    if precision == "day":
        if fine.first == coarse.first:
            return "same_start"
        if fine.last == coarse.last and inside:
            return "same_end"
        return "in_span" if inside else "overlap" if fine.interval.precision == "day" else None
    if inside:
        return f"in_{precision}"
    return "in_" + precision if _mostly_inside(fine, coarse) else None


def _mostly_inside(fine: Profile, coarse: Profile) -> bool:
    """A war of late September to November lies in "autumn 2020" even if it overran it by a day."""
    shared = min(fine.last, coarse.last) - max(fine.first, coarse.first) + 1
    return fine.level > 0 and shared >= 0.7 * (fine.last - fine.first + 1)


def compare_actors(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """Whether those who take part may be the same, persons standing for their state."""
    weights = rules.actors
    if not one.sides or not other.sides:
        return Evidence(weights["none"], "one names nobody")
    left, right = _aligned(one.sides, other.sides, rules)
    shared = left & right
    exacting = {one.event_type, other.event_type} <= rules.exacting_sides
    if not shared:
        return Evidence(weights["other_sides"], "participants: other sides")
    weight, reason = _sides_weight(left, right, weights)
    # Talks of two of them beside the talks of three: apart, unless both are called the summit.
    partial = reason in (_MIXED, _PART)
    if partial and exacting and not (one.bodies & other.bodies or one.kinds & other.kinds):
        return Evidence(None, "another counterpart")
    clash = [s for s in one.persons if s in other.persons and not one.persons[s] & other.persons[s]]
    if clash:
        if {one.event_type, other.event_type} <= rules.exacting_persons:
            return Evidence(None, f"other persons for {', '.join(sorted(clash))}")
        weight += weights["other_person"]
        reason += ", other persons"
    common = one.all_persons & other.all_persons
    if common:
        weight += weights["person"] + weights["more_persons"] * min(2, len(common) - 1)
        reason += f", {len(common)} persons in common"
    if one.bodies & other.bodies:
        weight += weights["body"]
        reason += ", a body in common"
    return Evidence(weight, reason)


def _aligned(one: frozenset[str], other: frozenset[str], rules: LinkRules) -> tuple[frozenset[str], frozenset[str]]:
    """The sides, with those that sources use for each other made one where only one source has each."""
    for side in sorted(one - other):
        substitute = rules.kindred.get(side, frozenset()) & (other - one)
        if substitute:
            one = (one - {side}) | {min(substitute)}
    return one, other


def _sides_weight(left: frozenset[str], right: frozenset[str], weights: Mapping[str, float]) -> tuple[float, str]:
    if left == right:
        name = "same_sides" if len(left) > 1 else "same_side"
        return weights[name], f"participants: {name.replace('_', ' ')}"
    if not (left < right or right < left):
        return weights["mixed_sides"], _MIXED
    if min(len(left), len(right)) > 1:
        return weights["part_of_sides"], _PART
    return weights["one_of_sides"], "participants: one of sides"


def compare_doers(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """Who acts on whom: a greeting sent is not the greeting received."""
    if not one.doers or not other.doers:
        return Evidence(0.0, "doer open")
    left, right = _aligned(one.doers, other.doers, rules)
    if left & right:
        return Evidence(0.0, "doers agree")
    if {one.event_type, other.event_type} <= rules.directed:
        return Evidence(None, "another side acts")
    if one.event_type != other.event_type:  # who gives up a town is not who takes it
        return Evidence(0.0, "doers of different acts")
    return Evidence(rules.actors["other_doer"], "another side acts")


def compare_kinds(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """A wreath laid is not the parade of that day."""
    if not one.kinds or not other.kinds:
        if _SUMMIT in one.kinds | other.kinds and max(len(one.sides), len(other.sides)) < 3:
            return Evidence(rules.kind[_SUMMIT], "only one is called a summit")
        return Evidence(rules.kind["none"], "kind open")
    if one.kinds & other.kinds:
        return Evidence(rules.kind["same"], f"both {', '.join(sorted(one.kinds & other.kinds))}")
    return Evidence(None, f"{', '.join(sorted(one.kinds))} is not {', '.join(sorted(other.kinds))}")


def compare_places(one: Profile, other: Profile, rules: LinkRules) -> Evidence:
    """Whether the places may be the same, one lying in the other included."""
    here, there, weights = one.place, other.place, rules.place
    hinted = _compare_hints(one, other, rules)
    if hinted:
        return hinted
    if here is None or there is None:
        coarse = max(one.level, other.level) > 1 and one.level != other.level and (here or there) is not None
        return Evidence(weights["none_coarse" if coarse else "none"], "one says no place")
    if here.place_id == there.place_id:
        name = {"country": "same_country", "region": "same_region"}.get(here.kind, "same")
        return Evidence(weights[name], f"place: {here.name}")
    if _is_nested(one, other, rules):
        name = "in_country" if "country" in (here.kind, there.kind) else "nested"
        return Evidence(weights[name], f"places: {here.name} and {there.name} nested")
    if _distance_km(here, there) <= weights["near_km"]:
        return Evidence(weights["near"], f"places: {here.name} near {there.name}")
    if {one.event_type, other.event_type} & rules.exacting_places:
        return Evidence(None, f"{here.name} is not {there.name}")
    return Evidence(weights["other"], f"{here.name} is not {there.name}")


def _compare_hints(one: Profile, other: Profile, rules: LinkRules) -> Evidence | None:
    """Where one says no place, or only a wide one: does its sentence name the other's?"""
    for hinting, placed in ((one, other), (other, one)):
        if placed.place is None or placed.place.kind in WIDE_KINDS or not hinting.hints:
            continue
        if placed.place.place_id in hinting.hints:
            return Evidence(rules.place["named"], f"the other names {placed.place.name}")
        if hinting.hints - placed.place_line:
            return Evidence(rules.place["unnamed"], f"the other names other places than {placed.place.name}")
    return None


def _is_nested(one: Profile, other: Profile, rules: LinkRules) -> bool:
    here, there = one.place, other.place
    assert here is not None and there is not None
    if here.place_id in other.place_line or there.place_id in one.place_line:
        return True
    if rules.wide.get(here.place_id, _NOWHERE) & other.place_line:
        return True
    if rules.wide.get(there.place_id, _NOWHERE) & one.place_line:
        return True
    return "country" in (here.kind, there.kind) and here.country == there.country is not None


def _distance_km(here: PlaceMention, there: PlaceMention) -> float:
    """Distance on a sphere, infinite when a position is unknown."""
    if None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return math.inf
    if "country" in (here.kind, there.kind):
        return math.inf
    a, b = math.radians(here.latitude or 0.0), math.radians(there.latitude or 0.0)
    c = math.radians((here.longitude or 0.0) - (there.longitude or 0.0))
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


_COMPARISONS = (
    compare_types,
    compare_times,
    compare_status,
    compare_kinds,
    compare_actors,
    compare_doers,
    compare_places,
)
