"""The base of all charts: a name, a message, points that the keyboard walks, and no signal by colour alone.

Painted by ourselves, so that themes, large letters and writing from right to left hold here too. What a chart shows
can also be had as a table and as CSV: chart_card.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.announce import announce
from ui.components.badges import paint_ring
from ui.components.chart_points import Columns, Point, said

_ALIGN = Qt.AlignmentFlag
GAP = 6


class Chart(QWidget):
    """Subclasses paint (`paint_chart`) and say where each point is (`spots`)."""

    accessible_role = "Chart"
    point_opened = Signal(str)
    """The id of a point: a double click, or Enter."""
    pointed = Signal(str)
    """The point at hand in words; "" when there is none."""

    def __init__(self, name: str, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._points: tuple[Point, ...] = ()
        self._at = -1
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # What it shows

    def put(self, points: Sequence[Point], message: str) -> None:
        """Other points. `message`: in a sentence, what is to be seen."""
        self._points = tuple(points)
        self._at = min(self._at, len(self._points) - 1)
        how = tr("Arrow keys go from point to point.") if self._points else ""
        self.setAccessibleDescription(" ".join(part for part in (message, how) if part))
        self.updateGeometry()
        self.update()

    def points(self) -> tuple[Point, ...]:
        """What is shown, in reading order."""
        return self._points

    def at(self) -> int:
        """The number of the point at hand; -1: none."""
        return self._at

    # For subclasses

    def spots(self) -> list[QRectF]:
        """Where each point is, in the order of `points`."""
        raise NotImplementedError

    def paint_chart(self, painter: QPainter) -> None:
        """Draws all of it but the ring."""
        raise NotImplementedError

    def step(self, key: Qt.Key) -> int:
        """Which point an arrow key leads to from the one at hand."""
        forward = Qt.Key.Key_Left if self.is_mirrored() else Qt.Key.Key_Right
        return self._at + (1 if key in (forward, Qt.Key.Key_Down) else -1)

    def is_mirrored(self) -> bool:
        """Whether it is read from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def mirrored(self, rect: QRectF) -> QRectF:
        """A place counted from where reading begins, as it is on the screen."""
        if not self.is_mirrored():
            return rect
        return QRectF(self.width() - rect.right(), rect.top(), rect.width(), rect.height())

    def draw_text(
        self, painter: QPainter, rect: QRectF, text: str, *, side: str = "start", tone: str = "text2"
    ) -> None:
        """One line within a place counted from where reading begins; shortened when it does not fit."""
        painter.setPen(theme.color(tone))
        metrics = QFontMetrics(painter.font())
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(rect.width())))
        left = (side == "start") != self.is_mirrored()
        flag = _ALIGN.AlignHCenter if side == "middle" else _ALIGN.AlignLeft if left else _ALIGN.AlignRight
        painter.drawText(self.mirrored(rect), int(flag | _ALIGN.AlignAbsolute | _ALIGN.AlignVCenter), short)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        if self._points:
            self.paint_chart(painter)
        spots = self.spots() if 0 <= self._at < len(self._points) else []
        if spots:
            self._paint_hand(painter, spots[self._at])
        elif self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))
        painter.end()

    def _paint_hand(self, painter: QPainter, spot: QRectF) -> None:
        if self._ring and self.hasFocus():
            paint_ring(painter, spot.adjusted(-2, -2, 2, 2))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border_strong"), 1))
            painter.drawRoundedRect(spot.adjusted(-1, -1, 1, 1), 4, 4)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), theme.px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self.sizeHint().height())

    def theme_changed(self) -> None:
        """Sizes come from the type scale."""
        self.updateGeometry()

    # Hands

    def go(self, number: int) -> None:
        """Makes a point the one at hand; -1: none."""
        number = max(-1, min(number, len(self._points) - 1))
        if number != self._at:
            self._at = number
            self.pointed.emit(said(self._points[number]) if number >= 0 else "")
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        last = len(self._points) - 1
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if last < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in arrows:
            self._say(0 if self._at < 0 else max(0, min(last, self.step(key))))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._say(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _say(self, number: int) -> None:
        self._ring = True
        self.go(number)
        self.update()
        announce(self, said(self._points[self._at]))

    def _open(self) -> None:
        if 0 <= self._at < len(self._points) and self._points[self._at].id:
            self.point_opened.emit(self._points[self._at].id)

    def _under(self, place: QPointF) -> int:
        return next((number for number, spot in enumerate(self.spots()) if spot.contains(place)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        self.go(self._under(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.go(self._under(event.position()))
        self._open()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.go(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring = False
        self.go(-1)
        self.update()
