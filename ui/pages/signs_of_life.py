"""Hears that somebody is there: keys, mouse and wheel as the system sends them to the window. Never which keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


class SignsOfLife(QObject):
    """Filters the events of the system's window: a few, where the application sees hundreds."""

    def __init__(self, page: QWidget, touched: Callable[[], None]) -> None:
        super().__init__(page)
        self._page, self._touched = page, touched
        self._handle: QWindow | None = None

    def watch(self, wanted: bool) -> None:
        """Begins or ends to listen to the window that the page is in."""
        if self._handle is not None and isValid(
            self._handle
        ):  # Qt makes a new one when the window is moved about
            self._handle.removeEventFilter(self)
        self._handle = self._page.window().windowHandle() if wanted else None
        if self._handle is not None:
            self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in _TOUCHES:
            self._touched()
        return False
