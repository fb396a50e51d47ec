"""A plain way to scroll: no frame, no ground of its own, as wide as it is, as tall as its content asks for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class _Holder(QWidget):
    """Holds the content and asks for no height: else QScrollArea keeps the height that the content would need at its
    least width, and shows a bar over nothing."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inner)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def scroll_area(inner: QWidget, name: str) -> QScrollArea:
    """A scroll area for `inner`, which takes its width. `name` is for assistive technology."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(_Holder(inner))
    area.setAccessibleName(name)
    area.viewport().setAutoFillBackground(False)
    for widget in (area.widget(), inner):
        widget.setAutoFillBackground(False)
    return area
