"""Reads a played document back into lines, from what can be seen of it: indents, bullets, numbers, bars, frames, looks.

Must not look at the tree that was played. What cannot be seen is levelled out by `visible`, on both sides: the spacing
of lists, bold in headings and header rows (they are bold), left alignment; control characters are pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextDocument,
    QTextListFormat,
    QTextTable,
)

from tests.fidelity.lines import (
    PLAIN,
    Line,
    Look,
    Text,
    first_word,
    formula_word,
    item_name,
    joined,
    list_name,
    table_kind,
    target,
)
from ui.renderers.document import PlayedDocument
from ui.renderers.formats import (
    CODE_GROUP,
    CODE_LANGUAGE,
    CODE_UNITS,
    CONTINUED,
    FORMULA,
    FORMULA_OBJECT,
    INDENT_UNIT,
    NOTE,
    QUOTE_BARS,
    RULE,
    formats_in_force,
)
from ui.renderers.lists import MOST_ITEMS
from ui.renderers.shown_text import shown
from ui.renderers.table import logical_column, runs_leftwards

_PICTURE = "[Picture that is not part of this task: "
_NOTHING = Line((), "text", ((),))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_ALIGN = {
    False: {Qt.AlignmentFlag.AlignHCenter: "center", _RIGHT: "right"},
    True: {Qt.AlignmentFlag.AlignHCenter: "center", _LEFT: "right"},
}
"""By whether the table runs from right to left: a column's far side is there the left one."""


def of_document(document: QTextDocument) -> list[Line]:
    """The lines that a reader of the document sees."""
    return visible(_without_bare_bullets(_Reader().lines(document)))


def visible(lines: Iterable[Line]) -> list[Line]:
    """The lines without what cannot be seen: a single empty paragraph is nothing, too."""
    seen = [_visible(line) for line in lines]
    return [] if seen == [_NOTHING] else seen


def _visible(line: Line) -> Line:
    path = tuple(part.replace(" loose #", " #") for part in line.path)
    kind = line.kind.replace("left", "")
    cells = tuple(
        tuple((shown(part).replace("\u2028", "\n"), look) for part, look in cell) for cell in line.cells
    )
    if kind.startswith("table"):
        columns = kind.count(",") + 1
        cells = (*(_without_bold(cell) for cell in cells[:columns]), *cells[columns:])
    elif kind[0] == "h":
        cells = tuple(_without_bold(cell) for cell in cells)
    return Line(path, kind, cells)


def _without_bold(text: Text) -> Text:
    return joined((part, look - {"bold"}) for part, look in text)


def _without_bare_bullets(lines: list[Line]) -> Iterator[Line]:
    """A bullet on a line of its own belongs to what follows in its item; alone, it is an empty item."""
    for number, line in enumerate(lines):
        if line.kind == "text" and not any(line.cells) and line.path:
            after = lines[number + 1] if number + 1 < len(lines) else None
            if after is None or after.path[: len(line.path)] != line.path:
                yield Line(line.path, "empty", ())
        else:
            yield line


@dataclass
class _Box:
    """A quote or an item that is open."""

    name: tuple[str, ...]
    within: int
    """Indent of what is in it."""
    bar: str = ""


@dataclass
class _OpenList:
    index: int
    name: str
    start: int
    count: int = 0
    prefix: str = ""
    """What stands before its numbers: a point where it runs from right to left."""


