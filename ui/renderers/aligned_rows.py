"""The rows of two columns made ready for two text views: plain values, so that it can happen outside the GUI thread.

Lines too long for Qt are cut into several rows; what Qt would drop or misread is shown as in every other view.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from msgspec import Struct

from hdclient.content.compare import Kind
from hdclient.content.two_columns import Column, Sides
from ui.renderers.shown_text import LINE_BREAK, pieces, shown

_BREAKS = {ord(LINE_BREAK): "\u2424", ord("\u2029"): "\u2424"}


class AlignedRow(Struct, frozen=True, gc=False):
    """One row of both columns. `line_a` and `line_b` are indexes of lines, -1 where a column is empty.

    `whole`: each text is its whole line, so that words and colours can be marked in it.
    """

    kind: Kind
    line_a: int
    line_b: int
    whole: bool = True
    begins: bool = True
    """Whether its lines begin here; else it goes on the row above."""


class AlignedRows(Struct, frozen=True):
    """Rows, what stands in them, and the rows at which changes begin."""

    sides: Sides
    rows: tuple[AlignedRow, ...]
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    """What stands in either column, row by row; nothing in empty rows."""
    changes: tuple[int, ...]
    highest: tuple[int, int] = (0, 0)
    """The highest line number of either column: so much room its numbers need."""

    def column(self, side: int) -> Column:
        """The lines of a side."""
        return (self.sides.a, self.sides.b)[side]

    def line(self, side: int, row: int) -> int:
        """The line of a side that stands in this row; -1 when none does."""
        found = self.rows[row]
        return (found.line_a, found.line_b)[side]


def aligned_rows(sides: Sides, check: Callable[[], None]) -> AlignedRows:
    """Makes rows for the views. `check` may raise to stop."""
    rows: list[AlignedRow] = []
    texts: tuple[list[str], list[str]] = ([], [])
    changes: list[int] = []
    begins = set(sides.changes())
    for number, row in enumerate(sides.rows):
        if number % 2_000 == 0:
            check()
        if number in begins:
            changes.append(len(rows))
        cut_a = _cut(sides.a, row.a)
        cut_b = cut_a if row.kind is Kind.SAME else _cut(sides.b, row.b)
        if len(cut_a) <= 1 and len(cut_b) <= 1:
            rows.append(AlignedRow(row.kind, row.a, row.b))
            texts[0].append(cut_a[0] if cut_a else "")
            texts[1].append(cut_b[0] if cut_b else "")
            continue
        for at, (left, right) in enumerate(zip_longest(cut_a, cut_b)):
            lines = row.a if left is not None else -1, row.b if right is not None else -1
            rows.append(AlignedRow(row.kind, *lines, whole=False, begins=at == 0))
            texts[0].append(left or "")
            texts[1].append(right or "")
    highest = max(sides.a.numbers, default=0), max(sides.b.numbers, default=0)
    return AlignedRows(sides, tuple(rows), (tuple(texts[0]), tuple(texts[1])), tuple(changes), highest)


def _cut(column: Column, line: int) -> list[str]:
    """A line as it is shown, in as many parts as it needs; none when there is no line."""
    if line < 0:
        return []
    text = column.lines[line]
    if text.isascii() and text.isprintable() and len(text) < 1_000:
        return [text]
    return [part.translate(_BREAKS) for part in pieces(shown(text))] or [""]
