"""Steps: judged one after the other by keys alone, the first wrong one named, nothing rated behind it."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.model.template import Layout, Question, Template
from hdclient.questions import QUESTION_KINDS
from tests.helpers.qt import clipped, press, same_names, too_small, type_text, unnamed, without_role
from tests.helpers.workbench import Workbench, make_task
from ui.questions.steps import StepsQuestion

STEPS: Any = [
    {"id": "s1", "text": "Let $x = 1$."},
    {"id": "s2", "text": "Then $2x = 3$.", "alternatives": [{"id": "o1", "text": "Then $2x = 2$."}]},
    {"id": "s3", "text": "So $x = 1.5$."},
]
ENDS: Any = [{"id": "give_up", "label": "Give up"}, {"id": "bad_problem", "label": "Bad problem"}]


def opened(bench: Workbench, text: str = "One.\n\nTwo.\n\nThree.", **options: Any) -> StepsQuestion:
    asked = Question(id="steps", kind="steps", title="Judge each step", options=options)
    template = Template(id="steps", version=1, title="Steps", layout=Layout.SINGLE, questions=(asked,))
    bench.lease(make_task("t1", template, [text]))
    bench.open("t1")
    return widget(bench)


def widget(bench: Workbench) -> StepsQuestion:
    found = bench.view.questions["steps"]
    assert isinstance(found, StepsQuestion)
    return found


def left(bench: Workbench) -> list[str]:
    one = widget(bench)
    kind = QUESTION_KINDS["steps"]
    return [problem.text for problem in kind.check(one.question, one.answer(), one.lineup.stored)]  # type: ignore[arg-type]


def test_each_step_gets_a_digit_and_the_next_is_at_hand(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, ends=ENDS)
    bench.press("1", "2", "3", "1")
    assert bench.stored("t1")["steps"] == {
        "ratings": {"s1": 1, "s2": 0, "s3": 1},
        "alternatives": {"s2": {"o1": -1}},
    }
    assert left(bench) == []
    assert [row.title for row in one.list.rows.rows][:2] == ["Step 1 · Great", "Step 2 · Okay"]
    before = one.answer()
    one.set_answer(before)
    assert one.answer() == before
    bench.press("Ctrl+Return")
    assert bench.sent("t1")["answers"]["steps"] == before


def test_behind_the_first_wrong_step_nothing_is_rated_and_a_better_step_is_written(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, mode="until_wrong", own_step="required")
    bench.press("1", "3")
    assert [row.faint for row in one.list.rows.rows] == [False, False, False, True]
    assert left(bench) == ["Write a better step in place of the wrong one."]
    bench.press("N")
    type_text(bench.window, "Then 2x = 2.")
    press(bench.window, "Esc")
    assert left(bench) == []
    bench.press("Down", "Down", "1")
    assert "s3" not in one.answer()["ratings"]  # type: ignore[index]
    bench.press("Up", "Up", "1")
    assert one.answer()["ratings"] == {"s1": 1, "s2": 1}, "an earlier rating is corrected in place"  # type: ignore[index]


def test_the_first_wrong_step_is_named_by_one_key(bench: Workbench) -> None:
    one = opened(bench, mode="first_wrong", redundant=True)
    assert len(one.list.rows.rows) == 3
    bench.press("0")
    assert one.answer() == {"no_error": True} and left(bench) == []
    bench.press("Down", "1", "Up", "Shift+Y")
    answer: Any = one.answer()
    assert answer["first_wrong"] != answer["redundant"][0] and "no_error" not in answer
    assert [row.title for row in one.list.rows.rows] == [
        "Step 1 · redundant",
        "Step 2 · first wrong step",
        "Step 3",
    ]
    assert one.list.rows.rows[2].faint


def test_giving_up_is_said_with_a_reason(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, ends=ENDS, unsure=True)
    bench.press("4")
    assert one.answer() == {"unsure": ["s1"]}
    one._ends["give_up"].setFocus()
    press(bench.window, "Space")
    assert left(bench) == ["“Give up” needs a reason."]
    bench.press("N")
    type_text(bench.window, "too long")
    assert left(bench) == [] and one.answer()["end"] == {"id": "give_up", "reason": "too long"}  # type: ignore[index]


def test_read_only_steps_are_walked_and_nothing_changes(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, redundant=True)
    bench.press("1", "2")
    before = one.answer()
    one.set_read_only(True)
    bench.press("1", "Down", "3", "Shift+Y", "Up")
    assert one.answer() == before


@pytest.mark.parametrize("value", [None, 3, {"ratings": 1}, {"x": 1}, {"ratings": {"gone": 1}}])
def test_what_is_no_answer_breaks_nothing(bench: Workbench, value: object) -> None:
    one = opened(bench, steps=STEPS)
    one.set_answer(value)
    assert len(one.list.rows.rows) == 4


def test_everything_has_a_name_a_role_and_room(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, ends=ENDS, redundant=True, own_step="optional")
    bench.press("3", "Up")
    for audit in (unnamed, without_role, same_names, too_small, clipped):
        assert audit(one) == [], audit.__name__


def test_when_an_earlier_step_turns_out_wrong_what_was_rated_behind_it_goes(bench: Workbench) -> None:
    one = opened(bench, steps=STEPS, mode="until_wrong")
    bench.press("1", "2", "3", "1")
    assert one.answer()["ratings"] == {"s1": 1, "s2": 0, "s3": 1}  # type: ignore[index]
    bench.press("Up", "Up", "Up", "3")
    assert one.answer()["ratings"] == {"s1": -1} and left(bench) == []  # type: ignore[index]
    bench.press("Ctrl+Z")
    assert one.answer()["ratings"] == {"s1": 1, "s2": 0, "s3": 1}  # type: ignore[index]
