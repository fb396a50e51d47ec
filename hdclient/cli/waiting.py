"""A keyring that makes a command wait: it is said after a second, with what to do, and there is an end to it.

A locked keyring asks the person in a window of the desktop, which may be behind the terminal or on another screen.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from hdclient.errors import KeyringLocked
from hdclient.store.keys import KeyProvider
from hdclient.words import tr

TELL_S = 1.0
MOST_S = 180.0
_STEP_S = 0.1  # so often Ctrl+C is heard on every system


def _to_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


class PatientKeys:
    """As KeyProvider. `keys` is asked in a thread of its own, which is left behind when nobody unlocks it."""

    def __init__(self, keys: KeyProvider, say: Callable[[str], None] = _to_stderr) -> None:
        self._keys, self._say = keys, say

    def load(self, store_uuid: str) -> bytes:
        """As KeyProvider. Raises KeyringLocked after three minutes."""
        found: list[bytes] = []
        self._wait(lambda: found.append(self._keys.load(store_uuid)))
        return found[0]

    def save(self, store_uuid: str, key: bytes) -> None:
        """As KeyProvider."""
        self._wait(lambda: self._keys.save(store_uuid, key))

    def forget(self, store_uuid: str) -> None:
        """As KeyProvider."""
        self._wait(lambda: self._keys.forget(store_uuid))

    def _wait(self, ask: Callable[[], None]) -> None:
        failures: list[BaseException] = []
        answered = threading.Event()

        def run() -> None:
            try:
                ask()
            except BaseException as error:
                failures.append(error)
            finally:
                answered.set()

        threading.Thread(target=run, name="hdclient-keyring", daemon=True).start()
        if not answered.wait(TELL_S):
            self._say(
                tr(
                    "Waiting for the keyring of this computer. It may be locked: then a window of the "
                    "desktop asks for its password. Unlock it there, or press Ctrl+C to stop. Nothing is "
                    "changed meanwhile."
                )
            )
            waited = TELL_S
            while not answered.wait(_STEP_S):
                waited += _STEP_S
                if waited >= MOST_S:
                    raise _not_unlocked()
        if failures:
            raise failures[0]


def _not_unlocked() -> KeyringLocked:
    return KeyringLocked(
        tr("Nobody has unlocked the keyring of this computer."),
        tr("Your saved work is safe; without its key nothing of it could be read, and nothing was changed."),
        tr("Unlock the keyring (or log in to the desktop), then give the command again."),
    )
