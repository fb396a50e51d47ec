"""Taking the last submit back, letting those go whose time for that is over, and sending at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hdclient.errors import HdError, TooLateToUndo
from hdclient.words import tr
from ui.pages.page import Notice
from ui.shell.frame import Frame
from ui.shell.services import Services
from ui.shell.sync_words import LINK_WORDS

MOST_MS = 120_000


class Submits:
    """`undo` is what the key does; `release_due` is called whenever something may be due."""

    def __init__(
        self,
        window: QWidget,
        services: Services,
        frame: Frame,
        open_task: Callable[[str, Callable[[], object]], None],
    ) -> None:
        self._services, self._frame, self._open_task = services, frame, open_task
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.release_due)

    def undo(self) -> None:
        """Opens the task that was submitted last, exactly as it was."""
        desk = self._services.desk()
        if desk is None:
            return
        self._frame.top.flash.withdraw("undo.submit")
        try:
            task_id = desk.undo_last_submit()
        except HdError as error:
            # A key that does nothing is said and passes; a disk that refuses stays.
            tone = "info" if isinstance(error, TooLateToUndo) else "warn"
            self._frame.notices.show_notice(Notice(str(error), tone))
            return
        self._open_task(task_id, lambda: self._frame.notices.show_notice(Notice(tr("The submit was undone"))))

    def send_now(self) -> None:
        """Sends what may still be taken back too, and fetches."""
        desk, state = self._services.desk(), self._services.connection().state
        if desk is not None and not desk.read_only:
            desk.send_now()
        self._services.sync_now()
        said = {"offline": tr("Looking for the platform again"), "preview": LINK_WORDS["preview"]}
        self._frame.notices.show_notice(Notice(said.get(state, tr("Sending and fetching"))))

    def release_due(self) -> None:
        """Lets go of submissions whose undo window is over, and looks again when the next one's will be."""
        desk = self._services.desk()
        due = desk.release_due() if desk is not None else None
        if due is not None:
            self._timer.start(min(due + 20, MOST_MS))

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
