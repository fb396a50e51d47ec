"""A window of PySide6 with an empty text view, and nothing of ours: what a start is measured against.

A file of its own, not a module of the tests, which load what the program has. It says `painted` and ends.
"""

import os

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser


class Watch(QObject):
    """Tells of the first paint."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, painted)
        return False


def painted() -> None:
    """Says so, and ends at once."""
    print("painted", flush=True)
    os._exit(0)


if __name__ == "__main__":
    app = QApplication([])
    window = QMainWindow()
    view = QTextBrowser()
    window.setCentralWidget(view)
    window.resize(1280, 800)
    watch = Watch()
    view.viewport().installEventFilter(watch)
    window.show()
    app.exec()
