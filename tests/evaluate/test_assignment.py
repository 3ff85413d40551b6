"""The pairing is the best there is, and the one that scipy finds."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.assignment import assign_pairs

_weights = st.integers(1, 7).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.5, 1000.0, 1100.0]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=7,
    )
)


def _best_by_trying(weights: list[list[float]]) -> float:
    if len(weights) > len(weights[0]):
        weights = [list(row) for row in zip(*weights, strict=True)]
    columns = range(len(weights[0]))
    return max(
        sum(row[column] for row, column in zip(weights, chosen, strict=True))
        for chosen in permutations(columns, len(weights))
    )


@given(_weights.filter(lambda rows: min(len(rows), len(rows[0])) < 5))
def test_no_other_pairing_has_more_weight(weights: list[list[float]]) -> None:
    pairs = assign_pairs(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(weights[row][column] for row, column in pairs) == _best_by_trying(weights)


@given(_weights)
def test_ties_are_broken_as_scipy_breaks_them(weights: list[list[float]]) -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="scipy is a development dependency")
    rows, columns = optimize.linear_sum_assignment([[-weight for weight in row] for row in weights])
    assert assign_pairs(weights) == list(zip(rows.tolist(), columns.tolist(), strict=True))


def test_nothing_pairs_with_nothing() -> None:
    assert assign_pairs([]) == []
    assert assign_pairs([[], []]) == []


def test_equal_weights_pair_in_order() -> None:
    assert assign_pairs([[1.0] * 3] * 3) == [(0, 0), (1, 1), (2, 2)]
