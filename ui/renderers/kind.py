"""What a renderer is: how one content kind's block tree is written into a document, and how much room it wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from hdclient.content.tree import Block
from ui.renderers.player import Player


class Renderer(Protocol):
    """One file of this folder implements this as a module-level object and registers it in `RENDERERS`."""

    @property
    def name(self) -> str:
        """The content kind, as tasks write it."""
        ...

    @property
    def wide(self) -> bool:
        """Whether it uses the whole pane rather than the reading column."""
        ...

    def play(self, player: Player, blocks: Sequence[Block]) -> Iterator[None]:
        """Writes the blocks; yields where it may be interrupted."""
        ...