class _Reader:
    def __init__(self) -> None:
        self._boxes: list[_Box] = []
        self._lists: dict[int, _OpenList] = {}
        self._serial = 0
        self._found: list[Line] = []
        self._group = 0

    def lines(self, document: QTextDocument) -> list[Line]:
        frame = document.rootFrame().begin()
        while not frame.atEnd():
            child, block = frame.currentFrame(), frame.currentBlock()
            if isinstance(child, QTextTable):
                self._table(child)
            elif block.isValid() and not self._is_filler(block):
                self._block(block)
            frame += 1
        return self._found

    def _is_filler(self, block: QTextBlock) -> bool:
        """Notes are no content; behind a table Qt keeps an empty block, which is made as low as a line can be."""
        form = block.blockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        return form.hasProperty(NOTE) or (not block.text() and form.lineHeightType() == fixed)

    def _block(self, block: QTextBlock) -> None:
        form = block.blockFormat()
        text = _text(block, form.headingLevel())
        group = int(form.property(CODE_GROUP) or 0)
        if form.property(CONTINUED) or (group and group == self._group):
            between = () if form.property(CONTINUED) else (("\n", PLAIN),)
            last = self._found[-1]
            whole = joined((*last.cells[0], *between, *text)) or (("", PLAIN),)
            self._found[-1] = replace(last, cells=(whole,))
            return
        self._group = group
        path = self._path(block)
        if form.hasProperty(RULE):
            self._found.append(Line(path, "rule", ()))
        elif group:
            language = first_word(str(form.property(CODE_LANGUAGE) or ""))
            self._found.append(Line(path, f"code {language}".strip(), (text or (("", PLAIN),),)))
        else:
            kind = f"h{form.headingLevel()}" if form.headingLevel() else "text"
            self._found.append(Line(path, kind, (text,)))

    def _path(self, block: QTextBlock) -> tuple[str, ...]:
        form = block.blockFormat()
        indent = form.indent() - (CODE_UNITS if form.hasProperty(CODE_GROUP) else 0)
        self._enter(indent, str(form.property(QUOTE_BARS) or ""))
        listed = block.textList()
        if listed is not None:
            self._enter_item(block, indent)
        return tuple(name for box in self._boxes for name in box.name)

    def _enter(self, indent: int, bars: str) -> None:
        """Leaves what the next thing is not in; enters the quotes that begin with it."""
        beside = bars.split()
        for number, box in enumerate(self._boxes):
            if (box.bar not in beside) if box.bar else (box.within > indent):
                del self._boxes[number:]
                break
        for bar in beside:
            if not any(box.bar == bar for box in self._boxes):
                self._serial += 1
                within = int(bar.partition(":")[0])
                self._boxes.append(_Box((f"quote #{self._serial}",), within, bar))

    def _enter_item(self, block: QTextBlock, indent: int) -> None:
        listed = block.textList()
        form = listed.format()
        ordered = form.style() == QTextListFormat.Style.ListDecimal
        open_list = self._lists.get(len(self._boxes))
        follows = open_list is not None and form.start() == open_list.start + open_list.count
        cut = open_list is not None and (
            open_list.count % MOST_ITEMS == 0 or open_list.prefix != form.numberPrefix()
        )
        if open_list is None or (open_list.index != listed.objectIndex() and not (cut and follows)):
            self._serial += 1
            start = form.start() if ordered else 1
            open_list = _OpenList(listed.objectIndex(), list_name(ordered, start, self._serial, False), start)
            self._lists[len(self._boxes)] = open_list
        open_list.index, open_list.prefix = listed.objectIndex(), form.numberPrefix()
        open_list.count += 1
        checked = {
            QTextBlockFormat.MarkerType.Checked: True,
            QTextBlockFormat.MarkerType.Unchecked: False,
        }.get(block.blockFormat().marker())
        name = (open_list.name, item_name(open_list.count, checked))
        self._boxes.append(_Box(name, indent + form.indent()))

    def _table(self, table: QTextTable) -> None:
        form = table.format()
        margin = form.rightMargin() if runs_leftwards(table) else form.leftMargin()
        self._enter(round(margin / INDENT_UNIT), str(form.property(QUOTE_BARS) or ""))
        self._group = 0
        cells, align = [], []
        for row in range(table.rows()):
            for logical in range(table.columns()):
                column = logical_column(table, logical)
                first = table.cellAt(row, column).firstCursorPosition().block()
                last = table.cellAt(row, column).lastCursorPosition().block()
                if row == 0:
                    align.append(_ALIGN[runs_leftwards(table)].get(first.blockFormat().alignment(), ""))
                cells.append(_cell(first, last))
        path = tuple(name for box in self._boxes for name in box.name)
        self._found.append(Line(path, table_kind(align), tuple(cells)))


def _cell(block: QTextBlock, last: QTextBlock) -> Text:
    parts = list(_text(block, 0))
    while block != last:
        block = block.next()
        parts += _text(block, 0)
    return joined(parts)


def _text(block: QTextBlock, level: int) -> Text:
    parts = []
    here = block.begin()
    while not here.atEnd():
        fragment = here.fragment()
        text = fragment.text().replace("\u2028", "\n")
        if fragment.charFormat().objectType() == FORMULA_OBJECT:
            text = "".join(_formula(block.document(), fragment.charFormat()) for _ in text)
        look = PLAIN if block.blockFormat().hasProperty(CODE_GROUP) else _look(fragment.charFormat(), level)
        parts.append((text, look))
        here += 1
    return joined(_picture(text, look) for text, look in joined(parts))


def _formula(document: QTextDocument, form: QTextCharFormat) -> str:
    assert isinstance(document, PlayedDocument)
    return formula_word(document.formulas[int(form.property(FORMULA))])


def _picture(text: str, look: Look) -> tuple[str, Look]:
    return text.replace(_PICTURE, "[Picture: "), look


def _look(form: QTextCharFormat, level: int) -> Look:
    names = set()
    if form.fontWeight() >= QFont.Weight.DemiBold.value and not level:
        names.add("bold")
    if form.fontItalic():
        names.add("italic")
    if form.fontStrikeOut():
        names.add("strike")
    if form.font().families() == formats_in_force().mono.families():
        names.add("code")
    if form.isAnchor():
        names.add(f"link {target(form.anchorHref())}")
    return frozenset(names)
