"""Code of any length by itself: it comes in chunks, and only lines in sight are coloured."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.renderers.aligned_column import AlignedColumn
from ui.renderers.aligned_rows import AlignedRows


class CodeColumn(AlignedColumn):
    """An aligned column that stands alone: its rows are lines, with their numbers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 0, parent)
        self._next = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._more)

    def show_all(self, rows: AlignedRows) -> None:
        """Shows these rows from the top; what is long goes on coming between other events."""
        self.show_rows(rows)
        self._next = 1
        self._timer.start()

    def is_whole(self) -> bool:
        """Whether all lines are there."""
        rows = self.rows()
        return rows is not None and self._next >= len(rows.texts[0])

    def _more(self) -> None:
        if self.is_whole():
            self._timer.stop()
        else:
            self.take_in(self._next)
            self._next += 1
