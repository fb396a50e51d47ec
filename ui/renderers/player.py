"""Plays a block tree into a document through a QTextCursor: no HTML is built or parsed; it can stop after any block.

Must not parse content and must not touch widgets. `Player.steps()` is a generator so that long content can be played in
slices between two turns of the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtGui import QTextBlockFormat, QTextTable

from hdclient.content.direction import runs_right_to_left
from hdclient.content.tree import (
    Block,
    Code,
    Diff,
    Formula,
    Heading,
    Inline,
    List,
    ListItem,
    Message,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)
from hdclient.words import tr
from ui.renderers.column import characters_beside
from ui.renderers.document import WHOLE_SCHEME, PlayedDocument
from ui.renderers.formats import (
    CODE_GROUP,
    CODE_GUTTER,
    CODE_LANGUAGE,
    CODE_LINE,
    CODE_UNITS,
    QUOTE_UNITS,
    RULE,
    BlockLook,
    CharLook,
    formats_in_force,
)
from ui.renderers.formula_lines import has_drawing, parted
from ui.renderers.large import Again, Large, first_of_code, first_of_table, invitation, told
from ui.renderers.lists import Numbering
from ui.renderers.patch import as_code
from ui.renderers.positions import Source
from ui.renderers.shown_text import LONGEST_BLOCK
from ui.renderers.speakers import speaker
from ui.renderers.table import fill_table, make_room
from ui.renderers.writer import TextWriter

CODE_PADDING = 10
CODE_CAPTION = 26
NOTE_PADDING = 7
OBJECT = "\ufffc"
_LINES_PER_STEP = 40
_SHORT_LINE = 30
"""Characters that are never wrapped in any pane: most lines of code share one format."""
_HANG = 4
_MOST_HANG = 24


def caption_room(block: Code | Diff) -> int:
    """Pixels above the first line, where its language, or the file's path, is painted."""
    named = block.language or (isinstance(block, Diff) and block.path)
    return CODE_CAPTION if named else CODE_PADDING


