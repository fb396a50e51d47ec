"""A track between two ends on which a person puts a mark. There is none to begin with, and no number is shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components.badges import paint_ring

_SIDE = 18


class PlaceSlider(QWidget):
    """Whole numbers from `least` to `most`; None: no mark. Arrows move by one, Page keys by a tenth.

    The first arrow puts the mark into the middle: a key that is pressed is a choice, what stands there at the start
    would not be one.
    """

    accessible_role = "Slider"
    own_keys = frozenset({"Left", "Right", "Home", "End", "PgUp", "PgDown"})
    value_changed = Signal(object)
    """The new value, after a person changed it."""

    def __init__(self, name: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._value: int | None = None
        self._read_only = self._ring = self._ring_kept = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def value(self) -> int | None:
        """Where the mark is."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Shows a value without telling anybody; what lies outside is no value."""
        self._value = value if value is not None and self._least <= value <= self._most else None
        self.update()

    def choose(self, value: int) -> None:
        """Does what a click at this value does."""
        value = max(self._least, min(self._most, value))
        if self._read_only or value == self._value:
            return
        self.set_value(value)
        self.value_changed.emit(value)

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the mark in sight, and takes no other."""
        self._read_only = read_only
        self.setCursor(Qt.CursorShape.ArrowCursor if read_only else Qt.CursorShape.PointingHandCursor)
        self.update()

    def keep_ring(self) -> None:
        """Shows the ring without the keyboard: for pictures of all states."""
        self._ring_kept = True

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.high(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.high(32))

    def theme_changed(self) -> None:
        self.updateGeometry()

    # Mouse and keys

    def _track(self) -> QRectF:
        half = theme.px(_SIDE) / 2 + 4
        return QRectF(half, self.height() / 2 - 2, max(1.0, self.width() - 2 * half), 4)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _at(self, x: float) -> int:
        track = self._track()
        share = min(1.0, max(0.0, (x - track.left()) / track.width()))
        share = 1 - share if self._mirrored() else share
        return self._least + round(share * (self._most - self._least))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(self._at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: self._least, Qt.Key.Key_End: self._most}
        page = max(1, (self._most - self._least) // 10)
        onward = -1 if self._mirrored() else 1
        steps = {
            Qt.Key.Key_Left: -onward,
            Qt.Key.Key_Right: onward,
            Qt.Key.Key_PageUp: page,
            Qt.Key.Key_PageDown: -page,
        }
        key = Qt.Key(event.key())
        if key in ends:
            self.choose(ends[key])
        elif key in steps:
            middle = (self._least + self._most) // 2
            self.choose(middle if self._value is None else self._value + steps[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        edge = theme.color("border_strong")
        if self._value is None:
            middle = track.center().y()
            painter.setPen(QPen(edge, 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(track.left(), middle), QPointF(track.right(), middle))
        else:
            painter.setPen(QPen(edge, 1))
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(track, 2, 2)
            share = (self._value - self._least) / (self._most - self._least)
            share = 1 - share if self._mirrored() else share
            side = theme.px(_SIDE)
            middle = QPointF(track.left() + share * track.width(), track.center().y())
            painter.setPen(QPen(theme.color("surface"), 2))
            painter.setBrush(theme.color("text3" if self._read_only else "accent"))
            painter.drawEllipse(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))
        if self._ring_kept or (self._ring and self.hasFocus()):
            paint_ring(painter, QRectF(self.rect()))
        painter.end()
