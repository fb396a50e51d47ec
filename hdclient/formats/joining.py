"""Brings the rows of several files together that have a column's value in common, in the order of the first file."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hdclient.formats.mapping import Mapping, Unfit, text_at, value_at
from hdclient.formats.row import BadRow, Row
from hdclient.formats.rows import read_rows

_NUMBERED = re.compile(r"([1-9][0-9]?):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """One record, perhaps made of one row of each of several files. Place and text are those of the first file."""

    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        return self.rows[0].file

    @property
    def line(self) -> int:
        return self.rows[0].line

    @property
    def raw(self) -> str:
        return self.rows[0].raw

    @property
    def values(self) -> dict[str, Any]:
        return self.rows[0].values

    def slots(self, columns: Sequence[str]) -> Iterator[Slot]:
        """Where the responses are. Of joined files a bare column is taken from each, "2:output" from the second."""
        if len(self.rows) == 1:
            yield from (Slot(column, place, self.values, column) for place, column in enumerate(columns))
            return
        for place, column in enumerate(columns):
            numbered = _NUMBERED.fullmatch(column)
            if numbered is not None and int(numbered[1]) > len(self.rows):
                raise Unfit(column, f"there are only {len(self.rows)} files")
            name = numbered[2] if numbered else column
            for row in [self.rows[int(numbered[1]) - 1]] if numbered else self.rows:
                label = Path(row.file).stem
                yield Slot(name, place, row.values, f"{label}:{name}" if len(columns) > 1 else label)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one response is: its column, the place of that column in the mapping, and the values to look it up in.

    `label` is what its model is called when the record does not say.
    """

    column: str
    place: int
    values: dict[str, Any]
    label: str


def joined_records(files: Sequence[Path], mapping: Mapping) -> Iterator[Record | BadRow]:
    """All records. The n-th row of a key in one file joins the n-th row of that key in the others."""
    if len(files) == 1:
        for row in read_rows(files[0], mapping.records):
            yield row if isinstance(row, BadRow) else Record((row,))
        return
    others = []
    for path in files[1:]:
        rows: dict[str, deque[Row]] = defaultdict(deque)
        for key, row in _keyed(path, mapping):
            if isinstance(row, BadRow):
                yield row
            else:
                rows[key].append(row)
        others.append(rows)
    for key, row in _keyed(files[0], mapping):
        if isinstance(row, BadRow):
            yield row
            continue
        lacking = [path.name for path, rows in zip(files[1:], others, strict=True) if not rows.get(key)]
        if lacking:
            yield _alone(row, mapping, lacking)
        else:
            yield Record((row, *(rows[key].popleft() for rows in others)))
    for rows in others:
        yield from (_alone(row, mapping, [files[0].name]) for left in rows.values() for row in left)


def _keyed(path: Path, mapping: Mapping) -> Iterator[tuple[str, Row | BadRow]]:
    """Every row of a file with the value that it is joined by."""
    for row in read_rows(path, mapping.records):
        if isinstance(row, BadRow):
            yield "", row
            continue
        try:
            value = value_at(row.values, mapping.join)
            yield text_at(value, mapping.join, may_be_empty=False), row
        except Unfit as unfit:
            yield "", BadRow(row.file, row.line, unfit.column, unfit.reason, row.raw)


def _alone(row: Row, mapping: Mapping, lacking: Sequence[str]) -> BadRow:
    reason = f"no record of {', '.join(lacking)} has the same value"
    return BadRow(row.file, row.line, mapping.join, reason, row.raw)
