"""What a comment would speak about: the selection said in the most telling way, or what stands at the caret.

Whole lines of code are lines, a whole cell is a cell, a whole message a turn, a picture all of the picture; everything
else is words. The selection itself, and the way back to the document, are `anchored.py`'s.
"""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QTextBlock

from hdclient.content.anchors import Sureness
from hdclient.content.places import Places, Stretch
from hdclient.model.anchor import Anchor, Cell, Lines, Region, Selector, Turn, Words
from ui.renderers.anchored import Anchored
from ui.renderers.document import PlayedDocument
from ui.renderers.formats import PICTURE
from ui.renderers.player import OBJECT


class Standing(Struct, frozen=True):
    """Where a place stands in the text in sight. `start` -1: it is lost, or in what is shown only in part."""

    sureness: Sureness
    start: int = -1
    end: int = -1

    def is_seen(self) -> bool:
        """Whether it can be gone to."""
        return self.start >= 0


def standing(text: Anchored, anchor: Anchor) -> Standing:
    """Where an anchor stands; one without a selector is about all of the part, and stands at its beginning."""
    if anchor.at is None:
        return Standing(Sureness.EXACT, 0, 0)
    if isinstance(anchor.at, Region):
        return _standing_picture(text, anchor.at)
    sureness = text.find(anchor).sureness
    found = text.document_range(anchor)
    return Standing(sureness) if found is None else Standing(sureness, *found)


def _standing_picture(text: Anchored, at: Region) -> Standing:
    document = text.content.document()
    if document is not None and not text.content.is_raw():
        for position, sha256 in pictures_of(document):
            if sha256 == at.sha256:
                return Standing(Sureness.EXACT, position, position + 1)
    known = any(one.asset is not None and one.asset.sha256 == at.sha256 for one in text.content.blocks())
    return Standing(Sureness.EXACT if known else Sureness.LOST)


def spoken_of(text: Anchored, *, at_caret: bool = False) -> Anchor | None:
    """What is selected; with `at_caret`, where nothing is, the line or paragraph of the caret. None: nothing."""
    cursor = text.content.reader().textCursor()
    if not cursor.hasSelection() and at_caret:
        return _paragraph(text, cursor.block())
    if not cursor.hasSelection():
        return None
    found = text.selection()
    if found is None:
        return _picture(text, cursor.selectionStart(), cursor.selectionEnd())
    return finest(text, found)


def finest(text: Anchored, anchor: Anchor) -> Anchor:
    """The same place as lines, a cell or a turn, if it is such a thing whole."""
    places = text.places(anchor.block)
    if places is None or not isinstance(anchor.at, Words):
        return anchor
    shown = places.shown.shown_range(anchor.at.start, anchor.at.end)
    if shown is None:
        return anchor
    at: Selector = _lines(places, *shown) or _cell(places, *shown) or _turn(places, *shown) or anchor.at
    return Anchor(part=anchor.part, block=anchor.block, at=at)


def _paragraph(text: Anchored, block: QTextBlock) -> Anchor | None:
    document = text.content.document()
    if document is None or text.content.is_raw():
        return None
    start, end = block.position(), block.position() + block.length() - 1
    found = document.source_range(start, end)
    anchor = text.words(*found) if found is not None else None
    return finest(text, anchor) if anchor is not None else _picture(text, start, end)


def _lines(places: Places, start: int, end: int) -> Lines | None:
    """Whole lines of code: several that are touched, or one from its first sign to its last."""
    touched = [at for at, line in enumerate(places.lines) if line.start < end and line.end > start]
    if not touched:
        return None
    first, last = places.lines[touched[0]], places.lines[touched[-1]]
    if start < first.start or end > last.end:
        return None
    if len(touched) > 1 or _is_whole(first, start, end):
        return places.line(touched[0], touched[-1])
    return None


def _cell(places: Places, start: int, end: int) -> Cell | None:
    for table, rows in enumerate(places.tables):
        if not rows or end > rows[-1][-1].end or start < rows[0][0].start:
            continue
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if _is_whole(cell, start, end):
                    return places.cell(table, row, column)
    return None


def _turn(places: Places, start: int, end: int) -> Turn | None:
    for number, (_, stretch) in enumerate(places.turns):
        if _is_whole(stretch, start, end):
            return places.turn(number)
    return None


def _is_whole(stretch: Stretch, start: int, end: int) -> bool:
    """Whether [start, end) is all of it but blanks."""
    if not stretch.text.strip() or not stretch.start <= start < end <= stretch.end:
        return False
    return not (stretch.text[: start - stretch.start].strip() or stretch.text[end - stretch.start :].strip())


def _picture(text: Anchored, start: int, end: int) -> Anchor | None:
    """All of the first picture in a stretch of the rendered document, when it is a content block of its own."""
    document = text.content.document()
    if document is None or document.shelf is None or text.content.is_raw():
        return None
    sha256 = picture_at(document, start, end)
    size = document.shelf.size(sha256) if sha256 else None
    assets = [block.asset for block in text.content.blocks()]
    block = next((at for at, one in enumerate(assets) if one is not None and one.sha256 == sha256), -1)
    if size is None or block < 0:
        return None
    wide, high = size.width(), size.height()
    whole = Region(shape="box", points=((0, 0), (wide, high)), width=wide, height=high, sha256=sha256)
    return Anchor(part=text.part, block=block, at=whole)


def picture_at(document: PlayedDocument, start: int, end: int) -> str:
    """The hash of the first picture between two positions; empty: there is none."""
    for position, sha256 in pictures_of(document):
        if start <= position < end:
            return sha256
    return ""


def pictures_of(document: PlayedDocument) -> list[tuple[int, str]]:
    """Position and hash of every picture."""
    found: list[tuple[int, str]] = []
    block = document.begin()
    while document.pictures and block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            fragment = fragments.fragment()
            if OBJECT in fragment.text() and fragment.charFormat().hasProperty(PICTURE):
                number = int(fragment.charFormat().property(PICTURE))
                found.append((fragment.position(), document.pictures[number].sha256))
            fragments += 1  # type: ignore[misc]
        block = block.next()
    return found
