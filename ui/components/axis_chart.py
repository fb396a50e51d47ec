"""Charts with an axis of values at the side and labels below: columns, and a line over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.components.chart import GAP, Chart
from ui.components.chart_points import Columns, Point, ticks


def _plain(value: float) -> str:
    return f"{value:g}"


class AxisChart(Chart):
    """`number`: how a value stands at the axis, in round numbers of `unit`s; `bounds`: its ends, else from the points.

    `reference`: a value with its words, drawn as a dashed line.
    """

    def __init__(
        self,
        name: str,
        columns: Columns,
        parent: QWidget | None = None,
        *,
        number: Callable[[float], str] = _plain,
        bounds: tuple[float, float] | None = None,
        unit: float = 1.0,
    ) -> None:
        self._number, self._bounds, self._unit = number, bounds, unit
        self._reference: tuple[float, str] | None = None
        super().__init__(name, columns, parent)

    def put(self, points: Sequence[Point], message: str, reference: tuple[float, str] | None = None) -> None:
        self._reference = reference
        super().put(points, message)

    def _ticks(self) -> list[float]:
        if self._bounds is not None:
            return ticks(*self._bounds, 3)
        values = [part for one in self.points() for part in (one.value, one.high) if part is not None]
        values += [self._reference[0]] if self._reference is not None else []
        top = max([*values, 0]) / self._unit
        return [one * self._unit for one in ticks(0, top or 1, 4)]

    def _area(self, steps: Sequence[float]) -> QRectF:
        """Where values are drawn, counted from where reading begins."""
        metrics = QFontMetrics(theme.font("caption"))
        left = max(metrics.horizontalAdvance(self._number(one)) for one in steps) + theme.px(GAP) + 8
        line = metrics.height()
        top, bottom = line / 2 + 2, self.height() - line - theme.px(GAP)
        return QRectF(left, top, max(1.0, self.width() - left - theme.px(GAP)), max(1.0, bottom - top))

    def _height_of(self, value: float, steps: Sequence[float], area: QRectF) -> float:
        share = (value - steps[0]) / (steps[-1] - steps[0])
        return area.bottom() - max(0.0, min(1.0, share)) * area.height()

    def _slots(self, area: QRectF) -> list[QRectF]:
        """The room of each point, counted from where reading begins."""
        count = max(1, len(self.points()))
        width = min(area.width() / count, theme.px(120))
        return [QRectF(area.left() + n * width, area.top(), width, area.height()) for n in range(count)]

    def spots(self) -> list[QRectF]:
        area = self._area(self._ticks())
        return [self.mirrored(slot) for slot in self._slots(area)[: len(self.points())]]

    def paint_chart(self, painter: QPainter) -> None:
        steps = self._ticks()
        area = self._area(steps)
        line = QFontMetrics(painter.font()).height()
        for value in steps:
            y = self._height_of(value, steps, area)
            painter.setPen(QPen(theme.color("border"), 1))
            across = self.mirrored(area)
            painter.drawLine(QPointF(across.left(), y), QPointF(across.right(), y))
            beside = QRectF(0, y - line / 2, area.left() - theme.px(GAP), line)
            self.draw_text(painter, beside, self._number(value), side="end", tone="text3")
        slots = self._slots(area)
        self._paint_labels(painter, slots, area)
        self.paint_values(painter, [self.mirrored(slot) for slot in slots], steps, area)
        self._paint_reference(painter, steps, area)

    def _paint_labels(self, painter: QPainter, slots: Sequence[QRectF], area: QRectF) -> None:
        """As many as have room."""
        metrics = QFontMetrics(painter.font())
        widest = max((metrics.horizontalAdvance(one.label) for one in self.points()), default=0)
        every = max(1, -(-int(min(widest, theme.px(90)) + theme.px(10)) // max(1, int(slots[0].width()))))
        for number, (slot, one) in enumerate(zip(slots, self.points(), strict=False)):
            if number % every == 0:
                width = slot.width() * every
                left = min(max(0.0, slot.center().x() - width / 2), self.width() - width)
                below = QRectF(left, area.bottom() + theme.px(GAP) / 2, width, metrics.height())
                self.draw_text(painter, below, one.label, side="middle", tone="text3")

    def _paint_reference(self, painter: QPainter, steps: Sequence[float], area: QRectF) -> None:
        if self._reference is None:
            return
        value, words = self._reference
        y = self._height_of(value, steps, area)
        painter.setPen(QPen(theme.color("warn"), 1.5, Qt.PenStyle.DashLine))
        across = self.mirrored(area)
        painter.drawLine(QPointF(across.left(), y), QPointF(across.right(), y))
        line = QFontMetrics(painter.font()).height()
        above = QRectF(area.left() + 4, y - line - 1 if y - line > 0 else y + 1, area.width() - 8, line)
        self.draw_text(painter, above, words, side="start", tone="warn")

    def paint_values(
        self, painter: QPainter, slots: Sequence[QRectF], steps: Sequence[float], area: QRectF
    ) -> None:
        """Draws the points; `slots` are places on the screen."""
        raise NotImplementedError


class ColumnChart(AxisChart):
    """Columns: how many of each."""

    def paint_values(
        self, painter: QPainter, slots: Sequence[QRectF], steps: Sequence[float], area: QRectF
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for number, (slot, one) in enumerate(zip(slots, self.points(), strict=False)):
            if one.value:
                top = self._height_of(one.value, steps, area)
                width = min(max(2.0, slot.width() * 0.7), theme.px(44))
                column = QRectF(slot.center().x() - width / 2, top, width, area.bottom() - top)
                painter.setBrush(theme.color("accent_text" if number == self.at() else "accent"))
                painter.drawRoundedRect(column, min(2, width / 2), min(2, width / 2))


class LineChart(AxisChart):
    """A line over time, with the interval of each point as a thin stroke; what is not defined leaves a gap."""

    def paint_values(
        self, painter: QPainter, slots: Sequence[QRectF], steps: Sequence[float], area: QRectF
    ) -> None:
        placed = [
            None if one.value is None else QPointF(slot.center().x(), self._height_of(one.value, steps, area))
            for slot, one in zip(slots, self.points(), strict=False)
        ]
        painter.setPen(QPen(theme.color("border_strong"), 1.5))
        for place, one in zip(placed, self.points(), strict=True):
            if place is not None and one.low is not None and one.high is not None:
                ends = [self._height_of(part, steps, area) for part in (one.low, one.high)]
                painter.drawLine(QPointF(place.x(), ends[0]), QPointF(place.x(), ends[1]))
        painter.setPen(QPen(theme.color("accent"), 2))
        for before, place in pairwise(placed):
            if before is not None and place is not None:
                painter.drawLine(before, place)
        dot = theme.px(4) if len(placed) <= 60 else 2
        for place, one in zip(placed, self.points(), strict=True):
            if place is not None:
                painter.setBrush(theme.color("surface" if one.faint else "accent"))
                painter.drawEllipse(place, dot, dot)
