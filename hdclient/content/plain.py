"""Reads a block tree as plain text, and finds its pictures. It must not know where the tree came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import (
    Block,
    Blocks,
    Code,
    Diff,
    Inline,
    Picture,
    Run,
    inlines_of,
    leaves,
    lines_of,
)


def plain_text(blocks: Sequence[Block]) -> str:
    """The words of the tree, a line per block, tabs between cells. Notes are no content and left out."""
    lines: list[str] = []
    for leaf in leaves(blocks):
        for cells in lines_of(leaf):
            lines.append(inline_text(cells[0]) if len(cells) == 1 else "\t".join(map(inline_text, cells)))
        if isinstance(leaf, Code):
            lines += ["".join([text for text, _ in line]) for line in leaf.lines]
        elif isinstance(leaf, Diff):
            lines += [line.text for line in leaf.lines]
    return "\n".join(lines)


def inline_text(inlines: Sequence[Inline]) -> str:
    """The words of running text; a picture reads as its description."""
    return "".join([one.text if isinstance(one, Run) else words_of(one) for one in inlines])


def words_of(one: Inline) -> str:
    """The words of one stretch; a formula reads as its source."""
    if isinstance(one, Run):
        return one.text
    return one.alt if isinstance(one, Picture) else one.tex


def pictures(blocks: Sequence[Block]) -> Iterator[Picture]:
    """Every picture of the tree, in reading order."""
    return (one for one in inlines_of(blocks) if isinstance(one, Picture))


def letters_of(source: str, blocks: Blocks) -> str:
    """The source, and every character of its tree that it only writes otherwise: all that must be drawn."""
    if "&" not in source and "\\" not in source:
        return source
    known = set(source)
    return source + "".join(one for one in plain_text(blocks) if one not in known)
