"""Text formats made from the theme and cached: the player asks for the same few hundreds of times per document.

Must not know the block tree. One `Formats` serves one look; a new look needs a new one (`formats_in_force`).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from ui import theme

_USER = QTextFormat.Property.UserProperty.value
CODE_GROUP = _USER + 1
"""Block: number of the code block that this line belongs to."""
CODE_LINE = _USER + 2
"""Block: line number to be shown beside it, as text; a line of a patch has two."""
CODE_GUTTER = _USER + 9
"""Block: the part of its indent, in units, that line numbers stand in."""
CODE_LANGUAGE = _USER + 3
"""Block, first line of a code block: name of the language, as the content gives it."""
QUOTE_BARS = _USER + 4
"""Block or table: the quotation bars beside it, each its indent (in units) and its quotation's number: "0:1 7:2"."""
NOTE = _USER + 5
"""Block: a sentence of this program, shown apart from the content."""
CONTINUED = _USER + 6
"""Block: goes on the text of the block before; the break between them is ours and is not copied."""
RULE = _USER + 7
"""Block: nothing but a horizontal line."""
PICTURE = _USER + 8
"""Character: index of the picture in the document's list."""

COPIED = _USER + 20
"""Character, an object: the text that it stands for when it is copied."""
CHIP = _USER + 21
"""Character, an object: the label on the chip of a hidden character."""

FORMULA = _USER + 30
"""Character, an object: index of the formula in the document's list."""
FORMULA_SIZE = _USER + 31
"""Character, an object: pixel size of the text around it."""

FORMULA_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 11
CHIP_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 10
PICTURE_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1

INDENT_UNIT = 4
"""Pixels of one indent. Qt mirrors indents, not margins, for right-to-left text: everything is indented in units."""
LIST_UNITS = 7
QUOTE_UNITS = 4
CODE_UNITS = 3

_HEADING_SCALE = {1: 1.45, 2: 1.25, 3: 1.1, 4: 1.0, 5: 1.0, 6: 1.0}
_LINE_HEIGHT = 1.5
_CELL_LINE_HEIGHT = 1.3
"""Of a table: what a line is higher than its letters is below them, and a cell would look empty at its bottom."""
_SAMPLE = "The quick brown fox jumps over the lazy dog and goes on its way. "


