"""Tables: a QTextTable with hairlines and a header row, filled cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtGui import QTextCursor, QTextTable, QTextTableFormat

from hdclient.content.tree import Inline, Table
from ui import theme

Fill = Callable[[QTextCursor, Sequence[Inline], bool, str], None]


def fill_table(
    cursor: QTextCursor, table: Table, form: QTextTableFormat, fill: Fill
) -> Generator[None, None, QTextTable]:
    """Inserts the table at the cursor; `fill` writes a cell's content. The cursor is left in the last cell."""
    rows = (table.header, *table.rows)
    columns = max(1, len(table.align))
    made = cursor.insertTable(len(rows), columns, form)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row[:columns]):
            place = made.cellAt(number, column)
            if number == 0:
                ground = place.format().toTableCellFormat()
                ground.setBackground(theme.color("sunken"))
                place.setFormat(ground)
            fill(place.firstCursorPosition(), cell, number == 0, table.align[column] if table.align else "")
        if number % 20 == 19:
            yield
    return made
