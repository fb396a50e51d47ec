"""A formula in a document: one character, laid out on the baseline of its line, painted from its outlines.

Qt gives an object in text no depth below the baseline. But an object that is aligned to the middle hangs by half the
x-height of its own font (QTextDocumentLayout: ascent = (height + x/2) / 2). So every formula gets a font of its own
size, whose x-height puts it where its baseline is that of the text; nothing is written in that font.

A formula wider than the column is made smaller, down to SMALLEST of its size. What is wider still makes the document
wider, and the view scrolls sideways: nothing is cut off, and nothing gets too small to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from hdclient.content.tree import Drawing, Formula
from hdclient.words import tr
from ui import theme
from ui.renderers.column import column_width
from ui.renderers.formats import COPIED, FORMULA, FORMULA_OBJECT, FORMULA_SIZE
from ui.renderers.formula_art import ART
from ui.renderers.table import with_turned_tables

SMALLEST = 0.6
"""A formula is made no smaller than this to fit the column."""
STRUCK = 0.25
"""How high above the baseline a line strikes a formula out, in its em: through the middle of small letters."""
SIDE = 1.0
"""Pixels left free on either side."""
X_HEIGHT = 442
"""Of the formula's font, in thousandths of its em."""
LARGEST_EM = 1.18
"""In sizes of the text around: small letters are as high as the text's, unless capitals would get too high."""
_MOST_TOLD = 400
_MOST_SAID = 2_000
_SAID = f" {tr('Formulas:')} "


def with_formulas(description: str, document: object) -> str:
    """A description for assistive technology, with the formulas in words: in the text each is one object. Before them,
    the tables that run from right to left."""
    plain = with_turned_tables(description.partition(_SAID)[0], document)
    formulas: list[Formula] = getattr(document, "formulas", [])
    said = "; ".join(one.spoken for one in formulas)
    return plain + _SAID + said[:_MOST_SAID] if said else plain


class Geometry(Struct, frozen=True):
    """Pixels."""

    em: float
    width: float
    ascent: float
    descent: float


def told(formula: Formula) -> str:
    """The formula's source, and why it is not drawn, for a tooltip. Its first line has no sign of markup in it."""
    from textwrap import wrap  # start-up: the first window has no formula

    lines = [line for part in formula.tex.strip().split("\n") for line in (wrap(part, 80) or [""])]
    source = "\n".join(lines)
    source = source if len(source) <= _MOST_TOLD else source[:_MOST_TOLD] + " …"
    return (
        f"{tr('This formula could not be drawn.')}\n{formula.problem}"
        if formula.problem
        else f"{tr('Formula')}\n{source}"
    )


def formula_format(
    around: QTextCharFormat, formula: Formula, number: int, *, alone: bool = False
) -> QTextCharFormat:
    """The format of the character that stands for the document's formula of this number.

    `alone`: nothing else stands in its line, which then needs no common baseline and no more room than it takes.
    """
    form = QTextCharFormat(around)
    font = around.font()
    drawing = formula.drawing
    assert drawing is not None
    size = geometry(drawing, font)
    form.setObjectType(FORMULA_OBJECT)
    if not alone:
        form.setFont(hanging_font(font.family(), round(2 * (size.ascent - size.descent))))
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    form.setProperty(FORMULA, number)
    form.setProperty(FORMULA_SIZE, font.pixelSize())
    form.setProperty(COPIED, formula.written())
    form.setToolTip(told(formula))
    screen = QGuiApplication.primaryScreen()
    if screen is not None:  # made now, while the page is prepared, and not when it is first seen
        color, ratio = form.foreground().color(), screen.devicePixelRatio()
        ART.image(drawing, size.em, color, ratio, bold=formula.bold)
    return form


@lru_cache(maxsize=64)
def _em(family: str, pixels: int) -> float:
    font = QFont(family)
    font.setPixelSize(pixels)
    return min(LARGEST_EM * pixels, QFontMetricsF(font).xHeight() * 1000 / X_HEIGHT)


def geometry(drawing: Drawing, font: QFont, factor: float = 1.0) -> Geometry:
    """How large the formula is in text of this font."""
    em = _em(font.family(), font.pixelSize()) * factor
    scale = em / 1000
    return Geometry(em, drawing.width * scale, drawing.ascent * scale, drawing.descent * scale)


@lru_cache(maxsize=512)
def hanging_font(family: str, x_height: int) -> QFont:
    """A font in which small letters are about this many pixels high."""
    font = QFont(family)
    font.setPixelSize(100)
    font.setPixelSize(min(400, max(2, round(100 * x_height / max(1, QFontMetrics(font).xHeight())))))
    return font


@lru_cache(maxsize=512)
def _half_x(family: str, pixels: int) -> float:
    font = QFont(family)
    font.setPixelSize(pixels)
    return QFontMetrics(font).xHeight() / 2


