"""What is painted round the text of a ReadingView: frames of code blocks, quotation bars, line numbers, notes.

QTextDocument can only give a block a square ground; painting below the text leaves text, selection and layout alone.
Only blocks in sight are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextBlock, QTextCursor, QTextTable
from PySide6.QtWidgets import QTextEdit

from hdclient.content.hidden import in_one_line
from ui import theme
from ui.renderers.document import PlayedDocument
from ui.renderers.formats import (
    CODE_GROUP,
    CODE_GUTTER,
    CODE_LANGUAGE,
    CODE_LINE,
    CODE_UNITS,
    INDENT_UNIT,
    NOTE,
    QUOTE_BARS,
    RULE,
    formats_in_force,
)
from ui.renderers.in_sight import block_above
from ui.renderers.player import CODE_CAPTION, CODE_PADDING, NOTE_PADDING
from ui.renderers.table import runs_leftwards
from ui.renderers.task_boxes import paint_task_box

_ABSOLUTE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LONGEST_NAME = 300
"""Characters of a language or a path; as many are painted as there is room for."""
_LEFT = _ABSOLUTE | Qt.AlignmentFlag.AlignLeft
_RIGHT = _ABSOLUTE | Qt.AlignmentFlag.AlignRight
"""Code runs from left to right in every interface."""
_BEYOND = 40
"""How far a frame that goes on outside is drawn outside, so that its corners are not seen."""


class _Frame(Struct):
    """One code block or note, as far as it is in sight; viewport coordinates."""

    box: QRect
    group: int
    language: str = ""


class Ornaments:
    """Paints for one view."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view

    def paint_below(self, event: QPaintEvent) -> None:
        """Paints everything that lies below the text."""
        blocks = list(self._in_sight())
        if not blocks:
            return
        painter = QPainter(self._view.viewport())
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # numbers of code, with their blanks
        for frame in self._frames(blocks):
            self._paint_frame(painter, frame)
        above: tuple[str, ...] = ()
        bottom = 0
        for block, box in blocks:
            form = block.blockFormat()
            bars, beside = self._bars_beside(block, box)
            for bar in bars:
                top = bottom if bar in above else beside.top()
                self._paint_bar(painter, block, int(bar.partition(":")[0]), top, beside.bottom())
            above, bottom = bars, beside.bottom()
            if form.hasProperty(CODE_LINE):
                self._paint_number(painter, block, str(form.property(CODE_LINE)))
            paint_task_box(painter, block, self._scrolled())
            if form.hasProperty(RULE):
                painter.setPen(QPen(theme.color("border"), 1))
                left, right = self._column()
                if block.textDirection() == Qt.LayoutDirection.RightToLeft:
                    right -= form.indent() * INDENT_UNIT
                else:
                    left += form.indent() * INDENT_UNIT
                painter.drawLine(left, box.center().y(), right, box.center().y())
        painter.end()

    def _scrolled(self) -> QPointF:
        return QPointF(self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value())

    def code_at(self, point: QPoint) -> tuple[int, QRect] | None:
        """Number and frame of the code block under a point of the viewport."""
        for frame in self._frames(list(self._in_sight())):
            if frame.group and frame.box.contains(point):
                return frame.group, frame.box
        return None

    def _in_sight(self) -> Iterator[tuple[QTextBlock, QRect]]:
        """Blocks in the viewport and their rectangles (as wide as the column)."""
        view = self._view
        document = view.document()
        if not isinstance(document, PlayedDocument):
            return
        height = view.viewport().height()
        block = block_above(document, view.verticalScrollBar().value())
        if block.previous().isValid():
            block = block.previous()
        layout = document.documentLayout()
        across, down = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            box = rect.translated(-across, -down).toRect()
            if box.top() > height:
                return
            yield block, box
            block = block.next()

    def _bars_beside(self, block: QTextBlock, box: QRect) -> tuple[tuple[str, ...], QRect]:
        """The quotation bars of a block, or of the table that it is in, and what they stand beside."""
        form = block.blockFormat()
        if form.hasProperty(QUOTE_BARS):
            bars = tuple(str(form.property(QUOTE_BARS)).split())
            if form.hasProperty(CODE_GROUP):
                return bars, self._part_of_frame(block, box, 0)
            # Without the room above it: quotations right behind each other are told apart by the gap.
            return bars, box.adjusted(0, max(0, round(block.layout().boundingRect().top())), 0, 0)
        table = QTextCursor(block).currentTable()
        if table is None or not table.format().hasProperty(QUOTE_BARS):
            return (), box
        return tuple(str(table.format().property(QUOTE_BARS)).split()), self._table_box(table, box)

    def _table_box(self, table: QTextTable, box: QRect) -> QRect:
        """A table without its margins. Qt says how high it is, but not where: only its cells know (6.11)."""
        view, form = self._view, table.format()
        layout = view.document().documentLayout()
        first = layout.blockBoundingRect(table.firstCursorPosition().block()).top()
        top = first - form.cellPadding() - form.border() - view.verticalScrollBar().value()
        height = layout.frameBoundingRect(table).height() - form.topMargin() - form.bottomMargin()
        return QRect(box.left(), round(top), box.width(), round(height))

    def _frames(self, blocks: list[tuple[QTextBlock, QRect]]) -> list[_Frame]:
        """Neighbouring blocks of one code block, joined; and notes."""
        found: list[_Frame] = []
        for block, box in blocks:
            form = block.blockFormat()
            if form.hasProperty(NOTE):
                found.append(_Frame(self._widened(block, box, NOTE_PADDING, NOTE_PADDING), 0))
            if not form.hasProperty(CODE_GROUP):
                continue
            group = int(form.property(CODE_GROUP))
            part = self._part_of_frame(block, box, _BEYOND)
            if found and found[-1].group == group:
                joined = found[-1].box
                joined.setBottom(part.bottom())
            else:
                found.append(_Frame(part, group, str(form.property(CODE_LANGUAGE) or "")))
        return found

    def _part_of_frame(self, block: QTextBlock, box: QRect, beyond: int) -> QRect:
        """What one line of a code block has of the block's frame; `beyond` pixels more where the frame goes on."""
        form = block.blockFormat()
        group = int(form.property(CODE_GROUP))
        first = _group_of(block.previous()) != group
        last = _group_of(block.next()) != group
        above = (CODE_CAPTION if form.property(CODE_LANGUAGE) else CODE_PADDING) if first else beyond
        return self._widened(block, box, above, CODE_PADDING if last else beyond)

    def _widened(self, block: QTextBlock, box: QRect, above: int, below: int) -> QRect:
        """The frame round one block: from its own indent to the end of the column."""
        left, right = self._column()
        gutter = INDENT_UNIT * CODE_UNITS
        form = block.blockFormat()
        indent = form.indent() * INDENT_UNIT - gutter
        indent -= int(form.property(CODE_GUTTER) or 0) * INDENT_UNIT
        if form.nonBreakableLines():
            right = max(right, self._end_of_lines())
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            right -= indent
        else:
            left += indent
        text = block.layout().boundingRect()
        top = box.top() + round(text.top())
        return QRect(left, top - above, right - left, round(text.height()) + above + below)

    def _column(self) -> tuple[int, int]:
        """Left and right edge of the column in the viewport."""
        view = self._view
        form = view.document().rootFrame().frameFormat()
        across = view.horizontalScrollBar().value()
        left = round(form.leftMargin()) - across
        right = round(view.document().textWidth() - form.rightMargin()) - across
        return left, right

    def _end_of_lines(self) -> int:
        """Right edge of lines wider than the column, in the viewport. To ask the document would lay out all of it."""
        bar = self._view.horizontalScrollBar()
        return bar.maximum() - bar.value() + self._view.viewport().width() - INDENT_UNIT

    def _paint_frame(self, painter: QPainter, frame: _Frame) -> None:
        note = frame.group == 0
        painter.setPen(QPen(theme.color("border_strong" if note else "border"), 1, _LINE[note]))
        painter.setBrush(theme.color("window" if note else "sunken"))
        painter.drawRoundedRect(QRectF(frame.box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if frame.language:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text3"))
            caption = frame.box.adjusted(CODE_UNITS * INDENT_UNIT, 2, -40, 0)
            caption.setHeight(CODE_CAPTION - 4)
            named = in_one_line(frame.language, _LONGEST_NAME)
            elided = painter.fontMetrics().elidedText(named, Qt.TextElideMode.ElideMiddle, caption.width())
            painter.drawText(caption, _LEFT, elided)

    def _paint_bar(self, painter: QPainter, block: QTextBlock, bar: int, top: int, bottom: int) -> None:
        left, right = self._column()
        offset = bar * INDENT_UNIT
        mirrored = block.textDirection() == Qt.LayoutDirection.RightToLeft
        if not block.blockFormat().hasProperty(QUOTE_BARS) and (table := QTextCursor(block).currentTable()):
            mirrored = runs_leftwards(table)
        painter.fillRect(
            QRect(right - offset - 3 if mirrored else left + offset, top, 3, bottom - top + 1),
            theme.color("border_strong"),
        )

    def _paint_number(self, painter: QPainter, block: QTextBlock, number: str) -> None:
        left, _ = self._column()
        line = block.layout().lineAt(0)
        layout = block.document().documentLayout()
        top = layout.blockBoundingRect(block).top() + block.layout().boundingRect().top()
        painter.setFont(formats_in_force().mono)
        painter.setPen(theme.color("text3"))
        right = left + block.blockFormat().indent() * INDENT_UNIT - 12
        box = QRectF(
            left, top + line.y() - self._view.verticalScrollBar().value(), right - left, line.height()
        )
        painter.drawText(box, _RIGHT, number)


_LINE = {True: Qt.PenStyle.DashLine, False: Qt.PenStyle.SolidLine}


def _group_of(block: QTextBlock) -> int:
    if not block.isValid():
        return 0
    return int(block.blockFormat().property(CODE_GROUP) or 0)
