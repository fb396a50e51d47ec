"""Builds running text out of pieces: joins neighbours of one look, finds bare addresses, names pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hdclient.content.autolinks import addresses
from hdclient.content.source_map import Pieces, add_piece
from hdclient.content.tree import Inline, Picture, Piece, Run
from hdclient.words import tr

_ASSET = re.compile(r"hd-att:([0-9a-f]{64})")
_MAX_SOURCE_CHARS = 500

Look = tuple[bool, bool, bool, bool, str]
"""Bold, italic, struck through, code, target of a link."""


def picture(source: str, alt: str, start: int = -1, end: int = -1) -> Picture:
    """A picture by its source: a file of the store (hd-att:<sha256>), or else the source as text."""
    found = _ASSET.fullmatch(source)
    if found:
        return Picture(found[1], alt, "", start, end)
    if len(source) > _MAX_SOURCE_CHARS:  # data: addresses; the raw text has the rest
        source = tr(
            "{source}… ({number:,} characters)", source=source[:_MAX_SOURCE_CHARS], number=len(source)
        )
    return Picture("", alt, source, start, end)


def joined(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs of the same look as one, empty runs left out, bare addresses as links."""
    made = InlineBuilder()
    for one in inlines:
        if isinstance(one, Run):
            made.text(one.text, one.look(), [])
        else:
            made.add(one)
    return made.built()


class InlineBuilder:
    """Takes text and other things from left to right."""

    def __init__(self) -> None:
        self._made: list[Inline] = []
        self._look: Look = (False, False, False, False, "")
        self._parts: list[str] = []
        self._pieces: Pieces = []
        self._sourced = False

    def text(self, text: str, look: Look, pieces: Pieces) -> None:
        """Text of one look, and where it came from; no pieces: from nowhere."""
        if not text:
            return
        if look != self._look:
            self._flush()
            self._look = look
        self._parts.append(text)
        if pieces:
            self._sourced = True
            for piece in pieces:
                add_piece(self._pieces, *piece)
        else:
            at = self._pieces[-1][2] if self._pieces else 0
            self._pieces.append((len(text), at, at))

    def add(self, one: Inline) -> None:
        """Something that is no text."""
        self._flush()
        self._made.append(one)

    def built(self) -> tuple[Inline, ...]:
        """All of it. The builder is used up."""
        self._flush()
        return tuple(self._made)

    def _flush(self) -> None:
        if not self._parts:
            return
        text = "".join(self._parts)
        pieces = self._pieces if self._sourced else []
        self._parts, self._pieces, self._sourced = [], [], False
        bold, italic, strike, code, href = self._look
        at = 0
        for start, end, target in () if code or href else addresses(text):
            if start > at:
                self._made.append(_run(text, at, start, self._look, pieces))
            self._made.append(_run(text, start, end, (bold, italic, strike, False, target), pieces))
            at = end
        if at < len(text):
            self._made.append(_run(text, at, len(text), self._look, pieces))


def _run(text: str, start: int, end: int, look: Look, pieces: Pieces) -> Run:
    if (start, end) != (0, len(text)):
        text, pieces = text[start:end], cut_pieces(pieces, start, end)
    if len(pieces) == 1 and pieces[0][2] - pieces[0][1] == pieces[0][0]:
        return Run(text, *look, pieces[0][1])
    return Run(text, *look, -1, tuple(pieces))


def cut_pieces(pieces: Sequence[Piece], start: int, end: int) -> Pieces:
    """The pieces of text[start:end]. A piece that is one thing stays whole in its source range."""
    made: Pieces = []
    offset = 0
    for count, since, until in pieces:
        low, high = max(start, offset), min(end, offset + count)
        if low < high:
            one_to_one = until - since == count
            made.append(
                (high - low, since + low - offset, since + high - offset)
                if one_to_one
                else (high - low, since, until)
            )
        offset += count
    return made
