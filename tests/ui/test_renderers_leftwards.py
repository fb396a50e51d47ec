"""What runs from right to left runs so as a whole: tables with their columns, lists with their numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextTable
from pytestqt.qtbot import QtBot

from hdclient.content.direction import first_direction, runs_right_to_left
from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import Table
from tests.helpers.qt import show
from ui.renderers import ReadingView, render_blocks
from ui.renderers.copied_text import copied_text
from ui.renderers.table_grid import TableGrid

HEBREW = "אחד"
TABLE = f"| {HEBREW} | שתיים | three |\n|---|:---|---:|\n| א | 12 | 7 |\n| ב | c | 8 |\n"


def view_of(qtbot: QtBot, source: str, width: int = 700) -> ReadingView:
    view = render_blocks(parse_markdown(source), name="Response A")
    qtbot.addWidget(view)
    view.resize(width, 400)
    show(view)
    return view


def table_in(view: ReadingView) -> QTextTable:
    (found,) = (one for one in view.document().rootFrame().childFrames() if isinstance(one, QTextTable))
    return found


def places(view: ReadingView, row: int = 0) -> dict[str, tuple[float, float]]:
    """Left and right end of each cell's words in the document."""
    table, found = table_in(view), {}
    for column in range(table.columns()):
        block = table.cellAt(row, column).firstCursorPosition().block()
        line = block.layout().lineAt(0).naturalTextRect().translated(block.layout().position())
        box = view.document().documentLayout().blockBoundingRect(block)
        shift = box.left() - block.layout().boundingRect().translated(block.layout().position()).left()
        found[block.text()] = (line.left() + shift, line.right() + shift)
    return found


def table_of(source: str) -> Table:
    (table,) = parse_markdown(source)
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize(
    ("text", "way"), [("abc", 1), ("12 (", 0), ("", 0), ("12 שלום a", -1), ("Ω", 1), ("٣", 0), ("ع", -1)]
)
def test_the_first_letter_tells_the_direction(text: str, way: int) -> None:
    assert first_direction(text) == way


@pytest.mark.parametrize(
    ("source", "leftwards"),
    [
        (TABLE, True),
        ("| a | b |\n|---|---|\n| c | שלום |\n", False),
        ("| a | שלום |\n|---|---|\n", False),
        ("| שלום | a |\n|---|---|\n", True),
        ("| 1 | 2 |\n|---|---|\n", False),
    ],
)
def test_most_cells_tell_the_direction_of_a_table(source: str, leftwards: bool) -> None:
    assert runs_right_to_left(table_of(source)) is leftwards


def test_columns_run_from_right_to_left(qtbot: QtBot) -> None:
    view = view_of(qtbot, TABLE)
    head = places(view)
    assert head[HEBREW][0] > head["שתיים"][1] and head["שתיים"][0] > head["three"][1]
    numbers = places(view, 1)
    assert abs(numbers["12"][1] - head["שתיים"][1]) < 2, "a column begins on the right, whatever is in it"
    assert abs(numbers["7"][0] - head["three"][0]) < 2, "and ends on the left"


def test_a_table_from_left_to_right_stays_as_it_was(qtbot: QtBot) -> None:
    head = places(view_of(qtbot, "| one | two |\n|---|---|\n| שלום | x |\n"))
    assert head["one"][1] < head["two"][0]


def test_what_is_copied_is_in_reading_order(qtbot: QtBot) -> None:
    view = view_of(qtbot, f"before\n\n{TABLE}\nafter")
    cursor = QTextCursor(view.document())
    cursor.select(QTextCursor.SelectionType.Document)
    lines = [line for line in copied_text(cursor).split("\n") if line]
    assert lines == ["before", f"{HEBREW}\tשתיים\tthree", "א\t12\t7", "ב\tc\t8", "after"]
    table = table_in(view)
    cursor.setPosition(table.cellAt(1, 0).firstPosition())
    cursor.setPosition(table.cellAt(2, 1).lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    assert cursor.hasComplexSelection()
    assert copied_text(cursor) == "12\t7\nc\t8"


def test_a_cell_knows_its_source(qtbot: QtBot) -> None:
    document = view_of(qtbot, TABLE).played()
    assert document is not None
    table = document.rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    for row in range(3):
        for column in range(3):
            cell = table.cellAt(row, column)
            found = document.source_range(cell.firstPosition(), cell.lastPosition())
            assert found is not None
            assert TABLE[found[1] : found[2]] == cell.firstCursorPosition().block().text()
            assert document.document_range(*found) == (cell.firstPosition(), cell.lastPosition())


def test_the_viewer_of_a_large_table_turns_its_columns_too(qtbot: QtBot) -> None:
    grids = [TableGrid(table_of(source)) for source in (TABLE, "| a | b |\n|---|---|\n| c | d |\n")]
    for grid in grids:
        qtbot.addWidget(grid)
    assert [grid.grid.isRightToLeft() for grid in grids] == [True, False]


def test_the_point_of_a_number_stands_behind_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, "1. one\n2. שתיים\n3. שלוש\n4. four\n")
    found, block = [], view.document().begin()
    while block.isValid():
        found.append(block.textList().itemText(block))
        block = block.next()
    # Painted from right to left, "2." has its point on the left, where the words go on.
    assert found == ["1.", "2.", "3.", "4."]


def test_a_rule_in_a_quotation_has_the_bar_on_the_side_of_its_words(qtbot: QtBot) -> None:
    for words, leftwards in ((HEBREW, True), ("one", False)):
        block = view_of(qtbot, f"> {words}\n>\n> ---\n>\n> {words}\n").document().begin()
        ways = []
        while block.isValid():
            ways.append(block.textDirection() == Qt.LayoutDirection.RightToLeft)
            block = block.next()
        assert ways == [leftwards] * 3


def test_listeners_hear_the_rows_of_a_turned_table_as_they_are_read(qtbot: QtBot) -> None:
    """In the text that assistive technology walks through, the last column comes first."""
    turned = "| الاسم | العمر |\n|---|---|\n| سارة | **30** |\n"
    view = view_of(qtbot, f"{turned}\n$x^2$")
    assert "الاسم, العمر; سارة, 30" in view.accessibleDescription()
    assert "Tables" not in view_of(qtbot, "| a | b |\n|---|---|\n| 1 | 2 |\n").accessibleDescription()
