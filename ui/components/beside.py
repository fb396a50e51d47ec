"""A layout of words and a control beside them, which goes below where large letters or a narrow page leave no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from ui import theme

_DOWN = 8
_LEAST = 200
"""Pixels at scale 1 that the words want at the least."""


class Beside(QBoxLayout):
    """Its first item is the words, its second the control."""

    def __init__(self, words: QLayout | QWidget, control: QWidget, *, spacing: int = 24) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._across = spacing
        self.setSpacing(spacing)
        self.addWidget(words, 1) if isinstance(words, QWidget) else self.addLayout(words, 1)
        self.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def is_below(self, width: int) -> bool:
        """Whether the control stands below the words where there is so much room."""
        words, control = self.itemAt(0), self.itemAt(1)
        least = min(max(theme.px(_LEAST), words.minimumSize().width()), words.sizeHint().width())
        return least + self._across + control.sizeHint().width() > width

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words, control = self.itemAt(0), self.itemAt(1)
        below, high = self.is_below(width), control.sizeHint().height()
        room = width if below else width - self._across - control.sizeHint().width()
        needs = words.heightForWidth(room) if words.hasHeightForWidth() else words.sizeHint().height()
        return needs + _DOWN + high if below else max(needs, high)

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def minimumSize(self) -> QSize:
        words, control = self.itemAt(0).minimumSize(), self.itemAt(1).minimumSize()
        return words.expandedTo(control)

    def setGeometry(self, rect: QRect) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = down if self.is_below(rect.width()) else across
        if wanted is not self.direction():
            self.setDirection(wanted)
            self.setSpacing(_DOWN if wanted is down else self._across)
        super().setGeometry(rect)
