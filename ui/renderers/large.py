"""What is too much for a document: how much of it is shown in place, and the sentence that says how much there is.

All of it is in a viewer of its own (ui/pages/whole_sheet.py), which holds only what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from hdclient.content.plain import inline_text
from hdclient.content.tree import Code, Table
from hdclient.model.content import ContentBlock
from hdclient.words import tr, trn

MOST_COLUMNS = 100
MOST_ROWS = 500
MOST_CELLS = 4_000
"""Beyond these a QTextTable takes seconds to lay out."""
FIRST_ROWS = 20
FIRST_COLUMNS = 20
ROOM = 80
"""Characters beside each other, where the width of the pane is not known yet."""
_PADDING, _LEAST, _LONG_CELL, _LONG_WORD = 2.5, 4, 10, 20
"""In characters: what a column needs beside its text; how narrow one may be, its cells wrapped but for their words."""
MOST_CODE = 200_000
"""Characters of one block of code."""
FIRST_CODE = 20_000
FIRST_LINES = 400

Large = Table | Code


class Again(Struct, frozen=True):
    """A content block that was given up and may be tried again."""

    block: ContentBlock


def first_of_table(table: Table, room: float = ROOM) -> Table | None:
    """The part of a large table that is shown in place; None when all of it is.

    So many columns that no word of an ordinary length is broken in `room` characters, and one at least.
    """
    columns = max(1, len(table.align))
    rows = len(table.rows) + 1
    if columns <= MOST_COLUMNS and rows <= MOST_ROWS and columns * rows <= MOST_CELLS:
        return None
    shown = slice(_fitting_columns(table, room))
    return Table(
        table.align[shown], table.header[shown], tuple(row[shown] for row in table.rows[:FIRST_ROWS])
    )


def _fitting_columns(table: Table, room: float) -> int:
    first = (table.header, *table.rows[:FIRST_ROWS])
    for column in range(min(FIRST_COLUMNS, columns := len(table.align))):
        room -= _least_width([inline_text(row[column]) for row in first if column < len(row)])
        if room < 0:
            return max(1, column)
    return min(FIRST_COLUMNS, columns)


def _least_width(cells: Sequence[str]) -> float:
    """Characters that a column needs to be readable."""
    cell = max(map(len, cells), default=0)
    word = max((len(word) for cell in cells for word in cell[:FIRST_CODE].split()), default=0)
    return max(_LEAST, min(cell, _LONG_CELL), min(word, _LONG_WORD)) + _PADDING


def first_of_code(code: Code) -> Code | None:
    """The part of large code that is shown in place, of whole lines but for a first line that is too long itself."""
    if sum(_length(line) for line in code.lines) <= MOST_CODE:
        return None
    room = FIRST_CODE
    lines = []
    for line in code.lines[:FIRST_LINES]:
        room -= _length(line)
        if room < 0:
            break
        lines.append(line)
    if not lines:
        lines = [tuple((text[:FIRST_CODE], token) for text, token in code.lines[0][:1])]
    return Code(code.language, tuple(lines), code.starts[: len(lines)], pieces=code.pieces[: len(lines)])


def _length(line: tuple[tuple[str, str], ...]) -> int:
    return sum(len(text) for text, _ in line)


def size_of(large: Large) -> str:
    """How much there is: "12,000 rows and 8 columns"."""
    if isinstance(large, Table):
        return tr(
            "{rows} and {columns}",
            rows=trn("{count:,} row", "{count:,} rows", len(large.rows)),
            columns=trn("{count:,} column", "{count:,} columns", len(large.align)),
        )
    characters = sum(_length(line) for line in large.lines)
    return tr(
        "{lines} and {characters}",
        lines=trn("{count:,} line", "{count:,} lines", len(large.lines)),
        characters=trn("{count:,} character", "{count:,} characters", characters),
    )


def told(large: Large, first: Large) -> str:
    """The sentence below what is shown in place."""
    said = (
        tr("This table has {whole}. Shown above: {part}.", whole=size_of(large), part=size_of(first))
        if isinstance(large, Table)
        else tr("This code has {whole}. Shown above: {part}.", whole=size_of(large), part=size_of(first))
    )
    return f"{said} "


def invitation(large: Large) -> str:
    """The words of the link to the viewer."""
    return tr("Open the whole table") if isinstance(large, Table) else tr("Open all of the code")
