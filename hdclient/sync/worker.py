"""The one background thread: runs the engine, waits, runs it again. All logic is in the engine; all waiting is here.

It wakes when told (something was submitted, the person asks), when something can be sent again, or at the poll
interval. Short polls, so that a push never waits behind a long one. It survives whatever the engine raises.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import traceback

from hdclient.errors import HdError
from hdclient.sync import retry
from hdclient.sync.engine import SyncEngine
from hdclient.words import tr

EMBEDDED_POLL_MS = 2_000
REMOTE_POLL_MS = 15_000
GAP_MS = 5_000
"""From the beginning of one round to the next: who submits every few seconds is not disturbed every few seconds."""

_log = logging.getLogger(__name__)


class SyncWorker:
    """Start once, wake often, stop once. `wake` may be called from any thread."""

    def __init__(
        self,
        engine: SyncEngine,
        *,
        poll_ms: int = REMOTE_POLL_MS,
        gap_ms: int = GAP_MS,
        rng: random.Random | None = None,
    ) -> None:
        self._engine = engine
        self._poll_ms = poll_ms
        self._gap_ms = min(gap_ms, poll_ms)
        self._rng = rng or random.Random()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._hurry = threading.Event()
        self._stumbles = 0
        # A daemon: an exchange that hangs until its deadline must not keep the program from ending.
        self._thread = threading.Thread(target=self._loop, name="hdclient-sync", daemon=True)

    def start(self) -> None:
        """Begins; the first round comes at once."""
        self._thread.start()

    def wake(self, *, hurry: bool = False) -> None:
        """There is something to do, within GAP_MS. `hurry`: the person asks, so waiting times are forgotten."""
        if hurry:
            self._hurry.set()
        self._woken.set()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Asks the thread to end and waits for it. False: it is still in an exchange, and ends by itself."""
        self._stopping.set()
        self._woken.set()
        self._hurry.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            next_ms = time.monotonic() * 1000 + self._gap_ms
            wait_ms = self._round()
            self._woken.wait(wait_ms / 1000)
            self._hurry.wait(max(0.0, next_ms / 1000 - time.monotonic()))
        self._engine.close()  # here, and not in stop(): an exchange may still have been hanging then

    def _round(self) -> int:
        """One round of the engine; returns how long to wait after it."""
        try:
            if self._hurry.is_set():
                self._hurry.clear()
                self._engine.hurry()
            self._engine.run_once()
            wait_ms = self._engine.wait_ms(self._jittered())
        except Exception as error:
            return self._stumbled(error)
        if self._stumbles:
            self._stumbles = 0
            self._engine.connection.stumbled("")
        return wait_ms

    def _stumbled(self, error: Exception) -> int:
        """A fault of ours, or of the disk: say so, and try again later."""
        if self._stopping.is_set():
            return 0  # the store may be closed by now
        self._stumbles += 1
        # Never the message of a foreign exception, nor values: either may hold what a person wrote.
        places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
        # What has a sentence of its own is said in the window; a terminal need not hear of a full disk every minute.
        level = logging.INFO if isinstance(error, HdError) else logging.ERROR
        _log.log(level, "sync stumbled over %s at %s", type(error).__name__, " < ".join(reversed(places)))
        sentence = (
            str(error)
            if isinstance(error, HdError)
            else tr(
                "Sending and receiving failed inside hdclient. Your work is safe on this computer, and it will be"
                " tried again."
            )
        )
        self._engine.connection.stumbled(sentence)
        return retry.backoff_ms(self._stumbles, self._rng)

    def _jittered(self) -> int:
        """The poll interval, a tenth more or less, so that a thousand computers do not ask in step."""
        return round(self._poll_ms * self._rng.uniform(0.9, 1.1))
