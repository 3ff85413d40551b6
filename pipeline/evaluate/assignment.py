"""The pairing of rows with columns that has the greatest total weight, each used at most once.

Shortest augmenting paths after D. F. Crouse, "On implementing 2D rectangular assignment algorithms"
(2016), the method of ``scipy.optimize.linear_sum_assignment``, ties broken as there. Written out here
because one document needs a table of some forty by forty, and scipy would add 35 MB to every install.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Weights = Sequence[Sequence[float]]


def assign_pairs(weights: Weights) -> list[tuple[int, int]]:
    """Pair rows with columns so that the sum of weights is greatest.

    Args:
        weights: Rows of equal length; not negative.

    Returns:
        (row, column) by row; as many as the shorter side has, pairs of weight 0 included.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = list(zip(*weights, strict=True))
        return sorted((row, column) for column, row in assign_pairs(turned))
    return list(enumerate(_Solver(weights).solve()))


class _Solver:
    """Grows the pairing row by row along the cheapest augmenting path; costs are negated weights."""

    def __init__(self, weights: Weights) -> None:
        self._costs = [[-weight for weight in row] for row in weights]
        n_rows, n_columns = len(weights), len(weights[0])
        self._row_price = [0.0] * n_rows
        self._column_price = [0.0] * n_columns
        self._column_of = [-1] * n_rows
        self._row_of = [-1] * n_columns

    def solve(self) -> list[int]:
        """The column of each row."""
        for row in range(len(self._costs)):
            self._add_row(row)
        return self._column_of

    def _add_row(self, row: int) -> None:
        distance, came_from, rows, columns, sink = self._find_path(row)
        reach = distance[sink]
        self._row_price[row] += reach
        for other in rows - {row}:
            self._row_price[other] += reach - distance[self._column_of[other]]
        for column in columns:
            self._column_price[column] -= reach - distance[column]
        column = sink
        while True:
            current = came_from[column]
            self._row_of[column] = current
            self._column_of[current], column = column, self._column_of[current]
            if current == row:
                return

    def _find_path(self, row: int) -> tuple[list[float], list[int], set[int], set[int], int]:
        """Distances, predecessors, rows and columns on the way, and the free column at the end."""
        n_columns = len(self._column_price)
        # From the last to the first: a table of equal weights then gives the pairs (0, 0), (1, 1), ...
        remaining = list(range(n_columns - 1, -1, -1))
        distance = [math.inf] * n_columns
        came_from = [-1] * n_columns
        rows: set[int] = set()
        columns: set[int] = set()
        reach = 0.0
        while True:
            rows.add(row)
            best = self._relax(row, reach, remaining, distance, came_from)
            column = remaining[best]
            reach = distance[column]
            columns.add(column)
            if self._row_of[column] == -1:
                return distance, came_from, rows, columns, column
            row = self._row_of[column]
            remaining[best] = remaining[-1]
            remaining.pop()

    def _relax(self, row: int, reach: float, remaining: list[int], distance: list[float], came_from: list[int]) -> int:
        """Shorten the distances through a row; the position of the nearest column, free ones first."""
        best, lowest = -1, math.inf
        costs, price = self._costs[row], self._row_price[row]
        for position, column in enumerate(remaining):
            through = reach + costs[column] - price - self._column_price[column]
            if through < distance[column]:
                came_from[column] = row
                distance[column] = through
            near = distance[column]
            if near < lowest or (near == lowest and self._row_of[column] == -1):
                best, lowest = position, near
        return best
