"""From Submit to the next task: what is painted, and how often."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.qt import settle
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.pages.page import Notice

LONG = "\n\n".join(f"Paragraph {number} of an answer that has **many** words." for number in range(60))


class PaintCounter(QObject):
    """Counts the paintings of each widget."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: Counter[QObject] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted[watched] += 1
        return False


def test_the_next_task_is_painted_once(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"{n} {LONG}", f"{n} {LONG} B"]) for n in range(3)))
    bench.open("t0")
    for _ in range(2):  # not only the first next task of a start
        qtbot.waitUntil(bench.page.ahead.is_ready)
        ahead = bench.page.ahead._view
        assert ahead is not None
        bench.press("1")
        settle()
        counter = PaintCounter()
        for pane in ahead.stage.panes:
            pane.content.reading.viewport().installEventFilter(counter)
        bench.press("Ctrl+Return")
        settle(10)
        assert bench.view is ahead
        assert [counter.painted[pane.content.reading.viewport()] for pane in ahead.stage.panes] == [1, 1]
        assert QApplication.focusWidget() is ahead.stage.panes[0].content.reading


def test_what_was_said_of_one_task_does_not_stand_over_the_next(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["a", "b"]), make_task("t2", COMPARE, ["a", "b"]))
    bench.open("t1")
    bench.page.notice_requested.emit(Notice("Only of this task", "warn", until="page"))
    bench.page.notice_requested.emit(Notice("Of everything", "warn"))
    bench.press("2", "Ctrl+Return")
    assert bench.task.session.task.id == "t2"
    notices = bench.window.frame.notices.texts()
    assert "Of everything" in notices and "Only of this task" not in notices
