"""One text in which something is looked for: how it is read, how what was found is shown in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from hdclient.content.finding import BETWEEN_CELLS
from hdclient.content.tree import Code, Table
from ui.renderers.content_view import ContentView
from ui.renderers.difference_marks import FINDINGS, DifferenceMarks, Look, Mark, show_place
from ui.renderers.line_view import LineView
from ui.renderers.seen_text import SeenText, read_in_steps
from ui.renderers.table_grid import TableGrid

Span = tuple[int, int]
Read = Generator[None, None, tuple[str, Sequence[str]]]
"""Steps of about a millisecond; at their end, the text and the sources of the objects in it."""


class Searched(Protocol):
    """Positions are those of the text that was read last."""

    label: str
    name: str

    def is_ready(self) -> bool:
        """Whether all of it can be read."""

    def read(self) -> Read:
        """Reads it."""

    def parts(self) -> Sequence[Table | Code]:
        """All of what is shown in it only in part."""

    def open_part(self, number: int) -> None:
        """Opens all of one of the parts."""

    def first(self) -> int:
        """The position at the top of what is in sight."""

    def show_found(self, spans: Sequence[Span], here: int) -> None:
        """Marks what was found; `here` is the one at hand, -1 none of them."""

    def go(self, span: Span) -> None:
        """Has it in sight."""


def marks_of(seen: SeenText, spans: Sequence[Span], here: int) -> list[Mark]:
    """What was found as places of a document."""
    return [
        Mark(seen.place(start), seen.place(end), Look.FOUND_HERE if number == here else Look.FOUND)
        for number, (start, end) in enumerate(spans)
    ]


def top_of(seen: SeenText, reader: QTextEdit | QPlainTextEdit) -> int:
    """The position at the top of what is in sight, or of the paragraph there."""
    place = reader.cursorForPosition(QPoint(reader.viewport().width() // 2, 1)).position()
    number = max(0, bisect_right(seen.places, place) - 1)
    if not seen.places:
        return 0
    return seen.starts[number] + max(0, place - seen.places[number])


class InContent:
    """The prompt, or a response. `reveal` has its pane in sight."""

    def __init__(self, content: ContentView, label: str, reveal: Callable[[], None]) -> None:
        self.content, self.label, self.name = content, label, content.accessibleName()
        self._reveal = reveal
        self._seen: SeenText | None = None
        self._marked: set[bool] = set()

    def is_ready(self) -> bool:
        return self.content.is_covered() or self.content.reading.is_loaded()

    def read(self) -> Read:
        self._seen = yield from self.content.read()
        return self._seen.side.text, self._seen.side.objects

    def parts(self) -> Sequence[Table | Code]:
        document = None if self.content.is_raw() else self.content.document()
        return (
            [one for one in document.large if isinstance(one, Table | Code)] if document is not None else []
        )

    def open_part(self, number: int) -> None:
        self.content.reading.whole_asked.emit(self.parts()[number])

    def first(self) -> int:
        return top_of(self._seen, self.content.reader()) if self._seen is not None else 0

    def show_found(self, spans: Sequence[Span], here: int) -> None:
        raw = self.content.is_raw()
        marks = marks_of(self._seen, spans, here) if self._seen is not None else []
        self.content.marks(raw).show_marks(marks, FINDINGS)
        self._marked.add(raw)
        if (not raw) in self._marked:
            self.content.marks(not raw).show_marks([], FINDINGS)

    def go(self, span: Span) -> None:
        self._reveal()
        if self._seen is not None:
            start, end = self._seen.place(span[0]), self._seen.place(span[1])
            show_place(self.content.reader(), start, end)


class InLines:
    """A view of lines."""

    def __init__(self, view: LineView, label: str = "") -> None:
        self._view, self.label, self.name = view, label, view.accessibleName()
        self._marks = DifferenceMarks(view)
        self._seen: SeenText | None = None

    def is_ready(self) -> bool:
        return self._view.is_loaded()

    def read(self) -> Read:
        self._seen = yield from read_in_steps(self._view.document(), self._view.goes_on)
        return self._seen.side.text, self._seen.side.objects

    def parts(self) -> Sequence[Table | Code]:
        return ()

    def open_part(self, number: int) -> None:
        """There is none."""

    def first(self) -> int:
        return top_of(self._seen, self._view) if self._seen is not None else 0

    def show_found(self, spans: Sequence[Span], here: int) -> None:
        self._marks.show_marks(marks_of(self._seen, spans, here) if self._seen is not None else [], FINDINGS)

    def go(self, span: Span) -> None:
        if self._seen is not None:
            show_place(self._view, self._seen.place(span[0]), self._seen.place(span[1]))


class InTable:
    """A table of any size: the cells in which something is found are marked whole."""

    label = ""
    _ROWS = 50

    def __init__(self, view: TableGrid) -> None:
        self._view, self.name = view, view.grid.accessibleName()
        self._starts: list[int] = []

    def is_ready(self) -> bool:
        return True

    def read(self) -> Read:
        model, parts, at = self._view.model, list[str](), 0
        self._starts = []
        for row in range(-1, model.rowCount()):
            for column in range(model.columnCount()):
                text = model.title(column) if row < 0 else model.text(row, column)
                self._starts.append(at)
                parts.append(text)
                at += len(text) + len(BETWEEN_CELLS)
            if row % self._ROWS == 0:
                yield
        return BETWEEN_CELLS.join(parts), ()

    def parts(self) -> Sequence[Table | Code]:
        return ()

    def open_part(self, number: int) -> None:
        """There is none."""

    def _cell(self, position: int) -> tuple[int, int]:
        number = bisect_right(self._starts, position) - 1
        columns = max(1, self._view.model.columnCount())
        return number // columns - 1, number % columns

    def first(self) -> int:
        index = self._view.grid.currentIndex()
        number = (index.row() + 1) * self._view.model.columnCount() + index.column()
        return self._starts[number] if 0 <= number < len(self._starts) else 0

    def show_found(self, spans: Sequence[Span], here: int) -> None:
        cells = {self._cell(start) for start, _ in spans}
        self._view.model.show_found(cells, self._cell(spans[here][0]) if here >= 0 else None)

    def go(self, span: Span) -> None:
        row, column = self._cell(span[0])
        index = self._view.model.index(max(0, row), column)
        self._view.grid.setCurrentIndex(index)
        self._view.grid.scrollTo(index)
