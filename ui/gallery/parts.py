"""What only the gallery needs: a swatch, things in a row, a ring without the keyboard, another direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.components.badges import paint_face
from ui.components.buttons import Pressable
from ui.components.flow import FlowLayout

Rows: TypeAlias = QModelIndex | QPersistentModelIndex
W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Pressable)


class Swatch(QWidget):
    """A token's colour."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setAccessibleName(token)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(72), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_face(painter, QRectF(self.rect()), theme.color(self._token), theme.color("border"))
        painter.end()


def rings(widget: P) -> P:
    """As if the keyboard were here."""
    widget.keep_ring()
    return widget


def turned(widget: W) -> W:
    """Right to left."""
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return widget


def in_flow(widgets: Sequence[QWidget]) -> QWidget:
    """Small things beside each other, in as many rows as it takes."""
    holder = QWidget()
    row = FlowLayout(holder, spacing=8)
    for widget in widgets:
        row.addWidget(widget)
    holder.setMinimumWidth(theme.px(280))
    return holder
