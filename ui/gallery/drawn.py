"""What the questions of the gallery speak about: a picture drawn for it, and no words. It needs no task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QWidget

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor
from ui.components.labels import Label
from ui.components.picture_canvas import PictureCanvas
from ui.questions.content_desk import Marked, ShownPart, SourceView

SIZE = QSize(640, 480)
SHA = "0" * 64
_SKY, _LOW, _SEA, _HILL = "#8FB8DE", "#F3E3C3", "#2F6690", "#5A7D4A"
_WALL, _STRIPE, _ROOF, _LIGHT = "#F4F1EA", "#B23A48", "#3A3A45", "#FFE28A"


def lighthouse() -> QImage:
    """A lighthouse by the sea, whose door stands beside it in the air: something to mark."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sky = QLinearGradient(QPointF(0, 0), QPointF(0, 330))
    sky.setColorAt(0, QColor(_SKY))
    sky.setColorAt(1, QColor(_LOW))
    painter.fillRect(QRectF(0, 0, 640, 330), QBrush(sky))
    painter.fillRect(QRectF(0, 330, 640, 150), QColor(_SEA))
    painter.setBrush(QColor(255, 255, 255, 60))
    for row in range(6):
        for place in range(5):
            painter.drawRoundedRect(
                QRectF(30 + place * 140 - row % 2 * 60, 346 + row * 22, 54 - row * 3, 3), 2, 2
            )
    hill = QPainterPath(QPointF(250, 480))
    hill.cubicTo(QPointF(320, 300), QPointF(470, 300), QPointF(640, 360))
    hill.lineTo(640, 480)
    painter.fillPath(hill, QColor(_HILL))
    _tower(painter)
    painter.end()
    return image


def _tower(painter: QPainter) -> None:
    beam = QColor(_LIGHT)
    beam.setAlpha(90)
    painter.setBrush(beam)
    painter.drawPolygon(QPolygonF([QPointF(470, 112), QPointF(60, 40), QPointF(60, 190)]))
    painter.setBrush(QColor(_WALL))
    painter.drawPolygon(
        QPolygonF([QPointF(440, 350), QPointF(452, 140), QPointF(488, 140), QPointF(500, 350)])
    )
    painter.setBrush(QColor(_STRIPE))
    for top in (180, 250, 320):
        inset = (350 - top) * 12 / 210
        painter.drawRect(QRectF(440 + inset, top, 60 - 2 * inset, 26))
    painter.setBrush(QColor(_ROOF))
    painter.drawRect(QRectF(444, 130, 52, 10))
    painter.drawPolygon(QPolygonF([QPointF(450, 96), QPointF(470, 66), QPointF(490, 96)]))
    painter.setBrush(QColor(_LIGHT))
    painter.drawRect(QRectF(456, 96, 28, 34))
    painter.setBrush(QColor(_ROOF))
    painter.drawRoundedRect(QRectF(384, 258, 26, 44), 8, 8)
    painter.setBrush(QColor(_LIGHT))
    painter.drawEllipse(QPointF(404, 282), 2.5, 2.5)


class DrawnContent:
    """Implements ContentDesk: one picture; nothing is selected, and what is marked elsewhere is not shown."""

    def __init__(self) -> None:
        self._levels: list[QImage] = []

    def selection(self) -> Anchor | None:
        """Nothing."""
        return None

    def clear_selection(self) -> None:
        """Nothing is selected."""

    def mark(self, owner: str, marks: Sequence[Marked]) -> None:
        """There is no text to mark."""

    def find(self, anchor: Anchor) -> Sureness:  # noqa: ARG002
        """Every place is on the picture."""
        return Sureness.EXACT

    def go_to(self, anchor: Anchor) -> Sureness:
        """It is in sight."""
        return self.find(anchor)

    def moved(self, anchor: Anchor, start: int, end: int) -> Anchor | None:  # noqa: ARG002
        """There are no words."""
        return None

    def source(self, part: str) -> str:  # noqa: ARG002
        """There are no words."""
        return ""

    def make_view(self, name: str, *, roomy: bool = False) -> SourceView:  # noqa: ARG002
        """A label: the gallery has no worker that prepares content."""
        return _Words(name)

    def pictures(self) -> Sequence[ShownPart]:
        """One."""
        return (ShownPart("candidate:a", 0, SHA, "A lighthouse by the sea"),)

    def show_picture(self, canvas: PictureCanvas, picture: ShownPart) -> None:  # noqa: ARG002
        """It is drawn when it is first asked for."""
        if not self._levels:
            self._levels.append(lighthouse())
        canvas.set_levels(self._levels, SIZE)

    def part_at_hand(self) -> str:
        """Where the picture is."""
        return "candidate:a"

    def when_pointed(self, owner: str, call: Callable[[Anchor], None]) -> None:
        """Nobody points at a text."""


class _Words:
    def __init__(self, name: str) -> None:
        self._label = Label("", wrap=True)
        self._label.setAccessibleName(name)

    def widget(self) -> QWidget:
        """The label."""
        return self._label

    def show_source(self, text: str) -> None:
        """As it is written."""
        self._label.setText(text)
