"""The search within a guideline: a field, a count, and the places that were found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.labels import Label
from ui.components.tinted_icon import icon

MOST_HITS = 500


class GuidelineSearch(QObject):
    """`view` says what is searched now, `found` hears of a search. Enter goes from hit to hit, Esc clears it."""

    def __init__(self, parent: QWidget, view: Callable[[], object], found: Callable[[], None]) -> None:
        super().__init__(parent)
        self._view, self._found = view, found
        self._hits: list[QTextCursor] = []
        self._at = -1
        self._awaited: object = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search the guideline  /"))
        self.field.setAccessibleName(tr("Search the guideline"))
        self.field.setProperty("own_undo", True)
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self.find)
        self.field.installEventFilter(self)
        self.count = Label("", "caption", "text3")

    def row(self) -> QHBoxLayout:
        """The field and the count."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self.count.hide()
        return row

    def focus(self) -> None:
        """The field, with its text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def hits(self) -> int:
        """How many places there are."""
        return len(self._hits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
        return super().eventFilter(watched, event)

    def find(self, text: str) -> None:
        """Looks for these words; two letters at least."""
        self._at = -1
        self._look(text)
        self.count.setVisible(len(text) > 1)
        self._found()
        self.go(1)

    def _look(self, text: str) -> None:
        from ui.renderers.reading_view import ReadingView  # start-up

        view, self._hits = self._view(), []
        document = view.document() if isinstance(view, QTextEdit) else None
        if document is not None and len(text) > 1:
            self._hits = _all_hits(document, text)
        if isinstance(view, ReadingView) and not view.is_loaded() and view is not self._awaited:
            self._awaited = view
            view.loaded.connect(self._look_again)

    def _look_again(self) -> None:
        """All of the text is there now. What is being read stays in sight, and the place at hand at hand."""
        self._look(self.field.text())
        view = self._view()
        reads = isinstance(view, QTextEdit) and view.verticalScrollBar().value() > 0
        self.go(0 if self._at >= 0 or reads else 1)

    def go(self, step: int) -> None:
        """The next place, or with -1 the one before; with 0, the marks are painted anew."""
        view = self._view()
        if isinstance(view, QTextEdit):
            if self._hits and step:
                self._at = (self._at + step) % len(self._hits)
                plain = QTextCursor(self._hits[self._at])
                plain.clearSelection()
                view.setTextCursor(plain)
                view.ensureCursorVisible()
            view.setExtraSelections([self._mark(n, hit) for n, hit in enumerate(self._hits)])
        self.count.setText(
            tr("{number} of {number2}", number=self._at + 1, number2=len(self._hits))
            if self._hits
            else tr("None")
        )

    def _mark(self, number: int, hit: QTextCursor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = hit
        chosen = number == self._at
        made.format.setBackground(theme.color("accent" if chosen else "accent_soft"))
        made.format.setForeground(theme.color("on_accent" if chosen else "text"))
        return made


def _all_hits(document: QTextDocument, text: str) -> list[QTextCursor]:
    found: list[QTextCursor] = []
    cursor = document.find(text, 0)
    while not cursor.isNull() and len(found) < MOST_HITS:
        found.append(cursor)
        cursor = document.find(text, cursor)
    return found
