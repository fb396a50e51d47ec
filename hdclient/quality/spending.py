"""What the answers of a campaign have cost: each answer once, or its active time; revisions are rework."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from hdclient.model.quality import Pay, SpendNumbers
from hdclient.quality.effort import HOUR_MS, Paid, spend
from hdclient.quality.said import Judged


def spending(judged: Sequence[Judged], pay: Pay) -> SpendNumbers:
    """By the answer, the first revision is paid and later ones are not; by the hour, all active time is.

    `judged` is in the order in which it came in: the first answer of a task is not overlap. What was returned is
    paid, and does not count as accepted.
    """
    kinds: Counter[tuple[bool, bool, bool]] = Counter()
    units: Counter[tuple[bool, bool, bool]] = Counter()
    of_day: Counter[int] = Counter()
    seen: set[str] = set()
    for one in judged:
        overlap = one.task_id in seen
        seen.add(one.task_id)
        again = min(one.rework_ms, one.active_ms) if pay.per == "hour" else 0
        first = one.active_ms - again if pay.per == "hour" else 1
        kinds[not one.returned, overlap, False] += 1
        units[not one.returned, overlap, False] += first
        units[not one.returned, overlap, True] += again
        of_day[one.day] += first + again
    rate, unit = Decimal(pay.rate), Decimal(HOUR_MS if pay.per == "hour" else 1)
    work = [
        Paid(
            rate=rate,
            units=Decimal(amount) / unit,
            accepted=accepted,
            overlap=overlap,
            rework=rework,
            count=kinds[accepted, overlap, rework],
        )
        for (accepted, overlap, rework), amount in units.items()
    ]
    return spend(work, pay, _by_day(of_day, rate / unit))


def _by_day(of_day: Counter[int], rate: Decimal) -> list[int]:
    """What had been spent by the end of each day, so that rounding does not add up."""
    found, total = [], 0
    for day in range(min(of_day), max(of_day) + 1) if of_day else ():
        total += of_day[day]
        found.append(int((rate * total).quantize(Decimal(1), ROUND_HALF_EVEN)))
    return found
