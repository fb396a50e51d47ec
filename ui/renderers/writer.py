"""Writes running text and pictures into one block after another. What stands where is `Player`'s business.

It keeps blocks and words short enough for Qt: a break that it has to make itself is marked CONTINUED and never copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from hdclient.content.hidden import find_hidden
from hdclient.content.tree import Formula, Inline, Picture
from hdclient.words import tr
from ui.renderers.chips import CHIP_COST, MOST_CHIPS, OBJECT, chip_format
from ui.renderers.document import PICTURE_SCHEME, PlayedDocument
from ui.renderers.formats import (
    CODE_GROUP,
    PICTURE,
    PICTURE_OBJECT,
    QUOTE_BARS,
    BlockLook,
    CharLook,
    formats_in_force,
)
from ui.renderers.formula import formula_format, told
from ui.renderers.formula_lines import has_drawing
from ui.renderers.positions import Source
from ui.renderers.shown_text import (
    LONGEST_BLOCK,
    LONGEST_WORD,
    cost,
    for_qt,
    is_one_word,
    pieces,
    price,
    shown,
)

PART = 4_000
"""Characters of one stretch that are written without a pause; of dear ones, a block."""
INLINES = 100
"""And stretches of one paragraph."""
_PLAIN = CharLook()


class TextWriter:
    """Writes at its cursor. `open_block` before the first text of a block."""

    def __init__(self, document: PlayedDocument) -> None:
        self._document = document
        self._formats = formats_in_force()
        self._home = QTextCursor(document)
        self.cursor = self._home
        self._look = BlockLook()
        self._in_block = 0
        self._since_space = 0

    def open_block(
        self, look: BlockLook, form: QTextBlockFormat, plain: QTextCharFormat, *, reuse: bool
    ) -> None:
        """A new block, or, with `reuse`, the empty one at the cursor."""
        if reuse:
            self.cursor.setBlockFormat(form)
            self.cursor.setBlockCharFormat(plain)
        else:
            self.cursor.insertBlock(form, plain)
        self._look = look
        self._in_block = self._since_space = 0

    def flatten(self, bars: str) -> None:
        """The empty block at the cursor takes no room, but for the bars beside it."""
        flat = QTextBlockFormat()
        flat.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if bars:
            flat.setProperty(QUOTE_BARS, bars)
        self.cursor.setBlockFormat(flat)
        self.run_on()

    def run_on(self) -> None:
        """The block at the cursor, which has no words, runs the way of the words above it: bars stand on their side."""
        above = self.cursor.block().previous()
        if above.length() == 1 and above.textDirection() == Qt.LayoutDirection.LeftToRight:
            above = above.previous()  # the empty block that Qt keeps behind a table
        if above.isValid() and above.textDirection() == Qt.LayoutDirection.RightToLeft:
            turned = QTextBlockFormat()
            turned.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self.cursor.mergeBlockFormat(turned)

    def write_cell(self, cursor: QTextCursor, inlines: Sequence[Inline], bold: bool, align: str) -> None:
        """The content of one cell of a table. `leave_table` afterwards."""
        self.cursor = cursor
        lone = len(inlines) == 1 and has_drawing(inlines)
        self._look = BlockLook(align=align, cell=True, single=lone, mixed=not lone and has_drawing(inlines))
        self._in_block = self._since_space = 0
        cursor.setBlockFormat(self._formats.block(self._look))
        self.inlines(inlines, CharLook(bold=bold))

    def leave_table(self) -> None:
        """Goes on behind what was written last."""
        self.cursor = self._home
        self.cursor.movePosition(QTextCursor.MoveOperation.End)

    def inlines(self, inlines: Sequence[Inline], base: CharLook = _PLAIN) -> None:
        """Running text into the open block."""
        for _ in self.inlines_in_parts(inlines, base):
            pass

    def inlines_in_parts(self, inlines: Sequence[Inline], base: CharLook = _PLAIN) -> Iterator[None]:
        """The same, yielding now and then when it is much."""
        before = self._document.cost
        for number, one in enumerate(inlines):
            if number % INLINES == INLINES - 1 or self._document.cost - before > PART:
                before = self._document.cost
                yield
            if isinstance(one, Picture):
                self.picture(one, base)
            elif isinstance(one, Formula):
                self.formula(one, base, alone=len(inlines) == 1 and self._look.single)
            elif base == _PLAIN and one.is_plain():
                yield from self.in_parts(one.text, base, Source.of(one))
            else:
                look = replace(
                    base,
                    bold=base.bold or one.bold,
                    italic=one.italic,
                    strike=one.strike,
                    code=one.code,
                    href=one.href,
                )
                yield from self.in_parts(one.text, look, Source.of(one))

    def in_parts(self, text: str, look: CharLook = _PLAIN, source: Source | None = None) -> Iterator[None]:
        """The same as `text`, yielding after every part of a very long one."""
        size = PART if len(text) <= PART else min(PART, LONGEST_BLOCK // price(text))
        for at in range(0, len(text), size):
            part = source.part(at) if source is not None and at else source
            self.text(text[at : at + size], look, part)
            if len(text) > size:
                yield

    def text(self, text: str, look: CharLook = _PLAIN, source: Source | None = None) -> None:
        """Text of one look into the open block; with its hidden characters as chips if the document reveals them."""
        form = self._formats.char(look)
        if not self._document.reveals:
            self._insert(text, form, source, 0)
            return
        start = 0
        for hidden in find_hidden(text):
            if self._document.chips >= MOST_CHIPS:
                break
            self._document.chips += 1
            self._insert(text[start : hidden.position], form, source, start)
            self._note(OBJECT, source, hidden.position)
            self.cursor.insertText(OBJECT, chip_format(form, text[hidden.position], hidden.label))
            self._in_block += CHIP_COST
            self._document.cost += CHIP_COST
            self._since_space = 0
            start = hidden.position + 1
        self._insert(text[start:], form, source, start)

    def _insert(self, text: str, form: QTextCharFormat, source: Source | None, at: int) -> None:
        """`at`: where `text` begins in what `source` speaks of."""
        for piece in pieces(shown(text)):
            spent = cost(piece)
            full = self._in_block > 0 and self._in_block + spent > LONGEST_BLOCK
            if full or self._since_space > LONGEST_WORD:
                self._continue_block()
            self._note(piece, source, at)
            at += len(piece)
            self.cursor.insertText(for_qt(piece), form)
            self._in_block += spent
            self._document.cost += spent
            self._since_space = self._since_space + len(piece) if is_one_word(piece) else 0

    def _note(self, text: str, source: Source | None, at: int) -> None:
        if source is not None:
            pieces = source.pieces(at, at + len(text))
            self._document.positions.note(self.cursor.position(), text, pieces)

    def formula(self, formula: Formula, base: CharLook = _PLAIN, *, alone: bool = False) -> None:
        """A formula as one character; one without a drawing as its source, marked."""
        if formula.drawing is None:
            text = formula.written()
            base = replace(base, bold=base.bold or formula.bold, strike=formula.strike)
            source = Source(pieces=((len(text), formula.start, formula.end),)) if formula.start >= 0 else None
            self._insert(text, self._formats.undrawn(base, told(formula)), source, 0)
            return
        number = len(self._document.formulas)
        self._document.formulas.append(formula)
        if formula.start >= 0:
            self._note(OBJECT, Source(pieces=((1, formula.start, formula.end),)), 0)
        self.cursor.insertText(OBJECT, formula_format(self._formats.char(base), formula, number, alone=alone))
        self._in_block += 1
        self._since_space = 0

    def picture(self, picture: Picture, base: CharLook = _PLAIN) -> None:
        """A picture as one character; one that is no file of the task is named instead."""
        if not picture.sha256:
            named = f"{picture.alt} ({picture.source})".strip() if picture.source else picture.alt
            words = tr("[Picture that is not part of this task: {named}]", named=named)
            whole = ((len(words), picture.start, picture.end),)
            self.text(words, replace(base, note=True), Source(pieces=whole) if picture.start >= 0 else None)
            return
        self._document.pictures.append(picture)
        number = len(self._document.pictures) - 1
        form = QTextCharFormat()
        form.setObjectType(PICTURE_OBJECT)
        form.setProperty(PICTURE, number)
        form.setAnchor(True)
        form.setAnchorHref(f"{PICTURE_SCHEME}:{number}")
        if picture.start >= 0:
            self._note(OBJECT, Source(pieces=((1, picture.start, picture.end),)), 0)
        self.cursor.insertText(OBJECT, form)

    def _continue_block(self) -> None:
        """A new block that goes on the same text: line layout stays fast, and copying knows that the break is ours."""
        look = replace(self._look, top=0, bottom=0, continued=True)
        form = QTextBlockFormat(self._formats.block(look))
        here = self.cursor.blockFormat()
        if here.hasProperty(CODE_GROUP):
            form.setProperty(CODE_GROUP, here.property(CODE_GROUP))
        listed = self.cursor.currentList()
        if listed is not None:
            form.setIndent(look.indent + listed.format().indent())
        if here.bottomMargin():
            form.setBottomMargin(here.bottomMargin())
            flat = QTextBlockFormat()
            flat.setBottomMargin(0)
            self.cursor.mergeBlockFormat(flat)
        self.cursor.insertBlock(form)
        if listed is not None and self.cursor.currentList() is not None:
            listed.remove(self.cursor.block())
            self.cursor.setBlockFormat(form)
        self._in_block = self._since_space = 0
