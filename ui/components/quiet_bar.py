"""A scroll bar that keeps its room but shows nothing while there is nothing to scroll: text never jumps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar


class QuietScrollBar(QScrollBar):
    """For areas whose bar is always on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


def quieten(area: QAbstractScrollArea) -> None:
    """Gives an area a vertical bar that is always there and seen only when needed."""
    area.setVerticalScrollBar(QuietScrollBar(Qt.Orientation.Vertical, area))
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
