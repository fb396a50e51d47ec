"""The exact source of content, uninterpreted, in a fixed-width font."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from time import perf_counter

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from hdclient.content.hidden import Hidden, find_hidden
from ui import theme
from ui.components.quiet_bar import quieten
from ui.renderers.chips import MOST_CHIPS, OBJECT, ChipPainter, chip_format, told
from ui.renderers.formats import CHIP_OBJECT
from ui.renderers.plain_data import plain_data
from ui.renderers.reading_view import PADDING
from ui.renderers.shown_text import LINE_BREAK, for_qt, pieces, shown

SLICE_MS = 6.0
FIRST_SLICE_MS = 15.0
_PART = 16_000
"""Characters written at once: some milliseconds."""
_CHIPS = 40
"""Chips put in at once."""
_WINDOW = 30_000
"""Characters of a very long line that are made ready at once."""
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LINE_COST = 40
"""A line costs as much as so many characters."""


class RawView(QPlainTextEdit):
    """Read only. What can be selected and copied here is what the model wrote, character for character.

    Very long words are cut into lines for the eye only; copying leaves those breaks out.
    """

    loaded = Signal()
    """All of the source is there."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = ""
        self._reveals = False
        self._steps: Iterator[None] | None = None
        self._wanted: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._run)
        self._goes_on: set[int] = set()
        self._starts: list[int] = [0]
        """Source position at which each line of the view begins."""
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        quieten(self)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(PADDING)
        self._chips = ChipPainter(self)
        self.document().documentLayout().registerHandler(CHIP_OBJECT, self._chips)
        self.theme_changed()

    def show_source(self, text: str) -> None:
        """Another source, from its top. What is long goes on coming between other events; `loaded` tells the end."""
        self.source = text
        self._goes_on, self._starts, self._wanted = set(), [], None
        self.clear()
        self._begin(self._fill(text))

    def _begin(self, steps: Iterator[None], budget_ms: float = FIRST_SLICE_MS) -> None:
        self._steps = steps
        self._run(budget_ms)
        if not self.is_loaded():
            self._timer.start()

    def is_loaded(self) -> bool:
        """Whether all of the source is there."""
        return self._steps is None

    def _run(self, budget_ms: float = SLICE_MS) -> None:
        until = perf_counter() + budget_ms / 1000
        for _ in self._steps or ():
            if perf_counter() > until:
                return
        self._timer.stop()
        self._steps = None
        if self._wanted is not None:
            self.go_to(self._wanted)
        self.loaded.emit()

    def _fill(self, text: str) -> Iterator[None]:
        """Writes lines, then chips; yields where it may be interrupted."""
        cursor = QTextCursor(self.document())
        lines: list[str] = []
        waiting = 0
        for line in self._lines(text):
            lines.append(line)
            waiting += len(line) + _LINE_COST * (1 + line.count(LINE_BREAK))
            if waiting > _PART:
                cursor.insertText(for_qt("\n".join(lines)) + "\n")
                lines, waiting = [], 0
                yield
        cursor.insertText(for_qt("\n".join(lines)))
        if self._reveals:
            yield from self._chip_steps()

    def _lines(self, text: str) -> Iterator[str]:
        """The lines of the view; notes where each comes from."""
        count = 0
        for start, end in _line_ranges(text, self._reveals):
            at = start
            for piece in _shown_pieces(text, start, end):
                if at > start:
                    self._goes_on.add(count)
                self._starts.append(at)
                at += len(piece)
                count += 1
                yield piece

    def set_reveals(self, reveals: bool) -> None:
        """Shows hidden characters as chips, or leaves them as they are; the place stays the same."""
        if reveals == self._reveals:
            return
        self._reveals = reveals
        if reveals and self.is_loaded() and not _LONE_RETURN.search(self.source):
            self._begin(self._chip_steps(), SLICE_MS)
            return
        place = self.top() if self.source else 0
        self.show_source(self.source)
        if place:
            self.go_to(place)

    def _chip_steps(self) -> Iterator[None]:
        """Puts an object in the place of each hidden character, from the last to the first."""
        found = list(islice(find_hidden(self.source), MOST_CHIPS))
        while found:
            cursor = QTextCursor(self.document())
            cursor.beginEditBlock()  # a line is laid out once for all its chips
            for hidden in reversed(found[-_CHIPS:]):
                self._put_chip(cursor, hidden)
            cursor.endEditBlock()
            del found[-_CHIPS:]
            yield

    def _put_chip(self, cursor: QTextCursor, hidden: Hidden) -> None:
        character = self.source[hidden.position]
        cursor.setPosition(self.place_of(hidden.position))
        width = 2 if ord(character) > 0xFFFF else 1
        cursor.setPosition(cursor.position() + width, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(OBJECT, chip_format(QTextCharFormat(), character, hidden.label))

    def place_of(self, position: int) -> int:
        """The place in the document of a position of the source."""
        number = max(0, bisect_right(self._starts, position) - 1)
        block = self.document().findBlockByNumber(number)
        before = self.source[self._starts[number] : position]
        astral = sum(ord(character) > 0xFFFF for character in before) if not before.isascii() else 0
        return block.position() + min(len(before) + astral, block.length() - 1)

    def go_to(self, position: int) -> None:
        """Scrolls so that a position of the source stands in the line at the top, as soon as all of it is there."""
        if not self.is_loaded():
            self._wanted = position
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.place_of(position))
        bar = self.verticalScrollBar()
        bar.setValue(cursor.block().firstLineNumber())
        for _ in range(
            2
        ):  # lines that have not been in sight are counted as one each until they are laid out
            bar.setValue(
                bar.value() + round(self.cursorRect(cursor).top() / self.fontMetrics().lineSpacing())
            )

    def top(self) -> int:
        """The source position at which the line at the top begins."""
        cursor = self.cursorForPosition(self.viewport().rect().topLeft())
        block = cursor.block()
        units = block.text().encode("utf-16-le", "surrogatepass")[
            : 2 * (cursor.position() - block.position())
        ]
        before = len(units.decode("utf-16-le", "replace"))
        return self._starts[min(block.blockNumber(), len(self._starts) - 1)] + before

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selection without the line breaks that are ours."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        parts = told(self.document(), cursor.selectionStart(), cursor.selectedText()).split("\u2029")
        text = parts[0] + "".join(
            part if first + number in self._goes_on else "\n" + part
            for number, part in enumerate(parts[1:], 1)
        )
        return plain_data(text.replace(LINE_BREAK, "\n"))

    def goes_on(self, block: QTextBlock) -> bool:
        """Whether the break before this line is ours."""
        return block.blockNumber() in self._goes_on

    def content_height(self) -> int:
        """How high all of the source is, in pixels."""
        lines = round(self.document().size().height())
        return lines * self.fontMetrics().lineSpacing() + 2 * PADDING

    def theme_changed(self) -> None:
        """The content's own size, in the fixed-width font."""
        font = theme.font("content", mono=True)
        font.setPixelSize(round(font.pixelSize() * 0.9))
        self.setFont(font)

    def page(self, step: int) -> None:
        """A page down (1) or up (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * max(1, bar.pageStep() - 2))


def _line_ranges(text: str, returns_are_chips: bool) -> Iterator[tuple[int, int]]:
    """From where to where each line goes. A carriage return by itself ends one, unless it is to be seen as a chip."""
    start = 0
    while True:
        found = text.find("\n", start)
        end = len(text) if found < 0 else found
        body = end - 1 if found > start and text[end - 1] == "\r" else end
        at = -1 if returns_are_chips else text.find("\r", start, body)
        while at >= 0:
            yield start, at
            start = at + 1
            at = text.find("\r", start, body)
        yield start, body
        if found < 0:
            return
        start = end + 1


def _shown_pieces(text: str, start: int, end: int) -> Iterator[str]:
    """A line as it is shown, in pieces that Qt can lay out; a line of megabytes is made ready bit by bit."""
    if start == end:
        yield ""
    while start < end:
        found = list(pieces(shown(text[start : min(end, start + _WINDOW)])))
        if start + _WINDOW < end:
            found.pop()  # it may have been cut by the window
        yield from found
        start += sum(map(len, found))
