"""Shows code that is the content itself: the whole pane, with line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block, Code
from ui.renderers.player import Player


class CodeRenderer:
    """The kind "code"."""

    name = "code"
    wide = True

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Code blocks with numbers; notes and pictures beside them as elsewhere."""
        for block in blocks:
            if isinstance(block, Code):
                numbers = [str(number) for number in range(1, len(block.lines) + 1)]
                if len(numbers) > 1 and not block.lines[-1]:
                    numbers[-1] = " "  # the end of the last line begins no other one
                yield from player.code(block, numbers=numbers)
            else:
                yield from player.steps((block,))


CODE = CodeRenderer()
