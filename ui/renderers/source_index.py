"""From places of a source to places of the document that shows it, for thousands of them: sorted once, then looked up.

Only for what was noted when the index was made; a document that has grown since needs another one.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from msgspec import Struct

from ui.renderers.positions import Positions


class _Piece(Struct, frozen=True, gc=False):
    """One stretch of source and where it stands; `text` is what is shown of it, if it stands there one for one."""

    since: int
    until: int
    first: int
    last: int
    text: str | None


class SourceIndex:
    """The places of one content block."""

    def __init__(self, positions: Positions, block: int) -> None:
        self._pieces = sorted(
            (_Piece(*found) for found in positions.pieces_of(block)),
            key=lambda piece: (piece.since, piece.until),
        )
        self._since = [piece.since for piece in self._pieces]
        self._reach = list(accumulate((piece.until for piece in self._pieces), max))
        """How far the source of a piece, or of any before it, goes: further back nothing can reach beyond it."""

    def document_range(self, start: int, end: int) -> tuple[int, int] | None:
        """The document's range, first to last position, that shows source[start:end]; None: nothing does."""
        low = high = -1
        at = bisect_left(self._since, end) - 1
        while at >= 0 and self._reach[at] > start:
            piece = self._pieces[at]
            at -= 1
            if piece.until <= start:
                continue
            first, last = piece.first, piece.last
            if piece.text is not None:
                last = first + _units(piece.text[: min(end, piece.until) - piece.since])
                first += _units(piece.text[: max(start, piece.since) - piece.since])
            low = first if low < 0 else min(low, first)
            high = max(high, last)
        return None if low < 0 else (low, high)


def _units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
