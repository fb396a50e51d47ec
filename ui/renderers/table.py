"""Tables: a QTextTable with hairlines and a header row, filled cell by cell.

Qt lays columns out from left to right only (6.11). A table that runs the other way is written with its columns turned
round, and its format's layout direction says so: who reads a document goes through `logical_column`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextTable, QTextTableFormat

from hdclient.content.plain import inline_text
from hdclient.content.tree import Inline, Table
from hdclient.words import tr
from ui import theme

Fill = Callable[[QTextCursor, Sequence[Inline], bool, str], None]
_SAID = f" {tr('Tables from right to left, row by row:')} "
_MOST_SAID = 2_000
_TURNED = {"": "right", "left": "right", "center": "center", "right": "left"}
"""In a table that runs from right to left, a column begins on the right."""


def runs_leftwards(table: QTextTable) -> bool:
    """Whether its first column stands on the right."""
    return table.format().layoutDirection() == Qt.LayoutDirection.RightToLeft


def logical_column(table: QTextTable, column: int) -> int:
    """Which column of the content stands in this column of the document; and the other way round."""
    return table.columns() - 1 - column if runs_leftwards(table) else column


def fill_table(
    cursor: QTextCursor, table: Table, form: QTextTableFormat, fill: Fill
) -> Generator[None, None, QTextTable]:
    """Inserts the table at the cursor; `fill` writes a cell's content. The cursor is left in the last cell."""
    rows = (table.header, *table.rows)
    columns = max(1, len(table.align))
    made = cursor.insertTable(len(rows), columns, form)
    turned = runs_leftwards(made)
    order = [*range(columns - 1, -1, -1)] if turned else [*range(columns)]
    aligned = [_TURNED[one] if turned else one for one in table.align]
    for number, row in enumerate(rows):
        for column, logical in enumerate(order):
            if logical >= len(row):
                continue
            cell = row[logical]
            place = made.cellAt(number, column)
            if number == 0:
                ground = place.format().toTableCellFormat()
                ground.setBackground(theme.color("sunken"))
                place.setFormat(ground)
            fill(place.firstCursorPosition(), cell, number == 0, aligned[logical] if aligned else "")
        if number % 20 == 19:
            yield
    return made


def with_turned_tables(description: str, document: object) -> str:
    """A description for assistive technology, with the rows of turned tables as they are read: in the text that it
    walks through, their last column comes first."""
    plain = description.partition(_SAID)[0]
    tables: list[Table] = getattr(document, "turned", [])
    rows = (row for table in tables for row in (table.header, *table.rows))
    said = ""
    for row in rows:
        said += ("; " if said else "") + ", ".join(inline_text(cell) for cell in row)
        if len(said) > _MOST_SAID:
            break
    return plain + _SAID + said[:_MOST_SAID] if said else plain


def make_room(table: QTextTable, room: float) -> None:
    """Qt ignores the margin above a block that follows a table: the table gets it below."""
    form = table.format()
    if room > form.bottomMargin():
        form.setBottomMargin(room)
        table.setFormat(form)
