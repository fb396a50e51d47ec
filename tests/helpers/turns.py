"""What the GUI thread does between two moments in which it could hear a key: so long it computes, so much it builds."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import getCppPointer

from ui.components.steps import is_building

IDLE_MS = 2
LEAST_TURNS = 10


class Turn(Struct, frozen=True):
    """One turn of the event loop. What waits for a processor, a disk or another thread is not in it."""

    computed_ms: float
    """Processor time of this thread."""
    built: int
    """Widgets that are there after it and were not before."""


def turns_of(act: Callable[[], object], seconds: float = 0) -> list[Turn]:
    """The turns from `act` on, which is in the first with its painting, until all is built; for so long at least."""
    found = [_turn(act)]
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(found) < LEAST_TURNS or is_building():
        found.append(_turn(lambda: None))
        QTest.qSleep(IDLE_MS)
    return found


def _turn(act: Callable[[], object]) -> Turn:
    before = _widgets()
    begun = time.thread_time()
    act()
    QApplication.processEvents()
    computed = (time.thread_time() - begun) * 1000
    return Turn(computed, len(_widgets() - before))


def _widgets() -> set[int]:
    """All that there are, by their place in memory: Qt's own have a new Python object each time they are asked for."""
    return {getCppPointer(widget)[0] for widget in QApplication.allWidgets()}
