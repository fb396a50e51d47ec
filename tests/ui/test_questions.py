"""Question widgets: what a key, a click and an answer mean, for every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS
from tests.helpers.qt import press, same_names, show, too_small, type_text, unnamed, without_role
from ui.components.segmented import SegmentedControl
from ui.questions import QUESTION_WIDGETS, Lineup, QuestionWidget
from ui.questions.comparison import ComparisonQuestion
from ui.questions.text import TextQuestion

PAIR = Lineup(("y", "x"), {"y": "A", "x": "B"}, ("x", "y"))
FOUR = Lineup(("p", "q", "r", "s"), {"p": "A", "q": "B", "r": "C", "s": "D"}, ("s", "r", "q", "p"))
FIVE_POINTS: JsonValue = [{"value": n, "label": f"L{n}", "description": f"About {n}"} for n in range(1, 6)]
OPTIONS: JsonValue = [{"id": one, "label": one.upper(), "description": ""} for one in "abcn"]

Ask = Callable[..., QuestionWidget]


@pytest.fixture
def ask(qtbot: QtBot) -> Ask:
    """Makes a question's widget, shown, with the list of what it told as `told`."""

    def make(
        kind: str,
        lineup: Lineup = PAIR,
        *,
        upright: bool = False,
        required: bool = True,
        **options: JsonValue,
    ):
        question = Question(
            id="q", kind=kind, title="Which is better?", help="Help.", required=required, options=options
        )
        widget = QUESTION_WIDGETS[kind](question, lineup, upright=upright)
        widget.told = []  # type: ignore[attr-defined]
        widget.answer_changed.connect(widget.told.append)  # type: ignore[attr-defined]
        qtbot.addWidget(widget)
        widget.resize(900 if not upright else 380, 500)
        show(widget)
        return widget

    return make


def do(widget: QuestionWidget, action: str) -> None:
    widget.handlers()[action]()


def problems(widget: QuestionWidget) -> list[str]:
    kind = QUESTION_KINDS[widget.question.kind]
    return [one.text for one in kind.check(widget.question, widget.answer(), widget.lineup.stored)]  # type: ignore[arg-type]


# Comparison


@pytest.mark.parametrize(
    ("digit", "winner", "strength"),
    [(1, "y", 3), (2, "y", 2), (3, "y", 1), (5, "x", -1), (6, "x", -2), (7, "x", -3)],
)
def test_digits_of_a_pair_are_signed_in_the_order_of_the_task(
    ask: Ask, digit: int, winner: str, strength: int
) -> None:
    widget = ask("comparison")
    do(widget, f"digit.{digit}")
    expected = {"verdict": "preferred", "winner": winner, "strength": strength, "pair": ["x", "y"]}
    assert widget.answer() == expected
    assert widget.told == [expected]
    assert widget.preferred() == winner
    assert problems(widget) == []


@pytest.mark.parametrize(("digit", "verdict"), [(4, "tie"), (0, "all_bad"), (8, "cannot_judge")])
def test_other_verdicts_have_digits_too(ask: Ask, digit: int, verdict: str) -> None:
    widget = ask("comparison")
    do(widget, f"digit.{digit}")
    assert widget.answer() == {"verdict": verdict}
    assert widget.preferred() == ""
    assert problems(widget) == []


@pytest.mark.parametrize(
    ("options", "digits"),
    [
        ({}, "012345678"),
        ({"points": 4}, "012345"),
        ({"points": 3, "allow_all_bad": False}, "1234"),
        ({"points": 5, "allow_cannot_judge": False}, "012345"),
        ({"points": 7, "allow_tie": False}, "01234567"),
        ({"points": 11}, "0123456789"),
        ({"points": 2, "allow_all_bad": False, "allow_cannot_judge": False}, "12"),
    ],
)
def test_there_is_a_digit_for_every_point_and_no_other(
    ask: Ask, options: dict[str, JsonValue], digits: str
) -> None:
    widget = ask("comparison", **options)
    assert sorted(widget.handlers()) == [f"digit.{digit}" for digit in digits]


@pytest.mark.parametrize("points", range(2, 12))
def test_every_point_gives_a_valid_answer_and_shows_it_again(ask: Ask, points: int) -> None:
    widget = ask("comparison", points=points)
    assert isinstance(widget, ComparisonQuestion)
    for button in widget.scale_widget().buttons():
        button.click()
        assert problems(widget) == []
        assert [one.isChecked() for one in widget.scale_widget().buttons()].count(True) == 1
        assert button.isChecked()
        answer = widget.answer()
        widget.set_answer(None)
        assert not button.isChecked()
        widget.set_answer(answer)
        assert button.isChecked()


def test_the_same_answer_twice_is_told_once(ask: Ask) -> None:
    widget = ask("comparison")
    do(widget, "digit.2")
    do(widget, "digit.2")
    assert len(widget.told) == 1


def test_the_ends_of_the_scale_are_named_by_the_shown_letters(ask: Ask) -> None:
    widget = ask("comparison")
    labels = [button.label() for button in widget.scale_widget().buttons()]
    assert labels[0] == "A much better"
    assert labels[-1] == "B much better"


