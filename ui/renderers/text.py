"""Shows plain text exactly as it stands; every line finds its own direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block, Paragraph, Run
from ui.renderers.player import Player


class TextRenderer:
    """The kind "text"."""

    name = "text"
    wide = False

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Lines of a paragraph that is nothing but text become blocks of their own."""
        for block in blocks:
            run = block.inlines[0] if isinstance(block, Paragraph) and len(block.inlines) == 1 else None
            if isinstance(run, Run) and run.is_plain():
                yield from player.verbatim(run)
            else:
                yield from player.steps((block,))


TEXT = TextRenderer()
