"""A text with its changes in it: what came in is underlined, what went out struck through. Nothing is judged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from hdclient.content.compare import Differences, Kind, differences
from hdclient.words import tr
from ui import theme


class TrackedText(QTextEdit):
    """As high as its words, up to a third of a page; `roomy`: as high as there is room, and neutral in colour."""

    def __init__(
        self, name: str, before: str, words: str, parent: QWidget | None = None, *, roomy: bool = False
    ) -> None:
        super().__init__(parent)
        self._before, self._words, self._roomy = before, words, roomy
        self._found: Differences | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(4 if roomy else 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._write()

    def theme_changed(self) -> None:
        """Colours and letters of now."""
        self._write()

    def show_change(self, before: str, words: str, found: Differences | None = None) -> None:
        """Other texts; `found`: how they differ, if that is known. Stays scrolled to where it was."""
        if (before, words) != (self._before, self._words):
            self._before, self._words, self._found = before, words, found
            self._write()

    def _write(self) -> None:
        bar, at = self.verticalScrollBar(), self.verticalScrollBar().value()
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._insert(cursor)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(at)
        self._fit()

    def _insert(self, cursor: QTextCursor) -> None:
        if not self._words:
            cursor.insertText(tr("Not answered"), _look("text3"))
        elif self._words == self._before or not self._before:
            cursor.insertText(self._words, _look("text", under=not self._before))
        else:
            found = self._found or differences(self._before, self._words)
            for part in found.parts:
                old, new = self._before[slice(*part.a)], self._words[slice(*part.b)]
                if part.kind is Kind.SAME:
                    cursor.insertText(new, _look("text"))
                    continue
                out, come = ("text3", "accent_text") if self._roomy else ("err", "ok")
                if old:
                    cursor.insertText(old, _look(out, struck=True))
                if old and new and not old[-1].isspace():
                    cursor.insertText(" ", _look("text"))
                if new:
                    cursor.insertText(new, _look(come, under=True))

    def _fit(self) -> None:
        if self._roomy:
            return
        height = min(theme.px(260), round(self.document().size().height()) + theme.px(8))
        if height != self.minimumHeight():
            self.setFixedHeight(max(theme.px(40), height))


def _look(token: str, *, under: bool = False, struck: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(theme.font("ui"))
    look.setForeground(theme.color(token))
    look.setFontUnderline(under)
    look.setFontStrikeOut(struck)
    return look
