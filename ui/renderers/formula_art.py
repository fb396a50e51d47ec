"""Formulas as pixels: outlines become painter paths once, and each formula one image per size, colour and screen.

Must not know documents. Everything is painted from the `Drawing` alone; nothing of it is read as SVG or as a name of
a file.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import lru_cache
from math import ceil
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from hdclient.content.tree import Drawing
from ui import theme

KEPT_BYTES = 24 * 1024 * 1024
LARGEST_IMAGE = 4_000_000
"""Pixels; a larger formula is painted anew each time."""
OVERHANG = 0.25
"""Part of an em by which letters may lean out of the box. What reaches further is cut off."""
FATTER = 32
"""Thousandths of an em by which strokes of a bold formula are wider, as bold letters are."""
READABLE = 4.0
WASH = 0.3

_STEP = re.compile(r"([MLQCZ])([-0-9 ]*)")


@lru_cache(maxsize=4_096)
def outline(shape: str) -> QPainterPath:
    """The path of one shape of a drawing. Raises ValueError or IndexError for what no drawing has."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for name, rest in _STEP.findall(shape):
        p = [float(number) for number in rest.split()]
        if name == "M":
            path.moveTo(p[0], p[1])
        elif name == "L":
            path.lineTo(p[0], p[1])
        elif name == "Q":
            path.quadTo(p[0], p[1], p[2], p[3])
        elif name == "C":
            path.cubicTo(p[0], p[1], p[2], p[3], p[4], p[5])
        else:
            path.closeSubpath()
    return path


def luminance(color: QColor) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _rgb(color)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _rgb(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def contrast(one: QColor, other: QColor) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(color: QColor, ground: QColor) -> QColor:
    """The colour, lighter or darker where it could not be read on this ground; its hue stays."""
    made = QColor(color)
    step = 0.06 if luminance(ground) < 0.4 else -0.06
    for _ in range(16):
        if contrast(made, ground) >= READABLE:
            break
        hue, saturation, lightness, alpha = made.getHslF()  # type: ignore[misc]
        made.setHslF(max(0.0, hue), saturation, min(1.0, max(0.0, lightness + step)), alpha)
    return made


def _ink(name: str, text: QColor, ground: QColor) -> QColor:
    """The colour of a mark: "" is the text's own, "~" before it makes a ground to be read upon."""
    wash = name.startswith("~")
    color = QColor(name.removeprefix("~"))
    if not name.removeprefix("~") or not color.isValid():
        return text
    if wash:
        color.setAlphaF(WASH)
        return color
    return readable(color, ground)


def paint(painter: QPainter, drawing: Drawing, em: float, color: QColor, *, bold: bool = False) -> None:
    """Paints the drawing with its baseline's beginning at the painter's origin; `em` in pixels. `bold`: each outline
    is made fatter, for the drawing was made once, of letters of one weight."""
    ground = theme.color("surface")
    scale = em / 1000
    margin = OVERHANG * 1000
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    height = drawing.ascent + drawing.descent
    painter.setClipRect(
        QRectF(-margin, -drawing.ascent - margin, drawing.width + 2 * margin, height + 2 * margin)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    for shape, x, y, across, down, name in drawing.marks:
        painter.save()
        painter.translate(x, y)
        painter.scale(across / 1000, down / 1000)
        path, ink = outline(drawing.shapes[shape]), _ink(name, color, ground)
        painter.fillPath(path, ink)
        if bold and not name.startswith("~"):
            painter.strokePath(path, QPen(ink, FATTER * 1000 / max(1, abs(across))))
        painter.restore()
    for text, x, y, size, name in drawing.words:
        font = QFont(theme.font("content"))
        font.setPixelSize(max(1, size))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(_ink(name, color, ground))
        painter.drawText(QPointF(x, y), text)
    painter.restore()


_Key: TypeAlias = tuple[int, int, int, int, bool]


class FormulaArt:
    """Images of formulas, the last used kept."""

    def __init__(self) -> None:
        self._images: OrderedDict[_Key, tuple[Drawing, QImage]] = OrderedDict()
        self._bytes = 0

    def draw(
        self,
        painter: QPainter,
        at: QPointF,
        drawing: Drawing,
        em: float,
        color: QColor,
        *,
        bold: bool = False,
    ) -> None:
        """Draws the formula with its baseline's beginning at `at`, moved to whole pixels of the screen."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        at = QPointF(round(at.x() * ratio) / ratio, round(at.y() * ratio) / ratio)
        image = self.image(drawing, em, color, ratio, bold=bold)
        if image is None:
            painter.save()
            painter.translate(at)
            paint(painter, drawing, em, color, bold=bold)
            painter.restore()
            return
        painter.drawImage(at - _origin(drawing, em, ratio), image)

    def image(
        self, drawing: Drawing, em: float, color: QColor, ratio: float, *, bold: bool = False
    ) -> QImage | None:
        """The formula's image for a screen of this many pixels per point; None when it would be too large."""
        key = (id(drawing), round(em * 64), color.rgba(), round(ratio * 64), bold)
        kept = self._images.get(key)
        if kept is not None:
            self._images.move_to_end(key)
            return kept[1]
        origin = _origin(drawing, em, ratio)
        width = ceil((drawing.width / 1000 * em + 2 * origin.x()) * ratio) + 1
        height = ceil((origin.y() + (drawing.descent / 1000 + OVERHANG) * em) * ratio) + 1
        if width * height > LARGEST_IMAGE:
            return None
        image = QImage(width, max(1, height), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(origin)
        paint(painter, drawing, em, color, bold=bold)
        painter.end()
        self._keep(key, drawing, image)
        return image

    def _keep(self, key: _Key, drawing: Drawing, image: QImage) -> None:
        self._images[key] = (drawing, image)  # the drawing too: while it lives, nothing else has its id
        self._bytes += image.sizeInBytes()
        while self._bytes > KEPT_BYTES and len(self._images) > 1:
            _, (_, dropped) = self._images.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()


def _origin(drawing: Drawing, em: float, ratio: float) -> QPointF:
    """Where the baseline begins in the image, on whole pixels of the screen."""
    x = ceil(OVERHANG * em * ratio) / ratio
    y = ceil((drawing.ascent / 1000 + OVERHANG) * em * ratio) / ratio
    return QPointF(x, y)


ART = FormulaArt()
"""The one store of formula images: a page that was prepared ahead is painted without making any."""
