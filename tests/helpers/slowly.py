"""`pytest -p tests.helpers.slowly tests/ui`: as on a very slow computer, for tests that count on a quick one.

Slices do one step in a turn of the event loop, and work in other threads begins late. Every test must pass all the
same: it waits for a state and never for a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

LATE_S = 0.15


def pytest_configure(config: pytest.Config) -> None:
    from PySide6.QtCore import QThreadPool

    from ui.renderers import glyphs, line_view, playback, reading_view

    playback.SLICE_MS = reading_view.FIRST_SLICE_MS = line_view.FIRST_SLICE_MS = glyphs.SLICE_MS = 0.0
    playback.Playback.run.__defaults__ = (0.0,)
    line_view.LineView._go_on.__defaults__ = (0.0001,)
    start: Callable[..., None] = QThreadPool.start

    def start_late(pool: QThreadPool, work: Any, *more: Any) -> None:
        def late() -> None:
            time.sleep(LATE_S)
            work()

        start(pool, late if callable(work) else work, *more)

    QThreadPool.start = start_late  # type: ignore[method-assign, assignment]
