"""How wide the column is in which a block of a document stands."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF, QTextDocument

from ui.renderers.formats import INDENT_UNIT, formats_in_force
from ui.renderers.large import ROOM


def column_width(document: QTextDocument, position: int) -> float:
    """Pixels from the block's indent to the other margin. Of a table's cell: what the whole table has."""
    frame = document.rootFrame().frameFormat()
    block = document.findBlock(position)
    listed = block.textList()
    indent = block.blockFormat().indent() + (listed.format().indent() if listed is not None else 0)
    return document.textWidth() - frame.leftMargin() - frame.rightMargin() - indent * INDENT_UNIT - 2


def characters_beside(document: QTextDocument, indent: int) -> float:
    """How many characters stand beside each other at an indent; a guess while the document has no width."""
    if document.textWidth() <= 0:
        return ROOM
    frame = document.rootFrame().frameFormat()
    width = document.textWidth() - frame.leftMargin() - frame.rightMargin() - indent * INDENT_UNIT
    return width / QFontMetricsF(formats_in_force().font).averageCharWidth()
