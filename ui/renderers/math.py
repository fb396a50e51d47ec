"""Shows mathematics that is the content itself: formula below formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block
from ui.renderers.player import Player


class MathRenderer:
    """The kind "math"."""

    name = "math"
    wide = False

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the formulas one after the other."""
        yield from player.steps(blocks)


MATH = MathRenderer()
