"""The raw text opens at the same place, and what is selected can be copied as the source it was made of."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from tests.helpers.qt import settle, show
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.renderers.content_view import ContentSources, ContentView
from ui.renderers.pictures import PictureShelf
from ui.renderers.selected_source import with_marks
from ui.renderers.trees import Trees

LONG = "\n\n".join(
    f"## Part {number} \U0001f600\n\nWords of **part {number}** and a [link](https://example.org/{number}).\n\n"
    f"```python\nvalue = {number}\n```\n\n- one\n- two"
    for number in range(120)
)


def view_of(qtbot: QtBot, *texts: str) -> ContentView:
    shelf = PictureShelf({}.get)
    view = ContentView("Response A", ContentSources(Trees(), shelf))
    qtbot.addWidget(view)
    view.set_blocks([ContentBlock(kind="markdown", text=text) for text in texts])
    view.resize(640, 420)
    show(view)
    view.show_now()
    qtbot.waitUntil(view.reading.is_loaded)
    settle()
    return view


def top_of(view: ContentView) -> str:
    reader = view.reader()
    return reader.cursorForPosition(reader.viewport().rect().topLeft()).block().text()


@pytest.mark.parametrize("part", [0, 3, 60, 118])
def test_raw_and_rendered_stand_at_the_same_place(qtbot: QtBot, part: int) -> None:
    view = view_of(qtbot, LONG, LONG.replace("Part", "Chapter"))
    for word in ("Part", "Chapter"):
        document = view.document()
        assert document is not None
        position = document.find(f"{word} {part} ").selectionStart()
        view.reading.go_to((position, 0))
        view.set_raw(True)
        qtbot.waitUntil(view.reader().is_loaded)
        settle()
        bar = view.reader().verticalScrollBar()
        assert f"{word} {part} " in top_of(view) or part == 0 or bar.value() == bar.maximum()
        view.set_raw(False)
        settle()
        assert view.reading.place()[0] == pytest.approx(position, abs=1) or part in (0, 118)


def select(view: ContentView, words: str) -> None:
    document = view.document()
    assert document is not None
    cursor = document.find(words)
    assert not cursor.isNull(), words
    view.reading.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("bold", "**bold**"),
        ("some bold words", "some **bold** words"),
        ("a link", "[a link](https://example.org)"),
        ("Title", "# Title"),
        ("first", "- first"),
        ("code", "`code`"),
        ("ol", "ol"),
    ],
)
def test_a_selection_is_copied_as_the_source_it_was_made_of(qtbot: QtBot, words: str, source: str) -> None:
    view = view_of(
        qtbot,
        "# Title\n\nHere are some **bold** words, `code` and [a link](https://example.org).\n\n- first\n",
    )
    select(view, words)
    assert view.selected_source() == source


def test_without_a_selection_everything_is_copied(qtbot: QtBot) -> None:
    view = view_of(qtbot, "# One", "**Two**")
    view.copy_selected_source()
    assert QApplication.clipboard().text() == "# One\n\n**Two**"
    view.reading.selectAll()
    view.copy_selected_source()
    assert QApplication.clipboard().text() == "# One\n\n**Two**", "over the bounds of content blocks too"


def test_marks_without_a_partner_stay_behind() -> None:
    source = "a **bold** b"
    assert with_marks(source, 4, 6) == "bo"
    assert with_marks(source, 4, 8) == "**bold**"
    assert with_marks(source, 4, 12) == "**bold** b"
    assert with_marks("1. one\n2. two", 3, 13) == "1. one\n2. two"
    assert with_marks("a\n\n```py\nx = 1\n```\nb", 0, 14) == "a\n\n```py\nx = 1\n```"
    assert with_marks("```py\nx = 1\n```", 6, 11) == "x = 1"


def test_the_key_copies_what_is_selected_as_markdown(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["some **bold** words", "two"]))
    bench.open("t1")
    reading = bench.view.stage.panes[0].content.reading
    cursor = QTextCursor(reading.document())
    cursor.setPosition(5)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    reading.setTextCursor(cursor)
    bench.press("A", "Ctrl+Shift+C")
    assert QApplication.clipboard().text() == "**bold**"
