"""What people say about places of one content view: a selection as an anchor, marks upon the text, the way to a place.

Anchors are found again in the content as it is shown now (hdclient/content/anchors.py, places.py), and marks are laid
anew whenever it is shown otherwise. Must not know who speaks: spans of a question and comments of a review alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from hdclient.content.anchors import Place, Sureness, source_hash, words_of_source
from hdclient.content.places import Places
from hdclient.model.anchor import Anchor, Words
from hdclient.model.content import ContentBlock
from ui.renderers.content_view import ContentView
from ui.renderers.difference_marks import Look, Mark, Tint, show_place
from ui.renderers.raw_view import RawView
from ui.renderers.selected_source import selected_stretch
from ui.renderers.source_index import SourceIndex
from ui.renderers.trees import BETWEEN

_WORD = re.compile(r"\w+|[^\w\s]")


class Stroke(Struct, frozen=True, gc=False):
    """Marks a place. Of two that lie upon each other, the shorter one is seen whole."""

    anchor: Anchor
    look: Look | Tint


class _Block:
    """One content block: where its places are, and the hash of its source, each worked out once."""

    def __init__(self, block: ContentBlock, places: Places) -> None:
        self.places = places
        self.hash = source_hash(block.text)
        self.found: dict[Anchor, Place] = {}


class Anchored(QObject):
    """One content view; `part` is what anchors call it: "prompt", "candidate:ID"."""

    selected = Signal(str)
    """Something else is selected now, or nothing; in this part."""
    pointed = Signal(str, int)
    """A person clicked into the text, or moved the cursor, without selecting: the position in the text in sight."""
    shown = Signal()
    """The content is shown otherwise: every place may stand elsewhere."""

    def __init__(self, content: ContentView, part: str) -> None:
        super().__init__(content)
        self.content, self.part = content, part
        self._blocks: dict[int, _Block] = {}
        self._index: dict[int, SourceIndex] = {}
        self._indexed: object = None
        self._ranges: dict[Anchor, tuple[int, int]] = {}
        """Where anchors stand in the document that is indexed."""
        self._layers: dict[str, tuple[Stroke, ...]] = {}
        self._raw_heard = False
        content.reading.selectionChanged.connect(self._selection_changed)
        content.reading.cursorPositionChanged.connect(self._cursor_moved)
        content.loaded.connect(self._shown_anew)
        content.measured.connect(self._forget)
        content.currentChanged.connect(self._turned)

    # From a selection to an anchor

    def selection(self) -> Anchor | None:
        """The words that are selected, without spaces around them; None when nothing is, or nothing with a source.

        Of a selection over several content blocks, the part in the first of them.
        """
        reader = self.content.reader()
        cursor = reader.textCursor()
        if self.content.is_covered() or not cursor.hasSelection():
            return None
        if isinstance(reader, RawView):
            found = self._raw_range(reader, cursor)
        else:
            played = self.content.document()
            found = played and played.source_range(*selected_stretch(cursor))
        return self.words(*found) if found is not None else None

    def words(self, number: int, start: int, end: int) -> Anchor | None:
        """The anchor of a range of a block's source; None when nothing of it is shown."""
        block = self._block(number)
        if block is None:
            return None
        shown = block.places.shown
        stretch = shown.shown_range(start, end)
        if stretch is None:
            return None
        said = shown.text[stretch[0] : stretch[1]]
        low = stretch[0] + len(said) - len(said.lstrip())
        high = stretch[1] - len(said) + len(said.rstrip())
        trimmed = shown.source_range(low, high) if low < high else None
        if trimmed is None:
            return None
        made = words_of_source(block.places.source, shown, *trimmed)
        return Anchor(part=self.part, block=number, at=made)

    def moved(self, anchor: Anchor, start: int, end: int) -> Anchor | None:
        """The same with its ends so many words further on (or back); None when they would meet, or leave the text."""
        block = self._block(anchor.block)
        place = self.find(anchor)
        if block is None or not isinstance(anchor.at, Words) or place.sureness is Sureness.LOST:
            return None
        shown = block.places.shown
        stretch = shown.shown_range(*place.source)
        if stretch is None:
            return None
        words = [(found.start(), found.end()) for found in _WORD.finditer(shown.text)]
        first = bisect_right([low for low, _ in words], stretch[0]) - 1 + start
        last = bisect_left([high for _, high in words], stretch[1]) + end
        if not 0 <= first <= last < len(words):
            return None
        source = shown.source_range(words[first][0], words[last][1])
        return self.words(anchor.block, *source) if source is not None else None

    def clear_selection(self) -> None:
        """Nothing is selected any longer; the cursor stays."""
        cursor = self.content.reader().textCursor()
        cursor.clearSelection()
        self.content.reader().setTextCursor(cursor)

    def _raw_range(self, reader: RawView, cursor: QTextCursor) -> tuple[int, int, int] | None:
        start, end = (reader.source_at(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        for number, base, length in self._bases():
            if start < base + length and end > base:
                return number, max(0, start - base), min(length, end - base)
        return None

    def _bases(self) -> list[tuple[int, int, int]]:
        """(number, where its source begins in all of it, its length) of each block."""
        made, at = [], 0
        for number, source in enumerate(self.content.sources_of_blocks()):
            made.append((number, at, len(source)))
            at += len(source) + len(BETWEEN)
        return made

    # From an anchor to a place

    def find(self, anchor: Anchor) -> Place:
        """Where it is in the content, and how sure that is."""
        block = self._block(anchor.block)
        if block is None or anchor.at is None:
            return Place(Sureness.LOST)
        if anchor not in block.found:
            at = anchor.at
            exact = isinstance(at, Words) and at.start >= 0 and at.sha256 == block.hash
            block.found[anchor] = (
                Place(Sureness.EXACT, source=(at.start, at.end))
                if exact and isinstance(at, Words) and at.end <= len(block.places.source)
                else block.places.find(at)
            )
        return block.found[anchor]

    def document_range(self, anchor: Anchor) -> tuple[int, int] | None:
        """From its first to its last position in the text in sight; None when it is not there."""
        return self._range_of(anchor) if self._is_indexed() else self._raw_range_of(anchor)

    def _raw_range_of(self, anchor: Anchor) -> tuple[int, int] | None:
        place, reader = self.find(anchor), self.content.reader()
        if place.sureness is Sureness.LOST or not isinstance(reader, RawView):
            return None
        base = next((base for number, base, _ in self._bases() if number == anchor.block), 0)
        return reader.place_of(base + place.source[0]), reader.place_of(base + place.source[1])

    def _range_of(self, anchor: Anchor) -> tuple[int, int] | None:
        """Of the document that `_is_indexed`: worked out once, as marks are laid anew at every step."""
        known = self._ranges.get(anchor)
        if known is None:
            place = self.find(anchor)
            if place.sureness is not Sureness.LOST:
                known = self._source_index(anchor.block).document_range(*place.source)
            if known is not None:
                self._ranges[anchor] = known
        return known

    def go_to(self, anchor: Anchor) -> Sureness:
        """Has it in sight; LOST: there is nothing like it, and nothing moved."""
        found = self.document_range(anchor)
        if found is None:
            return Sureness.LOST
        show_place(self.content.reader(), *found)
        return self.find(anchor).sureness

    def places(self, number: int) -> Places | None:
        """What of a content block can be spoken about; None while it is covered or not prepared, or where none is."""
        block = self._block(number)
        return None if block is None else block.places

    def _block(self, number: int) -> _Block | None:
        if number not in self._blocks:
            blocks, trees = self.content.blocks(), self.content.trees()
            if self.content.is_covered() or number >= len(blocks) or not trees[number]:
                return None
            made = _Block(blocks[number], Places(blocks[number].text, trees[number]))
            self._blocks[number] = made
        return self._blocks[number]

    def _is_indexed(self) -> bool:
        """Whether the formatted content is in sight; what was known of another state of it is forgotten."""
        played = None if self.content.is_raw() else self.content.document()
        if played is None:
            return False
        state = (id(played), played.positions.count(), self.content.is_covered())
        if state != self._indexed:
            self._index, self._ranges, self._indexed = {}, {}, state
        return True

    def _source_index(self, number: int) -> SourceIndex:
        played = self.content.document()
        assert played is not None
        if number not in self._index:
            self._index[number] = SourceIndex(played.positions, number)
        return self._index[number]

    # Marks

    def paint(self, layer: str, strokes: Sequence[Stroke]) -> None:
        """Marks these places in a layer (difference_marks.SPANS, COMMENTS), and no others there."""
        if not strokes and not self._layers.get(layer):
            return
        self._layers[layer] = tuple(strokes)
        self._lay(layer)

    def _lay(self, layer: str) -> None:
        range_of = self._range_of if self._is_indexed() else self._raw_range_of
        placed = [
            Mark(*found, stroke.look)
            for stroke in self._layers[layer]
            if (found := range_of(stroke.anchor)) is not None
        ]
        self.content.marks(self.content.is_raw()).show_marks(apart(placed), layer)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in this text."""
        return self.content.isAncestorOf(self.content.window().focusWidget() or self.content.window())

    def marked_at(self, position: int, layer: str) -> list[Anchor]:
        """What is marked at a position of the text in sight, the shortest first."""
        found = []
        for stroke in self._layers.get(layer, ()):
            at = self.document_range(stroke.anchor)
            if at is not None and at[0] <= position < at[1]:
                found.append((at[1] - at[0], stroke.anchor))
        return [anchor for _, anchor in sorted(found, key=lambda one: one[0])]

    def _selection_changed(self) -> None:
        self.selected.emit(self.part)

    def _cursor_moved(self) -> None:
        cursor = self.content.reader().textCursor()
        if not cursor.hasSelection() and self.content.reading.is_loaded():
            self.pointed.emit(self.part, cursor.position())

    def _forget(self) -> None:
        self._blocks.clear()
        self._ranges.clear()

    def _turned(self) -> None:
        reader = self.content.reader()
        if isinstance(reader, RawView) and not self._raw_heard:
            self._raw_heard = True
            reader.selectionChanged.connect(self._selection_changed)
            reader.loaded.connect(self._shown_anew)
        self._shown_anew()

    def _shown_anew(self) -> None:
        self._ranges.clear()
        for layer in self._layers:
            self._lay(layer)
        self.shown.emit()


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The same in pieces of which none lies upon another, in order; where several do, the shortest is seen."""
    marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    if all(one.end <= other.start for one, other in pairwise(marks)):
        return list(marks)
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    made: list[Mark] = []
    at, over = 0, list[Mark]()
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while at < len(marks) and marks[at].start <= start:
            over.append(marks[at])
            at += 1
        if over:
            # The one at hand is seen whole, whatever lies upon it.
            top = min(over, key=lambda mark: (not _at_hand(mark.look), mark.end - mark.start))
            look = top.look
            if isinstance(look, Tint) and len(over) > 1:
                look = msgspec.structs.replace(look, crowded=True)
            made.append(Mark(start, end, look))
    return made


def _at_hand(look: Look | Tint) -> bool:
    return look.here if isinstance(look, Tint) else look is Look.HERE
