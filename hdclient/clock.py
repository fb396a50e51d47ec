"""Time as a value that is passed in, so that tests can move it.

No decision may use `now()`: it is for what people read. Decisions use `monotonic_ms()`. Who may ask for the wall
clock at all is listed in tests/architecture/test_clocks.py.
"""

from __future__ import annotations

import sys
import time
import uuid
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """What the rest of the program knows about time."""

    def now(self) -> datetime:
        """The wall clock, in UTC, for display and for records only."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since some fixed moment; never goes back, and goes on while the computer sleeps."""
        ...

    def awake_ms(self) -> int:
        """As `monotonic_ms`, but it stands still while the computer sleeps: what people's work is counted by. On
        Windows it goes on, and what ends the counting there is that the window was left or locked."""
        ...

    @property
    def era(self) -> str:
        """Names the fixed moment. What was measured in another run may be compared when its era is the same."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return (
            time.clock_gettime_ns(_COUNTER) // 1_000_000
            if _COUNTER >= 0
            else time.monotonic_ns() // 1_000_000
        )

    def awake_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000

    @cached_property
    def era(self) -> str:
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            # Nothing here names the start of the computer: then no two runs are compared.
            return uuid.uuid4().hex


def _counter() -> int:
    """The system's clock that counts sleep too; Python's own stands still meanwhile on Linux and macOS. -1: there is
    none, or Python's does."""
    names = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC_RAW"}
    return int(getattr(time, names.get(sys.platform, ""), -1))


_COUNTER = _counter()
