"""The command palette: every action that can be done now, found by a few letters, with its key beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import keymap, theme
from ui.commands import Action, in_scope
from ui.components.announce import announce
from ui.components.badges import key_cap_width, key_text, paint_key_cap
from ui.components.empty import EmptyState
from ui.components.sheet import Sheet
from ui.components.tinted_icon import icon

_Index = QModelIndex | QPersistentModelIndex


def match(needle: str, text: str) -> int:
    """How well a few letters fit a title: 0 not at all, else more is better.

    Letters in order; starts of words and
    runs of letters count more."""
    if not needle:
        return 1
    words, score, at, last = text.casefold(), 1, 0, -2
    for letter in needle.casefold().replace(" ", ""):
        found = words.find(letter, at)
        start = words.find(" " + letter, max(0, at - 1)) + 1
        if start and found != at:
            found = start
        if found < 0:
            return 0
        score += 8 if found == 0 or words[found - 1] == " " else 0
        score += 5 if found == last + 1 else 0
        last, at = found, found + 1
    return score * 100 - len(words)


def found(needle: str, actions: Sequence[Action]) -> list[Action]:
    """The actions that fit, best first; in their own order when nothing is asked."""
    if not needle.strip():
        return list(actions)
    scored = [(max(match(needle, a.title), match(needle, f"{a.group} {a.title}") // 2), a) for a in actions]
    fitting = [(score, action) for score, action in scored if score > 0]
    return [action for _, action in sorted(fitting, key=lambda pair: -pair[0])]


class _Commands(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions: list[Action] = []

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
            return ", ".join(part for part in (action.title, _keys(action)) if part)
        return None


def _keys(action: Action) -> str:
    key = keymap.current().first(action.id)
    return key_text(key) if key else ""


class _Row(QStyledItemDelegate):
    """Title, group in grey, key cap."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.px(200), theme.px(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _Commands):
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

        title_width = QFontMetrics(theme.font()).horizontalAdvance(action.title) + 1
        group_width = QFontMetrics(theme.font("caption")).horizontalAdvance(action.group) + 1
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        painter.drawText(part(0, title_width, inner.height()), Qt.AlignmentFlag.AlignCenter, action.title)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        group = part(title_width + theme.px(12), group_width, inner.height())
        painter.drawText(group, Qt.AlignmentFlag.AlignCenter, action.group)
        if keys := _keys(action):
            width = key_cap_width(keys)
            paint_key_cap(painter, part(inner.width() - width, width, theme.px(20)), keys)
        painter.restore()


class CommandPalette(Sheet):
    """Type, arrow, Enter.

    `open_with` takes what can be done now; the function runs after the palette has closed.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, "", QSize(600, 460), name="Command palette", top=True)
        self._actions: list[Action] = []
        self._reach: Mapping[str, Callable[[], None]] = {}
        self._model = _Commands(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Type what you want to do")
        self.field.setAccessibleName("Search commands")
        self.field.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._run)
        self._none = EmptyState("search", "Nothing found", "Try fewer letters, or another word for it.")
        self._none.hide()
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._none, 1)

    def open_with(self, scope: str, reach: Mapping[str, Callable[[], None]]) -> None:
        """Opens with the actions of this page and of everywhere that can be done now."""
        self._reach = dict(reach)
        self._actions = [a for a in in_scope(scope) if a.id in self._reach and a.id != "palette"]
        self.field.clear()
        self._filter("")
        self.open_sheet(self.field)

    def shown(self) -> tuple[Action, ...]:
        """What the list shows now, best first."""
        return tuple(self._model.actions)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            rows = len(self._model.actions)
            at = self.list.currentIndex().row() + step
            # One step wraps around, a page stops at the end.
            self._select(at % rows if abs(step) == 1 and rows else max(0, min(at, rows - 1)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
            return True
        return False

    def _filter(self, needle: str) -> None:
        self._model.show_actions(found(needle, self._actions))
        self.list.setVisible(bool(self._model.actions))
        self._none.setVisible(not self._model.actions)
        self._select(0)

    def _select(self, row: int) -> None:
        index = self._model.index(row, 0)
        self.list.setCurrentIndex(index)
        announce(self.field, index.data(Qt.ItemDataRole.AccessibleTextRole) or "Nothing found")

    def _run(self) -> None:
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self._model.actions):
            return
        function = self._reach[self._model.actions[row].id]
        self.close_sheet()
        function()
