"""The parts of a desk that are made when a screen asks for them: imported then, so that the first window needs none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hdclient.clock import Clock
from hdclient.events import EventHub
from hdclient.session.work_session import SessionSetup
from hdclient.store import Store

if TYPE_CHECKING:
    from hdclient.session.answering import AnswerDesk
    from hdclient.session.came_back import Recurring
    from hdclient.session.exposure import ExposureDesk
    from hdclient.session.figures import FiguresDesk
    from hdclient.session.known_care import KnownCareDesk
    from hdclient.session.records import Records
    from hdclient.session.reviewing import ReviewDesk
    from hdclient.session.rework import Rework
    from hdclient.session.work_session import WorkSession


class Rooms:
    """What every part of a desk is made of."""

    def __init__(
        self, store: Store, hub: EventHub, clock: Clock, setup: SessionSetup, wake: Callable[[], None]
    ) -> None:
        self._store, self._hub, self._clock, self._setup, self._wake = store, hub, clock, setup, wake

    @property
    def records(self) -> Records:
        """What was submitted, the history of the open task, and the report of a problem."""
        from hdclient.session.records import Records  # start-up

        return Records(self._store, self._clock, self._setup.kinds, self._wake)

    @property
    def exposure(self) -> ExposureDesk:
        """How much that can hurt this person looks at, and the limits to it."""
        from hdclient.session.exposure import ExposureDesk  # start-up

        return ExposureDesk(self._store)

    @property
    def figures(self) -> FiguresDesk:
        """The numbers of one's own work and of campaigns."""
        from hdclient.session.figures import FiguresDesk  # start-up

        return FiguresDesk(self._store, self._wake)

    @property
    def reviewing(self) -> ReviewDesk:
        """The reviewer's queue and what was sent from it."""
        from hdclient.session.reviewing import ReviewDesk  # start-up

        return ReviewDesk(self._store, self._hub, self._clock, self._setup.kinds, self._wake)

    @property
    def known_care(self) -> KnownCareDesk:
        """What operations look after: disagreements with known answers, and who may work."""
        from hdclient.session.known_care import KnownCareDesk  # start-up

        return KnownCareDesk(self._store, self._hub, self._wake)

    def rework_of(self, session: WorkSession) -> Rework:
        """What was submitted, what the reviewer would have, and what stands there now. Of revision 2 and later."""
        from hdclient.session.rework import Rework  # start-up

        return Rework(self._store, session, self._setup.kinds, self.answering)

    def came_back(self) -> tuple[Recurring, ...]:
        """What reviewers say of this person's work most often."""
        from hdclient.session.came_back import came_back  # start-up

        return came_back(self._store)

    @property
    def answering(self) -> AnswerDesk:
        """The trainer's replies, marks and appeals."""
        from hdclient.session.answering import AnswerDesk  # start-up

        return AnswerDesk(self._store, self._hub, self._wake)
