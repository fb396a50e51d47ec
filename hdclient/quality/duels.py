"""Preferences as duels: who met whom, who won. Win rates, agreement on the winner, biases of position and length."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from hdclient.quality.figure import CONFIDENCE, Figure, proportion, quantile_of_normal, undefined
from hdclient.words import marked

_STEPS = 100


class Duel(Struct, frozen=True, kw_only=True):
    """One judgement on two candidates or models.

    `score` is the first one's: 1 won, 0 lost, 0.5 tie. `item` and `rater` name the task and the person.
    `lengths` in any unit; None where nobody counted.
    """

    first: str
    second: str
    score: float
    item: str = ""
    rater: str = ""
    lengths: tuple[int, int] | None = None


def win_rates(duels: Iterable[Duel]) -> dict[tuple[str, str], Figure]:
    """(i, j) → the share of duels that i won of j, ties as halves, with Wilson's interval. Both directions."""
    wins: defaultdict[tuple[str, str], float] = defaultdict(float)
    meetings: defaultdict[tuple[str, str], int] = defaultdict(int)
    for duel in duels:
        for pair, score in (
            ((duel.first, duel.second), duel.score),
            ((duel.second, duel.first), 1 - duel.score),
        ):
            wins[pair] += score
            meetings[pair] += 1
    return {pair: proportion(wins[pair], n) for pair, n in meetings.items()}


def preference_agreement(duels: Iterable[Duel]) -> Figure:
    """Pairs of people who name the same winner of the same item, among those where neither says tie. n: such pairs."""
    by_item: defaultdict[str, list[str]] = defaultdict(list)
    for duel in duels:
        if duel.score != 0.5:
            by_item[duel.item].append(duel.first if duel.score > 0.5 else duel.second)
    pairs = [one == other for winners in by_item.values() for one, other in combinations(winners, 2)]
    if not pairs:
        return undefined(marked("No item has two judgements that name a winner."))
    return proportion(sum(pairs), len(pairs))


def position_bias(duels: Iterable[Duel]) -> Figure:
    """The share of duels without a tie that the first *shown* won: 0.5 is no bias. `first` must be the first shown."""
    decided = [duel.score > 0.5 for duel in duels if duel.score != 0.5]
    if not decided:
        return undefined(marked("No judgement names a winner yet."))
    return proportion(sum(decided), len(decided))


def length_bias(duels: Iterable[Duel]) -> Figure:
    """The slope of log odds that the longer wins, per natural log of the ratio of lengths; 0 is no bias. n: duels.

    A logistic regression without a constant; ties and unknown, empty or equal lengths are left out.
    """
    points = [
        (math.log(duel.lengths[0] / duel.lengths[1]), duel.score > 0.5)
        for duel in duels
        if duel.lengths is not None and min(duel.lengths) > 0 and duel.lengths[0] != duel.lengths[1]
        if duel.score != 0.5
    ]
    if not points:
        return undefined(marked("No decided judgement has two responses of different, known lengths."))
    if len({(x > 0) == won for x, won in points}) == 1:
        return undefined(
            marked("The longer one always won, or always lost: the slope has no end."), len(points)
        )
    slope, information = _slope(points)
    half = quantile_of_normal(CONFIDENCE) / math.sqrt(information)
    return Figure(value=slope, n=len(points), low=slope - half, high=slope + half)


def _slope(points: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Newton's method on one concave function; the step is held below 1, so that it cannot run away."""
    slope = information = 0.0
    for _ in range(_STEPS):
        expected = [(x, won, 1 / (1 + math.exp(-slope * x))) for x, won in points]
        information = sum(x * x * p * (1 - p) for x, _won, p in expected)
        step = sum(x * (won - p) for x, won, p in expected) / information
        slope += max(-1.0, min(1.0, step))
        if abs(step) < 1e-12:
            break
    return slope, information
