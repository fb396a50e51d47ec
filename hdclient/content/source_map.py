"""Where shown text comes from: positions are code points of the source exactly as given, whatever its line ends.

Must not know any dialect.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from hdclient.content.tree import Piece

Pieces = list[Piece]

MAX_PIECES = 200_000
"""Text made of more pieces than this is selected as one whole: no document that anyone wrote comes near."""

_LINE_END = re.compile(r"\r\n?|\n")
_LINE_ENDS = re.compile(r"(?:\r\n)+")
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")
_BLANKS = " \t\n\v\f\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What the Markdown parser takes off the ends of a running text."""


def clean(text: str) -> str:
    """NUL and lone surrogates, which UTF-8 cannot carry, as U+FFFD: one for one, so that positions stay."""
    return _UNPRINTABLE.sub("\ufffd", text) if _UNPRINTABLE.search(text) else text


def add_piece(pieces: Pieces, count: int, start: int, end: int) -> None:
    """Adds a piece; two neighbours that stand one for one become one."""
    if pieces and end - start == count:
        before, since, until = pieces[-1]
        if until == start and until - since == before:
            pieces[-1] = (before + count, since, end)
            return
    pieces.append((count, start, end))


def pieces_of_lines(text: str) -> tuple[Piece, ...]:
    """The pieces of a whole text of which `\\r\\n` is shown as one character; () when all stands one for one."""
    made: Pieces = []
    at = 0
    for found in _LINE_ENDS.finditer(text):
        if found.start() > at:
            made.append((found.start() - at, at, found.start()))
        made.append(((found.end() - found.start()) // 2, found.start(), found.end()))
        at = found.end()
        if len(made) > MAX_PIECES:
            return ((len(text) - text.count("\r\n"), 0, len(text)),)
    if made and at < len(text):
        made.append((len(text) - at, at, len(text)))
    return tuple(made)


class SourceLines:
    """The lines of a source, without their ends, and where each begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        self.ends: list[int] = []
        for found in _LINE_END.finditer(text):
            self.ends.append(found.start())
            self.starts.append(found.end())
        self.ends.append(len(text))

    def line(self, number: int) -> str:
        """One line; empty beyond the last."""
        return self.text[self.starts[number] : self.ends[number]] if number < len(self.starts) else ""

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Source range of the lines first to end-1, blank lines at the end left out; (-1, -1) without lines."""
        last = min(end, len(self.starts)) - 1
        while last > first and not self.line(last).strip():
            last -= 1
        return (self.starts[first], self.ends[last]) if first <= last else (-1, -1)


class Tape:
    """Maps positions in a text that was cut out of the source, stretch by stretch, to positions in the source."""

    __slots__ = ("_offsets", "_starts")

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        """`stretches`: (offset in the text, position in the source), the first at offset 0."""
        self._offsets = [offset for offset, _ in stretches]
        self._starts = [start for _, start in stretches]

    def at(self, offset: int) -> int:
        """Source position of one character."""
        number = bisect_right(self._offsets, offset) - 1 if len(self._offsets) > 1 else 0
        return self._starts[number] + offset - self._offsets[number]

    def end(self, offset: int) -> int:
        """Source position behind the character before `offset`."""
        return self.at(offset - 1) + 1 if offset else self.at(0)

    def add(self, pieces: Pieces, start: int, end: int) -> None:
        """Adds the pieces of text[start:end], each of its characters standing for one of the source."""
        if len(self._offsets) == 1:
            at = self._starts[0] + start
            add_piece(pieces, end - start, at, at + end - start)
            return
        while start < end:
            number = bisect_right(self._offsets, start)
            stop = min(end, self._offsets[number]) if number < len(self._offsets) else end
            at = self._starts[number - 1] + start - self._offsets[number - 1]
            add_piece(pieces, stop - start, at, at + stop - start)
            start = stop


def tape_of_lines(content: str, lines: SourceLines, first: int, end: int) -> Tape | None:
    """The tape of running text whose lines are the ends of source lines, less what indented or quoted them.

    None when a line is not found: then the text has no source, and nothing wrong is said about it.
    """
    stretches: list[tuple[int, int]] = []
    offset, number = 0, first
    for line in content.split("\n"):
        body = line.lstrip(" \t")  # part of a tab may have become spaces
        while number < end:
            at = lines.text.rfind(body, lines.starts[number], lines.ends[number])
            if at >= 0 and not lines.text[at + len(body) : lines.ends[number]].strip(_BLANKS):
                break
            number += 1
        else:
            return None
        stretches.append((offset, at - (len(line) - len(body))))
        offset += len(line) + 1
        number += 1
    return Tape(stretches)


def tape_of_heading(content: str, lines: SourceLines, number: int, markup: str) -> Tape | None:
    """The tape of a heading of one line behind its number signs."""
    at = lines.text.find(markup, lines.starts[number]) + len(markup)
    while at < lines.ends[number] and lines.text[at] in _BLANKS:
        at += 1
    return Tape([(0, at)]) if lines.text.startswith(content, at) else None


def tapes_of_cells(row: str, start: int) -> list[tuple[str, Tape]]:
    """The cells of a table's row, which begins at the source position `start`: text and tape of each.

    A pipe behind a backslash is part of a cell, and the backslash is not. Empty first and last cells are the
    row's outer borders.
    """
    start += len(row) - len(row.lstrip(_BLANKS))
    row = row.strip(_BLANKS)
    cells: list[tuple[str, Tape]] = []
    begin = 0
    for at in [*_parting_pipes(row), len(row)]:
        cells.append(_cell(row, begin, at, start))
        begin = at + 1
    if cells and row.startswith("|"):
        cells.pop(0)
    if cells and (not row or row.endswith("|")) and not cells[-1][0]:
        cells.pop()
    return cells


def _parting_pipes(row: str) -> list[int]:
    return [at for at, character in enumerate(row) if character == "|" and row[at - 1 : at] != "\\"]


def _cell(row: str, begin: int, end: int, start: int) -> tuple[str, Tape]:
    while begin < end and row[begin] in _BLANKS:
        begin += 1
    while end > begin and row[end - 1] in _BLANKS:
        end -= 1
    raw = row[begin:end]
    if "\\|" not in raw:
        return raw, Tape([(0, start + begin)])
    parts = raw.split("\\|")
    stretches = [(0, start + begin)]
    offset, position = len(parts[0]), start + begin + len(parts[0])
    for part in parts[1:]:
        stretches.append((offset, position + 1))  # the pipe itself, behind its backslash
        offset += 1 + len(part)
        position += 2 + len(part)
    return "|".join(parts), Tape(stretches)
