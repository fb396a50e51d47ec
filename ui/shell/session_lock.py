"""Hears that the desktop session is being locked, put to sleep or given to another person, and calls `locked`.

Linux: signals of logind and of the desktops' screen savers, over D-Bus (QtDBus). Tested on a private bus.
Windows: WM_WTSSESSION_CHANGE. macOS: the distributed notification com.apple.screenIsLocked. These two are written by
their documentation and have not been run. Where nothing can be heard, the idle lock still locks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Slot

LOGIND = "org.freedesktop.login1"
SAVERS = (
    ("org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("org.gnome.ScreenSaver", "org.gnome.ScreenSaver"),
)


def watch(parent: QObject, locked: Callable[[], None]) -> QObject | None:
    """Begins to listen, as long as `parent` lives. None: this system tells nobody."""
    if sys.platform == "linux":
        return DesktopSession(parent, locked)
    if sys.platform == "win32":
        return WindowsSession(parent, locked)
    if sys.platform == "darwin":
        return MacSession(parent, locked)
    return None


class DesktopSession(QObject):
    """Linux. `heard` says on which buses it listens; a system without D-Bus has none."""

    def __init__(self, parent: QObject, locked: Callable[[], None]) -> None:
        super().__init__(parent)
        from PySide6.QtDBus import QDBusConnection  # start-up: nothing before the first paint needs it

        self._locked = locked
        self.heard: list[str] = []
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for service, interface in SAVERS:
                if session.connect(
                    service, "", interface, "ActiveChanged", self, SLOT("saver_changed(bool)")
                ):
                    self.heard.append(interface)
        if system.isConnected():
            one = f"{LOGIND}.Session"
            if system.connect(LOGIND, session_path(), one, "Lock", self, SLOT("session_locked()")):
                self.heard.append(one)
            manager = f"{LOGIND}.Manager"
            if system.connect(LOGIND, "", manager, "PrepareForSleep", self, SLOT("saver_changed(bool)")):
                self.heard.append(manager)

    @Slot(bool)
    def saver_changed(self, active: bool) -> None:
        """The screen is covered, or the computer is about to sleep."""
        if active:
            self._locked()

    @Slot()
    def session_locked(self) -> None:
        """Somebody asked logind to lock a session."""
        self._locked()


def session_path(session_id: str | None = None) -> str:
    """Where logind keeps this session; empty, which is any, when nobody says which session this is.

    logind's object paths have letters and digits only, and no digit at the beginning of a part.
    """
    name = os.environ.get("XDG_SESSION_ID", "") if session_id is None else session_id
    if not name:
        return ""
    escaped = "".join(
        one if one.isascii() and one.isalnum() and (number or not one.isdigit()) else f"_{ord(one):02x}"
        for number, one in enumerate(name)
    )
    return f"/org/freedesktop/login1/session/{escaped}"


WM_WTSSESSION_CHANGE = 0x02B1
WTS_LEAVES = frozenset({0x2, 0x4, 0x7})
"""WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK."""


class WindowsSession(QObject):
    """Windows, by documentation: the main window asks for session notifications and hears them as messages."""

    def __init__(self, parent: QObject, locked: Callable[[], None]) -> None:
        super().__init__(parent)
        import ctypes  # start-up

        handle = int(parent.winId()) if hasattr(parent, "winId") else 0
        library: Any = ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]
        library.WTSRegisterSessionNotification(ctypes.c_void_p(handle), 0)
        self._messages = _Messages(locked)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._messages)


class _Messages(QAbstractNativeEventFilter):
    def __init__(self, locked: Callable[[], None]) -> None:
        super().__init__()
        self._locked = locked

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:  # noqa: ARG002
        from ctypes import wintypes  # start-up

        found = wintypes.MSG.from_address(int(message))
        if found.message == WM_WTSSESSION_CHANGE and found.wParam in WTS_LEAVES:
            self._locked()
        return False, 0


class MacSession(QObject):
    """macOS, by documentation: Core Foundation's distributed notification centre calls back in the main thread."""

    NAME = b"com.apple.screenIsLocked"

    def __init__(self, parent: QObject, locked: Callable[[], None]) -> None:
        super().__init__(parent)
        import ctypes  # start-up

        foundation: Any = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
        pointer = ctypes.c_void_p
        foundation.CFStringCreateWithCString.restype = pointer
        foundation.CFNotificationCenterGetDistributedCenter.restype = pointer
        signature = ctypes.CFUNCTYPE(None, pointer, pointer, pointer, pointer, pointer)
        # Kept: the notification centre holds no reference of Python's.
        self._callback = signature(lambda *_: locked())
        utf8, deliver_at_once = 0x08000100, 4
        name = foundation.CFStringCreateWithCString(None, self.NAME, utf8)
        centre = foundation.CFNotificationCenterGetDistributedCenter()
        add = foundation.CFNotificationCenterAddObserver
        add.argtypes = [pointer, pointer, signature, pointer, pointer, ctypes.c_long]
        add(centre, None, self._callback, name, None, deliver_at_once)
