"""Looks for cyclic garbage in the main thread only, a little at a time.

Left to itself, Python looks in whatever thread happens to make an object. A widget, or a connection, that is taken away
in another thread than Qt's own can crash the program, or stop it for good: PySide 6.11 disconnects under Qt's locks and
then waits for the interpreter, which the main thread holds while it waits for those locks.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui import overrides

LOOK_MS = 250
YOUNG = 5_000
"""So many new objects are worth a look (about a millisecond)."""
MIDDLE = 1
"""After more looks than these their survivors are looked at, too. What takes time is to take away the views of tasks
that are done: those of forty took 54 ms."""
OLD = 1
"""After more than these of the latter everything is looked at, in a pause."""


class GarbageWatch(QObject):
    """Takes Python's automatic collector out of service and does its work from the event loop.

    What has been made until now is taken to stay for good: to look through it would stop the window for several
    frames (87 ms with an embedded platform). `is_pause` tells that nobody would notice a long look.
    """

    def __init__(self, parent: QObject, is_pause: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._is_pause = is_pause
        overrides.hold()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def look(self) -> None:
        """Looks as far as it is worth it."""
        overrides.hold()
        young, middle, old = gc.get_count()
        if old > OLD and self._is_pause():
            gc.collect()
        elif young > YOUNG:
            gc.collect(1 if middle > MIDDLE else 0)
