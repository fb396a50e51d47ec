"""What the worker process and its parent say to each other: msgpack behind a length of four bytes, never pickle."""

from __future__ import annotations

from typing import IO

import msgspec

from hdclient.model.content import Asset, ContentBlock

MOST_BYTES = 64_000_000
"""Of one message. A result that is bigger is not taken."""
DRAW_S = 1.5
"""Computing time for the formulas of one block."""
CPU_BUDGET_S = 5.0
"""Computing time that one block may cost the worker: parsing, drawing, loading the typesetter for the first formula."""
PATIENCE = 4
"""So many times that a block gets when a person has it tried again."""
READY = 0
"""The number of the worker's first message."""


class TooBig(Exception):
    """A message over MOST_BYTES."""


class Order(msgspec.Struct, frozen=True, array_like=True):
    """One content block to prepare. Texts are bytes: they may hold lone surrogates."""

    number: int
    kind: str
    text: bytes
    language: bytes
    alt: bytes
    asset: tuple[str, str, int, bytes] | None
    budget_s: float = CPU_BUDGET_S
    """Computing time that it may cost."""

    @classmethod
    def of(cls, number: int, block: ContentBlock, budget_s: float = CPU_BUDGET_S) -> Order:
        """The order for a block."""
        asset = block.asset
        return cls(
            number,
            block.kind,
            _bytes(block.text),
            _bytes(block.language),
            _bytes(block.alt),
            None if asset is None else (asset.sha256, asset.media_type, asset.size, _bytes(asset.name)),
            budget_s,
        )

    def block(self) -> ContentBlock:
        """The block of the order."""
        asset = None
        if self.asset is not None:
            sha256, media_type, size, name = self.asset
            asset = Asset(sha256=sha256, media_type=media_type, size=size, name=_text(name))
        return ContentBlock(
            kind=self.kind,
            text=_text(self.text),
            language=_text(self.language),
            alt=_text(self.alt),
            asset=asset,
        )


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """`data` is a Prepared as bytes; empty when it could not be made."""

    number: int
    data: bytes = b""


def write_message(stream: IO[bytes], message: Order | Reply) -> None:
    """Raises OSError when nobody reads any longer."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message's bytes; None at the end. Raises TooBig."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    if size > MOST_BYTES:
        raise TooBig
    data = stream.read(size)
    return data if len(data) == size else None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
