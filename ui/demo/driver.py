"""Drives the real window as a person would: by key events, and by waiting for what the screen shows.

Reading is allowed, to know which task is open and what it asks; every change goes through the keyboard.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from hdclient.model.template import Question
    from hdclient.session.work_session import WorkSession
    from ui.pages.task_view import TaskView
    from ui.pages.workspace import WorkspacePage
    from ui.shell.window import MainWindow

REASON = "It says what was asked for and leaves nothing out."
PATIENCE = float(os.environ.get("HDCLIENT_CHECK_PATIENCE") or 1)
"""How many times longer than usual to wait: for a run under strace, or on a machine that has much else to do."""
HALF = "Half a thou"
"""What was typed when the program was killed."""
QUEUE_ROWS = 12
"""More than the queue of the samples has."""

# What is pressed for a question of each kind, and what a person means by it. `letters` A, B … are the responses in the
# order shown. check.py states the meaning once more, from the platform's side.
KEYS: dict[str, str] = {
    "comparison": "2",
    "choice": "1",
    "rating": "4",
    "ranking": "A 2 B 1 C 2 D 0",
    "text": "",
}


class Stuck(RuntimeError):
    """The window did not come to show what was waited for."""


class Driver:
    """The hands of a person."""

    def __init__(self, window: MainWindow, pictures: Path | None) -> None:
        self._window = window
        self._pictures = pictures

    def press(self, keys: str) -> None:
        """Presses keys, separated by spaces, wherever the focus is."""
        for key in keys.split():
            combination = QKeySequence.fromString(key)[0]
            assert isinstance(combination, QKeyCombination)
            target = QApplication.focusWidget() or self._window
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def type_text(self, text: str) -> None:
        """Types text into what has the focus."""
        QTest.keyClicks(QApplication.focusWidget() or self._window, text)

    def wait(self, what: str, come: Callable[[], bool], seconds: float = 60.0) -> None:
        """Until `come` is true, with the event loop running. Raises Stuck, saying what was waited for."""
        end = time.monotonic() + seconds * PATIENCE
        while not come():
            if time.monotonic() > end:
                self.picture("stuck " + what)
                raise Stuck(f"waited {seconds:.0f} s for: {what}")
            QTest.qWait(20)

    def picture(self, name: str) -> None:
        """Keeps what the window shows, if pictures are wanted."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            QTest.qWait(120)
            self._window.grab().save(str(self._pictures / f"{name}.png"))

    # -- reading --

    @property
    def session(self) -> WorkSession | None:
        """The work on the open task; None when none is open."""
        page = self._window.navigator.page()
        if page is None or self._window.navigator.name() != "workspace":
            return None
        workspace: WorkspacePage = page  # type: ignore[assignment]
        task = workspace.task()
        return None if task is None else task.session

    def open_session(self) -> WorkSession:
        """The work on the open task. Raises Stuck when none is open."""
        if self.session is None:
            raise Stuck("no task is open")
        return self.session

    # -- doing --

    def open_campaign(self, row: int) -> WorkSession:
        """From the queue, whose first row is what comes next: goes down to a campaign and opens its next task."""
        self.choose_campaign(row)
        self.press("Return")
        self.wait("a task", lambda: self.session is not None)
        return self.open_session()

    def choose_campaign(self, row: int) -> None:
        """Goes to the queue, and down to a campaign."""
        self.press("Alt+Q")
        self.wait("the queue", lambda: self._window.navigator.name() == "queue")
        self.press("K " * QUEUE_ROWS + "J " * (row + 1))

    def answer(self, session: WorkSession) -> None:
        """Answers everything that the task asks; what is covered is looked at first."""
        self._uncover()
        for question in session.template.questions:
            self._go_to(question)
            if question.kind == "text":
                if question.required:
                    self.press("N")
                    self.type_text(REASON)
                    self.press("Esc")
            else:
                self.press(KEYS[question.kind])
        self.wait("all answers", lambda: not session.problems())

    def submit(self) -> None:
        """Submits what can be seen, and waits until that is done and another task, or none, is open."""
        before, contents = self.open_session(), self._view().contents
        self.wait("the content", lambda: not any(content.is_awaited() for content in contents()))
        self.press("Ctrl+Return")
        self.wait("the next task", lambda: self.session is not before)

    def _uncover(self) -> None:
        """Asks for each response that is covered, as a person does who takes the task on."""
        view = self._view()
        for pane in view.stage.panes:
            if pane.content.is_covered():
                self.press(f"{pane.letter or 'A'} O")
                self.wait("what was covered", lambda at=pane.content: not at.is_covered())

    def _go_to(self, question: Question) -> None:
        if question.kind == "text":
            return
        view = self._view()
        for _ in range(8):
            current = view.current_question()
            if current is None or current.question.id == question.id:
                return
            self.press("J")
        raise Stuck(f"the question {question.id} cannot be reached with J")

    def _view(self) -> TaskView:
        """The open task on the screen."""
        page: WorkspacePage = self._window.navigator.page()  # type: ignore[assignment]
        task = page.task()
        assert task is not None
        return task.view
