"""The background waits for a pause of the person's, but not for ever.

What is looked at is how long it asks to sleep: how long it then sleeps is the computer's business.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from hdclient.sync import courtesy
from hdclient.sync.courtesy import Courtesy


class Asleep(threading.Event):
    """Notes for how long somebody wanted to sleep, and does something when they wake up."""

    def __init__(self, awake: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.wanted: list[float] = []
        self._awake = awake

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.wanted.append(timeout)
        ended = super().wait(timeout)
        self._awake()
        return ended


def watched(polite: Courtesy, awake: Callable[[], None] = lambda: None) -> list[float]:
    asleep = polite._ended = Asleep(awake)
    return asleep.wanted


def test_without_a_key_nothing_is_waited_for() -> None:
    polite = Courtesy()
    wanted = watched(polite)
    polite.wait()
    assert wanted == []


def test_the_background_waits_for_a_pause() -> None:
    polite = Courtesy()
    wanted = watched(polite)
    polite.touched()
    begun = time.monotonic()
    polite.wait()
    assert time.monotonic() - begun >= courtesy.PAUSE_S * 0.9
    assert sum(wanted) <= courtesy.PAUSE_S < courtesy.LONGEST_S


def test_somebody_who_writes_on_and_on_is_not_waited_for() -> None:
    polite = Courtesy()
    wanted = watched(polite, polite.touched)
    polite.touched()
    begun = time.monotonic()
    polite.wait()
    assert time.monotonic() - begun >= courtesy.LONGEST_S * 0.9
    assert sum(wanted) <= courtesy.LONGEST_S


def test_nobody_is_waited_for_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "PAUSE_S", 600.0)
    monkeypatch.setattr(courtesy, "LONGEST_S", 600.0)
    polite = Courtesy()
    polite.touched()
    waiting = threading.Thread(target=polite.wait, daemon=True)
    waiting.start()
    polite.end()
    waiting.join(60)
    assert not waiting.is_alive()
    polite.touched()
    polite.wait()
