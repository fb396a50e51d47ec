"""Outlines as lists of path letters and coordinates: read from SVG's path data, moved, stroked, clipped, written down.

Knows nothing of formulas. A `Path` has absolute coordinates and no letters but M, L, Q, C and Z.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, hypot, radians, sin, sqrt, tau
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Path: TypeAlias = tuple[tuple[str, tuple[Point, ...]], ...]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f, in SVG's order."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
ROUND = 0.5523
"""How far the handles of a quarter of a circle reach."""

_COMMAND = re.compile(r"([MLHVQTCSAZmlhvqtcsaz])([^MLHVQTCSAZmlhvqtcsaz]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_USED = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "S": 4, "A": 7}
_TRANSFORM = re.compile(r"(translate|scale|matrix|rotate)\(([^)]*)\)")
_STEPS = 8
_ARC_STEPS = 16


def numbers(text: str) -> list[float]:
    """All numbers in the text, in order."""
    return [float(one) for one in _NUMBER.findall(text)]


@lru_cache(maxsize=512)
def path_of(data: str) -> Path:
    """SVG's path data without its shorthands."""
    made: list[tuple[str, tuple[Point, ...]]] = []
    here = start = handle = (0.0, 0.0)
    before = ""
    for letter, rest in _COMMAND.findall(data):
        name = letter.upper()
        if name == "Z":
            made.append(("Z", ()))
            here, before = start, name
            continue
        values = numbers(rest)
        for at in range(0, len(values) - _USED[name] + 1, _USED[name]):
            part = values[at : at + _USED[name]]
            if name == "A":
                end = _absolute("L", part[5:], here, relative=letter.islower())[0]
                made.extend(("L", (point,)) for point in _arc(here, end, part))
                here, before = end, name
                continue
            points = _absolute(name, part, here, relative=letter.islower())
            if name in "ST":
                smooth = before in ("QT" if name == "T" else "CS")
                mirrored = (2 * here[0] - handle[0], 2 * here[1] - handle[1]) if smooth else here
                points = (mirrored, *points)
            drawn = {"H": "L", "V": "L", "T": "Q", "S": "C"}.get(name, name)
            if drawn == "M" and at:
                drawn = "L"
            made.append((drawn, points))
            handle = points[-2] if len(points) > 1 else points[-1]
            here, before = points[-1], name
            if drawn == "M":
                start = here
    return tuple(made)


def _absolute(name: str, values: list[float], here: Point, *, relative: bool) -> tuple[Point, ...]:
    x, y = here if relative else (0.0, 0.0)
    if name == "H":
        return ((x + values[0], here[1]),)
    if name == "V":
        return ((here[0], y + values[0]),)
    return tuple((x + values[i], y + values[i + 1]) for i in range(0, len(values), 2))