def test_the_best_of_four(ask: Ask) -> None:
    widget = ask("comparison", FOUR)
    do(widget, "digit.2")
    assert widget.answer() == {"verdict": "preferred", "winner": "q", "pair": None}, "no strength is made up"
    assert problems(widget) == []
    do(widget, "digit.2")
    assert len(widget.told) == 1
    do(widget, "digit.5")
    assert widget.answer() == {"verdict": "tie"}
    do(widget, "digit.6")
    assert widget.answer() == {"verdict": "cannot_judge"}
    assert "digit.7" not in widget.handlers()


def test_how_much_better_the_best_is_has_keys_and_no_default(ask: Ask) -> None:
    widget = ask("comparison", FOUR, points=7)
    assert isinstance(widget, ComparisonQuestion)
    strengths = next(part for part in widget.findChildren(SegmentedControl) if len(part.buttons()) == 3)
    assert strengths.isHidden() and "digit.7" not in widget.handlers(), "nothing is better yet"
    do(widget, "digit.3")
    assert widget.answer() == {"verdict": "preferred", "winner": "r", "pair": None}
    assert strengths.isVisible() and strengths.value() is None, "nothing is chosen for the person"
    assert [button.accessibleDescription() for button in strengths.buttons()] == ["Key 7", "Key 8", "Key 9"]
    assert problems(widget) == ["Say how much better it is."]
    do(widget, "digit.8")
    assert widget.answer() == {"verdict": "preferred", "winner": "r", "pair": None, "strength": 2}
    assert problems(widget) == []
    do(widget, "digit.1")
    assert widget.answer() == {"verdict": "preferred", "winner": "p", "pair": None}, "said of another one"


def test_arrows_move_the_choice_in_reading_order(ask: Ask) -> None:
    widget = ask("comparison")
    widget.focus_first()
    press(widget, "Right", "Right")
    assert widget.preferred() == "y"
    assert widget.answer()["strength"] == 2  # type: ignore[index]


# Rating


def test_rating_by_digits_and_not_applicable(ask: Ask) -> None:
    widget = ask("rating", points=FIVE_POINTS, allow_na=True)
    do(widget, "digit.4")
    assert widget.answer() == {"value": 4}
    do(widget, "digit.0")
    assert widget.answer() == {"value": None, "na": True}
    assert problems(widget) == []
    assert widget.told == [{"value": 4}, {"value": None, "na": True}]


@pytest.mark.parametrize("upright", [False, True])
def test_nothing_is_chosen_before_a_person_does(ask: Ask, upright: bool) -> None:
    widget = ask("rating", points=FIVE_POINTS, upright=upright)
    assert widget.answer() is None
    assert widget.told == []


def test_digits_are_places_when_values_are_not(ask: Ask) -> None:
    widget = ask("rating", points=[{"value": n} for n in (-1, 0, 1)])
    do(widget, "digit.1")
    assert widget.answer() == {"value": -1}
    assert sorted(widget.handlers()) == ["digit.1", "digit.2", "digit.3"]


def test_anchors_can_be_read_and_are_said(ask: Ask) -> None:
    flat = ask("rating", points=FIVE_POINTS)
    do(flat, "digit.3")
    assert "About 3" in [label.text() for label in flat.findChildren(type(flat.title_label()))]
    upright = ask("rating", points=FIVE_POINTS, upright=True)
    descriptions = [row.accessibleDescription() for row in upright._list.rows]  # type: ignore[attr-defined]
    assert descriptions[0] == "Key 1. About 1"


def test_an_optional_rating_can_be_taken_back_and_a_required_one_not(ask: Ask) -> None:
    for required, left in ((False, None), (True, {"value": 2})):
        widget = ask("rating", points=FIVE_POINTS, upright=True, required=required)
        rows = widget._list.rows  # type: ignore[attr-defined]
        rows[1].click()
        rows[1].click()
        assert widget.answer() == left


# Choice


def test_one_of_several(ask: Ask) -> None:
    widget = ask("choice", options=OPTIONS)
    do(widget, "digit.1")
    do(widget, "digit.3")
    assert widget.answer() == {"selected": ["c"]}


@pytest.mark.parametrize("upright", [False, True])
def test_an_exclusive_option_clears_the_others_and_they_clear_it(ask: Ask, upright: bool) -> None:
    widget = ask("choice", options=OPTIONS, multiple=True, exclusive="n", upright=upright)
    do(widget, "digit.3")
    do(widget, "digit.1")
    assert widget.answer() == {"selected": ["a", "c"]}, "in the order of the template"
    do(widget, "digit.4")
    assert widget.answer() == {"selected": ["n"]}
    do(widget, "digit.2")
    assert widget.answer() == {"selected": ["b"]}
    do(widget, "digit.2")
    assert widget.answer() is None
    assert len(widget.told) == 5


