"""Lines side by side: which line stands beside which, and which words of a changed line differ.

Pure values, made for a view that shows thousands of lines and looks at the words of those in sight only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from hdclient.content.compare import Kind, differences
from hdclient.content.compare_tokens import Side
from hdclient.content.matches import matches, nothing

Range: TypeAlias = tuple[int, int]
LONGEST_LINE = 5_000
"""Code points beyond which the words of a line are not looked at."""
_ALIKE = 0.5
_MOST_PAIRS = 2_500
"""Pairs of lines of one hunk that are looked at for likeness; larger hunks stand beside each other from their tops."""


class Row(Struct, frozen=True, gc=False):
    """One row. `a` and `b` are indexes of lines, -1 where a side has none. CHANGED: the lines differ in some words."""

    kind: Kind
    a: int
    b: int


def aligned(a: Sequence[str], b: Sequence[str], check: Callable[[], None] = nothing) -> tuple[Row, ...]:
    """The rows of two texts' lines. Every line is in exactly one row, in order."""
    numbers: dict[str, int] = {}
    ids_a = [numbers.setdefault(line, len(numbers)) for line in a]
    ids_b = [numbers.setdefault(line, len(numbers)) for line in b]
    rows: list[Row] = []
    at_a = at_b = 0
    for x, y, count in [*matches(ids_a, ids_b, check), (len(a), len(b), 0)]:
        if at_a < x or at_b < y:
            check()
            rows += hunk(a, b, range(at_a, x), range(at_b, y))
        rows += (Row(Kind.SAME, x + k, y + k) for k in range(count))
        at_a, at_b = x + count, y + count
    return tuple(rows)


def hunk(a: Sequence[str], b: Sequence[str], of_a: range, of_b: range) -> Iterator[Row]:
    """Rows of lines none of which are equal in place: those that are alike stand beside each other."""
    at_a, at_b = of_a.start, of_b.start
    for x, y in [*_alike(a, b, of_a, of_b), (of_a.stop, of_b.stop)]:
        yield from (Row(Kind.ONLY_A, line, -1) for line in range(at_a, x))
        yield from (Row(Kind.ONLY_B, -1, line) for line in range(at_b, y))
        if x < of_a.stop:
            yield Row(Kind.CHANGED, x, y)
        at_a, at_b = x + 1, y + 1


def _alike(a: Sequence[str], b: Sequence[str], of_a: range, of_b: range) -> list[tuple[int, int]]:
    """Ascending pairs of lines that share half of what they have, the most alike first."""
    if len(of_a) * len(of_b) > _MOST_PAIRS:
        return list(zip(of_a, of_b, strict=False))
    from rapidfuzz.distance import Indel  # start-up

    scored = sorted(
        (
            (
                Indel.normalized_similarity(_bare(a[x]), _bare(b[y])),
                -abs((x - of_a.start) - (y - of_b.start)),
                x,
                y,
            )
            for x in of_a
            for y in of_b
            if a[x].strip() and b[y].strip()
        ),
        reverse=True,
    )
    found: list[tuple[int, int]] = []
    for score, _, x, y in scored:
        if score < _ALIKE:
            break
        if all((x < other_x and y < other_y) or (x > other_x and y > other_y) for other_x, other_y in found):
            found.append((x, y))
    return sorted(found)


def _bare(line: str) -> str:
    return line.strip()[:500]


def changed_words(a: str, b: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """What differs between two lines of code: ranges of `a` and of `b`, in code points."""
    if max(len(a), len(b)) > LONGEST_LINE:
        return ((0, len(a)),), ((0, len(b)),)
    found = differences(Side(a, code=((0, len(a)),)), Side(b, code=((0, len(b)),)))
    changes = found.changes()
    return (
        tuple(part.a for part in changes if part.a[0] < part.a[1]),
        tuple(part.b for part in changes if part.b[0] < part.b[1]),
    )
