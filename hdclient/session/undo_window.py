"""Which sealed submissions are still held back so that the last submit can be undone. Pure; monotonic time only.

One is held until the next submission exists (or the person has left the workspace) and 10 s have passed, at most 2 min.
"""

from __future__ import annotations

from msgspec import Struct

HOLD_MS = 10_000
MAX_HOLD_MS = 120_000

Key = tuple[str, int]


class _Held(Struct):
    key: Key
    sealed_ms: int
    passed: bool = False
    """The next submission exists, or the person left."""

    def due_ms(self) -> int:
        return self.sealed_ms + (HOLD_MS if self.passed else MAX_HOLD_MS)


class UndoWindow:
    """Keys are (submission id, revision). Nothing in here is saved: at start nothing is held."""

    def __init__(self) -> None:
        self._held: list[_Held] = []

    def add(self, key: Key, now_ms: int) -> None:
        """A submission was sealed: those before it are no longer the last."""
        self.leave()
        self._held.append(_Held(key, now_ms))

    def remove(self, key: Key) -> None:
        """It was undone."""
        self._held = [held for held in self._held if held.key != key]

    def leave(self) -> None:
        """The person left the workspace."""
        for held in reversed(self._held):
            if held.passed:
                break  # so are those before it
            held.passed = True

    def take_due(self, now_ms: int) -> tuple[Key, ...]:
        """Those whose time is over, oldest first; they are held no longer."""
        due = tuple(held.key for held in self._held if held.due_ms() <= now_ms)
        self._held = [held for held in self._held if held.key not in due]
        return due

    def give_back(self, keys: tuple[Key, ...], now_ms: int) -> None:
        """They could not be let go: they stay due, and are nobody's last any more."""
        self._held = [*(_Held(key, now_ms - HOLD_MS, passed=True) for key in keys), *self._held]

    def next_due_ms(self) -> int | None:
        """When `take_due` will next have something to give; None when nothing is held."""
        return min((held.due_ms() for held in self._held), default=None)

    def clear(self) -> None:
        """Nothing is held any longer."""
        self._held.clear()
