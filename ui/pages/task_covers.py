"""What stands in the place of the open task: paused, something to be read first, or a task that cannot be shown.

While anything does, nothing of a task is in sight and no time counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedLayout

from hdclient.errors import HdError
from hdclient.words import tr
from ui.components.buttons import Button
from ui.pages.care_asked import cover_again
from ui.pages.task_clock import TaskClock

if TYPE_CHECKING:
    from ui.pages.cover import Cover
    from ui.pages.open_task import OpenTask
    from ui.pages.page import Page


class TaskCovers(QObject):
    """At most one cover; `paused` says that the task behind it is the open one."""

    def __init__(
        self, page: Page, stack: QStackedLayout, clock: TaskClock, task: Callable[[], OpenTask | None]
    ) -> None:
        super().__init__(page)
        self._page, self._stack, self._clock, self._task = page, stack, clock, task
        self.cover: Cover | None = None
        self.paused = False

    def show_blocked(self, error: HdError) -> None:
        """The next task cannot be shown: says why, and leads back."""
        back = Button(tr("Back to the queue"), key="@leave", variant="primary")
        back.clicked.connect(self._page.queue_requested)
        words = f"{error.meaning} {error.remedy}".strip()
        self._put(_cover_of("warn", error.what, words, (back,)))

    def toggle_pause(self) -> None:
        """Covers the task and stops counting time; again: goes on."""
        task = self._task()
        if self.paused:
            self.go_on()
        elif task is not None:
            task.save_look()
            cover_again(task)
            task.session.time.rest()
            self._clock.stop()
            resume = Button(tr("Go on"), key="@pause", variant="primary")
            resume.clicked.connect(self.toggle_pause)
            words = tr("The task is covered, and no work is counted until you go on.")
            self._put(_cover_of("pause", tr("Paused"), words, (resume,)))
            self.paused = True

    def hold(self, cover: Cover) -> None:
        """The task stands behind this, and no time is counted, until `go_on`."""
        task = self._task()
        if task is not None:
            task.session.pause()
        self._clock.stop()
        self._put(cover)
        self.paused = True

    def go_on(self) -> None:
        """What covered the task goes."""
        task = self._task()
        self.uncover()
        if task is not None:
            task.session.resume()
            self._stack.setCurrentWidget(task.view)
            task.restore_focus()
        self._clock.start()

    def uncover(self) -> None:
        """Nothing stands before the task any longer."""
        self.paused = False
        if self.cover is not None:
            self._stack.removeWidget(self.cover)
            self.cover.hide()
            self.cover.deleteLater()
            self.cover = None

    def _put(self, cover: Cover) -> None:
        self.uncover()
        self.cover = cover
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        cover.setFocus(Qt.FocusReason.OtherFocusReason)


def _cover_of(icon: str, title: str, words: str, buttons: tuple[Button, ...]) -> Cover:
    from ui.pages.cover import Cover  # start-up

    return Cover(icon, title, words, buttons)
