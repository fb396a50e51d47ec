"""The block tree: what the content engine makes of a source, and all that a renderer sees.

Nothing in here is ever HTML. Text is shown as it stands; a link's target and an image's hash are data. The nodes are
plain frozen values that travel between processes as msgpack (`packed`, `unpacked`) and can be pickled.

Source map: every position is a code point of the block's source, exactly as given (line ends included).
`start`/`end` of a block node delimit what it was made of; -1 means that it has no source (a Note, a guideline).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import is_
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

Align: TypeAlias = Literal["", "left", "center", "right"]
Piece: TypeAlias = tuple[int, int, int]
"""(characters shown, source start, source end). Shown one for one when end - start equals the characters shown; else
the piece is one thing (an escape, an entity, a line break) that is selected whole."""


class Node(msgspec.Struct, frozen=True, tag=True, array_like=True, omit_defaults=True, gc=False):
    """One node of the tree; immutable, and so never part of a cycle that a collector would have to look for."""


class Run(Node, frozen=True, tag=True, array_like=True):
    """A stretch of text of one look. `\\n` in it is a hard line break.

    `start` is the source position of its first character when all of it stands one for one in the source; otherwise
    `pieces` says, in order and covering all of `text`, where each part came from. -1 and no pieces: it has no source.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    href: str = ""
    start: int = -1
    pieces: tuple[Piece, ...] = ()

    def is_plain(self) -> bool:
        """Whether it looks like the text around it."""
        return not (self.bold or self.italic or self.strike or self.code or self.href)

    def look(self) -> tuple[bool, bool, bool, bool, str]:
        """All that can be seen of it besides its words."""
        return self.bold, self.italic, self.strike, self.code, self.href


class Picture(Node, frozen=True, tag=True, array_like=True):
    """An image of the blob store, by content hash. `sha256` empty: `source` names what is not an asset."""

    sha256: str
    alt: str = ""
    source: str = ""
    start: int = -1
    end: int = -1


Mark: TypeAlias = tuple[int, int, int, int, int, str]
"""(number of the shape, x, y, x scale, y scale, colour): the shape scaled by thousandths, moved to x, y, and filled.

The colour "" is that of the text around; "~" before one says that text stands upon it.
"""
Word: TypeAlias = tuple[str, int, int, int, str]
"""(text, x, y of its baseline, height of the font, colour): what the formula's own font lacks."""


class Drawing(Node, frozen=True, tag=True, array_like=True):
    """A typeset formula on a plane whose unit is a thousandth of the em of the text around it, y pointing down.

    The baseline is y = 0; `ascent` and `descent` are positive distances from it. `shapes` are outlines, each once:
    "M", "L", "Q", "C" or "Z" and the absolute whole coordinates they use up, parted by spaces, as in "M0 0L10 0L0 10Z".
    """

    width: int
    ascent: int
    descent: int
    shapes: tuple[str, ...]
    marks: tuple[Mark, ...]
    words: tuple[Word, ...] = ()


CLOSERS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]", "": ""}
"""The closing delimiter of every opening one of a formula."""


class Formula(Node, frozen=True, tag=True, array_like=True):
    """Mathematics, inline or (`display`) on a line of its own. `tex` is the source between its delimiters.

    Without a drawing, its source is shown in place, marked; `problem` says why.
    """

    tex: str
    display: bool = False
    drawing: Drawing | None = None
    spoken: str = ""
    problem: str = ""
    start: int = -1
    end: int = -1
    markup: str = ""
    """The opening delimiter as it was written (a fence with its info); "" for an environment, or when nobody knows."""
    bold: bool = False
    strike: bool = False

    def written(self) -> str:
        """The TeX with its delimiters."""
        if self.markup.startswith(("`", "~")):
            return f"{self.markup}\n{self.tex}\n{fence_of(self.markup)}"
        if self.markup:
            return self.markup + self.tex + CLOSERS[self.markup]
        if self.display:
            return self.tex if self.tex.startswith("\\begin{") else f"$${self.tex}$$"
        return f"${self.tex.strip()}$"


def fence_of(line: str) -> str:
    """The signs that a line of a fence begins with."""
    return line[: len(line) - len(line.lstrip(line[:1]))]


Inline: TypeAlias = Run | Picture | Formula


class Paragraph(Node, frozen=True, tag=True, array_like=True):
    """Running text."""

    inlines: tuple[Inline, ...]
    start: int = -1
    end: int = -1


class Heading(Node, frozen=True, tag=True, array_like=True):
    """A title of level 1 to 6; `anchor` is its id in a guideline (a rule id such as "2.3")."""

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""
    start: int = -1
    end: int = -1


class Code(Node, frozen=True, tag=True, array_like=True):
    """A block of code: lines of (text, token name) pairs; names are those of code.CODE_TOKENS, "" is plain.

    `starts` holds the source position of the first shown character of each line (all -1 or empty: no source). A line
    that does not stand one for one in the source has -1 there and its pieces, as a Run has them, in `pieces` (empty
    when no line has any).
    """

    language: str
    lines: tuple[tuple[tuple[str, str], ...], ...]
    starts: tuple[int, ...] = ()
    start: int = -1
    end: int = -1
    pieces: tuple[tuple[Piece, ...], ...] = ()


class ListItem(Node, frozen=True, tag=True, array_like=True):
    """One item; `checked` is None but in task lists, `anchor` the id of a footnote in a guideline."""

    blocks: tuple["Block", ...]
    checked: bool | None = None
    start: int = -1
    end: int = -1
    anchor: str = ""


class List(Node, frozen=True, tag=True, array_like=True):
    """A list; `number` is the first number of an ordered one."""

    ordered: bool
    number: int
    items: tuple[ListItem, ...]
    tight: bool = True
    start: int = -1
    end: int = -1


