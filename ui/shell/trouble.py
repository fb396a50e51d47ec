"""What is shown in place of the main window when hdclient cannot start: what happened, what it means, what to do.

In the program's own look. It must not need a store, a desk or a network: none of them may be there. Where something
can be done about it, there is a button for it, and afterwards the same window says what was done. "Try again" tries
before the eyes of the person: the window says that it does, and what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.errors import HdError
from hdclient.words import tr
from ui import theme
from ui.components.announce import announce
from ui.components.buttons import Button
from ui.components.empty import IconMark
from ui.components.labels import Label

if TYPE_CHECKING:
    from hdclient.store.ways_out import Done, WayOut

_WIDTH = 560
_MARKS = {"warn": "warn", "ok": "done"}
TRYING_MS = 350
"""So long it is said at least that it is being tried: what flickers is not seen."""

Again: TypeAlias = "Callable[[], tuple[HdError, Sequence[WayOut]] | None]"
"""Tries again: None when it worked, else what is wrong now and what can be done about that."""


class TroubleWindow(QDialog):
    """`ask` shows it until the person has decided: one of the `ways` out, try again, or close."""

    def __init__(
        self,
        error: HdError,
        ways: Sequence[WayOut] = (),
        again: Again | None = None,
        report: Callable[[], str] | None = None,
    ) -> None:
        """Without `again`, `ask` only says that it is to be tried again. `report` makes the report of a problem."""
        super().__init__()
        self._report = report
        self.copy = Button(tr("Copy a report"), icon="copy", variant="ghost")
        self._again, self._trying = again, False
        self._row = QHBoxLayout()
        self.setWindowTitle("hdclient")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._page: QWidget | None = None
        self._done = False
        self.ways: list[Button] = []
        self.retry = self.leave = Button("")
        self._show_trouble(error, ways)

    def ask(self) -> bool:
        """Whether to go on: it was tried again and worked (without `again`: it is to be tried)."""
        return self.exec() == QDialog.DialogCode.Accepted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.leave, self.copy, *self.ways):
                if button.hasFocus():
                    button.click()
                    return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close. After something was done, there is work to go on with."""
        if self._done:
            self._try()
        elif not self._trying:
            super().reject()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        painter.end()

    def _try(self) -> None:
        """Says that it is being tried, then tries."""
        if self._again is None:
            self.accept()
        elif not self._trying:
            self._trying = True
            self._tell(tr("Trying again…"))
            for button in (self.retry, self.leave, *self.ways):
                button.setEnabled(False)
            QTimer.singleShot(TRYING_MS, self, self._try_now)

    def _try_now(self) -> None:
        assert self._again is not None
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = self._again()
        finally:
            QApplication.restoreOverrideCursor()
        self._trying = self._done = False
        if found is None:
            self.accept()
            return
        self._show_trouble(*found)
        self._tell(tr("Tried again at {now:%H:%M:%S}: it still does not work.", now=datetime.now()))

    def _tell(self, sentence: str) -> None:
        """Beside the buttons, where the person has just pressed."""
        self._row.takeAt(0)  # the stretch
        self._row.insertWidget(0, Label(sentence, "caption", "text2", wrap=True), 1)
        announce(self, sentence)

    def _show_trouble(self, error: HdError, ways: Sequence[WayOut]) -> None:
        self.setAccessibleName(tr("hdclient cannot start"))
        self.setAccessibleDescription(str(error))
        best = ways[0] if ways and not ways[0].last_resort else None
        self.retry = (
            Button(tr("Try again")) if best else Button(tr("Try again"), key="Return", variant="primary")
        )
        self.leave = Button(tr("Close"), key="Esc")
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
        buttons: tuple[Button, ...] = (self.leave, self.retry)
        if self._report is not None:
            self.copy = Button(tr("Copy a report"), icon="copy", variant="ghost")
            self.copy.clicked.connect(self._copy_report)
            buttons = (self.copy, *buttons)
        self._put(words, "warn", offers, buttons, first)

    def _copy_report(self) -> None:
        """For whoever supports the person; there is no page yet on which it could be read first."""
        if self._report is not None:
            QApplication.clipboard().setText(self._report())
            self.copy.hide()
            self.retry.setFocus(Qt.FocusReason.OtherFocusReason)
            self._tell(tr("The report is copied. It holds no content and no names."))

    def _show_done(self, done: Done) -> None:
        self._done = True
        self.setAccessibleName(tr("hdclient can start again"))
        self.setAccessibleDescription(f"{done.what} {done.meaning} {done.remedy}")
        self.retry = self.leave = Button(tr("Go on"), key="Return", variant="primary")
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
        row = self._row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.retry.clicked.connect(self._try)
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
