"""Python-Markdown, set up for guidelines: raw HTML off, fences and formulas as elements, a watch over time and depth.

Imported late only: it needs the `markdown` package.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import Registry

from hdclient.content.deadline import Deadline, TooDeep
from hdclient.content.guideline_formulas import recognise_formulas, set_apart

EXTENSIONS = ("toc", "admonition", "footnotes", "def_list", "tables", "sane_lists", "attr_list")
MAX_NESTING = 40

_RULE_ID = re.compile(r"\d+(?:\.\d+)*")
_FENCE = re.compile(r"( *)(`{3,}|~{3,}) *([^`]*)")
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"


def element_tree(text: str, deadline: Deadline) -> tuple[Element, list[str | Element]]:
    """The element tree of a guideline, and the stash that its placeholders point into. Raises TooSlow, TooDeep."""
    # The library marks its placeholders with these two; a text that has them shows their pictures instead.
    text = text.replace("\x02", "\u2402").replace("\x03", "\u2403")
    machine = _machine(deadline)
    lines = text.split("\n")
    for step in machine.preprocessors:
        deadline.check()
        lines = step.run(lines)
    root = machine.parser.parseDocument(lines).getroot()
    assert root is not None
    for processor in machine.treeprocessors:
        deadline.check()
        replaced = processor.run(root)
        root = replaced if replaced is not None else root
    return root, machine.htmlStash.rawHtmlBlocks


def _machine(deadline: Deadline) -> Markdown:
    """A fresh parser: it keeps state, guidelines are rare, and two threads may each want one."""
    # The extension gives headings their ids; the contents themselves are made from the tree (no marker).
    heading_ids = {"slugify": _anchor, "marker": ""}
    machine = Markdown(extensions=list(EXTENSIONS), extension_configs={"toc": heading_ids})
    machine.preprocessors.deregister("html_block")
    machine.inlinePatterns.deregister("html")
    machine.inlinePatterns.deregister("entity")
    machine.treeprocessors.deregister("prettify")  # adds white space for the serialiser, which never runs
    machine.postprocessors = Registry()
    machine.preprocessors.register(_Fences(machine), "fences", 25)
    machine.inlinePatterns.register(_Entity(_ENTITY, machine), "entity", 80)
    recognise_formulas(machine, deadline.check)
    machine.parser.blockprocessors.register(_Watch(machine, deadline), "watch", 1_000)
    for pattern in machine.inlinePatterns:
        _watch(pattern, "handleMatch", deadline)
    # The first pattern is tried on every piece of text, whether anything matches or not.
    _watch(machine.inlinePatterns["backtick"], "getCompiledRegExp", deadline)
    _watch(machine.parser.blockprocessors["table"], "_build_row", deadline)
    return machine


def _anchor(title: str, separator: str) -> str:
    number = _RULE_ID.match(title.strip())
    return number[0] if number else slugify(title, separator)


class _Watch(BlockProcessor):
    """Stands first among the block rules and matches nothing."""

    def __init__(self, machine: Markdown, deadline: Deadline) -> None:
        super().__init__(machine.parser)
        self._deadline = deadline

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        self._deadline.check()
        if len(self.parser.state) > MAX_NESTING:
            raise TooDeep
        return False

    def run(self, parent: Element, blocks: list[str]) -> bool | None:  # noqa: ARG002
        return False


def _watch(pattern: Any, method: str, deadline: Deadline) -> None:
    inner = getattr(pattern, method)

    def watched(*arguments: Any) -> Any:
        deadline.check()
        return inner(*arguments)

    setattr(pattern, method, watched)


class _Entity(InlineProcessor):
    """&amp; and its like as the characters they stand for; what stands for none stays as it is written."""

    def handleMatch(  # type: ignore[override]
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        return html.unescape(match[0]) or match[0], match.start(), match.end()


class _Fences(Preprocessor):
    """Fenced code, also inside lists: each becomes an element of the stash, before any other rule sees it."""

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        hopeless: set[tuple[int, str]] = set()
        at = 0
        while at < len(lines):
            opening = _FENCE.fullmatch(lines[at])
            end = _closing(lines, at, opening, hopeless) if opening else 0
            if opening is None or not end:
                made.append(lines[at])
                at += 1
                continue
            indent = len(opening[1])
            element = Element("pre", {"language": opening[3].strip()})
            element.text = "\n".join(_without_indent(line, indent) for line in lines[at + 1 : end])
            at = end + 1
            below = lines[at] if at < len(lines) else ""
            set_apart(made, opening[1] + self.md.htmlStash.store(element), below)
        return made


def _closing(lines: list[str], at: int, opening: re.Match[str], hopeless: set[tuple[int, str]]) -> int:
    """The line that closes the fence; 0 when none does. What was once looked for in vain is not looked for again."""
    indent, mark = len(opening[1]), opening[2]
    if (indent, mark) in hopeless:
        return 0
    for number in range(at + 1, len(lines)):
        line = lines[number]
        bare = line.strip(" ")
        if bare.startswith(mark) and not bare.strip(mark[0]) and len(line) - len(line.lstrip(" ")) == indent:
            return number
    hopeless.add((indent, mark))
    return 0


def _without_indent(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip(" ") else line
