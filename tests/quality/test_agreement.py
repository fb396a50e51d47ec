"""Agreement against evalica, scikit-learn and statsmodels, on random tables and on three people's preferences."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from hdclient.quality.agreement import (
    Label,
    Level,
    Weights,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percent_agreement,
    spreads,
)
from tests.quality.independent import theirs

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


def their_alpha(ratings: list[dict[str, Label]], level: str) -> float:
    """Evalica's, of a table with a row for every person."""
    people = sorted({who for item in ratings for who in item})
    table = theirs("pandas").DataFrame([[item.get(who) for item in ratings] for who in people], dtype="float")
    return float(theirs("evalica").alpha(table, distance=level).alpha)


def their_cohen(pairs: list[tuple[Label, Label]], weights: Weights, order: list[int]) -> float:
    """That of scikit-learn."""
    score = theirs("sklearn.metrics").cohen_kappa_score
    ones, twos = zip(*pairs, strict=True)
    return float(score(ones, twos, labels=order, weights=None if weights is Weights.NONE else weights.value))


def their_fleiss(ratings: list[dict[str, Label]]) -> float:
    """That of statsmodels."""
    inter_rater = theirs("statsmodels.stats.inter_rater")
    counts, _ = inter_rater.aggregate_raters([list(item.values()) for item in ratings])
    return float(inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", list(Level))
def test_alpha_is_that_of_evalica(seed: int, level: Level) -> None:
    ratings = table(seed, gaps=0.3)
    found = krippendorff_alpha(ratings, level, resamples=0)
    assert found.value == pytest.approx(their_alpha(ratings, level.value), abs=NEAR)
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
    assert cohen_kappa(pairs, weights, order).value == pytest.approx(
        their_cohen(pairs, weights, order), abs=NEAR
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_kappa_is_that_of_statsmodels(seed: int) -> None:
    ratings = table(seed, people=5)
    assert fleiss_kappa(ratings).value == pytest.approx(their_fleiss(ratings), abs=NEAR)


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


@pytest.fixture(scope="module")
def preferences() -> list[dict[str, Label]]:
    """What three people preferred of 999 pairs of real answers: 0 a tie, 1 the first, 2 the second."""
    if not DATA.is_dir():
        pytest.skip("the published records are not on this computer")
    records = json.loads((DATA / "pandalm" / "testset-v1.json").read_text(encoding="utf-8"))
    return [{who: record[who] for who in ("annotator1", "annotator2", "annotator3")} for record in records]


def signed(ratings: list[dict[str, Label]]) -> list[dict[str, Label]]:
    """As our client stores them: the first is below 0, a tie is 0."""
    return [{who: {0: 0, 1: -1, 2: 1}[int(label)] for who, label in item.items()} for item in ratings]


def test_three_people_on_real_preferences(preferences: list[dict[str, Label]]) -> None:
    assert fleiss_kappa(preferences).value == pytest.approx(their_fleiss(preferences), abs=NEAR)
    found = krippendorff_alpha(preferences, Level.NOMINAL)
    assert found.value == pytest.approx(their_alpha(preferences, "nominal"), abs=NEAR)
    assert found.n == 999 and found.low is not None and found.high is not None
    assert found.low < found.value < found.high < found.low + 0.15


@pytest.mark.parametrize("level", list(Level))
def test_alpha_of_real_preferences_with_gaps(preferences: list[dict[str, Label]], level: Level) -> None:
    chance = random.Random(4)
    gaps = [
        {who: label for who, label in item.items() if chance.random() < 0.7} for item in signed(preferences)
    ]
    found = krippendorff_alpha(gaps, level, resamples=0)
    assert found.value == pytest.approx(their_alpha(gaps, level.value), abs=NEAR)


@pytest.mark.parametrize("weights", list(Weights))
def test_kappa_of_two_of_the_three(preferences: list[dict[str, Label]], weights: Weights) -> None:
    rows = signed(preferences)
    for one, other in (("annotator1", "annotator2"), ("annotator2", "annotator3")):
        pairs = [(item[one], item[other]) for item in rows]
        assert cohen_kappa(pairs, weights, [-1, 0, 1]).value == pytest.approx(
            their_cohen(pairs, weights, [-1, 0, 1]), abs=NEAR
        )


def test_the_interval_of_alpha_is_about_that_of_evalica(preferences: list[dict[str, Label]]) -> None:
    """Both draw by chance; with 1,000 draws the ends of 95 % differ by little."""
    ours = krippendorff_alpha(preferences, Level.NOMINAL)
    people = sorted(preferences[0])
    rows = [[float(item[who]) for item in preferences] for who in people]
    table = theirs("pandas").DataFrame(rows)
    them = theirs("evalica").alpha_bootstrap(table, distance="nominal", n_resamples=1_000, random_state=1)
    assert ours.low == pytest.approx(them.low, abs=0.01) and ours.high == pytest.approx(them.high, abs=0.01)


@pytest.mark.parametrize("level", list(Level))
def test_spreads_of_items_are_what_alpha_is_made_of(level: Level) -> None:
    """Alpha is one less the mean spread, where every item has as many labels."""
    ratings = table(7, people=3)
    found = spreads(ratings, level)
    alpha = krippendorff_alpha(ratings, level, resamples=0).value
    assert alpha == pytest.approx(1 - sum(one or 0.0 for one in found) / len(found))
    assert spreads([{"a": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 2}], Level.NOMINAL)[:2] == [None, 0.0]
    assert spreads([{"a": 1, "b": 1}], Level.NOMINAL) == [None], "nothing to differ in"
