"""Shows Markdown: the block tree as running text in the reading column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class MarkdownRenderer:
    """The kind "markdown"."""

    name = "markdown"
    wide = False

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the blocks one after the other."""
        yield from player.steps(blocks)


MARKDOWN = MarkdownRenderer()
