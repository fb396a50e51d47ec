"""What holds for every question kind: any JSON value gets a verdict, and what is unfinished is not called wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.base import InvalidValue
from hdclient.questions import QUESTION_KINDS
from hdclient.questions.reading import option_faults
from tests.helpers.judged import ANY_JSON, ANY_TEXT, UNHURRIED, VALID_OPTIONS, question

KINDS = sorted(QUESTION_KINDS)
FIELDS = [
    *("verdict", "winner", "strength", "pair", "tiers", "unacceptable"),
    *("value", "na", "selected", "text"),
]
# Objects that come near to a real answer find more than wholly random ones.
NEARLY = st.dictionaries(
    st.sampled_from(FIELDS),
    ANY_JSON | st.sampled_from(["a", "b", "tie", "preferred", 1, -1, ["a", "b"], [["a"], ["b"]]]),
    max_size=6,
)
GOOD: dict[str, list[Any]] = {
    "comparison": [
        {"verdict": "preferred", "winner": "a", "strength": -3, "pair": ["a", "b"]},
        {"verdict": "preferred", "winner": "b", "strength": 1, "pair": ["a", "b"]},
        {"verdict": "tie"},
        {"verdict": "all_bad"},
        {"verdict": "cannot_judge"},
    ],
    "ranking": [
        {"tiers": [["b"], ["a"]], "unacceptable": []},
        {"tiers": [["a", "b"]]},
        {"tiers": [], "unacceptable": ["b", "a"]},
    ],
    "rating": [{"value": 2}, {"value": None, "na": True}, {"value": 1, "na": False}],
    "choice": [{"selected": ["x"]}, {"selected": ["y", "x"]}, {"selected": ["none"]}],
    "text": [{"text": "one two"}, {"text": " five words, no more: here "}],
}


@pytest.mark.parametrize("kind", KINDS)
@UNHURRIED
@given(value=ANY_JSON | NEARLY)
def test_any_json_value_gets_a_verdict_and_a_phrase(kind: str, value: Any) -> None:
    asked = question(kind)
    problems = QUESTION_KINDS[kind].check(asked, value, ("a", "b"))
    phrase = QUESTION_KINDS[kind].describe(asked, value, {"a": "A", "b": "B"})
    assert all(problem.question_id == kind and problem.text for problem in problems)
    assert isinstance(phrase, str)
    if QUESTION_KINDS[kind].is_blank(value):
        assert [problem.incomplete for problem in problems] == [True]


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in KINDS for value in GOOD[kind]])
def test_whole_answers_pass_and_read_well(kind: str, value: Any) -> None:
    assert QUESTION_KINDS[kind].check(question(kind), value, ("a", "b")) == ()
    assert QUESTION_KINDS[kind].describe(question(kind), value, {"a": "A", "b": "B"})
    assert not QUESTION_KINDS[kind].is_blank(value)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in KINDS for value in GOOD[kind]])
def test_an_unknown_field_spoils_an_answer(kind: str, value: Any) -> None:
    (problem,) = QUESTION_KINDS[kind].check(question(kind), {**value, "extra": 1}, ("a", "b"))
    assert not problem.incomplete
    assert '"extra" is not known' in problem.text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_incomplete_and_never_wrong(kind: str) -> None:
    (problem,) = QUESTION_KINDS[kind].check(question(kind), None, ("a", "b"))
    assert problem.incomplete


INCOMPLETE: list[tuple[str, Any, str]] = [
    ("comparison", {"verdict": "preferred", "winner": "a"}, "how much better"),
    ("ranking", {"tiers": []}, "2 responses are not ranked yet."),
    ("ranking", {"tiers": [["a"]]}, "One response is not ranked yet."),
    ("rating", {"value": None}, "Choose a rating."),
    ("choice", {"selected": []}, "Choose at least one option."),
    ("text", {"text": " \n\t"}, "Write something here."),
]


@pytest.mark.parametrize(("kind", "value", "says"), INCOMPLETE)
def test_what_is_unfinished_is_not_called_wrong(kind: str, value: Any, says: str) -> None:
    (problem,) = QUESTION_KINDS[kind].check(question(kind), value, ("a", "b"))
    assert problem.incomplete
    assert says in problem.text


WRONG: list[tuple[str, Any, str]] = [
    ("comparison", {"verdict": "better"}, "must be 'all_bad', 'cannot_judge' or 'tie'"),
    ("comparison", {"verdict": "preferred", "winner": "z", "strength": 1, "pair": ["a", "b"]}, "not one of"),
    ("comparison", {"verdict": "preferred", "winner": "b", "strength": 4, "pair": ["a", "b"]}, "at most 3"),
    ("comparison", {"verdict": "preferred", "winner": "b", "strength": -1, "pair": ["a", "b"]}, "contradict"),
    ("comparison", {"verdict": "preferred", "winner": "a", "strength": -1, "pair": ["b", "a"]}, "order of"),
    (
        "comparison",
        {"verdict": "preferred", "winner": "a", "strength": -1, "pair": None},
        "order of the task",
    ),
    ("comparison", {"verdict": "preferred", "winner": "a", "strength": 0, "pair": ["a", "b"]}, "tie instead"),
    ("comparison", {"verdict": "preferred", "winner": "a", "strength": True}, "whole number, not true"),
    ("comparison", {"verdict": "preferred", "winner": "a", "strength": 1.0}, "whole number"),
    ("ranking", {"tiers": [["a"], ["a", "b"]]}, "twice"),
    ("ranking", {"tiers": [["a"], ["b"]], "unacceptable": ["b"]}, "twice"),
    ("ranking", {"tiers": [["a"], [], ["b"]]}, "empty"),
    ("ranking", {"tiers": [["a"], ["z"]]}, "not one of this task"),
    ("rating", {"value": 3}, "not a point"),
    ("rating", {"value": "2"}, 'whole number, not "2"'),
    ("rating", {"value": True}, "whole number, not true"),
    ("rating", {"value": 2, "na": True}, "together"),
    ("choice", {"selected": ["z"]}, "does not have"),
    ("choice", {"selected": ["x", "x"]}, "twice"),
    ("choice", {"selected": ["x", "none"]}, "“None” cannot be chosen together"),
    ("choice", {"selected": "x"}, "must be a list"),
    ("text", {"text": "one two three four five six"}, "At most 5 words are taken; there are 6."),
    ("text", {"text": "two\nlines"}, "one line"),
    ("text", {"text": 3}, "must be text, not 3"),
]


@pytest.mark.parametrize(("kind", "value", "says"), WRONG)
def test_what_is_wrong_is_said_in_a_sentence(kind: str, value: Any, says: str) -> None:
    (problem,) = QUESTION_KINDS[kind].check(question(kind), value, ("a", "b"))
    assert not problem.incomplete
    assert says in problem.text


BEST = {"verdict": "preferred", "winner": "b", "pair": None}


def test_the_strength_among_several_is_there_only_where_it_is_asked_for() -> None:
    plain, graded = question("comparison", allow_tie=True), question("comparison", points=7)
    check, three = QUESTION_KINDS["comparison"].check, ("a", "b", "c")
    assert check(plain, BEST, three) == ()
    assert check(graded, {**BEST, "strength": 2}, three) == ()
    (missing,) = check(graded, BEST, three)
    assert missing.incomplete and missing.text == "Say how much better it is."
    (unasked,) = check(plain, {**BEST, "strength": 1}, three)
    assert not unasked.incomplete and "does not ask how much" in unasked.text


BAD_OPTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("comparison", {"points": 12}, 'option "points" must be at most 11, not 12'),
    ("comparison", {"points": 1}, 'option "points" must be at least 2, not 1'),
    ("comparison", {"points": "7"}, 'option "points" must be a whole number, not "7"'),
    ("comparison", {"allow_tie": 1}, 'option "allow_tie" must be true or false, not 1'),
    ("comparison", {"labels": ["a", "b"]}, 'option "labels" needs 7 labels, one for each point, not 2'),
    ("comparison", {"colour": "red"}, 'option "colour" is not known here'),
    ("ranking", {"allow_ties": "yes"}, 'option "allow_ties" must be true or false, not "yes"'),
    ("rating", {}, 'option "points" is missing'),
    ("rating", {"points": [{"value": 1}]}, 'option "points" needs at least 2 entries, not a list'),
    ("rating", {"points": [{"value": 1}, {"value": 1}]}, 'option "points": two points have the same value'),
    ("rating", {"points": [{"value": 1}, {"value": 2.5}]}, 'option "points.1.value" must be a whole number'),
    ("choice", {"options": [{"id": "a"}, {"id": "b", "label": "B"}]}, 'option "options.0.label" is missing'),
    (
        "choice",
        {"options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}], "exclusive": "z"},
        'option "exclusive" names an option that is not in the list',
    ),
    ("text", {"min_words": 5, "max_words": 2}, 'option "min_words" is greater than option "max_words"'),
]


@pytest.mark.parametrize(("kind", "options", "says"), BAD_OPTIONS)
def test_bad_options_are_named(kind: str, options: dict[str, Any], says: str) -> None:
    assert says in "; ".join(option_faults(QUESTION_KINDS[kind].option_model, options))
    with pytest.raises(InvalidValue):
        QUESTION_KINDS[kind].options(question(kind).changed(options=options))


@pytest.mark.parametrize("kind", KINDS)
@UNHURRIED
@given(options=st.dictionaries(ANY_TEXT | st.sampled_from(["points", "options", "min_words"]), ANY_JSON))
def test_any_options_get_a_verdict(kind: str, options: dict[str, Any]) -> None:
    assert all(isinstance(fault, str) for fault in option_faults(QUESTION_KINDS[kind].option_model, options))


@pytest.mark.parametrize("kind", KINDS)
def test_the_options_used_in_these_tests_are_valid(kind: str) -> None:
    assert option_faults(QUESTION_KINDS[kind].option_model, VALID_OPTIONS[kind]) == ()
