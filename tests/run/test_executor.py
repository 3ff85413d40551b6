"""Work is shared out without losing an item, whatever an item does to its worker."""

from __future__ import annotations

import os
import time
from functools import partial

import pytest

from pipeline.core.errors import PipelineError
from pipeline.run import executor
from pipeline.run.executor import Failure, choose_workers, map_items


def _double(item: int) -> int:
    if item == 3:
        raise ValueError("three is not liked")
    return 2 * item


def _die(item: int) -> int:
    if item == 1:
        os._exit(9)
    return item


def _stop(item: int) -> int:
    raise PipelineError("a rule file is broken")


def _sleep(item: int) -> int:
    time.sleep(item)
    return item


@pytest.mark.parametrize("workers", [0, 2])
def test_every_item_is_answered(workers: int) -> None:
    answers = dict(map_items(_double, range(6), workers=workers))
    assert [answers[index] for index in (0, 1, 2, 4, 5)] == [0, 2, 4, 8, 10]
    assert isinstance(answers[3], Failure)
    assert "three is not liked" in answers[3].message


def test_a_lost_worker_costs_only_its_item() -> None:
    answers = dict(map_items(_die, range(3), workers=2))
    assert (answers[0], answers[2]) == (0, 2)
    assert isinstance(answers[1], Failure)
    assert answers[1].error == "WorkerLost"


@pytest.mark.parametrize("workers", [0, 2])
def test_a_broken_rule_file_stops_the_run(workers: int) -> None:
    with pytest.raises(PipelineError, match="rule file"):
        list(map_items(_stop, range(3), workers=workers))


def test_an_item_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "SECONDS_PER_ITEM", 0.05)
    answers = dict(map_items(_sleep, [0, 5], workers=0))
    assert answers[0] == 0
    assert isinstance(answers[1], Failure)
    assert "more than" in answers[1].message


def test_small_work_stays_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "count_cores", lambda: 4)
    choose = partial(choose_workers, None)
    assert [choose(number) for number in (0, 50, 299, 300, 100_000)] == [0, 0, 0, 2, 4]
    assert [choose_workers(wanted, 10) for wanted in (1, 3, 20)] == [0, 3, 10]
