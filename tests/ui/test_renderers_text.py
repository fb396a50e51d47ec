"""Block trees become documents: nothing vanishes, nothing is loaded, nothing hangs."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content import CONTENT_KINDS
from hdclient.content.tree import (
    Block,
    Code,
    Heading,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
)
from hdclient.model.content import ContentBlock
from tests.helpers.hostile import HOSTILE
from tests.helpers.qt import settle, show
from ui import theme
from ui.renderers import RENDERERS, ReadingView, render_blocks
from ui.renderers.formats import formats_in_force
from ui.renderers.raw_view import RawView
from ui.renderers.shown_text import LONGEST_BLOCK, LONGEST_WORD, cost, pieces, shown


def words(text: str, **look: bool | str) -> Paragraph:
    return Paragraph((Run(text, **look),))  # type: ignore[arg-type]


def view_of(qtbot: QtBot, *blocks: Block, width: int = 600, height: int = 500) -> ReadingView:
    view = render_blocks(blocks, name="Response A")
    qtbot.addWidget(view)
    view.resize(width, height)
    show(view)
    return view


def visible_text(view: ReadingView) -> str:
    return view.toPlainText().replace("\u2028", "\n")


# What text may hold


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("a\x00b", "a\u2400b"),
        ("a\x1b[31mb", "a\u241b[31mb"),
        ("a\x7fb", "a\u2421b"),
        ("a\ufdd0b\ufdd1c", "a\ufffdb\ufffdc"),
        ("a\ufffcb", "a\ufffdb"),
        ("a\r\nb\rc\u2029d", "a\u2028b\u2028c\u2028d"),
        ("tab\there", "tab\there"),
        ("👩\u200d👧 שלום", "👩\u200d👧 שלום"),
    ],
)
def test_every_character_is_seen_or_replaced_by_one_that_is(given: str, seen: str) -> None:
    assert shown(given) == seen


@pytest.mark.parametrize(
    "text",
    ["", "short", "word " * 20_000, "x" * 100_000, "ab " + "y" * 5_000 + " cd", " " * 30_000, "👩 " * 9_000],
)
def test_pieces_are_the_text_and_none_is_too_long(text: str) -> None:
    parts = list(pieces(text))
    assert "".join(parts) == text
    assert all(cost(part) <= LONGEST_BLOCK for part in parts)
    assert all(len(word) <= 2 * LONGEST_WORD for part in parts for word in part.split())
    assert all(len(part) <= LONGEST_WORD for part in parts if part.isspace())


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    text = "x" * (LONGEST_WORD - 1) + "e\u0301" + "y" * 500
    assert all(not part.startswith("\u0301") for part in pieces(text))


# Structure


def test_blocks_are_played_in_order(qtbot: QtBot) -> None:
    view = view_of(
        qtbot,
        Heading(2, (Run("Title"),)),
        words("one\ntwo"),
        List(True, 9, (ListItem((words("nine"),)), ListItem((words("ten"), words("more"))))),
        Quote((words("quoted"),), title="Rule"),
        Code("python", ((("def", "keyword"), (" f():", "")), (("    pass", ""),))),
        Table(("left", "right"), ((Run("a"),), (Run("b"),)), (((Run("c"),), (Run("d"),)),)),
        Note("A sentence of ours."),
    )
    assert visible_text(view).split("\n") == [
        "Title",
        "one",
        "two",
        "nine",
        "ten",
        "more",
        "Rule",
        "quoted",
        "def f():",
        "    pass",
        "a",
        "b",
        "c",
        "d",
        "Note by hdclient: A sentence of ours.",
    ]


def test_lists_number_from_their_start_and_tasks_have_boxes(qtbot: QtBot) -> None:
    done, todo = ListItem((words("done"),), True), ListItem((words("open"),), False)
    view = view_of(qtbot, List(True, 9, (ListItem((words("x"),)),)), List(False, 1, (done, todo)))
    block = view.document().begin()
    assert block.textList().itemText(block) == "9."
    markers = [block.next().blockFormat().marker(), block.next().next().blockFormat().marker()]
    assert [marker.name for marker in markers] == ["Checked", "Unchecked"]


def test_a_long_list_numbers_on_and_costs_no_square(qtbot: QtBot) -> None:
    items = tuple(ListItem((words("x"),)) for _ in range(6_000))
    view = render_blocks((List(True, 7, items),), name="Response A")
    qtbot.addWidget(view)
    show(view)
    qtbot.waitUntil(view.is_loaded)
    block = view.document().findBlockByNumber(5_999)
    assert block.textList().itemText(block) == "6006."


def test_a_list_item_that_begins_with_code_keeps_its_bullet(qtbot: QtBot) -> None:
    view = view_of(qtbot, List(False, 1, (ListItem((Code("", ((("x", ""),),)),)),)))
    first = view.document().begin()
    assert first.textList() is not None
    assert first.next().text() == "x"
    assert first.next().textList() is None


def test_each_block_finds_its_own_direction_and_code_is_left_to_right(qtbot: QtBot) -> None:
    view = view_of(qtbot, words("שלום world"), words("hello"), Code("", ((("שלום", ""),),)))
    block = view.document().begin()
    directions = []
    while block.isValid():
        directions.append(block.textDirection())
        block = block.next()
    rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert directions == [rtl, ltr, ltr]


def test_text_direction_follows_the_content_in_a_right_to_left_interface(qtbot: QtBot) -> None:
    view = render_blocks((words("hello"),), name="x")
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(view)
    show(view)
    assert view.document().begin().textDirection() == Qt.LayoutDirection.LeftToRight


def test_lines_of_plain_text_are_blocks_of_their_own(qtbot: QtBot) -> None:
    block = ContentBlock(kind="text", text="שלום\n  indented\n\nlast")
    view = ReadingView("Response A")
    qtbot.addWidget(view)
    tree = CONTENT_KINDS["text"].parse(block)
    view.show_content(lambda player: RENDERERS["text"].play(player, tree))
    assert [view.document().findBlockByNumber(n).text() for n in range(4)] == [
        "שלום",
        "  indented",
        "",
        "last",
    ]
    assert view.document().begin().textDirection() == Qt.LayoutDirection.RightToLeft


def test_the_column_is_at_most_80_characters_and_in_the_middle_of_a_wide_pane(qtbot: QtBot) -> None:
    view = view_of(qtbot, words("word " * 100), width=1400)
    frame = view.document().rootFrame().frameFormat()
    column = view.document().textWidth() - frame.leftMargin() - frame.rightMargin()
    assert column == pytest.approx(80 * formats_in_force().character, abs=3)
    assert frame.leftMargin() == pytest.approx(frame.rightMargin(), abs=2)


def test_code_at_the_top_has_room_for_its_frame(qtbot: QtBot) -> None:
    view = view_of(qtbot, Code("python", ((("x", ""),),)))
    frames = view._ornaments._frames(list(view._ornaments._in_sight()))
    assert frames[0].box.top() >= 0


def test_a_theme_change_plays_anew_at_the_same_place(qtbot: QtBot, qapp) -> None:
    view = view_of(qtbot, *(words(f"paragraph {n} " * 12) for n in range(60)))
    view.go_to((2_000, 0))
    place = view.place()
    theme.apply(qapp, theme.Look("dark"))
    colour = view.document().begin().begin().fragment().charFormat().foreground().color()
    assert colour == theme.color("text")
    assert view.place()[0] == place[0]


# Places


def test_a_place_is_found_again_at_another_width(qtbot: QtBot) -> None:
    view = view_of(qtbot, *(words(f"paragraph {n} " * 30) for n in range(80)))
    view.verticalScrollBar().setValue(2_500)
    place = view.place()
    view.resize(420, 500)
    settle()
    top = view.cursorForPosition(QPoint(view.width() // 2, 1))
    assert abs(top.position() - place[0]) < 200
    assert view.verticalScrollBar().value() > 2_500


def test_anchors_of_headings_are_found(qtbot: QtBot) -> None:
    blocks = [words("filler " * 60) for _ in range(20)]
    view = view_of(qtbot, *blocks, Heading(2, (Run("Rule 2.3"),), anchor="2.3"), *blocks)
    assert view.go_to_anchor("2.3")
    assert not view.go_to_anchor("9.9")
    settle()
    top = view.cursorForPosition(QPoint(view.width() // 2, 20)).block().text()
    assert top == "Rule 2.3"


# Copying


def test_copying_gives_plain_text_without_our_own_breaks(qtbot: QtBot) -> None:
    long_word = "x" * 2_500
    view = view_of(qtbot, words(f"a\nb {long_word} 👍end"), words("second"))
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.text() == f"a\nb {long_word} 👍end\nsecond"
    assert data.formats() == ["text/plain"]


def test_a_code_block_is_copied_exactly(qtbot: QtBot) -> None:
    view = view_of(qtbot, Code("", ((("\tx = 1  ", ""),), (), (("y", "name"),))))
    view.copier.copy(1)
    assert QGuiApplication.clipboard().text() == "\tx = 1  \n\ny"


def test_the_copy_button_comes_with_the_mouse_and_names_itself(qtbot: QtBot) -> None:
    view = view_of(qtbot, Code("", ((("hello", ""),),)))
    view.setFocus()
    frame = view._ornaments._frames(list(view._ornaments._in_sight()))[0].box
    QTest.mouseMove(view.viewport(), frame.center())
    settle()
    assert view.copier.button.isVisible()
    QTest.mouseClick(view.copier.button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "hello"


# Nothing hangs


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_word_of_a_megabyte_is_shown_whole_and_soon(qtbot: QtBot, size: int) -> None:
    view = render_blocks((words("x" * size),), name="Response A")
    qtbot.addWidget(view)
    view.resize(600, 500)
    begun = time.process_time()
    show(view)
    qtbot.waitUntil(view.is_loaded)
    assert time.process_time() - begun < 15
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == "x" * size


def test_long_content_comes_in_slices_with_its_beginning_first(qtbot: QtBot) -> None:
    blocks = tuple(words(f"paragraph {n} " * 20) for n in range(3_000))
    view = render_blocks(blocks, name="Response A")
    qtbot.addWidget(view)
    view.show()
    assert view.document().begin().text().startswith("paragraph 0 ")
    assert not view.is_loaded() and view.document().blockCount() < 3_000
    view.go_to((100_000, 0))
    turns = 0
    while not view.is_loaded():
        QApplication.processEvents()
        turns += 1
    assert turns > 20, "the rest is the work of many turns"
    assert view.document().blockCount() == 3_000
    assert view.place()[0] > 90_000, "a place beyond what is there is kept until it is"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(name for name in HOSTILE if "10 MB" not in name))
def test_hostile_markdown_is_played(qtbot: QtBot, name: str) -> None:
    tree = CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=HOSTILE[name][:30_000]))
    view = render_blocks(tree, name="Response A")
    qtbot.addWidget(view)
    show(view)
    qtbot.waitUntil(view.is_loaded)


@pytest.mark.parametrize("block", [words("x"), Table(("",), ((Run("a"),),), (((Run("b"),),),) * 400)])
def test_a_long_document_that_is_shown_no_more_is_taken_apart_and_deleted(qtbot: QtBot, block: Block) -> None:
    view = view_of(qtbot, *[block] * (10_000 if isinstance(block, Paragraph) else 10))
    qtbot.waitUntil(view.is_loaded)
    before = view.played()
    assert before is not None and before.blockCount() > 4_000
    with qtbot.waitSignal(before.destroyed):
        view.show_content(lambda player: player.steps([words("y")]))
    assert visible_text(view) == "y"


# Raw text


def test_raw_text_is_the_source_to_the_letter(qtbot: QtBot) -> None:
    raw = RawView("Response A, raw text")
    qtbot.addWidget(raw)
    source = "# **a**\n\n<b>x</b>\t&amp; " + "y" * 3_000 + "\n\nend"
    raw.show_source(source)
    raw.selectAll()
    assert raw.createMimeDataFromSelection().text() == source
    assert raw.isReadOnly()


def test_every_kind_of_content_has_a_renderer_of_its_name() -> None:
    assert {name: one.name for name, one in RENDERERS.items()} == {name: name for name in CONTENT_KINDS}


LISTED = """1. First
   - nested
   - [x] done
2. Second

| a | b |
|---|---|
| 1 | 2 |

End."""


def test_what_is_copied_has_the_numbers_boxes_and_cells_that_are_seen(qtbot: QtBot) -> None:
    view = view_of(qtbot, *CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=LISTED)))
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.text().split("\n") == [
        "1. First",
        "  • nested",
        "  [x] done",
        "2. Second",
        "a\tb",
        "1\t2",
        "End.",
    ]
    cursor = view.textCursor()
    start = view.toPlainText().index("nested")
    cursor.setPosition(start)
    cursor.setPosition(start + 6, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "nested", "of one paragraph only the words"


def test_a_column_that_is_selected_is_what_is_copied(qtbot: QtBot) -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    view = view_of(qtbot, *CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=text)))
    cursor = view.textCursor()
    cursor.setPosition(view.document().find("b").selectionStart())
    cursor.setPosition(view.document().find("4").selectionEnd(), cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "b\n2\n4"
