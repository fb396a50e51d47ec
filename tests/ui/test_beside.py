"""Words and a control beside them: side by side where there is room, one above the other where there is none."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.accessibility.audits import cut_at_the_side
from tests.helpers.qt import clipped, settle, show
from ui.components.beside import Beside
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.scrolling import floor_in, scroll_area


def test_the_control_goes_below_the_words_and_comes_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    words = Label("Every action can have other keys, or several; sets of keys are here too. " * 2, wrap=True)
    button = Button("Change the keys")
    column = QVBoxLayout(page)
    column.addLayout(Beside(words, button))
    column.addStretch(1)
    show(page, QSize(800, 400))
    assert button.x() > words.geometry().right()
    page.resize(300, 400)
    settle()
    assert button.y() > words.geometry().bottom() and button.geometry().right() < 300
    assert words.height() >= words.heightForWidth(words.width())
    page.resize(800, 400)
    settle()
    assert button.x() > words.geometry().right()


def test_the_audit_finds_what_is_cut_at_the_side(qtbot: QtBot) -> None:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Button("Words that do not break at all"))
    area = scroll_area(inner, "Page")
    qtbot.addWidget(area)
    show(area, QSize(500, 200))
    assert cut_at_the_side(area) == []
    area.resize(100, 200)
    settle()
    assert len(cut_at_the_side(area)) == 1 and "“Page”" in cut_at_the_side(area)[0]


def test_a_floor_gives_words_and_control_the_height_that_they_need_below_each_other(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(floor_in(page, "Page"))
    words = Label("Received. The platform has confirmed that it has exactly these bytes. " * 4, wrap=True)
    column.addWidget(Label("Above"), 1)
    column.addLayout(Beside(words, Button("Copy what is written here")))
    show(page, QSize(300, 60))
    assert clipped(page) == []


def test_what_does_not_break_goes_below_too_and_takes_its_height(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(floor_in(page, "Page"))
    words = Label("Received. The platform has confirmed that it has exactly these bytes. " * 4, wrap=True)
    field, button = Button("Words that stand on one line"), Button("Save as a file")
    column.addWidget(words)
    column.addLayout(Beside(field, button))
    show(page, QSize(300, 60))
    assert clipped(page) == []
    assert button.y() > field.geometry().bottom()
    assert words.geometry().bottom() < field.y() and button.height() == button.sizeHint().height()
