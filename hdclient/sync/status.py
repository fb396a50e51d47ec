"""How the link to the platform stands, in one of five words and one sentence. Written by sync, read by screens."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hdclient.clock import Clock
from hdclient.errors import BackendError, Forbidden, NotOurPlatform, SignInNeeded
from hdclient.events import ConnectionChanged, EventHub


class ConnectionState(StrEnum):
    """What the chip shows. `starting`: nothing has been tried yet."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGN_IN_NEEDED = "sign_in_needed"
    NOT_OUR_PLATFORM = "not_our_platform"


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """The facts at one moment."""

    state: ConnectionState = ConnectionState.STARTING
    last_contact: datetime | None = None
    """The wall clock at the last whole answer, for display only."""
    error: str = ""
    """The last failure as sentences for the person; empty while all is well."""
    trouble: str = ""
    """A failure of hdclient itself in the background, as a sentence; empty while there is none."""
    notice: str = ""
    """What the platform does that a person should know although nothing failed; empty while there is nothing."""


class Connection:
    """Thread-safe; tells the hub whenever state or sentence change."""

    def __init__(self, hub: EventHub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._lock = threading.Lock()
        self._view = ConnectionView()

    @property
    def view(self) -> ConnectionView:
        """The facts now."""
        with self._lock:
            return self._view

    @property
    def state(self) -> ConnectionState:
        """The state now."""
        return self.view.state

    def reached(self) -> None:
        """The platform gave a whole answer."""
        self._set(state=ConnectionState.ONLINE, last_contact=self._clock.now(), error="")

    def heard(self) -> None:
        """The platform gave an answer, but whether all is well remains to be seen."""
        self._set(last_contact=self._clock.now())

    def failed(self, error: BackendError) -> None:
        """An exchange failed."""
        if isinstance(error, SignInNeeded | Forbidden):
            state = ConnectionState.SIGN_IN_NEEDED
        elif isinstance(error, NotOurPlatform):
            state = ConnectionState.NOT_OUR_PLATFORM
        else:
            state = ConnectionState.OFFLINE
        self._set(state=state, error=str(error))

    def stumbled(self, sentence: str) -> None:
        """hdclient's own background work failed; empty: it works again."""
        self._set(trouble=sentence)

    def noticed(self, sentences: str) -> None:
        """Something that a person should know; empty: no longer."""
        self._set(notice=sentences)

    def _set(self, **facts: object) -> None:
        with self._lock:
            before = self._view
            self._view = replace(before, **facts)  # type: ignore[arg-type]
            after = self._view
        if replace(before, last_contact=None) != replace(after, last_contact=None):
            self._hub.publish(ConnectionChanged())