class Quote(Node, frozen=True, tag=True, array_like=True):
    """A quotation, or an admonition with a title."""

    blocks: tuple["Block", ...]
    title: str = ""
    start: int = -1
    end: int = -1


class Table(Node, frozen=True, tag=True, array_like=True):
    """A table; every row has as many cells as `align` has entries."""

    align: tuple[Align, ...]
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    start: int = -1
    end: int = -1


class Message(Node, frozen=True, tag=True, array_like=True):
    """One turn of a conversation. `role` is the role as written (user, assistant, system, tool …); `name` who or what
    spoke; `call` is the id that ties a tool's result to its call."""

    role: str
    blocks: tuple["Block", ...]
    name: str = ""
    call: str = ""
    start: int = -1
    end: int = -1


Span: TypeAlias = tuple[int, str]
"""(characters, token name): a stretch of a line in one colour; names as in Code."""


class DiffLine(Node, frozen=True, tag=True, array_like=True):
    """One line of a unified diff: `mark` is "+", "-", " ", "@" (hunk header) or "" (anything else of the patch).

    Numbers are 1-based, 0 where the line has none on that side. `spans` cover the text where it is coloured.
    """

    mark: str
    text: str
    old: int = 0
    new: int = 0
    start: int = -1
    spans: tuple[Span, ...] = ()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The text as (text, token name) pairs, as the lines of a Code have them."""
        if not self.spans:
            return ((self.text, ""),) if self.text else ()
        ends = [0, *accumulate(count for count, _ in self.spans)]
        return tuple(
            (self.text[at : at + count], token) for at, (count, token) in zip(ends, self.spans, strict=False)
        )


class Diff(Node, frozen=True, tag=True, array_like=True):
    """The changes of one file; `path` is empty when the patch names none, `language` when nothing colours it."""

    path: str
    lines: tuple[DiffLine, ...]
    language: str = ""
    start: int = -1
    end: int = -1


class Rule(Node, frozen=True, tag=True, array_like=True):
    """A horizontal rule."""

    start: int = -1
    end: int = -1


class Note(Node, frozen=True, tag=True, array_like=True):
    """A sentence of this program about the content, never of the content itself."""

    text: str
    again: bool = False
    """Whether the time ran out, so that another try with more of it may do better."""


Block: TypeAlias = (
    Paragraph | Heading | Code | List | Quote | Table | Message | Diff | Formula | Rule | Picture | Note
)
Blocks: TypeAlias = tuple[Block, ...]
Inlines: TypeAlias = tuple[Inline, ...]
_RUNNING, _AROUND, _OBJECTS = (Paragraph, Heading), (Quote, Message), (Picture, Formula)
"""Classes that are asked for together; as tuples, for a union would be made anew at every question."""


def leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block that holds no other one, in reading order; the title of a quotation is a paragraph of its own."""
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                yield from leaves(item.blocks)
        elif isinstance(block, _AROUND):
            if isinstance(block, Quote) and block.title:
                yield Paragraph((Run(block.title),))
            yield from leaves(block.blocks)
        else:
            yield block


def lines_of(leaf: Block) -> Sequence[Sequence[Inlines]]:
    """What a leaf shows, line by line: the cells of a row, or a single stretch. Code and patches have lines of their
    own kind, rules and notes none."""
    if isinstance(leaf, _RUNNING):
        return ((leaf.inlines,),)
    if isinstance(leaf, Table):
        return (leaf.header, *leaf.rows)
    return (((leaf,),),) if isinstance(leaf, _OBJECTS) else ()


def inlines_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Every run, picture and formula of the tree, in reading order."""
    for leaf in leaves(blocks):
        for line in lines_of(leaf):
            for inlines in line:
                yield from inlines


def exchanged(blocks: Blocks, change: Callable[[Inline], Inline]) -> Blocks:
    """The tree with every run, picture and formula exchanged for what `change` makes of it.

    Parts in which nothing is another object than before are not built anew.
    """

    def stretch(found: Inlines) -> Inlines:
        made = tuple(map(change, found))
        return found if all(map(is_, made, found)) else made

    def row(cells: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
        made = tuple(map(stretch, cells))
        return cells if all(map(is_, made, cells)) else made

    def changed(block: Block) -> Block:
        if isinstance(block, _RUNNING):
            inlines = stretch(block.inlines)
            return block if inlines is block.inlines else replace(block, inlines=inlines)
        if isinstance(block, List):
            return replace(block, items=tuple(replace(one, blocks=all_of(one.blocks)) for one in block.items))
        if isinstance(block, _AROUND):
            inner = all_of(block.blocks)
            return block if inner is block.blocks else replace(block, blocks=inner)
        if isinstance(block, Table):
            return replace(block, header=row(block.header), rows=tuple(map(row, block.rows)))
        if isinstance(block, _OBJECTS):
            made = change(block)
            assert not isinstance(made, Run)
            return made
        return block

    def all_of(found: Blocks) -> Blocks:
        made = tuple(map(changed, found))
        return found if all(map(is_, made, found)) else made

    return all_of(blocks)


def packed(blocks: Blocks) -> bytes:
    """The tree as msgpack bytes. Raises UnicodeEncodeError for a lone surrogate: the engine's trees have none."""
    return msgspec.msgpack.encode(blocks)


def unpacked(data: bytes) -> Blocks:
    """The tree of `packed`. Raises msgspec.DecodeError for anything else."""
    return _decoder().decode(data)


@cache
def _decoder() -> msgspec.msgpack.Decoder[Blocks]:
    return msgspec.msgpack.Decoder(Blocks)
