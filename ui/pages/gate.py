"""One message in place of the work, and what can be done about it: locked, being opened, ended by the platform.

Nothing of an account is on it, so nothing can be read out either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.components.buttons import Button
from ui.components.empty import EmptyState
from ui.components.notice_bar import NoticeBar
from ui.pages.page import Page
from ui.pages.welcome import centred

Report: TypeAlias = Callable[[Exception | None], None]


class Way(Struct, frozen=True):
    """A button. `go` gets a function to be called when it has ended; until then the page says `busy`."""

    title: str
    go: Callable[[Report], None]
    busy: str = ""


class GatePage(Page):
    """The first way has the keyboard; Enter takes it."""

    scope = "gate"

    def __init__(
        self, icon: str, title: str, text: str, ways: Sequence[Way], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.title, self.text = title, text
        self.buttons: list[Button] = []
        for way in ways:
            first = not self.buttons
            button = Button(way.title, key="Return", variant="primary") if first else Button(way.title)
            button.clicked.connect(partial(self._take, way))
            self.buttons.append(button)
        self.notice = NoticeBar("", "info")
        self.notice.hide()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        column.addWidget(EmptyState(icon, title, text, self.buttons))
        column.addWidget(self.notice)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(inner, 620))
        self.setMinimumWidth(theme.px(320))

    def entered(self) -> None:
        self.focus_home()

    def focus_home(self) -> None:
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(self.buttons[:1])

    def say(self, text: str, tone: str = "info") -> None:
        """A sentence below the buttons; empty: none."""
        self.notice.setVisible(bool(text))
        if text:
            self.notice.set_message(text, tone)

    def _take(self, way: Way) -> None:
        if way.busy:
            self.say(way.busy)
            self._set_busy(True)
        way.go(self._ended)

    def _ended(self, failure: Exception | None) -> None:
        self._set_busy(False)
        self.say("" if failure is None else str(failure), "warn")
        if failure is not None:
            self.focus_home()

    def _set_busy(self, busy: bool) -> None:
        for button in self.buttons:
            button.setEnabled(not busy)
