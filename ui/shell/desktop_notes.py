"""A note on the desktop when feedback has come and hdclient is not in front. It says that there is news, never what.

Everybody near the screen can read it: no campaign, no count, no word of a reviewer. One note until the window
was in front again; none in the person's quiet hours; all of it can be switched off.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from hdclient.events import FeedbackArrived
from hdclient.words import tr
from ui.pages import preferences

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

TITLE = "hdclient"
WORDS = tr("There is feedback on your work.")
PORTAL = "org.freedesktop.portal.Desktop"
Send = Callable[[str, str], bool]


class DesktopNotes(QObject):
    """`hear` gets every event of the core. `send` (title, words) says whether the desktop took it."""

    def __init__(
        self,
        window: QWidget,
        desk: Callable[[], Desk | None],
        send: Send | None = None,
        hour: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._hour = window, desk, hour or hour_of_the_day
        self._tray: QSystemTrayIcon | None = None
        self._send = send or self._to_desktop
        self._told = False
        window.installEventFilter(self)

    def hear(self, event: object) -> None:
        """Tells of feedback, if it may and nobody looks at the window."""
        desk = self._desk()
        if not isinstance(event, FeedbackArrived) or desk is None or self._told or self._is_in_front():
            return
        if not preferences.read(desk, preferences.NOTES):
            return
        if is_quiet(str(preferences.read(desk, preferences.QUIET_HOURS)), self._hour()):
            return
        if any(not desk.feedback(submission_id).read for submission_id in event.submission_ids):
            self._told = self._send(TITLE, WORDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.WindowActivate:
            self._told = False
            if self._tray is not None:
                self._tray.hide()
        return False

    def _is_in_front(self) -> bool:
        return self._window.isActiveWindow() and not self._window.isMinimized()

    def _to_desktop(self, title: str, words: str) -> bool:
        """By the desktop's portal where there is one, else by an icon beside the clock that is there for as long."""
        if sys.platform == "linux" and ask_portal(title, words):
            return True
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._raise)
            self._tray.activated.connect(self._raise)
        self._tray.show()
        self._tray.showMessage(title, words, self._window.windowIcon())
        return True

    def _raise(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def hour_of_the_day() -> int:
    """What the clock on the wall says, for quiet hours."""
    return datetime.now().hour


def is_quiet(hours: str, hour: int) -> bool:
    """Whether this hour of the day is one of the quiet ones: "20-8" is from eight in the evening to eight."""
    first, _, last = hours.partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        return False
    begin, end = int(first), int(last)
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def ask_portal(title: str, words: str) -> bool:
    """Linux: the portal of the desktop, without waiting for its answer. False: there is none.

    Not org.freedesktop.Notifications itself: PySide sends Python's numbers as signed ones, and Notify wants another.
    """
    with suppress(ImportError):
        from PySide6.QtDBus import QDBusConnection, QDBusMessage  # start-up

        bus = QDBusConnection.sessionBus()
        if bus.isConnected() and bus.interface().isServiceRegistered(PORTAL).value():
            path, interface = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification"
            call = QDBusMessage.createMethodCall(PORTAL, path, interface, "AddNotification")
            call.setArguments(["feedback", {"title": title, "body": words}])
            return bool(bus.send(call))
    return False
