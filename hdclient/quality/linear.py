"""Small systems of linear equations: as many unknowns as a campaign has models, so that no NumPy is needed."""

from __future__ import annotations

from collections.abc import Sequence


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x with matrix · x = right. Raises ZeroDivisionError when there is not exactly one."""
    return [row[0] for row in _eliminated(matrix, [[one] for one in right])]


def inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Raises ZeroDivisionError when there is none."""
    size = len(matrix)
    return _eliminated(matrix, [[float(i == j) for j in range(size)] for i in range(size)])


def _eliminated(matrix: Sequence[Sequence[float]], right: Sequence[Sequence[float]]) -> list[list[float]]:
    """Gauss and Jordan, with the largest pivot of each column."""
    rows = [[*left, *beside] for left, beside in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        rows[column] = [one / pivot for one in rows[column]]
        for number, row in enumerate(rows):
            if number != column and row[column]:
                factor = row[column]
                rows[number] = [one - factor * other for one, other in zip(row, rows[column], strict=True)]
    return [row[size:] for row in rows]