def _arc(start: Point, end: Point, given: list[float]) -> list[Point]:
    """Points on an upright arc of an ellipse, the last being its end. `given` are the numbers of SVG's command."""
    rx, ry, _, large, sweep = (abs(value) for value in given[:5])
    if not rx or not ry or start == end:
        return [end]
    x, y = (start[0] - end[0]) / 2 / rx, (start[1] - end[1]) / 2 / ry
    away = hypot(x, y)
    grown = max(1.0, away)
    reach = (
        sqrt(max(0.0, 1 - (away / grown) ** 2)) / (away / grown) * (1 if bool(large) != bool(sweep) else -1)
    )
    rx, ry, x, y = rx * grown, ry * grown, x / grown, y / grown
    cx, cy = y * reach, -x * reach
    first, last = atan2(y - cy, x - cx), atan2(-y - cy, -x - cx)
    if sweep and last < first:
        last += tau
    elif not sweep and last > first:
        last -= tau
    middle = ((start[0] + end[0]) / 2 + cx * rx, (start[1] + end[1]) / 2 + cy * ry)
    angles = [first + (last - first) * step / _ARC_STEPS for step in range(1, _ARC_STEPS)]
    return [*((middle[0] + rx * cos(a), middle[1] + ry * sin(a)) for a in angles), end]


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner` first."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def matrix_of(transform: str) -> Matrix:
    """The matrix of a `transform` attribute."""
    made = IDENTITY
    for name, rest in _TRANSFORM.findall(transform):
        values = numbers(rest)
        if name == "translate":
            x, y = (*values, 0.0)[:2]
            made = times(made, (1, 0, 0, 1, x, y))
        elif name == "scale":
            x, y = (*values, values[0])[:2]
            made = times(made, (x, 0, 0, y, 0, 0))
        elif name == "matrix":
            a, b, c, d, e, f = values
            made = times(made, (a, b, c, d, e, f))
        else:
            made = times(made, _rotation(values))
    return made


def _rotation(values: list[float]) -> Matrix:
    angle = radians(values[0])
    x, y = (*values[1:], 0.0, 0.0)[:2]
    turned: Matrix = (cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0)
    return times(times((1, 0, 0, 1, x, y), turned), (1, 0, 0, 1, -x, -y))


def moved(path: Path, matrix: Matrix) -> Path:
    """The path with the matrix put to all its points."""
    a, b, c, d, e, f = matrix
    return tuple(
        (name, tuple((a * x + c * y + e, b * x + d * y + f) for x, y in points)) for name, points in path
    )


def written(path: Path) -> str:
    """Whole coordinates in the notation of `Drawing.shapes`."""
    return "".join(name + " ".join(f"{round(x)} {round(y)}" for x, y in points) for name, points in path)


def bounds(path: Path) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all points, handles included."""
    xs = [x for _, points in path for x, _ in points]
    ys = [y for _, points in path for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)


def polygon(*points: Point) -> Path:
    """A closed outline with straight sides."""
    first, *rest = points
    return (("M", (first,)), *(("L", (point,)) for point in rest), ("Z", ()))


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Path:
    """A rectangle, with round corners if wanted."""
    if radius <= 0:
        return polygon((left, top), (right, top), (right, bottom), (left, bottom))
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    return (
        ("M", ((left + r, top),)),
        ("L", ((right - r, top),)),
        ("Q", ((right, top), (right, top + r))),
        ("L", ((right, bottom - r),)),
        ("Q", ((right, bottom), (right - r, bottom))),
        ("L", ((left + r, bottom),)),
        ("Q", ((left, bottom), (left, bottom - r))),
        ("L", ((left, top + r),)),
        ("Q", ((left, top), (left + r, top))),
        ("Z", ()),
    )


def ellipse(x: float, y: float, rx: float, ry: float) -> Path:
    """An ellipse out of four curves."""
    h, v = rx * ROUND, ry * ROUND
    return (
        ("M", ((x + rx, y),)),
        ("C", ((x + rx, y + v), (x + h, y + ry), (x, y + ry))),
        ("C", ((x - h, y + ry), (x - rx, y + v), (x - rx, y))),
        ("C", ((x - rx, y - v), (x - h, y - ry), (x, y - ry))),
        ("C", ((x + h, y - ry), (x + rx, y - v), (x + rx, y))),
        ("Z", ()),
    )


def points_along(path: Path) -> list[list[Point]]:
    """The path as lines of points, one list for each part, curves in a few steps."""
    parts: list[list[Point]] = []
    for name, points in path:
        if name == "M":
            parts.append([points[0]])
        elif name == "Z" and parts:
            parts[-1].append(parts[-1][0])
        elif parts:
            whole = (parts[-1][-1], *points)
            steps = 1 if name == "L" else _STEPS
            parts[-1].extend(_on_curve(whole, step / steps) for step in range(1, steps + 1))
    return parts


def _on_curve(points: tuple[Point, ...], t: float) -> Point:
    while len(points) > 1:
        points = tuple((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t) for p, q in pairwise(points))
    return points[0]


def stroked(path: Path, width: float) -> Path:
    """A line of this width along the path, as an outline to be filled."""
    made: list[tuple[str, tuple[Point, ...]]] = []
    for part in points_along(path):
        for (x, y), (u, v) in pairwise(part):
            length = hypot(u - x, v - y)
            if length:
                h, k = (v - y) / length * width / 2, (x - u) / length * width / 2
                made.extend(polygon((x + h, y + k), (u + h, v + k), (u - h, v - k), (x - h, y - k)))
    return tuple(made)


def clipped(path: Path, left: float, top: float, right: float, bottom: float) -> Path:
    """What is inside a rectangle, exact for a path whose parts are bars along its sides: what is stretched is such."""
    made: list[tuple[str, tuple[Point, ...]]] = []
    for part in points_along(path):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        low, high = max(left, min(xs)), min(right, max(xs))
        over, under = max(top, min(ys)), min(bottom, max(ys))
        if low < high and over < under:
            made.extend(box(low, over, high, under))
    return tuple(made)
