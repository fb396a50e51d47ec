"""A tree as one flat text whose characters know their source: what a selection, a search and an anchor work on.

A line for each block, tabs between cells; pictures and formulas are what they read as. Must not know any dialect.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hdclient.content.plain import words_of
from hdclient.content.source_map import Pieces
from hdclient.content.tree import Block, Code, Diff, Inlines, Piece, Run, leaves, lines_of


class Shown:
    """The flat text of a tree, and the way from its positions to the source and back."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._segments: list[tuple[int, int, int, int]] = []
        for leaf in leaves(blocks):
            self._leaf(leaf)
        self.text = "".join(self._parts)
        """What is shown, in reading order."""
        self._begins = [segment[0] for segment in self._segments]

    def source_range(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the source that text[start:end] was made of; None when nothing of it has a source."""
        number = max(0, bisect_right(self._begins, start) - 1)
        low = high = -1
        for begin, count, since, until in self._segments[number:]:
            if begin >= end:
                break
            first, last = max(start, begin), min(end, begin + count)
            if first >= last:
                continue
            one_for_one = until - since == count
            here = (since + first - begin, since + last - begin) if one_for_one else (since, until)
            low = here[0] if low < 0 else min(low, here[0])
            high = max(high, here[1])
        return None if low < 0 else (low, high)

    def shown_range(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the text that source[start:end] became, from its first to its last character."""
        low = high = -1
        for begin, count, since, until in self._segments:
            if until <= start or since >= end:
                continue
            one_for_one = until - since == count
            first = begin + max(0, start - since) if one_for_one else begin
            last = begin + min(count, end - since) if one_for_one else begin + count
            low = first if low < 0 else min(low, first)
            high = max(high, last)
        return None if low < 0 else (low, high)

    def _write(self, text: str, start: int = -1, pieces: Sequence[Piece] = ()) -> None:
        if not text:
            return
        at = self._length
        self._parts.append(text)
        self._length += len(text)
        if start >= 0:
            self._segments.append((at, len(text), start, start + len(text)))
        for count, since, until in pieces:
            if until > since:
                self._segments.append((at, count, since, until))
            at += count

    def _end_line(self) -> None:
        self._parts.append("\n")
        self._length += 1

    def _whole(self, text: str, start: int, end: int) -> None:
        """Something that was made of its source as one thing."""
        pieces: Pieces = [(len(text), start, end)] if end > start >= 0 else []
        if pieces and end - start == len(text) > 1:  # it only looks as if it stood one for one
            pieces = [(1, start, end), (len(text) - 1, start, end)]
        self._write(text, -1, pieces)

    def _leaf(self, leaf: Block) -> None:
        lines = lines_of(leaf)
        for cells in lines:
            for inlines in cells if len(cells) == 1 else _parted(cells):
                for one in inlines:
                    if isinstance(one, Run):
                        self._write(one.text, one.start, one.pieces)
                    else:
                        self._whole(words_of(one), one.start, one.end)
            self._end_line()
        if lines:
            return
        if isinstance(leaf, Code):
            self._code(leaf)
        elif isinstance(leaf, Diff):
            for line in leaf.lines:
                self._write(line.mark if line.mark in ("+", "-", " ") else "")
                self._write(line.text, line.start)
                self._end_line()

    def _code(self, code: Code) -> None:
        starts = code.starts or (-1,) * len(code.lines)
        pieces = code.pieces or ((),) * len(code.lines)
        for line, start, parts in zip(code.lines, starts, pieces, strict=True):
            self._write("".join(text for text, _ in line), start, parts)
            self._end_line()


def _parted(cells: Sequence[Inlines]) -> Iterator[Inlines]:
    """The cells of a row, with tabs between them."""
    for number, cell in enumerate(cells):
        if number:
            yield _TAB
        yield cell


_TAB = (Run("\t"),)
