"""Time (active milliseconds), throughput, forecast and spend. Money is in minor units (cents), never a float."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from msgspec import Struct

from hdclient.model.quality import Pay, SpendNumbers
from hdclient.quality.figure import Figure, undefined
from hdclient.quality.resampling import RESAMPLES, percentile
from hdclient.words import marked

HOUR_MS = 3_600_000
_WORDS_A_MINUTE = 600
_FLOOR_MS = 2_000
_WIDE = 0.8


def active_time(times_ms: Sequence[int]) -> Figure:
    """The median, with the quartiles as low and high; what is above the 99th percentile counts as that. n: tasks.

    Never a mean alone: one night with the window open would move it.
    """
    if not times_ms:
        return undefined(marked("No task has been finished yet."))
    ordered = sorted(times_ms)
    top = percentile(ordered, 0.99)
    clipped = [min(float(one), top) for one in ordered]
    low, middle, high = (percentile(clipped, share) for share in (0.25, 0.5, 0.75))
    return Figure(value=middle, n=len(clipped), low=low, high=high)


def is_fast(active_ms: int, words: int) -> bool:
    """Whether an answer came sooner than the words can be read: a reason to look, never one to refuse."""
    return active_ms < max(_FLOOR_MS, words * 60_000 // _WORDS_A_MINUTE)


def throughput(accepted: int, active_ms: int) -> Figure:
    """Accepted tasks in an hour of active work. n: accepted tasks."""
    if active_ms <= 0:
        return undefined(marked("No active time has been recorded yet."), accepted)
    return Figure(value=accepted * HOUR_MS / active_ms, n=accepted)


def forecast_days(remaining: int, accepted_by_day: Sequence[int], *, seed: int = 1) -> Figure:
    """Days until `remaining` answers are in, at the pace of the days so far; 80 % interval. n: days seen.

    The interval draws days with replacement: a campaign of few days gets a wide one, as it should.
    """
    days, total = len(accepted_by_day), sum(accepted_by_day)
    if remaining <= 0:
        return Figure(value=0.0, n=days, low=0.0, high=0.0)
    if total == 0:
        return undefined(marked("Nothing has been accepted yet, so there is no pace to go by."), days)
    value = remaining * days / total
    if days < 2:
        return Figure(value=value, n=days)
    random = Random(seed)
    sums = (sum(random.choices(accepted_by_day, k=days)) for _ in range(RESAMPLES))
    spread = sorted(remaining * days / one if one else math.inf for one in sums)
    tail = (1 - _WIDE) / 2
    high = percentile(spread, 1 - tail)
    return Figure(
        value=value, n=days, low=percentile(spread, tail), high=high if math.isfinite(high) else None
    )


class Paid(Struct, frozen=True, kw_only=True):
    """Work that is paid for. `rate` is for one unit, in minor units; hours are units of `active_ms`.

    `count`: so many answers; rework of an answer counts as none.
    """

    rate: Decimal
    units: Decimal = Decimal(1)
    accepted: bool = True
    overlap: bool = False
    rework: bool = False
    count: int = 1


def by_the_hour(rate: Decimal, active_ms: int, *, accepted: bool = True) -> Paid:
    """A piece of work that is paid by its active time."""
    return Paid(rate=rate, units=Decimal(active_ms) / HOUR_MS, accepted=accepted)


def spend(work: Sequence[Paid], pay: Pay, by_day: Sequence[int] = ()) -> SpendNumbers:
    """Σ rate · units, rounded once, to even; `overlap`: answers beyond an item's first; `rework`: revisions."""
    total = _cents(work)
    accepted = sum(one.count for one in work if one.accepted)
    return SpendNumbers(
        currency=pay.currency,
        rate=pay.rate,
        per=pay.per,
        total=total,
        accepted=accepted,
        per_accepted=int((Decimal(total) / accepted).quantize(Decimal(1), ROUND_HALF_EVEN))
        if accepted
        else None,
        overlap_share=_cents([one for one in work if one.overlap]) / total if total else None,
        rework_share=_cents([one for one in work if one.rework]) / total if total else None,
        budget=pay.budget,
        left=None if pay.budget is None else pay.budget - total,
        by_day=tuple(by_day),
    )


def _cents(work: Sequence[Paid]) -> int:
    return int(sum((one.rate * one.units for one in work), Decimal(0)).quantize(Decimal(1), ROUND_HALF_EVEN))
