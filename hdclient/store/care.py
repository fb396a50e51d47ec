"""Looks after the open store in quiet moments: folds the WAL, clears away what is finished, makes backups, keeps the
ballast. One thread of its own.

It decides nothing about work, and what goes wrong in here never stands in anybody's way.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from hdclient.errors import StoreError
from hdclient.store.store import Store

FIRST_S = 20.0
EVERY_S = 600.0
FIRST_COPY_S = 2.0
"""Where there is no copy at all, one is made so soon after the start: after the first sign-in."""
LAST_COPY_S = 1.0
LAST_COPY_BYTES = 100_000_000
"""What is larger takes longer than anybody waits for the end of a program: its copies are made in quiet moments."""

_log = logging.getLogger(__name__)


class Care:
    """Start once, stop once, before the store is closed. `pause` returns when nobody types."""

    def __init__(self, store: Store, pause: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._pause = pause
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="hdclient-care", daemon=True)

    def start(self) -> None:
        """Begins, after a while."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Ends it, in the middle of a copy if need be."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def last_copy(self) -> None:
        """After `stop`, before the store is closed: a copy of this day's work. Bounded in time; never raises.

        Without it, somebody who opens hdclient for less than two hours a day would have copies of the first day only.
        """
        end = time.monotonic() + LAST_COPY_S
        if self._thread.is_alive():
            return  # it did not let go of the store in time
        try:
            if self._store.size <= LAST_COPY_BYTES:
                self._store.back_up(lambda: time.monotonic() > end, closing=True)
        except Exception as error:
            _log.warning("no copy at the end: %s", type(error).__name__)

    def round(self) -> None:
        """All that is due now. Never raises."""
        store = self._store
        for work in (store.fill_ballast, store.tidy, self._put_files_in_order, self._clear, self._back_up):
            if self._stopping.is_set():
                return
            self._pause()
            self._do(work)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except StoreError as error:
            _log.warning("care of the store: %s", type(error).__name__)
        except Exception as error:
            if not self._stopping.is_set():  # else the store may have been closed under us
                _log.error("care of the store stumbled over %s", type(error).__name__)

    def _put_files_in_order(self) -> None:
        self._store.blobs.look_again()
        while not self._stopping.is_set() and self._store.blobs.move_out():
            self._pause()

    def _clear(self) -> None:
        self._store.retention.clear(self._stopping.is_set, self._pause)

    def _back_up(self) -> None:
        self._store.back_up(self._stopping.is_set)

    def _loop(self) -> None:
        wait_s = FIRST_S
        if not self._store.has_backup and not self._stopping.wait(FIRST_COPY_S):
            self._do(self._back_up)
        while not self._stopping.wait(wait_s):
            self.round()
            wait_s = EVERY_S
