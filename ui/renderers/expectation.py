"""Content that is still to come: nothing is shown at first, and after a moment a word that says why."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTextBrowser

from hdclient.words import tr
from ui import theme

PATIENCE_MS = 150
PREPARING = tr("Preparing …")


class Expectation:
    """Of one view, which calls `paint` after its own painting."""

    def __init__(self, view: QTextBrowser) -> None:
        self._view = view
        self.lasts = self.says_so = False
        self._patience = QTimer(view)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._say_so)

    def begin(self) -> None:
        """Content is to come."""
        self.lasts = True
        self._patience.start()

    def end(self) -> None:
        """It has come."""
        self.lasts = self.says_so = False
        self._patience.stop()

    def _say_so(self) -> None:
        self.says_so = True
        self._view.viewport().update()

    def paint(self, inset: int) -> None:
        """The word, if it is time for it."""
        if self.says_so:
            painter = QPainter(self._view.viewport())
            painter.setPen(theme.color("text3"))
            painter.setFont(theme.font("ui"))
            painter.drawText(self._view.viewport().rect().adjusted(inset, inset, -inset, 0), PREPARING)
            painter.end()
