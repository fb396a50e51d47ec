"""Formulas in documents: on the baseline, whole, selectable, copied as they were written, marked when not drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, Qt, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import Drawing, Formula, Paragraph, Run
from hdclient.content.typesetting import typeset
from tests.helpers.qt import settle, show
from ui import theme
from ui.renderers import ReadingView, render_blocks
from ui.renderers.document import PlayedDocument, selected_text
from ui.renderers.formats import FORMULA_OBJECT
from ui.renderers.formula import SMALLEST, with_formulas
from ui.renderers.formula_art import ART, contrast, outline, readable
from ui.renderers.formula_lines import cut, parted

pytest.importorskip("quickjs", reason="MathJax needs QuickJS, which has no wheel for this Python")


def view_of(qtbot: QtBot, text: str, width: int = 440, height: int = 130) -> ReadingView:
    view = render_blocks(typeset(parse_markdown(text), 20.0), name="Response A")
    qtbot.addWidget(view)
    view.resize(width, height)
    show(view)
    return view


def picture(view: ReadingView) -> QImage:
    return view.viewport().grab().toImage()


def ink(image: QImage, color: QColor, tolerance: int = 60) -> list[QPoint]:
    """The pixels that are about of this colour."""
    found = []
    for y in range(image.height()):
        for x in range(image.width()):
            at = image.pixelColor(x, y)
            away = (
                abs(at.red() - color.red()) + abs(at.green() - color.green()) + abs(at.blue() - color.blue())
            )
            if away < tolerance:
                found.append(QPoint(x, y))
    return found


def copied(view: ReadingView) -> str:
    view.selectAll()
    return selected_text(view.textCursor())


BAR = r"\rule{0.4em}{0.5em}"


@pytest.mark.parametrize(
    "text",
    [
        f"H $\\color{{red}}{BAR}$ H",
        f"H $\\color{{red}}{BAR}$ and $\\frac{{\\frac{{a}}{{b}}}}{{c}}$",
        f"H $\\color{{red}}{BAR}$ and $y_{{g_{{g_g}}}}$",
        f"H $\\color{{red}}{BAR}\\phantom{{\\rule[-2em]{{1em}}{{1em}}}}$",
        f"H $\\color{{red}}{BAR}\\phantom{{\\rule[2em]{{1em}}{{1em}}}}$",
        f"# H $\\color{{red}}{BAR}$",
        f"- H $\\color{{red}}{BAR}$",
        f"| H $\\color{{red}}{BAR}$ |\n|---|\n|  |",
    ],
)
def test_a_formula_stands_on_the_baseline_of_its_line(qtbot: QtBot, text: str) -> None:
    """The letter H and the bar have no part below the baseline: they end on the same row of pixels."""
    view = view_of(qtbot, text)
    image = picture(view)
    bar = max(point.y() for point in ink(image, readable(QColor("red"), theme.color("surface"))))
    left = min(point.x() for point in ink(image, readable(QColor("red"), theme.color("surface"))))
    letter = max(point.y() for point in ink(image, theme.color("text")) if left - 22 < point.x() < left - 2)
    assert abs(bar - letter) <= 1


SOURCES = [
    r"the roots $x = \frac{1}{2}$, \(y\) and $$z$$.",
    r"so \[ a^2 + b^2 = c^2. \] Where $c$ is long.",
    r"before \begin{align}a&=b\\c&=d\end{align}",
    "# Title $x$",
    r"$\foo{x}$ is unknown",
    r"emoji 😀 $x$ 😀 $y$ end",
    "```math\n\\frac{a}{b}\n```",
    "~~~~ Math\na_1\n\nb\n~~~~",
]


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_copied_is_what_was_written(qtbot: QtBot, source: str) -> None:
    assert copied(view_of(qtbot, source)) == source.removeprefix("# ")


def test_one_formula_is_one_character(qtbot: QtBot) -> None:
    view = view_of(qtbot, "a $x$ b $\\frac{1}{2}$ c")
    assert view.toPlainText() == "a \ufffc b \ufffc c"
    cursor = view.textCursor()
    cursor.setPosition(2)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    assert selected_text(cursor) == "$x$"
    assert cursor.charFormat().objectType() == FORMULA_OBJECT


def test_a_block_formula_stands_in_the_middle(qtbot: QtBot) -> None:
    view = view_of(qtbot, "words\n\n$$\\color{red}" + BAR + "$$", width=600)
    xs = [point.x() for point in ink(picture(view), readable(QColor("red"), theme.color("surface")))]
    document = view.document()
    form = document.rootFrame().frameFormat()
    middle = (form.leftMargin() + document.textWidth() - form.rightMargin()) / 2
    assert abs((min(xs) + max(xs)) / 2 - middle) < 4


def test_the_text_round_a_display_formula_stays_in_its_list_item(qtbot: QtBot) -> None:
    view = view_of(qtbot, "1. before \\[ x \\] behind\n2. next")
    block = view.document().begin()
    places = []
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.Right)
        places.append(round(view.cursorRect(QTextCursor(block)).left()))
        block = block.next()
    assert places[0] == places[2] == places[3]


def test_a_wide_formula_is_made_smaller_and_then_scrolled(qtbot: QtBot) -> None:
    terms = " + ".join(f"a_{{{number}}}" for number in range(18))
    fits = view_of(qtbot, f"$${terms}$$", width=560)
    assert fits.horizontalScrollBar().maximum() == 0
    wide = view_of(qtbot, f"$${terms} + {terms} + {terms}$$ and $x$", width=560)
    assert wide.horizontalScrollBar().maximum() > 100
    document = wide.played()
    assert document is not None
    drawing = document.formulas[0].drawing
    assert drawing is not None
    assert document.size().width() > drawing.width / 1000 * 15 * SMALLEST


def test_lines_with_small_formulas_are_as_far_apart_as_others(qtbot: QtBot) -> None:
    words = "words that fill some lines of text " * 8
    plain, mixed = view_of(qtbot, words), view_of(qtbot, words + "$x$")
    tall = view_of(qtbot, words + "$\\begin{matrix}a\\\\b\\\\c\\\\d\\end{matrix}$")
    assert abs(plain.content_height() - mixed.content_height()) <= 4
    assert tall.content_height() > plain.content_height() + 30


def test_what_is_not_drawn_is_shown_and_says_why(qtbot: QtBot) -> None:
    view = view_of(qtbot, "a $\\foo{x}$ b")
    assert "$\\foo{x}$" in view.toPlainText()
    cursor = view.textCursor()
    cursor.setPosition(4)
    form = cursor.charFormat()
    assert "\\foo, which is not known here" in form.toolTip()
    assert form.underlineStyle() == QTextCharFormat.UnderlineStyle.DashUnderline


def test_tooltips_are_never_markup(qtbot: QtBot) -> None:
    for tex in ("a<b>c</b>", "<img/src=x>", r"\foo<b>", "\\&lt;b\\&gt;<i>", "x\n<b>y</b>"):
        view = view_of(qtbot, f"${tex}$")
        cursor = view.textCursor()
        cursor.setPosition(1)
        assert not Qt.mightBeRichText(cursor.charFormat().toolTip())
        assert (
            tex.split("\n")[0] in cursor.charFormat().toolTip()
            or "not known" in cursor.charFormat().toolTip()
        )


def test_a_new_look_colours_formulas_anew(qtbot: QtBot, qapp: QApplication) -> None:
    look = theme.look()
    view = view_of(qtbot, "$" + BAR + "$")
    try:
        for choice in ("light", "dark"):
            theme.apply(qapp, theme.Look(choice=choice))
            view.theme_changed()
            settle()
            assert len(ink(picture(view), theme.color("text"), 12)) > 20
    finally:
        theme.apply(qapp, look)


@pytest.mark.parametrize("ground", ["#FFFFFF", "#1B1F26"])
@pytest.mark.parametrize("name", ["red", "blue", "yellow", "green", "white", "black", "#00ffff", "gray"])
def test_colours_of_the_content_can_be_read(name: str, ground: str) -> None:
    assert contrast(readable(QColor(name), QColor(ground)), QColor(ground)) >= 3.0


def test_nothing_is_painted_outside_the_box(qtbot: QtBot) -> None:
    """A formula cannot write over what stands beside it."""
    view = view_of(qtbot, r"words words words $\color{red}\kern-8em\rule{1em}{1em}\kern8em x$ words")
    reds = ink(picture(view), readable(QColor("red"), theme.color("surface")))
    assert len(reds) < 40


def test_pages_prepared_ahead_have_their_images(qtbot: QtBot) -> None:
    blocks = typeset(parse_markdown("$a$ and $b^{77}$\n\n$$c$$"), 20.0)
    view = ReadingView("Response A")
    qtbot.addWidget(view)
    for _ in view.load_content(lambda player: player.steps(blocks)):
        pass
    document = view.played()
    assert document is not None and len(document.formulas) == 3
    ready = [drawing for drawing, _ in ART._images.values()]
    assert all(any(one.drawing is drawing for drawing in ready) for one in document.formulas)


def test_parts_are_the_whole_text() -> None:
    one = Formula("x", True, markup="$$")
    run = Run(" . \u201cB\u201d and", start=10)
    pieces = parted([Run("a "), one, run, Formula("y"), one])
    assert [display for display, _ in pieces] == [False, True, False, True]
    assert pieces[1][1] == [one, Run(" . ", start=10)]
    assert pieces[2][1][0] == Run("\u201cB\u201d and", start=13)


def test_a_cut_run_knows_where_its_halves_came_from() -> None:
    run = Run("abcde", pieces=((2, 0, 2), (1, 2, 7), (2, 7, 9)))
    near, rest = cut(run, 1)
    assert (near.pieces, rest.pieces) == (((1, 0, 1),), ((1, 1, 2), (1, 2, 7), (2, 7, 9)))


def test_a_drawing_that_is_none_is_no_danger(qtbot: QtBot) -> None:
    strange = Drawing(0, 0, 0, (), ())
    view = render_blocks((Paragraph((Formula("x", drawing=strange),)),), name="A")
    qtbot.addWidget(view)
    show(view)
    assert outline("").isEmpty()


def test_listeners_hear_the_formulas(qtbot: QtBot) -> None:
    view = view_of(qtbot, r"$x^2$ and $\frac{a}{b}$")
    assert view.accessibleDescription().endswith("Formulas: x squared; a over b")
    document = PlayedDocument(None)
    assert with_formulas("12 words", document) == "12 words"
    document.formulas.append(Formula("x", spoken="x"))
    assert with_formulas("12 words Formulas: old", document) == "12 words Formulas: x"


def test_a_selected_formula_is_its_place_in_the_source(qtbot: QtBot) -> None:
    source = r"the roots $x = \frac{1}{2}$ and $\foo$ end"
    document = view_of(qtbot, source).played()
    assert document is not None
    assert document.positions.source_range(10, 11) == (0, 10, 27)
    assert source[10:27] == r"$x = \frac{1}{2}$"
    at = document.toPlainText().index("foo")
    assert document.positions.source_range(at, at + 3) == (0, source.index("foo"), source.index("foo") + 3)


def test_a_marked_formula_is_as_clear_as_marked_text(qtbot: QtBot) -> None:
    view = view_of(qtbot, "$" + BAR + "$")
    view.selectAll()
    settle()
    clear = view.palette().highlightedText().color()
    assert len(ink(picture(view), clear, 12)) > 20


def test_a_formula_is_as_bold_as_the_words_around_it(qtbot: QtBot) -> None:
    plain, bold = (picture(view_of(qtbot, text)) for text in ("$x + y = z$", "**$x + y = z$**"))
    text = theme.color("text")
    assert len(ink(bold, text)) > 1.2 * len(ink(plain, text))


def test_a_struck_formula_has_a_line_through_it(qtbot: QtBot) -> None:
    """From its left to its right, and above the baseline: where nothing else is drawn, in an empty box."""
    box = r"$\phantom{\rule{4em}{0.5em}}$"
    plain, struck = (picture(view_of(qtbot, f"H {text}")) for text in (box, f"~~{box}~~"))
    text = theme.color("text")
    assert all(point.x() < 40 for point in ink(plain, text)), "the letter alone"
    line = [point for point in ink(struck, text) if point.x() > 40]
    assert len({point.x() for point in line}) > 50 and len({point.y() for point in line}) <= 2
    baseline = max(point.y() for point in ink(plain, text))
    assert max(point.y() for point in line) < baseline


def test_the_source_of_what_is_not_drawn_is_bold_and_struck_too(qtbot: QtBot) -> None:
    view = view_of(qtbot, r"**~~$\foo{x}$~~**")
    cursor = QTextCursor(view.document())
    cursor.setPosition(3)
    assert cursor.charFormat().fontStrikeOut() and cursor.charFormat().fontWeight() > 500
