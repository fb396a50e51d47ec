"""What is shown in place of the main window when hdclient cannot start: what happened, what it means, what to do.

In the program's own look. It must not need a store, a desk or a network: none of them may be there. Where something
can be done about it, there is a button for it, and afterwards the same window says what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.errors import HdError
from ui import theme
from ui.components.buttons import Button
from ui.components.empty import IconMark
from ui.components.labels import Label

if TYPE_CHECKING:
    from hdclient.store.ways_out import Done, WayOut

_WIDTH = 560
_MARKS = {"warn": "warn", "ok": "done"}


class TroubleWindow(QDialog):
    """`ask` shows it until the person has decided: one of the `ways` out, try again, or close."""

    def __init__(self, error: HdError, ways: Sequence[WayOut] = ()) -> None:
        super().__init__()
        self.setWindowTitle("hdclient")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._page: QWidget | None = None
        self._done = False
        self.ways: list[Button] = []
        self.retry = self.leave = Button("")
        self._show_trouble(error, ways)

    def ask(self) -> bool:
        """Whether to try again."""
        return self.exec() == QDialog.DialogCode.Accepted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.leave, *self.ways):
                if button.hasFocus():
                    button.click()
                    return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close. After something was done, there is work to go on with."""
        if self._done:
            self.accept()
        else:
            super().reject()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        painter.end()

    def _show_trouble(self, error: HdError, ways: Sequence[WayOut]) -> None:
        self.setAccessibleName("hdclient cannot start")
        self.setAccessibleDescription(str(error))
        best = ways[0] if ways and not ways[0].last_resort else None
        self.retry = Button("Try again") if best else Button("Try again", key="Return", variant="primary")
        self.leave = Button("Close", key="Esc")
        self.leave.clicked.connect(self.reject)
        offers = QVBoxLayout()
        offers.setSpacing(theme.px(8))
        self.ways = []
        for way in ways:
            if self.ways:
                offers.addSpacing(theme.px(8))
            button = Button(way.title, key="Return", variant="primary") if way is best else Button(way.title)
            button.clicked.connect(partial(self._take, way))
            button.setAccessibleDescription(way.meaning)
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            offers.addLayout(line)
            offers.addWidget(Label(way.meaning, "caption", tone="text2", wrap=True))
            self.ways.append(button)
        first = self.ways[0] if best else self.retry
        words = _words(error.what, error.meaning, error.remedy)
        self._put(words, "warn", offers, (self.leave, self.retry), first)

    def _show_done(self, done: Done) -> None:
        self._done = True
        self.setAccessibleName("hdclient can start again")
        self.setAccessibleDescription(f"{done.what} {done.meaning} {done.remedy}")
        self.retry = self.leave = Button("Go on", key="Return", variant="primary")
        self.ways = []
        self._put(
            _words(done.what, done.meaning, done.remedy), "ok", QVBoxLayout(), (self.retry,), self.retry
        )

    def _take(self, way: WayOut) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            done = way.go()
        except HdError as error:
            self._show_trouble(error, ())
        else:
            self._show_done(done)
        finally:
            QApplication.restoreOverrideCursor()

    def _put(
        self, words: list[Label], mark: str, offers: QVBoxLayout, buttons: Sequence[Button], first: Button
    ) -> None:
        """Fills the window anew; `first` gets the keyboard."""
        page = QWidget()
        text = QVBoxLayout()
        text.setSpacing(theme.px(8))
        for label in words:
            text.addWidget(label)
        if offers.count():
            text.addSpacing(theme.px(12))
            text.addLayout(offers)
        upper = QHBoxLayout()
        upper.setSpacing(theme.px(16))
        upper.addWidget(IconMark(_MARKS[mark], 28, mark), 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(text, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.retry.clicked.connect(self.accept)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(theme.px(24))
        column.addLayout(upper)
        column.addLayout(row)
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._page = page
        self._column.addWidget(page)
        page.show()
        self.setFixedWidth(theme.px(_WIDTH))
        self.setFixedHeight(column.heightForWidth(theme.px(_WIDTH)))
        self.retry.setDefault(first is self.retry)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _words(what: str, meaning: str, remedy: str) -> list[Label]:
    """What happened, large; what it means and what to do, below. To be selected, so that support can be sent it."""
    found = [Label(what, "section", strong=True, wrap=True)]
    found += [
        Label(text, tone=tone, wrap=True) for text, tone in ((meaning, "text2"), (remedy, "text")) if text
    ]
    for label in found:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return found
