"""A table of any size: cells are made ready when they come into sight. The whole text of the cell at hand is below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from hdclient.content.direction import runs_right_to_left
from hdclient.content.plain import inline_text
from hdclient.content.tree import Align, Table
from hdclient.words import tr
from ui import theme
from ui.components.labels import Label
from ui.renderers.raw_view import RawView
from ui.renderers.shown_text import LINE_BREAK, for_qt, shown

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Cell: TypeAlias = tuple[int, int]
_GROUND = Qt.ItemDataRole.BackgroundRole
_LONGEST = 300
"""Characters of a cell that are painted in the grid."""
_WIDEST, _NARROWEST = 320, 56
_LOOKED_AT = 100
"""Rows and columns that decide how wide columns are."""
_SIDES: dict[Align, Qt.AlignmentFlag] = {
    "": Qt.AlignmentFlag.AlignLeft,
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class TableModel(QAbstractTableModel):
    """The cells of a Table as one line of text each."""

    def __init__(self, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table
        self._found: set[Cell] = set()
        self._here: Cell | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.align)

    def text(self, row: int, column: int) -> str:
        """The whole text of a cell."""
        cells = self.table.rows[row]
        return inline_text(cells[column]) if column < len(cells) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return _one_line(self.text(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[self.table.align[index.column()]] | Qt.AlignmentFlag.AlignVCenter
        if role == _GROUND:
            return self._ground((index.row(), index.column()))
        return None

    def show_found(self, cells: set[Cell], here: Cell | None) -> None:
        """Marks these cells (row -1: of the header), and the one at hand."""
        self._found, self._here = cells, here
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1), [_GROUND])
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)

    def _ground(self, cell: Cell) -> QColor | None:
        if cell not in self._found:
            return None
        return theme.color("found_here" if cell == self._here else "found")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return _one_line(self.title(section)) if across else f"{section + 1:,}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = _SIDES[self.table.align[section]] if across else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _GROUND and across:
            return self._ground((-1, section))
        return None

    def title(self, column: int) -> str:
        """The whole text of a header cell."""
        return inline_text(self.table.header[column]) if column < len(self.table.header) else ""


class TableGrid(QWidget):
    """Read only. Ctrl+C copies the selected cells, parted by tabs."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = _Grid(self)
        self.model = TableModel(table, self)
        self.grid.setModel(self.model)
        if runs_right_to_left(table):
            self.grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        else:
            self.grid.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.cell = RawView(tr("The whole text of the cell"))
        self.cell.setFixedHeight(theme.px(96))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._show_cell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.grid, 1)
        column.addWidget(Label(tr("The whole text of this cell"), "caption", "text2"))
        column.addWidget(self.cell)
        self._fit_columns()
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._timer.start())
        if table.rows:
            self.grid.setCurrentIndex(self.model.index(0, 0))
        self.setFocusProxy(self.grid)

    def _fit_columns(self) -> None:
        """As wide as their first rows need, within reason."""
        model, metrics = self.model, self.grid.fontMetrics()
        rows = range(min(_LOOKED_AT, model.rowCount()))
        for column in range(min(_LOOKED_AT, model.columnCount())):
            texts = [_one_line(model.title(column)), *(_one_line(model.text(row, column)) for row in rows)]
            longest = max(texts, key=len)
            wanted = metrics.horizontalAdvance(for_qt(longest)) + theme.px(28)
            width = min(max(wanted, theme.px(_NARROWEST)), theme.px(_WIDEST))
            self.grid.setColumnWidth(column, width)

    def _show_cell(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            self.cell.show_source(self.model.text(index.row(), index.column()))


class _Grid(QTableView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Table"))
        self.setFont(theme.font("content"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.fontMetrics().height() + theme.px(10))
        across = self.horizontalHeader()
        across.setDefaultSectionSize(theme.px(120))
        across.setHighlightSections(False)
        for header in (down, across):
            header.setSectionsClickable(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the grid has no use for goes on to its sheet."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(for_qt(self.selected_text()))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selected_text(self) -> str:
        """The rectangle round the selected cells, rows parted by line ends and cells by tabs."""
        model = self.model()
        ranges = list(self.selectionModel().selection())
        if not ranges or not isinstance(model, TableModel):
            return ""
        columns = range(min(one.left() for one in ranges), max(one.right() for one in ranges) + 1)
        rows = range(min(one.top() for one in ranges), max(one.bottom() for one in ranges) + 1)
        return "\n".join(_separated([model.text(row, column) for column in columns]) for row in rows)


def _separated(cells: Sequence[str]) -> str:
    """One row as spreadsheets read it: in quotes what holds a tab, a quote or a line end."""
    odd = ("\t", "\n", "\r", '"')
    return "\t".join(
        '"' + cell.replace('"', '""') + '"' if any(one in cell for one in odd) else cell for cell in cells
    )


def _one_line(text: str) -> str:
    """The beginning of a text as it is painted in one line."""
    line = shown(text[:_LONGEST]).replace(LINE_BREAK, "\u2424")
    return for_qt(line + "…" if len(text) > _LONGEST else line)
