"""The sync engine: one synchronous object that brings submissions out and tasks and feedback in.

Push before pull: a person's words go first. Store, platform, hub, clock and chance are passed in; there is no thread,
no sleep and no wall clock in here. Everything that must survive is in the store; what is kept in memory (waiting
times, suspicions, confirmations) may be forgotten at any moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from hdclient.backends.base import Backend
from hdclient.clock import Clock
from hdclient.errors import BackendError, NotOurPlatform, PlatformFault, SignInNeeded
from hdclient.events import EventHub
from hdclient.model.person import Person
from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.store.facts import PERSON, PLATFORM_NAME, SERVER_UUID
from hdclient.sync import retry
from hdclient.sync.audit import Audit, AuditReport
from hdclient.sync.context import SyncContext, no_crash, no_pause
from hdclient.sync.device import DeviceWatch, Verdict
from hdclient.sync.fetch import Fetch, FetchReport
from hdclient.sync.figures import FiguresPull
from hdclient.sync.letters import LettersPush
from hdclient.sync.proofs import Proofs
from hdclient.sync.pull import Pull, PullReport
from hdclient.sync.push import Push, PushReport
from hdclient.sync.reviewing import ReviewSync
from hdclient.sync.status import Connection, ConnectionState
from hdclient.words import tr


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did. `error`: what ended it early. `rested`: it was too early to try again."""

    pushed: PushReport = field(default_factory=PushReport)
    pulled: PullReport = field(default_factory=PullReport)
    fetched: FetchReport = field(default_factory=FetchReport)
    audited: AuditReport = field(default_factory=AuditReport)
    error: BackendError | None = None
    rested: bool = False


