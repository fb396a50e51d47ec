"""Agreement against evalica, scikit-learn and statsmodels, on random tables and on three people's preferences."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas
import pytest
from evalica import alpha as their_alpha
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import fleiss_kappa as their_fleiss

from hdclient.quality.agreement import (
    Label,
    Level,
    Weights,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percent_agreement,
)

DATA = Path(__file__).parents[3] / "shared" / "data"
SEEDS = range(12)
NEAR = 1e-6


def table(
    seed: int, *, people: int = 4, items: int = 60, labels: int = 7, gaps: float = 0.0
) -> list[dict[str, Label]]:
    """Judgements about a hidden truth, with noise; a share of them left out."""
    chance = random.Random(seed)
    found: list[dict[str, Label]] = []
    for _ in range(items):
        truth = chance.randrange(labels)
        said = {
            f"p{who}": max(0, min(labels - 1, truth + chance.choice((0, 0, 0, 1, -1, 3))))
            for who in range(people)
        }
        found.append({who: label for who, label in said.items() if chance.random() >= gaps})
    return found


def by_person(ratings: list[dict[str, Label]]) -> pandas.DataFrame:
    people = sorted({who for item in ratings for who in item})
    return pandas.DataFrame([[item.get(who) for item in ratings] for who in people], dtype="float")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", list(Level))
def test_alpha_is_that_of_evalica(seed: int, level: Level) -> None:
    ratings = table(seed, gaps=0.3)
    found = krippendorff_alpha(ratings, level, resamples=0)
    assert found.value == pytest.approx(their_alpha(by_person(ratings), distance=level.value).alpha, abs=NEAR)
    assert found.n == sum(len(item) >= 2 for item in ratings)


def test_the_interval_of_alpha_holds_the_truth_about_as_often_as_it_says() -> None:
    """200 campaigns of 60 items drawn from one large one: of 95 % intervals some 190 hold its alpha."""
    whole = table(1, people=3, items=20_000, labels=3)
    truth = krippendorff_alpha(whole, Level.NOMINAL, resamples=0).value
    chance = random.Random(5)
    held = 0
    for _ in range(200):
        found = krippendorff_alpha(chance.sample(whole, 60), Level.NOMINAL, resamples=200)
        assert found.low is not None and found.high is not None and truth is not None
        held += found.low <= truth <= found.high
    assert 175 <= held <= 199


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", list(Weights))
def test_cohens_kappa_is_that_of_scikit_learn(seed: int, weights: Weights) -> None:
    pairs = [(item["p0"], item["p1"]) for item in table(seed)]
    order = list(range(7))
    theirs = cohen_kappa_score(
        *zip(*pairs, strict=True), labels=order, weights=None if weights is Weights.NONE else weights.value
    )
    assert cohen_kappa(pairs, weights, order).value == pytest.approx(theirs, abs=NEAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_kappa_is_that_of_statsmodels(seed: int) -> None:
    ratings = table(seed, people=5)
    counts, _ = aggregate_raters([list(item.values()) for item in ratings])
    assert fleiss_kappa(ratings).value == pytest.approx(their_fleiss(counts), abs=NEAR)


def test_percent_agreement_is_the_mean_over_items() -> None:
    ratings = [{"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1}, {"a": 5}]
    found = percent_agreement(ratings)
    assert (found.value, found.n) == (pytest.approx((1 / 3 + 1) / 2), 2)


def test_the_words_of_labels_do_not_matter_where_there_is_no_order() -> None:
    ratings = table(3, labels=3)
    words: list[dict[str, Label]] = [
        {who: "xyz"[int(label)] for who, label in item.items()} for item in ratings
    ]
    assert krippendorff_alpha(words, Level.NOMINAL) == krippendorff_alpha(ratings, Level.NOMINAL)


def test_what_is_not_defined_says_why() -> None:
    same: list[dict[str, Label]] = [{"a": 1, "b": 1}] * 5
    for found in (
        krippendorff_alpha(same, Level.ORDINAL),
        cohen_kappa([(1, 1)] * 5),
        fleiss_kappa(same),
    ):
        assert found.value is None and "No variation" in found.why and found.n == 5
    alone: list[dict[str, Label]] = [{"a": 1}, {}]
    for found in (
        percent_agreement(alone),
        krippendorff_alpha(alone, Level.NOMINAL),
        cohen_kappa([]),
        fleiss_kappa(alone),
    ):
        assert found.value is None and "two people" in found.why
    uneven = fleiss_kappa([{"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 2}])
    assert uneven.value is None and "alpha" in uneven.why


def test_a_label_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        cohen_kappa([(1, 9)], Weights.LINEAR, [1, 2, 3])


@pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not on this computer")
def test_three_people_on_real_preferences() -> None:
    records = json.loads((DATA / "pandalm" / "testset-v1.json").read_text(encoding="utf-8"))
    ratings: list[dict[str, Label]] = [
        {who: record[who] for who in ("annotator1", "annotator2", "annotator3")} for record in records
    ]
    counts, _ = aggregate_raters([list(item.values()) for item in ratings])
    assert fleiss_kappa(ratings).value == pytest.approx(their_fleiss(counts), abs=NEAR)
    found = krippendorff_alpha(ratings, Level.NOMINAL)
    assert found.value == pytest.approx(their_alpha(by_person(ratings), distance="nominal").alpha, abs=NEAR)
    assert found.n == 999 and found.low is not None and found.high is not None
    assert found.low < found.value < found.high < found.low + 0.15
