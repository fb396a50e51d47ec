"""One turn of the event loop: what the thread of the screens computes from an act until all of it is painted."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication


def turn_ms(act: Callable[[], Any]) -> float:
    """Milliseconds of processor time of this thread: what waits for a disk or another thread is not in it."""
    begun = time.thread_time()
    act()
    QApplication.processEvents()
    return (time.thread_time() - begun) * 1000


@contextmanager
def quiet_garbage() -> Iterator[None]:
    """As in the program, Python does not look for garbage in the middle of a turn (ui/shell/garbage.py)."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
