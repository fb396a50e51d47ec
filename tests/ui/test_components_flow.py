"""A flow layout lives and dies with its widgets, in any order, and never meets the items of a dead one."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.qt import settle
from ui.components.flow import FlowLayout


def delete(widget: QWidget) -> None:
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_layouts_made_after_dead_ones_know_their_own_items(qtbot: QtBot) -> None:
    kept = []
    for number in range(60):
        parent = QWidget()
        layout = FlowLayout(parent)
        buttons = [QPushButton(str(each)) for each in range(5)]
        for button in buttons:
            layout.addWidget(button)
        parent.resize(300, 100)
        parent.show()
        settle()
        assert layout.minimumSize().width() > 0
        delete(buttons[0])
        assert layout.count() == 4
        layout.removeWidget(buttons[1])
        assert [layout.itemAt(at).widget() for at in range(layout.count())] == buttons[2:]
        kept.append(layout)  # Python's side outlives Qt's, as in a cycle that is not collected yet
        delete(parent)
        if number % 7 == 0:
            kept.clear()
            gc.collect()
