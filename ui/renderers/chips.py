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
CHIP_COST = 50
"""What a chip costs to lay out, in characters."""
OBJECT = "\ufffc"
_AROUND = QTextFormat.Property.FontPixelSize
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
        self._look, self._tokens = theme.look(), theme.current()
        self._sizes: dict[tuple[str, int], QSizeF] = {}
        self._drawn: dict[tuple[str, int, float], QPixmap] = {}

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:  # noqa: ARG002
        """As wide as its label."""
        key = self._key(form)
        if key not in self._sizes:
            metrics = QFontMetricsF(_small(key[1]))
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
        label, around = self._key(form)
        drawn = self._drawn.get((label, around, ratio))
        if drawn is None:
            drawn = self._drawn[label, around, ratio] = _drawn(label, _small(around), rect.size(), ratio)
        painter.drawPixmap(QPointF(rect.x(), rect.y() + _BELOW), drawn)

    def _key(self, form: QTextFormat) -> tuple[str, int]:
        """The label and the size of the letters around (0: unsaid). Asked for every chip in sight."""
        if self._look is not theme.look() or self._tokens is not theme.current():
            self._look, self._tokens = theme.look(), theme.current()
            self._sizes, self._drawn = {}, {}
        return form.stringProperty(CHIP), form.intProperty(_AROUND)


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


def _small(around: int) -> QFont:
    """The interface's font at three quarters of the size around."""
    font = QFont(theme.font("caption"))
    font.setPixelSize(max(8, round((around if around > 0 else 14) * 0.68)))
    return font
