"""The clock of the open task: shown or hidden, saved now and then, and what it knows in a sheet. It never hurries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hdclient.errors import HdError
from hdclient.session.breaks import BreakHint
from hdclient.words import trn
from ui.pages import preferences
from ui.pages.page import Notice, Page
from ui.pages.preferences import BREAK_AFTER, SHOW_CLOCK
from ui.pages.workspace_words import clock

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.open_task import OpenTask


class TaskClock(QObject):
    """`start` while a task is on the screen; once a second it says the time, and whether a break would do good."""

    told = Signal(str)
    """The time to show; "" for none."""
    said = Signal(object)
    """A Notice."""

    def __init__(self, page: Page, desk: Desk) -> None:
        super().__init__(page)
        self._desk = desk
        self._task: OpenTask | None = None
        self._break = BreakHint(desk.clock)
        self._before_ms = 0
        self.told.connect(page.timer_changed)
        self.said.connect(page.notice_requested)
        self._second = QTimer(self, interval=1_000)
        self._second.timeout.connect(self._tick)

    def open(self, task: OpenTask | None) -> None:
        """Another task, or none, is on the screen."""
        self._task = task
        self._before_ms = 0
        self.tell()
        if task is not None and not task.session.read_only:
            for view in task.view.contents():
                view.measured.connect(self._allow_reading)
            self._allow_reading()

    def start(self) -> None:
        """The task is on the screen."""
        self._second.start()

    def stop(self) -> None:
        """It is not."""
        self._second.stop()

    def tell(self) -> None:
        """Says the time as it is to be shown."""
        task = self._task
        shown = task is not None and not task.session.read_only and preferences.read(self._desk, SHOW_CLOCK)
        self.told.emit(clock(task.session.time.watch.times().work_ms) if shown and task is not None else "")

    def between_tasks(self) -> None:
        """A task has ended: the moment in which a hint disturbs nobody."""
        if self._break.is_due(preferences.read(self._desk, BREAK_AFTER)):
            minutes = self._break.minutes()
            self.said.emit(  # without a button: the offer to undo comes back after it
                Notice(
                    trn(
                        "You have worked for {count} minute. A few minutes away from the screen do good.",
                        "You have worked for {count} minutes. A few minutes away from the screen do good.",
                        minutes,
                    )
                )
            )

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What keys do."""
        return {"clock.show": self._toggle, "clock.open": self.show_sheet}

    def show_sheet(self) -> None:
        """All that is counted of this task, and the way to correct it."""
        from ui.pages.time_sheet import TimeSheet  # start-up

        if self._task is not None:
            TimeSheet(self._task.view.window(), self._task)

    def _toggle(self) -> None:
        shown = not preferences.read(self._desk, SHOW_CLOCK)
        preferences.write(self._desk, SHOW_CLOCK, shown)
        self.tell()

    def _tick(self) -> None:
        task = self._task
        if task is None or task.session.read_only:
            return
        self.tell()
        work_ms = task.session.time.watch.times().work_ms
        if work_ms > self._before_ms:
            self._break.worked()
        self._before_ms = work_ms
        try:
            task.session.time.keep()
        except HdError as error:
            self.said.emit(Notice(str(error), "err"))

    def _allow_reading(self) -> None:
        """As long as what is on the screen takes to read."""
        if self._task is not None:
            words = sum(view.words() for view in self._task.view.contents())
            self._task.session.time.watch.allow_reading(words)
