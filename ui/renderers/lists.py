"""Bullets, numbers and task boxes of one list."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextList, QTextListFormat

from hdclient.content.direction import first_direction
from hdclient.content.plain import inline_text
from hdclient.content.tree import Heading, List, ListItem, Paragraph
from ui.renderers.formats import INDENT_UNIT, LIST_UNITS, formats_in_force

MOST_ITEMS = 100
"""Adding to a QTextList touches all its items: a long list is made of several that number on."""

_STYLES = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)


class Numbering:
    """One list of the content; its blocks are marked one after the other."""

    def __init__(self, block: List, depth: int) -> None:
        self._format = QTextListFormat()
        self.units = LIST_UNITS
        if block.ordered:
            self._format.setStyle(QTextListFormat.Style.ListDecimal)
            self.units = max(LIST_UNITS, _room(block.number + len(block.items) - 1))
        else:
            self._format.setStyle(_STYLES[min(depth, len(_STYLES) - 1)])
        self._format.setIndent(self.units)
        self._list: QTextList | None = None
        self._start = block.number
        self._count = 0
        self._leftwards = False

    def begin(self, item: ListItem) -> None:
        """This item comes next. Qt turns the point of a number round where text runs from right to left, and draws it
        turned round once more (6.11): there the point stands before the number, so that it comes behind it."""
        first = item.blocks[0] if item.blocks else None
        text = inline_text(first.inlines) if isinstance(first, Paragraph | Heading) else ""
        leftwards = first_direction(text) < 0
        if self._format.style() == QTextListFormat.Style.ListDecimal and leftwards != self._leftwards:
            self._leftwards, self._list = leftwards, None
            self._format.setNumberPrefix("." if leftwards else "")
            self._format.setNumberSuffix("" if leftwards else ".")

    def mark(self, cursor: QTextCursor, checked: bool | None) -> None:
        """Makes the cursor's block the next item."""
        if self._list is None or self._count % MOST_ITEMS == 0:
            self._format.setStart(self._start + self._count)
            self._list = cursor.createList(self._format)
        else:
            self._list.add(cursor.block())
        self._count += 1
        if checked is not None:
            marker = QTextBlockFormat.MarkerType.Checked if checked else QTextBlockFormat.MarkerType.Unchecked
            form = cursor.blockFormat()
            form.setMarker(marker)
            cursor.setBlockFormat(form)
            # Qt would draw a letter, and a cross for what is done; `task_boxes.py` draws a box and a tick.
            unseen = cursor.blockCharFormat()
            unseen.setForeground(Qt.GlobalColor.transparent)
            cursor.setBlockCharFormat(unseen)


def _room(number: int) -> int:
    """Indent that a number of so many digits needs, which stands left of the text."""
    formats = formats_in_force()
    return ceil((formats.digit * len(str(number)) + formats.point) / INDENT_UNIT)
