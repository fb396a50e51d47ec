"""A clock that tests move. The two times move on their own: a wall clock may jump while monotonic time
goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """hdclient.clock.Clock, standing still until it is told otherwise."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        self.ms = 1_000_000
        self.era = "first"
        self.slept_ms = 0

    def now(self) -> datetime:
        return self.wall

    def monotonic_ms(self) -> int:
        return self.ms

    def awake_ms(self) -> int:
        return self.ms - self.slept_ms

    def sleep(self, milliseconds: int) -> None:
        """The computer sleeps: time goes on, but not the one that counts work."""
        self.advance(milliseconds)
        self.slept_ms += milliseconds

    def advance(self, milliseconds: int) -> None:
        """Time goes on as it does."""
        self.ms += milliseconds
        self.wall += timedelta(milliseconds=milliseconds)

    def reboot(self, milliseconds: int = 0) -> None:
        """The computer was off for so long; what counts monotonic time begins anew."""
        self.wall += timedelta(milliseconds=milliseconds)
        self.ms, self.era = 5_000, self.era + "+"

    def jump_wall(self, **delta: int) -> None:
        """Somebody sets the wall clock; `delta` as for timedelta. Monotonic time does not notice."""
        self.wall += timedelta(**delta)
