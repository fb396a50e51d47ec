"""Parsed content, kept by what was parsed: the next task's is made while the person reads this one.

Parsing happens here and now, in the GUI thread; a worker takes it over later. Trees are never changed.
"""

from __future__ import annotations

from collections import OrderedDict

from hdclient.content.plain import plain_text
from hdclient.content.tree import Block
from hdclient.model.content import ContentBlock
from hdclient.model.words import count_words

MOST_CHARACTERS = 600_000
"""Source characters kept: some tens of tasks, some tens of megabytes."""


class Trees:
    """Block trees by content block."""

    def __init__(self) -> None:
        self._kept: OrderedDict[ContentBlock, tuple[Block, ...]] = OrderedDict()
        self._words: dict[ContentBlock, int] = {}
        self._characters = 0

    def of(self, block: ContentBlock) -> tuple[Block, ...]:
        """The block's tree, parsed if it is not known yet. Raises KeyError for an unknown kind."""
        found = self._kept.get(block)
        if found is not None:
            self._kept.move_to_end(block)
            return found
        from hdclient.content import CONTENT_KINDS  # start-up: parsers are not needed for the first window

        found = self._kept[block] = CONTENT_KINDS[block.kind].parse(block)
        self._characters += len(block.text)
        while self._characters > MOST_CHARACTERS and len(self._kept) > 1:
            dropped, _ = self._kept.popitem(last=False)
            self._words.pop(dropped, None)
            self._characters -= len(dropped.text)
        return found

    def words(self, block: ContentBlock) -> int:
        """How many words the block has, as limits of text answers count them."""
        found = self._words.get(block)
        if found is None:
            found = self._words[block] = count_words(plain_text(self.of(block)))
        return found

    def __contains__(self, block: ContentBlock) -> bool:
        return block in self._kept
