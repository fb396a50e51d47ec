"""Chips of hidden characters: seen in their place, copied as what they stand for, the place kept."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content import CONTENT_KINDS
from hdclient.model.content import ContentBlock
from tests.helpers.qt import settle, show
from ui.renderers import ReadingView, render_blocks
from ui.renderers.chips import MOST_CHIPS
from ui.renderers.raw_view import RawView

SAMPLE = (
    "# T\u200bitle\n\n"
    "bidi \u202etxet\u202c and [a li\u00adnk](https://example.org)\u00a0tags \U000e0068\U000e0069 NUL\x00 "
    "end\n\n"
    "```python\nx = 'a\u200bb'  # \x1b[31m\n```\n\n| a | b |\n| --- | --- |\n| c\u2009d | \U0001f600\u200b |\n"
)


def rendered(qtbot: QtBot, text: str) -> ReadingView:
    view = render_blocks(CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=text)), name="A")
    qtbot.addWidget(view)
    view.resize(600, 300)
    show(view)
    return view


def raw(qtbot: QtBot, text: str) -> RawView:
    view = RawView("A, raw text")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_source(text)
    show(view)
    qtbot.waitUntil(view.is_loaded)
    return view


def copied(view: ReadingView | RawView) -> str:
    view.selectAll()
    view.copy()
    return QApplication.clipboard().text()


@pytest.mark.parametrize("make", [rendered, raw])
def test_chips_change_nothing_that_is_copied(qtbot: QtBot, make) -> None:
    view = make(qtbot, SAMPLE)
    before = copied(view)
    view.set_reveals(True)
    qtbot.waitUntil(view.is_loaded)
    assert view.toPlainText().count("\ufffc") >= 9
    assert copied(view) == before
    view.set_reveals(False)
    qtbot.waitUntil(view.is_loaded)
    assert "\ufffc" not in view.toPlainText()
    assert copied(view) == before


@pytest.mark.parametrize("make", [rendered, raw])
def test_the_place_stays_when_chips_come_and_go(qtbot: QtBot, make) -> None:
    view = make(
        qtbot, "\n\n".join(f"Paragraph {number} with\u200b a hidden character." for number in range(200))
    )
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = view.cursorForPosition(view.rect().topLeft()).block().text()
    view.set_reveals(True)
    qtbot.waitUntil(view.is_loaded)
    settle()
    after = view.cursorForPosition(view.rect().topLeft()).block().text()
    assert after.split()[:2] == top.split()[:2]


@pytest.mark.parametrize("make", [rendered, raw])
def test_a_byte_order_mark_is_kept_where_it_stands(qtbot: QtBot, make) -> None:
    view = make(qtbot, "\ufeffbegin")
    assert copied(view) == "\ufeffbegin"


def test_millions_of_hidden_characters_get_a_thousand_chips(qtbot: QtBot) -> None:
    view = raw(qtbot, "\u200b" * 200_000)
    view.set_reveals(True)
    qtbot.waitUntil(view.is_loaded)
    assert view.toPlainText().count("\ufffc") == MOST_CHIPS


def test_the_raw_text_has_one_line_for_each_line_whatever_ends_it(qtbot: QtBot) -> None:
    view = raw(qtbot, "one\r\ntwo\r\n\nfour")
    assert view.toPlainText() == "one\ntwo\n\nfour"
    assert [view.place_of(position) for position in (0, 5, 8, 11, 13)] == [0, 4, 7, 9, 11]


def test_returns_by_themselves_end_lines_until_they_are_shown_as_chips(qtbot: QtBot) -> None:
    source = "one\rtwo\r\rfour\r\nfive\r"
    view = raw(qtbot, source)
    assert view.document().blockCount() == 6
    assert copied(view) == source
    view.set_reveals(True)
    assert view.document().blockCount() == 2
    assert copied(view) == source
    view.set_reveals(False)
    assert view.document().blockCount() == 6


def test_a_line_of_thousands_of_breaks_is_laid_out_in_parts_and_copied_whole(qtbot: QtBot) -> None:
    source = "a\u2028" * 5_000
    for view, breaks in ((raw(qtbot, source), source), (rendered(qtbot, source), "a\n" * 5_000)):
        assert view.document().blockCount() > 10
        assert copied(view).rstrip() == breaks.rstrip()


@pytest.mark.parametrize("reveals", [False, True])
def test_what_is_copied_of_the_raw_text_stands_so_in_the_source(qtbot: QtBot, reveals: bool) -> None:
    source = "a\x00b\x0bc\x1b[1m\r\n\U0001f600\u200bd\u2028e\u2029f\rg \U000e0041h\n" + "x" * 3_000 + "\r\n"
    view = raw(qtbot, source)
    view.set_reveals(reveals)
    qtbot.waitUntil(view.is_loaded)
    assert copied(view) == source
    for start, end in ((1, 6), (9, 14), (12, 20), (20, 27), (25, 1_500)):
        cursor = view.textCursor()
        cursor.setPosition(view.place_of(start))
        cursor.setPosition(view.place_of(end), QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        view.copy()
        assert QApplication.clipboard().text() == source[start:end]


def test_what_no_other_program_could_take_is_not_dropped_without_a_word(qtbot: QtBot) -> None:
    assert copied(raw(qtbot, "lone \ud800.")) == "lone \ufffd."


def test_a_very_long_line_is_the_same_bit_by_bit(qtbot: QtBot) -> None:
    source = "".join(f"word{number} " for number in range(40_000)) + "x" * 150_000
    view = raw(qtbot, source)
    assert copied(view) == source
    assert view.document().toPlainText().replace("\n", "") == source


def test_places_in_the_raw_text_count_as_qt_does(qtbot: QtBot) -> None:
    view = raw(qtbot, "\U0001f600\U0001f600x\nsecond")
    assert view.place_of(2) == 4
    assert view.place_of(4) == 6


def test_the_process_ends_well_with_a_copy_on_the_clipboard() -> None:
    program = (
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from ui.renderers.raw_view import RawView\n"
        "view = RawView('A')\n"
        "view.show_source('words')\n"
        "view.selectAll()\n"
        "view.copy()\n"
        "assert QApplication.clipboard().text() == 'words'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == 0
