"""How well people judge: gold items, consistency with themselves, and what several noisy people together say."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from hdclient.quality.agreement import Label, Ratings
from hdclient.quality.figure import Figure, proportion, quantile_of_normal, undefined
from hdclient.words import marked

FEWEST_GOLD = 10
"""Below this nothing is to follow from a person's gold."""
_STEPS = 200
_SMOOTHING = 0.01


def gold_accuracy(answers: Sequence[tuple[Label, frozenset[Label]]]) -> Figure:
    """The share of answers within the set that gold accepts, with Wilson's interval. n: gold items answered."""
    return proportion(sum(answer in accepted for answer, accepted in answers), len(answers))


def within_one(answers: Sequence[tuple[int, int]]) -> Figure:
    """For scales: the share of answers at most one step from gold. n: gold items answered."""
    return proportion(sum(abs(answer - gold) <= 1 for answer, gold in answers), len(answers))


def is_below(accuracy: Figure, threshold: float) -> bool:
    """Whether gold shows that a person is below: the whole interval is, and there are ten items at least."""
    return accuracy.n >= FEWEST_GOLD and accuracy.high is not None and accuracy.high < threshold


def self_consistency(repeats: Sequence[tuple[Label, Label]]) -> Figure:
    """The share of items that one person judged the same way twice. n: items judged twice."""
    if not repeats:
        return undefined(marked("No item was shown to this person twice yet."))
    return proportion(sum(one == other for one, other in repeats), len(repeats))


class Consensus(Struct, frozen=True):
    """What Dawid and Skene find. `items[i]` maps labels to how sure they are; `matrices[who][true][said]` likewise."""

    items: tuple[dict[Label, float], ...]
    matrices: dict[str, dict[Label, dict[Label, float]]]
    accuracy: dict[str, Figure]


def dawid_skene(
    ratings: Ratings, *, steps: int = _STEPS, smoothing: float = _SMOOTHING, close: float = 1e-9
) -> Consensus:
    """The likely true labels and how each person errs, each from the other in turn (Dawid and Skene 1979).

    `smoothing` is added to every cell of a person's matrix: who has judged little is not taken for infallible.
    Items that nobody judged get the classes' shares. Accuracy is the chance that the person says what is likely
    true; its interval is wide for who judged little, and it is no ground for a decision on a person. It ends when no
    belief moves by `close` any more.
    """
    labels = sorted({label for item in ratings for label in item.values()}, key=str)
    if not labels:
        return Consensus((), {}, {})
    sure = [_majority(item, labels) for item in ratings]
    shares: dict[Label, float] = {}
    matrices: dict[str, dict[Label, dict[Label, float]]] = {}
    for _ in range(steps):
        shares, matrices = _learned(ratings, sure, labels, smoothing)
        newer = _believed(ratings, labels, shares, matrices)
        change = max(abs(new[one] - old[one]) for new, old in zip(newer, sure, strict=True) for one in labels)
        sure = newer
        if change < close:
            break
    return Consensus(tuple(sure), matrices, _accuracies(ratings, sure))


def _majority(item: Mapping[str, Label], labels: Sequence[Label]) -> dict[Label, float]:
    counts = Counter(item.values())
    return {one: counts[one] / len(item) if item else 1 / len(labels) for one in labels}


def _learned(
    ratings: Ratings, sure: Sequence[Mapping[Label, float]], labels: Sequence[Label], smoothing: float
) -> tuple[dict[Label, float], dict[str, dict[Label, dict[Label, float]]]]:
    """The shares of the classes, and everybody's matrix, from what is believed of the items."""
    totals = {one: sum(belief[one] for belief in sure) for one in labels}
    shares = {one: total / len(sure) for one, total in totals.items()}
    matrices: dict[str, dict[Label, dict[Label, float]]] = {}
    for item, belief in zip(ratings, sure, strict=True):
        for who, said in item.items():
            if who not in matrices:
                matrices[who] = {true: dict.fromkeys(labels, smoothing) for true in labels}
            for true in labels:
                matrices[who][true][said] += belief[true]
    for matrix in matrices.values():
        for row in matrix.values():
            whole = sum(row.values())
            for said in row:
                row[said] /= whole
    return shares, matrices


def _believed(
    ratings: Ratings,
    labels: Sequence[Label],
    shares: Mapping[Label, float],
    matrices: Mapping[str, Mapping[Label, Mapping[Label, float]]],
) -> list[dict[Label, float]]:
    """How sure each label is for each item; in logarithms, so that many people do not make it vanish."""
    first = [math.log(max(shares[true], 1e-300)) for true in labels]
    heard = {
        (who, said): [math.log(matrix[true][said]) for true in labels]
        for who, matrix in matrices.items()
        for said in labels
    }
    found = []
    for item in ratings:
        logs = [sum(column) for column in zip(first, *(heard[one] for one in item.items()), strict=True)]
        highest = max(logs)
        weights = [math.exp(one - highest) for one in logs]
        whole = sum(weights)
        found.append({true: one / whole for true, one in zip(labels, weights, strict=True)})
    return found


def _accuracies(ratings: Ratings, sure: Sequence[Mapping[Label, float]]) -> dict[str, Figure]:
    """The mean chance that what a person said is true, with a standard error over the items."""
    chances: defaultdict[str, list[float]] = defaultdict(list)
    for item, belief in zip(ratings, sure, strict=True):
        for who, said in item.items():
            chances[who].append(belief[said])
    z = quantile_of_normal()
    figures = {}
    for who, found in chances.items():
        n, mean = len(found), sum(found) / len(found)
        if n < 2:
            figures[who] = Figure(value=mean, n=n)
            continue
        half = z * math.sqrt(sum((one - mean) ** 2 for one in found) / (n - 1) / n)
        figures[who] = Figure(value=mean, n=n, low=max(0.0, mean - half), high=min(1.0, mean + half))
    return figures
