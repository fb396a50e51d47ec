"""What the core tells the screens: kinds and ids, never data. Screens re-read their projection."""

from __future__ import annotations

import threading
from collections.abc import Callable

from msgspec import Struct


class Event(Struct, frozen=True):
    """Something has changed. Names are a subject and a verb in the past tense."""


class TasksChanged(Event, frozen=True):
    """Assignments were added, withdrawn or settled. Ids are task ids."""

    task_ids: tuple[str, ...] = ()


class CampaignsChanged(Event, frozen=True):
    """Campaigns or guidelines were added or changed."""

    campaign_ids: tuple[str, ...] = ()


class OutboxChanged(Event, frozen=True):
    """Submissions moved along their states."""

    submission_ids: tuple[str, ...] = ()


class FeedbackArrived(Event, frozen=True):
    """Reviews or comments came in for these submissions."""

    submission_ids: tuple[str, ...] = ()


class ReviewsChanged(Event, frozen=True):
    """Review items came, changed or have gone, or something that was said of them was settled. Ids are items' ids."""

    item_ids: tuple[str, ...] = ()


class FiguresArrived(Event, frozen=True):
    """Numbers of these campaigns came, or will not come."""

    campaign_ids: tuple[str, ...] = ()


class ConnectionChanged(Event, frozen=True):
    """The link to the platform was gained, lost or needs the person (see sync.status)."""


class DeviceLocked(Event, frozen=True):
    """The platform has locked this device: nothing of the account may be shown until it lets it in again."""


class AccountRevoked(Event, frozen=True):
    """The platform wants the data of the open account erased from this computer."""


class StoreTroubled(Event, frozen=True):
    """The store on this computer needs the person: `kind` is "full" (its reserve was used up) or "damaged"."""

    kind: str


Subscriber = Callable[[Event], None]


class EventHub:
    """Calls subscribers in the thread that publishes. The screens' one subscriber hops threads (ui/bridge.py)."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []
        self._lock = threading.Lock()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Adds a subscriber and returns the function that removes it again."""
        with self._lock:
            self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            with self._lock:
                if subscriber in self._subscribers:
                    self._subscribers.remove(subscriber)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tells every subscriber, in the order in which they came."""
        with self._lock:
            subscribers = tuple(self._subscribers)
        for subscriber in subscribers:
            subscriber(event)
