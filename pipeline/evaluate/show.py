"""Scores as tables that people read on a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pipeline.evaluate.floors import Scores
from pipeline.evaluate.scores import Bin, Judged, TypeScore, total

_COLUMNS = (
    ("core recall", "core_recall"),
    ("precision", "precision"),
    ("F1", "f1"),
    ("date", "date_accuracy"),
    ("actor F1", "actor_f1"),
    ("status", "status"),
    ("published", "published"),
    ("links F1", "b3_f1"),
    ("wrong links", "wrong_pairs"),
)


def show_scores(scores: Scores, judged: Sequence[Judged]) -> list[str]:
    """One line a language, ``all`` first."""
    lines = [f"{'':<10}" + "".join(f"{title:>12}" for title, _ in _COLUMNS)]
    for part, measures in scores.items():
        lines.append(f"{part:<10}" + "".join(f"{_figure(measures[name], 3):>12}" for _, name in _COLUMNS))
    counts = total(judged)
    lines.append(
        f"{counts.documents} documents, {counts.core} core events, {counts.predicted} predicted rows,"
        f" {counts.hit} right"
    )
    absent = [one.gold.document for one in judged if not one.found]
    if absent:
        lines.append(f"not in the output: {', '.join(absent)}")
    return lines


def show_types(types: Mapping[str, TypeScore]) -> list[str]:
    """One line an event type: core events found, rows that are right."""
    lines = [f"{'type':<20}{'found of core':>16}{'right of rows':>16}"]
    for name, one in types.items():
        lines.append(f"{name:<20}{f'{one.core_hit} of {one.core}':>16}{f'{one.hit} of {one.predicted}':>16}")
    return lines


def show_reliability(bins: Sequence[Bin], error: float) -> list[str]:
    """One line a tenth of confidence: how sure, how often right."""
    lines = [f"{'confidence':<14}{'rows':>6}{'mean':>8}{'right':>8}"]
    lines += [
        f"{f'{one.low:.1f}-{one.high:.1f}':<14}{one.n_rows:>6}{one.confidence:>8.2f}{one.right:>8.2f}" for one in bins
    ]
    return [*lines, f"expected calibration error {error:.3f}"]


def show_misses(judged: Sequence[Judged]) -> list[str]:
    """Core events without a row."""
    return [
        f"MISS  {one.gold.document}  {event.id}: {event.type} {event.start} ({event.precision})"
        f" {', '.join(event.actors)}"
        for one in judged
        for event in one.misses
    ]


def show_false_alarms(judged: Sequence[Judged]) -> list[str]:
    """Rows that match no event."""
    return [
        f"FALSE {one.gold.document}  {group.event_id}: {row.event_type} {row.start}..{row.end} {row.status}"
        f" {', '.join(sorted(group.names))} | {row.quote[:110]}"
        for one in judged
        for group in one.false_alarms
        for row in group.rows[:1]
    ]


def show_markdown(scores: Scores) -> list[str]:
    """The scores as the table that the README quotes."""
    columns = [(title, name) for title, name in _COLUMNS if name != "wrong_pairs"]
    lines = ["| language | " + " | ".join(title for title, _ in columns) + " |"]
    lines.append("|---|" + "---|" * len(columns))
    lines += [
        f"| {part} | " + " | ".join(_figure(measures[name], 2) for _, name in columns) + " |"
        for part, measures in scores.items()
    ]
    return lines


def _figure(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else f"{value:.{digits}f}"
