"""Points, boxes and regions of a picture as they are drawn, moved and stretched: pure, and always inside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from PySide6.QtCore import QPointF

from hdclient.questions.regions import Point, Points, bounds

MOST_CORNERS = 600
LEAST_SIDE = 1


def inside(points: Sequence[Point], width: int, height: int) -> Points:
    """Each corner in the picture: what lies outside snaps to its edge."""
    return tuple((max(0, min(x, width)), max(0, min(y, height))) for x, y in points)


def moved(points: Points, dx: int, dy: int, width: int, height: int) -> Points:
    """All of it by so many pixels, as far as it stays in the picture as it is."""
    left, top, right, bottom = bounds(points)
    dx = max(-left, min(dx, width - right))
    dy = max(-top, min(dy, height - bottom))
    return tuple((x + dx, y + dy) for x, y in points)


def resized(shape: str, points: Points, dx: int, dy: int, width: int, height: int) -> Points:
    """Its right edge and its lower edge by so many pixels; an area is stretched with them. A point has no size."""
    if shape == "point":
        return points
    left, top, right, bottom = bounds(points)
    wide = max(LEAST_SIDE, min(right - left + dx, width - left))
    high = max(LEAST_SIDE, min(bottom - top + dy, height - top))
    if shape == "box":
        return ((left, top), (left + wide, top + high))
    across, down = wide / max(1, right - left), high / max(1, bottom - top)
    stretched = [(round(left + (x - left) * across), round(top + (y - top) * down)) for x, y in points]
    return inside(stretched, width, height)


def box(one: Point, other: Point) -> Points:
    """The box between two corners, wherever each of them is."""
    return (min(one[0], other[0]), min(one[1], other[1])), (max(one[0], other[0]), max(one[1], other[1]))


def is_drawn(shape: str, points: Sequence[Point]) -> bool:
    """Whether it has an extent."""
    if shape == "point":
        return len(points) == 1
    if len(points) < (2 if shape == "box" else 3):
        return False
    left, top, right, bottom = bounds(points)
    return right > left and bottom > top


def thinned(points: Sequence[Point], near: float) -> Points:
    """An outline with the corners that it needs: no other one of it is further than this from where it runs now."""
    points = list(dict.fromkeys(points))
    if len(points) < 4:
        return tuple(points)
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        offs = [(_off(points[n], points[first], points[last]), n) for n in range(first + 1, last)]
        far, at = max(offs, default=(0.0, 0))
        if far > near:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    found = tuple(points[n] for n in sorted(kept))
    return found if len(found) <= MOST_CORNERS else thinned(found, near * 1.5 + 1)


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(dy * (point[0] - start[0]) - dx * (point[1] - start[1])) / length


def is_hit(points: Points, at: QPointF, near: float) -> bool:
    """Whether a place of the picture is on it, or this near to it."""
    left, top, right, bottom = bounds(points)
    return left - near <= at.x() <= right + near and top - near <= at.y() <= bottom + near


def corner_at(shape: str, points: Points, at: QPointF, near: float) -> int:
    """Which corner of a box is this near: 0 upper left, 1 upper right, 2 lower right, 3 lower left; -1 none."""
    if shape != "box":
        return -1
    left, top, right, bottom = bounds(points)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    for number, (x, y) in enumerate(corners):
        if abs(at.x() - x) <= near and abs(at.y() - y) <= near:
            return number
    return -1


def with_corner(points: Points, corner: int, to: Point) -> Points:
    """A box one corner of which is somewhere else."""
    left, top, right, bottom = bounds(points)
    opposite = ((right, bottom), (left, bottom), (left, top), (right, top))[corner]
    return box(opposite, to)


def reach(points: Points) -> int:
    """How many pixels the box around it has: of two that lie upon each other, the smaller one is pointed at."""
    left, top, right, bottom = bounds(points)
    return (right - left) * (bottom - top)


def under(places: Sequence[Points], at: QPointF, near: float) -> int:
    """Which of these is under a place, the smallest of several; -1: none."""
    found = [number for number, points in enumerate(places) if is_hit(points, at, near)]
    return min(found, key=lambda number: reach(places[number]), default=-1)
