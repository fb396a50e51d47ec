"""A piece of work for a background thread whose result is wanted only as long as nothing newer was asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QThreadPool, Signal


class GivenUpError(Exception):
    """Nobody waits for the result any more."""


Check = Callable[[], None]
"""Called by the work now and then; raises GivenUpError."""


class Errand(QObject):
    """Runs one piece of work at a time outside the GUI thread. A new one, or the end of its parent, gives up the old.

    The work must touch plain values only.
    """

    _came = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        stops = self._stops = [Event()]
        self._done: Callable[[object], None] | None = None
        self._came.connect(self._deliver)
        # Not `stop.set`: PySide holds methods weakly, and disconnects in whatever thread their object goes.
        self.destroyed.connect(lambda: stops[0].set())

    def run(self, work: Callable[[Check], object], done: Callable[[object], None]) -> None:
        """Has `work` done; `done` gets the result in the GUI thread, later, unless it is given up before."""
        self.give_up()
        stop = self._stops[0] = Event()
        self._done = done

        def check() -> None:
            if stop.is_set():
                raise GivenUpError

        def act() -> None:
            # RuntimeError: the errand itself is gone, for its window was closed.
            with contextlib.suppress(GivenUpError, RuntimeError):
                check()
                try:
                    result = work(check)
                except Exception:  # what it read from may have been closed since nobody waits for it
                    check()
                    raise
                check()
                self._came.emit(stop, result)

        QThreadPool.globalInstance().start(act)

    def give_up(self) -> None:
        """The result is not wanted any more."""
        self._stops[0].set()
        self._done = None

    def is_under_way(self) -> bool:
        """Whether a result is still to come."""
        return self._done is not None

    def _deliver(self, stop: Event, result: object) -> None:
        if stop is self._stops[0] and self._done is not None:
            done, self._done = self._done, None
            done(result)
