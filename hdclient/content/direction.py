"""Which way content runs: from left to right, or from right to left as Arabic and Hebrew do. Told by its letters.

Every paragraph finds its own direction; a table has one for all its columns, and it is told here.
"""

from __future__ import annotations

import unicodedata

from hdclient.content.plain import inline_text
from hdclient.content.tree import Table

_ROWS = 12
"""Rows of a table that are asked, its header among them."""
_CHARACTERS = 200
"""Of a cell: what begins with so many signs and digits has no direction."""


def runs_right_to_left(table: Table) -> bool:
    """Whether more cells begin from the right than from the left; of as many, the first one decides."""
    balance = first = 0
    for row in (table.header, *table.rows[: _ROWS - 1]):
        for cell in row:
            way = first_direction(inline_text(cell)[:_CHARACTERS])
            first = first or way
            balance += way
    return (balance or first) < 0


def first_direction(text: str) -> int:
    """1 when the first letter of a text runs from left to right, -1 when from right to left, 0 without a letter."""
    if text.isascii():
        return 1 if any(map(str.isalpha, text)) else 0
    for character in text:
        way = unicodedata.bidirectional(character)
        if way == "L":
            return 1
        if way in ("R", "AL"):
            return -1
    return 0
