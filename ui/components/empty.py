"""What a page shows when there is nothing: why, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.components.icons import paint_icon
from ui.components.labels import Label


class IconMark(QWidget):
    """An icon, painted: decoration only, hidden from assistive technology by having no name."""

    def __init__(
        self, icon: str, size: int = 20, token: str = "text3", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._size, self._token = icon, size, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, token: str = "") -> None:
        """Another icon, perhaps of another colour."""
        self._icon, self._token = icon, token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._icon, QRectF(self.rect()), theme.color(self._token))
        painter.end()


class EmptyState(QWidget):
    """An icon, a short title, what happens next in a sentence, and buttons if something can be done."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        buttons: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(8)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconMark(icon, 32), 0, middle)
        column.addSpacing(4)
        self.title = Label(title, "section", strong=True, wrap=True)
        self.title.setAlignment(middle)
        column.addWidget(self.title)
        self.text = Label(text, tone="text2", wrap=True)
        self.text.setAlignment(middle)
        self.text.setMaximumWidth(theme.px(520))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, 100)
        row.addStretch(1)
        column.addLayout(row)
        if buttons:
            column.addSpacing(8)
            actions = QHBoxLayout()
            actions.setSpacing(8)
            actions.addStretch(1)
            for button in buttons:
                actions.addWidget(button)
            actions.addStretch(1)
            column.addLayout(actions)
        column.addStretch(1)
