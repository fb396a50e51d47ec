"""Shows an image as large as the pane allows, never larger than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block, Picture
from ui.renderers.player import Player


class ImageRenderer:
    """The kind "image"."""

    name = "image"
    wide = True

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """The picture in the middle of the pane, and its caption below."""
        for block in blocks:
            if isinstance(block, Picture):
                player.picture_alone(block)
            else:
                yield from player.steps((block,))
        yield


IMAGE = ImageRenderer()
