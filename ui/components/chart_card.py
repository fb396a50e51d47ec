"""A chart on a card: what it is, what it says in a sentence, the point at hand in words, its table, and its CSV."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.chart import Chart
from ui.components.chart_points import as_csv, table
from ui.components.labels import ElidedLabel, Label
from ui.components.row_table import Index, RowsModel, RowTable
from ui.components.title_row import TitleRow

_MOST_ROWS = 10
"""Rows of a table that are in sight at once."""


class _Table(RowsModel):
    """A chart's points in words."""

    def put(self, columns: list[str], rows: list[list[str]]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.right = frozenset(range(1, len(columns)))
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        return self.side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


class ChartCard(Card):
    """`say` gives it another message after the chart has other points. The table is made when it is first wanted."""

    copied = Signal(str)
    """A sentence: what is on the clipboard now."""

    def __init__(self, title: str, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=16, spacing=8)
        self.chart, self._title = chart, title
        self.as_table = Button(tr("Show as table"), small=True, checkable=True)
        self.as_table.setAccessibleName(tr("Show as table: {title}", title=title))
        self.as_table.clicked.connect(self._show_table)
        self.copy = Button(tr("Copy as CSV"), icon="copy", small=True)
        self.copy.setAccessibleName(tr("Copy as CSV: {title}", title=title))
        self.copy.clicked.connect(self._copy)
        row = TitleRow(Label(title, strong=True))
        row.addWidget(self.as_table)
        row.addWidget(self.copy)
        self.message = Label("", tone="text2", wrap=True)
        self.here = ElidedLabel("", "caption", "text2")
        self._table: RowTable | None = None
        self._model = _Table(self)
        for widget in (row, self.message, chart, self.here):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        chart.pointed.connect(self.here.setText)

    def sizeHint(self) -> QSize:
        """Where it was given a width: as high as its rows are there, broken as they are."""
        given = self.minimumWidth()
        if given != self.maximumWidth():
            return super().sizeHint()
        return QSize(given, self.body.totalHeightForWidth(given))

    def say(self, message: str) -> None:
        """What the chart shows, in a sentence; with it the table is made anew."""
        self.message.setText(message)
        self.message.setVisible(bool(message))
        possible = bool(self.chart.points())
        for widget in (self.chart, self.as_table, self.copy, self.here):
            widget.setVisible(possible)
        if self.as_table.isChecked():
            self._show_table()

    def _show_table(self) -> None:
        shown = self.as_table.isChecked() and bool(self.chart.points())
        if shown and self._table is None:
            self._table = RowTable(self._model, tr("Table: {title}", title=self._title))
            self.body.insertWidget(self.body.indexOf(self.here), self._table)
            self.setTabOrder(self.copy, self._table)
        if self._table is not None:
            if shown:
                self._model.put(*table(self.chart.columns, self.chart.points()))
                header = self._table.horizontalHeader()
                header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
                header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
                self._table.setCurrentIndex(self._model.index(0, 0, QModelIndex()))
            self._table.setVisible(shown)
            self._fit_table()
        self.chart.setVisible(bool(self.chart.points()) and not shown)
        self.here.setVisible(self.chart.isVisibleTo(self))

    def theme_changed(self) -> None:
        super().theme_changed()
        self._fit_table()

    def _fit_table(self) -> None:
        if self._table is not None:
            rows = min(_MOST_ROWS, self._model.rowCount()) + 1
            self._table.setFixedHeight(rows * theme.high(32) + theme.px(12))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_csv(self.chart.columns, self.chart.points()))
        self.copied.emit(tr("{title}: copied as CSV", title=self._title))
