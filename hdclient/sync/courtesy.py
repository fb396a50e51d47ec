"""Lets background work wait for a pause of the person's, so that it never stands between a key and its picture.

A thread of this process that computes takes the interpreter from the screens: what they paint then takes twice as long.
"""

from __future__ import annotations

import threading
import time

PAUSE_S = 0.15
"""Without a key for this long, the person reads or thinks."""
LONG_S = 3.0
ATTENDED_S = 3_600.0
"""Who has touched nothing for an hour has gone: what is leased may run out."""
LONGEST_S = 1.0
"""Somebody who writes on and on is not waited for any longer."""


class Courtesy:
    """`touched` is called by the screens at every key, `wait` by the background before it begins something."""

    def __init__(self) -> None:
        self._last = self._seen = float("-inf")
        self._ended = threading.Event()

    def touched(self) -> None:
        """There was a key just now."""
        self._last = self._seen = time.monotonic()

    def seen(self) -> None:
        """Somebody is here, and has not touched a key for it."""
        self._seen = time.monotonic()

    def wait(self) -> None:
        """Returns in the next pause, or after LONGEST_S."""
        end = time.monotonic() + LONGEST_S
        while not self._ended.is_set():
            rest = min(self._last + PAUSE_S, end) - time.monotonic()
            if rest <= 0:
                return
            self._ended.wait(rest)

    def is_pause(self) -> bool:
        """Whether no key came just now."""
        return time.monotonic() - self._last > PAUSE_S

    def is_long(self) -> bool:
        """Whether the pause is long enough for what is in no hurry at all."""
        return self._ended.is_set() or time.monotonic() - self._last > LONG_S

    def is_attended(self) -> bool:
        """Whether somebody was here lately."""
        return time.monotonic() - self._seen < ATTENDED_S

    def end(self) -> None:
        """Nobody is waited for any longer: the person leaves."""
        self._ended.set()
