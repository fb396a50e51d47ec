"""A patch as lines of code: the sign of each line stands in it, so that nothing is told by colour alone."""

from __future__ import annotations

from hdclient.content.tree import Code, Diff, DiffLine

_TOKENS = {"+": "inserted", "-": "deleted", "@": "heading", "": "comment"}


def patch_code(diff: Diff) -> Code:
    """The lines of one file's changes as they are written in the patch, with the file's path as their caption."""
    lines = tuple(_line(line) for line in diff.lines)
    starts = tuple(line.start - _signed(line) if line.start >= 0 else -1 for line in diff.lines)
    return Code(diff.path or diff.language, lines, starts, diff.start, diff.end)


def patch_numbers(diff: Diff) -> list[str]:
    """What stands beside the lines: their old and their new number, right-aligned in columns."""
    old = max((len(str(line.old)) for line in diff.lines if line.old), default=1)
    new = max((len(str(line.new)) for line in diff.lines if line.new), default=1)
    return [f"{line.old or '':>{old}} {line.new or '':>{new}}" for line in diff.lines]


def _signed(line: DiffLine) -> bool:
    """Whether a sign stands before the text. An empty line that both sides have may have lost its blank."""
    return line.mark in ("+", "-") or (line.mark == " " and bool(line.text))


def _line(line: DiffLine) -> tuple[tuple[str, str], ...]:
    text = line.mark + line.text if _signed(line) else line.text
    return ((text, _TOKENS.get(line.mark, "")),) if text else ()
