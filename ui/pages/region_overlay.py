"""Places of pictures that comments speak about, drawn over the pictures where they stand in a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from hdclient.model.anchor import Anchor, Region
from hdclient.questions.regions import bounds
from ui.components.mark_painting import paint_mark
from ui.questions.content_desk import ShownPart
from ui.renderers.anchored import Anchored, Stroke
from ui.renderers.difference_marks import Tint
from ui.renderers.pictures import PictureShelf
from ui.renderers.speaking import standing


class RegionOverlay(QWidget):
    """Over the viewport of one text; the mouse goes through it. `box_of` gives a picture's place in the viewport."""

    def __init__(self, viewport: QWidget, box_of: Callable[[Stroke], QRect | None]) -> None:
        super().__init__(viewport)
        self._box_of = box_of
        self._strokes: tuple[Stroke, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        viewport.installEventFilter(self)
        self.setGeometry(viewport.rect())
        self.hide()

    def show_strokes(self, strokes: Sequence[Stroke]) -> None:
        """These places, and no others."""
        self._strokes = tuple(strokes)
        self.setVisible(bool(strokes))
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for stroke in self._strokes:
            at, box = stroke.anchor.at, self._box_of(stroke)
            if box is not None and isinstance(at, Region) and isinstance(stroke.look, Tint):
                points = [on_picture(at, box, point) for point in at.points]
                paint_mark(painter, at.shape, points, stroke.look.number, here=stroke.look.here)
        painter.end()


def on_picture(at: Region, box: QRect, point: tuple[int, int]) -> QPointF:
    """Where a pixel of a picture is that fills this box."""
    x, y = point[0] / max(1, at.width), point[1] / max(1, at.height)
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def is_whole(at: Region) -> bool:
    """Whether it is all of the picture: then there is nothing to draw."""
    return at.shape == "box" and at.points == ((0, 0), (at.width, at.height))


class PictureRegions:
    """The places of pictures in all texts of a task: where each stands in its text's viewport, and their drawing."""

    def __init__(self, texts: Mapping[str, Anchored]) -> None:
        self._texts = texts
        self._overlays: dict[str, RegionOverlay] = {}

    def paint(self, strokes: Sequence[Stroke]) -> None:
        """Draws these places, and no others."""
        by_part: dict[str, list[Stroke]] = {}
        for stroke in strokes:
            if isinstance(stroke.anchor.at, Region) and not is_whole(stroke.anchor.at):
                by_part.setdefault(stroke.anchor.part, []).append(stroke)
        for part, text in self._texts.items():
            if part in by_part and part not in self._overlays:
                self._overlays[part] = RegionOverlay(text.content.reading.viewport(), self._picture_box)
            if part in self._overlays:
                self._overlays[part].show_strokes(by_part.get(part, ()))

    def update(self) -> None:
        """Something was moved or scrolled."""
        for overlay in self._overlays.values():
            overlay.update()

    def box(self, anchor: Anchor) -> QRect | None:
        """What a place reaches over, in its text's viewport; None for what is no place of a picture in sight."""
        at = anchor.at
        picture = self._box_of(anchor)
        if picture is None or not isinstance(at, Region):
            return None
        left, top, right, bottom = bounds(at.points)
        corner, other = on_picture(at, picture, (left, top)), on_picture(at, picture, (right, bottom))
        return QRect(corner.toPoint(), other.toPoint())

    def _picture_box(self, stroke: Stroke) -> QRect | None:
        return self._box_of(stroke.anchor)

    def _box_of(self, anchor: Anchor) -> QRect | None:
        """The picture itself. A cursor beside an object is as high as the line, whose foot the object stands on."""
        text = self._texts.get(anchor.part)
        document = text.content.document() if text is not None else None
        if text is None or document is None or text.content.is_raw() or not isinstance(anchor.at, Region):
            return None
        place = standing(text, anchor)
        if not place.is_seen():
            return None
        reader = text.content.reading
        cursor = QTextCursor(reader.document())
        cursor.setPosition(place.start)
        first = reader.cursorRect(cursor)
        cursor.setPosition(place.end)
        last = reader.cursorRect(cursor)
        wide = last.left() - first.left()
        high = round(wide * anchor.at.height / max(1, anchor.at.width))
        return QRect(first.left(), first.bottom() - high, wide, high) if wide > 0 else None


def picture_of(anchor: Anchor | None, texts: Mapping[str, Anchored]) -> ShownPart | None:
    """The picture that would be spoken of: the one that is selected, or the only thing that a part has."""
    text = texts.get(anchor.part) if anchor is not None else None
    if anchor is None or text is None or text.content.is_covered():
        return None
    blocks = text.content.given()
    number = anchor.block if isinstance(anchor.at, Region) else 0
    alone = anchor.at is None and len(blocks) == 1
    asset = blocks[number].asset if number < len(blocks) else None
    if asset is None or blocks[number].kind != "image" or not (alone or isinstance(anchor.at, Region)):
        return None
    return ShownPart(anchor.part, number, asset.sha256, text.content.accessibleName())


def place_on(anchor: Anchor, picture: ShownPart, at: Region | None, shelf: PictureShelf) -> Anchor:
    """The anchor of a place, or of all of the picture."""
    size = shelf.size(picture.sha256)
    if at is None and size is not None:
        wide, high = size.width(), size.height()
        corners = ((0, 0), (wide, high))
        at = Region(shape="box", points=corners, width=wide, height=high, sha256=picture.sha256)
    return anchor.changed(block=picture.block, at=at)
