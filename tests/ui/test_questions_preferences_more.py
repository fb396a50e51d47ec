"""Comparisons that cannot be decided in several ways; rankings that are partial, or that nobody can make."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS
from tests.helpers.qt import show, unnamed
from ui.questions import QUESTION_WIDGETS, Lineup, QuestionWidget
from ui.questions.ranking import RankingQuestion

PAIR = Lineup(("y", "x"), {"y": "A", "x": "B"}, ("x", "y"))
THREE = Lineup(("p", "q", "r"), {"p": "A", "q": "B", "r": "C"}, ("r", "q", "p"))
KINDS: Any = [
    {"id": "both_right", "label": "Both right or both wrong"},
    {"id": "both_bad", "label": "Both go astray"},
]


def made(qtbot: QtBot, kind: str, lineup: Lineup, **options: Any) -> QuestionWidget:
    widget = QUESTION_WIDGETS[kind](Question(id="q", kind=kind, title="Which?", options=options), lineup)
    qtbot.addWidget(widget)
    widget.resize(900, 500)
    show(widget)
    return widget


def problems(widget: QuestionWidget, value: object = ...) -> list[str]:
    answer: Any = widget.answer() if value is ... else value
    kind = QUESTION_KINDS[widget.question.kind]
    return [one.text for one in kind.check(widget.question, answer, widget.lineup.stored)]


def test_two_ways_in_which_it_cannot_be_decided_have_a_digit_each(qtbot: QtBot) -> None:
    widget = made(qtbot, "comparison", PAIR, points=3, cannot_judge_kinds=KINDS)
    for digit, reason in ((4, "both_right"), (5, "both_bad")):
        widget.handlers()[f"digit.{digit}"]()
        assert widget.answer() == {"verdict": "cannot_judge", "reason": reason} and problems(widget) == []
        before = widget.answer()
        widget.set_answer(before)
        assert widget.answer() == before
    describe = QUESTION_KINDS["comparison"].describe(widget.question, widget.answer(), {"x": "A", "y": "B"})  # type: ignore[arg-type]
    assert describe == "Both go astray" and unnamed(widget) == []
    for wrong in ({"verdict": "cannot_judge"}, {"verdict": "cannot_judge", "reason": "tired"}):
        assert "in which of the given ways" in problems(widget, wrong)[0]
    assert problems(made(qtbot, "comparison", PAIR), {"verdict": "tie", "reason": "x"})


def test_a_partial_ranking_stands_and_a_whole_one_is_asked_for_otherwise(qtbot: QtBot) -> None:
    for partial, count in ((True, 0), (False, 1)):
        widget = made(qtbot, "ranking", THREE, partial=partial)
        widget.handlers()["digit.1"]()
        assert len(problems(widget)) == count
    assert problems(widget, None)


@pytest.mark.parametrize("ranked_before", [False, True])
def test_that_nothing_can_be_ranked_is_said_by_keys_and_taken_back(qtbot: QtBot, ranked_before: bool) -> None:
    widget = made(qtbot, "ranking", THREE, allow_not_rankable=True, not_rankable_label="All are wrong")
    assert isinstance(widget, RankingQuestion)
    if ranked_before:
        widget.handlers()["digit.1"]()
    told: list[object] = []
    widget.answer_changed.connect(told.append)
    QTest.keyClick(widget._none, Qt.Key.Key_Space)
    assert widget.answer() == {"tiers": [], "not_rankable": True} == told[-1] and problems(widget) == []
    widget.set_answer(widget.answer())
    assert widget.answer() == {"tiers": [], "not_rankable": True}
    widget.handlers()["digit.1"]()
    assert widget.answer() == {"tiers": [["p"]], "unacceptable": []}
    QTest.keyClick(widget._none, Qt.Key.Key_Space)
    widget.set_read_only(True)
    QTest.keyClick(widget._none, Qt.Key.Key_Space)
    assert widget.answer() == {"tiers": [], "not_rankable": True}


def test_what_a_ranking_does_not_take_is_refused(qtbot: QtBot) -> None:
    widget = made(qtbot, "ranking", THREE)
    assert "does not take" in problems(widget, {"tiers": [], "not_rankable": True})[0]
    other = made(qtbot, "ranking", THREE, allow_not_rankable=True)
    assert "cannot be said" in problems(other, {"tiers": [["p"]], "not_rankable": True})[0]
