"""How blocks stand to each other on the page: wrapped code, room below tables, bars of quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QTextBlock, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.diff import parse_diff
from hdclient.content.markdown import parse_markdown
from tests.fidelity.playing import played, tree_of
from tests.helpers.qt import settle, show
from ui import theme
from ui.renderers.formats import CODE_LINE, INDENT_UNIT, RULE
from ui.renderers.reading_view import ReadingView
from ui.typefaces import TYPEFACES


def laid_out(source: str, width: int = 400) -> QTextDocument:
    document = played(parse_markdown(source))
    document.setTextWidth(width)
    document.size()
    return document


def block_of(document: QTextDocument, word: str) -> QTextBlock:
    block = document.begin()
    while word not in block.text():
        block = block.next()
    return block


@pytest.mark.parametrize("lead", ["", "    ", " " * 60])
def test_a_wrapped_line_of_code_goes_on_deeper_than_it_begins(lead: str) -> None:
    document = laid_out(f"```\nshort\n{lead}{'word ' * 30}\n```")
    layout = block_of(document, "word").layout()
    first, second, third = (layout.lineAt(number).x() for number in range(3))
    assert second == third > first == block_of(document, "short").layout().lineAt(0).x()


def test_short_lines_of_code_begin_where_long_ones_do() -> None:
    document = laid_out("```\nshort\nnot short but as long as fits\n```", 900)
    places = {block_of(document, word).layout().lineAt(0).x() for word in ("short", "fits")}
    assert len(places) == 1


def test_a_heading_below_a_table_has_its_room() -> None:
    def gap(below: str) -> float:
        document = laid_out(f"|a|\n|-|\n|cell|\n\n{below}")
        layout = document.documentLayout()
        above = layout.blockBoundingRect(block_of(document, "cell")).bottom()
        return layout.blockBoundingRect(block_of(document, "below")).top() - above

    assert gap("# below") > gap("below") + 5


def bar_rows(view: ReadingView) -> list[bool]:
    """For each row of pixels, whether a quotation's bar stands at the left edge of the column."""
    settle()
    picture: QImage = view.viewport().grab().toImage()
    left = round(view.document().rootFrame().frameFormat().leftMargin()) + 1
    wanted = QColor(theme.color("border_strong"))
    return [picture.pixelColor(left, y) == wanted for y in range(picture.height())]


def runs(rows: list[bool]) -> int:
    return sum(1 for one, other in zip([False, *rows], rows, strict=False) if other and not one)


@pytest.mark.parametrize(
    ("source", "bars"),
    [
        ("> a\n>\n> b", 1),
        ("> a\n\n> b", 2),
        ("> a\n>\n> |x|\n> |-|\n> |y|\n>\n> b", 1),
        ("> |x|\n> |-|\n> |y|\n\n> b", 2),
        ("> |x|\n> |-|\n> |y|", 1),
        ("a\n\n>\n\nb", 1),
        ("> ```c\n> a\n> b\n> ```\n>\n> b", 1),
        ("> ```c\n> a\n> b\n> ```\n\n> b", 2),
        ("|x|\n|-|\n|y|", 0),
    ],
)
def test_each_quotation_has_one_bar(qtbot: QtBot, source: str, bars: int) -> None:
    view = ReadingView("Content", centred=False)
    view.resize(500, 400)
    view.show_content(lambda player: player.steps(parse_markdown(source)))
    qtbot.addWidget(view)
    show(view)
    assert runs(bar_rows(view)) == bars


def test_a_quotations_bar_is_as_long_as_the_frame_of_its_code(qtbot: QtBot) -> None:
    view = ReadingView("Content", centred=False)
    view.resize(500, 400)
    view.show_content(lambda player: player.steps(parse_markdown("a\n\n> ```c\n> x\n> y\n> ```\n\nb")))
    qtbot.addWidget(view)
    show(view)
    frame = view.copier._ornaments.code_at(QPoint(100, 80))
    assert frame is not None
    rows = bar_rows(view)
    assert [y for y, is_bar in enumerate(rows) if is_bar] == list(
        range(frame[1].top(), frame[1].bottom() + 1)
    )


@pytest.mark.parametrize("size", [12, 16, 28])
@pytest.mark.parametrize("number", [1, 10, 999, 123_456_789])
@pytest.mark.parametrize("typeface", TYPEFACES)
def test_the_number_of_an_item_has_room_left_of_its_text(
    qapp: QApplication, size: int, number: int, typeface: str
) -> None:
    theme.apply(qapp, theme.Look("light", content_px=size, typeface=typeface))
    document = laid_out(f"{number}. item")
    indent = document.begin().textList().format().indent() * document.indentWidth()
    assert QFontMetricsF(document.defaultFont()).horizontalAdvance(f"{number}. ") <= indent


@pytest.mark.parametrize("source", ["- [{}] task", "1. a\n   - [{}] task", "- [{}] مهمة"])
def test_a_done_task_has_a_tick_and_the_other_has_none(qtbot: QtBot, source: str) -> None:
    pictures = []
    for done in "x ":
        view = ReadingView("Content", centred=False)
        view.resize(500, 200)
        tree = parse_markdown(source.format(done))
        view.show_content(lambda player, tree=tree: player.steps(tree))
        qtbot.addWidget(view)
        show(view)
        settle()
        pictures.append(view.viewport().grab().toImage())
    ticked, empty = pictures
    places = [
        (x, y)
        for x in range(ticked.width())
        for y in range(ticked.height())
        if ticked.pixel(x, y) != empty.pixel(x, y)
    ]
    columns, rows = ({place[axis] for place in places} for axis in (0, 1))
    assert 6 <= max(columns) - min(columns) <= 20
    assert 5 <= max(rows) - min(rows) <= 20


