"""Time as a value that is passed in, so that tests can move it.

No decision may use `now()`: it is for what people read. Decisions use `monotonic_ms()`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the rest of the program knows about time."""

    def now(self) -> datetime:
        """The wall clock, in UTC, for display and for records only."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since some fixed moment; never goes back while the process lives."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000
