"""Which passages of two texts speak of the same: for scrolling both together. A guess, and always a monotone one.

Passages are headings, paragraphs, lists, code. They match by the rare words they share; headings and code prefer their
own kind. Must not know how tall anything is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hdclient.content.matches import nothing

MOST_PASSAGES = 4_000
_RARE = 4
"""A word in more passages of a side than this says nothing about which one is meant."""
_LEAST = 0.7
_WORD = re.compile(r"\w{2,}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that begins at `start` (any unit that ascends). `kind` is "text", "heading" or "code"."""

    start: int
    text: str
    kind: str = "text"


def matched(
    a: Sequence[Passage], b: Sequence[Passage], check: Callable[[], None] = nothing
) -> tuple[tuple[int, int], ...]:
    """(start in a, start in b) of passages that belong together; both ascend strictly."""
    a, b = a[:MOST_PASSAGES], b[:MOST_PASSAGES]
    votes = _votes(_words(a), _words(b))
    check()
    scored = []
    for (x, y), score in votes.items():
        kinds = a[x].kind, b[y].kind
        if kinds[0] == kinds[1]:
            score *= 1.5 if kinds[0] == "text" else 3
        if score >= _LEAST:
            scored.append((x, y, score))
    check()
    return tuple((a[x].start, b[y].start) for x, y in _heaviest(sorted(scored), len(b)))


def _words(passages: Sequence[Passage]) -> dict[str, list[int]]:
    """Word → passages that have it, rare words only."""
    found: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for word in set(_WORD.findall(passage.text[:2_000].lower())):
            found.setdefault(word, []).append(number)
    return {word: places for word, places in found.items() if len(places) <= _RARE}


def _votes(a: dict[str, list[int]], b: dict[str, list[int]]) -> dict[tuple[int, int], float]:
    votes: dict[tuple[int, int], float] = {}
    for word, places in a.items():
        others = b.get(word)
        if others:
            weight = 1 / max(len(places), len(others))
            for x in places:
                for y in others:
                    votes[x, y] = votes.get((x, y), 0.0) + weight
    return votes


def _heaviest(pairs: Sequence[tuple[int, int, float]], width: int) -> list[tuple[int, int]]:
    """The ascending chain of pairs with the greatest sum of scores. `pairs` are sorted."""
    best = _Best(width)
    below: list[int] = []
    waiting: list[tuple[int, float, int]] = []
    row = -1
    for index, (x, y, score) in enumerate(pairs):
        if x != row:
            for entry in waiting:
                best.put(*entry)
            waiting, row = [], x
        weight, before = best.up_to(y)
        below.append(before)
        waiting.append((y, weight + score, index))
    for entry in waiting:
        best.put(*entry)
    chain: list[tuple[int, int]] = []
    at = best.up_to(width)[1]
    while at >= 0:
        chain.append((pairs[at][0], pairs[at][1]))
        at = below[at]
    return chain[::-1]


class _Best:
    """The greatest weight of a chain that ends before a column: columns and weights both ascend."""

    def __init__(self, width: int) -> None:
        self._columns: list[int] = [-1]
        self._weights: list[tuple[float, int]] = [(0.0, -1)]
        self._width = width

    def up_to(self, column: int) -> tuple[float, int]:
        """Weight and last pair of the best chain that ends left of `column`."""
        return self._weights[bisect_left(self._columns, column) - 1]

    def put(self, column: int, weight: float, index: int) -> None:
        at = bisect_left(self._columns, column + 1)
        if self._weights[at - 1][0] >= weight:
            return
        if self._columns[at - 1] == column:
            at -= 1
            self._weights[at] = (weight, index)
        else:
            self._columns.insert(at, column)
            self._weights.insert(at, (weight, index))
        while at + 1 < len(self._columns) and self._weights[at + 1][0] <= weight:
            del self._columns[at + 1], self._weights[at + 1]
