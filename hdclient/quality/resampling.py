"""The bootstrap over items, fast enough for campaigns of 100,000: items that look alike are drawn as one count."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

from hdclient.quality.figure import CONFIDENCE

RESAMPLES = 1_000
_SMALL = 50


def interval(
    counts: Sequence[int],
    statistic: Callable[[Sequence[int]], float | None],
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 1,
) -> tuple[float, float] | None:
    """Percentile interval of `statistic`, which is told how often each kind of item was drawn.

    `counts[i]` items are of kind i. The same seed gives the same interval, so that a report can be repeated. None
    when the statistic is undefined in more than one resample of twenty: an interval of the rest would look too sure.
    """
    random = Random(seed)
    values = [statistic(drawn(counts, random)) for _ in range(resamples)]
    defined = sorted(value for value in values if value is not None)
    if len(defined) < 0.95 * resamples:
        return None
    tail = (1 - confidence) / 2
    return percentile(defined, tail), percentile(defined, 1 - tail)


def drawn(counts: Sequence[int], random: Random) -> list[int]:
    """As many items as there are, drawn with replacement: a multinomial, as binomials one after the other."""
    left = total = sum(counts)
    found: list[int] = []
    for count in counts:
        share = min(1.0, count / total) if total else 0.0
        here = binomial(left, share, random)
        found.append(here)
        left -= here
        total -= count
    return found


def binomial(n: int, p: float, random: Random) -> int:
    """How many of `n` tries succeed. Above a variance of 50 the normal curve stands in: no table shows the error."""
    if p > 0.5:
        return n - binomial(n, 1 - p, random)
    if n == 0 or p <= 0.0:
        return 0
    variance = n * p * (1 - p)
    if variance > _SMALL:
        return min(n, max(0, round(random.gauss(n * p, math.sqrt(variance)))))
    successes, place, per_step = 0, 0, math.log1p(-p)
    while True:  # from success to success: the failures between are geometric
        place += int(math.log(1.0 - random.random()) / per_step) + 1
        if place > n:
            return successes
        successes += 1


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ordered values lie, straight between neighbours. Needs one at least."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
