"""The longest common parts of two sequences of numbers, quickly and within bounds.

rapidfuzz finds the best answer, but holds the interpreter while it does: no single call gets more than MOST_CELLS.
Longer sequences are first cut at what occurs once on either side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

MOST_CELLS = 25_000_000
"""Length of one sequence times length of the other: about 5 ms and 3 MB."""

_ANCHORS = (1, 2, 4, 8)
"""How many numbers in a row make an anchor: more, when there are none of fewer."""

Match: TypeAlias = tuple[int, int, int]
"""(position in a, position in b, how many are equal from there on)."""


def nothing() -> None:
    """The check of a caller that never wants to stop."""


def matches(a: Sequence[int], b: Sequence[int], check: Callable[[], None] = nothing) -> list[Match]:
    """Matches in ascending order, none overlapping. `check` is called between stages and may raise to stop."""
    return joined(_split(a, b, 0, len(a), 0, len(b), check))


def _split(
    a: Sequence[int], b: Sequence[int], a1: int, a2: int, b1: int, b2: int, check: Callable[[], None]
) -> Iterator[Match]:
    """Equal beginnings and ends need no search; what lies between is searched, or cut first."""
    check()
    start = 0
    while a1 + start < a2 and b1 + start < b2 and a[a1 + start] == b[b1 + start]:
        start += 1
    end = 0
    while a2 - end > a1 + start and b2 - end > b1 + start and a[a2 - end - 1] == b[b2 - end - 1]:
        end += 1
    if start:
        yield a1, b1, start
    a1, b1, a2, b2 = a1 + start, b1 + start, a2 - end, b2 - end
    if a1 < a2 and b1 < b2:
        if (a2 - a1) * (b2 - b1) <= MOST_CELLS:
            yield from _search(a, b, a1, a2, b1, b2)
        else:
            yield from _between_anchors(a, b, a1, a2, b1, b2, check)
    if end:
        yield a2, b2, end


def _search(a: Sequence[int], b: Sequence[int], a1: int, a2: int, b1: int, b2: int) -> Iterator[Match]:
    from rapidfuzz.distance import Indel  # start-up: nothing is compared before somebody asks

    for step in Indel.opcodes(a[a1:a2], b[b1:b2]):
        if step.tag == "equal":
            yield a1 + step.src_start, b1 + step.dest_start, step.src_end - step.src_start


def _between_anchors(
    a: Sequence[int], b: Sequence[int], a1: int, a2: int, b1: int, b2: int, check: Callable[[], None]
) -> Iterator[Match]:
    """Cuts at what occurs once on either side; without such, all of it counts as different."""
    anchors: list[tuple[int, int]] = []
    for length in _ANCHORS:
        anchors = _rising(_once(a, a1, a2, length), _once(b, b1, b2, length))
        check()
        if anchors:
            break
    for x, y in anchors:
        yield from _split(a, b, a1, x, b1, y, check)
        yield x, y, 1
        a1, b1 = x + 1, y + 1
    if anchors:
        yield from _split(a, b, a1, a2, b1, b2, check)


def _once(numbers: Sequence[int], start: int, end: int, length: int) -> dict[tuple[int, ...], int]:
    """Numbers → position, for stretches of this length that occur once in the range."""
    found: dict[tuple[int, ...], int] = {}
    for position in range(start, end - length + 1):
        stretch = tuple(numbers[position : position + length])
        found[stretch] = -1 if stretch in found else position
    return {stretch: position for stretch, position in found.items() if position >= 0}


def _rising(a: dict[tuple[int, ...], int], b: dict[tuple[int, ...], int]) -> list[tuple[int, int]]:
    """The longest list of common numbers' positions that ascends on both sides (patience sorting)."""
    pairs = [(position, b[number]) for number, position in a.items() if number in b]
    tails: list[int] = []
    tops: list[int] = []
    below: list[int] = []
    for index, (_, y) in enumerate(pairs):
        pile = bisect_left(tails, y)
        below.append(tops[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(y)
            tops.append(index)
        else:
            tails[pile], tops[pile] = y, index
    chain: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(pairs[at])
        at = below[at]
    return chain[::-1]


def joined(found: Iterable[Match]) -> list[Match]:
    """Neighbours that go on from each other become one."""
    made: list[Match] = []
    for x, y, count in found:
        if made and (made[-1][0] + made[-1][2], made[-1][1] + made[-1][2]) == (x, y):
            made[-1] = (*made[-1][:2], made[-1][2] + count)
        elif count:
            made.append((x, y, count))
    return made
