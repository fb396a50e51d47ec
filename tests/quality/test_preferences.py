"""Strengths, win rates, ranks and biases against choix, evalica, SciPy and statsmodels."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from hdclient.quality.duels import Duel, length_bias, position_bias, preference_agreement, win_rates
from hdclient.quality.figure import proportion
from hdclient.quality.rankings import kendall_tau_b, kendall_w, mean_tau_b, mean_w
from hdclient.quality.strengths import bradley_terry
from tests.quality.independent import theirs

SEEDS = range(8)
NEAR = 1e-6
MODELS = "uvwxyz"


def duels(seed: int, count: int = 400, ties: float = 0.0) -> list[Duel]:
    """Between six models, of which a later one is stronger."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        first, second = chance.sample(range(len(MODELS)), 2)
        p = 1 / (1 + math.exp((second - first) * 0.4))
        score = 0.5 if chance.random() < ties else float(chance.random() < p)
        lengths = (chance.randint(10, 900), chance.randint(10, 900))
        found.append(
            Duel(first=MODELS[first], second=MODELS[second], score=score, item=str(number), lengths=lengths)
        )
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_strengths_are_those_of_choix(seed: int) -> None:
    found = duels(seed)
    wins = [(one.first, one.second) if one.score == 1 else (one.second, one.first) for one in found]
    choix = theirs("choix")
    strengths = choix.opt_pairwise(
        len(MODELS), [(MODELS.index(a), MODELS.index(b)) for a, b in wins], alpha=0.01, tol=1e-12
    )
    ours = bradley_terry(found, ridge=0.02)
    for name, value in zip(MODELS, strengths - strengths.mean(), strict=True):
        assert ours.figures[name].value == pytest.approx(value, abs=NEAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_strengths_with_ties_are_those_of_evalica(seed: int) -> None:
    found = duels(seed, ties=0.2)
    evalica = theirs("evalica")
    winner = evalica.Winner
    winners = [{1.0: winner.X, 0.0: winner.Y, 0.5: winner.Draw}[one.score] for one in found]
    scores = evalica.bradley_terry(
        [one.first for one in found], [one.second for one in found], winners, tolerance=1e-13, limit=100_000
    ).scores
    logs = {name: math.log(scores[name]) for name in MODELS}
    mean = sum(logs.values()) / len(logs)
    ours = bradley_terry(found, ridge=0.0)
    for name in MODELS:
        assert ours.figures[name].value == pytest.approx(logs[name] - mean, abs=NEAR)


def test_intervals_of_strengths_are_those_of_the_projected_inverse_information() -> None:
    found = duels(1)
    ours = bradley_terry(found, ridge=0.0)
    numpy, norm = theirs("numpy"), theirs("scipy.stats").norm
    theta = numpy.array([ours.figures[name].value for name in MODELS])
    information = numpy.zeros((6, 6))
    for one in found:
        i, j = MODELS.index(one.first), MODELS.index(one.second)
        p = 1 / (1 + math.exp(theta[j] - theta[i]))
        way = numpy.zeros(6)
        way[i], way[j] = 1, -1
        information += p * (1 - p) * numpy.outer(way, way)
    errors = numpy.sqrt(numpy.diag(numpy.linalg.pinv(information)))
    for name, error in zip(MODELS, errors, strict=True):
        figure = ours.figures[name]
        assert figure.value is not None and figure.high is not None and figure.low is not None
        assert figure.high - figure.value == pytest.approx(norm.ppf(0.975) * error, abs=NEAR)
        assert figure.value - figure.low == pytest.approx(norm.ppf(0.975) * error, abs=NEAR)


def test_who_won_everything_is_ahead_and_not_infinitely() -> None:
    figures = bradley_terry([Duel(first="a", second="b", score=1.0)] * 20).figures
    assert list(figures) == ["a", "b"]
    assert figures["a"].value is not None and 2 < figures["a"].value < 10


def test_groups_that_never_met_have_no_common_scale() -> None:
    found = bradley_terry([Duel(first="a", second="b", score=1.0), Duel(first="c", second="d", score=1.0)])
    assert "2 groups" in found.why
    assert all(figure.value is None and figure.why == found.why for figure in found.figures.values())
    assert bradley_terry([]).why


def test_elo_gives_ten_times_the_odds_for_four_hundred() -> None:
    found = bradley_terry(
        [Duel(first="a", second="b", score=score) for score in (1.0,) * 10 + (0.0,)], ridge=0.0
    )
    a, b = found.elo("a"), found.elo("b")
    assert a is not None and b is not None and a - b == pytest.approx(400)


@pytest.mark.parametrize(("wins", "n"), [(0, 1), (0, 10), (7, 10), (10, 10), (333, 1000)])
def test_wilsons_interval_is_that_of_statsmodels(wins: int, n: int) -> None:
    found = proportion(wins, n)
    bounds = theirs("statsmodels.stats.proportion").proportion_confint(wins, n, method="wilson")
    assert (found.low, found.high) == pytest.approx(bounds, abs=NEAR)


def test_win_rates_count_ties_as_halves_in_both_directions() -> None:
    found = win_rates([Duel(first="a", second="b", score=score) for score in (1.0, 0.5, 0.0, 1.0)])
    assert found["a", "b"].value == 2.5 / 4 and found["b", "a"].value == 1.5 / 4
    assert found["a", "b"].n == found["b", "a"].n == 4


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tiers", [3, 8, 100])
def test_tau_b_is_that_of_scipy(seed: int, tiers: int) -> None:
    chance = random.Random(seed)
    one, other = ({str(item): float(chance.randint(1, tiers)) for item in range(9)} for _ in range(2))
    assert kendall_tau_b(one, other).value == pytest.approx(
        theirs("scipy.stats").kendalltau(list(one.values()), list(other.values())).statistic, abs=NEAR
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tiers", [3, 100])
def test_w_is_friedmans_statistic_by_its_largest_value(seed: int, tiers: int) -> None:
    chance = random.Random(seed)
    people, items = 5, 7
    rankings = [{str(item): float(chance.randint(1, tiers)) for item in range(items)} for _ in range(people)]
    friedman = theirs("scipy.stats").friedmanchisquare
    statistic = friedman(*([one[str(item)] for one in rankings] for item in range(items))).statistic
    assert kendall_w(rankings).value == pytest.approx(statistic / (people * (items - 1)), abs=NEAR)


def test_rankings_that_cannot_be_compared_say_why() -> None:
    flat = {"a": 1.0, "b": 1.0}
    assert "one place" in kendall_tau_b(flat, {"a": 1.0, "b": 2.0}).why
    assert "Two items" in kendall_tau_b({"a": 1.0}, {"a": 2.0}).why
    assert "three people" in kendall_w([flat, flat]).why
    assert "Nobody" in kendall_w([flat] * 3).why
    assert "same items" in kendall_w([flat, flat, {"a": 1.0}]).why
    assert mean_tau_b([[flat, flat]]).value is None
    assert "three people" in mean_w([[flat, flat]]).why
    order = {"a": 1.0, "b": 2.0}
    assert mean_tau_b([[order, order, flat], [order]]).value == 1.0
    found = mean_w([[order] * 3, [order, order, {"a": 2.0, "b": 1.0}], [order]])
    assert (found.value, found.n) == (pytest.approx((1 + 1 / 9) / 2), 2)


def test_preference_agreement_leaves_ties_out() -> None:
    def said(item: str, *scores: float) -> list[Duel]:
        return [Duel(first="a", second="b", score=one, item=item) for one in scores]

    found = preference_agreement([*said("1", 1, 1, 0), *said("2", 0.5, 1), *said("3", 0, 0)])
    assert (found.value, found.n) == (2 / 4, 4)
    turned = preference_agreement([*said("1", 1), Duel(first="b", second="a", score=0, item="1")])
    assert turned.value == 1.0, "the winner counts, not the side"
    assert preference_agreement(said("1", 0.5, 0.5)).value is None


def test_position_bias_is_seen() -> None:
    fair = position_bias(duels(1, 2_000))
    assert fair.low is not None and fair.high is not None and fair.low < 0.5 < fair.high
    bent = position_bias([Duel(first="a", second="b", score=float(n % 10 < 7)) for n in range(100)])
    assert bent.value == 0.7 and bent.low is not None and bent.low > 0.5
    assert position_bias([]).why


@pytest.mark.parametrize("seed", SEEDS)
def test_length_bias_is_the_slope_of_statsmodels(seed: int) -> None:
    found = duels(seed)
    points = [(math.log(a / b), one.score) for one in found if (a := one.lengths[0]) != (b := one.lengths[1])]  # type: ignore[index]
    logit = theirs("statsmodels.api").Logit
    fit = logit([won for _, won in points], [[x] for x, _ in points]).fit(disp=0, tol=1e-12)
    ours = length_bias(found)
    assert ours.value == pytest.approx(fit.params[0], abs=NEAR)
    assert (ours.low, ours.high) == pytest.approx(tuple(fit.conf_int()[0]), abs=NEAR)


def test_length_bias_without_an_end_says_so() -> None:
    always = [Duel(first="a", second="b", score=1.0, lengths=(20, 10))] * 5
    assert "no end" in length_bias(always).why
    assert "known lengths" in length_bias([Duel(first="a", second="b", score=1.0)]).why


@pytest.fixture(scope="module")
def real_duels() -> list[Duel]:
    """999 pairs that three people judged; the two sides of a pair stand for two models."""
    data = Path(__file__).parents[3] / "shared" / "data" / "pandalm" / "testset-v1.json"
    if not data.is_file():
        pytest.skip("the published records are not on this computer")
    scores = {0: 0.5, 1: 1.0, 2: 0.0}
    return [
        Duel(
            first="one",
            second="two",
            score=scores[record[who]],
            item=str(number),
            rater=who,
            lengths=(len(str(record["response1"])), len(str(record["response2"]))),
        )
        for number, record in enumerate(json.loads(data.read_text(encoding="utf-8")))
        for who in ("annotator1", "annotator2", "annotator3")
    ]


def test_strengths_of_real_preferences_are_those_of_evalica(real_duels: list[Duel]) -> None:
    evalica = theirs("evalica")
    winner = {1.0: evalica.Winner.X, 0.0: evalica.Winner.Y, 0.5: evalica.Winner.Draw}
    found = evalica.bradley_terry(
        [one.first for one in real_duels],
        [one.second for one in real_duels],
        [winner[one.score] for one in real_duels],
        tolerance=1e-13,
        limit=100_000,
    ).scores
    ours = bradley_terry(real_duels, ridge=0.0).figures["one"].value
    assert ours is not None and ours * 2 == pytest.approx(math.log(found["one"] / found["two"]), abs=NEAR)


def test_length_bias_of_real_preferences_is_that_of_statsmodels(real_duels: list[Duel]) -> None:
    points = [
        (math.log(one.lengths[0] / one.lengths[1]), one.score)
        for one in real_duels
        if one.lengths and min(one.lengths) and one.lengths[0] != one.lengths[1] and one.score != 0.5
    ]
    logit = theirs("statsmodels.api").Logit
    fit = logit([won for _, won in points], [[x] for x, _ in points]).fit(disp=0, tol=1e-12)
    slope = length_bias(real_duels)
    assert slope.value == pytest.approx(fit.params[0], abs=NEAR) and slope.n == len(points)
    agreed = preference_agreement(real_duels)
    assert agreed.value is not None and agreed.low is not None and 0.5 < agreed.low < agreed.value < 1
