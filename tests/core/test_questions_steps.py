"""What the answer to a steps question must be: any JSON is judged, nothing raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.base import InvalidValue
from hdclient.model.content import ContentBlock
from hdclient.model.template import Question
from hdclient.questions.base import TaskFacts
from hdclient.questions.steps import STEPS, StepsOptions, steps_of

THREE: Any = [
    {"id": name, "text": f"Step {name}", "alternatives": [{"id": "x", "text": "X"}]} for name in "abc"
]
ENDS: Any = [
    {"id": "give_up", "label": "Give up"},
    {"id": "bad", "label": "Bad problem", "needs_reason": False},
]


def question(**options: Any) -> Question:
    return Question(id="q", kind="steps", title="Q", options={"steps": THREE, "ends": ENDS, **options})


def problems(value: Any, **options: Any) -> list[tuple[str, bool]]:
    return [(one.text, one.incomplete) for one in STEPS.check(question(**options), value, ("r",))]


PRM: Any = {"mode": "until_wrong"}
FIRST: Any = {"mode": "first_wrong"}


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ({"ratings": {"a": 1, "b": 0, "c": -1}}, {}),
        ({"ratings": {"a": 1, "b": -1}}, PRM),
        ({"ratings": {"a": 1, "b": 0, "c": 1}}, PRM),
        ({"ratings": {"a": 1, "c": 1}, "unsure": ["b"]}, {"unsure": True}),
        ({"ratings": {"a": 1}, "end": {"id": "give_up", "reason": "too long"}}, {}),
        ({"end": {"id": "bad"}}, {}),
        ({"first_wrong": "b"}, FIRST),
        ({"no_error": True}, FIRST),
        ({"first_wrong": "b", "redundant": ["a"]}, {**FIRST, "redundant": True}),
        (
            {"ratings": {"a": -1}, "own": {"a": "better"}, "alternatives": {"a": {"x": 1}}},
            {**PRM, "own_step": "required"},
        ),
    ],
)
def test_valid_answers(value: Any, options: dict[str, Any]) -> None:
    assert problems(value, **options) == []


@pytest.mark.parametrize(
    ("value", "options", "words", "incomplete"),
    [
        (None, {}, "Judge the steps", True),
        ({}, {}, "Judge the steps", True),
        ({"ratings": {"a": 1}}, {}, "2 steps are not rated", True),
        ({"ratings": {"b": -1}}, PRM, "One step is not rated", True),
        ({"ratings": {"a": -1}}, {**PRM, "own_step": "required"}, "better step", True),
        ({"ratings": {"a": -1}, "end": {"id": "give_up"}}, {}, "needs a reason", True),
        ({"redundant": ["a"]}, {**FIRST, "redundant": True}, "first wrong", True),
        ({"ratings": {"a": 1, "b": -1, "c": 1}}, PRM, "Behind the first wrong", False),
        ({"ratings": {"a": 7}}, {}, "not a point", False),
        ({"ratings": {"z": 1}}, {}, "does not have", False),
        ({"ratings": {"a": 1}, "alternatives": {"a": {"y": 1}}}, {}, "not there", False),
        ({"first_wrong": "a"}, {}, "rating of each", False),
        ({"ratings": {"a": 1}}, FIRST, "first wrong one", False),
        ({"first_wrong": "a", "no_error": True}, FIRST, "cannot be said", False),
        ({"ratings": {"a": 1}, "unsure": ["b"]}, {}, "unsure", False),
        ({"ratings": {"a": 1}, "unsure": ["a"]}, {"unsure": True}, "at once", False),
        ({"redundant": ["a"]}, {}, "redundant", False),
        ({"own": {"a": "x"}}, {}, "of your own", False),
        ({"end": {"id": "bored"}}, {}, "does not know", False),
        ({"ratings": {"a": True}}, {}, "not valid", False),
    ],
)
def test_what_is_missing_and_what_is_wrong_is_told_apart(
    value: Any, options: dict[str, Any], words: str, incomplete: bool
) -> None:
    found = problems(value, **options)
    assert len(found) == 1 and words in found[0][0] and found[0][1] is incomplete


def test_a_response_is_split_where_the_task_brings_no_steps_and_steps_keep_their_ids() -> None:
    asked = Question(id="q", kind="steps", title="Q")
    about = TaskFacts(candidates={"r": (ContentBlock(kind="markdown", text="One.\n\nTwo.\n\n\nTwo."),)})
    steps = steps_of(STEPS.options(asked), "One.\n\nTwo.\n\n\nTwo.")
    assert [step.title for step in steps] == ["One.", "Two.", "Two."] and len(
        {step.id for step in steps}
    ) == 3
    value: Any = {"ratings": {step.id: 1 for step in steps}}
    assert STEPS.check(asked, value, ("r",), about) == ()
    assert steps_of(STEPS.options(asked), "Zero.\n\nOne.")[1].id == steps[0].id
    assert len(steps_of(StepsOptions(split="lines"), "a\n\nb\nc")) == 3


def test_options_that_mean_nothing_are_refused() -> None:
    for options in (
        {"points": [{"value": 1}, {"value": 1}]},
        {"mode": "until_wrong", "wrong": -5},
        {"mode": "x"},
    ):
        with pytest.raises(InvalidValue):
            StepsOptions.of(options)


def test_it_is_described() -> None:
    assert (
        STEPS.describe(question(**PRM), {"ratings": {"a": 1, "b": -1}}, {})
        == "2 steps rated, step 2 is wrong"
    )
    assert STEPS.describe(question(**FIRST), {"no_error": True}, {}) == "No step is wrong"


NAMES = ["ratings", "unsure", "first_wrong", "no_error", "own", "end", "id", "a", "b", "z", "alternatives"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=5) | st.sampled_from(["a", "give_up"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([{}, PRM, FIRST, {"unsure": True, "redundant": True, "own_step": "optional"}]))
def test_any_json_is_judged_and_described(value: Any, options: dict[str, Any]) -> None:
    one = question(**options)
    assert all(problem.text and problem.question_id == "q" for problem in STEPS.check(one, value, ("r",)))
    assert isinstance(STEPS.describe(one, value, {}), str)
