"""Fit the weights of ``common/confidence.yml`` on annotated documents and report the calibration.

usage: PYTHONPATH=. python benchmarks/calibrate.py GOLD.json:FOLDER [GOLD.json:FOLDER ...]

Every pair names a gold file and the folder with its documents. A mention counts as right when a gold
event of its document has its date, its type and one of its actors. Prints the YAML to paste and the
expected calibration error (10 bins) of five-fold cross-validation over documents.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core.records import EventMention
from pipeline.evaluate.gold import GoldDocument, read_gold
from pipeline.evaluate.match import is_right
from pipeline.evaluate.names import NameJudge
from pipeline.evaluate.predicted import Group, Row
from pipeline.extract.document import extract_document
from pipeline.extract.events.confidence import load_weights
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.normalize.files import normalize_file

_REASON = re.compile(r"confidence: (\w+) ([-+.\d]+)")
_FOLDS, _BINS, _RIDGE = 5, 10, 0.02


@dataclass(frozen=True)
class Example:
    """One mention: its document, what holds for it, the trigger's log-odds, and whether it is right."""

    document: str
    features: frozenset[str]
    trigger: float
    is_right: bool


def read_examples(pairs: list[str], lexicon: Lexicon) -> list[Example]:
    """Extract the documents of every pair and judge their mentions."""
    judge = NameJudge(lexicon)
    scale = load_weights(lexicon).trigger
    examples: list[Example] = []
    for pair in pairs:
        gold_path, folder = pair.split(":")
        for entry in read_gold(Path(gold_path)):
            for mention in _mentions_of(entry, Path(folder), lexicon):
                reasons = dict(m.groups() for r in mention.reasons if (m := _REASON.match(r)))
                trigger = float(reasons.pop("trigger")) / scale
                right = _judge(mention, entry, judge)
                examples.append(Example(entry.document, frozenset(reasons), trigger, right))
    return examples


def _mentions_of(entry: GoldDocument, root: Path, lexicon: Lexicon) -> list[EventMention]:
    file, _, number = entry.document.partition("#")
    path = root / Path(file).name
    documents = normalize_file(path, root, lexicon).documents if path.exists() else ()
    chosen = documents[int(number) : int(number) + 1] if number else documents
    return [m for document in chosen for m in extract_document(document, lexicon).mentions]


def _judge(mention: EventMention, entry: GoldDocument, judge: NameJudge) -> bool:
    names = judge.normalize_all([p.name for p in mention.participants])
    row = Row(
        start=mention.interval.start.isoformat(),
        end=mention.interval.end.isoformat(),
        precision=mention.interval.precision,
        event_type=mention.event_type,
        names=names,
        status=mention.status,
        confidence=mention.confidence,
        quote=mention.quote,
        date_text=mention.date_text,
    )
    return any(is_right(Group(mention.mention_id, (row,)), event, judge) for event in entry.events)


def fit(examples: list[Example], names: list[str]) -> np.ndarray:
    """Logistic regression with a small ridge: intercept, trigger, features."""
    x = _matrix(examples, names)
    y = np.array([e.is_right for e in examples], dtype=float)
    beta = np.zeros(x.shape[1])
    for _ in range(60):  # Newton steps
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (p - y) + _RIDGE * len(y) * np.r_[0, beta[1:]] / 10
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(x.shape[1]) * (_RIDGE * len(y) / 10 + 1e-6)
        beta -= np.linalg.solve(hessian, gradient)
    return beta


def _matrix(examples: list[Example], names: list[str]) -> np.ndarray:
    return np.array([[1.0, e.trigger, *(float(n in e.features) for n in names)] for e in examples])


def predict(examples: list[Example], names: list[str], beta: np.ndarray) -> np.ndarray:
    """Probabilities under fitted weights."""
    return 1 / (1 + np.exp(-_matrix(examples, names) @ beta))


def cross_validate(examples: list[Example], names: list[str]) -> float:
    """Expected calibration error when each document is judged by weights that have not seen it."""
    fold_of = {e.document: int(hashlib.sha256(e.document.encode()).hexdigest(), 16) % _FOLDS for e in examples}
    total, error = 0, 0.0
    pairs: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        train = [e for e in examples if fold_of[e.document] != fold]
        test = [e for e in examples if fold_of[e.document] == fold]
        pairs += list(zip(predict(test, names, fit(train, names)), (e.is_right for e in test), strict=True))
    for low in range(_BINS):
        inside = [(p, r) for p, r in pairs if low <= p * _BINS < low + 1]
        if inside:
            total += len(inside)
            error += abs(sum(p for p, _ in inside) - sum(r for _, r in inside))
    return error / max(total, 1)


def main() -> None:
    """Fit, cross-validate and print."""
    lexicon = load_lexicon()
    examples = read_examples(sys.argv[1:], lexicon)
    names = sorted({name for e in examples for name in e.features})
    beta = fit(examples, names)
    right = sum(e.is_right for e in examples)
    print(f"# {len(examples)} mentions, {right} right; ECE by cross-validation {cross_validate(examples, names):.3f}")
    print(f"intercept: {beta[0]:.2f}\ntrigger: {beta[1]:.2f}\nfeatures:")
    for name, value in zip(names, beta[2:], strict=True):
        print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
