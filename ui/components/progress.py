"""A thin bar for how much is done. The numbers stand beside it in words; the bar only repeats them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hdclient.words import tr
from ui import theme


class ProgressLine(QWidget):
    """Done of total, as a line of 6 pixels."""

    accessible_role = "ProgressBar"

    def __init__(self, done: int = 0, total: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_progress(done, total)

    def show_progress(self, done: int, total: int) -> None:
        """Other numbers."""
        self._share = min(1.0, done / total) if total > 0 else 0.0
        self.setAccessibleName(tr("{done} of {total} done", done=done, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect())
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        if self._share > 0:
            width = max(rect.height(), rect.width() * self._share)
            left = rect.right() - width if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(
                QRectF(left, 0, width, rect.height()), rect.height() / 2, rect.height() / 2
            )
        painter.end()
