"""Locks when nobody has touched keys, mouse or wheel for as long as the person or the organisation has said.

Counted by the monotonic clock; a night asleep counts on waking, where the system's clock goes on meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

LOOK_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


def now_s() -> float:
    """Seconds that no clock change moves; with the time asleep, where the system counts it."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class IdleWatch(QObject):
    """`limit_min` is asked at every look: 0 never locks. `lock` is called once per absence."""

    def __init__(
        self,
        window: QWindow,
        limit_min: Callable[[], int],
        lock: Callable[[], None],
        now: Callable[[], float] = now_s,
    ) -> None:
        super().__init__(window)
        self._limit_min, self._lock, self._now = limit_min, lock, now
        self._touched = now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)
        # The native window hears everything first, and little else: a filter on the application would hear each paint.
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in _TOUCHES:
            self._touched = self._now()
        return False

    def look(self) -> None:
        """Locks, if it is time."""
        limit = self._limit_min()
        if limit > 0 and self._now() - self._touched >= 60 * limit:
            self._touched = self._now()
            self._lock()


def effective_limit(chosen: int, demanded: int) -> int:
    """Idle minutes until the lock: the person's choice, but never longer than the organisation demands."""
    if demanded <= 0:
        return max(0, chosen)
    return min(chosen, demanded) if chosen > 0 else demanded
