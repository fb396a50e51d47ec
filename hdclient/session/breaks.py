"""When a break would do good: after so much work without a rest. Only ever a hint; nothing is kept or sent."""

from __future__ import annotations

from hdclient.clock import Clock

REST_MS = 5 * 60_000
"""Without work for so long, a person has rested."""
AGAIN_MS = 25 * 60_000
"""A hint that was put off, or not followed, comes again after so much more work."""


class BreakHint:
    """`worked` at every second of work on the screen; `is_due` between two tasks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._worked_ms = self._told_ms = 0
        self._last: int | None = None

    def worked(self) -> None:
        """Somebody is at work now. What lay between this and the time before counts, unless it was a rest."""
        now = self._clock.monotonic_ms()
        passed = 0 if self._last is None else now - self._last
        if passed >= REST_MS:
            self._worked_ms = self._told_ms = 0
        else:
            self._worked_ms += passed
        self._last = now

    def minutes(self) -> int:
        """Of work since the last rest."""
        return self._worked_ms // 60_000

    def is_due(self, after_min: int) -> bool:
        """Whether to say it now. 0 minutes: never. Saying it once is enough for a while."""
        if after_min <= 0 or self._worked_ms < after_min * 60_000:
            return False
        if self._told_ms and self._worked_ms - self._told_ms < AGAIN_MS:
            return False
        self._told_ms = self._worked_ms
        return True
