"""The one place that knows two threads exist: events and reports from any thread arrive here in the main
thread.

Everything else of the screens runs in the main thread, and nothing of the core knows Qt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from hdclient.events import Event, EventHub


class EventBridge(QObject):
    """Make it in the main thread. One queued signal carries everything, so that the order is kept.

    Also what is published in the main thread itself arrives later, from the event loop: no screen re-reads
    in the middle of what it is doing.
    """

    happened = Signal(object)
    """An Event of hdclient.events, in the main thread."""
    _posted = Signal(object)

    def __init__(self, hub: EventHub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._open = True
        self._posted.connect(self._arrive, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = hub.subscribe(self._post)

    def on_main(self, function: Callable[..., None]) -> Callable[..., None]:
        """A function that may be called from any thread and runs `function` in the main one, a little
        later.
        """

        def post(*arguments: Any) -> None:
            self._post(lambda: function(*arguments))

        return post

    def close(self) -> None:
        """Lets nothing through any more. Safe to call twice, and while other threads publish."""
        self._unsubscribe()
        with self._lock:
            self._open = False

    def _post(self, message: Event | Callable[[], None]) -> None:
        # The lock keeps the object alive while another thread is in the middle of emitting.
        with self._lock:
            if self._open:
                self._posted.emit(message)

    def _arrive(self, message: object) -> None:
        if not self._open:
            return
        if isinstance(message, Event):
            self.happened.emit(message)
        elif callable(message):
            message()
