"""Do several people say the same of the same items? Percent agreement, Cohen's and Fleiss' kappa, Krippendorff's alpha.

`Ratings`: one mapping per item, from who judged to what was said; who did not judge an item is absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from hdclient.quality.figure import Figure, undefined
from hdclient.quality.resampling import RESAMPLES, interval

Label: TypeAlias = str | int | float
Ratings: TypeAlias = Sequence[Mapping[str, Label]]

NO_OVERLAP = "No item was judged by two people yet."
NO_VARIATION = (
    "No variation: everybody gave the same label to everything, so agreement beyond chance has no meaning."
)


class Level(StrEnum):
    """What differences between labels mean: none (nominal), an order (ordinal), a distance (interval)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


class Weights(StrEnum):
    """How much a disagreement of several steps weighs in Cohen's kappa."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def percent_agreement(ratings: Ratings) -> Figure:
    """Mean over items of agreeing pairs of people among all pairs. n: items that two or more judged."""
    shares = []
    for item in ratings:
        m = len(item)
        if m >= 2:
            agreeing = sum(count * (count - 1) for count in Counter(item.values()).values())
            shares.append(agreeing / (m * (m - 1)))
    if not shares:
        return undefined(NO_OVERLAP)
    return Figure(value=sum(shares) / len(shares), n=len(shares))


def cohen_kappa(
    pairs: Sequence[tuple[Label, Label]], weights: Weights = Weights.NONE, order: Sequence[Label] = ()
) -> Figure:
    """Two people (Cohen 1960, weighted 1968). `order` lists the labels of a scale; weights need it. n: items.

    Raises ValueError for a label that `order` lacks.
    """
    if not pairs:
        return undefined(NO_OVERLAP)
    labels = list(order) or sorted({label for pair in pairs for label in pair}, key=str)
    place = {label: number for number, label in enumerate(labels)}
    if any(label not in place for pair in pairs for label in pair):
        raise ValueError("a label stands outside the given order")
    n = len(pairs)
    observed = sum(_weight(place[a] - place[b], weights) for a, b in pairs) / n
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    expected = sum(
        ones * twos * _weight(place[one] - place[two], weights)
        for one, ones in first.items()
        for two, twos in second.items()
    ) / (n * n)
    if expected == 0:
        return undefined(NO_VARIATION, n)
    return Figure(value=1 - observed / expected, n=n)


def _weight(steps: int, weights: Weights) -> int:
    """The disagreement of labels that are `steps` apart, in any unit: it cancels."""
    match weights:
        case Weights.NONE:
            return int(steps != 0)
        case Weights.LINEAR:
            return abs(steps)
        case Weights.QUADRATIC:
            return steps * steps


def fleiss_kappa(ratings: Ratings) -> Figure:
    """Any number of people, the same number for every item (Fleiss 1971). n: items."""
    judged = [item for item in ratings if len(item) >= 2]
    if not judged:
        return undefined(NO_OVERLAP)
    sizes = {len(item) for item in judged}
    if len(sizes) > 1:
        return undefined(
            "Items were judged by different numbers of people; Krippendorff's alpha allows for that.",
            len(judged),
        )
    (m,) = sizes
    n = len(judged)
    counts = [Counter(item.values()) for item in judged]
    observed = sum((sum(c * c for c in one.values()) - m) / (m * (m - 1)) for one in counts) / n
    totals = Counter[Label]()
    for one in counts:
        totals.update(one)
    expected = sum((total / (n * m)) ** 2 for total in totals.values())
    if expected == 1:
        return undefined(NO_VARIATION, n)
    return Figure(value=(observed - expected) / (1 - expected), n=n)


def krippendorff_alpha(ratings: Ratings, level: Level, *, resamples: int = RESAMPLES) -> Figure:
    """Any number of people, any gaps (Krippendorff 2011), with a bootstrap interval over items. n: items.

    Ordinal and interval labels must be numbers. `resamples=0` leaves the interval out.
    """
    kinds = Counter(tuple(sorted(item.values(), key=_by_kind)) for item in ratings if len(item) >= 2)
    if not kinds:
        return undefined(NO_OVERLAP)
    patterns, counts = list(kinds), list(kinds.values())
    n = sum(counts)
    statistic = _alpha_of(patterns, level)
    value = statistic(counts)
    if value is None:
        return undefined(NO_VARIATION, n)
    bounds = interval(counts, statistic, resamples=resamples) if resamples and n > 1 else None
    low, high = bounds or (None, None)
    return Figure(value=value, n=n, low=low, high=high)


def _by_kind(label: Label) -> tuple[str, Label]:
    return ("" if isinstance(label, int | float) else "text", label)


def _alpha_of(patterns: Sequence[tuple[Label, ...]], level: Level) -> Callable[[Sequence[int]], float | None]:
    """Alpha as a function of how often each pattern of labels occurs."""
    labels = sorted({label for pattern in patterns for label in pattern}, key=_by_kind)
    place = {label: number for number, label in enumerate(labels)}
    places = [[place[label] for label in pattern] for pattern in patterns]

    def alpha(counts: Sequence[int]) -> float | None:
        margins = [0] * len(labels)
        for pattern, count in zip(places, counts, strict=True):
            for one in pattern:
                margins[one] += count
        total = sum(margins)
        points = _points(labels, margins, level)
        observed = sum(
            count * _spread(pattern, points) / (len(pattern) - 1)
            for pattern, count in zip(places, counts, strict=True)
            if count
        )
        expected = _expected(margins, points)
        return 1 - (total - 1) * observed / expected if expected > 0 else None

    return alpha


def _points(labels: Sequence[Label], margins: Sequence[int], level: Level) -> list[float] | None:
    """Where each label lies on the line on which distance is difference: for an order, its middle rank."""
    if level is Level.NOMINAL:
        return None
    if level is Level.INTERVAL:
        return [float(label) for label in labels]
    points, below = [], 0
    for count in margins:
        points.append(below + count / 2)
        below += count
    return points


def _spread(pattern: Sequence[int], points: Sequence[float] | None) -> float:
    """The sum of squared differences over all ordered pairs within one item."""
    m = len(pattern)
    if points is None:
        return m * m - sum(count * count for count in Counter(pattern).values())
    return _squares([points[one] for one in pattern], [1] * m)


def _expected(margins: Sequence[int], points: Sequence[float] | None) -> float:
    """The same over all labels together, as if they had been dealt to the items by chance."""
    if points is None:
        total = sum(margins)
        return total * total - sum(count * count for count in margins)
    return _squares(points, margins)


def _squares(points: Sequence[float], counts: Sequence[int]) -> float:
    """Sum of (a - b)² over all ordered pairs; about the mean, so that large numbers do not cancel."""
    total = sum(counts)
    mean = sum(point * count for point, count in zip(points, counts, strict=True)) / total
    return 2 * total * sum(count * (point - mean) ** 2 for point, count in zip(points, counts, strict=True))
