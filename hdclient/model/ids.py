"""UUIDv7 identifiers made on this computer (RFC 9562 section 5.7): sortable by time, unique without asking anyone."""

from __future__ import annotations

import os
import time
import uuid

_RANDOM = (2**12 - 1) << 64 | (2**62 - 1)
"""The 74 bits that are left to chance."""


def new_id() -> str:
    """A fresh UUIDv7 as text. The time in it is for sorting and reading; nothing decides by it."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(10)) & _RANDOM
    return str(uuid.UUID(int=value))
