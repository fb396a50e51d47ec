"""Openings by digits, and names of responses: what is written with a letter is stored by id."""

from __future__ import annotations

from typing import Any

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.model.template import Question
from tests.helpers.qt import show, unnamed
from ui.questions.base import Lineup
from ui.questions.text import TextQuestion

PAIR = Lineup(("y", "x"), {"y": "A", "x": "B"}, ("x", "y"))
OPENINGS = ["The response is not helpful.", "The response is helpful."]


def made(qtbot: QtBot, **options: Any) -> TextQuestion:
    asked = Question(id="q", kind="text", title="Why?", options=options)
    widget = TextQuestion(asked, PAIR, upright=True)
    qtbot.addWidget(widget)
    show(widget)
    return widget


def test_a_digit_begins_the_text_and_another_one_begins_it_otherwise(qtbot: QtBot) -> None:
    widget = made(qtbot, openings=OPENINGS)
    assert unnamed(widget) == []
    widget.handlers()["digit.1"]()
    QTest.keyClicks(widget.field, "It lies.")
    assert widget.answer() == {"text": "The response is not helpful. It lies."}
    widget.handlers()["digit.2"]()
    assert widget.answer() == {"text": "The response is helpful. It lies."}
    widget.set_read_only(True)
    assert widget.handlers() == {}


def test_a_letter_is_stored_as_the_id_of_its_response_and_shown_as_a_letter_again(qtbot: QtBot) -> None:
    widget = made(qtbot, response_tokens=True)
    told: list[object] = []
    widget.answer_changed.connect(told.append)
    QTest.keyClicks(widget.field, "@Response A wins")
    assert widget.answer() == {"text": "@[y] wins"} == told[-1]
    widget.set_answer({"text": "@[x] wins"})
    assert widget.field.toPlainText() == "@Response B wins"
    assert widget.answer() == {"text": "@[x] wins"}
