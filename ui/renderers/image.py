"""Shows an image as large as the pane allows, never larger than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class ImageRenderer:
    """The kind "image"."""

    name = "image"
    wide = True

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """The picture, and its caption below."""
        yield from player.steps(blocks)


IMAGE = ImageRenderer()
