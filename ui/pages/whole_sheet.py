"""A table or code that is too much for a document, all of it, over the whole window until Esc."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hdclient.content.alignment import Row
from hdclient.content.compare import Kind
from hdclient.content.finding import Wanted
from hdclient.content.tree import Code, Table
from hdclient.content.two_columns import Column, Sides
from hdclient.words import tr
from ui import theme
from ui.components.errand import Check, Errand
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.pages.find_in_sheet import FindInSheet
from ui.pages.searched import InLines, InTable
from ui.renderers.aligned_column import AlignedColumn
from ui.renderers.aligned_rows import AlignedRows, aligned_rows
from ui.renderers.large import Large, size_of
from ui.renderers.table_grid import TableGrid


class WholeSheet(Sheet):
    """`view` is a TableGrid or an AlignedColumn of code."""

    def __init__(self, over: QWidget, large: Large, wanted: Wanted | None = None) -> None:
        """`wanted`: what is looked for in the task."""
        super().__init__(over, tr("Table") if isinstance(large, Table) else tr("Code"), QSize(10_000, 10_000))
        self.head.insertSpacing(1, theme.px(12))
        self.head.insertWidget(2, Label(size_of(large), tone="text2"))
        self.view: TableGrid | AlignedColumn
        if isinstance(large, Table):
            self.view = TableGrid(large)
        else:
            self.view = AlignedColumn(tr("Code"), 0)
            self._errand = Errand(self)
            self._errand.run(lambda check: _rows(large, check), self._show)
        self.body.addWidget(self.view, 1)
        searched = InTable(self.view) if isinstance(self.view, TableGrid) else InLines(self.view)
        self.find = FindInSheet(self, [searched])
        if isinstance(self.view, AlignedColumn):
            self.view.loaded.connect(self.find.again)
        self.closed.connect(self.deleteLater)
        self.open_sheet(self.view)
        if wanted is not None:
            self.find.look_for(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.find.take(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show(self, rows: object) -> None:
        assert isinstance(rows, AlignedRows) and isinstance(self.view, AlignedColumn)
        self.view.show_rows(rows)


def _rows(code: Code, check: Check) -> AlignedRows:
    lines = tuple("".join(text for text, _ in line) for line in code.lines)
    check()
    column = Column(lines, tuple(range(1, len(lines) + 1)), code.lines)
    rows = tuple(Row(Kind.SAME, number, number) for number in range(len(lines)))
    return aligned_rows(Sides(column, column, rows), check)
