"""One of the two columns of an aligned view: text in a fixed-width font, line numbers, empty rows hatched.

Colours and marks are given to the lines in sight only: a patch of a megabyte opens at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hdclient.content.alignment import changed_words
from hdclient.content.compare import Kind
from ui import theme
from ui.components.quiet_bar import QuietScrollBar
from ui.renderers.aligned_rows import AlignedRows
from ui.renderers.difference_marks import Look, mark_format
from ui.renderers.line_view import LineView, batches, line_cost

_ONE_SIDED = (Kind.ONLY_A, Kind.ONLY_B)
_BAR = 4


class AlignedColumn(LineView):
    """Copying leaves out empty rows and joins what was only cut for the eye."""

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._side = side
        self._rows: AlignedRows | None = None
        self._formatted: set[int] = set()
        self._here = range(0)
        """The rows of the change at hand."""
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)  # a line of code goes as it does in its frame
        self.document().setDefaultTextOption(option)
        self.setHorizontalScrollBar(QuietScrollBar(Qt.Orientation.Horizontal, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setCornerWidget(QWidget(self))
        self._gutter = _Gutter(self)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.theme_changed()

    def show_rows(self, rows: AlignedRows) -> None:
        """Shows these rows from the top; what is long goes on coming between other events."""
        self._rows = rows
        self._formatted.clear()
        self._here = range(0)
        self.begin(self._fill(rows.texts[self._side]))
        self._fit_gutter()
        self._follow()

    def _fill(self, texts: Sequence[str]) -> Iterator[None]:
        for batch in batches(texts, line_cost):
            self.write(batch)
            yield

    def is_loaded(self) -> bool:
        """Whether all rows are there; not before there are any."""
        return self._rows is not None and super().is_loaded()

    def rows(self) -> AlignedRows | None:
        """What is shown."""
        return self._rows

    def show_here(self, row: int) -> None:
        """Marks the change that begins at this row as the one at hand."""
        rows = self._rows.rows if self._rows is not None else ()
        after = row
        while after < len(rows) and rows[after].kind is not Kind.SAME:
            after += 1
        self._here = range(row, after)
        self.viewport().update()
        self._gutter.update()

    def is_here(self, row: int) -> bool:
        """Whether this row belongs to the change at hand."""
        return row in self._here

    def theme_changed(self) -> None:
        """The content's own size, in the fixed-width font; colours anew."""
        font = theme.font("content", mono=True)
        font.setPixelSize(round(font.pixelSize() * 0.85))
        self.setFont(font)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._formatted.clear()
        self._fit_gutter()
        self._follow()

    # Lines in sight

    def in_sight(self) -> list[tuple[QTextBlock, QRectF]]:
        """Blocks that can be seen, and where they are in the viewport."""
        found = []
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        height = self.viewport().height()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > height:
                break
            found.append((block, box))
            block = block.next()
        return found

    def _follow(self) -> None:
        """Gives colours and marks to lines that are in sight for the first time."""
        self._gutter.update()
        if self._rows is None:
            return
        for block, _ in self.in_sight():
            if block.blockNumber() not in self._formatted:
                self._formatted.add(block.blockNumber())
                formats = self._formats(block.blockNumber())
                if formats:
                    block.layout().setFormats(formats)
                    self.document().markContentsDirty(block.position(), block.length())

    def _formats(self, number: int) -> list[QTextLayout.FormatRange]:
        rows = self._rows
        line = rows.line(self._side, number) if rows is not None else -1
        if rows is None or line < 0 or not rows.rows[number].whole:
            return []
        made = []
        text = rows.column(self._side).lines[line]
        at = 0
        pairs = rows.column(self._side).pairs
        if text and not rows.column(self._side).numbers[line]:
            quiet = QTextCharFormat()
            quiet.setForeground(theme.color("text3"))
            made.append(_range(text, 0, len(text), quiet))
        for part, token in pairs[line] if pairs else ():
            if token:
                form = QTextCharFormat()
                form.setForeground(theme.color(f"code.{token}"))
                made.append(_range(text, at, at + len(part), form))
            at += len(part)
        if rows.rows[number].kind is Kind.CHANGED:
            lines = rows.sides.a.lines[rows.rows[number].line_a], rows.sides.b.lines[rows.rows[number].line_b]
            for start, end in changed_words(*lines)[self._side]:
                made.append(_range(text, start, end, mark_format(Look.CHANGED)))
        return made

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        hatch = QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern)
        for block, box in self.in_sight():
            row = self._rows.rows[block.blockNumber()] if self._rows is not None else None
            if row is None or row.kind is Kind.SAME:
                continue
            full = QRectF(0, box.top(), self.viewport().width(), box.height())
            if self._rows is not None and self._rows.line(self._side, block.blockNumber()) < 0:
                painter.fillRect(full, hatch)
            elif row.kind in _ONE_SIDED or not row.whole:
                painter.fillRect(full, theme.color("mark"))
            if self.is_here(block.blockNumber()):
                painter.fillRect(QRectF(0, box.top(), _BAR, box.height()), theme.color("accent"))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_gutter()
        self._follow()

    def _fit_gutter(self) -> None:
        most = self._rows.highest[self._side] if self._rows is not None else 0
        width = self.fontMetrics().horizontalAdvance("9") * max(3, len(str(most))) + 22
        self.setViewportMargins(width, 0, 0, 0)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), width, self.viewport().height()))

    # Copying

    def is_cut(self, number: int) -> bool:
        return self._rows is not None and not self._rows.rows[number].begins

    def is_written(self, number: int) -> bool:
        return self._rows is None or self._rows.line(self._side, number) >= 0


class _Gutter(QWidget):
    """Line numbers, and a bar beside what differs: whole beside one-sided lines, dashed beside changed ones."""

    def __init__(self, column: AlignedColumn) -> None:
        super().__init__(column)
        self._column = column

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        column, rows = self._column, self._column.rows()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        painter.setFont(column.font())
        side = column._side
        for block, box in column.in_sight() if rows is not None else ():
            assert rows is not None
            row = rows.rows[block.blockNumber()]
            line = rows.line(side, block.blockNumber())
            number = rows.column(side).numbers[line] if line >= 0 and row.begins else 0
            if number:
                painter.setPen(theme.color("text3"))
                place = QRectF(0, box.top(), self.width() - 12, column.fontMetrics().lineSpacing())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(number))
            if line >= 0 and row.kind is not Kind.SAME:
                dashed = row.kind is Kind.CHANGED
                style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(theme.color("mark_line"), 3, style, Qt.PenCapStyle.FlatCap))
                at = self.width() - 5
                painter.drawLine(at, round(box.top()), at, round(box.bottom()))
        painter.end()


def _range(text: str, start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """A format for a range of code points; Qt counts UTF-16 units."""
    made = QTextLayout.FormatRange()
    made.start = start + _wide(text, 0, start)
    made.length = end - start + _wide(text, start, end)
    made.format = form
    return made


def _wide(text: str, start: int, end: int) -> int:
    return 0 if text.isascii() else sum(character > "\uffff" for character in text[start:end])
