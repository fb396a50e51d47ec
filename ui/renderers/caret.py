"""A caret in rendered text, which arrows move and Shift with arrows selects by: on demand, for reading needs none."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor

from ui.renderers.reading_view import ReadingView


def set_caret(view: ReadingView, on: bool) -> None:
    """Puts it into what is in sight, or takes it away."""
    flags = Qt.TextInteractionFlag.TextBrowserInteraction
    view.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard if on else flags)
    shown = view.viewport().rect()
    if on and not shown.contains(view.cursorRect().center()):
        cursor = view.cursorForPosition(QPoint(shown.width() // 2, 2))
        cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
        view.setTextCursor(cursor)


def has_caret(view: ReadingView) -> bool:
    """Whether a caret stands in the text."""
    return bool(view.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)
