"""Hidden characters made visible: each is one object in the text, drawn as a small label.

One character of the source stays one character of the document, so places in the text stay where they are, and copying
gives what it gives without the chips (`told`).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from ui import theme
from ui.renderers.formats import CHIP, CHIP_OBJECT, COPIED
from ui.renderers.shown_text import for_qt, shown

MOST_CHIPS = 1_000
"""Chips in one document; what is more stays as it is. Each costs some 30 µs of layout."""
CHIP_COST = 100
"""What a chip costs to lay out, in characters."""
OBJECT = "\ufffc"
_SIDE = 3.0
_BELOW = 2.0
"""How far a chip reaches below the line that letters stand on."""


def chip_format(around: QTextCharFormat, character: str, label: str) -> QTextCharFormat:
    """The format of the object that stands for a character."""
    form = QTextCharFormat(around)
    form.setObjectType(CHIP_OBJECT)
    form.setProperty(CHIP, label)
    form.setProperty(COPIED, for_qt(shown(character)))
    return form


def told(document: QTextDocument, start: int, text: str) -> str:
    """The text that begins at `start` of the document, with every object replaced by the text it stands for."""
    if OBJECT not in text:
        return text
    cursor = QTextCursor(document)
    parts: list[str] = []
    at = start
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        if character == OBJECT:
            cursor.setPosition(at)
            character = str(cursor.charFormat().property(COPIED) or "")
        parts.append(character)
    return "".join(parts)


class ChipPainter(QPyTextObject):
    """Lays out and paints chips, as high as the letters around them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sizes: dict[tuple[str, int], QSizeF] = {}
        self._drawn: dict[tuple[str, int, float, str], QPixmap] = {}

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:  # noqa: ARG002
        """As wide as its label."""
        font = _small(form)
        key = (str(form.property(CHIP)), font.pixelSize())
        if key not in self._sizes:
            metrics = QFontMetricsF(font)
            self._sizes[key] = QSizeF(metrics.horizontalAdvance(key[0]) + 2 * _SIDE + 2, metrics.height())
        return self._sizes[key]

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF,
        document: QTextDocument,  # noqa: ARG002
        position: int,  # noqa: ARG002
        form: QTextFormat,
    ) -> None:
        """A label in a frame: unlike any text of the content. Painted once, then only copied: there may be hundreds."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        label, font = str(form.property(CHIP)), _small(form)
        key = (label, font.pixelSize(), ratio, theme.current().name)
        if key not in self._drawn:
            self._drawn[key] = _drawn(label, font, rect.size(), ratio)
        painter.drawPixmap(rect.topLeft() + QPointF(0, _BELOW), self._drawn[key])


def _drawn(label: str, font: QFont, size: QSizeF, ratio: float) -> QPixmap:
    made = QPixmap((size * ratio).toSize() + QSize(1, 1))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    box = QRectF(1, 0, size.width() - 2, size.height())
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 1))
    painter.setBrush(theme.color("accent_soft"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(font)
    painter.setPen(theme.color("accent_text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
    painter.end()
    return made


def _small(form: QTextFormat) -> QFont:
    """The interface's font at three quarters of the size around."""
    font = QFont(theme.font("caption"))
    around = form.toCharFormat().font().pixelSize()
    font.setPixelSize(max(8, round((around if around > 0 else 14) * 0.68)))
    return font
