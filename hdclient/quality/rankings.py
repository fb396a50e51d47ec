"""Do several people put the same items in the same order? Kendall's tau-b for two, Kendall's W for three or more.

A ranking maps items to tiers: 1 is best, equal numbers are ties.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from hdclient.quality.figure import Figure, undefined
from hdclient.words import marked

Ranking: TypeAlias = Mapping[str, float]


def kendall_tau_b(one: Ranking, other: Ranking) -> Figure:
    """Agreement of two orders from -1 to 1, with ties (Kendall 1945). n: items that both have ranked."""
    items = sorted(one.keys() & other.keys())
    concordant = discordant = tied_one = tied_other = 0
    for a, b in combinations(items, 2):
        here, there = one[a] - one[b], other[a] - other[b]
        tied_one += here == 0
        tied_other += there == 0
        concordant += here * there > 0
        discordant += here * there < 0
    pairs = len(items) * (len(items) - 1) // 2
    scale = (pairs - tied_one) * (pairs - tied_other)
    if pairs == 0:
        return undefined(marked("Two items at least must be in both rankings."), len(items))
    if scale == 0:
        return undefined(marked("One of the rankings puts everything in one place."), len(items))
    return Figure(value=(concordant - discordant) / math.sqrt(scale), n=len(items))


def mean_tau_b(tasks: Sequence[Sequence[Ranking]]) -> Figure:
    """The mean of tau-b over all pairs of people of all tasks. n: pairs of rankings for which it is defined."""
    values = [
        figure.value
        for rankings in tasks
        for one, other in combinations(rankings, 2)
        if (figure := kendall_tau_b(one, other)).value is not None
    ]
    if not values:
        return undefined(marked("No task was ranked by two people in a way that can be compared."))
    return Figure(value=sum(values) / len(values), n=len(values))


def kendall_w(rankings: Sequence[Ranking]) -> Figure:
    """Concordance of three or more people over the same items, 0 to 1, with ties (Kendall and Smith 1939). n: items."""
    if len(rankings) < 3:
        return undefined(marked("Concordance needs the rankings of three people; for two there is tau-b."))
    items = sorted(rankings[0])
    if any(sorted(ranking) != items for ranking in rankings):
        return undefined(marked("The rankings are not of the same items."), len(items))
    m, n = len(rankings), len(items)
    ranked = [_mean_ranks(ranking) for ranking in rankings]
    sums = [sum(ranks[item] for ranks in ranked) for item in items]
    spread = sum((one - m * (n + 1) / 2) ** 2 for one in sums)
    ties = sum(t**3 - t for ranking in rankings for t in Counter(ranking.values()).values())
    most = m * m * (n**3 - n) - m * ties
    if most <= 0:
        return undefined(marked("Nobody put anything above anything else."), n)
    return Figure(value=12 * spread / most, n=n)


def mean_w(tasks: Sequence[Sequence[Ranking]]) -> Figure:
    """The mean of Kendall's W over tasks that three or more ranked. n: such tasks for which it is defined."""
    values = [
        figure.value
        for rankings in tasks
        if len(rankings) >= 3 and (figure := kendall_w(rankings)).value is not None
    ]
    if not values:
        return undefined(marked("No task was ranked by three people in a way that can be compared."))
    return Figure(value=sum(values) / len(values), n=len(values))


def _mean_ranks(ranking: Ranking) -> dict[str, float]:
    """Tied items share the mean of the ranks that they take up."""
    tiers = Counter(ranking.values())
    first, starts = 1, {}
    for tier in sorted(tiers):
        starts[tier] = first
        first += tiers[tier]
    return {item: starts[tier] + (tiers[tier] - 1) / 2 for item, tier in ranking.items()}
