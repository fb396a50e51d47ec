"""Two columns whose rows stand beside each other and scroll together; from one change to the next by key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.renderers.aligned_column import AlignedColumn
from ui.renderers.aligned_rows import AlignedRows


class AlignedView(QWidget):
    """`show_rows`, then `step`."""

    stepped = Signal(int, int)
    """Number of the change at hand, counted from 1, and how many there are."""

    def __init__(self, names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = -1
        self._awaits = False
        """Whether the change at hand is still to be written."""
        self._rows: AlignedRows | None = None
        self.columns = tuple(AlignedColumn(name, side) for side, name in enumerate(names))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        for column in self.columns:
            split.addWidget(column)
        split.setSizes([10_000, 10_000])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)
        self.split = split
        left, right = self.columns
        for one, other in ((left, right), (right, left)):
            # Rows are equally high on both sides: the same value is the same row, and setting it again does nothing.
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.loaded.connect(self._all_there)
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
        self.setFocusProxy(left)

    def show_rows(self, rows: AlignedRows) -> None:
        """Shows these rows from the top; what is long goes on coming between other events."""
        self._rows, self._at = rows, -1
        for column in self.columns:
            column.show_rows(rows)

    def is_loaded(self) -> bool:
        """Whether all rows are there."""
        return all(column.is_loaded() for column in self.columns)

    def finish(self) -> None:
        """Puts in at once what is still to come."""
        for column in self.columns:
            column.finish()

    def give_up(self) -> None:
        """Nobody looks any more."""
        for column in self.columns:
            column.give_up()

    def step(self, step: int) -> None:
        """Shows the next change (1) or the one before (-1), and goes round at the end."""
        if self._rows is None or not self._rows.changes:
            return
        count = len(self._rows.changes)
        self._at = (self._at + step) % count if self._at >= 0 else 0 if step > 0 else count - 1
        row = self._rows.changes[self._at]
        for column in self.columns:
            column.show_here(row)
        self._go_to_change()
        self.stepped.emit(self._at + 1, count)

    def _go_to_change(self) -> None:
        """Brings the change at hand into sight; one that is still to come, when all rows are there."""
        if self._rows is None or self._at < 0:
            return
        row = self._rows.changes[self._at]
        bar = self.columns[0].verticalScrollBar()
        if self.is_loaded() or min(column.blockCount() for column in self.columns) > row + bar.pageStep():
            bar.setValue(max(0, row - bar.pageStep() // 3))
            self._awaits = False
        else:
            self._awaits = True

    def _all_there(self) -> None:
        if self._awaits and self.is_loaded():
            self._go_to_change()
