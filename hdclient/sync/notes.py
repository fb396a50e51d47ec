"""Brings notes to the platform: by their id, so that a note which may have arrived is sent again and kept once there.

Trouble with a note stops nothing else, and work goes first.
"""

from __future__ import annotations

from hdclient.errors import BackendError, Refused, TooLarge
from hdclient.events import OutboxChanged
from hdclient.sync import retry
from hdclient.sync.context import SyncContext

MOST = 20
"""In one round."""


class NotesPush:
    """Keeps nothing in memory."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context

    def run(self) -> int:
        """Sends what is due; stops at the first that finds no answer. Returns how many the platform has now."""
        context, sent = self._context, 0
        for note in context.store.notes.due(MOST):
            try:
                received_at = context.backend.send_note(note.campaign_id, note.id, note.text)
            except (Refused, TooLarge) as error:
                context.store.notes.refuse(note.id, error.what)
            except BackendError as error:
                failure = error
                context.store.notes.back_off(
                    note.id,
                    str(error),
                    lambda tries: retry.wait_ms(failure, tries, context.rng),  # noqa: B023 - called at once
                )
                break
            else:
                context.crash("note.answered")
                context.store.notes.settle(note.id, received_at)
                sent += 1
            context.hub.publish(OutboxChanged())
        return sent

    def next_ms(self) -> int | None:
        """The store time at which there may be something to send; None when nothing waits."""
        return self._context.store.notes.next_due_ms()

    def hurry(self) -> None:
        """The person says "now"."""
        if not self._context.store.read_only:
            self._context.store.notes.make_due()
