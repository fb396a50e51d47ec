"""The list of all actions with their keys, of which one is chosen to be changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import keymap, theme
from ui.commands import ACTIONS, Action
from ui.components.badges import key_cap_width, key_text, paint_key_cap

_Index = QModelIndex | QPersistentModelIndex

PLACES = {
    "global": "everywhere",
    "workspace": "in a task",
    "queue": "in the queue",
    "welcome": "on the first page",
}


def place_of(action: Action) -> str:
    """Where the action can be done, in words."""
    return PLACES.get(action.scope, "on other pages")


def fits(action: Action, needle: str) -> bool:
    """Whether the letters are in its title, its group or its place, or are one of its keys."""
    words = needle.casefold().split()
    text = f"{action.title} {action.group} {place_of(action)}".casefold()
    keys = {part for key in keymap.current().given(action.id) for part in (key, key_text(key))}
    return all(word in text for word in words) or needle.strip().casefold() in {
        key.casefold() for key in keys
    }


class _Actions(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions: list[Action] = list(ACTIONS)

    def show_actions(self, actions: list[Action]) -> None:
        self.beginResetModel()
        self.actions = actions
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        action = self.actions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = " or ".join(key_text(key) for key in keymap.current().given(action.id)) or "no key"
            return f"{action.title}, {place_of(action)}, {keys}"
        return None


class _Row(QStyledItemDelegate):
    """Title, place in grey, key caps at the end."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.px(200), theme.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _Actions):
            return
        action = model.actions[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(rect, theme.RADIUS["control"], theme.RADIUS["control"])
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft

        def part(offset: float, width: float, height: float) -> QRectF:
            """A box at this distance from where reading begins."""
            left = inner.right() - offset - width if right_to_left else inner.left() + offset
            return QRectF(left, inner.center().y() - height / 2, width, height)

        room = inner.width()
        for key in reversed([key_text(key) for key in keymap.current().given(action.id)]):
            width = key_cap_width(key)
            room -= width
            paint_key_cap(painter, part(room, width, theme.px(20)), key)
            room -= theme.px(4)
        title = QFontMetrics(theme.font()).horizontalAdvance(action.title) + 1
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        painter.drawText(
            part(0, min(title, room), inner.height()), Qt.AlignmentFlag.AlignVCenter, action.title
        )
        place = QFontMetrics(theme.font("caption")).horizontalAdvance(place_of(action)) + 1
        if title + theme.px(12) + place <= room:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text2"))
            box = part(title + theme.px(12), place, inner.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, place_of(action))
        painter.restore()


class KeysList(QListView):
    """`chosen` tells every change of the row, `wanted` that its keys are to be changed (Enter, double click)."""

    chosen = Signal(str)
    wanted = Signal()
    own_keys = frozenset({"Return", "Enter"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Actions(self)
        self.setModel(self._model)
        self.setItemDelegate(_Row(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Actions and their keys")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._changed)
        self.doubleClicked.connect(self.wanted)

    def find(self, needle: str) -> None:
        """Shows the actions that fit, and keeps the chosen one if it is among them."""
        before = self.action()
        self._model.show_actions([action for action in ACTIONS if fits(action, needle)])
        self.choose(before.id if before is not None else "")

    def choose(self, action_id: str) -> None:
        """Chooses this action, or the first."""
        rows = [row for row, action in enumerate(self._model.actions) if action.id == action_id]
        self.setCurrentIndex(self._model.index(rows[0] if rows else 0, 0))
        if not self._model.actions:
            self.chosen.emit("")

    def action(self) -> Action | None:
        """The action that is chosen."""
        row = self.currentIndex().row()
        return self._model.actions[row] if 0 <= row < len(self._model.actions) else None

    def shown(self) -> tuple[Action, ...]:
        """What is listed."""
        return tuple(self._model.actions)

    def keys_changed(self) -> None:
        """Other keys are in force."""
        self.viewport().update()

    def theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        action = self.action()
        self.chosen.emit(action.id if action is not None else "")
