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
            if isinstance(block, Paragraph) and all(
                one.is_plain() for one in block.inlines if isinstance(one, Run)
            ):
                text = "".join(one.text for one in block.inlines if isinstance(one, Run))
                yield from player.verbatim(text)
            else:
                yield from player.steps((block,))


TEXT = TextRenderer()
