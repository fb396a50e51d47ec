"""What is too much for a document: its beginning in place, and all of it in a viewer."""

from __future__ import annotations

import re
import time

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hdclient.content import CONTENT_KINDS
from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import Block, Code, Run, Table
from hdclient.model.content import ContentBlock
from tests.helpers.qt import show
from ui.components.sheet import sheet_over
from ui.pages.whole_sheet import WholeSheet
from ui.renderers import RENDERERS, ReadingView, render_blocks
from ui.renderers.aligned_column import AlignedColumn
from ui.renderers.table_grid import TableGrid


def table(rows: int, columns: int) -> Table:
    made = tuple(tuple((Run(f"r{row}c{column}"),) for column in range(columns)) for row in range(1, rows + 1))
    return Table(("",) * columns, tuple((Run(f"head {column}"),) for column in range(columns)), made)


def view_of(qtbot: QtBot, *blocks: Block) -> ReadingView:
    view = render_blocks(blocks, name="Response A")
    qtbot.addWidget(view)
    view.resize(600, 500)
    show(view)
    qtbot.waitUntil(view.is_loaded)
    return view


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    show(made)
    return made


def test_the_first_rows_stand_in_place_and_a_sentence_says_how_much_there_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, table(12_000, 8))
    text = view.toPlainText()
    assert "r20c7" in text and "r21c0" not in text
    assert "This table has 12,000 rows and 8 columns. Shown above: 20 rows and 8 columns." in text
    assert "Open the whole table" in text


@pytest.mark.parametrize(("rows", "columns"), [(501, 2), (3, 101), (450, 9)])
def test_tables_beyond_the_limits_have_a_card(qtbot: QtBot, rows: int, columns: int) -> None:
    assert "Open the whole table" in view_of(qtbot, table(rows, columns)).toPlainText()


def test_of_very_many_columns_as_many_are_shown_as_have_room_for_their_words(qtbot: QtBot) -> None:
    view = view_of(qtbot, table(20, 300))
    shown = re.search(r"Shown above: 20 rows and (\d+) columns", view.toPlainText())
    assert shown is not None
    assert 4 <= int(shown[1]) <= 10
    made = view.document().rootFrame().childFrames()[0]
    assert isinstance(made, QTextTable)
    assert made.columns() == int(shown[1])
    for cell in (made.cellAt(row, column) for row in range(21) for column in range(made.columns())):
        layout = cell.firstCursorPosition().block().layout()
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        text = layout.text()
        pieces = [text[one.textStart() : one.textStart() + one.textLength()] for one in lines]
        assert [word for piece in pieces for word in piece.split()] == text.split(), "no word is broken"