CODE_IN_A_LIST = (
    f"1. One\n\n   ```python\n   short = 1\n   long = '{'word ' * 60}'\n   ```\n\n> ```\n> a\n> ```"
)


@pytest.fixture
def look() -> Iterator[Callable[..., None]]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = theme.look()
    yield lambda **choices: theme.apply(application, replace(before, **choices))
    theme.apply(application, before)


def test_lines_of_code_are_numbered_on_request(qtbot: QtBot, look: Callable[..., None]) -> None:
    view = ReadingView("Content", centred=False)
    view.resize(500, 400)
    view.show_content(lambda player: player.steps(parse_markdown(CODE_IN_A_LIST)))
    qtbot.addWidget(view)
    show(view)
    text, frames = view.toPlainText(), frames_of(view)
    assert numbers_of(view) == []
    look(code_numbers=True)
    settle()
    assert numbers_of(view) == ["1", "2", "1"]
    assert view.toPlainText() == text, "numbers are no text"
    assert [box.left() for box in frames_of(view)] == [box.left() for box in frames], (
        "frames stay in their list"
    )


def test_long_lines_of_code_go_on_to_the_right_on_request(qtbot: QtBot, look: Callable[..., None]) -> None:
    view = ReadingView("Content", centred=False)
    view.resize(500, 400)
    view.show_content(lambda player: player.steps(parse_markdown(CODE_IN_A_LIST)))
    qtbot.addWidget(view)
    show(view)
    assert block_of(view.document(), "long").layout().lineCount() > 3
    assert view.horizontalScrollBar().maximum() == 0
    look(code_wraps=False)
    settle()
    layout = block_of(view.document(), "long").layout()
    assert layout.lineCount() == 1
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    end = layout.boundingRect().width() - bar.value()
    assert end < view.viewport().width(), "its end can be reached"
    assert frames_of(view)[0].right() > end, "and stands in the frame"


def numbers_of(view: ReadingView) -> list[str]:
    found, block = [], view.document().begin()
    while block.isValid():
        if block.blockFormat().hasProperty(CODE_LINE):
            found.append(str(block.blockFormat().property(CODE_LINE)))
        block = block.next()
    return found


def frames_of(view: ReadingView) -> list[QRect]:
    ornaments = view._ornaments
    return [frame.box for frame in ornaments._frames(list(ornaments._in_sight()))]


def test_a_rule_below_a_table_keeps_its_distance(qtbot: QtBot) -> None:
    document = laid_out("|a|\n|-|\n|cell|\n\n---\n\nbelow")
    rule = document.begin()
    while not rule.blockFormat().hasProperty(RULE):
        rule = rule.next()
    layout = document.documentLayout()
    box = layout.blockBoundingRect(rule)
    assert box.top() > layout.blockBoundingRect(block_of(document, "cell")).bottom() + 7 + 5
    assert box.left() < 2, "it begins with the column, not beside the table"
    assert layout.blockBoundingRect(block_of(document, "below")).top() > box.bottom()


@pytest.mark.parametrize("source", ["---\n", "> ---\n", "- x\n\n  ---\n", "|a|\n|-|\n\n---\n"])
def test_a_rule_is_as_wide_as_its_column(qtbot: QtBot, source: str) -> None:
    view = ReadingView("A")
    qtbot.addWidget(view)
    view.resize(500, 200)
    tree = parse_markdown(source)
    view.show_content(lambda player: player.steps(tree))
    show(view)
    block = view.document().begin()
    while not block.blockFormat().hasProperty(RULE):
        block = block.next()
    picture = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.current().surface))
    view.viewport().render(picture)
    y = round(view.document().documentLayout().blockBoundingRect(block).center().y())
    lines = (row for row in range(y - 2, y + 3))
    inked = max(([x for x in range(500 - 20) if _inked(picture, x, row)] for row in lines), key=len)
    margins = view.document().rootFrame().frameFormat()
    left = margins.leftMargin() + block.blockFormat().indent() * INDENT_UNIT
    assert abs(max(inked) - (view.document().textWidth() - margins.rightMargin())) <= 2
    assert sum(x >= left for x in inked) >= max(inked) - left - 1


def _inked(picture: QImage, x: int, y: int) -> bool:
    return x < picture.width() and picture.pixelColor(x, y) != picture.pixelColor(0, 0)


def test_numbers_of_a_patch_stand_on_their_own_side_in_every_interface(qtbot: QtBot) -> None:
    tree = parse_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n")
    pictures = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view = ReadingView("A")
        qtbot.addWidget(view)
        view.setLayoutDirection(direction)
        view.resize(500, 300)
        view.show_content(lambda player: player.steps(tree))
        show(view)
        margin = round(view.document().rootFrame().frameFormat().leftMargin())
        block = block_of(view.document(), "-old")
        box = view.document().documentLayout().blockBoundingRect(block).toRect()
        picture = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
        picture.fill(QColor(theme.current().surface))
        view.viewport().render(picture)
        width = block.blockFormat().indent() * INDENT_UNIT - 4
        pictures.append(picture.copy(margin + 2, box.top() + 2, width, box.height() - 4))
    assert pictures[0] == pictures[1]


def test_a_formula_made_smaller_leaves_no_scroll_bar(qtbot: QtBot) -> None:
    source = "$\\int_0^1 " + "+".join(f"x_{{{number}}}" for number in range(16)) + "$"
    view = ReadingView("A")
    qtbot.addWidget(view)
    view.resize(900, 200)
    tree = tree_of(source)
    view.show_content(lambda player: player.steps(tree))
    show(view)
    for width in (500, 700, 490):
        view.resize(width, 200)
        settle()
        assert view.horizontalScrollBar().maximum() == 0, width
