"""What all phases of sync work with, passed in once so that tests can replace each of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from hdclient.backends.base import Backend
from hdclient.clock import Clock
from hdclient.events import EventHub
from hdclient.store import Store


def no_crash(_point: str) -> None:
    """The default for `crash`: tests pass a function that dies at a named point."""


def no_pause() -> None:
    """The default for `pause`: nobody is there to be disturbed."""


@dataclass(frozen=True, slots=True)
class SyncContext:
    """Store, platform, events, time and chance. No phase keeps any of these for itself.

    `pause` returns when the next piece of work may begin: in a pause of the person's.
    """

    store: Store
    backend: Backend
    hub: EventHub
    clock: Clock
    rng: random.Random
    crash: Callable[[str], None] = no_crash
    pause: Callable[[], None] = no_pause
