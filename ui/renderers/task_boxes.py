"""The box before an item of a task list, empty or ticked: painted, so that it looks the same in every font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTextBlock, QTextBlockFormat

from ui import theme
from ui.renderers.formats import formats_in_force

_GAP = 6
_TICK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.28))
"""The tick's corners, in parts of the box."""
_MARKERS = (QTextBlockFormat.MarkerType.Checked, QTextBlockFormat.MarkerType.Unchecked)


def paint_task_box(painter: QPainter, block: QTextBlock, scrolled: QPointF) -> None:
    """Paints the box of an item; nothing for any other block. `scrolled`: how far the view is."""
    marker = block.blockFormat().marker()
    if marker not in _MARKERS or block.textList() is None or block.layout().lineCount() == 0:
        return
    line = block.layout().lineAt(0)
    text = line.rect().translated(block.layout().position() - scrolled)
    side = round(formats_in_force().font.pixelSize() * 0.85)
    mirrored = block.textDirection() == Qt.LayoutDirection.RightToLeft
    left = text.right() + _GAP if mirrored else text.left() - _GAP - side
    # In the middle of the letters, not of the line: what a line is higher than its letters is above them.
    middle = text.top() + line.ascent() - formats_in_force().font.pixelSize() * 0.36
    box = QRectF(round(left), round(middle - side / 2), side, side).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(theme.color("border_strong"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(box, 3, 3)
    if marker == QTextBlockFormat.MarkerType.Checked:
        pen = QPen(theme.color("text"), max(1.6, side / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _TICK]
        painter.drawPolyline(QPolygonF(corners))
