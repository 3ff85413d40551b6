"""Scores that must not fall: one file with the floors of each gold set and the digest of the set.

A floor holds for exactly one gold file: a changed gold asks for new floors. ``pin`` raises floors to what
is measured now; it lowers one only when told so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import InputError, PipelineError

Scores = Mapping[str, Mapping[str, float]]
DIGITS = 3
"""Floors are kept to this many digits, rounded down, so that a rerun does not miss its own floor."""

_TOLERANCE = 1e-6
"""Sums of fractions differ in their last digits."""

_LOWER_IS_BETTER = frozenset({"wrong_pairs", "calibration_error"})


class FloorError(PipelineError):
    """A floor would be lowered without leave."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A score below its floor (or above its ceiling, for errors)."""

    part: str
    measure: str
    floor: float
    found: float

    def __str__(self) -> str:
        return f"{self.part} {self.measure}: {self.found:.3f}, the floor is {self.floor:.3f}"


def read_floors(path: Path, gold: str) -> tuple[str, Scores]:
    """Digest of the gold set that the floors were pinned on, and the floors by part and measure.

    Args:
        path: The floors file; a missing one has no floors.
        gold: Name of the gold set: its file name without suffix.

    Raises:
        InputError: The file is damaged.
    """
    entry = _read(path).get(gold, {})
    return entry.get("gold_sha256", ""), entry.get("floors", {})


def find_drops(floors: Scores, scores: Scores) -> list[Drop]:
    """Scores that are worse than their floor; one that cannot be measured any more counts as worse."""
    drops = []
    for part, measures in floors.items():
        for measure, floor in measures.items():
            found = scores.get(part, {}).get(measure, math.nan)
            if not _holds(measure, floor, found):
                drops.append(Drop(part, measure, floor, found))
    return drops


def pin_floors(path: Path, gold: str, digest: str, scores: Scores, *, allow_drop: bool = False) -> list[str]:
    """Raise the floors of a gold set to the scores measured now.

    Args:
        path: The floors file.
        gold: Name of the gold set.
        digest: Digest of the gold file.
        scores: By part and measure; those that cannot be measured get no floor.
        allow_drop: Lower floors too, where the scores are worse.

    Returns:
        What changed, a line each.

    Raises:
        FloorError: A score is worse than its floor and ``allow_drop`` is not set.
    """
    content = _read(path)
    _, old = read_floors(path, gold)
    drops = find_drops(old, scores)
    if drops and not allow_drop:
        listed = "; ".join(str(drop) for drop in drops)
        raise FloorError(f"{path}: not lowered. {listed}. If that is meant: make pin ALLOW_DROP=yes")
    new = {part: _round(measures) for part, measures in scores.items()}
    content[gold] = {"gold_sha256": digest, "floors": new}
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return _describe(old, new)


def _round(measures: Mapping[str, float]) -> dict[str, float]:
    scale = 10**DIGITS
    return {
        name: (math.ceil if name in _LOWER_IS_BETTER else math.floor)(round(value * scale, 6)) / scale
        for name, value in measures.items()
        if not math.isnan(value)
    }


def _holds(measure: str, floor: float, found: float) -> bool:
    if measure in _LOWER_IS_BETTER:
        return found <= floor + _TOLERANCE
    return found >= floor - _TOLERANCE


def _describe(old: Scores, new: Scores) -> list[str]:
    lines = []
    for part, measures in new.items():
        for measure, value in measures.items():
            before = old.get(part, {}).get(measure)
            if before != value:
                lines.append(f"{part} {measure}: {'new' if before is None else f'{before:.3f}'} -> {value:.3f}")
    return lines


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not valid JSON ({error}). Restore it from the repository.") from error
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected a mapping of gold sets. Restore it from the repository.")
    return content
