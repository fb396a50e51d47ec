"""Ends documents that nobody sees any more. Deleting one of 100,000 blocks takes Qt a tenth of a second."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

BLOCKS_AT_ONCE = 1_000


def exchange(view: QTextEdit, document: QTextDocument) -> None:
    """Gives a view another document. Its extra selections go first: when they are replaced, Qt asks the old ones for
    their frame, and if their document is deleted by then, the process ends there (Qt 6.11).
    """
    view.setExtraSelections([])
    view.setDocument(document)


def let_go(document: QTextDocument) -> None:
    """Deletes a document later; a long one is taken apart from its end, between other events."""
    if document.blockCount() <= 2 * BLOCKS_AT_ONCE:
        document.deleteLater()
        return
    document.documentLayout().blockSignals(True)  # its height concerns nobody now
    timer = QTimer(document)
    timer.timeout.connect(lambda: _take_from(document, timer))
    timer.start(0)


def _take_from(document: QTextDocument, timer: QTimer) -> None:
    before = document.blockCount()
    if before > 2 * BLOCKS_AT_ONCE:
        cursor = QTextCursor(document)
        cursor.setPosition(document.findBlockByNumber(before - BLOCKS_AT_ONCE).position())
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if document.blockCount() < before:
            return
    timer.stop()
    document.deleteLater()
