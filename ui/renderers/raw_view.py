"""The exact source of content, uninterpreted, in a fixed-width font."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui import theme
from ui.components.quiet_bar import quieten
from ui.renderers.reading_view import PADDING
from ui.renderers.shown_text import LINE_BREAK, pieces, shown


class RawView(QPlainTextEdit):
    """Read only. What can be selected and copied here is what the model wrote, character for character.

    Very long words are cut into lines for the eye only; copying leaves those breaks out.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = ""
        self._goes_on: set[int] = set()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        quieten(self)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(PADDING)
        self.theme_changed()

    def show_source(self, text: str) -> None:
        """Another source, from its top."""
        self.source = text
        lines: list[str] = []
        self._goes_on = set()
        for line in text.split("\n"):
            for number, piece in enumerate(pieces(shown(line))):
                if number:
                    self._goes_on.add(len(lines))
                lines.append(piece)
            if not line:
                lines.append("")
        self.setPlainText("\n".join(lines))

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selection without the line breaks that are ours."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        parts = cursor.selectedText().split("\u2029")
        text = parts[0] + "".join(
            part if first + number in self._goes_on else "\n" + part
            for number, part in enumerate(parts[1:], 1)
        )
        data = QMimeData()
        data.setText(text.replace(LINE_BREAK, "\n"))
        return data

    def content_height(self) -> int:
        """How high all of the source is, in pixels."""
        lines = round(self.document().size().height())
        return lines * self.fontMetrics().lineSpacing() + 2 * PADDING

    def theme_changed(self) -> None:
        """The content's own size, in the fixed-width font."""
        font = theme.font("content", mono=True)
        font.setPixelSize(round(font.pixelSize() * 0.9))
        self.setFont(font)

    def page(self, step: int) -> None:
        """A page down (1) or up (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * max(1, bar.pageStep() - 2))
