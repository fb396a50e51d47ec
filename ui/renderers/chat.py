"""Shows a conversation: turn by turn, each below the name of its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class ChatRenderer:
    """The kind "chat"."""

    name = "chat"
    wide = False

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the turns one after the other."""
        yield from player.steps(blocks)


CHAT = ChatRenderer()
