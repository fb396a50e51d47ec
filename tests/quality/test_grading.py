"""Known answers: accept-sets, answers that are never right, and partial orders for opinions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.base import JsonValue
from hdclient.model.gold import Above, Gold
from hdclient.model.template import Question
from hdclient.quality.campaign import campaign_numbers
from hdclient.quality.grading import gold_fault, grades, is_right
from tests.quality.test_campaign import CHOOSE, COMPARE, RANK, RATE, better, judged

TIE: JsonValue = {"verdict": "tie"}


def order(*tiers: str, bad: str = "") -> JsonValue:
    return {"tiers": [list(tier) for tier in tiers], "unacceptable": list(bad)}


@pytest.mark.parametrize(
    ("gold", "value", "right"),
    [
        (Gold(question="verdict", accept=(better("a", 2),)), better("a", 2), True),
        (Gold(question="verdict", accept=(better("a", 2),)), better("a", 1), False),
        (Gold(question="verdict", accept=(better("a", 2), better("a", 1))), better("a", 1), True),
        (Gold(question="verdict", accept=(TIE,)), TIE, True),
        (Gold(question="verdict", accept=(TIE,)), {"verdict": "cannot_judge"}, False),
        (Gold(question="verdict", refuse=(TIE,)), TIE, False),
        (Gold(question="verdict", refuse=(TIE,)), better("b", 3), True),
        (Gold(question="verdict", above=(Above(better="a", worse="b"),)), better("a", 1), True),
        (Gold(question="verdict", above=(Above(better="a", worse="b"),)), better("b", 1), False),
        (Gold(question="verdict", above=(Above(better="a", worse="b"),)), TIE, False),
        (Gold(question="verdict", accept=(TIE,)), "nonsense", False),
    ],
)
def test_a_preference(gold: Gold, value: JsonValue, right: bool) -> None:
    assert is_right(COMPARE, gold, value, ("a", "b")) is right


@pytest.mark.parametrize(
    ("value", "right"),
    [
        (order("a", "b", "c"), True),
        (order("a", "bc"), True),
        (order("b", "a", "c"), True),
        (order("c", "a", "b"), False),
        (order("ac", "b"), False),
        (order("a", "b", bad="c"), True),
        (order("c", "b", bad="a"), False),
    ],
)
def test_a_partial_order_asks_for_what_it_says_and_no_more(value: JsonValue, right: bool) -> None:
    gold = Gold(question="order", above=(Above(better="a", worse="c"),))
    assert is_right(RANK, gold, value, ("a", "b", "c")) is right


def test_a_rating_and_a_choice_have_sets() -> None:
    some = Gold(question="rate", accept=({"value": 4}, {"value": 5}))
    assert is_right(RATE, some, {"value": 5}, ()) and not is_right(RATE, some, {"value": 3}, ())
    both = Gold(question="flaws", accept=({"selected": ["x", "y"]},))
    assert is_right(CHOOSE, both, {"selected": ["y", "x"]}, ()), "in whatever order they were ticked"
    assert not is_right(CHOOSE, both, {"selected": ["x"]}, ())


@pytest.mark.parametrize(
    ("gold", "words"),
    [
        (Gold(question="other", refuse=(TIE,)), "does not have"),
        (Gold(question="verdict"), "says nothing"),
        (Gold(question="verdict", above=(Above(better="a", worse="z"),)), "task does not have"),
        (Gold(question="rate", above=(Above(better="a", worse="b"),)), "the question does not"),
        (
            Gold(question="order", above=(Above(better="a", worse="b"), Above(better="b", worse="a"))),
            "above itself",
        ),
        (Gold(question="rate", accept=({"points": 3},)), "cannot have"),
        (Gold(question="order", above=(Above(better="a", worse="b"), Above(better="b", worse="c"))), ""),
        (Gold(question="verdict", accept=(better("a", 2),)), ""),
    ],
)
def test_gold_that_cannot_be_used_is_refused_with_a_reason(gold: Gold, words: str) -> None:
    fault = gold_fault((COMPARE, RANK, RATE), (gold,), ("a", "b", "c"))
    assert words in fault and bool(fault) is bool(words)


def test_answers_to_known_ones_are_counted_by_item_and_by_person() -> None:
    said = [
        judged("t1", "p", verdict=better("a", 2)),
        judged("t1", "q", verdict=better("b", 2)),
        judged("t2", "p", verdict=TIE),
        judged("t3", "p", verdict=TIE),
    ]
    known = {"t1": (Gold(question="verdict", above=(Above(better="a", worse="b"),)),), "t2": ()}
    found = grades([COMPARE], said, known)
    assert found == [(("t1", "verdict"), "p", True), (("t1", "verdict"), "q", False)]
    numbers = campaign_numbers([COMPARE], said, grades=found)
    (item,) = numbers.gold
    assert (item.task_id, item.right.value, item.right.n) == ("t1", 0.5, 2)
    people = {one.person_id: one.gold for one in numbers.people or ()}
    assert (people["p"].value, people["p"].n, people["q"].value) == (1.0, 1, 0.0)


@given(
    st.permutations("abcd"), st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=4)
)
def test_a_ranking_is_right_exactly_when_it_keeps_every_order(
    ranked: list[str], pairs: set[tuple[str, str]]
) -> None:
    wanted = tuple(Above(better=high, worse=low) for high, low in sorted(pairs) if high != low)
    question: Question = RANK
    right = is_right(question, Gold(question="order", above=wanted), order(*ranked), ("a", "b", "c", "d"))
    assert right is all(ranked.index(one.better) < ranked.index(one.worse) for one in wanted)
