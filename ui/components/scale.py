"""A scale: points of equal width side by side, each with its words and its key, of which at most one is chosen.

Words never change their width when a point is chosen. They wrap first; where they do not fit then, the points stand in
several rows, and only what does not fit into a point as wide as the scale is shortened.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from ui import theme
from ui.components.badges import key_cap_width
from ui.components.buttons import Pressable
from ui.components.flow import FlowLayout
from ui.components.segmented import Segment, SegmentedControl, SegmentFace

_SIDE = 6
_NARROWEST = 30
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)


class ScalePoint(SegmentFace):
    """One point of a scale."""

    pointed = Signal()
    """The mouse or the keyboard came here: its description is wanted."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        self._role = "ui"
        super().__init__(segment, parent)

    def set_role(self, role: str) -> None:
        """The size of its words: "ui", or "caption" where many points share the width."""
        self._role = role
        self.update()

    def role(self) -> str:
        """The size of its words."""
        return self._role

    def needs_lines(self, width: int, role: str) -> int:
        """How many lines its words take at this width."""
        metrics = QFontMetrics(theme.font(role, strong=True))
        box = QRect(0, 0, max(20, width - self._taken()), 1_000)
        return max(1, round(metrics.boundingRect(box, _WRAP, self._label).height() / metrics.lineSpacing()))

    def has_room(self, width: int, role: str) -> bool:
        """Whether all its words can be read at this width."""
        metrics = QFontMetrics(theme.font(role, strong=True))
        longest = max((metrics.horizontalAdvance(word) for word in self._label.split()), default=0)
        return longest <= width - self._taken() and self.needs_lines(width, role) <= 3

    def height_at(self, width: int, role: str) -> int:
        """How high the point has to be for its words at this width."""
        lines = min(3, self.needs_lines(width, role))
        line = QFontMetrics(theme.font(role, strong=True)).lineSpacing()
        return max(theme.high(), lines * line + theme.px(10))

    def _taken(self) -> int:
        return 2 * theme.px(_SIDE) + (key_cap_width(self._key) + theme.px(6) if self._key else 0)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self._label) + self._taken()
        return QSize(width, theme.high())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(44), theme.high())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit()

    def plain_face(self, hot: bool) -> tuple[str, str]:
        if not self.isEnabled():
            return "sunken", "border"
        return "sunken" if hot else "raised", "border_strong"

    def paint_inside(self, painter: QPainter, on: bool) -> None:
        box = self.rect().adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), 0)
        if self._key:
            width, height = key_cap_width(self._key), theme.px(18)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = box.left() if mirrored else box.right() - width + 1
            cap = QRectF(left, box.center().y() - height / 2 + 1, width, height)
            self.paint_key(painter, cap)
            gap = width + theme.px(6)
            before = gap if mirrored and self._key_shown else 0 if self._key_shown else gap // 2
            box = box.adjusted(before, 0, before - gap, 0)  # without their key, words stand in the middle
        font = theme.font(self._role, strong=on)
        painter.setFont(font)
        painter.setPen(theme.color("accent_text" if on else "text" if self.isEnabled() else "text3"))
        painter.drawText(box, _WRAP, _shortened(self._label, font, box.width()))


def _shortened(words: str, font: QFont, width: int) -> str:
    """A text that needs more than three lines ends in "…"."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(words) <= width:
        return words
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(width * 2.6))


class PointRows(FlowLayout):
    """So many points in each row, all of the same width."""

    columns = 0
    """0: all in one row."""

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        points = self._visible()
        columns = self.columns or max(1, len(points))
        wide = (width - self.spacing() * (columns - 1)) // columns
        sized = [(item, QSize(wide, hint.height())) for item, hint in points]
        return [sized[at : at + columns] for at in range(0, len(sized), columns)]


class Scale(SegmentedControl):
    """Points of equal width. `described` says in words what the point under the mouse or focus means."""

    described = Signal(str)

    def __init__(
        self,
        name: str,
        segments: Sequence[Segment] = (),
        parent: QWidget | None = None,
        *,
        clearable: bool = False,
    ) -> None:
        super().__init__(name, segments, parent, clearable=clearable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def make_row(self) -> FlowLayout:
        """Rows of points."""
        self._rows = PointRows(self, spacing=theme.px(6))
        return self._rows

    def make_button(self, segment: Segment) -> Pressable:
        """A point of the scale."""
        point = ScalePoint(segment, self)
        point.pointed.connect(lambda: self.described.emit(segment.description))
        return point

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def theme_changed(self) -> None:
        self._rows.setSpacing(theme.px(6))
        self._fit()

    def columns(self) -> int:
        """How many points stand beside each other."""
        return self._rows.columns

    def _fit(self) -> None:
        """As many points in a row as can be read, all as high as the one whose words need most."""
        points = [button for button in self.buttons() if isinstance(button, ScalePoint)]
        if not points:
            return
        gap = self._rows.spacing()
        columns, width, role = self._columns_for(points, gap)
        height = max(point.height_at(width, role) for point in points)
        rows = -(-len(points) // columns)
        whole = rows * height + (rows - 1) * gap
        for point in points:
            point.set_role(role)
        if (self.height(), self._rows.columns) != (whole, columns):
            self._rows.columns = columns
            for point in points:
                point.setFixedHeight(height)
            self._rows.invalidate()
            self.setFixedHeight(whole)

    def _columns_for(self, points: Sequence[ScalePoint], gap: int) -> tuple[int, int, str]:
        """(points in a row, pixels for each, size of their words): all in one row, if they can be read there."""
        columns = width = 0
        for rows in range(1, len(points) + 1):
            columns = -(-len(points) // rows)
            width = (self.width() - gap * (columns - 1)) // columns
            if width >= theme.px(_NARROWEST):
                if all(
                    point.has_room(width, "ui") and point.needs_lines(width, "ui") < 3 for point in points
                ):
                    return columns, width, "ui"
                if all(point.has_room(width, "caption") for point in points):
                    return columns, width, "caption"
        return columns, width, "caption"

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), theme.high()))
