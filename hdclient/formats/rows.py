"""Reads record files row by row, each row with its place: JSON Lines, JSON (a list, or an object with a list), CSV.

What is wrong with one row is said of that row; only a file that cannot be read at all raises. Nothing is mended:
numbers stay as they are written (3.10 is not 3.1), a name that stands twice in an object is an error.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from hdclient.errors import ImportFailed

MAX_FILE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values by column, the line it begins in (1-based), and its text as it stands in the file."""

    file: str
    line: int
    raw: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One record that cannot be used: where, which column ("" for the whole), why, and its text as it stands."""

    file: str
    line: int
    column: str
    reason: str
    raw: str


RowOrBad: TypeAlias = Row | BadRow


class Written(str):
    """A number as it is written in the file."""

    __slots__ = ()


class _Refused(ValueError):
    """A value that JSON does not have, or a name that stands twice."""


def read_rows(path: Path, records: str = "") -> Iterator[RowOrBad]:
    """All rows of a file. `records` names the list in a JSON object that holds several. Raises ImportFailed."""
    data = _bytes(path)
    if path.suffix.lower() in (".csv", ".tsv"):
        from hdclient.formats.csv_rows import csv_rows

        yield from csv_rows(path.name, _text(path.name, data), tabs=path.suffix.lower() == ".tsv")
    elif _is_lines(path, data):
        yield from _lines(path.name, data)
    else:
        yield from _document(path.name, _text(path.name, data), records)


def is_record(value: Any) -> bool:
    """Whether a JSON value can be a record."""
    return isinstance(value, dict)


def said(value: Any) -> str:
    """What kind of value this is, for a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Written | int | float):
        return f"the number {str(value)[:40]}"
    names: dict[type, str] = {str: "text", dict: "an object", list: "a list"}
    return "an empty list" if value == [] else names.get(type(value), "something else")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ImportFailed(
                f"{path.name} is larger than 1 GB.", "Nothing was loaded.", "Split it into smaller files."
            )
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise ImportFailed(f"{path.name} cannot be read: {why}.", "Nothing was loaded.") from None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ImportFailed(
            f"{path.name} is UTF-16, expected UTF-8.", "Nothing was loaded.", "Save it again as UTF-8."
        )
    return data.removeprefix(codecs.BOM_UTF8)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise ImportFailed(
            f"{name}, line {line}, byte {column}: expected UTF-8 text, found a byte that is none.",
            "Nothing was loaded.",
            "Save the file as UTF-8.",
            line=line,
            column=str(column),
        ) from None


def _is_lines(path: Path, data: bytes) -> bool:
    """JSON Lines by name, or by their look: many a .json file holds an object on every line."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    start = data.lstrip()
    first, _, rest = start.partition(b"\n")
    if not start.startswith(b"{") or not rest.lstrip().startswith(b"{"):
        return False
    return isinstance(_parsed(first.decode(errors="replace")), dict)


def _lines(name: str, data: bytes) -> Iterator[RowOrBad]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = line.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            raw = line.decode(errors="backslashreplace")
            yield BadRow(name, number, "", f"byte {error.start + 1}: expected UTF-8 text", raw)
            continue
        yield _row(name, number, raw, _parsed(raw))


def _parsed(raw: str) -> Any:
    """The JSON value, or the sentence that says why it is none (as an exception, not raised)."""
    try:
        value, end = _DECODER.raw_decode(raw, len(raw) - len(raw.lstrip()))
    except json.JSONDecodeError as error:
        return ValueError(f"column {error.colno}: expected JSON, but {_plain(error.msg)}")
    except _Refused as error:
        return error
    except RecursionError:
        return ValueError("it nests too deep")
    if raw[end:].strip():
        return ValueError(f"column {end + 1}: expected the end of the record, found more text")
    return value


def _row(name: str, line: int, raw: str, value: Any) -> RowOrBad:
    if isinstance(value, Exception):
        return BadRow(name, line, "", str(value), raw)
    if not is_record(value):
        return BadRow(name, line, "", f"expected an object, found {said(value)}", raw)
    return Row(name, line, raw, value)


def _document(name: str, text: str, records: str) -> Iterator[RowOrBad]:
    """A JSON list of objects, or an object that holds one."""
    try:
        whole = _LENIENT.decode(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, error) from None
    if isinstance(whole, dict):
        start = _list_start(name, text, whole, records)
    elif isinstance(whole, list):
        start = text.index("[")
    else:
        raise ImportFailed(
            f"{name}, line 1: expected a list of records, found {said(whole)}.", "Nothing was loaded.", line=1
        )
    if start < 0:  # the object is itself the one record
        yield _row(name, 1, text, _parsed(text))
        return
    line, counted = 1, 0
    for begin, end in _elements(text, start + 1):
        line += text.count("\n", counted, begin)
        counted = begin
        yield _row(name, line, text[begin:end], _parsed(text[begin:end]))


def _list_start(name: str, text: str, whole: dict[str, Any], records: str) -> int:
    """Where the list of records begins in the text; -1 when the object is the record itself."""
    lists = [key for key, value in whole.items() if isinstance(value, list) and value and is_record(value[0])]
    if not records and not lists:
        return -1
    wanted = records or lists[0]
    if wanted not in lists or (not records and len(lists) > 1):
        found = ", ".join(f"“{key}”" for key in lists) or "none"
        raise ImportFailed(
            f"{name}: expected one list of records, found {found}.",
            "Nothing was loaded.",
            "Say which with --records NAME.",
            line=1,
        )
    at = text.index("{") + 1
    while True:
        at = _skip(text, at, ",")
        key, at = _LENIENT.raw_decode(text, at)
        at = _skip(text, at, ":")
        if key == wanted:
            return at
        _, at = _LENIENT.raw_decode(text, at)


def _elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each element of a list begins and ends; the list is known to be sound."""
    at = _skip(text, at, "")
    while text[at] != "]":
        _, end = _LENIENT.raw_decode(text, at)
        yield at, end
        at = _skip(text, end, ",")


def _skip(text: str, at: int, mark: str) -> int:
    while text[at] in " \t\r\n" or (mark and text[at] == mark):
        at += 1
    return at


def _unreadable(name: str, error: Exception) -> ImportFailed:
    if isinstance(error, json.JSONDecodeError):
        return ImportFailed(
            f"{name}, line {error.lineno}, column {error.colno}: expected JSON, but {_plain(error.msg)}.",
            "Nothing was loaded.",
            line=error.lineno,
            column=str(error.colno),
        )
    why = "it nests too deep" if isinstance(error, RecursionError) else str(error)
    return ImportFailed(f"{name} cannot be read: {why}.", "Nothing was loaded.")


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"the name “{twice[:60]}” stands twice in one object")
    return made


def _no_constant(name: str) -> Any:
    raise _Refused(f"{name} is not JSON")


_LENIENT = json.JSONDecoder()
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Written, parse_float=Written, parse_constant=_no_constant
)
