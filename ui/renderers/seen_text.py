"""What is seen in a document, as text to compare, and the way back: from its positions to places in the document.

The one file that knows both countings: code points here, UTF-16 units in a QTextDocument ("place"). Sentences of this
program are left out, breaks that are ours are joined, a picture or a formula is one character with its source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat

from hdclient.content.compare_tokens import OBJECT, Side
from hdclient.content.matching import Passage
from ui.renderers.document import PlayedDocument
from ui.renderers.formats import CODE_GROUP, CONTINUED, COPIED, NOTE, PICTURE
from ui.renderers.shown_text import LINE_BREAK

_BLOCKS_PER_STEP = 100


@dataclass(frozen=True, slots=True)
class SeenText:
    """The text of a document. `passages` begin at places of the document."""

    side: Side
    passages: tuple[Passage, ...]
    starts: tuple[int, ...]
    """Position at which the text of each block begins, and, beside it, the block's place."""
    places: tuple[int, ...]
    narrow: tuple[bool, ...]
    """Whether each block has no character outside the Basic Multilingual Plane: there both countings agree."""

    def place(self, position: int) -> int:
        """The place of a position of the text."""
        number = bisect_right(self.starts, position) - 1
        if number < 0:
            return 0
        start = self.starts[number]
        if self.narrow[number]:
            return self.places[number] + position - start
        before = self.side.text[start:position]
        return self.places[number] + len(before) + sum(character > "\uffff" for character in before)


def goes_on(block: QTextBlock) -> bool:
    """Whether the break before this block of a played document is ours."""
    return bool(block.blockFormat().property(CONTINUED))


def seen_text(document: QTextDocument, joined: Callable[[QTextBlock], bool] = goes_on) -> SeenText:
    """Reads a document. `joined` tells of a block whether it goes on the one before."""
    steps = read_in_steps(document, joined)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(SeenText, end.value)


def read_in_steps(
    document: QTextDocument, joined: Callable[[QTextBlock], bool] = goes_on
) -> Generator[None, None, SeenText]:
    """The same, in steps of about a millisecond; the document must stay as it is meanwhile."""
    reader = _Reader(document)
    block = document.begin()
    while block.isValid():
        reader.take(block, joined(block))
        block = block.next()
        if block.blockNumber() % _BLOCKS_PER_STEP == 0:
            yield
    return reader.result()


class _Reader:
    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._parts: list[str] = []
        self._length = 0
        self._objects: list[str] = []
        self._code: list[tuple[int, int]] = []
        self._group = 0
        self._passages: list[Passage] = []
        self._starts: list[int] = []
        self._places: list[int] = []
        self._narrow: list[bool] = []

    def take(self, block: QTextBlock, joined: bool) -> None:
        form = block.blockFormat()
        if form.hasProperty(NOTE):
            return
        if self._parts and not joined:
            self._parts.append("\n")
            self._length += 1
        text = block.text()
        if OBJECT in text:
            self._take_objects(block)
        start = self._length
        self._starts.append(start)
        self._places.append(block.position())
        self._narrow.append(text.isascii() or max(text) <= "\uffff")
        self._parts.append(text.replace(LINE_BREAK, "\n"))
        self._length += len(text)
        group = int(form.property(CODE_GROUP) or 0)
        goes_on_code = bool(group) and group == self._group
        if goes_on_code:
            self._code[-1] = (self._code[-1][0], self._length)
        elif group:
            self._code.append((start, self._length))
        self._group = group
        if not (joined or goes_on_code) and text.strip():
            kind = "code" if group else "heading" if form.headingLevel() else "text"
            self._passages.append(Passage(block.position(), text, kind))
        elif goes_on_code and self._passages:
            last = self._passages[-1]
            if len(last.text) < 2_000:
                self._passages[-1] = Passage(last.start, f"{last.text}\n{text}", last.kind)

    def _take_objects(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        place = block.position()
        for character in block.text():
            place += 2 if character > "\uffff" else 1
            if character == OBJECT:
                cursor.setPosition(place)
                self._objects.append(_source(self._document, cursor.charFormat()))

    def result(self) -> SeenText:
        return SeenText(
            Side("".join(self._parts), tuple(self._objects), tuple(self._code)),
            tuple(self._passages),
            tuple(self._starts),
            tuple(self._places),
            tuple(self._narrow),
        )


def _source(document: QTextDocument, form: QTextFormat) -> str:
    """What an object is compared by: a picture's hash, or what a formula or a chip is copied as."""
    if form.hasProperty(PICTURE) and isinstance(document, PlayedDocument):
        return document.pictures[int(form.property(PICTURE))].sha256
    return str(form.property(COPIED) or "")
