"""What is shown in place of the main window when hdclient cannot start: what happened, what it means, what to do.

In the program's own look. It must not need a store, a desk or a network: none of them may be there.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from hdclient.errors import HdError
from ui import theme
from ui.components.buttons import Button
from ui.components.empty import IconMark
from ui.components.labels import Label

_WIDTH = 560


class TroubleWindow(QDialog):
    """`ask` shows it until the person has decided: try again, or close."""

    def __init__(self, error: HdError) -> None:
        super().__init__()
        self.setWindowTitle("hdclient")
        self.setAccessibleName("hdclient cannot start")
        self.setAccessibleDescription(str(error))
        self.retry = Button("Try again", key="Return", variant="primary")
        self.leave = Button("Close", key="Esc")
        self.retry.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        self.retry.setDefault(True)
        words = QVBoxLayout()
        words.setSpacing(theme.px(8))
        for label in _labels(error):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
            )  # to send it to support
            words.addWidget(label)
        upper = QHBoxLayout()
        upper.setSpacing(theme.px(16))
        upper.addWidget(IconMark("warn", 28, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.retry)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(theme.px(24))
        column.addLayout(upper)
        column.addLayout(buttons)
        self.setFixedWidth(theme.px(_WIDTH))
        self.setFixedHeight(column.heightForWidth(theme.px(_WIDTH)))
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> bool:
        """Whether to try again."""
        return self.exec() == QDialog.DialogCode.Accepted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.leave.hasFocus():
            self.reject()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        painter.end()


def _labels(error: HdError) -> list[Label]:
    """What happened, large; what it means and what to do, below."""
    found = [Label(error.what, "section", strong=True, wrap=True)]
    found += [
        Label(text, tone=tone, wrap=True)
        for text, tone in ((error.meaning, "text2"), (error.remedy, "text"))
        if text
    ]
    return found
