"""Options that form a tree, searched by typing: a field above the tree, and what is chosen in words.

It knows nothing of questions: it shows options, and tells which one a person pressed.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hdclient.questions.choice import ChoiceOption, ChoiceOptions
from hdclient.words import tr
from ui import theme
from ui.components.labels import Label
from ui.components.row_tree import RowTree, TreeRow

_ID = Qt.ItemDataRole.UserRole
_PATH = Qt.ItemDataRole.UserRole + 1


class _Search(QLineEdit):
    """Down goes into the tree; Return takes what is marked there."""

    def __init__(self, picker: TaxonomyPicker) -> None:
        super().__init__(picker)
        self._picker = picker

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._picker.into_tree()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._picker.press_current()
        else:
            super().keyPressEvent(event)


class TaxonomyPicker(QWidget):
    """`pressed` tells the id of an option that a person wants to choose, or to take back."""

    pressed = Signal(str)

    def __init__(self, name: str, options: ChoiceOptions, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = options
        self._read_only = False
        self._choosable = options.choosable()
        self._items: dict[str, QStandardItem] = {}
        self.search = _Search(self)
        self.search.setAccessibleName(tr("Search in: {name}", name=name))
        self.search.setPlaceholderText(tr("Type to search"))
        self.tree = RowTree(name, self)
        self.tree.setItemDelegate(TreeRow(self.tree))
        self._about = Label("", "caption", "text2", wrap=True, parent=self)
        self._chosen = Label("", "ui", "accent_text", strong=True, wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for part in (self._chosen, self.search, self.tree, self._about):
            column.addWidget(part)
        self._model = QStandardItemModel(self)
        self._fill(options.options)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setRecursiveFilteringEnabled(True)
        self._filter.setAutoAcceptChildRows(True)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter.setFilterRole(_PATH)
        self.tree.setModel(self._filter)
        self.search.textChanged.connect(self._searched)
        self.tree.row_pressed.connect(self._press)
        self.tree.selectionModel().currentChanged.connect(self._tell)
        self._expand()
        self.theme_changed()

    def theme_changed(self) -> None:
        """Sizes of now."""
        self.tree.setMinimumHeight(theme.px(220))
        self.search.setFixedHeight(theme.high())

    def _fill(self, options: Sequence[ChoiceOption]) -> None:
        for option in options:
            item = QStandardItem(option.label)
            item.setData(option.id, _ID)
            item.setData(f"{option.label} {option.description}", _PATH)
            item.setToolTip(option.description)
            item.setCheckable(option.id in self._choosable)
            item.setUserTristate(False)
            self._items[option.id] = item
        for option in options:
            holder = self._items[option.parent] if option.parent else self._model.invisibleRootItem()
            holder.appendRow(self._items[option.id])

    def _expand(self) -> None:
        if len(self._items) <= 60 or self.search.text():
            self.tree.expandAll()
        else:
            self.tree.collapseAll()
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self._filter.index(0, 0))

    def _searched(self, text: str) -> None:
        self._filter.setFilterFixedString(text.strip())
        self._expand()
        at = self._filter.index(0, 0)
        while text and at.isValid() and not self._is_hit(at, text) and self._filter.hasChildren(at):
            at = self._filter.index(0, 0, at)
        if at.isValid():
            self.tree.setCurrentIndex(at)
        self._about.setText("" if at.isValid() else tr("Nothing has these words."))

    def _is_hit(self, index: QModelIndex, text: str) -> bool:
        words, name = str(index.data(_PATH)).casefold(), str(index.data(_ID))
        return text.strip().casefold() in words and name in self._choosable

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._about.setText(str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else "")

    def press_current(self) -> None:
        """Chooses the row at hand, or takes it back; a group that cannot be chosen opens or closes."""
        self._press(self.tree.currentIndex())

    def _press(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        name = str(index.data(_ID))
        if name not in self._choosable:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
        elif not self._read_only:
            self.pressed.emit(name)

    def into_tree(self) -> None:
        """From the search into what it found."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_values(self, chosen: Sequence[str]) -> None:
        """Shows these as chosen."""
        for name, item in self._items.items():
            if name in self._choosable:
                item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)
        labels = [one.label for one in self._options.options if one.id in chosen]
        self._chosen.setText(", ".join(labels) or tr("Nothing is chosen yet."))
        self._chosen.set_tone("accent_text" if labels else "text3")

    def set_read_only(self, read_only: bool) -> None:
        """Keeps what is chosen in sight."""
        self._read_only = read_only
        self.search.setVisible(not read_only)

    def focus_first(self) -> None:
        """Into the search."""
        part = self.tree if self._read_only else self.search
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)
