"""From MathJax's SVG to a `Drawing`: nested pictures, reused glyphs, stretched braces, rules, frames and struck lines.

Reads no document type and no entity, follows no address, and takes nothing from style sheets. Must not know TeX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, hypot
from xml.parsers import expat

from hdclient.content.svg_paths import (
    IDENTITY,
    Matrix,
    Path,
    Point,
    bounds,
    box,
    clipped,
    ellipse,
    matrix_of,
    moved,
    numbers,
    path_of,
    points_along,
    polygon,
    stroked,
    times,
    written,
)
from hdclient.content.tree import Drawing, Mark, Word
from hdclient.words import tr

MOST_SVG = 3_000_000
MOST_MARKS = 4_000
WIDEST = 400_000
HIGHEST = 200_000
"""Thousandths of an em: what is larger is no formula that anyone can read."""

STROKE = 60.0
"""Width of a line that does not say its own, as MathJax's style sheet would have it."""
DASH = 140.0
MOST_DASHES = 500
TAG_GAP = 2_000.0
"""Between a formula and its number."""

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})|[a-zA-Z]{3,24}")


_STROKE_WIDTH = re.compile(r".*?stroke-width:([^;]*).*|.*", re.DOTALL)


class NotDrawable(Exception):
    """This SVG gives no drawing; the message is a sentence that says why."""


def drawing_of(svg: str) -> Drawing:
    """The drawing. Raises NotDrawable."""
    if len(svg) > MOST_SVG:
        raise NotDrawable(tr("It is too large to be drawn."))
    reader = _Reader()
    try:
        reader.read(svg)
    except (expat.ExpatError, KeyError, ValueError, IndexError, OverflowError) as error:
        raise NotDrawable(tr("Its drawing could not be read.")) from error
    return reader.drawing()


@dataclass(frozen=True, slots=True)
class _State:
    """What an element hands down to those inside it."""

    matrix: Matrix = IDENTITY
    fill: str = ""
    stroke: str = ""
    clip: tuple[float, float, float, float] | None = None
    hidden: bool = False
    space: bool = False
    """Inside a space: its ground is a \\rule, and no ground of anything."""


