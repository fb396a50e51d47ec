"""A suggested change of a text that its writer has gone on changing: where it belongs now, and whether it is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hdclient.content.hunks import hunks_between
from hdclient.model.edits import apply_hunks
from hdclient.model.review import Hunk


def taken(original: str, now: str, hunks: Sequence[Hunk], marked: Collection[int]) -> frozenset[int]:
    """Numbers of the changes that are in `now`. `marked`: those that were taken; the text decides, for it may have been
    changed back since."""
    said = frozenset(marked)
    for tried in (said, frozenset[int](), *(said - {one} for one in sorted(said))):
        if apply_hunks(original, hunks, tried) == now:
            return tried
    return frozenset(number for number, hunk in enumerate(hunks) if is_there(original, now, hunk))


def with_change(
    original: str, now: str, hunks: Sequence[Hunk], number: int, marked: Collection[int]
) -> str | None:
    """`now` with one more change done; None when it is there, or when its words were changed meanwhile."""
    there = taken(original, now, hunks, marked)
    if number in there:
        return None
    if apply_hunks(original, hunks, there) == now:
        return apply_hunks(original, hunks, there | {number})
    return with_hunk(original, now, hunks[number])


def place_now(original: str, now: str, hunk: Hunk) -> tuple[int, int] | None:
    """Where in `now` the words stand that the hunk changes in `original`; None: they were changed meanwhile."""
    shift = 0
    for own in hunks_between(original, now):
        if own.end <= hunk.start and own != hunk:
            shift += len(own.text) - (own.end - own.start)
        elif own.start >= hunk.end and own.start > hunk.start:
            break
        else:
            return None
    start, end = hunk.start + shift, hunk.end + shift
    return (start, end) if now[start:end] == original[hunk.start : hunk.end] else None


def moved(original: str, now: str, hunks: Sequence[Hunk]) -> tuple[tuple[Hunk, ...], tuple[Hunk, ...]]:
    """The changes at their places in `now`, and those whose words were changed meanwhile; what reads so already is
    neither.
    """
    placed, lost = [], []
    for hunk in hunks:
        if is_there(original, now, hunk):
            continue
        place = place_now(original, now, hunk)
        if place is None:
            lost.append(hunk)
        else:
            placed.append(Hunk(start=place[0], end=place[1], text=hunk.text))
    return tuple(placed), tuple(lost)


def is_there(original: str, now: str, hunk: Hunk) -> bool:
    """Whether the text reads as the hunk wants it: its words stand where those stood that it changes."""
    shift = 0
    for own in hunks_between(original, now):
        if own.start <= hunk.start and hunk.end <= own.end:
            lead, tail = original[own.start : hunk.start], original[hunk.end : own.end]
            return own.text == lead + hunk.text + tail
        if own.end <= hunk.start:
            shift += len(own.text) - (own.end - own.start)
    start = hunk.start + shift
    return bool(hunk.text) and now[start : start + len(hunk.text)] == hunk.text


def with_hunk(original: str, now: str, hunk: Hunk) -> str | None:
    """`now` with the change done; None when its words were changed meanwhile."""
    place = place_now(original, now, hunk)
    return None if place is None else now[: place[0]] + hunk.text + now[place[1] :]
