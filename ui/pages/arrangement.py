"""How the responses of a task stand: beside each other, below each other, or one at a time. Numbers only, no widgets.

The order never changes with it: what is first to read is always the scale's first end.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias

from PySide6.QtCore import QRect

from hdclient.model.base import JsonValue
from hdclient.model.template import Template
from hdclient.words import tr
from ui import theme


class Arrangement(Enum):
    """What a person chose for a template."""

    AUTO = "auto"
    """By the number of responses and the room there is."""
    COLUMNS = "columns"
    ROWS = "rows"
    TABS = "tabs"


_HINTED = {"columns": Arrangement.COLUMNS, "rows": Arrangement.ROWS, "single": Arrangement.TABS}


def hinted(template: Template) -> Arrangement:
    """How the template wants them to stand at first."""
    return _HINTED.get(template.hints.panes, Arrangement.AUTO)


WORDS = {
    Arrangement.AUTO: tr("The responses stand as there is room"),
    Arrangement.COLUMNS: tr("The responses stand side by side"),
    Arrangement.ROWS: tr("The responses stand one below the other"),
    Arrangement.TABS: tr("One response is shown at a time"),
}


def unmet(wanted: Arrangement) -> str:
    """The sentence for an arrangement that has no room."""
    return tr("{what}: this window has no room for that, so one is shown at a time", what=WORDS[wanted])


Shape: TypeAlias = tuple[int, ...]
"""Panes per row; () is one at a time."""

THREE_COLUMNS = 1220
"""Pixels of the stage from which on three responses stand side by side: a window of about 1360."""
NARROWEST, LOWEST = 240, 140
"""A pane that is still read with pleasure."""
LEAST = 96
"""No pane is made smaller than this by its handle."""
HANDLE = 12


def shape_for(wanted: Arrangement, count: int, width: int, height: int, *, apart: bool = False) -> Shape:
    """Rows of panes for this room. `apart`: left to the program, they are read one at a time."""
    if count <= 1:
        return (count,) if count else ()
    if wanted is Arrangement.TABS or (wanted is Arrangement.AUTO and apart):
        return ()
    if wanted is Arrangement.AUTO:
        return _automatic(count, width, height)
    most_columns = max(1, (width + HANDLE) // (theme.px(NARROWEST) + HANDLE))
    most_rows = max(1, (height + HANDLE) // (theme.px(LOWEST) + HANDLE))
    if most_columns * most_rows < count:
        return ()
    if wanted is Arrangement.COLUMNS:
        return evenly(count, -(-count // most_columns))
    columns = -(-count // most_rows)
    return evenly(count, -(-count // columns))


def _automatic(count: int, width: int, height: int) -> Shape:
    if count == 2 and width < 2 * theme.px(NARROWEST) + HANDLE:
        return (1, 1) if height >= 2 * theme.px(LOWEST) + HANDLE else ()
    if count == 3:
        return (3,) if width >= theme.px(THREE_COLUMNS) else (2, 1)
    return (2, 2) if count == 4 else (count,)


def evenly(count: int, rows: int) -> Shape:
    """So many panes in so many rows, the fuller rows first."""
    least, more = divmod(count, rows)
    return tuple(least + (row < more) for row in range(rows))


def place_in(shape: Shape, number: int) -> tuple[int, int]:
    """Row and column of the pane with this number."""
    row = 0
    while number >= shape[row]:
        number, row = number - shape[row], row + 1
    return row, number


class Shares:
    """How a room is parted: weights of rows, and of the panes in each. Dragging a handle changes two of them."""

    def __init__(self, shape: Shape) -> None:
        self.rows = [1.0] * len(shape)
        self.columns = [[1.0] * count for count in shape]

    def rectangles(self, room: QRect, *, leftwards: bool) -> list[QRect]:
        """Where each pane stands, in reading order. `leftwards`: the first of a row stands at the right."""
        found = []
        for (top, height), weights in zip(parted(room.height(), self.rows), self.columns, strict=True):
            for left, width in parted(room.width(), weights):
                x = room.width() - left - width if leftwards else left
                found.append(QRect(room.x() + x, room.y() + top, width, height))
        return found

    def plain(self) -> dict[str, JsonValue]:
        """As it is kept."""
        return {"rows": list(self.rows), "columns": [list(row) for row in self.columns]}

    def take(self, told: JsonValue) -> None:
        """As it was kept; what does not fit the shape, or is no share, counts for nothing."""
        if not isinstance(told, dict):
            return
        rows, columns = _weights(told.get("rows")), told.get("columns")
        if len(rows) == len(self.rows):
            self.rows = rows
        if isinstance(columns, list) and len(columns) == len(self.columns):
            found = [_weights(row) for row in columns]
            if [len(row) for row in found] == [len(row) for row in self.columns]:
                self.columns = found

    def move(self, row: int, column: int, pixels: int, length: int) -> None:
        """Moves what parts a pane from the next one in its row; `column` -1: what parts a row from the next one.

        `pixels` in the direction of reading; `length` of the whole row, or of all rows.
        """
        weights = self.rows if column < 0 else self.columns[row]
        at = row if column < 0 else column
        spans = [span for _, span in parted(length, weights)]
        least = min(LEAST, spans[at], spans[at + 1])
        pixels = max(least - spans[at], min(pixels, spans[at + 1] - least))
        spans[at], spans[at + 1] = spans[at] + pixels, spans[at + 1] - pixels
        weights[:] = [span / sum(spans) * len(spans) for span in spans]


class Parting:
    """How a person has parted the room, for each shape that there was."""

    def __init__(self) -> None:
        self._shares: dict[Shape, Shares] = {}

    def of(self, shape: Shape) -> Shares:
        """Even, until it is changed."""
        return self._shares.setdefault(shape, Shares(shape))

    def plain(self) -> dict[str, JsonValue]:
        """As it is kept."""
        return {"-".join(map(str, shape)): shares.plain() for shape, shares in self._shares.items()}

    def take(self, told: JsonValue, most: int) -> None:
        """As it was kept; shapes of more than `most` panes count for nothing."""
        for name, one in (told if isinstance(told, dict) else {}).items():
            counts = tuple(int(part) for part in name.split("-") if part.isdecimal())
            if counts and sum(counts) <= most:
                self.of(counts).take(one)


def _weights(told: JsonValue) -> list[float]:
    found = told if isinstance(told, list) else []
    good = all(isinstance(one, int | float) and 0.01 <= one <= 100 for one in found)
    return [float(one) for one in found if isinstance(one, int | float)] if good else []


def parted(length: int, weights: Sequence[float]) -> list[tuple[int, int]]:
    """(start, length) of stretches with a handle's room between them."""
    room = max(0, length - HANDLE * (len(weights) - 1))
    found, start, used = [], 0, 0.0
    for number, weight in enumerate(weights):
        before, used = used, used + weight
        span = round(room * used / sum(weights)) - round(room * before / sum(weights))
        found.append((start + number * HANDLE, span))
        start += span
    return found
