"""A bump chart: several orders of the same things side by side, with a line for each thing from order to order.

Ties stand in one place, side by side. What somebody did not rank has no place there, and its line a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui import theme
from ui.components.chart import Chart
from ui.components.chart_points import Columns, Point

Order = Mapping[str, int]
"""Thing → place, 1 is best; equal places are ties."""


class BumpChart(Chart):
    """Points are the places, column by column; the letter in the dot says what it is, its colour only repeats it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._things: tuple[str, ...] = ()
        self._orders: tuple[tuple[str, Order], ...] = ()
        super().__init__(name, Columns(tr("Order of"), tr("Place")), parent)

    def put_orders(self, things: Sequence[str], orders: Sequence[tuple[str, Order]], message: str) -> None:
        """`things`: letters, in their order; `orders`: whose order it is, and the place of each thing."""
        self._things, self._orders = tuple(things), tuple(orders)
        points = [
            Point(
                label=tr("{who}, response {letter}", who=who, letter=thing),
                value=order.get(thing),
                text=tr("place {place}", place=order[thing]) if thing in order else "",
                why=tr("not ranked"),
            )
            for who, order in self._orders
            for thing in self._things
        ]
        self.put(points, message)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), (len(self._things) + 1) * self._row())

    def _row(self) -> int:
        return max(theme.px(34), QFontMetrics(theme.font("caption")).height() + theme.px(14))

    def _radius(self) -> float:
        return theme.px(11)

    def _place(self, column: int, thing: str) -> QPointF | None:
        """The middle of a dot, counted from where reading begins."""
        order = self._orders[column][1]
        if thing not in order:
            return None
        width = self.width() / max(1, len(self._orders))
        tied = [one for one in self._things if order.get(one) == order[thing]]
        shift = (tied.index(thing) - (len(tied) - 1) / 2) * min(2.3 * self._radius(), width / len(tied))
        return QPointF((column + 0.5) * width + shift, (order[thing] + 0.5) * self._row())

    def _dots(self) -> list[QPointF | None]:
        return [self._place(column, thing) for column in range(len(self._orders)) for thing in self._things]

    def spots(self) -> list[QRectF]:
        reach = self._radius() + 2
        return [
            QRectF()
            if dot is None
            else self.mirrored(QRectF(dot.x() - reach, dot.y() - reach, 2 * reach, 2 * reach))
            for dot in self._dots()
        ]

    def step(self, key: Qt.Key) -> int:
        """Up and down within an order by its things; aside to the same thing in the next order."""
        count = len(self._things)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self.at() + (1 if key == Qt.Key.Key_Down else -1)
            return to if to // count == self.at() // count else self.at()
        forward = Qt.Key.Key_Left if self.is_mirrored() else Qt.Key.Key_Right
        to = self.at() + (count if key == forward else -count)
        return to if 0 <= to < len(self.points()) else self.at()

    def paint_chart(self, painter: QPainter) -> None:
        width = self.width() / max(1, len(self._orders))
        for column, (who, _order) in enumerate(self._orders):
            self.draw_text(
                painter, QRectF(column * width, 0, width, self._row()), who, side="middle", tone="text2"
            )
        dots = [None if dot is None else self._seen(dot) for dot in self._dots()]
        count = len(self._things)
        for number, _thing in enumerate(self._things):
            painter.setPen(QPen(theme.color(f"slot{number}"), 2))
            for before, after in pairwise(dots[number::count]):
                if before is not None and after is not None:
                    painter.drawLine(before, after)
        radius = self._radius()
        painter.setFont(theme.font("caption", strong=True))
        for number, dot in enumerate(dots):
            if dot is not None:
                ink = theme.color(f"slot{number % count}")
                painter.setPen(QPen(ink, 2))
                painter.setBrush(theme.color("surface"))
                painter.drawEllipse(dot, radius, radius)
                box = QRectF(dot.x() - radius, dot.y() - radius, 2 * radius, 2 * radius)
                painter.setPen(ink)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._things[number % count])

    def _seen(self, dot: QPointF) -> QPointF:
        return QPointF(self.width() - dot.x(), dot.y()) if self.is_mirrored() else dot
