"""Actions as rows of a list: the title, a word in grey, and the keys at the end. The palette and the page of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.commands import Action
from ui.components.badges import key_cap_width, paint_key_cap

_Index = QModelIndex | QPersistentModelIndex
Words = Callable[[Action], str]


class ActionRows(QAbstractListModel):
    """The actions that are listed. `spoken` is what assistive technology reads for a row."""

    def __init__(self, parent: QObject, spoken: Words, actions: Sequence[Action] = ()) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self.actions = list(actions)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Lists these instead."""
        self.beginResetModel()
        self.actions = list(actions)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        action = self.actions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.title
        return self._spoken(action) if role == Qt.ItemDataRole.AccessibleTextRole else None


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row that is chosen; nothing below others."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(QRectF(option.rect), theme.RADIUS["control"], theme.RADIUS["control"])


class ActionRow(QStyledItemDelegate):
    """Paints a row: where there is no room for all, the grey word goes first."""

    def __init__(
        self, parent: QObject, *, height: int, beside: Words, keys: Callable[[Action], Sequence[str]]
    ) -> None:
        """`beside` gives the word in grey, `keys` the words on the caps, `height` pixels at scale 1."""
        super().__init__(parent)
        self._height, self._beside, self._keys = height, beside, keys

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.px(200), theme.high(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, ActionRows):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        paint_ground(painter, option)
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_words(painter, inner, model.actions[index.row()], mirrored)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRectF, action: Action, mirrored: bool) -> None:
        def part(offset: float, width: float, height: float) -> QRectF:
            """A box at this distance from where reading begins."""
            left = inner.right() - offset - width if mirrored else inner.left() + offset
            return QRectF(left, inner.center().y() - height / 2, width, height)

        room = inner.width()
        for key in reversed(self._keys(action)):
            width = key_cap_width(key)
            room -= width
            paint_key_cap(painter, part(room, width, theme.px(20)), key)
            room -= theme.px(4)
        metrics = QFontMetrics(theme.font())
        title = metrics.horizontalAdvance(action.title) + 1
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        shown = metrics.elidedText(action.title, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(part(0, min(title, room), inner.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        words = self._beside(action)
        width = QFontMetrics(theme.font("caption")).horizontalAdvance(words) + 1
        if title + theme.px(12) + width <= room:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text2"))
            box = part(title + theme.px(12), width, inner.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
