"""How a mark on a picture is painted: a light edge below its own line, so that it is seen on any ground.

Kinds differ in hue and in the dashes of their line. Places are in pixels of the widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui import theme

_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
HUES = 9
_POINT = 6


def paint_mark(
    painter: QPainter, shape: str, points: Sequence[QPointF], hue: int, *, here: bool, closed: bool = True
) -> None:
    """One mark. `here`: it is the one at hand. `closed` False: it is still being drawn."""
    ground, line = QColor("white"), QColor(theme.color(f"slot{hue % HUES}"))
    wide = theme.px(3 if here else 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(line)
    fill.setAlpha(70 if here else 36)
    solid = Qt.PenStyle.SolidLine  # a point is too small for dashes
    for colour, width, style in (
        (ground, wide + theme.px(3), solid),
        (line, wide, solid if shape == "point" else _DASHES[hue % len(_DASHES)]),
    ):
        painter.setPen(QPen(colour, width, style))
        painter.setBrush(fill if colour is line and closed else Qt.BrushStyle.NoBrush)
        _draw(painter, shape, points, closed)
    if here and shape == "box" and closed:
        _handles(painter, points, line)
    painter.restore()


def _draw(painter: QPainter, shape: str, points: Sequence[QPointF], closed: bool) -> None:
    if shape == "point":
        radius = theme.px(_POINT)
        painter.drawEllipse(points[0], radius, radius)
        painter.drawPoint(points[0])
    elif shape == "box" and len(points) == 2:
        painter.drawRect(QRectF(points[0], points[1]).normalized())
    elif closed:
        painter.drawPolygon(QPolygonF(list(points)))
    else:
        painter.drawPolyline(QPolygonF(list(points)))


def _handles(painter: QPainter, points: Sequence[QPointF], line: QColor) -> None:
    box, side = QRectF(points[0], points[1]).normalized(), theme.px(7)
    painter.setPen(QPen(line, 1))
    painter.setBrush(QColor("white"))
    for corner in (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()):
        painter.drawRect(QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side))


def paint_cross(painter: QPainter, at: QPointF) -> None:
    """Where the keyboard is in the picture."""
    arm = theme.px(11)
    painter.save()
    for colour, width in ((QColor("white"), theme.px(4)), (QColor("black"), theme.px(2))):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(at.x() - arm, at.y()), QPointF(at.x() + arm, at.y()))
        painter.drawLine(QPointF(at.x(), at.y() - arm), QPointF(at.x(), at.y() + arm))
    painter.restore()
