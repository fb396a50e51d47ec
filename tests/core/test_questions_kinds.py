"""What only one kind does: scales and their two orders, rankings in words, counting words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.base import JsonValue
from hdclient.model.words import count_words
from hdclient.questions import QUESTION_KINDS
from hdclient.questions.comparison import ComparisonOptions, answer_from_scale, scale, scale_position
from tests.helpers.judged import UNHURRIED, question

COMPARISON = QUESTION_KINDS["comparison"]


@UNHURRIED
@given(
    points=st.integers(2, 11),
    allow_tie=st.booleans(),
    swapped=st.booleans(),
    data=st.data(),
)
def test_every_point_of_every_scale_is_a_valid_answer_and_comes_back(
    points: int, allow_tie: bool, swapped: bool, data: st.DataObject
) -> None:
    asked = question("comparison", points=points, allow_tie=allow_tie)
    task_order = ("p", "q")
    shown = ("q", "p") if swapped else task_order
    point = data.draw(st.sampled_from(scale(COMPARISON.options(asked))))
    answer = answer_from_scale(point.position, shown, task_order)
    assert COMPARISON.check(asked, answer, task_order) == ()
    assert scale_position(answer, shown) == point.position
    letters = {shown[0]: "A", shown[1]: "B"}
    assert COMPARISON.describe(asked, answer, letters) == point.label
    if point.position != 0:
        assert isinstance(answer, dict)
        assert answer["winner"] == shown[0 if point.position < 0 else 1]
        assert answer["pair"] == ["p", "q"]
        assert (answer["strength"] < 0) == (answer["winner"] == "p")  # type: ignore[operator]


@pytest.mark.parametrize(
    "value",
    [
        *(None, [], {"verdict": "all_bad"}, {"verdict": "preferred"}),
        *({"verdict": "preferred", "winner": "z", "strength": 1}, {"verdict": "preferred", "strength": True}),
    ],
)
def test_what_is_no_preference_has_no_place_on_the_scale(value: JsonValue) -> None:
    assert scale_position(value, ("a", "b")) is None


SCALES = {
    2: ["A better", "B better"],
    3: ["A better", "About equal", "B better"],
    6: [
        *("A much better", "A better", "A slightly better"),
        *("B slightly better", "B better", "B much better"),
    ],
    7: [
        *("A much better", "A better", "A slightly better", "About equal"),
        *("B slightly better", "B better", "B much better"),
    ],
}


@pytest.mark.parametrize("points", sorted(SCALES))
def test_scales_read_from_one_side_to_the_other(points: int) -> None:
    assert [point.label for point in scale(ComparisonOptions(points=points))] == SCALES[points]


def test_a_scale_without_a_tie_has_no_middle_and_takes_none() -> None:
    asked = question("comparison", points=5, allow_tie=False)
    assert [point.position for point in scale(COMPARISON.options(asked))] == [-2, -1, 1, 2]
    (problem,) = COMPARISON.check(asked, {"verdict": "tie"}, ("a", "b"))
    assert "does not take a tie" in problem.text


def test_own_labels_follow_the_letters() -> None:
    options = ComparisonOptions(points=3, labels=("Only {first}", "Both", "Only {second}"))
    assert [point.label for point in scale(options, "B", "A")] == ["Only B", "Both", "Only A"]


@pytest.mark.parametrize("verdict", ["all_bad", "cannot_judge"])
def test_a_verdict_that_the_template_forbids_is_refused(verdict: str) -> None:
    asked = question("comparison", **{f"allow_{verdict}": False})
    (problem,) = COMPARISON.check(asked, {"verdict": verdict}, ("a", "b"))
    assert "does not take" in problem.text


def test_among_three_candidates_there_is_no_pair_and_no_sign() -> None:
    asked, ids = question("comparison"), ("a", "b", "c")
    good = {"verdict": "preferred", "winner": "c", "strength": 1, "pair": None}
    assert COMPARISON.check(asked, good, ids) == ()
    assert COMPARISON.describe(asked, good, {"a": "A", "b": "B", "c": "C"}) == "C slightly better"
    (negative,) = COMPARISON.check(asked, {**good, "strength": -1}, ids)
    assert "at least 1" in negative.text
    (pair,) = COMPARISON.check(asked, {**good, "pair": ["a", "c"]}, ids)
    assert "no pair" in pair.text
    (unfinished,) = COMPARISON.check(asked, {"verdict": "preferred", "winner": "c"}, ids)
    assert unfinished.incomplete


def test_a_ranking_reads_as_an_order() -> None:
    value = {"tiers": [["b"], ["d", "a"]], "unacceptable": ["c"]}
    letters = {"a": "A", "b": "B", "c": "C", "d": "D"}
    phrase = QUESTION_KINDS["ranking"].describe(question("ranking"), value, letters)
    assert phrase == "B > A = D; not acceptable: C"


def test_a_ranking_takes_only_what_its_template_allows() -> None:
    ranking = QUESTION_KINDS["ranking"]
    (tie,) = ranking.check(question("ranking", allow_ties=False), {"tiers": [["a", "b"]]}, ("a", "b"))
    assert "does not take ties" in tie.text
    value = {"tiers": [["a"]], "unacceptable": ["b"]}
    (refused,) = ranking.check(question("ranking", allow_unacceptable=False), value, ("a", "b"))
    assert "every response needs a place" in refused.text


def test_a_single_choice_takes_one() -> None:
    options = [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}]
    (problem,) = QUESTION_KINDS["choice"].check(
        question("choice", options=options), {"selected": ["x", "y"]}, ()
    )
    assert "one option only" in problem.text


def test_not_applicable_needs_leave() -> None:
    asked = question("rating", points=[{"value": 1}, {"value": 2}])
    (problem,) = QUESTION_KINDS["rating"].check(asked, {"value": None, "na": True}, ())
    assert "does not take “not applicable”" in problem.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n", 0),
        ("one", 1),
        ("don't stop — state-of-the-art, 3.14!", 4),
        ("- * …", 0),
        ("السلام عليكم", 2),
        ("我喜欢苹果", 5),
        ("これはペンです", 7),
        ("mixed 中文 text", 4),
        ("a" * 100_000, 1),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_too_short_a_text_says_how_much_is_missing() -> None:
    (problem,) = QUESTION_KINDS["text"].check(question("text", min_words=3), {"text": "only two"}, ())
    assert problem.incomplete
    assert problem.text == "At least 3 words are needed; there are 2 so far."
