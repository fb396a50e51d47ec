"""Do several people say the same of the same items? Percent agreement, Cohen's and Fleiss' kappa, Krippendorff's alpha.

`Ratings`: one mapping per item, from who judged to what was said; who did not judge an item is absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import TypeAlias

from hdclient.quality.figure import Figure, undefined
from hdclient.quality.resampling import RESAMPLES, interval
from hdclient.words import marked

Label: TypeAlias = str | int | float
Ratings: TypeAlias = Sequence[Mapping[str, Label]]

GROUPS = 200
"""Where labels are distances, the interval of alpha is drawn from so many groups of items at most."""

NO_OVERLAP = marked("No item was judged by two people yet.")
NO_VARIATION = marked(
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
        if m == 2:  # nearly all of a large campaign
            one, other = item.values()
            shares.append(float(one == other))
        elif m > 2:
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
    kinds = _patterns(ratings)
    if not kinds:
        return undefined(NO_OVERLAP)
    n = sum(kinds.values())
    sizes = {len(pattern) for pattern in kinds}
    if len(sizes) > 1:
        return undefined(
            marked("Items were judged by different numbers of people; Krippendorff's alpha allows for that."),
            n,
        )
    (m,) = sizes
    observed, totals = 0.0, Counter[Label]()
    for pattern, times in kinds.items():
        counts = Counter(pattern)
        observed += times * (sum(c * c for c in counts.values()) - m) / (m * (m - 1)) / n
        for label, count in counts.items():
            totals[label] += times * count
    expected = sum((total / (n * m)) ** 2 for total in totals.values())
    if expected == 1:
        return undefined(NO_VARIATION, n)
    return Figure(value=(observed - expected) / (1 - expected), n=n)


def krippendorff_alpha(ratings: Ratings, level: Level, *, resamples: int = RESAMPLES) -> Figure:
    """Any number of people, any gaps (Krippendorff 2011), with a bootstrap interval over items. n: items.

    Ordinal and interval labels must be numbers. `resamples=0` leaves the interval out.
    """
    if level is Level.INTERVAL:
        n, counts, statistic = _of_distances(ratings)
    else:
        kinds = _patterns(ratings)
        patterns, counts = list(kinds), list(kinds.values())
        n, statistic = sum(counts), _alpha_of(patterns, level)
    if not n:
        return undefined(NO_OVERLAP)
    value = statistic(counts)
    if value is None:
        return undefined(NO_VARIATION, n)
    bounds = interval(counts, statistic, resamples=resamples) if resamples and n > 1 else None
    low, high = bounds or (None, None)
    return Figure(value=value, n=n, low=low, high=high)


def _of_distances(ratings: Ratings) -> tuple[int, list[int], Callable[[Sequence[int]], float | None]]:
    """Items, a count of 1 for each group of them, and alpha as a function of how often each group is taken.

    Of squared distances sums are enough. On a fine scale hardly two items are alike, so that the interval is drawn from
    groups of items put together by chance: a campaign of 100,000 would take minutes else.
    """
    values = [[float(label) for label in item.values()] for item in ratings if len(item) >= 2]
    total = sum(map(len, values))
    middle = sum(map(sum, values)) / total if total else 0.0
    groups = [(0, 0.0, 0.0, 0.0)] * min(len(values), GROUPS)
    order = list(range(len(values)))
    if len(order) > GROUPS:
        Random(0).shuffle(order)
    for number, at in enumerate(order):
        item = [value - middle for value in values[at]]
        m, one, two = len(item), sum(item), sum(value * value for value in item)
        spread = 2 * (m * two - one * one) / (m - 1)
        before = groups[number % GROUPS]
        groups[number % GROUPS] = (before[0] + m, before[1] + one, before[2] + two, before[3] + spread)

    def alpha(counts: Sequence[int]) -> float | None:
        taken = [(count, group) for count, group in zip(counts, groups, strict=True) if count]
        m, one, two, observed = (sum(count * group[k] for count, group in taken) for k in range(4))
        expected = 2 * (m * two - one * one)
        return 1 - (m - 1) * observed / expected if expected > 1e-12 * max(1.0, two) else None

    return len(values), [1] * len(groups), alpha


def _patterns(ratings: Ratings) -> Counter[tuple[Label, ...]]:
    """The labels of items that two or more judged, in order, and how many items have them."""
    found: Counter[tuple[Label, ...]] = Counter()
    for pattern, count in Counter(tuple(item.values()) for item in ratings if len(item) >= 2).items():
        found[tuple(sorted(pattern, key=_by_kind))] += count
    return found


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


def spreads(ratings: Ratings, level: Level) -> list[float | None]:
    """For each item, how far its labels are apart: 0 the same, 1 as two labels of the campaign at random, above: worse.

    None for an item that fewer than two judged, and for all where there is no variation.
    """
    judged = [item for item in ratings if len(item) >= 2]
    labels = sorted({label for item in judged for label in item.values()}, key=_by_kind)
    place = {label: number for number, label in enumerate(labels)}
    margins = [0] * len(labels)
    for item in judged:
        for label in item.values():
            margins[place[label]] += 1
    total, points = sum(margins), _points(labels, margins, level)
    expected = _expected(margins, points) / (total * (total - 1)) if total > 1 else 0.0
    known: dict[tuple[int, ...], float] = {}
    found: list[float | None] = []
    for item in ratings:
        m = len(item)
        if m < 2 or expected <= 0:
            found.append(None)
            continue
        pattern = tuple(place[label] for label in item.values())
        if pattern not in known:
            known[pattern] = _spread(pattern, points) / (m * (m - 1)) / expected
        found.append(known[pattern])
    return found


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
