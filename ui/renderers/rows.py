"""Shows a table that is the content itself: over the whole pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class TableRenderer:
    """The kind "table"."""

    name = "table"
    wide = True

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the table, below what has to be said about it."""
        yield from player.steps(blocks)


TABLE = TableRenderer()