@pytest.mark.parametrize("upright", [False, True])
def test_a_choice_can_be_clicked(ask: Ask, upright: bool) -> None:
    widget = ask("choice", options=OPTIONS, multiple=True, upright=upright)
    buttons = widget._list.rows if upright else widget._buttons  # type: ignore[attr-defined]
    for number in (0, 2, 0):
        QTest.mouseClick(buttons[number], Qt.MouseButton.LeftButton)
    assert widget.answer() == {"selected": ["c"]}
    assert [button.isChecked() for button in buttons] == [False, False, True, False]


# Text


def test_text_is_told_as_it_is_typed_and_blank_is_none(ask: Ask) -> None:
    widget = ask("text")
    assert isinstance(widget, TextQuestion)
    widget.focus_first()
    type_text(widget, "a b")
    assert widget.told[-1] == {"text": "a b"}
    press(widget, "Backspace", "Backspace", "Backspace")
    assert widget.told[-1] is None


def test_the_field_grows_with_its_text_up_to_a_limit(ask: Ask) -> None:
    widget = ask("text", upright=True)
    assert isinstance(widget, TextQuestion)
    heights = []
    for lines in (1, 6, 60):
        widget.set_answer({"text": "\n".join("x" * lines)})
        heights.append(widget.field.height())
    assert heights[0] < heights[1] < heights[2] < 260


def test_a_single_line_takes_no_line_break(ask: Ask) -> None:
    widget = ask("text", multiline=False)
    widget.focus_first()
    type_text(widget, "a")
    press(widget, "Return")
    assert widget.answer() == {"text": "a "}


def test_an_answer_from_outside_keeps_the_cursor_and_tells_nobody(ask: Ask) -> None:
    widget = ask("text")
    assert isinstance(widget, TextQuestion)
    widget.focus_first()
    type_text(widget, "one two three")
    told = len(widget.told)
    widget.set_answer({"text": "one two"})
    assert widget.field.textCursor().position() == 7
    widget.set_answer({"text": "one two"})
    assert len(widget.told) == told


def test_words_are_counted_as_the_limits_count_them(ask: Ask) -> None:
    widget = ask("text", max_words=2)
    widget.set_answer({"text": "well-known facts here"})
    assert "3 of at most 2 words" in [
        label.text() for label in widget.findChildren(type(widget.title_label()))
    ]


# All kinds

ALL = [
    ("comparison", PAIR, {}),
    ("comparison", FOUR, {"points": 5}),
    ("ranking", FOUR, {}),
    ("rating", PAIR, {"points": FIVE_POINTS, "allow_na": True}),
    ("choice", PAIR, {"options": OPTIONS, "multiple": True}),
    ("text", PAIR, {"min_words": 2}),
]
SAMPLES: dict[str, list[JsonValue]] = {
    "comparison": [{"verdict": "tie"}, {"verdict": "all_bad"}],
    "ranking": [
        {"tiers": [["q"], ["p", "s"]], "unacceptable": ["r"]},
        {"tiers": [["p"]], "unacceptable": []},
    ],
    "rating": [{"value": 3}, {"value": None, "na": True}],
    "choice": [{"selected": ["a"]}, {"selected": ["b", "c"]}],
    "text": [{"text": "well\nwritten"}, {"text": " x "}],
}


@pytest.mark.parametrize(("kind", "lineup", "options"), ALL)
@pytest.mark.parametrize("upright", [False, True])
def test_every_answer_is_shown_silently_and_cleared(ask: Ask, kind, lineup, options, upright) -> None:
    widget = ask(kind, lineup, upright=upright, **options)
    for answer in SAMPLES[kind]:
        widget.set_answer(answer)
        assert widget.answer() == answer
    widget.set_answer(None)
    assert widget.answer() is None
    for rubbish in ({"verdict": 7}, {"tiers": 3}, {"selected": 1}, {"text": 1}, [], 3, "x"):
        widget.set_answer(rubbish)
    assert widget.told == []


@pytest.mark.parametrize(("kind", "lineup", "options"), ALL)
@pytest.mark.parametrize("upright", [False, True])
def test_read_only_questions_keep_their_answer(ask: Ask, kind, lineup, options, upright) -> None:
    widget = ask(kind, lineup, upright=upright, **options)
    widget.set_answer(SAMPLES[kind][0])
    widget.set_read_only(True)
    for action, act in widget.handlers().items():
        assert not action.startswith("digit"), "no digit answers a question that is read only"
        act()
    assert widget.answer() == SAMPLES[kind][0]
    assert widget.told == []


@pytest.mark.parametrize(("kind", "lineup", "options"), ALL)
@pytest.mark.parametrize("upright", [False, True])
def test_assistive_technology_can_name_everything(ask: Ask, kind, lineup, options, upright) -> None:
    widget = ask(kind, lineup, upright=upright, **options)
    assert unnamed(widget) == []
    assert without_role(widget) == []
    assert same_names(widget) == []
    assert too_small(widget) == []
    assert widget.accessibleName() == "Which is better?"


@pytest.mark.parametrize(("kind", "lineup", "options"), ALL)
def test_the_first_focus_is_inside_the_question(ask: Ask, qapp, kind, lineup, options) -> None:
    widget = ask(kind, lineup, **options)
    widget.focus_first()
    assert widget.isAncestorOf(qapp.focusWidget())
