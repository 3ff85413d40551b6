"""Scores cannot fall unnoticed."""

from __future__ import annotations

from math import nan
from pathlib import Path

import pytest

from pipeline.core.errors import InputError
from pipeline.evaluate.floors import FloorError, find_drops, pin_floors, read_floors


def test_what_is_pinned_is_the_floor(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    lines = pin_floors(path, "corpus", "abc", {"en": {"f1": 0.81239, "status": nan}})
    assert lines == ["en f1: new -> 0.812"]
    assert read_floors(path, "corpus") == ("abc", {"en": {"f1": 0.812}})
    assert read_floors(path, "other") == ("", {})


def test_floors_rise_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    pin_floors(path, "corpus", "abc", {"en": {"f1": 0.8}})
    assert pin_floors(path, "corpus", "abc", {"en": {"f1": 0.9}}) == ["en f1: 0.800 -> 0.900"]


def test_floors_fall_only_with_leave(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    pin_floors(path, "corpus", "abc", {"en": {"f1": 0.8}})
    with pytest.raises(FloorError, match="ALLOW_DROP=yes"):
        pin_floors(path, "corpus", "abc", {"en": {"f1": 0.7}})
    assert read_floors(path, "corpus")[1]["en"]["f1"] == 0.8
    pin_floors(path, "corpus", "abc", {"en": {"f1": 0.7}}, allow_drop=True)
    assert read_floors(path, "corpus")[1]["en"]["f1"] == 0.7


def test_a_score_that_cannot_be_measured_any_more_is_a_drop() -> None:
    drops = find_drops({"en": {"f1": 0.5}, "az": {"f1": 0.1}}, {"en": {"f1": nan}})
    assert [(drop.part, drop.measure) for drop in drops] == [("en", "f1"), ("az", "f1")]


def test_errors_must_not_rise() -> None:
    assert find_drops({"en": {"wrong_pairs": 0.02}}, {"en": {"wrong_pairs": 0.01}}) == []
    assert len(find_drops({"en": {"wrong_pairs": 0.02}}, {"en": {"wrong_pairs": 0.03}})) == 1


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text("[")
    with pytest.raises(InputError, match="Restore it"):
        read_floors(tmp_path / "floors.json", "corpus")
