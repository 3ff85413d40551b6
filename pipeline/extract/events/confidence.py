"""Confidence of an event mention, with the reasons that make it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.records import Participant, Sentence
from pipeline.extract.events.dating import Dated
from pipeline.extract.events.match import Candidate


def rate(
    candidate: Candidate, dated: Dated, participants: Sequence[Participant], sentence: Sentence
) -> tuple[float, tuple[str, ...]]:
    """Probability that the row is right, as a product of what is known about its parts."""
    named = [p for p in participants if p.found_by != "side"]
    actors = 0.55 if not named else min(1.0, 0.8 + 0.1 * len(named))
    weak = any(p.found_by in ("coreference", "office", "unknown_name") for p in named)
    score = candidate.rule.weight * dated.confidence * actors * (0.95 if weak else 1.0)
    reasons = (
        f"trigger {candidate.rule.rule_id} ({candidate.rule.weight:.2f})",
        f"date {dated.confidence:.2f}",
        f"{len(named)} named actors ({actors:.2f})",
    )
    return round(min(max(score, 0.05), 0.97), 3), reasons
