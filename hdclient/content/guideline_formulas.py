"""Mathematics in guidelines: delimiters as in Markdown (formula_marks.py), as rules of Python-Markdown.

Makes elements `formula`: the TeX as text, the opening delimiter as `markup`. Imported late only: it needs the
`markdown` package.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import STX, AtomicString

from hdclient.content.formula_marks import Memory, formula_at, is_display, opener_at
from hdclient.content.tree import CLOSERS

FORMULA = "formula"
MOST_LINES = 400
"""Lines of the longest formula that is looked for."""
_TAB = 4
"""Spaces by which this dialect indents."""


def recognise_formulas(machine: Markdown, check: Callable[[], None]) -> None:
    """Teaches the parser mathematics: behind code, before escapes. `check` raises when time is over."""
    machine.ESCAPED_CHARS = [*machine.ESCAPED_CHARS, "$"]  # whoever means money must be able to say so
    machine.inlinePatterns.register(_Inline(r"(?s)\\.|\$\$?", machine), FORMULA, 185)
    machine.preprocessors.register(_OfSeveralLines(machine, check), FORMULA, 24)


def set_apart(made: list[str], line: str, below: str) -> None:
    """Adds a line between empty ones; `below` is what follows it."""
    made += [""] if made and made[-1] else []
    made.append(line)
    made += [""] if below else []


class _Inline(InlineProcessor):
    """A formula in running text. The pattern takes an escaped sign as a whole, so that no formula begins in it."""

    def __init__(self, pattern: str, machine: Markdown) -> None:
        super().__init__(pattern, machine)
        self._text = ""
        self._memory: Memory = {}

    def handleMatch(  # type: ignore[override]
        self, match: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if data is not self._text:  # each formula that is found makes another text: no memory of all of them
            self._text, self._memory = data, {}
        found = formula_at(data, match.start(), len(data), self._memory)
        if found is None or STX in data[match.start() : found[3]]:  # code inside it: its signs were none
            return None, None, None
        return _element(data, found), match.start(), found[3]


class _OfSeveralLines(Preprocessor):
    """Display formulas whose lines could be taken for lists or headings, or parted by an empty one. Runs behind the
    rule for fences, whose places it does not look into. What is indented otherwise than a block is left to the text."""

    def __init__(self, machine: Markdown, check: Callable[[], None]) -> None:
        super().__init__(machine)
        self._check = check

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        hopeless: dict[str, int] = {}
        at = 0
        while at < len(lines):
            self._check()
            indent = len(lines[at]) - len(lines[at].lstrip(" "))
            text, end = ("", 0) if indent % _TAB else _until_closed(lines, at, indent, hopeless)
            found = formula_at(text, 0, len(text), {}) if end else None
            if found is None or text[found[3] :].strip():
                made.append(lines[at])
                at += 1
                continue
            place = " " * indent + self.md.htmlStash.store(_element(text, found))
            set_apart(made, place, lines[end] if end < len(lines) else "")
            at = end
        return made


def _until_closed(lines: list[str], at: int, indent: int, hopeless: dict[str, int]) -> tuple[str, int]:
    """The lines of a display formula that begins with this line, and the line behind it; 0: none of several lines does.

    `hopeless`: up to which line a closer was looked for in vain.
    """
    first = lines[at][indent:]
    markup = opener_at(first, 0)
    if markup is None or not is_display(markup):
        return "", 0
    closer = CLOSERS.get(markup) or "\\end" + markup.removeprefix("\\begin")
    if closer in first[len(markup) :] or at < hopeless.get(closer, 0):
        return "", 0
    stop = min(len(lines), at + MOST_LINES)
    for number in range(at + 1, stop):
        if STX in lines[number]:
            stop = number
            break
        if closer in lines[number]:
            inner = (
                line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines[at : number + 1]
            )
            return "\n".join(inner), number + 1
    hopeless[closer] = stop
    return "", 0


def _element(text: str, found: tuple[str, int, int, int]) -> Element:
    markup, first, last, _ = found
    element = Element(FORMULA, {"markup": markup})
    element.text = AtomicString(text[first:last])
    return element
