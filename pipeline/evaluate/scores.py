"""Precision, recall and the other figures of the annotation guide, in all and by language and type."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from pipeline.evaluate.gold import GoldDocument, GoldEvent
from pipeline.evaluate.match import is_date_right, is_near, match_groups
from pipeline.evaluate.names import NameJudge
from pipeline.evaluate.predicted import Group, Output, PredictedDocument, Row

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts from which the scores follow; they add up over documents."""

    documents: int = 0
    core: int = 0
    core_hit: int = 0
    predicted: int = 0
    hit: int = 0
    near: int = 0
    near_dated: int = 0
    actors_right: int = 0
    actors_wrong: int = 0
    actors_missed: int = 0
    status_right: int = 0
    published: int = 0
    published_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold document beside what the pipeline made of it.

    Attributes:
        gold: The gold document.
        found: Whether the output knows the document.
        groups: Predicted rows.
        matched: Index of the gold event -> index of the group.
        tally: Its counts.
    """

    gold: GoldDocument
    found: bool
    groups: tuple[Group, ...]
    matched: dict[int, int]
    tally: Tally

    @property
    def misses(self) -> list[GoldEvent]:
        """Core events that no row matches."""
        return [e for j, e in enumerate(self.gold.events) if e.core and j not in self.matched]

    @property
    def false_alarms(self) -> list[Group]:
        """Rows that match no event."""
        right = set(self.matched.values())
        return [group for i, group in enumerate(self.groups) if i not in right]


def judge_output(gold: Iterable[GoldDocument], output: Output, judge: NameJudge) -> list[Judged]:
    """Match every gold document with its rows."""
    return [_judge_document(one, output.find(one.document), judge) for one in gold]


def total(judged: Iterable[Judged]) -> Tally:
    """The counts of all documents together."""
    return sum((one.tally for one in judged), Tally())


def score(tally: Tally) -> dict[str, float]:
    """The figures of the annotation guide; NaN where there is nothing to judge."""
    recall, precision = _share(tally.core_hit, tally.core), _share(tally.hit, tally.predicted)
    actor_precision = _share(tally.actors_right, tally.actors_right + tally.actors_wrong)
    actor_recall = _share(tally.actors_right, tally.actors_right + tally.actors_missed)
    return {
        "core_recall": recall,
        "precision": precision,
        "f1": _harmonic(precision, recall),
        "date_accuracy": _share(tally.near_dated, tally.near),
        "actor_f1": _harmonic(actor_precision, actor_recall),
        "status": _share(tally.status_right, tally.hit),
        "published": _share(tally.published_right, tally.published),
    }


def score_by_language(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Figures by language, ``all`` first, with those of linking."""
    parts = {"all": list(judged)}
    for language in sorted({one.gold.language for one in judged}):
        parts[language] = [one for one in judged if one.gold.language == language]
    return {name: {**score(total(part)), **score_links(part)} for name, part in parts.items()}


@dataclass(frozen=True, slots=True)
class TypeScore:
    """How one event type fares: gold core events found, predicted rows that are right."""

    core: int = 0
    core_hit: int = 0
    predicted: int = 0
    hit: int = 0


