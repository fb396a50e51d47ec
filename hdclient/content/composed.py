"""Trees of a text that was itself taken out of a source: a message in JSON, with its escapes. Moves their source map.

Must not change what is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from msgspec.structs import fields, replace

from hdclient.content.source_map import Pieces, add_piece
from hdclient.content.tree import Block, Blocks, Code, Node, Piece, Run

_OF_LINES = ("lines", "starts", "pieces")


class Taken:
    """A text and the pieces of the source that it came from; maps ranges of the text to ranges of the source."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._offsets = [0, *accumulate(count for count, _, _ in pieces)]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Source range of text[start:end]; (-1, -1) when the text is empty."""
        if not self._pieces:
            return -1, -1
        first, last = self._at(start), self._at(max(start, end - 1))
        low, high = self._one(first, start)[0], self._one(last, max(start, end - 1))[1]
        return (low, low) if start >= end else (low, high)

    def pieces(self, start: int, end: int) -> Pieces:
        """The pieces of text[start:end]."""
        made: Pieces = []
        while start < end:
            number = self._at(start)
            count, since, until = self._pieces[number]
            stop = min(end, self._offsets[number + 1])
            if until - since == count:
                low = since + start - self._offsets[number]
                add_piece(made, stop - start, low, low + stop - start)
            else:
                add_piece(made, stop - start, since, until)
            start = stop
        return made

    def _at(self, offset: int) -> int:
        return min(bisect_right(self._offsets, offset), len(self._pieces)) - 1

    def _one(self, number: int, offset: int) -> tuple[int, int]:
        """Source range of one character."""
        count, since, until = self._pieces[number]
        low = since + offset - self._offsets[number]
        return (low, low + 1) if until - since == count else (since, until)


def moved(blocks: Sequence[Block], taken: Taken, check: Callable[[], None]) -> Blocks:
    """The blocks of the taken text, with their places in its source. Raises what `check` raises."""
    return tuple(_moved(block, taken, check) for block in blocks)


def _moved(value: Any, taken: Taken, check: Callable[[], None]) -> Any:
    check()
    if isinstance(value, tuple):
        return tuple(_moved(one, taken, check) for one in value)
    if isinstance(value, Run):
        return _moved_run(value, taken)
    if not isinstance(value, Node):
        return value
    changes = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if isinstance(inner, tuple) and not (isinstance(value, Code) and field.name in _OF_LINES):
            changes[field.name] = _moved(inner, taken, check)
    if isinstance(value, Code):
        changes["starts"], changes["pieces"] = _moved_lines(value, taken)
    start, end = getattr(value, "start", -1), getattr(value, "end", -1)
    if start >= 0 and end >= 0:
        changes["start"], changes["end"] = taken.range(start, end)
    return replace(value, **changes) if changes else value


def _moved_run(run: Run, taken: Taken) -> Run:
    inner = run.pieces or (((len(run.text), run.start, run.start + len(run.text)),) if run.start >= 0 else ())
    made = _moved_pieces(inner, taken)
    if len(made) == 1 and made[0][2] - made[0][1] == made[0][0]:
        return replace(run, start=made[0][1], pieces=())
    return replace(run, start=-1, pieces=tuple(made))


def _moved_pieces(pieces: Sequence[Piece], taken: Taken) -> Pieces:
    made: Pieces = []
    for count, since, until in pieces:
        if until - since == count:
            for piece in taken.pieces(since, until):
                add_piece(made, *piece)
        elif until > since:
            add_piece(made, count, *taken.range(since, until))
        else:  # what is there for the eye has no source
            made.append((count, *taken.range(since, since)))
    return made


def _moved_lines(code: Code, taken: Taken) -> tuple[tuple[int, ...], tuple[tuple[Piece, ...], ...]]:
    """Starts and pieces of the lines: one with an escape in it does not stand one for one in the source."""
    starts, pieces = [], []
    for number, (line, start) in enumerate(zip(code.lines, code.starts, strict=False)):
        length = sum(len(text) for text, _ in line)
        inner = (
            ((length, start, start + length),) if start >= 0 else code.pieces[number] if code.pieces else ()
        )
        made = _moved_pieces(inner, taken)
        whole = len(made) == 1 and made[0][2] - made[0][1] == made[0][0]
        empty = start >= 0 and not length
        starts.append(made[0][1] if whole else taken.range(start, start)[0] if empty else -1)
        pieces.append(() if whole or empty else tuple(made))
    return tuple(starts), tuple(pieces) if any(pieces) else ()
