"""Bullets, numbers and task boxes of one list."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextList, QTextListFormat

from hdclient.content.tree import List
from ui.renderers.formats import LIST_UNITS

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
            # Room for long numbers: they stand left of the text.
            self.units += 2 * max(0, len(str(block.number + len(block.items) - 1)) - 2)
        else:
            self._format.setStyle(_STYLES[min(depth, len(_STYLES) - 1)])
        self._format.setIndent(self.units)
        self._list: QTextList | None = None
        self._start = block.number
        self._count = 0

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
