"""Cells of a table that are selected: as an anchor, as the mark upon it and as Markdown they are what is seen."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QTextCursor, QTextTable

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Words
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.renderers.anchored import Anchored, Stroke
from ui.renderers.copied_text import copied_text
from ui.renderers.difference_marks import COMMENTS, Look
from ui.renderers.table import logical_column

ROWS = [["one", "two", "three"], ["a", "12", "7"], ["b", "c", "8"]]
LEFTWARDS = [["אחד", "שתיים", "שלוש"], ["א", "12", "7"], ["ב", "ג", "8"]]
CELLS = list(product(range(3), range(3)))


def opened(bench: Workbench, rows: list[list[str]]) -> tuple[Anchored, QTextTable]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    bench.lease(make_task("t1", COMPARE, ["\n".join([lines[0], "|---|---|---|", *lines[1:]]), "other"]))
    text = Anchored(bench.open("t1").stage.panes[0].content, "candidate:t1-0")
    (table,) = text.content.reader().document().rootFrame().childFrames()
    assert isinstance(table, QTextTable)
    return text, table


def select(text: Anchored, table: QTextTable, start: tuple[int, int], end: tuple[int, int]) -> QTextCursor:
    """As a mouse does that is pressed in one cell (row, column of the content) and released in another."""
    first, last = (table.cellAt(row, logical_column(table, column)) for row, column in (start, end))
    cursor = QTextCursor(table.document())
    cursor.setPosition(first.firstPosition())
    cursor.setPosition(last.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    text.content.reader().setTextCursor(cursor)
    return cursor


def cells_between(rows: list[list[str]], start: tuple[int, int], end: tuple[int, int], *, whole: bool) -> str:
    """As an anchor quotes them: from the rectangle's first cell to its last, or whole rows."""
    (top, bottom), (left, right) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if top < bottom and whole:
        left, right = 0, 2
    said = ["\t".join(row) for row in rows[top : bottom + 1]]
    if top == bottom:
        return "\t".join(rows[top][left : right + 1])
    said[0], said[-1] = "\t".join(rows[top][left:]), "\t".join(rows[bottom][: right + 1])
    return "\n".join(said)


@pytest.mark.parametrize(("rows", "leftwards"), [(ROWS, False), (LEFTWARDS, True)])
def test_cells_are_an_anchor_from_the_first_to_the_last_wherever_the_mouse_began(
    bench: Workbench, rows: list[list[str]], leftwards: bool
) -> None:
    text, table = opened(bench, rows)
    for start, end in product(CELLS, CELLS):
        if start == end:
            continue
        seen = copied_text(select(text, table, start, end))
        anchor = text.selection()
        assert anchor is not None and isinstance(anchor.at, Words), (start, end)
        assert anchor.at.quote == cells_between(rows, start, end, whole=leftwards), (start, end)
        quoted = anchor.at.quote.replace("\n", "\t").split("\t")
        assert all(cell in quoted for cell in seen.replace("\n", "\t").split("\t")), (
            "all that is seen selected"
        )
        assert text.find(anchor).sureness is Sureness.EXACT
        text.paint(COMMENTS, [Stroke(anchor, Look.HERE)])
        marks = text.content.marks(text.content.is_raw()).marks(COMMENTS)
        marked = {
            word
            for row, column in CELLS
            for word in [rows[row][column]]
            for cell in [table.cellAt(row, logical_column(table, column))]
            if any(mark.start < cell.lastPosition() and mark.end > cell.firstPosition() for mark in marks)
        }
        assert marked == set(quoted), (start, end)


@pytest.mark.parametrize(
    ("rows", "start", "end", "source"),
    [
        (ROWS, (1, 1), (1, 2), "12 | 7"),
        (ROWS, (1, 2), (1, 1), "12 | 7"),
        (ROWS, (1, 2), (2, 0), "a | 12 | 7 |\n| b | c | 8"),
        (LEFTWARDS, (1, 0), (1, 1), "א | 12"),
        (LEFTWARDS, (1, 1), (2, 1), "א | 12 | 7 |\n| ב | ג | 8"),
    ],
)
def test_cells_are_copied_as_markdown_with_the_last_one(
    bench: Workbench, rows: list[list[str]], start: tuple[int, int], end: tuple[int, int], source: str
) -> None:
    text, table = opened(bench, rows)
    select(text, table, start, end)
    assert text.content.selected_source() == source
