"""Block trees without their source map, so that a test can say what is shown and nothing else; and walks over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import fields, replace

from hdclient.content.tree import Block, Node

_MAP: dict[str, Any] = {"start": -1, "end": -1, "pieces": (), "starts": ()}


def without_source(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same tree, made of nothing."""
    return tuple(_bare(block) for block in blocks)


def _bare(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_bare(one) for one in value)
    if not isinstance(value, Node):
        return value
    names = [field.name for field in fields(value)]
    return replace(value, **{name: _MAP.get(name, _bare(getattr(value, name))) for name in names})


def nodes(value: Any) -> Iterator[Node]:
    """All nodes of a tree, in reading order."""
    if isinstance(value, Node):
        yield value
        for field in fields(value):
            yield from nodes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from nodes(one)
