"""The numbers of one's own work and of campaigns, as they came last: what the two pages of numbers read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

from hdclient.model.base import InvalidValue, Value
from hdclient.model.person import Person
from hdclient.model.quality import CampaignNumbers, Mirror
from hdclient.store import Store
from hdclient.store.facts import PERSON

T = TypeVar("T", bound=Value)


class FiguresView(Struct, Generic[T], frozen=True):
    """`value` is None as long as none came. `fetched`: ISO 8601, for display. `waiting`: they are asked for.

    `reason`: why the platform gave none when it was asked last.
    """

    value: T | None
    fetched: str = ""
    waiting: bool = False
    reason: str = ""


class FiguresDesk:
    """Made by Desk.figures. `wake` tells sync that something is wished for. Main thread only."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store, self._wake = store, wake

    @property
    def sees_campaigns(self) -> bool:
        """Whether this person's role is told a campaign's numbers."""
        try:
            return Person.of_json(self._store.meta.get(PERSON)).judges
        except InvalidValue:
            return False

    def campaigns(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the person's campaigns."""
        return tuple((one.id, one.title) for one in self._store.tasks.campaigns())

    def mirror(self, campaign_id: str) -> FiguresView[Mirror]:
        """One's own numbers in a campaign, as they came last."""
        return self._view("mirror", campaign_id, Mirror)

    def campaign(self, campaign_id: str) -> FiguresView[CampaignNumbers]:
        """A campaign's numbers, as they came last."""
        return self._view("quality", campaign_id, CampaignNumbers)

    def ask(self, kind: str, campaign_id: str) -> None:
        """Asks the platform for newer ones ("mirror" or "quality"), now or as soon as it can be reached."""
        if not self._store.read_only:
            self._store.figures.wish(kind, campaign_id)
            self._wake()

    def _view(self, kind: str, campaign_id: str, value: type[T]) -> FiguresView[T]:
        row = self._store.figures.get(kind, campaign_id)
        try:
            found = value.of_json(row.body) if row.body else None
        except InvalidValue:
            found = None  # of another version of the program: asked for again
        return FiguresView(found, row.fetched, row.wished, row.reason)
