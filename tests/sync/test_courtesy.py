"""The background waits for a pause of the person's, but not for ever."""

from __future__ import annotations

import threading
import time

from hdclient.sync import courtesy
from hdclient.sync.courtesy import Courtesy


def test_without_a_key_nothing_is_waited_for() -> None:
    begun = time.monotonic()
    Courtesy().wait()
    assert time.monotonic() - begun < courtesy.PAUSE_S


def test_the_background_waits_for_a_pause() -> None:
    polite = Courtesy()
    polite.touched()
    begun = time.monotonic()
    polite.wait()
    assert courtesy.PAUSE_S * 0.9 <= time.monotonic() - begun < courtesy.LONGEST_S


def test_somebody_who_writes_on_and_on_is_not_waited_for() -> None:
    polite = Courtesy()
    writing = threading.Event()

    def write() -> None:
        while not writing.wait(courtesy.PAUSE_S / 10):
            polite.touched()

    polite.touched()
    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    polite.wait()
    took = time.monotonic() - begun
    writing.set()
    writer.join()
    assert courtesy.LONGEST_S * 0.9 <= took < courtesy.LONGEST_S * 3


def test_nobody_is_waited_for_at_the_end() -> None:
    polite = Courtesy()
    polite.touched()
    waiting = threading.Thread(target=polite.wait)
    begun = time.monotonic()
    waiting.start()
    polite.end()
    waiting.join(courtesy.PAUSE_S * 5)
    assert not waiting.is_alive() and time.monotonic() - begun < courtesy.LONGEST_S
    polite.touched()
    polite.wait()
