"""Paints one picture at any zoom, between two rulers that count its pixels. All places are in pixels of the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui import theme

LARGEST, SMALLEST = 16.0, 0.02
STEP = 1.25
RULER = 20
_LEAST_TICK = 64
"""Screen pixels between two numbers of a ruler."""
_ARROW = 60
REST_MS = 60
"""After the last step, until the picture is painted smoothly: in motion that would cost three times as much."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What part of a picture is looked at, so that pictures of other sizes and shapes can be looked at alike."""

    from_actual: bool
    """What `times` counts from: one screen pixel per picture pixel; else the picture fitted into its own canvas."""
    times: float
    """How much larger than that."""
    fitted: bool
    """The whole picture, until told otherwise, also when the canvas gets another size."""
    centre: QPointF
    """The point in the middle of the view, as fractions of the picture's width and height."""


class PictureCanvas(QWidget):
    """The point under the mouse stays where it is when zooming."""

    accessible_role = "Graphic"
    moved = Signal()
    """A person zoomed or moved it."""
    pointed = Signal(object)
    """QPoint of the picture under the mouse, or None."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # All of it is painted here: else Qt paints, at every step, the window, its shade and the sheet below it first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._levels: Sequence[QImage] = ()
        self._size = QSize()
        self._message = tr("Loading the picture …")
        self._zoom = 0.0
        self._at = QPointF()
        self._fitted = True
        self._base, self._from_actual = 1.0, False
        self._grip: QPointF | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)

    def set_levels(self, levels: Sequence[QImage], size: QSize) -> None:
        """Shows a picture of this size, fitted. `levels` are its pixels (or fewer) and their halves."""
        self._levels, self._size = levels, size
        self._fit()

    def has_image(self) -> bool:
        """Whether the pixels are here."""
        return bool(self._levels)

    def clear(self) -> None:
        """Another picture will come: nothing of the one before is in sight."""
        self._levels, self._message = (), tr("Loading the picture …")
        self.update()

    def shows(self, levels: Sequence[QImage]) -> bool:
        """Whether it has these very pixels."""
        return self._levels is levels

    def picture_size(self) -> QSize:
        """In pixels, as it is seen."""
        return self._size

    def place_of(self, pixel: tuple[int, int]) -> QPointF:
        """Where a pixel of the picture is in the widget: its upper left corner."""
        return self._at + QPointF(*pixel) * self._zoom

    def paint_over(self, painter: QPainter) -> None:
        """What subclasses lay upon the picture; the rulers are outside."""

    def set_message(self, message: str) -> None:
        """Why there is nothing to see."""
        self._message = message
        self.update()

    # Where one looks

    def zoom(self) -> float:
        """Screen pixels per picture pixel."""
        return self._zoom

    def pixel_at(self, point: QPointF) -> QPointF:
        """The place in the picture under a point of the widget."""
        return (point - self._at) / self._zoom if self._zoom else QPointF()

    def fit(self) -> None:
        """The whole picture, never enlarged."""
        if self.has_image():
            self._fit()
            self.moved.emit()

    def show_actual(self) -> None:
        """One pixel of the picture on one of the screen."""
        if self.has_image():
            self._base, self._from_actual = 1.0, True
            self.zoom_by(1 / self._zoom)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zooms; `about` (or the middle) stays where it is."""
        if self.has_image():
            point = about or self._room().center()
            before = self._zoom
            self._zoom = max(SMALLEST, min(LARGEST, before * factor))
            self._at = point - (point - self._at) * (self._zoom / before)
            self._fitted = False
            self._changed()

    def move_by(self, step: QPointF) -> None:
        """Moves the picture by screen pixels."""
        if self.has_image():
            self._at += step
            self._fitted = False
            self._changed()

    def outlook(self) -> Outlook | None:
        """What is looked at; None while there is no picture."""
        if not self.has_image():
            return None
        middle = self.pixel_at(self._room().center())
        centre = QPointF(middle.x() / self._size.width(), middle.y() / self._size.height())
        return Outlook(self._from_actual, self._zoom / self._base, self._fitted, centre)

    def follow(self, outlook: Outlook) -> None:
        """Looks at the same part, as many times larger than fitted or than its own pixels; tells nobody."""
        if not self.has_image():
            return
        if outlook.fitted:
            self._fit()
            return
        if outlook.from_actual != self._from_actual:
            self._base = 1.0 if outlook.from_actual else self._fitting()
            self._from_actual = outlook.from_actual
        self._zoom = max(SMALLEST, min(LARGEST, self._base * outlook.times))
        middle = QPointF(outlook.centre.x() * self._size.width(), outlook.centre.y() * self._size.height())
        self._at = self._room().center() - middle * self._zoom
        self._fitted = False
        self._repaint()

    def _fitting(self) -> float:
        """The zoom at which the whole picture is seen."""
        room = self._room()
        return max(SMALLEST, min(room.width() / self._size.width(), room.height() / self._size.height(), 1.0))

    def _fit(self) -> None:
        self._zoom = self._base = self._fitting()
        self._from_actual = False
        middle = QPointF(self._size.width(), self._size.height()) * self._zoom / 2
        self._at = self._room().center() - middle
        self._fitted = True
        self._repaint()

    def _room(self) -> QRectF:
        """The part of the widget that is not ruler."""
        edge = theme.px(RULER)
        return QRectF(edge, edge, max(1, self.width() - edge), max(1, self.height() - edge))

    def _changed(self) -> None:
        self._repaint()
        self.moved.emit()

    def _repaint(self) -> None:
        self._rest.start()
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.has_image():
            painter.setClipRect(self._room())
            self._paint_picture(painter)
            self.paint_over(painter)
            painter.setClipping(False)
            self._paint_ruler(painter, Qt.Orientation.Vertical)
            self._paint_ruler(painter, Qt.Orientation.Horizontal)
        else:
            painter.fillRect(self.rect(), theme.color("sunken"))
            painter.setPen(theme.color("text2"))
            painter.setFont(theme.font("ui"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self._message)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        """Only what is in sight, from the level that has just enough pixels."""
        whole = QRectF(self._at, QPointF(self._size.width(), self._size.height()) * self._zoom + self._at)
        seen = whole.intersected(self._room())
        self._paint_around(painter, seen)
        if seen.isEmpty():
            return
        ratio = self.devicePixelRatioF()
        level = 0
        while level + 1 < len(self._levels) and self._levels[level + 1].width() >= whole.width() * ratio:
            level += 1
        image = self._levels[level]
        scale = image.width() / whole.width(), image.height() / whole.height()
        source = QRectF(
            (seen.x() - whole.x()) * scale[0],
            (seen.y() - whole.y()) * scale[1],
            seen.width() * scale[0],
            seen.height() * scale[1],
        )
        smooth = self._zoom < 3 and self._zoom != 1 and not self._rest.isActive()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(seen, image, source)

    def _paint_around(self, painter: QPainter, seen: QRectF) -> None:
        """The ground beside the picture, and under the pixels that its edge only covers in part."""
        inside = QRectF(seen.adjusted(1, 1, -1, -1).toAlignedRect())
        ground = theme.color("sunken")
        if inside.isEmpty():
            painter.fillRect(self._room(), ground)
            return
        for part in QRegion(self.rect()) - QRegion(inside.toRect()):
            painter.fillRect(part, ground)

    def _paint_ruler(self, painter: QPainter, way: Qt.Orientation) -> None:
        """A strip with a number every so many pixels of the picture; the one at the side is turned to be read down."""
        across = way == Qt.Orientation.Horizontal
        edge = theme.px(RULER)
        length = self.width() if across else self.height()
        painter.save()
        if not across:
            painter.rotate(90)
            painter.translate(0, -edge)
        painter.fillRect(QRectF(0, 0, length, edge), theme.color("surface"))
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font("caption"))
        lines = []
        for number, at in self._ticks(across, edge, length):
            lines.append(QLineF(at, edge * 0.5 if across else 0, at, edge if across else edge * 0.5))
            painter.drawText(QPointF(at + 3, edge * (0.7 if across else 0.6)), f"{number:,}")
        painter.drawLines(lines)
        painter.restore()

    def _ticks(self, across: bool, edge: int, length: int) -> Iterator[tuple[int, float]]:
        """The numbers of a ruler, and where they stand on the screen."""
        start = self._at.x() if across else self._at.y()
        limit = self._size.width() if across else self._size.height()
        every = tick(self._zoom)
        number = max(0, round((edge - start) / self._zoom / every) * every)
        while number <= limit and (at := start + number * self._zoom) < length:
            if at >= edge:
                yield number, at
            number += every

    # What a person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted picture stays fitted; else the middle stays in the middle."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        elif event.oldSize().isValid():
            more = event.size() - event.oldSize()
            self._at += QPointF(more.width() / 2, more.height() / 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move_by(event.position() - self._grip)
            self._grip = event.position()
        place = self.pixel_at(event.position())
        inside = 0 <= place.x() < self._size.width() and 0 <= place.y() < self._size.height()
        self.pointed.emit(QPoint(int(place.x()), int(place.y())) if inside else None)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (_ARROW, 0),
            Qt.Key.Key_Right: (-_ARROW, 0),
            Qt.Key.Key_Up: (0, _ARROW),
            Qt.Key.Key_Down: (0, -_ARROW),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.move_by(QPointF(*moves[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.show_actual()
        else:
            super().keyPressEvent(event)


def tick(zoom: float) -> int:
    """How many pixels of the picture lie between two numbers of the ruler: 1, 2 or 5 with noughts."""
    least = max(1.0, _LEAST_TICK / max(zoom, SMALLEST))
    power = 1
    while power * 10 <= least:
        power *= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)
