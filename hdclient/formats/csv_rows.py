"""Reads CSV: a header, then rows of as many fields. Every value is text; nothing is guessed to be a number.

Between tabs nothing is quoted: a quote is a quote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hdclient.errors import ImportFailed
from hdclient.formats.row import BadRow, Row, RowOrBad

MAX_FIELD_CHARS = 10_000_000


def csv_rows(name: str, text: str, *, tabs: bool) -> Iterator[RowOrBad]:
    """All rows of a CSV text. Raises ImportFailed when the header or the quoting is broken."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    source = _Source(text)
    delimiter = "\t" if tabs else _delimiter(text)
    # Between tabs, a quote is a quote.
    plain = csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    reader = plain if tabs else csv.reader(source, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        begin = source.line + 1
        source.taken.clear()
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise _unreadable(name, begin, str(error)) from None
        raw = "".join(source.taken).rstrip("\r\n")
        if header is None:
            header = _header(name, fields)
        elif not fields:
            continue
        elif len(fields) != len(header):
            reason = f"expected {len(header)} fields as in the header, found {len(fields)}"
            yield BadRow(name, begin, "", reason, raw)
        else:
            yield Row(name, begin, raw, dict(zip(header, fields, strict=True)))
    if header is None:
        raise ImportFailed(f"{name} is empty: expected a header.", "Nothing was loaded.", line=1)


class _Source:
    """Hands out lines and remembers them: a field in quotes may span several."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")  # breaks at line ends only, and keeps them
        self.line = 0
        self.taken: list[str] = []

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.line += 1
        self.taken.append(line)
        return line


def _header(name: str, fields: list[str]) -> list[str]:
    twice = {field for field in fields if fields.count(field) > 1}
    if twice:
        raise ImportFailed(
            f"{name}, line 1: the column “{min(twice)[:60]}” stands twice in the header.",
            "Nothing was loaded.",
            line=1,
            column=min(twice)[:60],
        )
    return fields


def _delimiter(text: str) -> str:
    first = text[:10_000].split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _unreadable(name: str, line: int, why: str) -> ImportFailed:
    return ImportFailed(
        f"{name}, line {line}: expected CSV, but {why}.", "Nothing was loaded.", line=line, column=None
    )
