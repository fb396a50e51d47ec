"""Where in the source every stretch of a played document came from: the one place that knows both countings.

A QTextDocument counts UTF-16 units, a source code points. While content is played, each stretch of text is noted with
its position and its source; nothing is put into formats, which would split them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from hdclient.content.tree import Code, Piece, Run

if TYPE_CHECKING:
    from hdclient.content.composed import Taken


def _taken(pieces: Sequence[Piece]) -> Taken:
    from hdclient.content.composed import Taken  # start-up: most texts stand as they were written

    return Taken(pieces)


class Source:
    """Where a text that is about to be written came from; asked for its parts while it is cut to size."""

    __slots__ = ("_from", "_start", "_taken")

    def __init__(self, start: int = -1, pieces: Sequence[Piece] = ()) -> None:
        self._start, self._from = start, 0
        self._taken = _taken(pieces) if start < 0 and pieces else None

    def part(self, begin: int) -> Source:
        """The source of text[begin:]."""
        made = Source(self._start)
        made._taken, made._from = self._taken, self._from + begin
        return made

    @staticmethod
    def of(run: Run) -> Source | None:
        """The source of a run; None when it has none."""
        return Source(run.start, run.pieces) if run.start >= 0 or run.pieces else None

    @staticmethod
    def of_line(code: Code, number: int) -> Source:
        """The source of a line of code, if it has any."""
        start = code.starts[number] if number < len(code.starts) else -1
        return Source(start, code.pieces[number] if code.pieces else ())

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of text[start:end]."""
        start, end = start + self._from, end + self._from
        if self._start >= 0:
            return ((end - start, self._start + start, self._start + end),)
        return tuple(self._taken.pieces(start, end)) if self._taken is not None else ()


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """One stretch of a document: `text` stands at `position` and came from `pieces` of content block `block`."""

    position: int
    block: int
    text: str
    pieces: tuple[Piece, ...]


class Positions:
    """What was noted of one document, in the order of its positions."""

    def __init__(self) -> None:
        self.block = 0
        """Number of the content block that is being played."""
        self._begins: list[int] = []
        self._stretches: list[Stretch] = []

    def note(self, position: int, text: str, pieces: tuple[Piece, ...]) -> None:
        """Text is about to be inserted at a position behind all others."""
        if pieces and text:
            self._begins.append(position)
            self._stretches.append(Stretch(position, self.block, text, pieces))

    def source_range(self, start: int, end: int) -> tuple[int, int, int] | None:
        """(block, start, end) of the source that a selection was made of; of several blocks, the part in the first."""
        return next(iter(self.source_ranges(start, end)), None)

    def source_ranges(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """(block, start, end) for each content block that a selection touches."""
        made: dict[int, tuple[int, int]] = {}
        number = max(0, bisect_right(self._begins, start) - 1)
        for stretch in self._stretches[number:]:
            if stretch.position >= end:
                break
            for low, high, since, until in _places(stretch):
                if low < end and high > start:
                    here = _part(stretch, low, high, since, until, start, end)
                    known = made.get(stretch.block, here)
                    made[stretch.block] = min(known[0], here[0]), max(known[1], here[1])
        return [(block, *found) for block, found in made.items()]

    def document_range(self, block: int, start: int, end: int) -> tuple[int, int] | None:
        """The document's range, from its first to its last position, that shows a range of a block's source."""
        low = high = -1
        for stretch in self._stretches:
            if stretch.block != block:
                continue
            for first, last, since, until in _places(stretch):
                if until <= start or since >= end:
                    continue
                if until - since == _count(stretch, first, last):
                    text, at = stretch.text, _code_point(stretch, first)
                    last = first + _units(text, at, at + min(end, until) - since)
                    first += _units(text, at, at + max(start, since) - since)
                low = first if low < 0 else min(low, first)
                high = max(high, last)
        return None if low < 0 else (low, high)

    def count(self) -> int:
        """How many stretches have been noted: more of them, and what was read from here is out of date."""
        return len(self._stretches)

    def pieces_of(self, block: int) -> Iterator[tuple[int, int, int, int, str | None]]:
        """(source start, source end, from, to, text) of all that came from a block; no text where it is one thing."""
        for stretch in self._stretches:
            if stretch.block != block:
                continue
            for first, last, since, until in _places(stretch):
                at = _code_point(stretch, first)
                alike = until - since == _count(stretch, first, last)
                yield since, until, first, last, stretch.text[at : at + until - since] if alike else None


def _places(stretch: Stretch) -> Iterator[tuple[int, int, int, int]]:
    """(from, to, source start, source end) of each piece, in positions of the document."""
    position, at = stretch.position, 0
    for count, since, until in stretch.pieces:
        units = _units(stretch.text, at, at + count)
        if until > since:
            yield position, position + units, since, until
        position += units
        at += count


def _part(
    stretch: Stretch, low: int, high: int, since: int, until: int, start: int, end: int
) -> tuple[int, int]:
    """The source of what of a piece lies in a selection; all of it when the piece is one thing."""
    first, last = _code_point(stretch, low), _code_point(stretch, high)
    if until - since != last - first:
        return since, until
    return (
        since + max(0, _code_point(stretch, start) - first) if start > low else since,
        since + _code_point(stretch, end, up=True) - first if end < high else until,
    )


def _count(stretch: Stretch, low: int, high: int) -> int:
    return _code_point(stretch, high) - _code_point(stretch, low)


def _units(text: str, start: int, end: int) -> int:
    """How many UTF-16 units text[start:end] has."""
    part = text[start:end]
    return len(part) if part.isascii() else len(part) + sum(character > "\uffff" for character in part)


def _code_point(stretch: Stretch, position: int, *, up: bool = False) -> int:
    """Offset in the stretch's text of a position of the document; inside a pair, the pair's (or what is behind it)."""
    units = position - stretch.position
    text = stretch.text
    if text.isascii():
        return min(units, len(text))
    seen = 0
    for at, character in enumerate(text):
        if seen >= units:
            return at
        seen += 2 if character > "\uffff" else 1
        if seen > units:
            return at + 1 if up else at
    return len(text)
