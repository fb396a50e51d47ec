"""The structure of a content block: what one can jump to, with its place in the source, and neutral counts of it.

Numbers and names only, never a judgement. Must not know how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from hdclient.content.plain import inline_text, plain_text
from hdclient.content.tree import (
    Block,
    Code,
    Diff,
    Formula,
    Heading,
    Inlines,
    Picture,
    Table,
    inlines_of,
    leaves,
)
from hdclient.model.words import count_words

LONGEST_TITLE = 200
"""Characters of a title; what is longer ends with "…"."""

Kind: TypeAlias = Literal["heading", "code", "table", "patch", "picture", "formula"]


class Landmark(msgspec.Struct, frozen=True, gc=False):
    """One place to go to. `start` and `end` are code points of the block's source; -1 when it has none there."""

    kind: Kind
    title: str
    """A heading's words, the language of code, the header of a table, the file of a patch, what a picture shows, the
    source of a formula. Empty when it says nothing of itself."""
    level: int = 0
    """Of a heading, 1 to 6; 0 of all else."""
    start: int = -1
    end: int = -1
    anchor: str = ""
    """Of a heading of a guideline."""


class Counts(msgspec.Struct, frozen=True, gc=False):
    """What can be counted of a block. Notes of this program are not part of it."""

    words: int = 0
    """As limits of text answers count them, code and patches too."""
    headings: int = 0
    code_blocks: int = 0
    code_lines: int = 0
    """Of all code blocks and patches; the line end behind the last line begins none."""
    tables: int = 0
    patches: int = 0
    pictures: int = 0
    formulas: int = 0


def outline(blocks: Sequence[Block]) -> tuple[Landmark, ...]:
    """The landmarks in reading order, those inside lists, quotations and messages too. Of pictures and formulas, those
    that stand by themselves: others belong to their sentence."""
    return tuple(mark for leaf in leaves(blocks) for mark in _landmarks(leaf))


def headings(blocks: Sequence[Block]) -> tuple[Landmark, ...]:
    """The headings alone."""
    return tuple(mark for mark in outline(blocks) if mark.kind == "heading")


def _landmarks(leaf: Block) -> Iterator[Landmark]:
    if isinstance(leaf, Heading):
        yield Landmark("heading", _title(leaf.inlines), leaf.level, leaf.start, leaf.end, leaf.anchor)
    elif isinstance(leaf, Code):
        yield Landmark("code", _cut(leaf.language), 0, leaf.start, leaf.end)
    elif isinstance(leaf, Table):
        title = ", ".join(filter(None, map(inline_text, leaf.header)))
        yield Landmark("table", _cut(title), 0, leaf.start, leaf.end)
    elif isinstance(leaf, Diff):
        yield Landmark("patch", _cut(leaf.path), 0, leaf.start, leaf.end)
    elif isinstance(leaf, Picture):
        yield Landmark("picture", _cut(leaf.alt or leaf.source), 0, leaf.start, leaf.end)
    elif isinstance(leaf, Formula):
        yield Landmark("formula", _cut(leaf.tex), 0, leaf.start, leaf.end)


def _title(inlines: Inlines) -> str:
    return _cut(inline_text(inlines))


def _cut(text: str) -> str:
    line = " ".join(text[: 4 * LONGEST_TITLE].split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def counts(blocks: Sequence[Block]) -> Counts:
    """What can be counted of a tree."""
    found = list(leaves(blocks))
    codes = [leaf for leaf in found if isinstance(leaf, Code)]
    patches = [leaf for leaf in found if isinstance(leaf, Diff)]
    shown = list(inlines_of(found))
    return Counts(
        words=count_words(plain_text(found)),
        headings=sum(isinstance(leaf, Heading) for leaf in found),
        code_blocks=len(codes),
        code_lines=sum(map(_lines, codes)) + sum(len(patch.lines) for patch in patches),
        tables=sum(isinstance(leaf, Table) for leaf in found),
        patches=len(patches),
        pictures=sum(isinstance(one, Picture) for one in shown),
        formulas=sum(isinstance(one, Formula) for one in shown),
    )


def extent(blocks: Sequence[Block]) -> tuple[int, int]:
    """Lines of code, patches among them, and pictures: what a header says besides words."""
    found = list(leaves(blocks))
    lines = sum(_lines(leaf) for leaf in found if isinstance(leaf, Code))
    lines += sum(len(leaf.lines) for leaf in found if isinstance(leaf, Diff))
    return lines, sum(isinstance(one, Picture) for one in inlines_of(found))


def _lines(code: Code) -> int:
    lines = code.lines
    return len(lines) - (len(lines) > 1 and not lines[-1])
