"""How long the work on a task took: active while there is input, idle after a while without. Monotonic time only.

No keystroke is recorded, only the two sums.
"""

from __future__ import annotations

from hdclient.clock import Clock


class Stopwatch:
    """Counts from the moment it is made. Opening the task is input; `touched` says that there was more."""

    def __init__(self, clock: Clock, timeout_s: int, *, active_ms: int = 0, idle_ms: int = 0) -> None:
        self._clock = clock
        self._timeout_ms = timeout_s * 1000
        self._active_ms = active_ms
        self._idle_ms = idle_ms
        self._counted_to = clock.monotonic_ms()
        self._last_input = self._counted_to
        self._running = True

    def touched(self) -> None:
        """There was input. It also starts a paused watch."""
        if not self._running:
            self.resume()
            return
        self._count()
        self._last_input = self._counted_to

    def pause(self) -> None:
        """Nobody can be working: the page or the window is out of sight. Counts as neither."""
        self._count()
        self._running = False

    def resume(self) -> None:
        """The page is in sight again, by the person's own doing."""
        if not self._running:
            self._counted_to = self._last_input = self._clock.monotonic_ms()
            self._running = True

    def read(self) -> tuple[int, int]:
        """(active, idle) milliseconds so far."""
        self._count()
        return self._active_ms, self._idle_ms

    def _count(self) -> None:
        now = self._clock.monotonic_ms()
        if self._running:
            active_until = min(now, self._last_input + self._timeout_ms)
            active = max(0, active_until - self._counted_to)
            self._active_ms += active
            self._idle_ms += now - self._counted_to - active
        self._counted_to = now
