"""From Python-Markdown's element tree to the block tree. Imported late only: it needs the `markdown` package."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE
from msgspec.structs import replace

from hdclient.content.code import DEADLINE_S, code_blocks
from hdclient.content.deadline import Deadline
from hdclient.content.formula_marks import MATH_FENCE, is_display
from hdclient.content.guideline_formulas import FORMULA
from hdclient.content.inlines import joined, picture
from hdclient.content.plain import inline_text
from hdclient.content.tree import (
    Align,
    Block,
    Formula,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {"p", "ul", "ol", "blockquote", "div", "pre", "hr", "table", "dl", *_HEADINGS}
_OPENED_SCHEMES = ("http://", "https://", "mailto:", "hd://", "#")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
CONTENTS_MARK = "[TOC]"
_LEFT_OVERS = re.compile("\x02qq3936677670287331zz\x03|\x02zz1337820767766393qq\x03")
_ALIGN: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}


def blocks_of_document(root: Element, stash: list[str | Element], deadline: Deadline) -> tuple[Block, ...]:
    """The whole guideline. Raises TooSlow."""
    headings = [element for element in root.iter() if element.tag in _HEADINGS]
    return tuple(_Walk(stash, deadline, headings).blocks(root))


@dataclass(slots=True)
class _Walk:
    """One pass over one element tree. Depth is bounded by the dialect's own limit on nesting."""

    stash: list[str | Element]
    deadline: Deadline
    headings: list[Element]
    contents_shown: bool = False

    def blocks(self, element: Element) -> Iterator[Block]:
        """What stands in a container: loose text becomes paragraphs, children become their blocks."""
        loose = self._runs(element.text, Run(""))
        for child in element:
            self.deadline.check()
            if child.tag in _BLOCKS:
                yield from self._paragraphs(loose)
                yield from self._block(child)
                loose = []
            else:
                loose += self._inline(child, Run(""))
            loose += self._runs(child.tail, Run(""))
        yield from self._paragraphs(loose)

    def _block(self, element: Element) -> Iterator[Block]:
        self.deadline.check()
        tag = str(element.tag)
        marked = tag == "p" and not len(element) and (element.text or "").strip() == CONTENTS_MARK
        if marked and not self.contents_shown:
            self.contents_shown = True
            yield from self._contents()
        elif tag == "p":
            yield from self._paragraphs(self._inlines(element))
        elif tag in _HEADINGS:
            inlines = _trimmed(self._inlines(element))
            yield Heading(_HEADINGS[tag], inlines, anchor=element.get("id") or "")
        elif tag == "pre":
            yield from self._code(element)
        elif tag in ("ul", "ol"):
            yield self._list(element)
        elif tag == "blockquote":
            yield Quote(tuple(self.blocks(element)))
        elif tag == "hr":
            yield Rule()
        elif tag == "table":
            yield self._table(element)
        elif tag == "dl":
            yield from self._definitions(element)
        else:
            yield from self._division(element)

    def _division(self, element: Element) -> Iterator[Block]:
        kinds = (element.get("class") or "").split()
        if "admonition" in kinds:
            title = next((one for one in element if one.get("class") == "admonition-title"), None)
            words = inline_text(_trimmed(self._inlines(title))) if title is not None else ""
            if title is not None:
                element.remove(title)
            yield Quote(tuple(self.blocks(element)), title=words)
        else:
            yield from self.blocks(element)

    def _contents(self) -> Iterator[Block]:
        """The table of contents: what is below a heading is a list in its item."""
        entries = []
        for heading in self.headings:
            link = Run("", href=f"#{heading.get('id') or ''}")
            words = (
                one if isinstance(one, Formula) else replace(link, text=inline_text((one,)))
                for one in _trimmed(self._inlines(heading))
            )
            entries.append((_HEADINGS[str(heading.tag)], Paragraph(joined(tuple(words)))))
        if entries:
            yield _nested(entries)

    def _code(self, element: Element) -> Iterator[Block]:
        """A fence (text as written) or an indented block (inside a `code` element, escaped for HTML)."""
        code = element.find("code")
        if code is None:
            text, language = element.text or "", element.get("language") or ""
        else:
            text, language = _unescaped(code.text or "").rstrip("\n"), ""
            whole = HTML_PLACEHOLDER_RE.fullmatch(text.strip())
            kept = self._kept(whole) if whole else None
            if kept is not None and kept.tag == "pre":  # it stands as deep as indented code
                yield from self._code(kept)
                return
            text = HTML_PLACEHOLDER_RE.sub(self._as_written, text)
        if language.lower() == MATH_FENCE and text.strip():
            yield Formula(text, display=True, markup=f"```{language}")
        else:
            yield from code_blocks(text, language, min(DEADLINE_S, self.deadline.left()))

    def _kept(self, found: re.Match[str]) -> Element | None:
        """The fence, or the formula of several lines, that a placeholder stands for."""
        number = int(found[1])
        kept = self.stash[number] if number < len(self.stash) else None
        return kept if isinstance(kept, Element) else None

    def _as_written(self, found: re.Match[str]) -> str:
        kept = self._kept(found)
        if kept is None:
            return found[0]
        if kept.tag == FORMULA:
            return _formula(kept).written()
        return f"```{kept.get('language') or ''}\n{kept.text or ''}\n```"

    def _list(self, element: Element) -> List:
        start = element.get("start") or ""
        items = tuple(
            ListItem(tuple(self.blocks(child)), anchor=child.get("id") or "")
            for child in element
            if child.tag == "li"
        )
        tight = not any(child.find("p") is not None for child in element)
        return List(element.tag == "ol", int(start) if start.isdecimal() else 1, items, tight)

    def _table(self, element: Element) -> Table:
        header = list(element.iter("th"))
        align = tuple(_align(cell) for cell in header)
        rows = [[self._cell(cell) for cell in row.iter("td")] for row in element.iter("tr")]
        filled = (tuple((row + [()] * len(align))[: max(len(align), 1)]) for row in rows if row)
        return Table(align, tuple(self._cell(cell) for cell in header), tuple(filled))

    def _cell(self, element: Element) -> tuple[Inline, ...]:
        return _trimmed(self._inlines(element))

    def _definitions(self, element: Element) -> Iterator[Block]:
        for child in element:
            if child.tag == "dt":
                inlines = (
                    replace(one, bold=True) if isinstance(one, Run | Formula) else one
                    for one in _trimmed(self._inlines(child))
                )
                yield Paragraph(tuple(inlines))
            else:
                yield Quote(tuple(self.blocks(child)))

    def _paragraphs(self, inlines: list[Inline]) -> Iterator[Block]:
        """Running text, with the code blocks and formulas that placeholders in it stand for."""
        line: list[Inline] = []
        for one in inlines:
            at = 0
            for found in HTML_PLACEHOLDER_RE.finditer(one.text) if isinstance(one, Run) else ():
                kept = self._kept(found)
                if isinstance(one, Run) and kept is not None:
                    line.append(replace(one, text=one.text[at : found.start()]))
                    yield from _paragraph(line)
                    yield from (_formula(kept),) if kept.tag == FORMULA else self._code(kept)
                    line, at = [], found.end()
            line.append(replace(one, text=one.text[at:]) if isinstance(one, Run) else one)
        yield from _paragraph(line)

    def _inlines(self, element: Element) -> list[Inline]:
        made = self._runs(element.text, Run(""))
        for child in element:
            made += self._inline(child, Run(""))
            made += self._runs(child.tail, Run(""))
        return made

    def _inline(self, element: Element, look: Run) -> list[Inline]:
        """One inline element and all within it, in the look of what is around it."""
        tag = str(element.tag)
        if tag == "br":
            return [replace(look, text="\n")]
        if tag == "img":
            return [picture(element.get("src") or "", element.get("alt") or "")]
        if tag == FORMULA:
            return [replace(_formula(element), bold=look.bold, strike=look.strike)]
        if tag == "a" and "footnote-backref" in (element.get("class") or ""):
            return []
        if tag == "code":
            return [replace(look, text=_unescaped(element.text or ""), code=True)]
        after: list[Inline] = []
        if tag in ("em", "strong", "del"):
            bold, italic, strike = look.bold or tag == "strong", look.italic or tag == "em", tag == "del"
            look = replace(look, bold=bold, italic=italic, strike=look.strike or strike)
        elif tag == "a":
            look, after = _link(look, _plain_entities(element.get("href") or ""))
        made: list[Inline] = [replace(look, text="[")] if tag == "sup" else []
        made += self._runs(element.text, look)
        for child in element:
            made += self._inline(child, look)
            made += self._runs(child.tail, look)
        return [*made, *([replace(look, text="]")] if tag == "sup" else []), *after]

    def _runs(self, text: str | None, look: Run) -> list[Inline]:
        if not text:
            return []
        return [replace(look, text=_LEFT_OVERS.sub("", _plain_entities(text)).replace("\n", " "))]


