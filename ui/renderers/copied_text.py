"""What a selection is on the clipboard: the words, and what is seen beside them that is no text of the document.

Numbers, bullets and boxes of lists stand before their items, cells of a table are parted by tabs, as spreadsheets read
them. `selected_text` gives the words alone.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextListFormat, QTextTable

from ui.renderers.document import selected_text
from ui.renderers.formats import CONTINUED

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
    while block.isValid() and block.position() < end:
        if parts:
            parts.append(_break(before, block))
        if start <= block.position():
            parts.append(_marker(block))
        part.setPosition(max(start, block.position()))
        part.setPosition(min(end, block.position() + block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        parts.append(selected_text(part))
        before, block = block, block.next()
    return "".join(parts)


def _cells(cursor: QTextCursor) -> str:
    """The cells of a rectangle that is selected in a table."""
    table = cursor.currentTable()
    area: object = cursor.selectedTableCells()
    assert isinstance(area, tuple)
    first_row, rows, first_column, columns = area
    return "\n".join(
        "\t".join(_cell(table, row, column) for column in range(first_column, first_column + columns))
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
