"""A patch as lines of code: the sign of each line stands in it, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Generator

from msgspec import Struct

from hdclient.content.tree import Code, Diff, DiffLine

_LINES_PER_STEP = 1_000

_TOKENS = {"+": "inserted", "-": "deleted", "@": "heading", "": "comment"}


class PatchLines(Struct):
    """One file's changes as the lines of a code block."""

    code: Code
    """The lines as they are written in the patch; the file's path is its caption."""
    numbers: list[str]
    """What stands beside each: its old and its new number, right-aligned in columns."""
    grounds: list[str]
    """The token of each line's ground: "ok_soft" for what is put in, "err_soft" for what is taken out, or none."""


_GROUNDS = {"+": "ok_soft", "-": "err_soft"}


def as_code(diff: Diff) -> Generator[None, None, PatchLines]:
    """The lines of one file's changes. Yields where it may be interrupted."""
    old = max((len(str(line.old)) for line in diff.lines if line.old), default=1)
    new = max((len(str(line.new)) for line in diff.lines if line.new), default=1)
    lines: list[tuple[tuple[str, str], ...]] = []
    starts: list[int] = []
    numbers: list[str] = []
    grounds: list[str] = []
    for at in range(0, len(diff.lines), _LINES_PER_STEP):
        yield
        part = diff.lines[at : at + _LINES_PER_STEP]
        lines += [_line(line) for line in part]
        starts += [line.start - _signed(line) if line.start >= 0 else -1 for line in part]
        numbers += [f"{line.old or '':>{old}} {line.new or '':>{new}}" for line in part]
        grounds += [_GROUNDS.get(line.mark, "") for line in part]
    code = Code(diff.path or diff.language, tuple(lines), tuple(starts), diff.start, diff.end)
    return PatchLines(code, numbers, grounds)


def _signed(line: DiffLine) -> bool:
    """Whether a sign stands before the text. An empty line that both sides have may have lost its blank."""
    return line.mark in ("+", "-") or (line.mark == " " and bool(line.text))


def _line(line: DiffLine) -> tuple[tuple[str, str], ...]:
    token = _TOKENS.get(line.mark, "")
    if line.spans:
        return ((line.mark, token), *line.pairs()) if _signed(line) else line.pairs()
    text = line.mark + line.text if _signed(line) else line.text
    return ((text, token),) if text else ()
