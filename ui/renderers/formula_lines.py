"""Where running text is interrupted by formulas that stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from hdclient.content.tree import Formula, Inline, Run

_BELONGS_TO_FORMULA = re.compile(r"\s*[.,;:!?)\]]*\s*")


def parted(inlines: Sequence[Inline]) -> list[tuple[bool, list[Inline]]]:
    """The text in pieces; True with those that hold one display formula and the punctuation behind it.

    Every character stays, in its order: the pieces one after the other are the text.
    """
    pieces: list[tuple[bool, list[Inline]]] = [(False, [])]
    for one in inlines:
        if isinstance(one, Formula) and one.display:
            pieces.append((True, [one]))
            continue
        if pieces[-1][0]:
            if isinstance(one, Run) and len(pieces[-1][1]) == 1 and not one.code:
                found = _BELONGS_TO_FORMULA.match(one.text)
                near, rest = cut(one, found.end() if found else 0)
                if near.text:
                    pieces[-1][1].append(near)
                if not rest.text:
                    continue
                one = rest
            pieces.append((False, []))
        pieces[-1][1].append(one)
    return [piece for piece in pieces if piece[1]]


def has_drawing(inlines: Sequence[Inline]) -> bool:
    """Whether lines of this text may be of unequal height."""
    return any(isinstance(one, Formula) and one.drawing is not None for one in inlines)


def cut(run: Run, at: int) -> tuple[Run, Run]:
    """The first `at` characters and the rest; each knows where it came from."""
    if not run.pieces:
        later = run.start + at if run.start >= 0 else -1
        return replace(run, text=run.text[:at]), replace(run, text=run.text[at:], start=later)
    from hdclient.content.inlines import cut_pieces  # start-up: the first window has no formula

    whole = len(run.text)
    return (
        replace(run, text=run.text[:at], pieces=tuple(cut_pieces(run.pieces, 0, at))),
        replace(run, text=run.text[at:], pieces=tuple(cut_pieces(run.pieces, at, whole))),
    )
