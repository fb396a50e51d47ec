"""A patch as lines of code: the sign of each line stands in it, so that nothing is told by colour alone."""

from __future__ import annotations

from hdclient.content.tree import Code, Diff, DiffLine

_TOKENS = {"+": "inserted", "-": "deleted", "@": "heading", "": "comment"}


def patch_code(diff: Diff) -> Code:
    """The lines of one file's changes as they are written in the patch, with the file's path as their caption."""
    return Code(diff.path or diff.language, tuple(_line(line) for line in diff.lines))


def patch_numbers(diff: Diff) -> list[str]:
    """What stands beside the lines: their old and their new number, right-aligned in columns."""
    old = max((len(str(line.old)) for line in diff.lines if line.old), default=1)
    new = max((len(str(line.new)) for line in diff.lines if line.new), default=1)
    return [f"{line.old or '':>{old}} {line.new or '':>{new}}" for line in diff.lines]


def _line(line: DiffLine) -> tuple[tuple[str, str], ...]:
    sign = line.mark if line.mark in ("+", "-", " ") else ""
    text = sign + line.text
    return ((text, _TOKENS.get(line.mark, "")),) if text else ()
