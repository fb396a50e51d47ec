"""Reads a block tree as plain text, and finds its pictures. It must not know where the tree came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import (
    Block,
    Code,
    Diff,
    Formula,
    Heading,
    Inline,
    List,
    Message,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)


def plain_text(blocks: Sequence[Block]) -> str:
    """The words of the tree, a line per block, tabs between cells. Notes are no content and left out."""
    return "\n".join(line for block in blocks for line in _lines(block))


def inline_text(inlines: Sequence[Inline]) -> str:
    """The words of running text; a picture reads as its description."""
    return "".join(_words(one) for one in inlines)


def _words(one: Inline) -> str:
    if isinstance(one, Run):
        return one.text
    return one.alt if isinstance(one, Picture) else one.tex


def pictures(blocks: Sequence[Block]) -> Iterator[Picture]:
    """Every picture of the tree, in reading order."""
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Paragraph | Heading):
            yield from _in_line(block.inlines)
        elif isinstance(block, Quote | Message):
            yield from pictures(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from pictures(item.blocks)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield from _in_line(cell)


def _in_line(inlines: Sequence[Inline]) -> Iterator[Picture]:
    return (one for one in inlines if isinstance(one, Picture))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph | Heading):
        yield inline_text(block.inlines)
    elif isinstance(block, Code):
        yield from ("".join(text for text, _ in line) for line in block.lines)
    elif isinstance(block, List):
        for item in block.items:
            yield from (line for child in item.blocks for line in _lines(child))
    elif isinstance(block, Quote):
        if block.title:
            yield block.title
        yield from (line for child in block.blocks for line in _lines(child))
    elif isinstance(block, Table):
        for row in (block.header, *block.rows):
            yield "\t".join(inline_text(cell) for cell in row)
    elif isinstance(block, Picture):
        yield block.alt
    elif isinstance(block, Formula):
        yield block.tex
    elif isinstance(block, Message):
        yield from (line for child in block.blocks for line in _lines(child))
    elif isinstance(block, Diff):
        yield from (line.text for line in block.lines)
    else:
        assert isinstance(block, Rule | Note)
