"""The figures say what the annotation guide says they say."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import InputError
from pipeline.evaluate.gold import half_of, read_gold
from pipeline.evaluate.names import NameJudge
from pipeline.evaluate.predicted import read_output
from pipeline.evaluate.scores import (
    Judged,
    judge_output,
    measure_reliability,
    score,
    score_by_language,
    score_by_type,
    score_links,
    total,
)
from tests.evaluate.builders import document, gold_document, gold_event, mention, write_gold, write_output

REFERENCE = Path(__file__).parents[2].parent / "shared" / "tools"


def _judge(
    tmp_path: Path,
    gold: list[dict[str, Any]],
    mentions: list[dict[str, Any]],
    documents: list[dict[str, Any]],
) -> list[Judged]:
    judge = NameJudge()
    output = read_output(write_output(tmp_path / "output", mentions, documents), judge)
    return judge_output(read_gold(write_gold(tmp_path / "gold.json", *gold)), output, judge)


_GOLD = [
    gold_document(
        gold_event(same_event="summit"),
        gold_event(id="two", type="visit", actors=["Ilham Aliyev"], actors_ok=["Azerbaijan"]),
        gold_event(id="three", type="call", weight="minor"),
    ),
    gold_document(gold_event(same_event="summit"), document="b.txt", language="az", published=None),
]
_MENTIONS = [
    mention(),
    mention(event_id="e1", date_start=date(2020, 11, 9), confidence=0.3),
    mention(event_id="e2", event_type="visit", actors=["President Ilham Aliyev", "Azerbaijan", "Iran"],
            status="planned", confidence=0.9),
    mention(event_id="e3", event_type="war", confidence=0.2),
    mention(event_id="e4", event_type="call", date_start=date(2020, 1, 1), date_end=date(2020, 1, 1)),
    mention(document_id="d2", event_id="e1"),
]  # fmt: skip
_DOCUMENTS = [document(), document(document_id="d2", path="sub/b.txt", published_date=None)]


def test_the_figures_of_a_small_case(tmp_path: Path) -> None:
    figures = score(total(_judge(tmp_path, _GOLD, _MENTIONS, _DOCUMENTS)))
    assert figures["core_recall"] == 1.0
    assert figures["precision"] == pytest.approx(3 / 5)
    assert figures["date_accuracy"] == pytest.approx(3 / 4)
    assert figures["actor_f1"] == pytest.approx(2 * 5 / (2 * 5 + 1))
    assert figures["status"] == pytest.approx(2 / 3)
    assert figures["published"] == 1.0


def test_figures_by_language_and_type(tmp_path: Path) -> None:
    judged = _judge(tmp_path, _GOLD, _MENTIONS, _DOCUMENTS)
    assert list(score_by_language(judged)) == ["all", "az", "en"]
    assert score_by_language(judged)["az"]["precision"] == 1.0
    assert (score_by_type(judged)["war"].predicted, score_by_type(judged)["war"].hit) == (1, 0)
    assert (score_by_type(judged)["visit"].core, score_by_type(judged)["visit"].core_hit) == (1, 1)


def test_misses_and_false_alarms_are_listed(tmp_path: Path) -> None:
    judged = _judge(tmp_path, _GOLD, _MENTIONS[2:], _DOCUMENTS)
    assert [event.id for one in judged for event in one.misses] == ["one"]
    assert [group.event_id for one in judged for group in one.false_alarms] == ["e3", "e4"]


def test_reliability_compares_confidence_with_what_is_right(tmp_path: Path) -> None:
    bins, error = measure_reliability(_judge(tmp_path, _GOLD, _MENTIONS, _DOCUMENTS))
    assert [(one.low, one.n_rows) for one in bins] == [(0.2, 1), (0.8, 3), (0.9, 1)]
    assert error == pytest.approx((0.2 + 3 * (0.8 - 2 / 3) + 0.1) / 5)


def test_links_are_judged_by_b_cubed(tmp_path: Path) -> None:
    split = [*_MENTIONS[:-1], mention(document_id="d2", event_id="e9")]
    assert score_links(_judge(tmp_path, _GOLD, _MENTIONS, _DOCUMENTS))["b3_f1"] == 1.0
    assert score_links(_judge(tmp_path, _GOLD, split, _DOCUMENTS))["b3_recall"] == pytest.approx(2 / 3)


def test_an_output_without_rows_scores_nothing(tmp_path: Path) -> None:
    figures = score(total(_judge(tmp_path, _GOLD, [], [])))
    assert figures["core_recall"] == 0.0
    assert figures["precision"] != figures["precision"]


def test_articles_of_one_file_are_found_by_position(tmp_path: Path) -> None:
    gold = [gold_document(gold_event(), document="f.json#1")]
    documents = [document(path="f.json"), document(document_id="d2", path="f.json#5")]
    assert total(_judge(tmp_path, gold, [mention(document_id="d2")], documents)).core_hit == 1


def test_a_missing_output_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make run"):
        read_output(tmp_path, NameJudge())


@pytest.mark.parametrize("content", ["{", "{}", '[{"document": "a"}]', '[{"document": "a", "events": [{}]}]'])
def test_a_broken_gold_file_says_where(tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.json").write_text(content)
    with pytest.raises(InputError, match=r"gold\.json"):
        read_gold(tmp_path / "gold.json")


def test_halves_follow_the_file_name() -> None:
    assert {half_of(f"{number}.txt") for number in range(9)} == {"tune", "held"}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference scorer ../shared/tools is not there")
def test_the_reference_scorer_agrees(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    figures = score_by_language(_judge(tmp_path, _GOLD, _MENTIONS, _DOCUMENTS))["all"]
    compare_with_reference(tmp_path / "gold.json", tmp_path / "output", figures)


def compare_with_reference(gold: Path, output: Path, figures: dict[str, float]) -> None:
    names = {"core_recall": "core_recall", "precision": "precision", "f1": "f1", "status": "status",
             "date_accuracy": "date_accuracy", "actor_f1": "actor_f1", "published": "published"}  # fmt: skip
    theirs = _run_reference("score.py", gold, output)
    assert {name: round(figures[name], 3) for name in names} == {name: theirs[names[name]] for name in names}
    links = _run_reference("link_score.py", gold, output)
    ours = [round(figures[name], 3) for name in ("b3_precision", "b3_recall", "b3_f1", "wrong_pairs")]
    assert ours == [links[name] for name in ("b3_p", "b3_r", "b3_f1", "wrong_pairs")]


def _run_reference(script: str, gold: Path, output: Path) -> dict[str, float]:
    command = [sys.executable, str(REFERENCE / script), str(gold), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
