"""Where cards stand in a margin: each beside what it speaks about, pushed apart where they would lie on each other."""

from __future__ import annotations

from collections.abc import Sequence


def stack(wanted: Sequence[int], heights: Sequence[int], gap: int, exact: int = -1) -> list[int]:
    """The top of each card, in the order of `wanted`, which never falls.

    Cards are pushed down as far as they must. The one at `exact` stands where it wants to; those above it give way.
    """
    tops: list[int] = []
    for number, top in enumerate(wanted):
        if tops and number != exact:
            top = max(top, tops[-1] + heights[number - 1] + gap)
        tops.append(top)
    below = tops[exact] if exact >= 0 else 0
    for number in range(exact - 1, -1, -1):
        tops[number] = min(tops[number], below - gap - heights[number])
        below = tops[number]
    return tops


def lifted(
    tops: Sequence[int], heights: Sequence[int], gap: int, first: int, last: int, floor: int, least: int
) -> list[int]:
    """The same with the cards `first` to `last` ending above `floor`; where there is no room for all of them below
    `least`, the first ones, one below the other.
    """
    made = list(tops)
    if last < first:
        return made
    needed = sum(heights[first : last + 1]) + gap * (last - first)
    if floor - least < needed:
        if tops[last] + heights[last] <= floor:
            return made
        for number in range(first, last + 1):
            made[number] = min(made[number], least)
            least = made[number] + heights[number] + gap
        return made
    for number in range(last, first - 1, -1):
        made[number] = min(made[number], floor - heights[number])
        floor = made[number] - gap
    return made
