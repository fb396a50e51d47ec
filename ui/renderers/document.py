"""The document that content is played into. It loads nothing, from nowhere, and makes no HTML of itself."""

from __future__ import annotations

import os
import re
from collections import Counter

from PySide6.QtCore import QObject, QRect, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPyTextObject,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from hdclient.content.tree import Code, Formula, Heading, Picture, Table
from hdclient.words import tr
from ui import theme
from ui.renderers.chips import ChipPainter, told
from ui.renderers.column import column_width
from ui.renderers.formats import (
    CHIP_OBJECT,
    CONTINUED,
    FORMULA_OBJECT,
    INDENT_UNIT,
    PICTURE,
    PICTURE_OBJECT,
    formats_in_force,
)
from ui.renderers.formula import FormulaPainter
from ui.renderers.large import Again, Large
from ui.renderers.pictures import PictureShelf
from ui.renderers.positions import Positions

SMALLEST_WIDTH = 40
_OWN = os.urandom(8).hex()
"""No content can know it: a link that it writes is never taken for one of the program's."""
PICTURE_SCHEME = f"hd-picture-{_OWN}"
WHOLE_SCHEME = f"hd-whole-{_OWN}"
"""Leads to what stands in `large` under the number behind it."""
_NOT_IN_NAMES = re.compile(r"[^\w\- ]")
KEEP = Qt.AspectRatioMode.KeepAspectRatio


def denied() -> QImage:
    """What every request for a resource gets: one transparent pixel. Never None, which would ask somebody else."""
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    return image


