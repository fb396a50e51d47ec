"""A text as it stands, with the places marked in which it differs from another: a ground and a line below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from ui import theme


class DifferentText(QTextEdit):
    """As high as its text. Ranges are in code points; what is in no range is as it stands in the other text."""

    def __init__(
        self, name: str, text: str, ranges: Sequence[tuple[int, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ranges = tuple(ranges)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.setPlainText(text)
        self.theme_changed()

    def marked(self) -> tuple[str, ...]:
        """The marked words, in order."""
        text = self.toPlainText()
        return tuple(text[start:end] for start, end in self._ranges)

    def theme_changed(self) -> None:
        """Marks are of the theme in force."""
        self.setFont(theme.font("ui"))
        self.viewport().setAutoFillBackground(False)
        plain = self.toPlainText()
        look = QTextCharFormat()
        look.setBackground(theme.color("mark"))
        look.setFontUnderline(True)
        look.setUnderlineColor(theme.color("mark_line"))
        found = []
        for start, end in self._ranges:
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(plain, start))
            cursor.setPosition(_units(plain, end), QTextCursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look  # type: ignore[attr-defined]
            found.append(mark)
        self.setExtraSelections(found)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(40, self.viewport().width()))
        height = int(self.document().size().height()) + 4
        if self.height() != height:
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), self.height())


def _units(text: str, position: int) -> int:
    """Qt counts UTF-16."""
    return len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