@pytest.mark.parametrize("size", [(5_000, 2), (500, 200)])
def test_a_large_table_of_markdown_is_played_in_part_and_opens_whole(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    rows, columns = size
    lines = ["|".join(f"r{row}c{column}" for column in range(columns)) for row in range(rows + 1)]
    source = "\n".join([lines[0], "|".join("-" * columns), *lines[1:]])
    large = parse_markdown(source, deadline_s=60)
    view = view_of(qtbot, *large)
    assert view.document().blockCount() < 1_000
    asked: list[object] = []
    view.whole_asked.connect(asked.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == [*large]


def test_a_table_within_the_limits_is_there_whole(qtbot: QtBot) -> None:
    view = view_of(qtbot, table(490, 8))
    assert "Open the whole" not in view.toPlainText()
    assert "r490c7" in view.toPlainText()


def test_a_table_of_thousands_of_columns_costs_little(qtbot: QtBot) -> None:
    large = table(3, 20_000)
    begun = time.thread_time()
    view_of(qtbot, large)
    assert time.thread_time() - begun < 1


def test_code_beyond_the_limit_begins_in_place_and_is_copied_whole(qtbot: QtBot) -> None:
    source = "\n".join(f"line {number} of the program" for number in range(1, 12_001))
    blocks = CONTENT_KINDS["code"].parse(ContentBlock(kind="code", text=source, language="python"))
    view = ReadingView("Response A")
    qtbot.addWidget(view)
    show(view)
    view.show_content(lambda player: RENDERERS["code"].play(player, blocks))
    qtbot.waitUntil(view.is_loaded)
    text = view.toPlainText()
    assert "line 400 of" in text and "line 401 of" not in text
    assert f"This code has 12,000 lines and {len(source) - 11_999:,} characters." in text
    view.copier.copy(1)
    assert QApplication.clipboard().text() == source


def test_one_line_of_code_beyond_the_limit_begins_in_place(qtbot: QtBot) -> None:
    view = view_of(qtbot, Code("", ((("y" * 300_000, ""),),)))
    assert view.toPlainText().count("y") >= 20_000
    assert "This code has 1 line and 300,000 characters." in view.toPlainText()


def test_enter_and_the_link_ask_for_all_of_it(qtbot: QtBot) -> None:
    first, second = table(600, 2), table(700, 2)
    view = view_of(qtbot, first, second)
    asked: list[object] = []
    view.whole_asked.connect(asked.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == [first]
    view.setFocus()
    for _ in range(2):
        view.focusNextPrevChild(True)
    assert view.textCursor().selectedText() == "Open the whole table"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == [first, second]


def test_content_cannot_lead_to_what_is_not_there(qtbot: QtBot) -> None:
    view = view_of(qtbot, table(3, 2))
    asked: list[object] = []
    view.whole_asked.connect(asked.append)
    for address in ("hd-whole:0", "hd-whole:x", "hd-whole:-1", "hd-picture:x"):
        view.anchorClicked.emit(QUrl(address))
    assert asked == []


def test_the_table_viewer_shows_any_cell_and_copies_cells(qtbot: QtBot, window: QWidget) -> None:
    large = table(12_000, 8)
    long = "word " * 4_000
    large = Table(large.align, large.header, (((Run(long),),) * 8, *large.rows))
    sheet = WholeSheet(window, large)
    view = sheet.view
    assert isinstance(view, TableGrid)
    assert window.focusWidget() is view.grid
    qtbot.waitUntil(lambda: view.cell.source == long)
    assert str(view.model.data(view.model.index(0, 0))).endswith("…")
    assert view.model.headerData(7, Qt.Orientation.Horizontal) == "head 7"
    assert view.model.headerData(11_999, Qt.Orientation.Vertical) == "12,000"
    picked = QItemSelection(view.model.index(11_999, 6), view.model.index(12_000, 7))
    view.grid.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QTest.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "r11999c6\tr11999c7\nr12000c6\tr12000c7"
    assert sheet_over(window) is sheet
    QTest.keyClick(view.grid, Qt.Key.Key_Escape)
    assert sheet_over(window) is None


def test_cells_with_tabs_and_line_ends_are_copied_as_spreadsheets_read_them(
    qtbot: QtBot, window: QWidget
) -> None:
    row = ((Run('say "hi"'),), (Run("a\nb"),), (Run("c\td"),), ())
    sheet = WholeSheet(window, Table(("",) * 4, ((),) * 4, (row,)))
    assert isinstance(sheet.view, TableGrid)
    sheet.view.grid.selectAll()
    assert sheet.view.grid.selected_text() == '"say ""hi"""\t"a\nb"\t"c\td"\t'


def test_the_code_viewer_holds_every_line_and_copies_it_as_given(qtbot: QtBot, window: QWidget) -> None:
    lines = tuple(((f"line {number}", "keyword"), (" x" * (number % 900), "")) for number in range(9_000))
    sheet = WholeSheet(window, Code("python", lines))
    view = sheet.view
    assert isinstance(view, AlignedColumn)
    qtbot.waitUntil(view.is_loaded)
    view.selectAll()
    assert view.selected_lines() == "\n".join("".join(text for text, _ in line) for line in lines)
    view.moveCursor(QTextCursor.MoveOperation.End)
    assert view.in_sight()[0][0].layout().formats(), "lines in sight are coloured"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert sheet_over(window) is None