class _Reader:
    """One pass over one SVG."""

    def __init__(self) -> None:
        self._states = [_State()]
        self._defined: dict[str, str] = {}
        self._shapes: dict[str, int] = {}
        self._marks: list[Mark] = []
        self._words: list[Word] = []
        self._text: list[str] | None = None
        self._size: tuple[float, float, float] | None = None
        self._right = 0.0
        self._numbered = False

    def read(self, svg: str) -> None:
        """Raises what expat raises, and ValueError for what has no place in a formula."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.Parse(svg.encode("utf-8", "replace"), True)

    def drawing(self) -> Drawing:
        """What was read. Raises NotDrawable when it is too large or nothing at all."""
        if self._size is None:
            raise NotDrawable(tr("Its drawing could not be read."))
        width, ascent, descent = self._size
        if width > WIDEST or ascent + descent > HIGHEST or max(width, ascent, descent) < 0:
            raise NotDrawable(tr("It is too large to be shown."))
        return Drawing(
            round(width),
            round(ascent),
            round(descent),
            tuple(self._shapes),
            tuple(self._marks),
            tuple(self._words),
        )

    def _start(self, name: str, given: dict[str, str]) -> None:
        state = self._inherited(given)
        if name == "svg":
            state = self._nested(state, given)
        elif name == "path" and "id" in given:
            self._defined[given["id"]] = given["d"]
        elif name == "path":
            self._path(state, given)
        elif name == "use":
            self._glyph(state, self._defined[given["xlink:href"].removeprefix("#")])
        elif name in ("rect", "ellipse"):
            self._closed(state, name, given)
        elif name == "line":
            self._line(state, given)
        elif name == "polygon":
            values = numbers(given["points"])
            corners = tuple(zip(values[::2], values[1::2], strict=True))
            self._add(moved(polygon(*corners), state.matrix), state)
        elif name == "text":
            self._text = []
            size = numbers(given.get("font-size", "1000"))[0] / 1000
            state = replace(state, matrix=times(state.matrix, (size, 0, 0, size, 0, 0)))
        self._states.append(state)

    def _end(self, name: str) -> None:
        state = self._states.pop()
        if name == "text" and self._text is not None:
            words = "".join(self._text)
            self._text = None
            _, _, _, d, e, f = state.matrix
            if words.strip() and not state.hidden:
                self._words.append((words, round(e), round(f), round(abs(d) * 1000), state.fill))

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _inherited(self, given: dict[str, str]) -> _State:
        state = self._states[-1]
        if "transform" in given:
            state = replace(state, matrix=times(state.matrix, matrix_of(given["transform"])))
        if "fill" in given:
            state = replace(state, fill=_colour(given["fill"]))
        if "data-mml-node" in given:
            state = replace(state, space=given["data-mml-node"] == "mspace")
        if "stroke" in given:
            state = replace(state, stroke=_colour(given["stroke"]))
        if given.get("visibility") == "hidden" or given.get("pointer-events") == "all":
            state = replace(state, hidden=True)
        return state

    def _nested(self, state: _State, given: dict[str, str]) -> _State:
        """The outermost picture gives the size; one inside it is moved and cut; a numbered equation has two."""
        view = numbers(given.get("viewBox", ""))
        if "data-table" in given or "data-labels" in given:
            left = self._right + TAG_GAP if "data-labels" in given else 0.0
            self._numbered, self._size = True, (0.0, -view[1], view[1] + view[3])
            return replace(state, matrix=(1, 0, 0, 1, left, 0))
        if len(self._states) == 1:
            if view:
                self._size = (view[2], -view[1], view[1] + view[3])
            return replace(state, matrix=(1, 0, 0, 1, -view[0], 0)) if view else state
        x, y = (float(given.get(name, 0)) for name in ("x", "y"))
        width, height = (float(given[name]) for name in ("width", "height"))
        matrix = times(state.matrix, (1, 0, 0, 1, x, y))
        corner = bounds(moved(box(0, 0, width, height), matrix))
        if view:
            inner: Matrix = (width / view[2], 0, 0, height / view[3], 0, 0)
            matrix = times(times(matrix, inner), (1, 0, 0, 1, -view[0], -view[1]))
        return replace(state, matrix=matrix, clip=corner)

    def _glyph(self, state: _State, data: str) -> None:
        """An outline that is likely to come again: it is kept as the font has it."""
        a, b, c, d, e, f = state.matrix
        if state.clip is not None or b or c:
            self._add(moved(path_of(data), state.matrix), state)
            return
        path = path_of(data)
        right = a * bounds(path)[2] + e
        self._mark(written(path), (round(e), round(f), round(a * 1000), round(d * 1000)), state, right)

    def _path(self, state: _State, given: dict[str, str]) -> None:
        path = path_of(given["d"])
        if given.get("fill") == "none":
            path, state = stroked(path, _width(given)), replace(state, fill=state.stroke)
        self._add(moved(path, state.matrix), state)

    def _closed(self, state: _State, name: str, given: dict[str, str]) -> None:
        value = {key: float(numbers(given.get(key, "0"))[0]) for key in _NUMERIC}
        x, y, width, height = (value[key] for key in ("x", "y", "width", "height"))
        hollow = given.get("fill") == "none" or "data-frame" in given
        line = _width(given) if hollow else 0.0
        if name == "ellipse":
            path = ellipse(value["cx"], value["cy"], value["rx"], value["ry"])
            path = stroked(path, line) if hollow else path
        elif hollow and (value["rx"] or _is_broken(given)):
            path = stroked(_dashes(box(x, y, x + width, y + height, value["rx"]), given), line)
        elif hollow:
            h = line / 2  # the inner outline runs the other way round, so that it cuts a hole
            outer = box(x - h, y - h, x + width + h, y + height + h)
            path = (*outer, *box(x + width - h, y + h, x + h, y + height - h))
        else:
            path = box(x, y, x + width, y + height)
        if hollow:
            state = replace(state, fill=state.stroke)
        elif state.space:
            state = replace(state, fill="" if state.fill == "black" else state.fill)
        elif "data-bgcolor" in given or "data-background" in given:
            state = replace(state, fill="~" + state.fill)
        self._add(moved(path, state.matrix), state)

    def _line(self, state: _State, given: dict[str, str]) -> None:
        x1, y1, x2, y2 = (float(given[name]) for name in ("x1", "y1", "x2", "y2"))
        path = _dashes((("M", ((x1, y1),)), ("L", ((x2, y2),))), given)
        self._add(moved(stroked(path, _width(given)), state.matrix), replace(state, fill=state.stroke))

    def _add(self, path: Path, state: _State) -> None:
        """A path that is already where it belongs."""
        if state.clip is not None:
            path = clipped(path, *state.clip)
        if path:
            self._mark(written(path), (0, 0, 1000, 1000), state, bounds(path)[2])

    def _mark(self, shape: str, place: tuple[int, int, int, int], state: _State, right: float) -> None:
        if state.hidden or state.fill in ("none", "transparent"):
            return
        if len(self._marks) >= MOST_MARKS:
            raise NotDrawable(tr("It is too large to be drawn."))
        number = self._shapes.setdefault(shape, len(self._shapes))
        self._marks.append((number, *place, state.fill))
        self._right = max(self._right, right)
        if self._numbered and self._size is not None:
            self._size = (self._right, *self._size[1:])


_NUMERIC = ("x", "y", "width", "height", "cx", "cy", "rx", "ry")


def _refuse(*_: object) -> None:
    raise ValueError("no document type is read")


def _colour(given: str) -> str:
    """A colour by name or number, "none", or "" for that of the text and for anything else."""
    return given if given != "currentColor" and _COLOUR.fullmatch(given) else ""


def _width(given: dict[str, str]) -> float:
    found = numbers(given.get("stroke-width", "") or _STROKE_WIDTH.sub(r"\1", given.get("style", "")))
    return found[0] if found and found[0] > 0 else STROKE


def _is_broken(given: dict[str, str]) -> bool:
    return "stroke-dasharray" in given or given.get("class") in ("mjx-dashed", "mjx-dotted")


def _dashes(path: Path, given: dict[str, str]) -> Path:
    """The path in pieces, where it is to be broken."""
    if not _is_broken(given):
        return path
    made: list[tuple[str, tuple[Point, ...]]] = []
    on, off = (DASH / 2, DASH) if given.get("class") == "mjx-dotted" else (DASH, DASH)
    for part in points_along(path):
        for (x, y), (u, v) in pairwise(part):
            length = hypot(u - x, v - y)
            for number in range(min(MOST_DASHES, ceil(length / (on + off)))):
                begin = number * (on + off) / length
                end = min(1.0, begin + on / length)
                made.append(("M", ((x + (u - x) * begin, y + (v - y) * begin),)))
                made.append(("L", ((x + (u - x) * end, y + (v - y) * end),)))
    return tuple(made)
