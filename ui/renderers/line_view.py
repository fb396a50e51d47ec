"""Lines in a fixed-width font, as many as there are: raw text, code, the columns of a comparison.

They come in slices between other events; Qt lays out and paints those in sight only, so a line is cut when it is too
long for that (`shown_text.pieces`). Cuts are for the eye: copying leaves them out. Must not know what the lines mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui.components.quiet_bar import quieten
from ui.components.steps import note
from ui.renderers.chips import told
from ui.renderers.plain_data import plain_data
from ui.renderers.shown_text import LINE_BREAK, for_qt

SLICE_MS = 6.0
BATCH = 8_000
"""What is written without a pause may cost as much as so many characters: some milliseconds."""
FIRST_BATCHES = 3
"""So much is written at once, more than a screen of lines, unless it is odd and takes longer than a moment."""
FIRST_SLICE_MS = 12.0
_LINE_COST = 40
"""A line costs as much as so many characters."""

T = TypeVar("T")


class LineView(QPlainTextEdit):
    """Read only; selectable with mouse and keyboard. A subclass writes lines in steps, which `begin` takes."""

    loaded = Signal()
    """All lines are there."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._is_empty = True
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        quieten(self)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)

    def begin(self, steps: Iterator[None]) -> None:
        """Has the first steps done now and the rest between other events; what was under way is given up."""
        self.clear()
        self._is_empty = True
        self._steps = steps
        note(self)
        self._timer.start()
        until = perf_counter() + FIRST_SLICE_MS / 1000
        for _ in range(FIRST_BATCHES):
            self._go_on(0)
            if perf_counter() > until:
                break
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def is_loaded(self) -> bool:
        """Whether all lines are there."""
        return self._steps is None

    def is_under_way(self) -> bool:
        """Whether lines are still being written."""
        return self._steps is not None

    def finish(self) -> None:
        """Has all lines written now."""
        self._go_on(float("inf"))

    def give_up(self) -> None:
        """Nobody looks any more: what is still to come is left out."""
        self._timer.stop()
        self._steps = None

    def _go_on(self, budget_ms: float = SLICE_MS) -> None:
        if self._steps is None:
            return
        until = perf_counter() + budget_ms / 1000
        for _ in self._steps:
            if perf_counter() >= until:
                return
        self._timer.stop()
        self._steps = None
        self.all_written()
        self.loaded.emit()

    def write(self, lines: Sequence[str]) -> None:
        """Adds lines below those that are there."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        text = "\n".join(lines)
        # With a format: else it is that of what stands before, which may be an object.
        cursor.insertText(for_qt(text) if self._is_empty else "\n" + text, QTextCharFormat())
        self._is_empty = False

    def all_written(self) -> None:
        """Called when the last line is there, before anybody is told."""

    def is_cut(self, number: int) -> bool:  # noqa: ARG002
        """Whether the break before the line of this number is ours."""
        return False

    def is_written(self, number: int) -> bool:  # noqa: ARG002
        """Whether anybody wrote the line of this number; else it is there for the eye only."""
        return True

    def goes_on(self, block: QTextBlock) -> bool:
        """`is_cut` of a block of the document."""
        return self.is_cut(block.blockNumber())

    def selected_lines(self) -> str:
        """The selection as plain text, without what is there for the eye only."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        text = told(self.document(), cursor.selectionStart(), cursor.selectedText())
        parts: list[str] = []
        for number, line in enumerate(text.split("\u2029"), first):
            if self.is_written(number):
                parts += [line] if not parts or self.is_cut(number) else ["\n", line]
        return "".join(parts).replace(LINE_BREAK, "\n")

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_data(self.selected_lines())

    def page(self, step: int) -> None:
        """A page down (1) or up (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * max(1, bar.pageStep() - 2))


def line_cost(line: str) -> int:
    """What writing a line costs, in characters."""
    return len(line) + _LINE_COST * (1 + line.count(LINE_BREAK))


def batches(lines: Iterable[T], cost: Callable[[T], int]) -> Iterator[list[T]]:
    """Lines in batches that are written without a pause."""
    batch: list[T] = []
    spent = 0
    for line in lines:
        batch.append(line)
        spent += cost(line)
        if spent > BATCH:
            yield batch
            batch, spent = [], 0
    if batch:
        yield batch
