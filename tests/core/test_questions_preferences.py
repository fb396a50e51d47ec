"""Preferences beyond one scale: degrees after a choice, criteria, gaps of a ranking, best and worst, all pairs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.formats.canonical import CANONICAL
from hdclient.formats.preferences import pairs_of
from hdclient.formats.record import LossReport
from hdclient.formats.trl import STANDARD
from hdclient.formats.trl_unpaired import UNPAIRED
from hdclient.model.base import InvalidValue
from hdclient.model.review_item import Contribution, Work
from hdclient.model.template import Layout, Question
from hdclient.quality.labels import duels_of, label_of, ranking_of
from hdclient.questions import QUESTION_KINDS
from hdclient.questions.comparison import COMPARISON, ComparisonOptions, best_of, scale
from hdclient.questions.pairs import Judged, circle
from hdclient.questions.ranking import RankingOptions
from hdclient.session.compared import Compared, compared
from tests.helpers.judged import UNHURRIED, question, record, task

LETTERS = {"a": "B", "b": "A"}
"""b is shown first."""
THREE = {"a": "A", "b": "B", "c": "C"}
DEGREES = ["Barely", "Somewhat", "Much"]
CRITERIA = [{"id": "true", "title": "Truth"}, {"id": "kind", "title": "Kindness", "help": "Is it polite?"}]


def problems(asked: Question, value: Any, ids: tuple[str, ...] = ("a", "b")) -> list[tuple[bool, str]]:
    return [(one.incomplete, one.text) for one in QUESTION_KINDS[asked.kind].check(asked, value, ids)]


def said(asked: Question, value: Any, letters: dict[str, str] = LETTERS) -> str:
    return QUESTION_KINDS[asked.kind].describe(asked, value, letters)


def pairs(asked: Question, value: Any) -> tuple[set[tuple[str, str, float | None]], dict[str, int]]:
    report = LossReport()
    of = task(asked, texts=("one", "two", "three"), layout=Layout.RANK)
    found = pairs_of(record(of, {asked.kind: value}), report)
    assert all(one.grouped for one in found)
    return {(one.chosen, one.rejected, one.margin) for one in found}, dict(report.dropped)


# A comparison


def test_which_is_better_is_asked_before_how_much() -> None:
    asked = question("comparison", points=6, degrees=DEGREES)
    assert [point.label for point in scale(COMPARISON.options(asked))] == ["A better", "B better"]
    first = best_of("a", ("a", "b"))
    assert problems(asked, first) == [(True, "Say how much better it is.")]
    assert said(asked, first) == "B better"
    whole = best_of("a", ("a", "b"), 3)
    assert whole == {"verdict": "preferred", "winner": "a", "pair": ["a", "b"], "strength": -3}
    assert problems(asked, whole) == [] and said(asked, whole) == "B better: Much"
    assert best_of("b", ("a", "b"), 1)["strength"] == 1
    assert problems(asked, {"verdict": "tie"})[0][0] is False


def test_degrees_of_the_best_of_three() -> None:
    asked = question("comparison", points=6, degrees=DEGREES)
    assert problems(asked, best_of("c", tuple(THREE)), tuple(THREE))[0][0]
    assert said(asked, best_of("c", tuple(THREE), 2), THREE) == "C is best: Somewhat"
    alone = question("comparison", degrees=DEGREES)
    assert problems(alone, best_of("c", tuple(THREE)), tuple(THREE))[0][0], "degrees ask by themselves"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"points": 7, "degrees": ["x", "y"]}, "needs 3 words"),
        ({"points": 6, "degrees": DEGREES, "labels": ["1", "2", "3", "4", "5", "6"]}, "needs 2 labels"),
        ({"criteria": [CRITERIA[0], CRITERIA[0]]}, "two criteria have the same id"),
    ],
)
def test_options_that_contradict_each_other_are_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        ComparisonOptions.of(options)


def test_an_answer_is_told_in_the_words_of_its_point() -> None:
    labels = ["{first}, certainly", "{first}, perhaps", "{second}, perhaps", "{second}, certainly"]
    asked = question("comparison", points=4, labels=labels, all_bad_label="Neither will do")
    strong = best_of("a", ("a", "b"), 2)
    assert said(asked, strong) == "B, certainly", "it was shown second"
    assert said(asked, strong, {"a": "A", "b": "B"}) == "A, certainly"
    assert said(asked, {"verdict": "all_bad"}) == "Neither will do"


def test_every_criterion_is_compared_with_the_same_scale() -> None:
    asked = question("comparison", points=7, criteria=CRITERIA)
    whole = best_of("a", ("a", "b"), 1)
    assert problems(asked, whole) == [(True, "2 criteria are not compared yet.")]
    rows: dict[str, Any] = {"true": best_of("b", ("a", "b"), 3), "kind": {"verdict": "tie"}}
    assert problems(asked, {"criteria": rows}) == [(True, "Say which response is better.")]
    value = {**whole, "criteria": rows}
    assert problems(asked, value) == []
    parts = QUESTION_KINDS["comparison"].parts(asked, value, LETTERS)  # type: ignore[attr-defined]
    assert parts == {"Truth": "A much better", "Kindness": "About equal"}
    for wrong, says in (
        ({"sound": {"verdict": "tie"}}, "a criterion that this question does not have"),
        ({"true": best_of("b", ("a", "b"), 4)}, "at most 3"),
        ({"true": {"verdict": "tie", "criteria": {"kind": {"verdict": "tie"}}}}, "no criteria of its own"),
        (3, "must be"),
    ):
        ((incomplete, text),) = problems(asked, {**whole, "criteria": wrong})
        assert not incomplete and says in text
    ((incomplete, text),) = problems(question("comparison", points=7), value)
    assert not incomplete and "single criteria" in text


def test_criteria_are_exported_under_their_question_and_the_whole_is_the_pair() -> None:
    asked = question("comparison", points=7, criteria=CRITERIA)
    rows: dict[str, Any] = {"true": best_of("b", ("a", "b"), 3), "kind": {"verdict": "tie"}}
    made = record(task(asked), {"comparison": {**best_of("a", ("a", "b"), 1), "criteria": rows}})
    (row,) = CANONICAL.rows([made])[0]
    criteria: Any = row["answer"]
    assert criteria["criteria"]["comparison.true"] == rows["true"]
    (pair,) = STANDARD.rows([made])[0]
    assert pair["margin"] == 1.0


# Gaps of a ranking

GAPS = ["slightly", "clearly", "far"]
ORDER: dict[str, Any] = {"tiers": [["b"], ["a"], ["c"]], "unacceptable": []}


def test_how_far_apart_places_are_is_part_of_the_ranking_where_it_is_asked() -> None:
    asked = question("ranking", gaps=GAPS)
    ids = tuple(THREE)
    assert problems(asked, ORDER, ids) == [(True, "Say of 2 places how much better they are than the next.")]
    half = {**ORDER, "gaps": [3, None]}
    assert problems(asked, half, ids) == [(True, "Say of one place how much better it is than the next.")]
    whole = {**ORDER, "gaps": [3, 1]}
    assert problems(asked, whole, ids) == [] and said(asked, whole, THREE) == "B >>> A > C"
    for wrong in ([4, 1], [0, 1], [1, 1, 1]):
        assert problems(asked, {**ORDER, "gaps": wrong}, ids)[0][0] is False
    assert "does not ask" in problems(question("ranking", allow_ties=True), whole, ids)[0][1]
    with pytest.raises(InvalidValue, match="two words or more"):
        RankingOptions.of({"gaps": ["better"]})


def test_margins_of_a_ranking_are_the_sums_of_its_gaps() -> None:
    found, _ = pairs(question("ranking", gaps=GAPS), {**ORDER, "gaps": [3, 1]})
    assert found == {("b", "a", 3.0), ("a", "c", 1.0), ("b", "c", 4.0)}
    refused = {"tiers": [["b"], ["a"]], "unacceptable": ["c"], "gaps": [2]}
    found, _ = pairs(question("ranking", gaps=GAPS), refused)
    assert found == {("b", "a", 2.0), ("b", "c", None), ("a", "c", None)}, (
        "how bad the refused are nobody said"
    )


# Best and worst, all pairs


def test_of_best_and_worst_only_what_follows_is_a_pair() -> None:
    asked = question("best_worst", allow_none=True)
    found, dropped = pairs(asked, {"best": "b", "worst": "a"})
    assert found == {("b", "a", None), ("b", "c", None), ("c", "a", None)} and dropped == {}
    found, _ = pairs(question("best_worst", worst=False), {"best": "c"})
    assert found == {("c", "a", None), ("c", "b", None)}
    assert pairs(asked, {"instead": "none"}) == (set(), {"all_bad": 1})
    assert said(asked, {"best": "b", "worst": "a"}, THREE) == "best: B; worst: A"
    of = task(asked, texts=("one", "two", "three"), layout=Layout.RANK)
    labels = [row["label"] for row in UNPAIRED.rows([record(of, {"best_worst": {"instead": "none"}})])[0]]
    assert labels == [False] * 3


def test_each_pair_is_exported_by_itself_circles_among_them() -> None:
    asked = question("pairs", allow_no_preference=True)
    value = {
        "pairs": [
            {"pair": ["a", "b"], "winner": "a"},
            {"pair": ["a", "c"], "winner": "c"},
            {"pair": ["b", "c"], "winner": None},
        ]
    }
    assert pairs(asked, value) == ({("a", "b", None), ("c", "a", None)}, {"no preference": 1})
    assert said(asked, value, THREE) == "A > B, C > A, B = C"
    ids = tuple(THREE)
    assert problems(asked, value, ids) == []
    assert problems(asked, {"pairs": value["pairs"][:1]}, ids) == [(True, "2 pairs are not compared yet.")]
    never = question("pairs", allow_no_preference=False)
    assert "no preference" in problems(never, value, ids)[0][1]


def test_a_circle_is_found_and_an_order_has_none() -> None:
    def judged(*wins: str) -> list[Judged]:
        return [Judged(pair=(min(one), max(one)), winner=one[0]) for one in map(tuple, wins)]  # type: ignore[arg-type]

    assert circle(judged("ab", "bc", "ca")) == ("a", "b", "c")
    assert circle(judged("ab", "bc", "ac")) == ()
    assert circle([Judged(pair=("a", "b"), winner=None)]) == ()


@UNHURRIED
@given(order=st.permutations("abcd"))
def test_what_can_be_put_in_order_has_no_circle(order: list[str]) -> None:
    wins = [(one, other) for place, one in enumerate(order) for other in order[place + 1 :]]
    assert circle([Judged(pair=(min(pair), max(pair)), winner=pair[0]) for pair in wins]) == ()


# Set side by side, and counted


def contribution(label: str, value: Any) -> Contribution:
    return Contribution(
        label=label, submission_id=label, revision=1, work=Work(revision=1, answers={"q": value})
    )


def side_by_side(kind: str, options: dict[str, Any], *values: Any) -> Compared:
    asked = Question(id="q", kind=kind, title="Which?", options=options)
    said = [contribution(f"A{number}", value) for number, value in enumerate(values, 1)]
    return compared(asked, said, THREE, QUESTION_KINDS)


def test_orders_with_gaps_are_still_orders_for_the_bump_chart() -> None:
    far, near = ({**ORDER, "gaps": gaps} for gaps in ([3, 1], [1, 1]))
    found = side_by_side("ranking", {"gaps": GAPS}, far, near, {"tiers": [["a"]], "unacceptable": ["c"]})
    places = {"B": 1, "A": 2, "C": 3}
    assert found.orders == (("A1", places), ("A2", places), ("A3", {"A": 1, "C": 2}))
    assert found.disputed and [cell.text for cell in found.rows[0].cells][:2] == ["B >>> A > C", "B > A > C"]


def test_criteria_and_pairs_are_set_side_by_side_in_words_and_letters() -> None:
    both = {"true": best_of("a", ("a", "b"), 3), "kind": {"verdict": "tie"}}
    value = {**best_of("a", ("a", "b"), 1), "criteria": both}
    asked = Question(id="q", kind="comparison", title="Which?", options={"criteria": CRITERIA})
    found = compared(asked, [contribution("A1", value)], {"a": "A", "b": "B"}, QUESTION_KINDS)
    assert [(row.title, row.cells[0].text) for row in found.rows] == [
        ("", "A slightly better"),
        ("Truth", "A much better"),
        ("Kindness", "About equal"),
    ]
    first, second = (
        {"pairs": [{"pair": ["a", "b"], "winner": winner}, {"pair": ["b", "c"], "winner": "c"}]}
        for winner in ("a", None)
    )
    rows = {row.title: row.cells for row in side_by_side("pairs", {}, first, second).rows}
    assert [cell.text for cell in rows["A – B"]] == ["A", "="] and rows["A – B"][0].differs
    assert [cell.differs for cell in rows["B – C"]] == [False, False]


def test_numbers_of_quality_take_the_new_answers() -> None:
    scale_ = question("comparison", points=6, degrees=DEGREES, criteria=CRITERIA)
    value = {
        **best_of("a", ("a", "b"), 2),
        "criteria": {"true": {"verdict": "tie"}, "kind": {"verdict": "tie"}},
    }
    assert label_of(scale_, value, 2) == -2 and len(duels_of(scale_, value, ("a", "b"))) == 1
    gaps = question("ranking", gaps=GAPS)
    assert ranking_of(gaps, {**ORDER, "gaps": [1, 2]}) == {"b": 1.0, "a": 2.0, "c": 3.0}
    for kind, answer in (("best_worst", {"best": "a"}), ("pairs", {"pairs": []})):
        assert label_of(question(kind), answer, 3) is None  # type: ignore[arg-type]
        duels_of(question(kind), answer, tuple(THREE))  # type: ignore[arg-type]
