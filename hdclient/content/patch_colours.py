"""The colours of a patch's lines: those of the language that the file's name tells, hunk by hunk, within limits.

Both sides of a hunk are coloured as they stand, so that a string taken out does not run into one put in. The text of
the lines stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hdclient.content.code import DEADLINE_S, MAX_CHARS, highlight
from hdclient.content.deadline import Deadline
from hdclient.content.languages import language_of_file
from hdclient.content.tree import Diff, DiffLine, Span
from hdclient.words import tr

TOO_LONG = tr(
    "This patch is shown without the colours of its languages: it is longer than 200,000 characters."
)
IN_PART = tr("Part of this patch is shown without the colours of its language: {}")
TOO_SLOW = tr("colouring it takes too long.")
LONG_LINE = tr("it has a line of more than 2,000 characters.")

_Hunk = list[tuple[int, DiffLine]]


def coloured_patch(diffs: Sequence[Diff], deadline_s: float = DEADLINE_S) -> tuple[str, list[Diff]]:
    """The same files with colours, and the sentence that says why some have none, or nothing."""
    if sum(len(line.text) + 1 for diff in diffs for line in diff.lines) > MAX_CHARS:
        named = any(language_of_file(diff.path) for diff in diffs)
        return (TOO_LONG if named else ""), list(diffs)
    deadline = Deadline(deadline_s)
    said: list[str] = []
    made = [_coloured(diff, deadline, said) for diff in diffs]
    return (said[0] if said else ""), made


def _coloured(diff: Diff, deadline: Deadline, said: list[str]) -> Diff:
    language = language_of_file(diff.path)
    if not language:
        return diff
    lines = list(diff.lines)
    for hunk in _hunks(diff.lines):
        for sign in "+-":
            if sign == "-" and all(line.mark != "-" for _, line in hunk):
                continue
            side = [(at, line) for at, line in hunk if line.mark in (sign, " ")]
            spans, why = _spans([line.text for _, line in side], language, deadline)
            if why:
                said.append(IN_PART.format(why))
            for (at, line), found in zip(side, spans, strict=True):
                if line.mark == sign or sign == "+":
                    lines[at] = replace(line, spans=found)
    return replace(diff, language=language, lines=tuple(lines))


def _hunks(lines: Sequence[DiffLine]) -> Iterator[_Hunk]:
    """The lines of each hunk that stand on a side, with their places."""
    hunk: _Hunk = []
    for at, line in enumerate(lines):
        if line.mark == "@":
            if hunk:
                yield hunk
            hunk = []
        elif line.mark:
            hunk.append((at, line))
    if hunk:
        yield hunk


def _spans(texts: list[str], language: str, deadline: Deadline) -> tuple[list[tuple[Span, ...]], str]:
    """The spans of every line, or of none and why."""
    plain: list[tuple[Span, ...]] = [()] * len(texts)
    left = deadline.left()
    if left <= 0:
        return plain, TOO_SLOW
    lines, refusal = highlight("\n".join(texts), language, left)
    if refusal or len(lines) != len(texts):
        why = LONG_LINE if "2,000" in refusal else TOO_SLOW if "too long" in refusal else ""
        return plain, why
    found = (tuple((len(text), token) for text, token in line) for line in lines)
    return [spans if any(token for _, token in spans) else () for spans in found], ""
