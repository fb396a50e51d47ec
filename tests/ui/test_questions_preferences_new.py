"""Degrees, criteria, gaps, best and worst, all pairs: answered by keys alone, shown again, kept, and told aloud."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS
from tests.helpers.qt import press_all_read_only, settle, show, too_small, unnamed, without_role
from ui.components import roles
from ui.components.labels import Label
from ui.questions import QUESTION_WIDGETS, Lineup, QuestionWidget
from ui.questions.comparison import ComparisonQuestion
from ui.questions.pairs import PairsQuestion
from ui.questions.ranking import RankingQuestion

PAIR = Lineup(("y", "x"), {"y": "A", "x": "B"}, ("x", "y"))
THREE = Lineup(("p", "q", "r"), {"p": "A", "q": "B", "r": "C"}, ("r", "q", "p"))
DEGREES: Any = ["Barely", "Somewhat", "Much"]
CRITERIA: Any = [{"id": "true", "title": "Truth"}, {"id": "kind", "title": "Kindness"}]
GAPS: Any = ["slightly", "clearly"]
A_BETTER = {"verdict": "preferred", "winner": "y", "pair": ["x", "y"]}
B_BETTER = {"verdict": "preferred", "winner": "x", "pair": ["x", "y"]}


def made(qtbot: QtBot, kind: str, lineup: Lineup, *, upright: bool = False, **options: Any) -> QuestionWidget:
    asked = Question(id="q", kind=kind, title="Which?", options=options)
    widget = QUESTION_WIDGETS[kind](asked, lineup, upright=upright)
    qtbot.addWidget(widget)
    widget.resize(380 if upright else 900, 600)
    widget.told = []  # type: ignore[attr-defined]
    widget.answer_changed.connect(widget.told.append)  # type: ignore[attr-defined]
    show(widget)
    return widget


def do(widget: QuestionWidget, *actions: str) -> None:
    for action in actions:
        widget.handlers()[action]()


def problems(widget: QuestionWidget) -> list[str]:
    kind, value = QUESTION_KINDS[widget.question.kind], widget.answer()
    return [one.text for one in kind.check(widget.question, value, widget.lineup.stored)]  # type: ignore[arg-type]


def words(widget: QuestionWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


# Degrees


@pytest.mark.parametrize("upright", [False, True])
def test_first_which_is_better_then_how_much(qtbot: QtBot, upright: bool) -> None:
    widget = made(
        qtbot, "comparison", PAIR, upright=upright, points=6, degrees=DEGREES, allow_cannot_judge=False
    )
    assert [button.label() for button in widget.scale_widget().buttons()] == ["A better", "B better"]  # type: ignore[attr-defined]
    assert "digit.3" not in widget.handlers(), "nothing is better yet"
    do(widget, "digit.2")
    assert widget.answer() == B_BETTER and problems(widget) == ["Say how much better it is."]
    do(widget, "digit.5")
    assert widget.answer() == {**B_BETTER, "strength": -3} and problems(widget) == []
    do(widget, "digit.1")
    assert widget.answer() == A_BETTER, "how much better the other was does not go over"
    do(widget, "digit.3", "digit.1")
    assert widget.answer() == {**A_BETTER, "strength": 1}, "the same choice again loses nothing"


def test_the_best_of_nine_has_a_digit_for_each(qtbot: QtBot) -> None:
    letters = dict(zip("abcdefghi", "ABCDEFGHI", strict=True))
    nine = Lineup(tuple(letters), letters, tuple(reversed(letters)))
    for upright in (False, True):
        widget = made(qtbot, "comparison", nine, upright=upright, allow_cannot_judge=False)
        do(widget, "digit.9")
        assert widget.answer() == {"verdict": "preferred", "winner": "i", "pair": None}
        assert problems(widget) == [] and widget.preferred() == "i"
        do(widget, "digit.0")
        assert widget.answer() == {"verdict": "all_bad"} and problems(widget) == []


# Criteria


def test_digits_answer_criterion_after_criterion_and_last_the_whole(qtbot: QtBot) -> None:
    widget = made(qtbot, "comparison", PAIR, upright=True, points=7, criteria=CRITERIA)
    do(widget, "digit.1", "digit.8", "digit.6")
    assert widget.answer() == {
        **B_BETTER,
        "strength": -2,
        "criteria": {"true": {**A_BETTER, "strength": 3}, "kind": {"verdict": "cannot_judge"}},
    }
    assert problems(widget) == [] and widget.preferred() == "x"
    assert {"A much better", "Cannot judge", "B better"} <= set(words(widget))
    do(widget, "rank.previous", "rank.previous", "digit.4")
    assert widget.answer()["criteria"]["true"] == {"verdict": "tie"}  # type: ignore[index]
    assert len(widget.told) == 4  # type: ignore[attr-defined]


def test_the_keyboard_says_which_criterion_is_at_hand(qtbot: QtBot, qapp) -> None:
    widget = made(qtbot, "comparison", PAIR, upright=True, points=7, criteria=CRITERIA)
    assert isinstance(widget, ComparisonQuestion)
    widget.focus_first()
    assert widget.rows[0].isAncestorOf(qapp.focusWidget())
    do(widget, "digit.1")
    assert widget.rows[1].isAncestorOf(qapp.focusWidget()), "the focus goes along"
    widget.rows[0].focus_first()
    do(widget, "digit.2")
    assert widget.answer() == {"criteria": {"true": {**A_BETTER, "strength": 2}}}
    point = widget.rows[0].face.points.buttons()[1]
    assert point.accessibleName() == "A better" and point.isChecked()


def test_seven_points_in_a_column_are_digits_whose_words_stand_above(qtbot: QtBot) -> None:
    widget = made(qtbot, "comparison", PAIR, upright=True, points=7)
    points = widget.scale_widget().buttons()  # type: ignore[attr-defined]
    assert [point.label() for point in points] == list("1234567")
    assert "1: A much better … 7: B much better" in words(widget)
    do(widget, "digit.7")
    assert "B much better" in words(widget)


# Gaps


def test_gaps_are_said_by_a_key_and_belong_to_their_two_places(qtbot: QtBot) -> None:
    widget = made(qtbot, "ranking", THREE, upright=True, gaps=GAPS)
    assert isinstance(widget, RankingQuestion)
    for place, one in enumerate("pqr", 1):
        widget.show_candidate(one)
        do(widget, f"digit.{place}")
    assert widget.answer() == {"tiers": [["p"], ["q"], ["r"]], "unacceptable": [], "gaps": [None, None]}
    do(widget, "rank.gap", "rank.gap")
    widget.show_candidate("q")
    do(widget, "rank.gap")
    assert widget.answer()["gaps"] == [1, 2] and problems(widget) == []  # type: ignore[index]
    shown = [button for button in widget.rank_list()._gap_buttons if button.isVisible()]
    assert [button.label() for button in shown] == ["slightly", "clearly"]
    assert shown[0].accessibleName() == "A over B: slightly"
    before = widget.answer()
    widget.set_answer(before)
    assert widget.answer() == before
    do(widget, "rank.up")
    assert widget.answer()["gaps"] == [None, None], "other neighbours: it is asked anew"  # type: ignore[index]
    QTest.mouseClick(shown[0], Qt.MouseButton.LeftButton)
    assert widget.answer()["gaps"] == [1, None]  # type: ignore[index]
    widget.set_answer({"tiers": [["p"], ["q", "r"]], "unacceptable": [], "gaps": [2]})
    assert widget.answer()["gaps"] == [2]  # type: ignore[index]
    assert "rank.gap" not in made(qtbot, "ranking", THREE).handlers()


# Best and worst


def test_the_best_and_then_the_worst(qtbot: QtBot) -> None:
    widget = made(qtbot, "best_worst", THREE, allow_none=True, allow_cannot_judge=True)
    do(widget, "digit.2")
    assert problems(widget) == ["Say which response is the worst."] and widget.preferred() == "q"
    do(widget, "digit.1")
    assert widget.answer() == {"best": "q", "worst": "p"} and problems(widget) == []
    do(widget, "rank.previous", "digit.1")
    assert widget.answer() == {"best": "p"}, "the worst cannot be the best: it is taken back"
    do(widget, "digit.0")
    assert widget.answer() == {"instead": "none"} and problems(widget) == []
    do(widget, "digit.0")
    assert widget.answer() == {"instead": "none"}, "a key that is pressed twice takes nothing away"
    do(widget, "digit.4")
    assert widget.answer() == {"instead": "cannot_judge"}
    only = made(qtbot, "best_worst", THREE, worst=False)
    do(only, "digit.3")
    assert only.answer() == {"best": "r"} and problems(only) == [] and "digit.0" not in only.handlers()


# All pairs


def test_pair_after_pair_and_a_circle_is_told(qtbot: QtBot) -> None:
    widget = made(qtbot, "pairs", THREE, upright=True)
    assert isinstance(widget, PairsQuestion)
    asked: list[str] = []
    widget.candidate_asked.connect(asked.append)
    do(widget, "digit.1", "digit.3", "digit.1")
    assert widget.answer() == {
        "pairs": [
            {"pair": ["r", "q"], "winner": "q"},
            {"pair": ["r", "p"], "winner": "r"},
            {"pair": ["q", "p"], "winner": "p"},
        ]
    }
    assert problems(widget) == [] and asked[:4] == ["r", "p", "r", "q"]
    assert [text for text in words(widget) if "circle" in text] != []
    do(widget, "rank.previous", "digit.2")
    assert widget.answer()["pairs"][1] == {"pair": ["r", "p"], "winner": None}  # type: ignore[index]
    assert [text for text in words(widget) if "circle" in text] == []


# All of them

ALL: list[tuple[str, Lineup, dict[str, Any], Any]] = [
    ("comparison", PAIR, {"points": 6, "degrees": DEGREES}, {**A_BETTER, "strength": 2}),
    (
        "comparison",
        PAIR,
        {"points": 7, "criteria": CRITERIA},
        {**A_BETTER, "strength": 2, "criteria": {"true": {"verdict": "tie"}}},
    ),
    ("comparison", PAIR, {"points": 7}, {**A_BETTER, "strength": 2}),
    (
        "ranking",
        THREE,
        {"gaps": GAPS},
        {"tiers": [["p"], ["q"], ["r"]], "unacceptable": [], "gaps": [1, None]},
    ),
    ("best_worst", THREE, {"allow_none": True}, {"best": "p", "worst": "r"}),
    ("pairs", THREE, {}, {"pairs": [{"pair": ["r", "q"], "winner": None}]}),
]


@pytest.mark.parametrize(("kind", "lineup", "options", "answer"), ALL)
@pytest.mark.parametrize("upright", [False, True])
def test_answers_are_shown_again_kept_and_named(
    qtbot: QtBot, qapp, kind: str, lineup: Lineup, options: dict[str, Any], answer: Any, upright: bool
) -> None:
    widget = made(qtbot, kind, lineup, upright=upright, **options)
    roles.install()
    for value in (answer, None, {}, {"criteria": 3}, {"pairs": [3, {"pair": [1]}]}, {"best": 3}, 7, answer):
        widget.set_answer(value)
    assert widget.answer() == answer and widget.told == []  # type: ignore[attr-defined]
    settle()
    assert unnamed(widget) == [] and without_role(widget) == [] and too_small(widget) == []
    press_all_read_only(widget)
    assert widget.answer() == answer and widget.told == []  # type: ignore[attr-defined]