class SyncEngine:
    """Not for two threads at once. `hurry` included: the worker calls it in its own thread.

    `pause` is called before each part of a round, and returns when the part may begin. `attended`: somebody has
    worked at this computer lately; a program that nobody sits at holds no tasks for ever. `judged` hears when the
    platform has locked this device, or wants its data erased (`offline_hours`: DeviceWatch); it must not wait for
    this thread.
    """

    def __init__(
        self,
        store: Store,
        backend: Backend,
        hub: EventHub,
        clock: Clock,
        rng: random.Random,
        crash: Callable[[str], None] = no_crash,
        connection: Connection | None = None,
        pause: Callable[[], None] = no_pause,
        attended: Callable[[], bool] = lambda: True,
        judged: Callable[[Verdict], None] = lambda _verdict: None,
        offline_hours: int = 0,
    ) -> None:
        context = SyncContext(store, backend, hub, clock, rng, crash, pause)
        self.connection = connection or Connection(hub, clock)
        self._context = context
        self._device = DeviceWatch(context, judged, offline_hours)
        self._push = Push(context)
        self._pull = Pull(context)
        self._fetch = Fetch(context, attended)
        self._audit = Audit(context)
        self._proofs = Proofs(context)
        self._letters = LettersPush(context)
        self._reviewing = ReviewSync(context)
        self._figures = FiguresPull(context)
        self._recovered = False
        self._greeted = False
        self._epoch = ""
        self._link_failures = 0
        self._rest_until_ms = 0

    # -- what callers do --

    def run_once(self) -> RunReport:
        """One round: greet, push, pull, fetch, audit. A failure ends the round; what was done before stands."""
        if self._context.clock.monotonic_ms() < self._rest_until_ms:
            return RunReport(rested=True)
        pushed, pulled, fetched = PushReport(), PullReport(), FetchReport()
        try:
            self._context.pause()
            self.greet()
            self._context.pause()
            pushed = self.push()
            # Trouble with what was sent need not be trouble with the platform: the pull will tell.
            if pushed.error is not None and _ends_round(pushed.error):
                raise pushed.error
            self._context.pause()
            pulled = self.pull()
            self._context.pause()
            self._reviewing.fetch()
            self._context.pause()
            fetched = self.fetch()
        except BackendError as error:
            self._failed(error)
            return RunReport(pushed, pulled, fetched, error=error)
        self._link_failures = 0
        self.connection.reached()
        self._device.reached()
        self._context.pause()
        audited = self._audit.run()
        for part in (self._proofs.run, self._letters.run, self._figures.run):
            self._context.pause()
            part()
        notices = [pulled.notice, fetched.notice, self._audit.notice, self._proofs.notice]
        self.connection.noticed(" ".join(filter(None, notices)))
        return RunReport(pushed, pulled, fetched, audited, pushed.error)

    def recover(self) -> None:
        """At start: what was being sent when the program ended is queued again, with the same id and bytes.

        Only then: recovering also closes the undo windows, and the person may have opened one meanwhile.
        """
        if self._recovered:
            return
        self._recovered = True
        if self._context.store.views.states().get(SubmissionState.SENDING):
            self._context.store.outbox.recover()

    def greet(self) -> None:
        """Asks who is there, without the token, before anything is said. Raises NotOurPlatform, SignInNeeded."""
        self.recover()
        if self._greeted:
            return
        store = self._context.store
        meta = self._context.backend.meta()
        known = store.meta.get(SERVER_UUID)
        if known and known != meta.server_uuid:
            raise NotOurPlatform(
                tr("Another platform than the one you work with answered."),
                tr("Nothing was sent or taken. Your work is safe on this computer."),
                tr("Check the platform's address, or ask your programme manager."),
            )
        self._push.take_limits(meta.limits)
        self._audit.take_limits(meta.limits)
        self._proofs.meet(meta)
        self._check_person(self._context.backend.me())
        self._audit.before_new_work(meta.epoch)
        self._epoch = meta.epoch
        self._reviewing.meet(meta.epoch)
        with store.transaction():
            store.meta.set(SERVER_UUID, meta.server_uuid)
            store.meta.set(PLATFORM_NAME, meta.name)
        self._greeted = True
        if self.connection.state is ConnectionState.STARTING:
            self.connection.reached()
        else:
            self.connection.heard()  # only a whole round says "online" again: else the state would flicker

    def push(self) -> PushReport:
        """Sends what is due. Failures are in the report, and in the outbox."""
        self.recover()
        report = self._push.run(first_only=self._audit.holds_revisions(self._epoch))
        if report.settled:
            self._fetch.leases_used()
        if report.error is None or not _ends_round(report.error):
            self._reviewing.push()
        return report

    def pull(self) -> PullReport:
        """Reads the feed to its end. Raises BackendError; what was read before stands."""
        report = self._pull.run()
        if report.reviews_moved or report.campaigns_moved:
            self._reviewing.moved()
        if report.campaigns_moved:
            self._fetch.campaigns_moved()
        elif report.leases_moved:
            self._fetch.leases_moved()
        return report

    def fetch(self) -> FetchReport:
        """Brings in tasks and files. Raises BackendError; what was fetched before stands."""
        return self._fetch.run()

    def hurry(self) -> None:
        """The person says "now", or has signed in: forget all waiting times."""
        self._rest_until_ms = 0
        self._link_failures = 0
        self._push.hurry()
        self._letters.hurry()
        self._reviewing.hurry()
        self._fetch.hurry()

    def wait_ms(self, poll_ms: int) -> int:
        """How long nothing needs to be done: until the poll, or until something can be sent. 0: go on now."""
        wait = poll_ms
        for due in (self._push.next_ms(), self._letters.next_ms(), self._reviewing.next_ms()):
            if due is not None:
                wait = min(wait, due - self._context.store.elapsed_ms())
        return max(0, wait, self._rest_until_ms - self._context.clock.monotonic_ms())

    def close(self) -> None:
        """Lets go of the connection. No call may follow."""
        self._context.backend.close()

    # -- inside --

    def _check_person(self, person: Person) -> None:
        """A store belongs to one person: another one's token must not send these words as theirs."""
        store = self._context.store
        known = store.meta.get(PERSON)
        if known and Person.of_json(known).id != person.id:
            raise SignInNeeded(
                tr("You are signed in as somebody else than the person whose work is saved here."),
                tr("Nothing was sent. The work is safe on this computer."),
                tr("Sign in with the account that this work belongs to."),
            )
        text = person.as_json()
        if text != known:
            store.meta.set(PERSON, text)

    def _failed(self, error: BackendError) -> None:
        """The link rests, longer each time; the next round begins with asking who is there."""
        self._link_failures += 1
        wait = retry.wait_ms(error, self._link_failures, self._context.rng, longest_ms=retry.LONGEST_REST_MS)
        self._rest_until_ms = self._context.clock.monotonic_ms() + wait
        self._greeted = False
        self.connection.failed(error)
        self._device.failed(error)


def _ends_round(error: BackendError) -> bool:
    return retry.rule(error).rests and not isinstance(error, PlatformFault)
