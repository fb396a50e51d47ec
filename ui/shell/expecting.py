"""Gets a task ready that a person is about to open: while they look at the queue, and nothing else happens.

Nothing of it is opened, recorded or sent. What is done takes a few milliseconds at a time.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.pages.page import TaskPage

WAIT_MS = 200
"""After the last step through the rows, and after the first paint of the queue."""
NEEDED = (
    "ui.renderers.positions",
    "ui.pages.covered_sources",
    "ui.pages.stage",
    "ui.pages.footer",
    "ui.pages.task_view",
    "ui.pages.open_task",
    "ui.pages.workspace",
    "ui.pages.workspace_keys",
)
"""What the first task needs, in parts that are quick to import: all at once they stop the window for 100 ms."""


class Expecting(QObject):
    """`expect` is told which task Enter would open; `workspace` makes the page, or gives the one that is there."""

    def __init__(self, workspace: Callable[[], TaskPage], parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._task_id = ""
        self._left = list(NEEDED)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)

    def expect(self, task_id: str) -> None:
        """This one; "" none."""
        self._task_id = task_id
        if task_id:
            self._timer.start(WAIT_MS)
        else:
            self.stop()

    def stop(self) -> None:
        """Another page is shown, or none."""
        self._timer.stop()

    def _step(self) -> None:
        if self._left:
            importlib.import_module(self._left.pop(0))
            self._timer.start(0)
        elif self._task_id:
            self._workspace().expect(self._task_id)
