"""What a content kind is: how a source becomes a tree, reads as plain text, or why it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hdclient.content.plain import pictures
from hdclient.content.tree import Block, Picture
from hdclient.model.content import ContentBlock
from hdclient.words import tr

SHOWN_MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""Images that are decoded here. SVG is not among them: a crafted one hangs the decoder."""


class ContentKind(Struct, frozen=True):
    """A kind of content. The three functions are total: any block gives a result, and quickly."""

    name: str
    parse: Callable[[ContentBlock], tuple[Block, ...]]
    """The block tree. What cannot be parsed is there as it was written, with a Note that says so."""
    plain: Callable[[ContentBlock], str]
    """The content as plain text, for assistive technology and for counting words."""
    problem: Callable[[ContentBlock], str]
    """Why this block cannot be shown, as a sentence; empty when it can."""


def with_file(blocks: tuple[Block, ...], block: ContentBlock) -> tuple[Block, ...]:
    """Adds the block's own file at the end if nothing in the tree shows it yet: no file goes unseen."""
    asset = block.asset
    if asset is None or any(picture.sha256 == asset.sha256 for picture in pictures(blocks)):
        return blocks
    return (*blocks, Picture(asset.sha256, alt=block.alt or asset.name))


def file_problem(block: ContentBlock) -> str:
    """Why the block's file cannot be shown; empty when it can, or when there is none."""
    if block.asset is None:
        return ""
    media_type = block.asset.media_type.split(";")[0].strip().lower()
    if media_type not in SHOWN_MEDIA_TYPES:
        return tr(
            "It holds a file of the type “{media_type}”, which this version of hdclient does not show.",
            media_type=media_type[:60],
        )
    if block.asset.size == 0:
        return tr("It holds an empty file.")
    return ""
