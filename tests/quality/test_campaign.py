"""A campaign's numbers from its answers: every kind of question, every reason why an answer does not count."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.quality import CampaignNumbers
from hdclient.model.template import Question
from hdclient.quality.campaign import COMPARED_FROM, Judged, campaign_numbers
from hdclient.quality.labels import duels_of, label_of

COMPARE = Question(id="verdict", kind="comparison", title="Which is better?")
RANK = Question(id="order", kind="ranking", title="Order")
POINTS: JsonValue = [{"value": value} for value in range(1, 6)]
RATE = Question(id="rate", kind="rating", title="How good?", options={"points": POINTS})
CHOOSE = Question(
    id="flaws",
    kind="choice",
    title="Which flaws?",
    options={"options": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}], "multiple": True},
)
WORDS = Question(id="why", kind="text", title="Why?")


def better(winner: str, strength: int, pair: tuple[str, str] = ("a", "b")) -> JsonValue:
    return {
        "verdict": "preferred",
        "winner": winner,
        "strength": -strength if winner == pair[0] else strength,
        "pair": list(pair),
    }


def judged(task: str, person: str, shown: str = "ab", **answers: JsonValue) -> Judged:
    return Judged(
        task_id=task, person_id=person, display_order=tuple(shown), answers=answers, active_ms=60_000
    )


def numbers(*given: Judged, question: Question = COMPARE, **more: Any) -> CampaignNumbers:
    return campaign_numbers([question], given, **more)


@pytest.mark.parametrize(
    ("question", "value", "label"),
    [
        (COMPARE, better("a", 3), -3),
        (COMPARE, better("b", 1), 1),
        (COMPARE, {"verdict": "tie"}, 0),
        (COMPARE, {"verdict": "all_bad"}, None),
        (COMPARE, {"verdict": "cannot_judge"}, None),
        (RATE, {"value": 4}, 4),
        (RATE, {"value": None, "na": True}, None),
        (CHOOSE, {"selected": ["y", "x"]}, "x + y"),
        (WORDS, {"text": "Because."}, None),
        (RATE, None, None),
    ],
)
def test_what_an_answer_counts_as(question: Question, value: JsonValue, label: object) -> None:
    assert label_of(question, value, 2) == label


def test_the_best_of_three_is_a_name_and_met_the_others_only() -> None:
    value: JsonValue = {"verdict": "preferred", "winner": "c", "pair": None}
    assert label_of(COMPARE, value, 3) == "c"
    assert label_of(COMPARE, {"verdict": "tie"}, 3) == "tie"
    assert [(one.first, one.second, one.score) for one in duels_of(COMPARE, value, "abc")] == [
        ("a", "c", 0.0),
        ("b", "c", 0.0),
    ]


def test_a_ranking_is_a_duel_of_every_pair() -> None:
    value: JsonValue = {"tiers": [["b"], ["a", "c"]], "unacceptable": ["d"]}
    assert {(one.first, one.second): one.score for one in duels_of(RANK, value, "abcd")} == {
        ("a", "b"): 0.0,
        ("a", "c"): 0.5,
        ("a", "d"): 1.0,
        ("b", "c"): 1.0,
        ("b", "d"): 1.0,
        ("c", "d"): 1.0,
    }


def test_another_kinds_answer_is_no_label() -> None:
    with pytest.raises(InvalidValue):
        label_of(RATE, {"selected": ["x"]}, 2)
    found = numbers(judged("t", "p", rate={"selected": ["x"]}), question=RATE).questions[0]
    assert found.answers == 1 and found.alpha.value is None and found.balance == {}


def test_two_people_who_see_the_sides_turned_still_agree() -> None:
    given = [
        judged(f"t{n}", who, shown, verdict=better("a" if n % 2 else "b", 2))
        for n in range(9)
        for who, shown in (("p", "ab"), ("q", "ba"))
    ]
    found = numbers(*given).questions[0]
    assert found.agreement.value == found.alpha.value == found.winner.value == 1.0
    assert found.level == "ordinal"
    assert found.first_shown.value == 0.5, "each side won as often"


def test_a_rating_two_apart_is_worse_than_one_apart() -> None:
    def alpha(other: int) -> float:
        pairs = [(1, 1), (5, 5), (3, 3), (4, 4), (2, 2), (3, other)]
        given = [
            judged(f"t{n}", who, rate={"value": value})
            for n, pair in enumerate(pairs)
            for who, value in zip("pq", pair, strict=True)
        ]
        value = numbers(*given, question=RATE).questions[0].alpha.value
        assert value is not None
        return value

    assert 1 > alpha(4) > alpha(5)


def test_rankings_have_tau_b_and_no_alpha() -> None:
    given = [judged("t", who, "abc", order={"tiers": [["a"], ["b"], ["c"]]}) for who in "pq"]
    found = numbers(*given, question=RANK).questions[0]
    assert found.order.value == 1.0 and found.order.n == 1
    assert found.level is None and found.alpha.why and found.first_shown.value is None


def test_models_meet_through_their_candidates_and_a_model_never_meets_itself() -> None:
    models = {
        f"t{n}": {"a": "strong", "b": "weak"} if n % 2 else {"a": "weak", "b": "strong"} for n in range(20)
    }
    models["same"] = {"a": "weak", "b": "weak"}
    given = [judged(f"t{n}", "p", verdict=better("a" if (n % 2) ^ (n < 4) else "b", 1)) for n in range(20)]
    found = numbers(*given, judged("same", "p", verdict=better("a", 3)), models=models).models
    assert found is not None and [one.model for one in found] == ["strong", "weak"]
    assert found[0].strength.n == 20
    elo = [one.elo for one in found]
    assert elo[0] is not None and elo[1] is not None and elo[0] - 1000 == pytest.approx(1000 - elo[1])


def test_people_are_compared_from_thirty_answers_on() -> None:
    few = [judged(f"t{n}", who, rate={"value": n % 5 + 1}) for n in range(COMPARED_FROM - 1) for who in "pq"]
    more = [*few, judged("t29", "p", rate={"value": 1}), judged("t29", "q", rate={"value": 2})]
    assert numbers(*few, question=RATE).people[0].agreement.value is None
    p, q = numbers(*more, question=RATE).people
    assert (p.person_id, p.answers, q.answers) == ("p", 30, 30)
    assert p.agreement.value == q.agreement.value == 29 / 30


def test_what_was_returned_does_not_count_as_done() -> None:
    day = {"active_ms": 1_800_000}
    given = [
        Judged(task_id=f"t{n}", person_id="p", answers={}, day=10 + n // 2, returned=n == 3, **day)
        for n in range(6)
    ]
    found = numbers(*given, remaining=10)
    assert found.by_day == (2, 1, 2)
    assert found.pace.value == pytest.approx(5 / 3), "five stand after three hours"
    assert found.forecast.value == pytest.approx(10 * 3 / 5)
    assert found.people[0].returned.value == pytest.approx(1 / 6)


def test_an_empty_campaign_says_why_nothing_is_known() -> None:
    found = numbers()
    assert found.by_day == () and found.people == ()
    waiting = numbers(remaining=5)
    for figure in (found.active, found.pace, waiting.forecast, found.questions[0].alpha):
        assert figure.value is None and figure.why
