"""Confidence of an event mention: a small logistic model whose weights are data, with its reasons.

Source: weights of ``common/confidence.yml``, fitted by ``benchmarks/calibrate.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.records import Participant, Sentence, Status
from pipeline.extract.events.dated import Dated
from pipeline.lexicon.load import Lexicon

_WEAK = frozenset({"coreference", "office", "unknown_name", "metonym"})


@dataclass(frozen=True)
class Weights:
    """``common/confidence.yml`` in typed form; all values are log-odds but the bounds."""

    intercept: float
    trigger: float
    lowest: float
    highest: float
    features: Mapping[str, float]


@lru_cache(maxsize=16)
def load_weights(lexicon: Lexicon) -> Weights:
    """The weights of a lexicon."""
    rules = lexicon.rules("common/confidence.yml")
    return Weights(
        intercept=float(rules.get("intercept", 0)),
        trigger=float(rules.get("trigger", 1)),
        lowest=float(rules.get("lowest", 0)),
        highest=float(rules.get("highest", 1)),
        features={name: float(value) for name, value in rules.get("features", {}).items()},
    )


def describe(
    dated: Dated, participants: Sequence[Participant], sentence: Sentence, status: Status, *, nominal: bool
) -> list[str]:
    """Names of the features that hold for a mention."""
    named = [p for p in participants if p.found_by not in ("side", "context")]
    features = [_date_feature(dated)]
    if dated.timex is not None and (dated.timex.ambiguous or dated.timex.confidence < 0.8):
        features.append("date_unsure")
    if dated.interval.precision != "day":
        features.append("coarse")
    features.append(("actors_none", "actors_one", "actors_several")[min(len(named), 2)])
    if any(p.found_by in _WEAK for p in named):
        features.append("actors_weak")
    if any(p.found_by == "context" for p in participants):
        features.append("actors_borrowed")
    features += [name for name in ("title", "item") if sentence.kind == name]
    features += ["nominal"] if nominal else []
    features += ["planned_or_denied"] if status in ("planned", "denied") else []
    return features


def _date_feature(dated: Dated) -> str:
    if dated.basis == "named_period":
        return "date_named_period"
    if dated.own:
        return "date_own"
    return {"publication": "date_publication", "context": "date_context"}.get(dated.basis, "date_inherited")


def rate(features: Sequence[str], trigger_weight: float, lexicon: Lexicon) -> tuple[float, tuple[str, ...]]:
    """Probability that the row is right, and one line for each thing that speaks for or against it."""
    weights = load_weights(lexicon)
    bounded = min(max(trigger_weight, 0.02), 0.98)
    parts = [("trigger", weights.trigger * math.log(bounded / (1 - bounded)))]
    parts += [(name, weights.features.get(name, 0.0)) for name in features]
    total = weights.intercept + sum(value for _, value in parts)
    probability = 1 / (1 + math.exp(-total))
    reasons = tuple(f"confidence: {name} {value:+.2f}" for name, value in parts)
    return round(min(max(probability, weights.lowest), weights.highest), 3), reasons
