"""What can be counted of content, in words. Neutral: numbers, never a judgement."""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.content.outline import extent
from hdclient.model.content import ContentBlock
from hdclient.model.words import count_lines
from hdclient.words import tr, trn
from ui.renderers.pictures import PictureShelf
from ui.renderers.trees import Trees

_WORDS_A_LINE = 8
"""For how long a line of code takes to read."""


def measured(blocks: Sequence[ContentBlock], trees: Trees, shelf: PictureShelf) -> str:
    """ "112 words", "18 lines", "640 × 480 pixels". Empty while it is not known."""
    kinds = {block.kind for block in blocks}
    if kinds == {"code"}:
        return trn("{count:,} line", "{count:,} lines", sum(count_lines(block.text) for block in blocks))
    if kinds == {"image"}:
        return ", ".join(_picture_size(block, shelf) for block in blocks)
    counts = [trees.words(block) for block in blocks]
    if None in counts:
        return ""
    return trn("{count:,} word", "{count:,} words", sum(count for count in counts if count is not None))


def measured_whole(blocks: Sequence[ContentBlock], trees: Trees, shelf: PictureShelf) -> str:
    """The same with what stands in it: "112 words, 18 lines of code, 2 pictures"."""
    first = measured(blocks, trees, shelf)
    if not first or {block.kind for block in blocks} in ({"code"}, {"image"}):
        return first
    found = [extent(trees.of(block) or ()) for block in blocks]
    lines, pictures = (sum(one[number] for one in found) for number in (0, 1))
    parts = [first]
    parts += [trn("{count:,} line of code", "{count:,} lines of code", lines)] if lines else []
    parts += [trn("{count:,} picture", "{count:,} pictures", pictures)] if pictures else []
    return tr(", ").join(parts)


def words_to_read(blocks: Sequence[ContentBlock], trees: Trees) -> int:
    """Words, as far as they are known; a line of code counts as some."""
    counts = (
        _WORDS_A_LINE * count_lines(block.text) if block.kind == "code" else trees.words(block) or 0
        for block in blocks
    )
    return sum(counts)


def _picture_size(block: ContentBlock, shelf: PictureShelf) -> str:
    size = shelf.size(block.asset.sha256) if block.asset is not None else None
    if size is None:
        return tr("picture not shown")
    return tr("{width:,} × {height:,} pixels", width=size.width(), height=size.height())
