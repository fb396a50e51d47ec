"""Rows as the bytes of a file: JSON Lines, one JSON list, CSV, or lines with tabs. For files and for replies."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from hdclient.formats.record import Row
from hdclient.model.base import canonical

FORMS: dict[str, tuple[str, str]] = {
    "jsonl": ("jsonl", "application/x-ndjson"),
    "json": ("json", "application/json"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "tsv": ("tsv", "text/tab-separated-values; charset=utf-8"),
}
"""Form of a file → its suffix and its media type."""


def encoded(form: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """The file in pieces. A CSV has the columns of all rows, in the order in which they were first seen."""
    if form == "json":
        yield from _listed(rows)
    elif form == "csv":
        yield from _table(list(rows))
    elif form == "tsv":
        yield from _lines(list(rows))
    else:
        for row in rows:
            yield canonical(row) + b"\n"


def _listed(rows: Iterable[Row]) -> Iterator[bytes]:
    before = b"[\n"
    for row in rows:
        yield before + canonical(row)
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def _table(rows: list[Row]) -> Iterator[bytes]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for cells in ([*columns], *([_cell(row.get(name)) for name in columns] for row in rows)):
        writer.writerow(cells)
        yield buffer.getvalue().encode("utf-8", "backslashreplace")
        buffer.seek(0)
        buffer.truncate()


def _lines(rows: list[Row]) -> Iterator[bytes]:
    """Tabs between cells, and nothing is quoted: whoever makes the rows has taken tabs and line ends out of them."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for cells in ([*columns], *([_cell(row.get(name)) for name in columns] for row in rows)):
        yield ("\t".join(cells) + "\n").encode("utf-8", "backslashreplace")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
