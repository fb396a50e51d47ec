"""A scale: points of equal width side by side, each with its words and its key, of which at most one is chosen.

Words never change their width when a point is chosen, and wrap before they are shortened.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.components.badges import key_cap_width
from ui.components.buttons import Pressable
from ui.components.segmented import Segment, SegmentedControl, SegmentFace

_SIDE = 6
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

    def needs_lines(self, width: int, role: str) -> int:
        """How many lines its words take at this width."""
        metrics = QFontMetrics(theme.font(role, strong=True))
        box = QRect(0, 0, max(20, width - self._taken()), 1_000)
        return max(1, round(metrics.boundingRect(box, _WRAP, self._label).height() / metrics.lineSpacing()))

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
            box = box.adjusted(gap, 0, 0, 0) if mirrored else box.adjusted(0, 0, -gap, 0)
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
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.setSpacing(theme.px(6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def make_button(self, segment: Segment) -> Pressable:
        """A point of the scale."""
        point = ScalePoint(segment, self)
        point.pointed.connect(lambda: self.described.emit(segment.description))
        return point

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def theme_changed(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """All points as high as the one whose words need most."""
        points = [button for button in self.buttons() if isinstance(button, ScalePoint)]
        if not points:
            return
        width = (self.width() - theme.px(6) * (len(points) - 1)) // len(points)
        role = "ui" if all(point.needs_lines(width, "ui") < 3 for point in points) else "caption"
        height = max(point.height_at(width, role) for point in points)
        for point in points:
            point.set_role(role)
        if self.height() != height:
            for point in points:
                point.setFixedHeight(height)
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), theme.high()))
