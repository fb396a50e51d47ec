"""Gold, consistency with oneself, and Dawid and Skene against a second implementation in NumPy."""

from __future__ import annotations

import random
from typing import Any

import pytest

from hdclient.quality.agreement import Label
from hdclient.quality.people import dawid_skene, gold_accuracy, is_below, self_consistency, within_one
from tests.quality.independent import theirs

SKILL = {"sure": 0.95, "fair": 0.8, "poor": 0.55, "random": 0.34}


def campaign(seed: int, items: int = 400) -> tuple[list[dict[str, Label]], list[Label]]:
    """Four people of different skill on items of three classes; each item lacks one of them."""
    chance = random.Random(seed)
    truths: list[Label] = [chance.choice("xyz") for _ in range(items)]
    ratings: list[dict[str, Label]] = []
    for truth in truths:
        absent = chance.choice(list(SKILL))
        ratings.append(
            {
                who: truth
                if chance.random() < skill
                else chance.choice([one for one in "xyz" if one != truth])
                for who, skill in SKILL.items()
                if who != absent
            }
        )
    return ratings, truths


def their_dawid_skene(ratings: list[dict[str, Label]], smoothing: float, steps: int) -> Any:
    """Written from the paper, with arrays: said[item, person, label]."""
    numpy = theirs("numpy")
    people = sorted({who for item in ratings for who in item})
    labels = sorted({str(label) for item in ratings for label in item.values()})
    said = numpy.zeros((len(ratings), len(people), len(labels)))
    for number, item in enumerate(ratings):
        for who, label in item.items():
            said[number, people.index(who), labels.index(str(label))] = 1
    belief = said.sum(1) / said.sum((1, 2))[:, None]
    for _ in range(steps):
        shares = belief.mean(0)
        confusion = numpy.einsum("it,ipl->ptl", belief, said) + smoothing
        confusion /= confusion.sum(2, keepdims=True)
        logs = numpy.log(shares) + numpy.einsum("ipl,ptl->it", said, numpy.log(confusion))
        belief = numpy.exp(logs - logs.max(1, keepdims=True))
        belief /= belief.sum(1, keepdims=True)
    return belief


@pytest.mark.parametrize("seed", range(3))
def test_dawid_and_skene_twice(seed: int) -> None:
    ratings, _ = campaign(seed, 120)
    ours = dawid_skene(ratings, steps=40)
    second = their_dawid_skene(ratings, 0.01, 40)
    for item, row in zip(ours.items, second, strict=True):
        assert [item[label] for label in "xyz"] == pytest.approx(list(row), abs=1e-6)


def test_the_skilled_are_told_from_the_rest_and_outvote_them() -> None:
    ratings, truths = campaign(4)
    found = dawid_skene(ratings)
    values = [found.accuracy[who].value or 0 for who in SKILL]
    assert values == sorted(values, reverse=True)
    right = sum(
        max(item, key=lambda one, item=item: item[one]) == truth
        for item, truth in zip(found.items, truths, strict=True)
    )
    majority = sum(
        max(sorted(set(item.values()), key=str), key=list(item.values()).count) == truth
        for item, truth in zip(ratings, truths, strict=True)
    )
    assert right > majority
    assert found.accuracy["sure"].low is not None and found.accuracy["sure"].low > 0.85
    assert sum(found.matrices["fair"]["x"].values()) == pytest.approx(1)


def test_nobody_and_nothing() -> None:
    assert dawid_skene([]).items == ()
    found = dawid_skene([{}, {"a": 1}])
    assert found.items[0] == found.items[1] == {1: 1.0}
    assert found.accuracy["a"].low is None, "one judgement has no spread"


def test_gold_counts_what_gold_accepts() -> None:
    found = gold_accuracy([("a", frozenset("a")), ("b", frozenset("ab")), ("c", frozenset("ab"))])
    assert (found.value, found.n) == (2 / 3, 3)
    assert within_one([(3, 4), (1, 4), (4, 4)]).value == 2 / 3
    assert gold_accuracy([]).value is None


def test_few_gold_items_are_no_ground_for_anything() -> None:
    wrong = ("x", frozenset("a"))
    assert not is_below(gold_accuracy([wrong] * 9), 0.8)
    assert is_below(gold_accuracy([wrong] * 10), 0.8)
    assert not is_below(gold_accuracy([wrong] * 5 + [("a", frozenset("a"))] * 10), 0.8), (
        "the interval reaches 0.8"
    )


def test_self_consistency() -> None:
    assert self_consistency([(1, 1), (2, 1)]).value == 0.5
    assert "twice" in self_consistency([]).why
