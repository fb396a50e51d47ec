"""Patches: unified diffs of one or several files, with git's headers. Every line of the text is shown, whatever it is.

Models miscount: the numbers in a hunk's header give the first line numbers, and what a line is follows from its sign.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from hdclient.content.code import DEADLINE_S
from hdclient.content.deadline import Deadline, TooSlow, allowed
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.patch_colours import coloured_patch
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Blocks, Diff, DiffLine, Note
from hdclient.model.content import ContentBlock
from hdclient.words import tr

MAX_CHARS = 5_000_000
TOO_LONG = tr("This patch is shown as it was written: it is longer than 5,000,000 characters.")
TOO_SLOW = tr("This patch is shown as it was written: reading it takes too long.")
NO_PATCH = tr("This is no patch: it has no part that changes anything.")

_CHANGES = re.compile(
    r"(?:^|[\r\n])(?:@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@|GIT binary|Binary files )"
)
_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_GIT = re.compile(r'diff --git "?a/(.*?)"? "?b/(.*?)"?$')
_PATH = re.compile(r'(?:\+\+\+|---) "?(?:[ab]/)?([^\t"]*)')


def parse_diff(text: str, deadline_s: float | None = None) -> Blocks:
    """One Diff for each file. Total, and in bounded time."""
    text = clean(text)
    if len(text) > MAX_CHARS:
        return verbatim(text, TOO_LONG)
    if not text:
        return ()
    if not _CHANGES.search(text):
        return verbatim(text, NO_PATCH)
    deadline = Deadline(allowed() if deadline_s is None else deadline_s)
    try:
        files = _Patch(SourceLines(text), deadline).files()
    except TooSlow:
        return verbatim(text, TOO_SLOW, again=True)
    limit_s = min(2 * DEADLINE_S, deadline.left())  # a patch has two sides
    note, files = coloured_patch(files, limit_s)
    return (Note(note), *files) if note else tuple(files)


class _File(Struct):
    """What is known of one file of the patch so far."""

    first: int
    path: str = ""
    lines: list[DiffLine] = field(default_factory=list)
    changed: bool = False
    """Whether a hunk was seen: what follows can only be another file."""


class _Patch:
    """Goes through the lines once. `_old` and `_new` are the numbers of the next lines; 0 outside of a hunk."""

    def __init__(self, source: SourceLines, deadline: Deadline) -> None:
        self._source, self._deadline = source, deadline
        self._count = len(source.ends)
        if self._count > 1 and not source.line(self._count - 1):
            self._count -= 1  # the end of the last line
        self._done: list[Diff] = []
        self._file = _File(0)
        self._old = self._new = 0
        self._left_old = self._left_new = 0

    def files(self) -> list[Diff]:
        """The whole patch."""
        for number in range(self._count):
            self._deadline.check()
            self._line(number, self._source.line(number))
        self._close(self._count)
        return self._done

    def _line(self, number: int, line: str) -> None:
        hunk = _HUNK.match(line)
        if hunk is not None:
            self._old, self._new = int(hunk[1]), int(hunk[3])
            self._left_old, self._left_new = int(hunk[2] or 1), int(hunk[4] or 1)
            self._file.changed = True
            self._add("@", number, line)
        elif line.startswith("diff --git ") or self._begins_file(number, line):
            self._header(number, line)
        elif self._new or self._old:
            self._inside(number, line)
        else:
            self._outside(number, line)

    def _begins_file(self, number: int, line: str) -> bool:
        """Whether "---", "+++" and a hunk follow each other here, and are no changed lines that look like it."""
        if not line.startswith("--- ") or not self._source.line(number + 1).startswith("+++ "):
            return False
        return not (self._left_old == 1 and self._left_new == 1) and (
            not (self._left_old or self._left_new) or _HUNK.match(self._source.line(number + 2)) is not None
        )

    def _header(self, number: int, line: str) -> None:
        self._old = self._new = self._left_old = self._left_new = 0
        if self._file.changed or line.startswith("diff --git "):
            self._close(number)
        found = _GIT.match(line)
        if found is not None:
            self._file.path = found[2]
        self._outside(number, line)

    def _outside(self, number: int, line: str) -> None:
        if line.startswith(("--- ", "+++ ")):
            found = _PATH.match(line)
            if found is not None and found[1] != "/dev/null":
                self._file.path = found[1]
        elif line.startswith("rename to "):
            self._file.path = line.removeprefix("rename to ")
        elif line.startswith(("Binary files ", "GIT binary patch")):
            self._file.changed = True
        self._add("", number, line)

    def _inside(self, number: int, line: str) -> None:
        sign = line[:1]
        blank = not sign and (self._left_old > 0 or self._left_new > 0)  # its one space was trimmed away
        if sign == "\\" or not (blank or sign in ("+", "-", " ")) or not (sign or blank):
            self._add("", number, line)
            return
        old = self._old if sign != "+" else 0
        new = self._new if sign != "-" else 0
        self._add(sign or " ", number, line[1:], old, new)
        self._old += old > 0
        self._new += new > 0
        self._left_old -= (sign != "+") and self._left_old > 0
        self._left_new -= (sign != "-") and self._left_new > 0

    def _add(self, mark: str, number: int, text: str, old: int = 0, new: int = 0) -> None:
        start = self._source.ends[number] - len(text)
        self._file.lines.append(DiffLine(mark, text, old, new, start))

    def _close(self, number: int) -> None:
        """The file ends before this line."""
        if self._file.lines:
            start, end = self._source.starts[self._file.first], self._source.ends[number - 1]
            self._done.append(Diff(self._file.path, tuple(self._file.lines), "", start, end))
        self._file = _File(number)


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_diff(block.text), block)


DIFF = ContentKind("diff", _parse, lambda block: block.text, file_problem)
