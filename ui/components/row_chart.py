"""A row for each point: its label, its value on a common line, and the value in words. Bars, or dots with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui import theme
from ui.components.chart import GAP, Chart
from ui.components.chart_points import Columns, Point

_ROW = 30
Along = Callable[[float], float]
"""From a value to where it is across the widget."""


class RowChart(Chart):
    """`bounds`: the ends of the line; None: from the points. `reference`: a value drawn as a dashed line across all."""

    def __init__(
        self,
        name: str,
        columns: Columns,
        parent: QWidget | None = None,
        *,
        bars: bool = False,
        bounds: tuple[float, float] | None = (0.0, 1.0),
    ) -> None:
        self._bars, self._bounds = bars, bounds
        self._reference: float | None = None
        super().__init__(name, columns, parent)

    def put(self, points: Sequence[Point], message: str, reference: float | None = None) -> None:
        self._reference = reference
        super().put(points, message)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), max(1, len(self.points())) * self._row() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), self.sizeHint().height())

    def _row(self) -> int:
        return max(theme.high(_ROW), QFontMetrics(theme.font("caption")).height() + theme.px(8))

    def _columns(self) -> tuple[float, float, float, float]:
        """(end of the labels, begin and end of the line, begin of the words), counted from where reading begins."""
        metrics = QFontMetrics(theme.font("caption"))
        gap, width = theme.px(12), self.width()
        words = max((metrics.horizontalAdvance(_words(one)) + 4 for one in self.points()), default=0)
        labels = max((metrics.horizontalAdvance(one.label) + 4 for one in self.points()), default=0)
        words_from = width - min(words, width * 0.4) - theme.px(GAP)
        label_to = min(labels + theme.px(GAP), width * 0.34)
        return label_to, label_to + gap, max(label_to + gap + 1, words_from - gap), words_from

    def _range(self) -> tuple[float, float]:
        if self._bounds is not None:
            return self._bounds
        known = [part for one in self.points() for part in (one.value, one.low, one.high) if part is not None]
        known += [self._reference] if self._reference is not None else []
        low, high = min(known, default=0.0), max(known, default=1.0)
        room = (high - low) * 0.05 or 1.0
        return (0.0 if self._bars else low - room), high + room

    def spots(self) -> list[QRectF]:
        height = self._row()
        return [QRectF(1, n * height + 1, self.width() - 2, height) for n in range(len(self.points()))]

    def paint_chart(self, painter: QPainter) -> None:
        label_to, begin, end, words_from = self._columns()
        low, high = self._range()

        def x(value: float) -> float:
            share = max(0.0, min(1.0, (value - low) / (high - low)))
            along = begin + share * (end - begin)
            return self.width() - along if self.is_mirrored() else along

        if self._reference is not None:
            painter.setPen(QPen(theme.color("border_strong"), 1, Qt.PenStyle.DashLine))
            at = x(self._reference)
            painter.drawLine(QPointF(at, 2), QPointF(at, self.height() - 2))
        edge = theme.px(GAP) / 2
        for number, (row, one) in enumerate(zip(self.spots(), self.points(), strict=True)):
            top, height = row.top(), row.height()
            self.draw_text(painter, QRectF(edge, top, label_to - edge, height), one.label, tone="text")
            if one.value is None:
                room = QRectF(begin, top, self.width() - begin - edge, height)
                self.draw_text(painter, room, one.why or tr("not defined"), tone="text3")
                continue
            middle = row.center().y()
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(x(low), middle), QPointF(x(high), middle))
            self._paint_value(painter, number, x, middle, low)
            room = QRectF(words_from, top, self.width() - words_from - edge, height)
            self.draw_text(painter, room, _words(one), tone="text3" if one.faint else "text2")

    def _paint_value(self, painter: QPainter, number: int, x: Along, y: float, low: float) -> None:
        """Few answers: hollow."""
        one = self.points()[number]
        assert one.value is not None
        ink = theme.color("accent_text" if number == self.at() else "accent")
        ground = theme.color("surface" if one.faint else "accent_text" if number == self.at() else "accent")
        if self._bars:
            half = theme.px(6)
            left, right = sorted((x(low), x(one.value)))
            painter.setPen(QPen(ink, 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(left, y - half, max(1.0, right - left), 2 * half), 2, 2)
        if one.low is not None and one.high is not None:
            painter.setPen(QPen(theme.color("border_strong"), 1.5))
            painter.drawLine(QPointF(x(one.low), y), QPointF(x(one.high), y))
            for end in (one.low, one.high):
                painter.drawLine(QPointF(x(end), y - 3), QPointF(x(end), y + 3))
        if not self._bars:
            painter.setPen(QPen(ink, 2))
            painter.setBrush(ground)
            painter.drawEllipse(QPointF(x(one.value), y), theme.px(4.5), theme.px(4.5))


def _words(point: Point) -> str:
    if point.value is None:
        return ""
    return point.text if point.n is None else tr("{value}  ·  n = {count:,}", value=point.text, count=point.n)
