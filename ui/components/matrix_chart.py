"""A matrix: each against each, the number in its cell and the ground the stronger the higher it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.components.chart import GAP, Chart
from ui.components.chart_points import Columns, Point

_STRONGEST = 0.45
"""How much of the accent the strongest cell has: the number on it must stay readable."""


class MatrixChart(Chart):
    """`names` label rows and columns; points are all cells row by row, those with nothing in them too (value None)."""

    def __init__(self, name: str, columns: Columns, parent: QWidget | None = None) -> None:
        self._names: tuple[str, ...] = ()
        super().__init__(name, columns, parent)

    def put_matrix(self, names: Sequence[str], points: Sequence[Point], message: str) -> None:
        """Other names and cells."""
        assert len(points) == len(names) ** 2
        self._names = tuple(names)
        self.put(points, message)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), (len(self._names) + 1) * self._row() + 2)

    def _row(self) -> int:
        return max(theme.high(30), QFontMetrics(theme.font("caption")).height() + theme.px(8))

    def _cell(self) -> tuple[float, float]:
        """(where the cells begin, the width of one), counted from where reading begins."""
        metrics = QFontMetrics(theme.font("caption"))
        labels = max((metrics.horizontalAdvance(one) + 4 for one in self._names), default=0)
        begin = min(labels + theme.px(GAP), self.width() * 0.34)
        return begin, min(theme.px(110), (self.width() - begin - 2) / max(1, len(self._names)))

    def _places(self) -> list[QRectF]:
        begin, width = self._cell()
        height, count = self._row(), len(self._names)
        return [
            QRectF(begin + column * width, (row + 1) * height, width, height)
            for row in range(count)
            for column in range(count)
        ]

    def spots(self) -> list[QRectF]:
        return [self.mirrored(place).adjusted(1, 1, -1, -1) for place in self._places()]

    def step(self, key: Qt.Key) -> int:
        count = len(self._names)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self.at() + (count if key == Qt.Key.Key_Down else -count)
            return to if 0 <= to < len(self.points()) else self.at()
        return super().step(key)

    def paint_chart(self, painter: QPainter) -> None:
        begin, width = self._cell()
        height = self._row()
        for number, name in enumerate(self._names):
            top = QRectF(begin + number * width + 2, 0, width - 4, height)
            self.draw_text(painter, top, name, side="middle", tone="text2")
            beside = QRectF(2, (number + 1) * height, begin - theme.px(GAP), height)
            self.draw_text(painter, beside, name, tone="text")
        for place, one in zip(self._places(), self.points(), strict=True):
            inner = place.adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_ground(one))
            painter.drawRoundedRect(self.mirrored(inner), 3, 3)
            if one.value is not None:
                tone = "text3" if one.faint else "text"
                self.draw_text(painter, inner.adjusted(2, 0, -2, 0), one.text, side="middle", tone=tone)


def _ground(point: Point) -> QColor:
    if point.value is None or point.faint:
        return theme.color("sunken")
    surface, accent = theme.color("surface"), theme.color("accent")
    share = _STRONGEST * max(0.0, min(1.0, point.value))
    return QColor(
        *(
            round(below * (1 - share) + above * share)
            for below, above in (
                (surface.red(), accent.red()),
                (surface.green(), accent.green()),
                (surface.blue(), accent.blue()),
            )
        )
    )
