"""What a chart shows, as plain values: points with their words, and the same as a table and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from msgspec import Struct

from hdclient.words import tr

_FORMULA = ("=", "+", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell. A minus is a number here."""


class Point(Struct, frozen=True, kw_only=True):
    """One value. `text` is the value in words; `low` and `high` bound its interval; `why`: why there is no value.

    `id` is what opening it opens; "" when it opens nothing. `faint`: too few for much to follow from it.
    """

    label: str
    value: float | None
    text: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    why: str = ""
    id: str = ""
    faint: bool = False
    range_text: str = ""
    """The interval in words, as "0.41 to 0.62"."""


def said(point: Point) -> str:
    """The point in words, for who cannot see it and for the line below the chart."""
    value = point.text if point.value is not None else point.why or tr("not defined")
    parts = [tr("{label}: {value}", label=point.label, value=value)]
    if point.value is not None and point.range_text:
        parts.append(point.range_text)
    if point.n is not None:
        parts.append(tr("n = {count:,}", count=point.n))
    return " · ".join(parts)


class Columns(Struct, frozen=True):
    """The titles of a chart's table: what a point is of, and what its value is."""

    label: str
    value: str


def table(columns: Columns, points: Sequence[Point]) -> tuple[list[str], list[list[str]]]:
    """(titles, rows) in words; columns that no point fills are left out."""
    titles, rows = [columns.label, columns.value], [[one.label, one.text or one.why] for one in points]
    if any(one.range_text for one in points):
        titles.append(tr("Range"))
        for row, one in zip(rows, points, strict=True):
            row.append(one.range_text)
    if any(one.n is not None for one in points):
        titles.append("n")
        for row, one in zip(rows, points, strict=True):
            row.append("" if one.n is None else f"{one.n}")
    return titles, rows


def as_csv(columns: Columns, points: Sequence[Point]) -> str:
    """The numbers as a spreadsheet reads them: not rounded, with a point, and why there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([columns.label, columns.value, "low", "high", "n", "why"])
    for one in points:
        numbers = ["" if part is None else repr(part) for part in (one.value, one.low, one.high, one.n)]
        writer.writerow([_cell(one.label), *numbers, _cell(one.why)])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about `most` of them."""
    if high <= low:
        high = low + 1
    raw = (high - low) / max(1, most - 1)
    power = 1.0
    while power * 10 <= raw:
        power *= 10
    while power > raw:
        power /= 10
    step = next(step for step in (power, 2 * power, 2.5 * power, 5 * power, 10 * power) if step >= raw)
    first = step * (low // step)
    found = [first]
    while found[-1] < high - step * 1e-9:
        found.append(first + step * len(found))
    return found
