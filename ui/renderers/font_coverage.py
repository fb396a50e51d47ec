"""Which characters a font file can draw: its `cmap` table (OpenType 1.9), read without loading the font.

Must not trust the file: what is not as it should be has no characters. It reads some hundred kilobytes at most.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Inclusive ranges of code points."""

MOST_BYTES = 4_000_000
"""Of one table. The largest fonts there are have a quarter of that."""
_MOST_RANGES = 100_000


def coverage(path: Path) -> Ranges:
    """The code points of the file's first font; none when it cannot be read, or is no font."""
    try:
        with path.open("rb") as file:
            return coverage_of(file)
    except OSError:
        return ()


def coverage_of(file: BinaryIO) -> Ranges:
    """The same of an open file."""
    try:
        return _ranges(_cmap(file))
    except (struct.error, ValueError):
        return ()


def _cmap(file: BinaryIO) -> bytes:
    tag = file.read(4)
    if tag == b"ttcf":  # a collection: its fonts share the table, or nearly so
        (first,) = struct.unpack(">8xL", file.read(12))
        file.seek(first)
        tag = file.read(4)
    if tag not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise ValueError("no font")
    (tables,) = struct.unpack(">H6x", file.read(8))
    for _ in range(tables):
        name, offset, length = struct.unpack(">4s4xLL", file.read(16))
        if name == b"cmap":
            file.seek(offset)
            return file.read(min(length, MOST_BYTES))
    raise ValueError("no table of characters")


def _ranges(table: bytes) -> Ranges:
    (count,) = struct.unpack_from(">2xH", table)
    found: list[tuple[int, int]] = []
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        if platform not in (0, 3) or (platform, encoding) in ((0, 5), (3, 0)):
            continue  # not Unicode, or only what varies
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 12:
            found = list(_long(table, offset))
            break
        if form == 4 and not found:
            found = list(_short(table, offset))
    return tuple(found)


def _long(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">L", table, offset + 12)
    for number in range(min(groups, _MOST_RANGES)):
        first, last, _ = struct.unpack_from(">LLL", table, offset + 16 + 12 * number)
        yield first, last


def _short(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    """Segments of the Basic Multilingual Plane; what of them leads to the missing glyph is left out."""
    (twice,) = struct.unpack_from(">H", table, offset + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    at = offset + 16 + twice
    starts = struct.unpack_from(f">{count}H", table, at)
    deltas = struct.unpack_from(f">{count}H", table, at + twice)
    shifts = struct.unpack_from(f">{count}H", table, at + 2 * twice)
    for number, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, shifts, strict=True)):
        if first == 0xFFFF:
            continue
        if not shift:
            yield first, last
            continue
        base = at + 2 * twice + 2 * number + shift
        for code in range(first, last + 1):
            (glyph,) = struct.unpack_from(">H", table, base + 2 * (code - first))
            if glyph and (glyph + delta) & 0xFFFF:
                yield code, code