class CharLook(Struct, frozen=True):
    """What one stretch of text looks like."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    href: str = ""
    level: int = 0
    """Heading level, 0 for running text."""
    note: bool = False
    token: str | None = None
    """Name of a code token: the text of a code block. None elsewhere."""


class BlockLook(Struct, frozen=True):
    """Where one block stands."""

    indent: int = 0
    top: float = 0
    bottom: float = 0
    level: int = 0
    align: str = ""
    bars: str = ""
    code: bool = False
    note: bool = False
    single: bool = False
    """Lines as high as what stands in them: pictures."""
    cell: bool = False
    continued: bool = False
    straight: bool = False
    """Never wrapped."""
    hang: int = 0
    """Characters by which the further lines of a wrapped line of code are indented."""
    mixed: bool = False
    """Lines of unequal height, each with the same room below it: text with formulas in it."""
    ground: str = ""
    """Token of the colour behind the whole block: lines of a patch that are put in or taken out."""


class Formats:
    """The formats of one look."""

    def __init__(self) -> None:
        self.code_numbers = theme.look().code_numbers
        self.code_wraps = theme.look().code_wraps
        self.font = theme.font("content")
        self.mono = theme.font("content", mono=True)
        self.mono.setPixelSize(round(self.font.pixelSize() * 0.9))
        letters = QFontMetricsF(self.font)
        self.character = letters.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        """Width of an average character of running text, in pixels."""
        self.digit = max(letters.horizontalAdvance(one) for one in "0123456789")
        self.point = letters.horizontalAdvance(". ")
        self.mono_character = QFontMetricsF(self.mono).horizontalAdvance("n")
        self._chars: dict[CharLook, QTextCharFormat] = {}
        self._blocks: dict[BlockLook, QTextBlockFormat] = {}
        self._line = _proportion(self.font, _LINE_HEIGHT)
        self._cell_line = _proportion(self.font, _CELL_LINE_HEIGHT)
        self._code_line = _proportion(self.mono, 1.4)

    @property
    def gap(self) -> float:
        """Pixels between two paragraphs."""
        return round(self.font.pixelSize() * 0.7)

    def char(self, look: CharLook) -> QTextCharFormat:
        """The format of a stretch of text."""
        made = self._chars.get(look)
        if made is None:
            made = self._chars[look] = self._make_char(look)
        return made

    def undrawn(self, look: CharLook, tip: str) -> QTextCharFormat:
        """The format of a formula's source where the formula could not be drawn."""
        made = QTextCharFormat(self.char(replace(look, code=True)))
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        made.setUnderlineColor(theme.color("warn"))
        made.setToolTip(tip)
        return made

    def block(self, look: BlockLook) -> QTextBlockFormat:
        """The format of a block. Copy it before setting properties."""
        made = self._blocks.get(look)
        if made is None:
            made = self._blocks[look] = self._make_block(look)
        return made

    def table(self, indent: int, columns: int, bars: str, *, leftwards: bool = False) -> QTextTableFormat:
        """A table with hairline borders, as wide as its content.

        `leftwards`: its first column is on the right. As wide as the page then: Qt puts a table that is to stand on
        the right too far to the right, by the left margin of what it is in (6.11).
        """
        made = QTextTableFormat()
        made.setBorderCollapse(True)
        made.setBorder(1)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QBrush(theme.color("border")))
        made.setCellSpacing(0)
        made.setCellPadding(7)
        made.setHeaderRowCount(1)
        made.setTopMargin(self.gap)
        made.setBottomMargin(self.gap)
        if leftwards:
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            made.setRightMargin(indent * INDENT_UNIT)
        else:
            made.setLeftMargin(indent * INDENT_UNIT)
        made.setColumnWidthConstraints([QTextLength()] * columns)
        if bars:
            made.setProperty(QUOTE_BARS, bars)
        return made

    def _make_char(self, look: CharLook) -> QTextCharFormat:
        made = QTextCharFormat()
        if look.token is not None:
            made.setFont(self.mono)
            made.setForeground(theme.color(f"code.{look.token}" if look.token else "text"))
            return made
        font = QFont(self.mono if look.code else self.font)
        if look.level:
            font.setPixelSize(round(font.pixelSize() * _HEADING_SCALE[look.level]))
        if look.note:
            font.setPixelSize(round(font.pixelSize() * 0.9))
        if look.bold or look.level:
            font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(look.italic)
        font.setStrikeOut(look.strike)
        font.setUnderline(bool(look.href))
        made.setFont(font)
        made.setForeground(theme.color("text2" if look.note or look.level == 6 else "text"))
        if look.code:
            made.setBackground(theme.color("sunken"))
        if look.href:
            made.setAnchor(True)
            made.setAnchorHref(look.href)
            made.setForeground(theme.color("accent_text"))
        return made

    def _make_block(self, look: BlockLook) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setIndent(look.indent)
        made.setTopMargin(look.top)
        made.setBottomMargin(look.bottom)
        if look.level:
            made.setHeadingLevel(look.level)
        if look.align:
            made.setAlignment(_ALIGN[look.align])
        if look.mixed:
            room = QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value
            made.setLineHeight(QFontMetricsF(self.font).height() * (self._line / 100 - 1), room)
        elif not look.single:
            proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            height = self._code_line if look.code else self._cell_line if look.cell else self._line
            made.setLineHeight(height, proportional)
        if look.code or look.note:
            made.setRightMargin(CODE_UNITS * INDENT_UNIT)
        if look.hang:
            hang = round(look.hang * self.mono_character)
            made.setLeftMargin(hang)
            made.setTextIndent(0 if look.continued else -hang)
        if look.ground:
            made.setBackground(theme.color(look.ground))
        if look.straight:
            made.setNonBreakableLines(True)
        if look.code:
            made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for name, value in ((QUOTE_BARS, look.bars), (NOTE, look.note), (CONTINUED, look.continued)):
            if value:
                made.setProperty(name, value)
        return made


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


def _proportion(font: QFont, wanted: float) -> float:
    """Percent of the font's own height that gives lines of `wanted` times its size. Fonts differ by a third in it."""
    natural = QFontMetricsF(font).height()
    return max(100.0, round(100 * wanted * font.pixelSize() / natural)) if natural else 100.0


class _Cache:
    key: object = None
    formats: Formats | None = None


def formats_in_force() -> Formats:
    """The formats of the look that is in force."""
    key = (theme.current().name, theme.look())
    if _Cache.formats is None or _Cache.key != key:
        _Cache.key, _Cache.formats = key, Formats()
    return _Cache.formats
