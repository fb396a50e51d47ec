"""An image of the blob store, with its description; text beside it is its caption."""

from __future__ import annotations

from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Picture
from hdclient.model.content import ContentBlock
from hdclient.words import tr


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    if block.asset is None:
        return (Picture("", alt=block.alt, source=block.text),)
    picture = with_file((), block)
    return (*picture, *verbatim(block.text)) if block.text else picture


def _plain(block: ContentBlock) -> str:
    name = block.alt or (block.asset.name if block.asset is not None else "")
    return "\n".join(part for part in (name or tr("Image without a description"), block.text) if part)


def _problem(block: ContentBlock) -> str:
    return tr("It is an image without a file.") if block.asset is None else file_problem(block)


IMAGE = ContentKind("image", _parse, _plain, _problem)
