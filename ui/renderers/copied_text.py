"""What a selection is on the clipboard: the words, and what is seen beside them that is no text of the document.

Numbers, bullets and boxes of lists stand before their items, cells of a table are parted by tabs, as spreadsheets read
them. `selected_text` gives the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextListFormat, QTextTable

from ui.renderers.document import selected_text
from ui.renderers.formats import CONTINUED
from ui.renderers.table import runs_leftwards

_BOXES = {QTextBlockFormat.MarkerType.Checked: "[x] ", QTextBlockFormat.MarkerType.Unchecked: "[ ] "}


def copied_text(cursor: QTextCursor) -> str:
    """The selection as plain text. Within one paragraph it is the words and nothing else."""
    if cursor.hasComplexSelection():
        return _cells(cursor)
    document = cursor.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = document.findBlock(start)
    if end < block.position() + block.length():
        return selected_text(cursor)
    parts: list[str] = []
    part, before = QTextCursor(document), block
    for here in _in_reading_order(block, end):
        if parts:
            parts.append(_break(before, here))
        if start <= here.position():
            parts.append(_marker(here))
        part.setPosition(max(start, here.position()))
        part.setPosition(min(end, here.position() + here.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        parts.append(selected_text(part))
        before = here
    return "".join(parts)


def _in_reading_order(block: QTextBlock, end: int) -> Iterator[QTextBlock]:
    """The blocks from this one on. Rows of a table that runs from right to left stand turned round in a document."""
    row: list[list[QTextBlock]] = []
    here: tuple[int, int] | None = None
    while block.isValid() and block.position() < end:
        table = QTextCursor(block).currentTable()
        turned = table is not None and runs_leftwards(table)
        cell = table.cellAt(block.position()) if turned else None
        place = (table.firstPosition(), cell.row()) if cell is not None else None
        if place != here:
            yield from (one for blocks in reversed(row) for one in blocks)
            row, here = [], place
        if cell is None:
            yield block
        elif row and table.cellAt(row[-1][0].position()).column() == cell.column():
            row[-1].append(block)
        else:
            row.append([block])
        block = block.next()
    yield from (one for blocks in reversed(row) for one in blocks)


def _cells(cursor: QTextCursor) -> str:
    """The cells of a rectangle that is selected in a table."""
    table = cursor.currentTable()
    area: object = cursor.selectedTableCells()
    assert isinstance(area, tuple)
    first_row, rows, first_column, count = area
    columns = range(first_column, first_column + count)
    columns = columns[::-1] if runs_leftwards(table) else columns
    return "\n".join(
        "\t".join(_cell(table, row, column) for column in columns)
        for row in range(first_row, first_row + rows)
    )


def _cell(table: QTextTable, row: int, column: int) -> str:
    cursor = table.cellAt(row, column).firstCursorPosition()
    cursor.setPosition(table.cellAt(row, column).lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    return selected_text(cursor).replace("\n", " ")


def _break(before: QTextBlock, block: QTextBlock) -> str:
    """What stands between two paragraphs: nothing where the break is ours, a tab between cells of one row."""
    if block.blockFormat().property(CONTINUED):
        return ""
    table = QTextCursor(block).currentTable()
    if table is not None and table == QTextCursor(before).currentTable():
        one, other = table.cellAt(before.position()), table.cellAt(block.position())
        if one.row() == other.row() and one.column() != other.column():
            return "\t"
    return "\n"


def _marker(block: QTextBlock) -> str:
    """The number, bullet or box before an item, indented as deep as its list."""
    items = block.textList()
    if items is None or block.blockFormat().property(CONTINUED):
        return ""
    box = _BOXES.get(block.blockFormat().marker())
    numbered = items.format().style() == QTextListFormat.Style.ListDecimal
    mark = box or (f"{items.itemText(block)} " if numbered else "• ")
    return "  " * _depth(block) + mark


def _depth(block: QTextBlock) -> int:
    """How many lists the item's list stands in, told by the indents of the items above."""
    indent, depth = block.blockFormat().indent() + block.textList().format().indent(), 0
    above = block.previous()
    while above.isValid() and indent and above.textList() is not None:
        further = above.blockFormat().indent() + above.textList().format().indent()
        if further < indent:
            indent, depth = further, depth + 1
        above = above.previous()
    return depth
