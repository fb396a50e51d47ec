"""Find and replace in one text field: small, below it. Replacing is an edit like any other, which undo takes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from hdclient.words import tr, trn
from ui import theme
from ui.components.announce import announce
from ui.components.buttons import Button
from ui.components.labels import Label


class ReplaceBar(QWidget):
    """Hidden until `open_bar`. Enter finds the next, Shift+Enter the one before; Esc closes it."""

    accessible_role = "Grouping"
    closed = Signal()

    def __init__(self, field: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Find and replace"))
        self._field = field
        self.wanted, self.other = QLineEdit(self), QLineEdit(self)
        for edit, name in ((self.wanted, tr("Find in your text")), (self.other, tr("Replace by"))):
            edit.setPlaceholderText(name)
            edit.setAccessibleName(name)
            edit.setProperty("own_undo", True)
            edit.setMinimumWidth(theme.px(70))
        self._told = Label("", "caption", "text2", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.wanted, 1)
        row.addWidget(self.other, 1)
        for text, act in ((tr("Replace"), self.replace), (tr("Replace all"), self.replace_all)):
            button = Button(text, small=True, parent=self)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addWidget(self._told)
        self.wanted.returnPressed.connect(self.find)
        self.other.returnPressed.connect(self.replace)
        self.hide()

    def open_bar(self) -> None:
        """Looks for what is selected, or for what was looked for last."""
        selected = self._field.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.wanted.setText(selected)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ShiftModifier
        ):
            self.find(back=True)
        else:
            super().keyPressEvent(event)

    def close_bar(self) -> None:
        """The text has the keyboard again."""
        self.hide()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    # Finding

    def find(self, *, back: bool = False) -> bool:
        """Selects the next occurrence, from the top again behind the last one. False: there is none."""
        words = self.wanted.text()
        if not words:
            return False
        flag = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not self._field.find(words, flag):
            before = self._field.textCursor()
            ends = QTextCursor.MoveOperation
            self._field.moveCursor(ends.End if back else ends.Start)
            if not self._field.find(words, flag):
                self._field.setTextCursor(before)
                self._say(tr("Not in your text"))
                return False
        self._say("")
        return True

    def replace(self) -> None:
        """Replaces what is found and selected, and finds the next; selects it first, where nothing is."""
        cursor = self._field.textCursor()
        if not self._field.isReadOnly() and self._is_it(cursor):
            cursor.insertText(self.other.text())
        self.find()

    def replace_all(self) -> None:
        """Replaces every occurrence, as one edit."""
        words = self.wanted.text()
        text = self._field.toPlainText()
        pieces = _split(text, words)
        if self._field.isReadOnly() or len(pieces) < 2:
            self._say(tr("Not in your text"))
            return
        cursor = QTextCursor(self._field.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self.other.text().join(pieces))
        self._say(trn("{count} place replaced", "{count} places replaced", len(pieces) - 1))

    def _is_it(self, cursor: QTextCursor) -> bool:
        words = self.wanted.text()
        return bool(words) and cursor.selectedText().casefold() == words.casefold()

    def _say(self, words: str) -> None:
        self._told.setText(words)
        if words:
            announce(self, words)


def _split(text: str, words: str) -> list[str]:
    """What stands between the occurrences, however their letters are cased: as finding one by one does."""
    folded, wanted = text.lower(), words.lower()
    if not wanted or len(folded) != len(text):  # a letter that grows in lower case: then as it is written
        return text.split(words) if words else [text]
    pieces, at = [], 0
    while (found := folded.find(wanted, at)) >= 0:
        pieces.append(text[at:found])
        at = found + len(wanted)
    return [*pieces, text[at:]]