def _formula(element: Element) -> Formula:
    markup = element.get("markup") or ""
    return Formula(element.text or "", display=is_display(markup), markup=markup)


def _link(look: Run, href: str) -> tuple[Run, list[Inline]]:
    """The look of a link; a target that must never be opened is shown beside it in place of being one."""
    scheme = _SCHEME.match(href)
    if scheme and not href.lower().startswith(_OPENED_SCHEMES):
        return look, [replace(look, text=f" ({href})")]
    return replace(look, href=href), []


def _paragraph(inlines: list[Inline]) -> Iterator[Block]:
    trimmed = _trimmed(inlines)
    if trimmed:
        yield Paragraph(trimmed)


def _nested(entries: Sequence[tuple[int, Paragraph]]) -> List:
    """One list of these headings, each with its level."""
    items, at = [], 0
    while at < len(entries):
        level, words = entries[at]
        first = at = at + 1
        while at < len(entries) and entries[at][0] > level:
            at += 1
        items.append(ListItem((words, _nested(entries[first:at])) if at > first else (words,)))
    return List(False, 1, tuple(items))


def _trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Joined, without white space at both ends and after line breaks."""
    made = list(joined(inlines))
    for number, one in enumerate(made):
        if isinstance(one, Run) and not one.code and "\n" in one.text:
            made[number] = replace(one, text=re.sub(r"\n +", "\n", one.text))
    if made and isinstance(made[0], Run):
        made[0] = replace(made[0], text=made[0].text.lstrip())
    if made and isinstance(made[-1], Run):
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(one for one in made if not isinstance(one, Run) or one.text)


def _align(cell: Element) -> Align:
    style = (cell.get("style") or "").removeprefix("text-align:").strip(" ;")
    return _ALIGN.get(style or (cell.get("align") or ""), "")


def _unescaped(text: str) -> str:
    """The library escapes code for a serialiser that never runs."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain_entities(text: str) -> str:
    """Mail addresses come as numbers of characters, to hide them from harvesters."""
    return html.unescape(text.replace(AMP_SUBSTITUTE, "&")) if AMP_SUBSTITUTE in text else text
