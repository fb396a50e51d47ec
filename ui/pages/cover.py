"""What stands in the workspace's place when no task is shown: paused, or a task that cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGroupBox, QPushButton, QVBoxLayout

from ui import theme
from ui.components.empty import EmptyState


class Cover(QGroupBox):
    """A whole page with one message. Nothing of a task is in it, so nothing of it can be read out either.

    A group box because assistive technology knows it as a group; Qt gives a plain widget that takes the focus no role.
    """

    def __init__(self, icon: str, title: str, text: str, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.title, self.text = title, text
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(EmptyState(icon, title, text, buttons))
        column.addStretch(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()
