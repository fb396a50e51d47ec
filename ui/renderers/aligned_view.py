"""Two columns whose rows stand beside each other and scroll together; from one change to the next by key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
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
        self._taken = 0
        self._rows: AlignedRows | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take_in)
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
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
        self.setFocusProxy(left)

    def show_rows(self, rows: AlignedRows) -> None:
        """Shows these rows from the top."""
        self._rows, self._at, self._taken = rows, -1, 1
        for column in self.columns:
            column.show_rows(rows)
        self._timer.start()

    def is_whole(self) -> bool:
        """Whether all rows are there."""
        return self._rows is None or self._taken >= len(self._rows.texts[0])

    def finish(self) -> None:
        """Puts in at once what is still to come."""
        while not self.is_whole():
            self._take_in()

    def _take_in(self) -> None:
        if self.is_whole():
            self._timer.stop()
            return
        for column in self.columns:
            column.take_in(self._taken)
        self._taken += 1

    def step(self, step: int) -> None:
        """Shows the next change (1) or the one before (-1), and goes round at the end."""
        if self._rows is None or not self._rows.changes:
            return
        self.finish()
        count = len(self._rows.changes)
        self._at = (self._at + step) % count if self._at >= 0 else 0 if step > 0 else count - 1
        row = self._rows.changes[self._at]
        left = self.columns[0]
        bar = left.verticalScrollBar()
        bar.setValue(max(0, row - bar.pageStep() // 3))
        for column in self.columns:
            column.show_here(row)
        self.stepped.emit(self._at + 1, count)
