"""Two versions of a text as tracked changes: which code points of the old one are replaced by what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hdclient.model.review import Hunk

MOST_CELLS = 4_000_000
"""Words of one text times words of the other; beyond it the middle is one change."""
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def hunks_between(old: str, new: str) -> tuple[Hunk, ...]:
    """The changes, whole words at a time, in order; none when the texts are the same."""
    if old == new:
        return ()
    begin, end = _same(old, new)
    a, b = _PIECES.findall(old[begin : len(old) - end]), _PIECES.findall(new[begin : len(new) - end])
    if len(a) * len(b) > MOST_CELLS or not a or not b:
        return (Hunk(start=begin, end=len(old) - end, text=new[begin : len(new) - end]),)
    return _joined(old, _changes(a, b, begin))


def _changes(a: Sequence[str], b: Sequence[str], begin: int) -> list[Hunk]:
    from rapidfuzz.distance import Indel  # start-up

    places = [begin]
    for piece in a:
        places.append(places[-1] + len(piece))
    found = []
    for step in Indel.opcodes(a, b):
        if step.tag != "equal":
            text = "".join(b[step.dest_start : step.dest_end])
            found.append(Hunk(start=places[step.src_start], end=places[step.src_end], text=text))
    return found


def _joined(old: str, found: list[Hunk]) -> tuple[Hunk, ...]:
    """Changes that touch, or have only white space between them, are one to whoever reads them."""
    joined: list[Hunk] = []
    for hunk in found:
        between = old[joined[-1].end : hunk.start] if joined else ""
        if joined and not between.strip():
            last = joined.pop()
            hunk = Hunk(start=last.start, end=hunk.end, text=last.text + between + hunk.text)
        joined.append(hunk)
    return tuple(joined)


def _same(old: str, new: str) -> tuple[int, int]:
    """How many characters are the same at the beginning and at the end, without cutting a word."""
    most = min(len(old), len(new))
    begin = 0
    while begin < most and old[begin] == new[begin]:
        begin += 1
    while begin and (_in_word(old, begin) or _in_word(new, begin)):
        begin -= 1
    end = 0
    while end < most - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    while end and (_in_word(old, len(old) - end) or _in_word(new, len(new) - end)):
        end -= 1
    return begin, end


def _in_word(text: str, place: int) -> bool:
    """Whether a cut here would go through a word or a run of spaces."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return (before.isspace() and after.isspace()) or (_is_letter(before) and _is_letter(after))


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"
