"""Which block of a document stands at a height: found in steps that halve, for Qt looks at all blocks where it can.

A point between two paragraphs lies in no block, and `cursorForPosition` then asks every block behind it: 60 ms in a
document of 60,000, at every painting.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextDocument


def block_above(document: QTextDocument, height: float) -> QTextBlock:
    """The last block that begins at or above a height of the document; its first one when none does.

    Lays out no more than twice of what lies above it. Of a table's cells beside each other, it is any.
    """
    layout = document.documentLayout()

    def begins_below(number: int) -> bool:
        return layout.blockBoundingRect(document.findBlockByNumber(number)).top() > height

    low, high, count = 0, 1, document.blockCount()
    while high < count and not begins_below(high):
        low, high = high, 2 * high
    high = min(high, count)
    while high - low > 1:
        middle = (low + high) // 2
        if begins_below(middle):
            high = middle
        else:
            low = middle
    return document.findBlockByNumber(low)
