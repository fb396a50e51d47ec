"""Our icons as QIcon, for widgets of Qt that want one, and the program's own mark. Start-up needs neither."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPen, QPixmap

from ui import theme
from ui.components.icons import paint_icon


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        token = "text3" if mode == QIcon.Mode.Disabled else self._token
        paint_icon(painter, self._name, QRectF(rect), theme.color(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)


def icon(name: str, token: str = "text2") -> QIcon:
    """A QIcon for widgets of Qt that want one. It follows the theme: it is painted anew each time."""
    return QIcon(_Engine(name, token))


def program_mark(size: int = 64) -> QPixmap:
    """The program's own mark: two responses, one of them chosen."""
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.LIGHT.accent))
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)
    painter.setBrush(QColor(255, 255, 255, 120))
    painter.drawRoundedRect(QRectF(35, 16, 15, 32), 4, 4)
    painter.setBrush(QColor(theme.LIGHT.on_accent))
    painter.drawRoundedRect(QRectF(14, 12, 17, 40), 4, 4)
    pen = QPen(QColor(theme.LIGHT.accent), 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(18.5, 32), QPointF(21.5, 35.5), QPointF(27, 28)])
    painter.end()
    return made