class FormulaPainter(QPyTextObject):
    """Lays out and paints the formulas of one document."""

    def __init__(self, parent: QObject, formulas: list[Formula]) -> None:
        super().__init__(parent)
        self._formulas = formulas
        self._marked: list[tuple[QPointF, Formula, float, QColor]] | None = None

    def begin(self) -> None:
        """Marked formulas are noted from now on, for `paint_marked`."""
        self._marked = []

    def paint_marked(self, device: QWidget, clip: QRect) -> None:
        """Once more those that are marked: Qt lays half of the mark's colour over an object (QTextLine::draw)."""
        marked, self._marked = self._marked, None
        if not marked:
            return
        painter = QPainter(device)
        painter.setClipRect(clip)
        for at, formula, em, color in marked:
            _draw(painter, at, formula, em, color)
        painter.end()

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        """As wide as it is, and so high that its baseline is the line's."""
        size, half = self._fitted(document, position, form)
        return QSizeF(
            size.width + 2 * SIDE, size.ascent + size.descent if _is_alone(form) else _height(size, half)
        )

    def drawObject(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, position: int, form: QTextFormat
    ) -> None:
        """The formula in the colour of the text; marked text has its own."""
        size, half = self._fitted(document, position, form)
        formula = self._formulas[int(form.property(FORMULA))]
        top = size.ascent if _is_alone(form) else _below_top(document, position, _height(size, half))
        baseline = rect.top() + top
        color = (
            form.toCharFormat().foreground().color() if form.hasProperty(_FOREGROUND) else theme.color("text")
        )
        at = QPointF(rect.left() + SIDE, baseline)
        if self._marked is not None and form.hasProperty(_BACKGROUND):
            self._marked.append((painter.worldTransform().map(at), formula, size.em, QColor(color)))
            return
        _draw(painter, at, formula, size.em, QColor(color))

    def _fitted(self, document: QTextDocument, position: int, form: QTextFormat) -> tuple[Geometry, float]:
        """Its size in the column, and half the x-height of the font that it hangs by."""
        drawing = self._formulas[int(form.property(FORMULA))].drawing
        assert drawing is not None
        hanging = form.toCharFormat().font()
        font = QFont(hanging)
        font.setPixelSize(int(form.property(FORMULA_SIZE)))
        size = geometry(drawing, font)
        room = column_width(document, position) - 2 * SIDE
        if size.width > room > 0:
            size = geometry(drawing, font, max(SMALLEST, room / size.width))
        return size, _half_x(hanging.family(), hanging.pixelSize())


def _draw(painter: QPainter, at: QPointF, formula: Formula, em: float, color: QColor) -> None:
    """Its drawing, and the line through it where the text around is struck out."""
    drawing = formula.drawing
    if drawing is None:
        return
    ART.draw(painter, at, drawing, em, color, bold=formula.bold)
    if formula.strike:
        line = QRectF(
            at.x() - SIDE,
            round(at.y() - STRUCK * em),
            drawing.width / 1000 * em + 2 * SIDE,
            max(1, round(em / 16)),
        )
        painter.fillRect(line, color)


def fit_scroll_bar(view: QTextEdit) -> None:
    """After another width: formulas have another size now. QTextEdit has asked for the document's width before they
    were asked for theirs, and would keep a scroll bar that leads to nothing (6.11)."""
    document, bar = view.document(), view.horizontalScrollBar()
    few = document.characterCount() < _MOST_LAID_OUT
    if bar.maximum() and few and getattr(document, "formulas", None):
        document.documentLayout().documentSizeChanged.emit(document.size())


_MOST_LAID_OUT = 100_000
"""Characters of a document that can be laid out whole within a resize."""
_BACKGROUND = QTextFormat.Property.BackgroundBrush.value
_FOREGROUND = QTextFormat.Property.ForegroundBrush.value


@contextmanager
def marked_formulas(document: object, device: QWidget, clip: QRect) -> Iterator[None]:
    """While the document is painted: marked formulas come last, over the mark."""
    painter = getattr(document, "formula_painter", None)
    if painter is not None:
        painter.begin()
    yield
    if painter is not None:
        painter.paint_marked(device, clip)


def _is_alone(form: QTextFormat) -> bool:
    return form.toCharFormat().verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignNormal


def _below_top(document: QTextDocument, position: int, height: float) -> float:
    """How far below the top of an object of this height the baseline of its line is.

    Qt lays the object out by its ascent, but paints it in the middle of the line's height.
    """
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    if not line.isValid():
        return height
    whole = line.ascent() + line.descent() + max(0.0, line.leading())
    return line.ascent() - (whole - height) / 2


def _height(size: Geometry, half: float) -> float:
    return max(2 * size.ascent - half, 2 * size.descent + half)
