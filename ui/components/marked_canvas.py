"""A picture with marks upon it, which are drawn, moved and made larger by mouse and by keys. It knows no task.

Keys, while it has the keyboard: arrows move the cross, or the mark at hand; Ctrl: by one pixel; Shift: they make the
mark larger or smaller. Enter puts a point, the corners of a box, the corners of a region (the last one twice); Esc lets
go; PgDown and PgUp walk the marks; Home shows all of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from hdclient.questions.regions import Point, Points, place_words
from hdclient.words import tr
from ui.components import mark_shapes
from ui.components.announce import announce
from ui.components.mark_layer import MarkLayer
from ui.components.mark_painting import paint_cross, paint_mark
from ui.components.picture_canvas import PictureCanvas

Shape = Literal["point", "box", "area"]
_STEP = 12
"""Screen pixels that an arrow moves the cross by; with Ctrl it is one pixel of the picture."""
_NEAR = 7
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ARROW_NAMES = ("Left", "Right", "Up", "Down")
_OWN = frozenset(
    {f"{held}{name}" for held in ("", "Shift+", "Ctrl+", "Ctrl+Shift+") for name in _ARROW_NAMES}
    | {"Return", "Enter", "Home", "PgUp", "PgDown", "+", "-", "=", "Shift+="}
)


class PlacedMark(Struct, frozen=True):
    """One mark as it is drawn. `hue`: number of its kind. `name`: what it is, for those who do not see it."""

    shape: Shape
    points: Points
    hue: int
    name: str = ""


class MarkedCanvas(PictureCanvas):
    """`show_marks` draws them; what a person does is told, and drawn again when it is shown."""

    placed = Signal(str, object)
    """(shape, points): something new was drawn."""
    changed = Signal(object)
    """The mark at hand has these points now."""
    chosen = Signal(int)
    """The mark with this number was pointed at; -1: none is at hand any more."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._marks: tuple[PlacedMark, ...] = ()
        self._here = -1
        self._shape: Shape | None = "point"
        self._hue = 0
        self._cross: Point | None = None
        self._drawn: list[Point] = []
        self._held: Points | None = None
        """The mark at hand while it is moved and not yet let go of."""
        self._corner = -1
        self._press: Point | None = None
        self._layer = MarkLayer()
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def own_keys(self) -> frozenset[str]:
        """Keys that are not the page's while this has the keyboard; Esc only while there is something to let go of."""
        letting_go = self._here >= 0 or bool(self._drawn)
        return _OWN | {"Esc"} if letting_go else _OWN

    # What is shown

    def show_marks(self, marks: Sequence[PlacedMark], here: int) -> None:
        """These marks; `here`: number of the one at hand, -1 for none."""
        if here != self._here:
            self._held = None
        self._marks, self._here = tuple(marks), here if 0 <= here < len(marks) else -1
        self.update()

    def marks(self) -> tuple[PlacedMark, ...]:
        """What is drawn."""
        return self._marks

    def set_shape(self, shape: Shape | None, hue: int = 0) -> None:
        """What is drawn next, and the hue that it will have; None: nothing can be drawn."""
        if shape != self._shape:
            self._drawn = []
        self._shape, self._hue = shape, hue
        self.update()

    def cross(self) -> Point:
        """Where the cross of the keyboard stands: in the middle at first."""
        if self._cross is None:
            size = self.picture_size()
            return size.width() // 2, size.height() // 2
        return self._cross

    def places_of(self, pixels: Sequence[tuple[int, int]]) -> list[QPointF]:
        """The same of many."""
        left, top, zoom = self._at.x(), self._at.y(), self._zoom
        return [QPointF(left + x * zoom, top + y * zoom) for x, y in pixels]

    def bring_into_sight(self, pixel: tuple[int, int]) -> None:
        """Moves the picture as little as is needed for this pixel to be seen."""
        place, room = self.place_of(pixel), self._room().adjusted(12, 12, -12, -12)
        dx = max(0.0, room.left() - place.x()) + min(0.0, room.right() - place.x())
        dy = max(0.0, room.top() - place.y()) + min(0.0, room.bottom() - place.y())
        if dx or dy:
            self.move_by(QPointF(dx, dy))

    def paint_over(self, painter: QPainter) -> None:
        """The marks, the one at hand last; then what is being drawn, and the cross."""
        place = self.place_of
        painter.drawPixmap(0, 0, self._others())
        if self._here >= 0:
            mark = self._marks[self._here]
            points = self._held if self._held is not None else mark.points
            paint_mark(painter, mark.shape, self.places_of(points), mark.hue, here=True)
        if self._drawn and self._shape is not None:
            points = self._drawing()
            paint_mark(painter, self._shape, self.places_of(points), self._hue, here=True, closed=False)
        if self.hasFocus() and self._shape is not None and self._here < 0:
            paint_cross(painter, place(self.cross()))

    def _others(self) -> QPixmap:
        """All marks but the one at hand."""
        others = [mark for number, mark in enumerate(self._marks) if number != self._here]
        frame = (self.place_of((0, 0)).toTuple(), self.zoom())
        return self._layer.pixels(others, frame, self.places_of, self.size(), self.devicePixelRatioF())

    def theme_changed(self) -> None:
        """Hues of now."""
        self._layer.forget()
        self.update()

    def _drawing(self) -> Points:
        """What is being drawn, up to the cross or the mouse."""
        if self._shape == "box" and self._drawn:
            return mark_shapes.box(self._drawn[0], self.cross() if len(self._drawn) == 1 else self._drawn[-1])
        return (*self._drawn, self.cross()) if self._press is None else tuple(self._drawn)

    def _pixel(self, at: QPointF) -> Point:
        """The pixel at a place of the widget, inside the picture."""
        size, place = self.picture_size(), self.pixel_at(at)
        found = mark_shapes.inside([(round(place.x()), round(place.y()))], size.width(), size.height())
        return found[0]

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.has_image():
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        near, at = _NEAR / max(self.zoom(), 0.01), self.pixel_at(event.position())
        if self._shape is not None and self._take_hold(at, near):
            self._press = self._pixel(event.position())
            return
        if self._here >= 0:
            self.chosen.emit(-1)
        self._press = self._pixel(event.position())
        self._drawn = [self._press] if self._shape is not None else []
        self._cross = self._press
        self.update()

    def _take_hold(self, at: QPointF, near: float) -> bool:
        """Of the mark at hand, when the mouse is on it: a corner of a box, or all of it."""
        if self._here < 0:
            return False
        mark = self._marks[self._here]
        self._corner = mark_shapes.corner_at(mark.shape, mark.points, at, near)
        if self._corner < 0 and not mark_shapes.is_hit(mark.points, at, near):
            return False
        self._held = mark.points
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            super().mouseMoveEvent(event)
            return
        now = self._pixel(event.position())
        if self._held is not None:
            self._drag(now)
        elif self._shape == "box":
            self._drawn = [self._drawn[0], now]
        elif self._shape == "area":
            self._drawn.append(now)
        self._cross = now
        self.update()

    def _drag(self, now: Point) -> None:
        assert self._press is not None
        size, mark = self.picture_size(), self._marks[self._here]
        if self._corner >= 0:
            self._held = mark_shapes.with_corner(mark.points, self._corner, now)
        else:
            dx, dy = now[0] - self._press[0], now[1] - self._press[1]
            self._held = mark_shapes.moved(mark.points, dx, dy, size.width(), size.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            super().mouseReleaseEvent(event)
            self.setCursor(Qt.CursorShape.CrossCursor)
            return
        self._press, self._corner = None, -1
        if self._held is not None:
            self._let_go()
            return
        drawn, self._drawn = self._drawn, []
        near = _NEAR / max(self.zoom(), 0.01)
        if self._shape == "area":
            drawn = list(mark_shapes.thinned(drawn, 1 / max(self.zoom(), 0.01)))
        elif self._shape == "box" and len(drawn) == 2:
            drawn = list(mark_shapes.box(drawn[0], drawn[1]))
        there = mark_shapes.under([one.points for one in self._marks], self.pixel_at(event.position()), near)
        clicked = self._shape is None or not mark_shapes.is_drawn(self._shape, drawn)
        if there >= 0 and (clicked or self._shape == "point"):
            self.chosen.emit(there)
        elif self._shape is not None and not clicked:
            self.placed.emit(self._shape, tuple(drawn))
        self.update()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if not self.has_image():
            super().keyPressEvent(event)
        elif key in _ARROWS:
            fine = bool(held & Qt.KeyboardModifier.ControlModifier)
            step = 1 if fine else max(1, round(_STEP / max(self.zoom(), 0.01)))
            dx, dy = (step * one for one in _ARROWS[key])
            self._step(dx, dy, larger=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._put()
        elif key == Qt.Key.Key_Escape and "Esc" in self.own_keys:
            self._escape()
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._walk(1 if key == Qt.Key.Key_PageDown else -1)
        elif event.text().isdigit():  # those are kinds of marks
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """What was moved by keys is told once, when the key is let go of."""
        if Qt.Key(event.key()) in _ARROWS and not event.isAutoRepeat():
            self._let_go()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_go()
        self.update()

    def _step(self, dx: int, dy: int, *, larger: bool) -> None:
        size = self.picture_size()
        if self._here >= 0:
            if self._shape is None:
                return
            mark = self._marks[self._here]
            points = self._held if self._held is not None else mark.points
            if larger:
                self._held = mark_shapes.resized(mark.shape, points, dx, dy, size.width(), size.height())
            else:
                self._held = mark_shapes.moved(points, dx, dy, size.width(), size.height())
            self.bring_into_sight(self._held[-1])
            self.say(place_words(mark.shape, self._held))
        else:
            x, y = self.cross()
            self._cross = mark_shapes.inside([(x + dx, y + dy)], size.width(), size.height())[0]
            self.bring_into_sight(self._cross)
            self.say(tr("{x:,}, {y:,}", x=self._cross[0], y=self._cross[1]))
        self.update()

    def _walk(self, step: int) -> None:
        """The next mark on this picture; from none, the first or the last."""
        self._let_go()
        count = len(self._marks)
        if count:
            start = -1 if step > 0 else count
            self.chosen.emit(max(0, min(count - 1, (self._here if self._here >= 0 else start) + step)))

    def _let_go(self) -> None:
        """The mark at hand stays where it was moved to."""
        held, self._held = self._held, None
        if held is None or self._here < 0:
            return
        mark = self._marks[self._here]
        if held != mark.points and mark_shapes.is_drawn(mark.shape, held):
            self.changed.emit(held)
        self.update()

    def _put(self) -> None:
        """A point, or the next corner; the second one of a box, and one put twice, ends what is drawn."""
        if self._shape is None or self._here >= 0:
            return
        at = self.cross()
        again = bool(self._drawn) and self._drawn[-1] == at
        done = self._shape == "point" or (self._shape == "box" and len(self._drawn) == 1)
        if done or (self._shape == "area" and again):
            points = (*self._drawn, *(() if again else (at,)))
            shape = self._shape
            if shape == "box":
                points = mark_shapes.box(points[0], at)
            if mark_shapes.is_drawn(shape, points):
                self._drawn = []
                self.placed.emit(shape, points)
            else:
                self.say(tr("It has no extent yet: move the cross first."))
        else:
            self._drawn.append(at)
            self.say(tr("Corner {number} at {x:,}, {y:,}", number=len(self._drawn), x=at[0], y=at[1]))
        self.update()

    def _escape(self) -> None:
        if self._drawn:
            self._drawn = []
            self.say(tr("Not drawn"))
        elif self._here >= 0:
            self._let_go()
            self.chosen.emit(-1)
        self.update()

    def say(self, words: str) -> None:
        """For those who do not see it."""
        announce(self, words)
