"""Keys and signs of life in a second window of the program: what is pressed there is done to the task in the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.pages.signs_of_life import SignsOfLife
from ui.shell.idle import IdleWatch
from ui.shell.keys import KeyRouter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class SecondRouter(KeyRouter):
    """Sends keys of a second window to the actions of the first; a sheet over the first brings that forward."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever listens for signs of life in the first window listens in this one too, from when there is one."""
        if watched is self._window and event.type() == QEvent.Type.Show:
            page, handle = self._window.parentWidget(), self._window.windowHandle()
            first = page.window().windowHandle() if page is not None else None
            if handle is not None and first is not None and page is not None:
                for listener in (*page.findChildren(SignsOfLife), *first.findChildren(IdleWatch)):
                    handle.installEventFilter(listener)
        return super().eventFilter(watched, event)

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        used = super().press(event, focus)
        if used and not self.enabled():
            main = self._window.parentWidget()
            if main is not None:
                main.window().activateWindow()
        return used


def join(window: QWidget, keys: KeyRouter) -> None:
    """`window` is a child of a page, and shown for the first time later."""

    def reach() -> Mapping[str, Callable[[], None]]:
        found = dict(keys.reach())
        found.pop("leave", None)  # Esc in a second window leads nowhere
        return found

    SecondRouter(
        window,
        scope=keys.scope,
        reach=reach,
        enabled=keys.enabled,
        leave_text=keys.leave_text,
        touched=keys.touched,
    )
