"""How the platform stands to the open task, told calmly: what is left of its time in the heading, and a sentence over
the lower edge of what is read when there is something to know. Nothing moves for it, and nothing counts in red.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui.components.announce import announce
from ui.pages.page import Notice, tried
from ui.pages.task_banner import TaskBanner
from ui.pages.workspace_words import time_left

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from hdclient.session.standing import Standing
    from ui.pages.open_task import OpenTask

LOOK_MS = 20_000
"""How often the time that is left is looked at. It is told in steps of five minutes and more."""
MORE_TIME, NEWER, REOPEN = "time.more", "task.newer", "task.reopen"
NOT_REVIEWED = tr(
    "The platform has this, and no reviewer has decided on it yet. You can open it again and change it."
)


class TaskStanding(QObject):
    """`show` after everything that can change it; `watch` while the page is in sight."""

    left_changed = Signal()
    """The heading has something else to say of the time."""
    said = Signal(object)
    """A Notice."""
    newer_taken = Signal(str)
    """The task (id) is at its new version or revision now and wants to be opened again."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self._task: OpenTask | None = None
        self._standing: Standing | None = None
        self._told = ""
        self._reopens = False
        self._banner = TaskBanner(page)
        self._banner.pressed.connect(self._act)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.show)

    def text(self) -> str:
        """The sentence of the banner; empty when there is none."""
        return self._banner.text()

    def left(self) -> str:
        """ "50 min left"; empty while there is much, or when it is not known."""
        return "" if self._standing is None else time_left(self._standing.left_ms)

    def watch(self, on: bool) -> None:
        """Looks at the time now and then."""
        self._timer.start() if on else self._timer.stop()

    def open(self, task: OpenTask | None) -> None:
        """Another task: what was told of the one before is over."""
        self._task, self._told = task, ""
        self._banner.close()
        self.show()

    def show(self) -> None:
        """Says what is new. What was closed by hand is not said again."""
        task, before = self._task, self.left()
        can_change = task is not None and not task.session.read_only
        self._standing = task.session.standing() if task is not None and can_change else None
        self._reopens = (
            task is not None
            and not can_change
            and not task.session.superseded
            and self._desk.can_reopen(task.session.submission_id)
        )
        if self.left() != before:
            self.left_changed.emit()
        note = NOT_REVIEWED if self._reopens else "" if self._standing is None else self._standing.note
        if task is None or note == self._told:
            return
        self._told = note
        if self._banner.say(note, task.view.footer.y(), *self._offer(), tone=self._tone()):
            announce(self._page, note)

    def tell_feedback(self) -> None:
        """Says when more has come back than is shown beside the work."""
        if self._task is None:
            return
        session = self._task.session
        shown, now = session.feedback, self._desk.feedback(session.submission_id)
        if shown is None or (shown.reviews, shown.comments) != (now.reviews, now.comments):
            self.said.emit(Notice(tr("Feedback on this task has arrived: see the queue")))

    def _tone(self) -> str:
        """That time goes by is no warning."""
        found = self._standing
        return "info" if self._reopens or (found is not None and found.is_time_only) else "warn"

    def _offer(self) -> tuple[str, str]:
        """(action, words of its button) that go with the sentence."""
        if self._reopens:
            return REOPEN, tr("Open again")
        if self._standing is not None and self._standing.newer_task:
            return NEWER, tr("New version")
        if self._standing is not None and self._standing.left_ms is not None and self._standing.may_ask:
            return MORE_TIME, tr("More time")
        return "", ""

    # What can be done

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be done about it now."""
        found: dict[str, Callable[[], None]] = {}
        if self._standing is not None and self._standing.may_ask:
            found[MORE_TIME] = self.ask_more_time
        if self._standing is not None and self._standing.newer_task:
            found[NEWER] = self.take_newer
        if self._reopens:
            found[REOPEN] = self.reopen
        return found

    def ask_more_time(self) -> None:
        """Has the platform asked for more time."""
        if self._task is not None:
            task_id = self._task.session.task.id
            if self._try(lambda: self._desk.ask_more_time(task_id)):
                self.said.emit(Notice(tr("More time is asked for; the platform decides")))
                self.show()

    def take_newer(self) -> None:
        """Goes over to the version that the platform has now; the answers that fit come along."""
        if self._task is not None:
            task, task_id = self._task, self._task.session.task.id
            task.save_look()
            if self._try(lambda: self._desk.take_newer(task_id)):
                self.newer_taken.emit(task_id)

    def reopen(self) -> None:
        """Opens the next revision of what was submitted; what the platform has stays until that is submitted."""
        if self._task is not None:
            submission, task_id = self._task.session.submission_id, self._task.session.task.id
            if self._try(lambda: self._desk.reopen(submission)):
                self.newer_taken.emit(task_id)
                self.said.emit(Notice(tr("Open again: what you submit now replaces what you sent")))

    def _act(self, action: str) -> None:
        run = self.handlers().get(action)
        if run is not None:
            run()

    def _try(self, act: Callable[[], object]) -> bool:
        return tried(act, self.said.emit)