class Player:
    """Writes one document from top to bottom. Use it once."""

    def __init__(self, document: PlayedDocument) -> None:
        self._document = document
        self._writer = TextWriter(document)
        self._formats = formats_in_force()
        self._fresh = True
        self._empty = True
        self._indent = 0
        self._bars: tuple[str, ...] = ()
        self._quotes = 0
        self._depth = 0
        self._next_gap: float | None = None
        self._overhang = 0.0
        self._marker: tuple[Numbering, bool | None] | None = None
        self._table_above: QTextTable | None = None
        self._group = 0

    def begin(self) -> None:
        """Everything until `end` is one change: the document is laid out once."""
        self._writer.cursor.beginEditBlock()

    def end(self) -> None:
        """See `begin`."""
        self._writer.cursor.endEditBlock()

    def content_block(self, number: int) -> None:
        """What follows is the content block of this number: selections find their source by it."""
        self._document.positions.block = number

    def finish(self) -> None:
        """After the last block."""
        if not self._empty:
            self._flatten()

    def _flatten(self, bars: str = "") -> None:
        """The empty block that Qt keeps before a first table, between tables and behind a last one takes no room."""
        if self._fresh:
            self._writer.flatten(bars)

    def steps(self, blocks: Sequence[Block]) -> Iterator[None]:
        """Plays the blocks; yields where it may be interrupted."""
        for block in blocks:
            yield from self._play(block)
            yield

    def verbatim(self, run: Run) -> Iterator[None]:
        """Plain text, every line a block of its own, so that each finds its own direction."""
        source, at = Source.of(run), 0
        for number, line in enumerate(run.text.split("\n")):
            self._start(self._text_look(top=0.0 if number else None))
            yield from self._writer.in_parts(line, source=source.part(at) if source is not None else None)
            at += len(line) + 1
            if number % _LINES_PER_STEP == _LINES_PER_STEP - 1:
                yield

    def caption(self, text: str) -> None:
        """A title of a content block, as the task gives it."""
        self._start(self._text_look())
        self._writer.text(text, CharLook(bold=True, note=True))
        self._next_gap = round(self._formats.gap / 2)

    def code(self, block: Code, *, numbers: Sequence[str] = ()) -> Iterator[None]:
        """A code block; `numbers`: what stands beside its lines. Of large code, its first lines and the way to it."""
        first = first_of_code(block)
        if first is not None:
            yield from self._code(first, numbers[: len(first.lines)])
            self._document.codes[self._group] = block  # what is copied is all of it
            self._card(block, first)
        else:
            yield from self._code(block, numbers)

    def _code(self, block: Code, numbers: Sequence[str], grounds: Sequence[str] = ()) -> Iterator[None]:
        self._group += 1
        self._document.codes[self._group] = block
        if not numbers and self._formats.code_numbers:
            numbers = [str(number) for number in range(1, len(block.lines) + 1)]
        gutter = max(map(len, numbers)) * 2 + 4 if numbers else 0
        last = len(block.lines) - 1
        for number, line in enumerate(block.lines):
            look = BlockLook(
                indent=self._indent + CODE_UNITS + gutter,
                top=0.0 if number else self._gap_above(caption_room(block)),
                bottom=CODE_PADDING if number == last else 0,
                bars=self._bar_text(),
                code=True,
                straight=not self._formats.code_wraps,
                hang=_hang(line) if self._formats.code_wraps else 0,
                ground=grounds[number] if grounds else "",
            )
            self._code_line(block, number, look, gutter, numbers[number] if numbers else "")
            origin, at = Source.of_line(block, number), 0
            for text, token in line:
                yield from self._writer.in_parts(text, CharLook(token=token), origin.part(at))
                at += len(text)
            self._overhang = CODE_PADDING
            if number % _LINES_PER_STEP == _LINES_PER_STEP - 1:
                yield

    def _code_line(self, block: Code, number: int, look: BlockLook, gutter: int, beside: str) -> None:
        properties: dict[int, object] = {CODE_GROUP: self._group}
        if number == 0 and block.language:
            properties[CODE_LANGUAGE] = block.language
        if gutter:
            properties |= {CODE_LINE: beside, CODE_GUTTER: gutter}
        self._start(look, properties)

    def _play(self, block: Block) -> Iterator[None]:
        if isinstance(block, Paragraph):
            lone = block.inlines[0] if len(block.inlines) == 1 else None
            if isinstance(lone, Run) and lone.is_plain() and len(lone.text) > LONGEST_BLOCK:
                yield from self.verbatim(lone)  # as one block, each slice of it would lay it out again
            else:
                yield from self._paragraph(block.inlines)
        elif isinstance(block, Heading):
            yield from self._heading(block)
        elif isinstance(block, Code):
            yield from self.code(block)
        elif isinstance(block, List):
            yield from self._list(block)
        elif isinstance(block, Quote):
            yield from self._quote(block)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Picture):
            self._start(replace(self._text_look(), single=bool(block.sha256)))
            self._writer.picture(block)
        elif isinstance(block, Note):
            self._note(block)
        elif isinstance(block, Formula):
            yield from self._paragraph((block,))
        elif isinstance(block, Message):
            yield from self.message(block)
        elif isinstance(block, Diff):
            self._gap_above(caption_room(block))  # now: another margin later would lay out everything anew
            patch = yield from as_code(block)
            yield from self._code(patch.code, patch.numbers, patch.grounds)
        else:
            assert isinstance(block, Rule)
            self._rule()

    def _paragraph(self, inlines: Sequence[Inline]) -> Iterator[None]:
        """Running text; a display formula in it stands in the middle of a line of its own."""
        marker, before = self._marker, self._indent
        for number, (display, piece) in enumerate(parted(inlines) or [(False, [])]):
            if number:
                self._next_gap = round(self._formats.gap * 0.7)
                self._indent = before + (marker[0].units if marker else 0)
            look = replace(self._text_look(), continued=number > 0, mixed=has_drawing(piece))
            if display and look.mixed and self._marker is None:
                look = replace(look, align="center", single=True, mixed=False)
            self._start(look)
            yield from self._writer.inlines_in_parts(piece)
        self._indent = before

    def _heading(self, block: Heading) -> Iterator[None]:
        self._next_gap = round(self._formats.gap * (1.9 if block.level < 3 else 1.5))
        self._start(replace(self._text_look(), level=block.level, mixed=has_drawing(block.inlines)))
        self._document.note_heading(block, self._writer.cursor.position())
        yield from self._writer.inlines_in_parts(block.inlines, CharLook(level=block.level))
        self._next_gap = round(self._formats.gap * 0.6)

    def _rule(self) -> None:
        if self._fresh and self._table_above is not None:
            # Qt puts an empty block that follows a table beside the table's end: that is another one, without height.
            self._flatten(self._bar_text())
            self._fresh, self._table_above, self._overhang = False, None, 0.0
        self._start(replace(self._text_look(), single=True), {RULE: True})
        self._writer.run_on()

    def _note(self, block: Note) -> None:
        top = self._gap_above(NOTE_PADDING)
        bottom = NOTE_PADDING + self._formats.gap
        self._start(
            replace(self._text_look(top=top), indent=self._indent + CODE_UNITS, bottom=bottom, note=True)
        )
        self._writer.text(f"{tr('Note by hdclient:')} ", CharLook(note=True, bold=True))
        self._writer.text(block.text, CharLook(note=True))

    def _quote(self, block: Quote) -> Iterator[None]:
        before = self._indent, self._bars
        self._quotes += 1
        self._bars = (*self._bars, f"{self._indent}:{self._quotes}")
        self._indent += QUOTE_UNITS
        if not block.blocks and not block.title:
            self._start(self._text_look())
        if block.title:
            self._start(self._text_look())
            self._writer.text(block.title, CharLook(bold=True))
            self._next_gap = round(self._formats.gap / 2)
        yield from self.steps(block.blocks)
        self._indent, self._bars = before

    def message(self, block: Message) -> Iterator[None]:
        """One turn of a conversation: who speaks, and what is said beside a bar."""
        self._next_gap = round(self._formats.gap * 1.6)
        self.caption(speaker(block))
        yield from self._quote(Quote(block.blocks))

    def _list(self, block: List) -> Iterator[None]:
        numbering = Numbering(block, self._depth)
        self._depth += 1
        for number, item in enumerate(block.items):
            if block.tight and (number or self._depth > 1):
                self._next_gap = round(self._formats.gap * 0.3)
            yield from self._item(item, numbering, block.tight)
            yield
        self._depth -= 1

    def _item(self, item: ListItem, numbering: Numbering, tight: bool) -> Iterator[None]:
        numbering.begin(item)
        if item.anchor:
            self._document.anchors[item.anchor] = self._writer.cursor.position() + 1  # where its block begins
        self._marker = (numbering, item.checked)
        if not item.blocks or not isinstance(item.blocks[0], Paragraph | Heading | Picture):
            self._close_marker()
            self._next_gap = 2
        for block in item.blocks:
            if self._marker is None:
                self._indent += numbering.units
                if tight and self._next_gap is None:
                    self._next_gap = round(self._formats.gap * 0.3)
                yield from self._play(block)
                self._indent -= numbering.units
            else:
                yield from self._play(block)

    def _close_marker(self) -> None:
        """The item's first block cannot carry its bullet: the bullet gets a line of its own."""
        if self._marker is not None:
            self._start(self._text_look())

    def _table(self, block: Table) -> Iterator[None]:
        first = first_of_table(block, characters_beside(self._document, self._indent))
        if first is not None:
            yield from self._table(first)
            self._card(block, first)
            return
        self._flatten()
        leftwards = runs_right_to_left(block)
        self._document.turned.extend([block] if leftwards else ())
        form = self._formats.table(self._indent, len(block.align), self._bar_text(), leftwards=leftwards)
        self._table_above = yield from fill_table(self._writer.cursor, block, form, self._writer.write_cell)
        self._writer.leave_table()
        self._fresh, self._empty = True, False
        self._next_gap = 0

    def _card(self, large: Table | Code, first: Table | Code) -> None:
        """Says how much there is, and leads to all of it."""
        self._next_gap = self._next_gap or None  # a table has no gap of its own below
        self.offer(told(large, first), invitation(large), large)

    def offer(self, sentence: str, words: str, what: Large | Again) -> None:
        """A sentence of this program, and a link by which a person asks for what it speaks of."""
        self._note(Note(sentence))
        self._writer.text(words, CharLook(note=True, href=f"{WHOLE_SCHEME}:{len(self._document.large)}"))
        self._document.large.append(what)

    def picture_alone(self, picture: Picture) -> None:
        """A picture that is the content itself, in the middle."""
        self._start(replace(self._text_look(), single=bool(picture.sha256), align="center"))
        self._writer.picture(picture)

    def _text_look(self, top: float | None = None) -> BlockLook:
        if top is None:
            top = 0 if self._empty else self._gap_before()
        return BlockLook(indent=self._indent, top=top, bars=self._bar_text())

    def _gap_above(self, extra: int) -> float:
        """Room above a block of which `extra` pixels are painted upon."""
        if self._empty:
            self._document.lead = extra
            return 0.0
        return self._gap_before() + extra

    def _gap_before(self) -> float:
        gap = self._formats.gap if self._next_gap is None else self._next_gap
        return max(gap, round(self._formats.gap * 0.8)) + self._overhang if self._overhang else gap

    def _bar_text(self) -> str:
        return " ".join(self._bars)

    def _start(self, look: BlockLook, properties: dict[int, object] | None = None) -> None:
        self._next_gap, self._overhang = None, 0.0
        table, self._table_above = self._table_above, None
        if table is not None:
            make_room(table, look.top)
        form = self._formats.block(look)
        if properties:
            form = QTextBlockFormat(form)
            for name, value in properties.items():
                form.setProperty(name, value)
        plain = self._formats.char(CharLook(token="") if look.code else CharLook(level=look.level))
        self._writer.open_block(look, form, plain, reuse=self._fresh)
        self._fresh = self._empty = False
        if self._marker is not None:
            numbering, checked = self._marker
            self._marker = None
            numbering.mark(self._writer.cursor, checked)


def _hang(pairs: Sequence[tuple[str, str]]) -> int:
    """Where a wrapped line of code goes on: deeper than it begins, so that the eye does not take it for a new one."""
    line = "".join(text for text, _ in pairs)
    return min(len(line) - len(line.lstrip(" ")) + _HANG, _MOST_HANG) if len(line) > _SHORT_LINE else 0
