"""Shows a patch: file by file, with signs, colours and both line numbers, over the whole pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class DiffRenderer:
    """The kind "diff"."""

    name = "diff"
    wide = True

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the files one after the other."""
        yield from player.steps(blocks)


DIFF = DiffRenderer()
