"""The window under test: with a desk made of paper, a workspace of one label, and a record of what was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from hdclient.errors import WorkError
from hdclient.events import EventHub
from tests.helpers.paper_desk import PaperDesk
from tests.helpers.qt import settle
from ui.bridge import EventBridge
from ui.pages.page import Heading, TaskPage
from ui.shell.parts import Parts
from ui.shell.services import About, ConnectionFacts, Report, Services
from ui.shell.window import MainWindow

Raise = Callable[..., "Stage"]
"""What the fixture `raised` gives: makes a window for a desk, and shows it."""


class PaperWorkspace(TaskPage):
    """Opens any task but "gone"."""

    def __init__(self, desk: object, *_: object) -> None:
        super().__init__()
        self.log: list[str] = []
        self.read = QPlainTextEdit("Response A")
        self.read.setReadOnly(True)
        self.read.setAccessibleName("Response A")
        self.field = QLineEdit()
        self.field.setAccessibleName("Reason")
        column = QVBoxLayout(self)
        for widget in (QLabel("A task"), self.read, self.field):
            column.addWidget(widget)

    def open(self, task_id: str) -> None:
        if task_id == "gone":
            raise WorkError("This task is no longer yours.", "", "Take another task from the queue.")
        self.log.append(f"open {task_id}")
        self.heading_changed.emit(
            Heading("Science explanations", "Task 15 of 40", "Compare two responses", "c1", 7)
        )
        self.timer_changed.emit("01:42")

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"skip": lambda: self.log.append("skip"), "leave": self.queue_requested.emit}

    def regions(self) -> tuple[QPlainTextEdit, QLineEdit]:
        return (self.read, self.field)

    def focus_home(self) -> None:
        self.read.setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.log.append("entered")
        self.focus_home()

    def left(self) -> None:
        self.log.append("left")

    def refresh(self, event: object) -> None:
        self.log.append(type(event).__name__)


class Stage:
    """Everything that the window asks of the program, on paper. `report` answers a sign-in or a start of practice."""

    def __init__(
        self,
        desk: PaperDesk | None,
        state: str = "online",
        words: str = "",
        *,
        server: str = "",
        left_aside: tuple[str, ...] = (),
    ) -> None:
        self.desk = desk
        self.link = ConnectionFacts(state, words)
        self.asked: list[str] = []
        self.kept = True
        self.report: Report | None = None
        self.hub = EventHub()
        self.bridge = EventBridge(self.hub)
        services = Services(
            desk=lambda: self.desk,
            connection=lambda: self.link,
            sync_now=lambda: self.asked.append("sync"),
            sign_in=self._sign_in,
            start_practice=self._practise,
            support=lambda screens: "\n".join(["On paper", *(" ".join(fact) for fact in screens)]),
            server=lambda: server,
            left_aside=left_aside,
            is_kept=lambda: self.kept,
            about=About("0.1.0", Path("data")),
            default_theme="light",
        )
        self.window = MainWindow(services, self.bridge, Parts(workspace=PaperWorkspace))

    @property
    def workspace(self) -> PaperWorkspace:
        """The workspace page, once a task was opened."""
        page = self.window.navigator.page()
        assert isinstance(page, PaperWorkspace)
        return page

    def _sign_in(self, server: str, token: str, report: Report) -> None:
        self.asked.append(f"sign in to {server} with {token}")
        self.report = report

    def _practise(self, report: Report) -> None:
        self.asked.append("practise")
        self.report = report


def settle_news(stage: Stage) -> None:
    """Waits until the window has told its pages what was published."""
    for _ in range(50):
        settle()
        if not stage.window._later.isActive() and not stage.window._news:
            return
        threading.Event().wait(0.005)


def palette_actions(stage: Stage) -> list[str]:
    """Ids of the actions that the palette offers now."""
    stage.window.act("palette")
    shown = stage.window.sheets._palette.shown()
    stage.window.sheets.close_all()
    return [action.id for action in shown]
