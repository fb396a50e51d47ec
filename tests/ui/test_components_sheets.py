"""Switches, notices and sheets: the keyboard stays where it should, and comes back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.helpers.qt import press, settle, show, tab_stops
from ui.components.buttons import Button, IconButton
from ui.components.notice_bar import NoticeBar
from ui.components.progress import ProgressLine
from ui.components.sheet import Sheet, sheet_over
from ui.components.switch import Switch


def column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    for widget in widgets:
        layout.addWidget(widget)
    return holder


def test_switch_is_a_check_box_that_space_and_enter_turn(qtbot) -> None:
    switch = Switch("Single keys")
    qtbot.addWidget(switch)
    show(switch)
    switch.setFocus()
    assert QAccessible.queryAccessibleInterface(switch).role() == QAccessible.Role.CheckBox
    press(switch, "Space")
    assert switch.isChecked()
    press(switch, "Return")
    assert not switch.isChecked()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(switch.width() - 3, 5))
    assert switch.isChecked(), "its words can be clicked too"


def test_notice_bar_offers_its_action_and_can_be_closed(qtbot) -> None:
    bar = NoticeBar("It was refused.", "err", action="Rework", closable=True)
    qtbot.addWidget(bar)
    show(bar)
    with qtbot.waitSignal(bar.action_pressed):
        bar.action_button().click()
    with qtbot.waitSignal(bar.closed):
        bar.findChildren(IconButton)[0].click()
    bar.set_message("Other words.", "ok")
    assert (bar.text(), bar.accessibleName()) == ("Other words.", "Other words.")


def test_sheet_keeps_the_focus_and_gives_it_back(qtbot) -> None:
    field = QLineEdit()
    field.setAccessibleName("below")
    window = column(field)
    qtbot.addWidget(window)
    show(window, QSize(700, 500))
    field.setFocus()
    sheet = Sheet(window, "Reasons", QSize(300, 200))
    one, two = Button("One"), Button("Two")
    sheet.body.addWidget(one)
    sheet.body.addWidget(two)
    sheet.open_sheet(one)
    assert sheet_over(window) is sheet
    assert tab_stops(window) == ["One", "Two", "Close"]
    press(window, "Esc")
    assert field.hasFocus()
    assert sheet_over(window) is None


def test_sheet_stays_within_a_small_window_and_closes_by_a_click_beside_it(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show(window, QSize(400, 300))
    sheet = Sheet(window, "Keys", QSize(900, 700))
    sheet.open_sheet()
    assert window.rect().contains(sheet.face().geometry())
    window.resize(600, 420)
    settle()
    assert sheet.geometry() == window.rect()
    with qtbot.waitSignal(sheet.closed):
        QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_keys_of_a_sheet_do_not_reach_what_is_below(qtbot) -> None:
    heard: list[int] = []

    class Below(QWidget):
        def keyPressEvent(self, event) -> None:
            heard.append(event.key())

    window = Below()
    qtbot.addWidget(window)
    show(window, QSize(500, 400))
    sheet = Sheet(window, "Keys", QSize(300, 200))
    sheet.open_sheet()
    press(window, "J", "Return")
    assert heard == []
    sheet.close_sheet()


def test_progress_says_its_numbers(qtbot) -> None:
    line = ProgressLine(3, 0)
    qtbot.addWidget(line)
    line.show_progress(14, 40)
    assert line.accessibleName() == "14 of 40 done"
