"""A limit on the time that foreign text may cost. Parsers ask it often; it must not know what they do."""

from __future__ import annotations

import time


class TooSlow(Exception):
    """The time is up."""


class TooDeep(Exception):
    """The text nests deeper than anyone means it to."""


class Deadline:
    """Counts from its making. `check` raises TooSlow when `seconds` have passed."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds

    def check(self) -> None:
        """Raises TooSlow when the time is up."""
        if time.perf_counter() > self._end:
            raise TooSlow

    def left(self) -> float:
        """Seconds that remain; never below 0."""
        return max(0.0, self._end - time.perf_counter())