def score_by_type(judged: Iterable[Judged]) -> dict[str, TypeScore]:
    """Counts by event type: that of the gold for recall, that of the row for precision."""
    core: dict[str, list[bool]] = defaultdict(list)
    rows: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        right = set(one.matched.values())
        for j, event in enumerate(one.gold.events):
            if event.core:
                core[event.type].append(j in one.matched)
        for i, group in enumerate(one.groups):
            rows[group.rows[0].event_type].append(i in right)
    return {
        name: TypeScore(len(core[name]), sum(core[name]), len(rows[name]), sum(rows[name]))
        for name in sorted({*core, *rows})
    }


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose confidence lies in one tenth: how many, how sure on average, how many right."""

    low: float
    high: float
    n_rows: int
    confidence: float
    right: float


def measure_reliability(judged: Iterable[Judged]) -> tuple[list[Bin], float]:
    """Whether rows at 0.8 are right in 80 % of cases.

    Returns:
        The tenths that hold rows, and the expected calibration error (mean gap, weighted by rows).
    """
    rows = [(group.confidence, i in set(one.matched.values())) for one in judged for i, group in enumerate(one.groups)]
    binned: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in rows:
        binned[min(N_BINS - 1, int(confidence * N_BINS))].append((confidence, right))
    bins = [
        Bin(
            low=number / N_BINS,
            high=(number + 1) / N_BINS,
            n_rows=len(members),
            confidence=sum(confidence for confidence, _ in members) / len(members),
            right=sum(right for _, right in members) / len(members),
        )
        for number, members in sorted(binned.items())
    ]
    error = sum(one.n_rows * abs(one.confidence - one.right) for one in bins)
    return bins, _share(error, len(rows))


def score_links(judged: Iterable[Judged]) -> dict[str, float]:
    """B-cubed figures of joining over the gold events that have a row, and the share of wrong pairs."""
    items = [
        (
            one.gold.events[j].same_event or f"{one.gold.document}/{one.gold.events[j].id}",
            one.groups[i].event_id,
        )
        for one in judged
        for j, i in one.matched.items()
    ]
    by_gold, by_row = defaultdict(set), defaultdict(set)
    for number, (key, event_id) in enumerate(items):
        by_gold[key].add(number)
        by_row[event_id].add(number)
    both = [(by_gold[key], by_row[event_id]) for key, event_id in items]
    precision = _share(sum(len(gold & rows) / len(rows) for gold, rows in both), len(items))
    recall = _share(sum(len(gold & rows) / len(gold) for gold, rows in both), len(items))
    joined = sum(len(rows) * (len(rows) - 1) // 2 for rows in by_row.values())
    wrong = joined - sum(_n_right_pairs(rows, items) for rows in by_row.values())
    return {
        "b3_precision": precision,
        "b3_recall": recall,
        "b3_f1": _harmonic(precision, recall),
        "wrong_pairs": wrong / joined if joined else 0.0,
    }


def _n_right_pairs(rows: set[int], items: Sequence[tuple[str, str]]) -> int:
    keys = [items[number][0] for number in rows]
    return sum(keys.count(key) * (keys.count(key) - 1) // 2 for key in set(keys))


def _judge_document(gold: GoldDocument, found: Sequence[PredictedDocument], judge: NameJudge) -> Judged:
    groups = _join_groups(found)
    matched = match_groups(groups, gold.events, judge)
    tally = Tally(
        documents=1,
        core=sum(event.core for event in gold.events),
        core_hit=sum(gold.events[j].core for j in matched),
        predicted=len(groups),
        hit=len(matched),
    )
    tally += _tally_dates(groups, gold.events, judge)
    for j, i in matched.items():
        tally += _tally_pair(groups[i], gold.events[j], judge)
    if gold.published_known and found:
        tally += Tally(published=1, published_right=int(_is_published_right(gold, found[0].published)))
    return Judged(gold, bool(found), groups, matched, tally)


def _join_groups(found: Sequence[PredictedDocument]) -> tuple[Group, ...]:
    """The groups of all articles that one gold document stands for; an event counts once."""
    rows: dict[str, tuple[Row, ...]] = {}
    for one in sorted(found, key=lambda document: document.document_id):
        for group in one.groups:
            rows[group.event_id] = (*rows.get(group.event_id, ()), *group.rows)
    return tuple(Group(event_id, members) for event_id, members in rows.items())


def _tally_dates(groups: Sequence[Group], events: Sequence[GoldEvent], judge: NameJudge) -> Tally:
    tally = Tally()
    for group in groups:
        near = [event for event in events if is_near(group, event, judge)]
        if near:
            dated = any(any(is_date_right(row, event) for row in group.rows) for event in near)
            tally += Tally(near=1, near_dated=int(dated))
    return tally


def _tally_pair(group: Group, event: GoldEvent, judge: NameJudge) -> Tally:
    wanted = [judge.normalize(name) for name in event.actors]
    fine = [*wanted, *(judge.normalize(name) for name in event.actors_ok)]
    right = sum(any(judge.is_same(name, want) for name in group.names) for want in wanted)
    return Tally(
        actors_right=right,
        actors_missed=len(wanted) - right,
        actors_wrong=sum(not judge.is_among(name, fine) for name in group.names),
        status_right=int(any(row.status == event.status for row in group.rows)),
    )


def _is_published_right(gold: GoldDocument, found: str | None) -> bool:
    if gold.published is not None:
        return found == gold.published
    return found is None or found[:4] == str(gold.published_year)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _harmonic(one: float, other: float) -> float:
    return _share(2 * one * other, one + other)
