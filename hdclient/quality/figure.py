"""One number as people are to see it: with its n, its interval if it has one, and a reason when it is undefined."""

from __future__ import annotations

import math
from statistics import NormalDist

from hdclient.model.quality import Figure
from hdclient.words import marked

__all__ = ["CONFIDENCE", "Figure", "proportion", "quantile_of_normal", "undefined"]

CONFIDENCE = 0.95


def undefined(why: str, n: int = 0) -> Figure:
    """A figure that cannot be computed, and the sentence that says why."""
    return Figure(value=None, n=n, why=why)


def quantile_of_normal(confidence: float = CONFIDENCE) -> float:
    """How many standard errors reach to both sides: 1.96 for 95 %."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def proportion(successes: float, n: int, confidence: float = CONFIDENCE) -> Figure:
    """`successes` of `n` with Wilson's interval (Wilson 1927); half a success is what a tie counts."""
    if n == 0:
        return undefined(marked("Nothing has been counted yet."))
    z = quantile_of_normal(confidence)
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Figure(value=share, n=n, low=max(0.0, middle - half), high=min(1.0, middle + half))
