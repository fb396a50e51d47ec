"""Bradley–Terry: one strength for everything that was compared, from who beat whom."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from hdclient.quality.duels import Duel
from hdclient.quality.figure import Figure, quantile_of_normal, undefined
from hdclient.quality.linear import inverse, solved
from hdclient.words import marked

RIDGE = 1e-3
"""A little pull to the mean: who won every duel is far ahead, and not infinitely."""
_STEPS = 200
_PER_ELO = math.log(10) / 400


class Strengths(Struct, frozen=True):
    """Figures by name, the strongest first. n: duels of each."""

    figures: dict[str, Figure]
    why: str = ""

    def elo(self, name: str) -> float | None:
        """The strength on Elo's scale: 1,000 is the mean, 400 more wins ten times of eleven."""
        value = self.figures[name].value
        return None if value is None else 1_000 + value / _PER_ELO


def bradley_terry(duels: Sequence[Duel], ridge: float = RIDGE) -> Strengths:
    """P(i beats j) = logistic(θi − θj), Σθ = 0, ties as half a win each (Bradley and Terry 1952; Hunter 2004).

    The most likely θ less `ridge`·Σθ²/2, by Newton's method; intervals from the inverse of the information. Undefined
    when the comparisons fall into groups that never met, for then no number says who of two groups is stronger.
    """
    names = sorted({name for duel in duels for name in (duel.first, duel.second)})
    met: defaultdict[str, int] = defaultdict(int)
    for duel in duels:
        met[duel.first] += 1
        met[duel.second] += 1
    if len(names) < 2:
        return Strengths({}, marked("Two candidates at least must have met."))
    groups = _groups(duels)
    if len(groups) > 1:
        why = f"The candidates fall into {len(groups)} groups that were never compared with each other."
        return Strengths({name: undefined(why, met[name]) for name in names}, why)
    theta, errors = _fitted(names, duels, ridge)
    z = quantile_of_normal()
    order = sorted(range(len(names)), key=lambda number: -theta[number])
    return Strengths(
        {
            names[i]: Figure(
                value=theta[i], n=met[names[i]], low=theta[i] - z * errors[i], high=theta[i] + z * errors[i]
            )
            for i in order
        }
    )


def _groups(duels: Sequence[Duel]) -> list[set[str]]:
    """Who can be reached from whom by comparisons."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for duel in duels:
        neighbours[duel.first].add(duel.second)
        neighbours[duel.second].add(duel.first)
    groups: list[set[str]] = []
    left = set(neighbours)
    while left:
        group, border = set[str](), {min(left)}
        while border:
            group |= border
            border = {other for one in border for other in neighbours[one]} - group
        groups.append(group)
        left -= group
    return groups


def _fitted(names: Sequence[str], duels: Sequence[Duel], ridge: float) -> tuple[list[float], list[float]]:
    """θ and its standard errors, both for Σθ = 0."""
    place = {name: number for number, name in enumerate(names)}
    wins: defaultdict[tuple[int, int], float] = defaultdict(float)
    for duel in duels:
        i, j = place[duel.first], place[duel.second]
        wins[i, j] += duel.score
        wins[j, i] += 1 - duel.score
    theta = [0.0] * len(names)
    for _ in range(_STEPS):
        gradient, information = _derivatives(theta, wins, ridge)
        step = solved(_anchored(information), gradient)
        largest = max(abs(one) for one in step)
        theta = [
            one + change * min(1.0, 2 / largest if largest else 1.0)
            for one, change in zip(theta, step, strict=True)
        ]
        mean = sum(theta) / len(theta)
        theta = [one - mean for one in theta]
        if largest < 1e-11:
            break
    _, information = _derivatives(theta, wins, ridge)
    return theta, _errors(information)


def _derivatives(
    theta: Sequence[float], wins: dict[tuple[int, int], float], ridge: float
) -> tuple[list[float], list[list[float]]]:
    size = len(theta)
    gradient = [-ridge * one for one in theta]
    information = [[ridge if i == j else 0.0 for j in range(size)] for i in range(size)]
    for (i, j), won in wins.items():
        p = 1 / (1 + math.exp(theta[j] - theta[i]))
        gradient[i] += won * (1 - p)
        gradient[j] -= won * (1 - p)
        weight = won * p * (1 - p)
        information[i][i] += weight
        information[j][j] += weight
        information[i][j] -= weight
        information[j][i] -= weight
    return gradient, information


def _anchored(information: Sequence[Sequence[float]]) -> list[list[float]]:
    """Adding a constant to all θ changes nothing, so the matrix lacks one dimension; ones everywhere fill it."""
    return [[one + 1.0 for one in row] for row in information]


def _errors(information: Sequence[Sequence[float]]) -> list[float]:
    """Square roots of the diagonal of the covariance, projected to Σθ = 0."""
    size = len(information)
    covariance = inverse(_anchored(information))
    return [math.sqrt(max(0.0, covariance[i][i] - 1 / (size * size))) for i in range(size)]