class PlayedDocument(QTextDocument):
    """A QTextDocument that only `Player` writes. Knows the pictures, formulas and code played into it."""

    def __init__(self, shelf: PictureShelf | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setPageSize(QSizeF(0, 0))  # nothing is laid out before a view gives a width
        self.setDocumentMargin(0)
        self.setIndentWidth(INDENT_UNIT)
        self.setDefaultFont(formats_in_force().font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.setDefaultTextOption(option)
        self.shelf = shelf
        self.pictures: list[Picture] = []
        self.codes: dict[int, Code] = {}
        self.large: list[Large | Again] = []
        """What is shown only in part, and what may be tried again: links of this program lead there."""
        self.turned: list[Table] = []
        """Tables that run from right to left: their columns are written the other way round."""
        self.formulas: list[Formula] = []
        """Those that are drawn; a character of the text stands for each."""
        self.lead = 0
        """Pixels that what is painted round the first block needs above it: Qt ignores a first block's own margin."""
        self.anchors: dict[str, int] = {}
        """Position of every heading, by what links call it."""
        self._named: Counter[str] = Counter()
        self.positions = Positions()
        """Where everything came from."""
        self.reveals = False
        """Whether hidden characters are played as chips."""
        self.chips = 0
        """How many have been."""
        self.cost = 0
        """What all that was written costs to lay out, in plain characters."""
        self._painter = _PicturePainter(self)
        self._chips = ChipPainter(self)
        self.formula_painter = FormulaPainter(self, self.formulas)
        self.documentLayout().registerHandler(FORMULA_OBJECT, self.formula_painter)
        self.documentLayout().registerHandler(CHIP_OBJECT, self._chips)
        self.documentLayout().registerHandler(PICTURE_OBJECT, self._painter)

    def note_heading(self, heading: Heading, position: int) -> None:
        """The next heading begins here: links call it by its anchor, or by its words as GitHub does: of the same words,
        the second is "words-1"."""
        name = heading.anchor
        if not name:
            from hdclient.content.plain import inline_text  # start-up

            words = _NOT_IN_NAMES.sub("", inline_text(heading.inlines).strip().lower()).replace(" ", "-")
            number = self._named[words]
            self._named[words] += 1
            name = f"{words}-{number}" if number else words
        self.anchors.setdefault(name, position)

    def source_range(self, start: int, end: int) -> tuple[int, int, int] | None:
        """(content block, start, end) in code points of what a selection of this document was made of."""
        return self.positions.source_range(start, end)

    def document_range(self, block: int, start: int, end: int) -> tuple[int, int] | None:
        """The range of this document that shows a range of a content block's source; None when nothing does."""
        return self.positions.document_range(block, start, end)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002
        """Denied, whatever it is: content never opens a file or a connection."""
        return denied()

    def fetch_pictures(self, width: float) -> None:
        """Has the pixels of all pictures decoded for a column of this width, before anything is painted."""
        for picture in self.pictures if self.shelf is not None else ():
            size = self.shelf.size(picture.sha256)
            if size is not None and width > 0:
                self.shelf.image(picture.sha256, size.boundedTo(size.scaled(int(width), 4_000, KEEP)))

    def limit_pictures(self, height: int) -> None:
        """Pictures are shown no higher than this many pixels."""
        if self._painter.highest != height and self.pictures:
            self._painter.highest = height
            self.markContentsDirty(0, self.characterCount())
        self._painter.highest = height


class _PicturePainter(QPyTextObject):
    """Lays out and paints the pictures of one document. Pixels come from the shelf when they are ready."""

    def __init__(self, document: PlayedDocument) -> None:
        super().__init__(document)
        self._document = document
        self.highest = 4_000

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        """Natural size, scaled down to the column and to `highest`; never up."""
        picture = self._document.pictures[form.property(PICTURE)]
        shelf = self._document.shelf
        size = shelf.size(picture.sha256) if shelf is not None else None
        width = max(SMALLEST_WIDTH, column_width(document, position))
        if size is None or size.isEmpty():
            return QSizeF(min(width, 360), 72)
        factor = min(1.0, width / size.width(), self.highest / size.height())
        return QSizeF(max(1.0, size.width() * factor), max(1.0, size.height() * factor))

    def drawObject(
        self,
        painter: QPainter,
        rect: object,
        document: QTextDocument,  # noqa: ARG002
        position: int,  # noqa: ARG002
        form: QTextFormat,
    ) -> None:
        """The picture, or a frame that says what it will be or why it cannot be."""
        picture = self._document.pictures[form.property(PICTURE)]
        shelf = self._document.shelf
        box = rect.toRect()  # type: ignore[attr-defined]
        ratio = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        image = shelf.image(picture.sha256, box.size() * ratio) if shelf is not None else None
        painter.save()
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, image)
            self._paint_note(painter, box, shelf.note(picture.sha256) if shelf is not None else "")
        else:
            refusal = (
                shelf.refusal(picture.sha256) if shelf is not None else tr("Pictures are not shown here.")
            )
            painter.setPen(theme.color("border"))
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 6, 6)
            painter.setPen(theme.color("text2"))
            painter.setFont(theme.font("ui"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(8, 4, -8, -4), int(flags), refusal or tr("Loading the picture …"))
        painter.restore()

    def _paint_note(self, painter: QPainter, box: QRect, note: str) -> None:
        """What is to be said about the pixels, on a strip along the lower edge."""
        if not note:
            return
        painter.setFont(theme.font("caption"))
        strip = QRect(box.left(), box.bottom() - theme.px(22), box.width(), theme.px(23))
        painter.fillRect(strip, theme.color("raised"))
        painter.setPen(theme.color("text2"))
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, strip.width() - 16)
        painter.drawText(strip.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, words)


def selected_text(cursor: QTextCursor) -> str:
    """The selection as plain text: breaks that are ours and pictures are left out, chips are what they stand for."""
    document = cursor.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    parts: list[str] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < max(end, start + 1):
        text = block.text()
        low = max(0, start - block.position())
        high = min(len(text.encode("utf-16-le", "surrogatepass")) // 2, end - block.position())
        if parts and not block.blockFormat().property(CONTINUED):
            parts.append("\n")
        parts.append(told(document, block.position() + low, _slice_utf16(text, low, high)))
        block = block.next()
    return "".join(parts).replace("\u2028", "\n")


def _slice_utf16(text: str, low: int, high: int) -> str:
    """text[low:high] where positions count UTF-16 units, as Qt does."""
    if text.isascii() or not any(ord(character) > 0xFFFF for character in text):
        return text[low:high]
    data = text.encode("utf-16-le", "surrogatepass")[2 * low : 2 * high]
    return data.decode("utf-16-le", "replace")
