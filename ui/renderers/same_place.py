"""The same place in rendered text and in its source: what stands at the top of one stands at the top of the other."""

from __future__ import annotations

from collections.abc import Sequence

from ui.renderers.raw_view import RawView
from ui.renderers.reading_view import ReadingView
from ui.renderers.trees import BETWEEN

_REACH = 4_000
"""How far below the top something is looked for that has a source: what a note or a picture has not."""


def go_to_source(reading: ReadingView, raw: RawView, sources: Sequence[str]) -> None:
    """Scrolls the raw text to what stands at the top of the rendered one."""
    document = reading.played()
    position, offset = reading.place()
    if document is None or (position, offset) == (0, 0):
        raw.verticalScrollBar().setValue(0)
        return
    found = document.source_range(position, position + _REACH)
    if found is not None:
        block, start, _ = found
        raw.go_to(_starts(sources)[block] + start)


def go_to_rendered(raw: RawView, reading: ReadingView, sources: Sequence[str]) -> None:
    """Scrolls the rendered text to what stands at the top of the raw one."""
    document = reading.played()
    if document is None or raw.verticalScrollBar().value() == 0:
        reading.go_to((0, 0))
        return
    position = raw.top()
    for number, begin in reversed(list(enumerate(_starts(sources)))):
        if begin <= position:
            at = position - begin
            found = document.document_range(number, at, at + _REACH)
            if found is not None:
                reading.go_to((found[0], 0))
            return


def _starts(sources: Sequence[str]) -> list[int]:
    """Where each block's source begins in all of it."""
    starts, at = [], 0
    for source in sources:
        starts.append(at)
        at += len(source) + len(BETWEEN)
    return starts
