"""Block rules for mathematics: formulas on lines of their own, and paragraphs that no line of a formula breaks apart.

A formula may hold lines that would begin a list, a heading or a rule, and even empty ones. What makes a formula is
decided in `formula_marks.py`; here it is only put together from lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hdclient.content.formula_marks import Memory, formula_at, is_display, opener_at
from hdclient.content.tree import CLOSERS

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

MOST_LINES = 400
"""Lines of the longest formula that is looked for."""

_MAY_OPEN = ("$$", "\\[", "\\begin{")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_NO_CLOSER = "formula_lines_without_closer"


def formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula that has its lines to itself. With words behind it, it is left to the paragraph."""
    if state.is_code_block(start) or state.sCount[start] < state.blkIndent:
        return False  # code; or a line that only continues a paragraph of a list item or quote
    at = state.bMarks[start] + state.tShift[start]
    markup = opener_at(state.src, at)
    if markup is None or not is_display(markup):
        return False
    text, last = _until_closed(state, start, end, markup)
    if last < 0:
        return False
    found = formula_at(text, 0, len(text), state.env)
    if found is None or text[found[3] :].strip():
        return False
    if silent:
        return True
    state.line = last + 1
    token = state.push("formula", "", 0)
    token.markup, token.content = found[0], text[found[1] : found[2]]
    token.map = [start, state.line]
    token.meta = {"display": True}
    token.block = True
    return True


def paragraph_with_formulas(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """The parser's own paragraph, but lines inside an open display formula do not end it."""
    rules = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    line, whole = start, start
    while True:
        if line == start or line > whole:
            whole = _last_line_of_formulas(state, line)
        line += 1
        if line >= state.lineMax:
            break
        if line <= whole:
            continue
        if state.isEmpty(line):
            break
        if state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0:
            continue  # a lazy continuation, whatever is there
        if any(rule(state, line, state.lineMax, True) for rule in rules):
            break
    content = state.getLines(start, line, state.blkIndent, False).strip()
    state.line = line
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, line]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [start, line], []
    state.push("paragraph_close", "p", -1)
    state.parentType = before
    return True


def _last_line_of_formulas(state: StateBlock, line: int) -> int:
    """The line on which the last display formula that this line leaves open is closed; else this line."""
    first, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    text = state.src[first:stop]
    if not any(one in text for one in _MAY_OPEN):
        return line
    memory: Memory = {}
    at = 0
    while at < len(text):
        markup = opener_at(text, at)
        if markup is None or not is_display(markup):
            at += 2 if text[at] == "\\" else 1
            continue
        found = formula_at(text, at, len(text), memory)
        if found is not None:
            at = found[3]
            continue
        lines, last = _until_closed(state, line, state.lineMax, markup, first + at)
        return last if last > line and formula_at(lines, 0, len(lines), state.env) else line
    return line


def _until_closed(state: StateBlock, start: int, end: int, markup: str, at: int = -1) -> tuple[str, int]:
    """The text from an opener to the end of the line that closes it, and that line; or -1 for the line.

    `at` is where in the source the opener stands, if not at the beginning of the line.
    """
    closer = CLOSERS.get(markup) or "\\end" + markup.removeprefix("\\begin")
    seen: dict[str, tuple[int, int]] = state.env.setdefault(_NO_CLOSER, {})
    low, high = seen.get(closer, (0, -1))
    if low <= start < high:
        return "", -1
    first = at if at >= 0 else state.bMarks[start] + state.tShift[start]
    opened = state.src[first : state.eMarks[start]]
    if closer in opened[len(markup) :]:
        return opened, start
    line = start + 1
    stop = min(end, start + MOST_LINES)
    while line < stop:
        low, high = state.bMarks[line], state.eMarks[line]
        empty = state.isEmpty(line)
        inside = state.sCount[line] >= state.blkIndent or empty
        if empty and markup == "$$" and at >= 0:
            break  # two prices far apart
        if not inside or _FENCE.match(state.src, low, high):
            break
        if closer in state.src[low:high]:
            rest = state.getLines(start + 1, line + 1, state.blkIndent, False)
            return f"{opened}\n{rest}", line
        line += 1
    seen[closer] = (start, line)
    return "", -1
