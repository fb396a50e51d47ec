"""JSON that is written in one line, shown in lines: each member and item has one, as far as they do not fit together.

Only white space between the values is added and left out, and every line knows its source. Must not touch JSON that its
author has broken into lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from hdclient.content.code import DEADLINE_S, MAX_CHARS, coloured
from hdclient.content.deadline import Deadline, TooSlow
from hdclient.content.json_source import NotJson, Value, read_json
from hdclient.content.tree import Blocks, Code, Piece
from hdclient.words import tr

WIDTH = 80
"""Characters of a line into which a list or an object is still taken whole."""
_INDENT = 2
LAID_OUT = tr(
    "JSON in one line is shown with line breaks and indentation; the raw text has it as it was written."
)

_Line: TypeAlias = tuple[int, int, int]
"""Depth, and from where to where it stands in the source."""


def laid_out(text: str, value: Value, deadline: Deadline) -> Blocks:
    """The value as a code block in lines; nothing when it needs none, or would become too long. Raises TooSlow."""
    if not _may_be_laid_out(text, value):
        return ()
    lines = list(_lines(text, value, (0, value.start, value.end), deadline.check))
    if len(lines) == 1 or sum(_INDENT * depth + end - start + 1 for depth, start, end in lines) > MAX_CHARS:
        return ()
    shown = "\n".join(" " * (_INDENT * depth) + text[start:end] for depth, start, end in lines)
    notes, code = coloured(shown, "json", min(DEADLINE_S, deadline.left()))
    starts = tuple(-1 if depth else start for depth, start, _ in lines)
    pieces = tuple(_pieces(*line) if line[0] else () for line in lines)
    return (*notes, Code(code.language, code.lines, starts, value.start, value.end, pieces))


def laid_out_text(text: str, deadline: Deadline) -> Blocks:
    """The same of a whole text; nothing when it is no JSON in one line, or has no time left."""
    if not text.lstrip().startswith(("{", "[")) or not WIDTH < len(text) <= MAX_CHARS:
        return ()
    try:
        return laid_out(text, read_json(text, deadline), deadline)
    except (NotJson, TooSlow, RecursionError):
        return ()


def _may_be_laid_out(text: str, value: Value) -> bool:
    """Whether a value is written in one line, and too long for one."""
    written = text[value.start : value.end]
    return WIDTH < len(written) <= MAX_CHARS and "\n" not in written and "\r" not in written


def _pieces(depth: int, start: int, end: int) -> tuple[Piece, ...]:
    return (_INDENT * depth, start, start), (end - start, start, end)


def _lines(text: str, value: Value, line: _Line, check: Callable[[], None]) -> Iterator[_Line]:
    """The lines of a value that stands in `line`, with its name before it and the comma behind it."""
    check()
    depth, start, end = line
    parts = [(key.start, inner) for key, inner in value.members] or [(one.start, one) for one in value.items]
    if not parts or _INDENT * depth + end - start <= WIDTH:
        yield line
        return
    yield depth, start, value.start + 1
    for number, (begin, inner) in enumerate(parts):
        last = number == len(parts) - 1
        behind = inner.end if last else text.index(",", inner.end) + 1
        yield from _lines(text, inner, (depth + 1, begin, behind), check)
    yield depth, value.end - 1, end
