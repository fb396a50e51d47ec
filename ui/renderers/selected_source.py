"""From a selection of rendered text to the source that it was made of, with the marks that belong to it.

What is selected are words; the marks of Markdown stand around them. A mark is taken along when its partner is inside or
on the other side too, what opens a line (#, -, 1., >) when the selection begins with the line, and the end of a fence
whose beginning is selected.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor

from ui.renderers.table import runs_leftwards

_MARKS = "*_~`"
_LINE_OPENING = re.compile(r"[ \t>]*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?$")
_FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})", re.MULTILINE)
_FENCE_AFTER = re.compile(r"\n[ \t>]*(?:`{3,}|~{3,})[ \t]*(?=\n|$)")
_LINK_END = re.compile(r"\]\([^()\n]{0,2000}\)")


def selected_stretch(cursor: QTextCursor) -> tuple[int, int]:
    """From the first to the last position of what is seen as selected.

    Cells of a table are selected as a rectangle, whose ends are not those of the cursor: Qt's stop before the last
    cell and follow the mouse. A stretch of a source knows no rectangle: it goes from its first cell to its last,
    through what lies between them; where rows stand turned round, that is whole rows, as a mark upon them shows.
    """
    if not cursor.hasComplexSelection():
        return cursor.selectionStart(), cursor.selectionEnd()
    table = cursor.currentTable()
    area: object = cursor.selectedTableCells()
    assert isinstance(area, tuple)
    row, rows, column, columns = area
    if rows > 1 and runs_leftwards(table):
        column, columns = 0, table.columns()
    last = table.cellAt(row + rows - 1, column + columns - 1)
    return table.cellAt(row, column).firstPosition(), last.lastPosition()


def with_marks(source: str, start: int, end: int) -> str:
    """source[start:end] and the marks around it that it needs to mean the same."""
    start, end = _with_link(source, start, end)
    left, right = _marks_before(source, start), _marks_after(source, end)
    words = source[start:end]
    if left and (words.count(left) % 2 or right.startswith(left)):
        start -= len(left)
    if right and (words.count(right) % 2 or left.endswith(right)):
        end += len(right)
    line = source.rfind("\n", 0, start) + 1
    if _LINE_OPENING.match(source, line, start):
        start = line
    closing = _FENCE_AFTER.match(source, end)
    if closing is not None and len(_FENCE.findall(source, start, end)) % 2:
        end = closing.end()
    return source[start:end]


def _with_link(source: str, start: int, end: int) -> tuple[int, int]:
    """Both ends of a link whose words are all that is selected."""
    after = _LINK_END.match(source, end)
    if start and source[start - 1] == "[" and after is not None:
        return start - 1, after.end()
    return start, end


def _marks_before(source: str, at: int) -> str:
    begin = at
    while begin and source[begin - 1] in _MARKS:
        begin -= 1
    return source[begin:at]


def _marks_after(source: str, at: int) -> str:
    end = at
    while end < len(source) and source[end] in _MARKS:
        end += 1
    return source[at:end]
