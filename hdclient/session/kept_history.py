"""What review work is made of before it is sent: one history of named values, on the disk after every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hdclient.clock import Clock
from hdclient.errors import WorkError
from hdclient.model.base import JsonValue
from hdclient.session.history import EVERYTHING, History
from hdclient.store import Store
from hdclient.words import tr

SETTLE_MS = 400
"""A text that is being typed is saved at most this often; `flush` saves its end."""


class KeptHistory:
    """The draft of one review item. `state`: held (can be changed), done (sent), gone (not ours)."""

    def __init__(self, store: Store, clock: Clock, item_id: str, state: str) -> None:
        self.state = state
        self._store, self._clock, self._item_id = store, clock, item_id
        draft = store.review_items.draft(item_id)
        self._history = History.load(draft.get("said"), draft.get("history"), EVERYTHING)
        view = draft.get("view")
        self._view: dict[str, JsonValue] = dict(view) if isinstance(view, dict) else {}
        self._dirty = False
        self._closed = False
        self._saved_ms = clock.monotonic_ms()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: it was sent, has gone, or the disk refuses writes."""
        return self.state != "held" or self._closed or self._store.read_only

    @property
    def view(self) -> Mapping[str, JsonValue]:
        """What was looked at; as `set_view` left it."""
        return dict(self._view)

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would change something."""
        return self._history.can_undo and not self.read_only

    @property
    def can_redo(self) -> bool:
        """Whether `redo` would change something."""
        return self._history.can_redo and not self.read_only

    def undo(self) -> str | None:
        """Takes the last change back. Returns what it was about ("comment:ID", "decision" …); None for nothing."""
        return self._step(self._history.undo)

    def redo(self) -> str | None:
        """Makes the change again that was taken back last."""
        return self._step(self._history.redo)

    def set_view(self, **facts: JsonValue) -> None:
        """Remembers what is looked at; None forgets a fact. Saved with the next change, at the latest by `close`."""
        self._view = {name: one for name, one in {**self._view, **facts}.items() if one is not None}
        self._dirty = not self.read_only

    def flush(self) -> bool:
        """Saves what is not saved yet. Returns whether there was anything."""
        if not self._dirty or self.read_only:
            return False
        self._save()
        return True

    def close(self) -> None:
        """Saves and lets go. Safe to call twice."""
        self.flush()
        self._closed = True

    # For those who build on it

    def _value(self, key: str) -> JsonValue:
        return self._history.answers.get(key)

    def _of(self, prefix: str) -> dict[str, JsonValue]:
        """Values of one sort, by what follows the prefix."""
        return {
            key.removeprefix(prefix): value
            for key, value in self._history.answers.items()
            if key.startswith(prefix)
        }

    def _change(self, key: str, value: JsonValue, *, merge: bool = False) -> None:
        """Sets or clears (None) a value; `merge`: part of the last step, if that was of the same key."""
        self._must_be_open()
        if not self._history.change(key, value, merge=merge):
            return
        self._dirty = True
        if not merge or self._clock.monotonic_ms() - self._saved_ms >= SETTLE_MS:
            self._save()

    def _replace(self, changed: Mapping[str, JsonValue]) -> None:
        """Sets and clears several values as one step."""
        self._must_be_open()
        values = {**self._history.answers, **changed}
        if self._history.replace({key: value for key, value in values.items() if value is not None}):
            self._save()

    def _step(self, take: Callable[[], str | None]) -> str | None:
        self._must_be_open()
        key = take()
        if key is not None:
            self._save()
        return key

    def _save(self) -> None:
        draft: dict[str, JsonValue] = {
            "said": dict(self._history.answers),
            "history": self._history.dump(),
            "view": dict(self._view),
        }
        self._store.review_items.save(self._item_id, draft)
        self._dirty = False
        self._saved_ms = self._clock.monotonic_ms()

    def _must_be_open(self) -> None:
        if self.read_only:
            raise WorkError(
                tr("This review can no longer be changed."),
                tr("It was sent, or went to somebody else. Your words are kept."),
                tr("Take the next one from the queue."),
            )
