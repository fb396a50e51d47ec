"""Do people mark the same words? Positive specific agreement of marked characters: of two people, the F-measure.

Of what nobody marked there is no natural count, so that nothing that corrects for chance is defined; of what somebody
marked, the share that two have in common is (Hripcsak and Rothschild 2005).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TypeAlias

from hdclient.model.anchor import Anchor, Lines, Words
from hdclient.model.base import JsonValue
from hdclient.quality.agreement import NO_OVERLAP
from hdclient.quality.figure import Figure, undefined
from hdclient.words import marked

Place: TypeAlias = tuple[str, ...]
"""What is marked as what, and in which text: ranges of different places never overlap."""
Marked: TypeAlias = dict[Place, list[tuple[int, int]]]
"""Ranges by place, in order, none touching another. Empty: the person found nothing to mark."""

NOTHING_MARKED = marked("Nobody has marked anything, so that there is no overlap to be measured.")


def marked_of(value: JsonValue) -> Marked | None:
    """What an answer of the kind "spans" marks, type by type; None for no answer. Raises InvalidValue.

    Words count by characters, lines by lines, a mark of a whole text as one. Places in pictures are not counted.
    """
    if not isinstance(value, dict):
        return None
    from hdclient.questions.spans import SpansAnswer

    found: defaultdict[Place, list[tuple[int, int]]] = defaultdict(list)
    for mark in SpansAnswer.of(value).marks:
        place = _place(mark.anchor)
        if place is not None:
            found[(mark.type, *place[0])].append(place[1])
    return {place: _joined(ranges) for place, ranges in found.items()}


def overlap(items: Iterable[Mapping[str, Marked]]) -> Figure:
    """2·both / (2·both + one only), over all pairs of people who judged the same text. n: such pairs.

    `items`: one mapping per task, from who judged to what they marked.
    """
    both = either = pairs = 0
    for people in items:
        for one, other in combinations(people.values(), 2):
            pairs += 1
            both += sum(_common(one[place], other[place]) for place in one.keys() & other.keys())
            either += _size(one) + _size(other)
    if not pairs:
        return undefined(NO_OVERLAP)
    if not either:
        return undefined(NOTHING_MARKED, pairs)
    return Figure(value=2 * both / either, n=pairs)


def _place(anchor: Anchor) -> tuple[Place, tuple[int, int]] | None:
    at, text = anchor.at, (anchor.part, str(anchor.block))
    if at is None:
        return (*text, "whole"), (0, 1)
    if isinstance(at, Words) and 0 <= at.start < at.end:
        return (*text, "words"), (at.start, at.end)
    if isinstance(at, Lines):
        return (*text, "lines"), (at.first, at.last + 1)
    return None


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, with those that touch made one: what is marked twice by a person counts once."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _size(one: Marked) -> int:
    return sum(end - start for ranges in one.values() for start, end in ranges)


def _common(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    common = at = 0
    for start, end in one:
        while at < len(other) and other[at][1] <= start:
            at += 1
        step = at
        while step < len(other) and other[step][0] < end:
            common += min(end, other[step][1]) - max(start, other[step][0])
            step += 1
    return common
