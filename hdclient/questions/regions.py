"""Places in a picture as plain numbers: what is a place, how far it reaches, and how it is said in words.

Points, boxes (two opposite corners, the lower one behind the last pixel) and areas (an outline), in whole pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.model.anchor import Region
from hdclient.words import tr

Point = tuple[int, int]
Points = tuple[Point, ...]
_COUNTS = {"point": (1, 1), "box": (2, 2), "area": (3, 2_000)}


def region_fault(at: Region) -> str:
    """Why these numbers are no place in their picture; "" when they are."""
    least, most = _COUNTS[at.shape]
    if not least <= len(at.points) <= most:
        return tr("A mark on the picture has too few corners, or too many.")
    if any(x > at.width or y > at.height for x, y in at.points):
        return tr("A mark lies outside its picture.")
    left, top, right, bottom = bounds(at.points)
    if at.shape != "point" and (left == right or top == bottom):
        return tr("A mark on the picture has no extent.")
    return ""


def bounds(points: Sequence[Point]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Region, other: Region) -> bool:
    """Whether what they reach over has a pixel in common; of areas, the boxes around them."""
    if one.sha256 != other.sha256:
        return False
    a, b = bounds(one.points), bounds(other.points)
    if "point" in (one.shape, other.shape):
        return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def place_words(shape: str, points: Sequence[Point]) -> str:
    """ "Box at 120, 40, 100 wide and 50 high"."""
    left, top, right, bottom = bounds(points)
    if shape == "point":
        return tr("Point at {x:,}, {y:,}", x=left, y=top)
    wide, high = right - left, bottom - top
    if shape == "box":
        return tr(
            "Box at {x:,}, {y:,}, {width:,} wide and {height:,} high", x=left, y=top, width=wide, height=high
        )
    return tr(
        "Region at {x:,}, {y:,}, {width:,} wide and {height:,} high", x=left, y=top, width=wide, height=high
    )
