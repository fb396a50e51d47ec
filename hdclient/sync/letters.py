"""Brings letters to the platform: notes, and what was read. Each goes by its id, so that one which may have arrived
is sent again and kept once there.

Trouble with a letter stops nothing else, and work goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from hdclient.backends.base import Backend
from hdclient.errors import BackendError, Refused, TooLarge
from hdclient.events import OutboxChanged
from hdclient.model.campaign import Reading
from hdclient.model.notes import Note
from hdclient.store.letters import Letters
from hdclient.sync import retry
from hdclient.sync.context import SyncContext

MOST = 20
"""In one round, of each kind."""


class Queue(Protocol):
    """A kind of letters in the store, oldest first."""

    def due(self, limit: int) -> Iterable[Any]: ...


class _Post:
    """Letters of one kind, and how one is sent; the platform's word is when it came first."""

    def __init__(self, name: str, letters: Letters, queue: Queue, send: Callable[[Any], str]) -> None:
        self.name, self.letters, self.queue, self.send = name, letters, queue, send


class LettersPush:
    """Keeps nothing in memory."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        store, backend = context.store, context.backend
        self._posts = (
            _Post("note", store.notes, store.notes, lambda note: _send_note(backend, note)),
            _Post("reading", store.readings, store.readings, lambda read: _send_reading(backend, read)),
        )

    def run(self) -> int:
        """Sends what is due; stops at the first that finds no answer. Returns how many the platform has now."""
        sent = 0
        for post in self._posts:
            done, reached = self._run(post)
            sent += done
            if not reached:
                break
        return sent

    def next_ms(self) -> int | None:
        """The store time at which there may be something to send; None when nothing waits."""
        due = [post.letters.next_due_ms() for post in self._posts]
        return min((at for at in due if at is not None), default=None)

    def hurry(self) -> None:
        """The person says "now"."""
        if not self._context.store.read_only:
            for post in self._posts:
                post.letters.make_due()

    def _run(self, post: _Post) -> tuple[int, bool]:
        """How many were sent, and whether the platform could be reached to the end."""
        context, sent = self._context, 0
        for letter in post.queue.due(MOST):
            try:
                received_at = post.send(letter)
            except (Refused, TooLarge) as error:
                post.letters.refuse(letter.id, error.what)
            except BackendError as error:
                failure = error
                post.letters.back_off(
                    letter.id,
                    str(error),
                    lambda tries: retry.wait_ms(failure, tries, context.rng),  # noqa: B023 - called at once
                )
                return sent, False
            else:
                context.crash(f"{post.name}.answered")
                post.letters.settle(letter.id, received_at)
                sent += 1
            context.hub.publish(OutboxChanged())
        return sent, True


def _send_note(backend: Backend, note: Note) -> str:
    return backend.send_note(note.campaign_id, note.id, note.text)


def _send_reading(backend: Backend, reading: Reading) -> str:
    return backend.acknowledge(reading.campaign_id, reading.version)
