"""A limit on the work that foreign text may cost. Parsers ask it often; it must not know what they do."""

from __future__ import annotations

import time


class _Limit:
    seconds = 0.7


def allow(seconds: float) -> None:
    """How long one text may take to parse in this process from now on; the worker, which can be ended, has more."""
    _Limit.seconds = seconds


def allowed() -> float:
    """See `allow`; in the process that draws the screens, what a person just tolerates."""
    return _Limit.seconds


class TooSlow(Exception):
    """The time is up."""


class TooDeep(Exception):
    """The text nests deeper than anyone means it to."""


class Deadline:
    """Counts this thread's own computing time from its making: a busy computer makes no text too slow to show.

    To be asked by the thread that made it.
    """

    __slots__ = ("_end", "_wall_end")

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds
        self._wall_end = time.perf_counter() + seconds

    def check(self) -> None:
        """Raises TooSlow when the time is up."""
        # The wall clock is several times quicker to read, and the other cannot have gone further.
        if time.perf_counter() > self._wall_end and time.thread_time() > self._end:
            raise TooSlow

    def left(self) -> float:
        """Seconds of computing that remain; never below 0."""
        return max(0.0, self._end - time.thread_time())
