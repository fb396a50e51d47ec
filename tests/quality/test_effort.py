"""Time, throughput, forecast, spend, balance and drift."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from hdclient.model.base import InvalidValue
from hdclient.model.quality import Pay
from hdclient.quality.effort import (
    HOUR_MS,
    Paid,
    active_time,
    by_the_hour,
    forecast_days,
    is_fast,
    spend,
    throughput,
)
from hdclient.quality.health import balance, drift
from hdclient.quality.resampling import binomial, drawn
from hdclient.quality.said import Judged
from hdclient.quality.spending import spending
from tests.quality.independent import theirs

EUR = Pay(currency="EUR", rate=100, budget=1_000)


def test_the_median_and_quartiles_are_numpys() -> None:
    times = [random.Random(1).randint(1_000, 900_000) for _ in range(500)]
    found = active_time(times)
    numpy = theirs("numpy")
    top = numpy.percentile(times, 99)
    assert [found.low, found.value, found.high] == pytest.approx(
        list(numpy.percentile(numpy.minimum(times, top), [25, 50, 75]))
    )
    assert active_time([*times, 10**12]).value == pytest.approx(found.value, rel=0.02), (
        "a night changes little"
    )
    assert active_time([]).value is None


def test_an_answer_that_came_sooner_than_it_can_be_read() -> None:
    assert is_fast(1_999, 0) and not is_fast(2_000, 0)
    assert is_fast(59_999, 600) and not is_fast(60_000, 600)


def test_throughput_is_per_active_hour() -> None:
    assert throughput(30, 2 * HOUR_MS).value == 15
    assert "active time" in throughput(30, 0).why


def test_the_forecast_is_wide_when_days_differ() -> None:
    steady, uneven = forecast_days(100, [10] * 10), forecast_days(100, [0, 20] * 5)
    assert steady.value == steady.low == steady.high == 10
    assert uneven.value == 10
    assert uneven.low is not None and uneven.high is not None and uneven.low < 8.5 and uneven.high > 12
    assert forecast_days(0, [1]).value == 0
    assert "pace" in forecast_days(5, [0, 0]).why
    assert forecast_days(5, [5]).low is None


def test_money_is_added_exactly_and_rounded_once() -> None:
    thirds = [Paid(rate=Decimal("33.333")) for _ in range(3)]
    assert spend(thirds, EUR).total == 100
    work = [
        Paid(rate=Decimal(100)),
        Paid(rate=Decimal(100), overlap=True),
        Paid(rate=Decimal(50), rework=True, accepted=False),
        by_the_hour(Decimal(2_000), HOUR_MS // 4),
    ]
    found = spend(work, EUR)
    assert (found.total, found.accepted, found.per_accepted, found.left) == (750, 3, 250, 250)
    assert found.overlap_share == pytest.approx(100 / 750) and found.rework_share == pytest.approx(50 / 750)
    empty = spend([], Pay(currency="EUR", rate=100))
    assert (empty.total, empty.per_accepted, empty.overlap_share, empty.left) == (0, None, None, None)


def answer(task: str, person: str, day: int = 0, **more: int) -> Judged:
    return Judged(task_id=task, person_id=person, answers={}, day=day, active_ms=HOUR_MS // 2, **more)


def test_by_the_answer_an_answer_is_paid_once_and_a_second_answer_of_a_task_is_overlap() -> None:
    given = [answer("a", "p"), answer("a", "q", 1), answer("b", "p", 3), answer("c", "p", 3, returned=True)]
    found = spending(given, Pay(currency="EUR", rate=250, budget=2_000))
    assert (found.total, found.left, found.accepted, found.per_accepted) == (1_000, 1_000, 3, 333)
    assert found.overlap_share == 0.25 and found.rework_share == 0
    assert found.by_day == (250, 500, 500, 1_000), "day by day, the days without work too"


def test_by_the_hour_rework_is_part_of_the_time() -> None:
    given = [answer("a", "p"), answer("b", "p", rework_ms=HOUR_MS // 8)]
    found = spending(given, Pay(currency="EUR", rate=4_000, per="hour"))
    assert (found.total, found.accepted) == (4_000, 2)
    assert found.rework_share == pytest.approx(1 / 8) and found.left is None
    assert spending([], Pay(currency="EUR", rate=1)).by_day == ()


def test_pay_is_in_whole_minor_units_of_a_currency() -> None:
    for wrong in ({"currency": "euro", "rate": 1}, {"currency": "EUR", "rate": -1}, {"currency": "EUR"}):
        with pytest.raises(InvalidValue):
            Pay.of(wrong)


def test_drift_is_scipys_divergence() -> None:
    before, after = list("aaabbc"), list("aabbbbd")
    shares = [[labels.count(one) / len(labels) for one in "abcd"] for labels in (before, after)]
    assert drift(before, after).value == pytest.approx(
        theirs("scipy.spatial.distance").jensenshannon(*shares, base=2) ** 2
    )
    assert drift(before, before).value == 0
    assert drift(list("a"), list("b")).value == 1
    assert drift([], before).value is None


def test_balance_names_the_most_frequent_first() -> None:
    found = balance(list("abbab"))
    assert list(found) == ["b", "a"] and found["b"].value == 0.6 and found["b"].n == 5


@pytest.mark.parametrize(("n", "p"), [(5, 0.3), (40, 0.9), (400, 0.02), (1_000, 0.4)])
def test_draws_are_binomial(n: int, p: float) -> None:
    """Mean and variance; and for few tries the whole distribution."""
    chance = random.Random(3)
    found = [binomial(n, p, chance) for _ in range(20_000)]
    numpy, stats = theirs("numpy"), theirs("scipy.stats")
    assert numpy.mean(found) == pytest.approx(n * p, rel=0.02)
    assert numpy.var(found) == pytest.approx(n * p * (1 - p), rel=0.05)
    if n == 5:
        expected = stats.binom.pmf(range(6), n, p) * len(found)
        assert stats.chisquare([found.count(k) for k in range(6)], expected).pvalue > 0.001


def test_a_resample_has_as_many_items() -> None:
    chance = random.Random(1)
    for _ in range(50):
        assert sum(drawn([3, 0, 10_000, 40], chance)) == 10_043
