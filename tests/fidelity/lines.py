"""The form in which documents of different makers are compared: one line per block, each with the way down to it.

A line's path names every quote, list and item around it by number, so that two documents have the same lines exactly
when they have the same structure and the same text. What only one maker can say is levelled out here, by name:

- emphasis inside emphasis of the same kind cannot be seen; a picture has no look of its own;
- a link without words reads its own target, one without a target is plain words, one with neither reads []();
  titles of links are not shown (the engine says so in a note);
- notes of this program are not content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from hdclient.content.tree import (
    Block,
    Code,
    Formula,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
)

Look = frozenset[str]
"""Some of "bold", "italic", "strike", "code", and "link TARGET"."""
Text = tuple[tuple[str, Look], ...]
PLAIN: Look = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One block. `kind`: text, h1 … h6, code LANGUAGE, rule, table ALIGN,…, empty."""

    path: tuple[str, ...]
    kind: str
    cells: tuple[Text, ...]
    """The text; of a table all cells, row by row."""


def joined(parts: Iterable[tuple[str, Look]]) -> Text:
    """Neighbours of one look as one, nothing empty."""
    made: list[tuple[str, Look]] = []
    for text, look in parts:
        if made and made[-1][1] == look:
            made[-1] = (made[-1][0] + text, look)
        elif text:
            made.append((text, look))
    return tuple(made)


def target(address: str) -> str:
    """A link's target with one way of writing each character."""
    return quote(
        unquote(address, errors="surrogateescape"), errors="surrogateescape", safe="/:?#[]@!$&'()*+,;=%~"
    )


def picture_words(alt: str, source: str) -> str:
    """What stands in for a picture that is no file of the task."""
    words = " ".join(filter(None, (alt, f"({target(source)})" if source else "")))
    return f"[Picture: {words}]"


def list_name(ordered: bool, number: int, serial: int, loose: bool) -> str:
    """A list in a path."""
    return f"{f'ol from {number}' if ordered else 'ul'}{' loose' if loose else ''} #{serial}"


def item_name(number: int, checked: bool | None) -> str:
    """A list item in a path."""
    return f"item {number}" + ("" if checked is None else f" [{'x' if checked else ' '}]")


def formula_word(formula: Formula) -> str:
    """A word that stands for a formula, whatever shows it: QX, its place in the source, displayed or inline, X."""
    return f"QX{formula.start}{'D' if formula.display else 'I'}X"


def of_tree(blocks: Sequence[Block], formula: Callable[[Formula], str] = Formula.written) -> list[Line]:
    """The lines of a block tree. `formula` gives the words that stand for a formula; its source looks like code."""
    return list(_TreeReader(formula).lines(blocks, ()))


class _TreeReader:
    def __init__(self, formula: Callable[[Formula], str]) -> None:
        self._serial = 0
        self._formula = formula

    def lines(self, blocks: Sequence[Block], path: tuple[str, ...]) -> Iterator[Line]:
        content = [block for block in blocks if not isinstance(block, Note)]
        if not content and path:
            yield Line(path, "empty", ())
        for block in content:
            yield from self._block(block, path)

    def _block(self, block: Block, path: tuple[str, ...]) -> Iterator[Line]:
        if isinstance(block, Paragraph):
            yield Line(path, "text", (self._text(block.inlines),))
        elif isinstance(block, Heading):
            yield Line(path, f"h{block.level}", (self._text(block.inlines),))
        elif isinstance(block, Code):
            words = "\n".join("".join(text for text, _ in line) for line in block.lines)
            yield Line(path, f"code {first_word(block.language)}".strip(), (((words, PLAIN),),))
        elif isinstance(block, Quote):
            self._serial += 1
            yield from self.lines(block.blocks, (*path, f"quote #{self._serial}"))
        elif isinstance(block, List):
            self._serial += 1
            name = list_name(block.ordered, block.number, self._serial, not block.tight)
            for number, item in enumerate(block.items, 1):
                yield from self.lines(item.blocks, (*path, name, item_name(number, item.checked)))
        elif isinstance(block, Table):
            rows = (block.header, *block.rows)
            cells = tuple(self._text(cell) for row in rows for cell in row)
            yield Line(path, table_kind(block.align), cells)
        elif isinstance(block, Formula):
            yield Line(path, "text", (self._text((block,)),))
        else:
            assert isinstance(block, Rule), f"Markdown has no {type(block).__name__}"
            yield Line(path, "rule", ())

    def _text(self, inlines: Sequence[Inline]) -> Text:
        return joined(_part(one, self._formula) for one in inlines)


def first_word(info: str) -> str:
    """The language of an info string."""
    return info.split()[0] if info.split() else ""


def table_kind(align: Sequence[str]) -> str:
    """The kind of a table's line."""
    return f"table {','.join(align)}"


def _part(one: Inline, formula: Callable[[Formula], str]) -> tuple[str, Look]:
    if isinstance(one, Picture):
        return picture_words(one.alt, one.source), PLAIN
    if isinstance(one, Formula):
        return formula(one), frozenset({"code"}) if formula is Formula.written else PLAIN
    names = {name for name in ("bold", "italic", "strike", "code") if getattr(one, name)}
    return one.text, frozenset(names | ({f"link {target(one.href)}"} if one.href else set()))


def without_own_links(lines: Iterable[Line]) -> list[Line]:
    """The lines without the links whose words are their own address: what is a bare address differs by dialect."""
    return [
        replace(
            line,
            cells=tuple(joined(_without_own_link(text, look) for text, look in cell) for cell in line.cells),
        )
        for line in lines
    ]


def _without_own_link(text: str, look: Look) -> tuple[str, Look]:
    own = {f"link {before}{target(text)}" for before in ("", "http://", "mailto:")}
    return text, look - own


def words(lines: Iterable[Line]) -> str:
    """All text of the lines, without white space."""
    return "".join("".join(text.split()) for line in lines for cell in line.cells for text, _ in cell)
