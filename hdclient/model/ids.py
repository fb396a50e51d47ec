"""UUIDv7 identifiers made on this computer (RFC 9562 section 5.7): sortable by time, unique without asking anyone."""

from __future__ import annotations

import os
import time
import uuid

_MILLISECOND = 1_000_000
"""Nanoseconds."""


def new_id() -> str:
    """A fresh UUIDv7 as text. The time in it is for sorting and reading; nothing decides by it.

    The twelve bits behind the milliseconds are parts of one (a quarter of a microsecond each; RFC 9562, section 6.2,
    method 3): of two ids made here within a millisecond the later one sorts last, where the clock is as fine.
    """
    milliseconds, rest = divmod(time.time_ns(), _MILLISECOND)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= (rest * 2**12 // _MILLISECOND) << 64
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(8)) & (2**62 - 1)
    return str(uuid.UUID(int=value))
