"""Icons, drawn for this program as strokes on a grid of 24, tinted from the theme at the moment of painting.

No image files and no QtSvg: an icon is a line of text in a small path language, so it is sharp at every scale
and costs nothing until it is first painted. Letters: M L C Q Z as in SVG (absolute, one pair each), O cx cy r
(circle), R x y w h r (rounded rectangle), D cx cy r (filled dot), A cx cy r from sweep (arc, degrees).
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen

GRID = 24.0
STROKE = 1.7

ICONS: dict[str, str] = {
    "queue": "R 3.5 4.5 17 15 3 M 3.5 13.5 L 8 13.5 L 9.8 16 L 14.2 16 L 16 13.5 L 20.5 13.5 "
    "M 8 8.5 L 16 8.5",
    "task": "R 3.5 4.5 7 15 2 R 13.5 4.5 7 15 2 M 5.8 8.5 L 8.2 8.5 M 15.8 8.5 L 18.2 8.5 "
    "M 15.8 11.5 L 18.2 11.5",
    "guideline": "M 12 6.5 C 9.5 4.7 6.5 4.5 3.5 5 L 3.5 18.5 C 6.5 18 9.5 18.2 12 20 "
    "C 14.5 18.2 17.5 18 20.5 18.5 L 20.5 5 C 17.5 4.5 14.5 4.7 12 6.5 Z M 12 6.5 L 12 20",
    "settings": "M 4 7 L 12 7 M 17 7 L 20 7 O 14.5 7 2.3 M 4 17 L 7 17 M 12 17 L 20 17 O 9.5 17 2.3",
    "keyboard": "R 2.5 6 19 12 2.5 D 6.5 10 0.9 D 10.2 10 0.9 D 13.8 10 0.9 D 17.5 10 0.9 M 8 14.3 L 16 14.3",
    "search": "O 10.5 10.5 6 M 15 15 L 20 20",
    "sync": "A 12 12 7.5 20 140 A 12 12 7.5 200 140 "
    "M 19.6 5.2 L 19.2 9.6 L 14.9 8.7 M 4.4 18.8 L 4.8 14.4 L 9.1 15.3",
    "check": "M 5 12.5 L 10 17.5 L 19.5 7",
    "done": "O 12 12 8.5 M 8 12.3 L 11 15.2 L 16.2 9.2",
    "warn": "M 12 4 L 21 19.5 L 3 19.5 Z M 12 10 L 12 14 D 12 16.7 1",
    "error": "O 12 12 8.5 M 12 7.5 L 12 12.8 D 12 16 1.05",
    "info": "O 12 12 8.5 M 12 11.2 L 12 16.5 D 12 8 1.05",
    "offline": "M 7 18.5 C 4.5 18.5 3 16.8 3 14.7 C 3 12.6 4.6 11 6.7 11 C 7 10 7.5 9.1 8.2 8.4 "
    "M 10.8 6.8 C 13.9 6 17 8 17.4 11 C 19.5 11.2 21 12.8 21 14.8 C 21 15.6 20.7 16.4 20.3 17 M 4 4 L 20 20",
    "cloud": "M 7 18.5 C 4.5 18.5 3 16.8 3 14.7 C 3 12.6 4.6 11 6.7 11 C 7.3 8.4 9.4 6.6 12 6.6 "
    "C 14.8 6.6 17 8.5 17.4 11 C 19.5 11.2 21 12.8 21 14.8 C 21 16.9 19.4 18.5 17.3 18.5 Z",
    "computer": "R 3.5 4.5 17 11.5 2 M 9 20 L 15 20 M 12 16 L 12 20",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "right": "M 9.5 5.5 L 16 12 L 9.5 18.5",
    "left": "M 14.5 5.5 L 8 12 L 14.5 18.5",
    "down": "M 5.5 9.5 L 12 16 L 18.5 9.5",
    "up": "M 5.5 14.5 L 12 8 L 18.5 14.5",
    "arrow": "M 4.5 12 L 19 12 M 13 6 L 19 12 L 13 18",
    "clock": "O 12 12 8.5 M 12 7 L 12 12.2 L 15.5 14.2",
    "flag": "M 6 21 L 6 4 M 6 5 C 9 3.2 12 6.8 15 5.2 C 16.5 4.5 17.5 4.5 18.5 5 L 18.5 13.5 "
    "C 17.5 13 16.5 13 15 13.7 C 12 15.3 9 11.7 6 13.5",
    "skip": "M 5 6 L 13 12 L 5 18 Z M 18.5 6 L 18.5 18",
    "copy": "R 8.5 8.5 12 12 2.5 M 15.5 8.5 L 15.5 6 Q 15.5 3.5 13 3.5 L 6 3.5 Q 3.5 3.5 3.5 6 L 3.5 13 "
    "Q 3.5 15.5 6 15.5 L 8.5 15.5",
    "eye": "M 2.5 12 C 5 7.5 8.3 5.5 12 5.5 C 15.7 5.5 19 7.5 21.5 12 "
    "C 19 16.5 15.7 18.5 12 18.5 "
    "C 8.3 18.5 5 16.5 2.5 12 Z O 12 12 2.8",
    "undo": "M 8.5 5 L 4.5 9 L 8.5 13 M 4.5 9 L 14 9 C 17.5 9 19.8 11.2 19.8 14 "
    "C 19.8 16.8 17.5 19 14 19 L 9 19",
    "grip": "D 9 6 1.2 D 15 6 1.2 D 9 12 1.2 D 15 12 1.2 D 9 18 1.2 D 15 18 1.2",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "lock": "R 5 10.5 14 9.5 2.5 M 8 10.5 L 8 8 C 8 5.6 9.8 4 12 4 C 14.2 4 16 5.6 16 8 "
    "L 16 10.5 D 12 15.2 1.2",
    "comment": "M 6 4.5 L 18 4.5 Q 20.5 4.5 20.5 7 L 20.5 13.5 Q 20.5 16 18 16 L 12 16 L 7.5 20 "
    "L 7.5 16 L 6 16 "
    "Q 3.5 16 3.5 13.5 L 3.5 7 Q 3.5 4.5 6 4.5 Z M 8 9 L 16 9 M 8 12 L 13 12",
    "person": "O 12 8.2 3.7 M 4.8 20 C 5.4 16.3 8.3 14.5 12 14.5 C 15.7 14.5 18.6 16.3 19.2 20",
    "folder": "M 3.5 7 Q 3.5 5 5.5 5 L 9 5 L 11 7.5 L 18.5 7.5 Q 20.5 7.5 20.5 9.5 L 20.5 17 "
    "Q 20.5 19 18.5 19 "
    "L 5.5 19 Q 3.5 19 3.5 17 Z",
    "pause": "M 8.5 5.5 L 8.5 18.5 M 15.5 5.5 L 15.5 18.5",
    "compare": "R 3.5 4.5 7 15 2 R 13.5 4.5 7 15 2",
    "rank": "M 4 6.5 L 20 6.5 M 4 12 L 15.5 12 M 4 17.5 L 11 17.5",
    "tie": "M 5 9 L 19 9 M 5 15 L 19 15",
    "refuse": "O 12 12 8 M 6.4 6.4 L 17.6 17.6",
    "rate": "M 12 3.8 L 14.5 9.2 L 20.4 9.9 L 16 13.9 L 17.2 19.7 "
    "L 12 16.8 L 6.8 19.7 L 8 13.9 L 3.6 9.9 L 9.5 9.2 Z",
    "image": "R 3.5 4.5 17 15 2.5 O 8.7 9.5 1.6 M 4 17.5 L 9.8 12.8 L 13 15.5 L 16 12.5 L 20 16",
    "code": "M 8.5 7 L 3.5 12 L 8.5 17 M 15.5 7 L 20.5 12 L 15.5 17",
    "text": "M 4.5 6 L 19.5 6 M 4.5 10 L 19.5 10 M 4.5 14 L 19.5 14 M 4.5 18 L 13 18",
    "sun": "O 12 12 4 M 12 2.8 L 12 5 M 12 19 L 12 21.2 M 2.8 12 L 5 12 M 19 12 L 21.2 12 M 5.5 5.5 L 7 7 "
    "M 17 17 L 18.5 18.5 M 18.5 5.5 L 17 7 M 7 17 L 5.5 18.5",
    "moon": "M 20 14.2 C 18.9 14.7 17.7 15 16.4 15 C 11.9 15 8.6 11.7 8.6 7.3 C 8.6 6 8.9 4.9 9.4 3.8 "
    "C 6 5 3.7 8.2 3.7 11.9 C 3.7 16.7 7.4 20.3 12 20.3 C 15.7 20.3 18.8 17.8 20 14.2 Z",
    "chart": "M 4 4 L 4 20 L 20.5 20 M 8.5 16.5 L 8.5 12 M 13 16.5 L 13 7.5 M 17.5 16.5 L 17.5 10",
    "receipt": "M 6 3.5 L 18 3.5 L 18 20.5 L 15 18.5 L 12 20.5 L 9 18.5 L 6 20.5 Z "
    "M 9 8 L 15 8 M 9 11.5 L 15 11.5 M 9 15 L 12 15",
    "pin": "M 9 3.5 L 15 3.5 M 10 3.5 L 9.5 10.5 L 6.5 14 L 17.5 14 L 14.5 10.5 L 14 3.5 M 12 14 L 12 20.5",
    "window": "M 13 5 L 19 5 L 19 11 M 19 5 L 11.5 12.5 M 9.5 5.5 L 6.5 5.5 Q 4.5 5.5 4.5 7.5 L 4.5 17.5 "
    "Q 4.5 19.5 6.5 19.5 L 16.5 19.5 Q 18.5 19.5 18.5 17.5 L 18.5 14.5",
    "columns": "R 3.5 4.5 17 15 2.5 M 12 4.5 L 12 19.5",
    "rows": "R 3.5 4.5 17 15 2.5 M 3.5 12 L 20.5 12",
    "tabs": "R 3.5 4.5 17 15 2.5 M 3.5 9.5 L 20.5 9.5 M 9.5 4.5 L 9.5 9.5 M 15 4.5 L 15 9.5",
    "outline": "M 4 6 L 20 6 M 8 12 L 20 12 M 8 18 L 16 18 D 4.6 12 1.1 D 4.6 18 1.1",
    "more": "D 6 12 1.5 D 12 12 1.5 D 18 12 1.5",
}

_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0, "O": 3, "R": 5, "D": 3, "A": 5}


def _draw(stroke: QPainterPath, fill: QPainterPath, letter: str, n: list[float]) -> None:
    match letter:
        case "M":
            stroke.moveTo(*n)
        case "L":
            stroke.lineTo(*n)
        case "Q":
            stroke.quadTo(*n)
        case "C":
            stroke.cubicTo(*n)
        case "Z":
            stroke.closeSubpath()
        case "O":
            stroke.addEllipse(QPointF(n[0], n[1]), n[2], n[2])
        case "R":
            stroke.addRoundedRect(QRectF(n[0], n[1], n[2], n[3]), n[4], n[4])
        case "D":
            fill.addEllipse(QPointF(n[0], n[1]), n[2], n[2])
        case "A":
            circle = QRectF(n[0] - n[2], n[1] - n[2], 2 * n[2], 2 * n[2])
            stroke.arcMoveTo(circle, n[3])
            stroke.arcTo(circle, n[3], n[4])


DIRECTED = frozenset({"right", "left", "arrow", "skip", "undo", "text", "rank", "outline"})
"""Icons that show the way of reading: where it is from right to left, they are mirrored."""


@cache
def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    stroke, fill = QPainterPath(), QPainterPath()
    words = iter(ICONS[name].split())
    for letter in words:
        _draw(stroke, fill, letter, [float(next(words)) for _ in range(_ARGUMENTS[letter])])
    return stroke, fill


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Paints an icon into a square. The stroke grows less than the icon, so that small ones stay light."""
    stroke, fill = _paths(name)
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    if name in DIRECTED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        painter.translate(GRID, 0)
        painter.scale(-1, 1)
    pen = QPen(color, STROKE * (20 / side) ** 0.25)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(stroke, pen)
    painter.fillPath(fill, color)
    painter.restore()
