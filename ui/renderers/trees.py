"""Block trees for the screens, in the main thread: what is prepared is there at once, the rest is announced.

It must not parse: preparing is hdclient.content's business, in another process when the program has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from hdclient.content.contents import Contents
from hdclient.content.hidden import Hidden
from hdclient.content.tree import Blocks
from hdclient.model.content import ContentBlock

OnMain: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]
"""Makes of a function one that may be called from any thread (ui/bridge.py)."""
BETWEEN = "\n\n"
"""What parts the sources of two content blocks."""


def at_once(function: Callable[..., None]) -> Callable[..., None]:
    """Where there is one thread only."""
    return function


class Trees(QObject):
    """Prepared content by content block."""

    ready = Signal()
    """Something that was missing may be there now."""

    def __init__(
        self,
        contents: Contents | None = None,
        on_main: OnMain = at_once,
        parent: QObject | None = None,
    ) -> None:
        """Without `contents` everything is prepared when it is asked for. `on_main`: see ui/bridge.py."""
        super().__init__(parent)
        self._contents = contents or Contents()
        if contents is not None:
            self.destroyed.connect(contents.listen(on_main(self._tell)))

    def of(self, block: ContentBlock) -> Blocks | None:
        """The block's tree; None while it is not prepared."""
        found = self._contents.of(block)
        return None if found is None else found.blocks

    def words(self, block: ContentBlock) -> int | None:
        """How many words the block has, as limits of text answers count them; None while it is not prepared."""
        found = self._contents.of(block)
        return None if found is None else found.words

    def hidden(self, block: ContentBlock) -> tuple[Hidden, ...]:
        """Hidden characters of the block's text that its source writes otherwise; none while it is not prepared."""
        found = self._contents.of(block)
        return () if found is None else found.hidden

    def has(self, blocks: Iterable[ContentBlock]) -> bool:
        """Whether all of them are prepared."""
        return all(self._contents.of(block) is not None for block in blocks)

    def want(self, blocks: Iterable[ContentBlock], *, near: bool = True) -> None:
        """Orders what is missing; `ready` tells. `near`: somebody waits for it."""
        self._contents.want(blocks, near=near)

    def may_be_tried_again(self, block: ContentBlock) -> bool:
        """Whether it is shown as it was written because it was too much for the worker, or for its time."""
        return self._contents.may_be_tried_again(block)

    def try_again(self, block: ContentBlock) -> None:
        """Orders it once more, with more time; `ready` tells."""
        self._contents.try_again(block)

    def _tell(self) -> None:
        if isValid(self):  # the news may have been under way when the page went
            self.ready.emit()
