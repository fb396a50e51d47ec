"""One account while it is open: its store, its desk, its prepared content, and what works for it in the background.

The main thread uses the desk and calls `let_go`; `close` may take seconds and belongs in another thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from hdclient.accounts.link import Link
from hdclient.clock import Clock
from hdclient.content.contents import Contents
from hdclient.errors import HdError, StoreError, in_words
from hdclient.events import EventHub, StoreTroubled
from hdclient.model.ids import new_id
from hdclient.session.desk import Desk
from hdclient.store.facts import DEVICE_ID, SERVER_UUID, TOKEN
from hdclient.store.profile import Profile
from hdclient.store.store import Store
from hdclient.sync.courtesy import Courtesy
from hdclient.words import language, tr

if TYPE_CHECKING:
    from hdclient.store.care import Care
    from hdclient.sync.device import Verdict
    from hdclient.sync.status import Connection, ConnectionView
    from hdclient.sync.worker import SyncWorker

LAST_PUSH_S = 1.5
"""How long the end of an account's work may wait for what is still to be sent. The rest goes out at the next start."""


class OpenAccount:
    """`link` finds the way to the account's origin; `judged` hears what the platform says of this device."""

    def __init__(
        self,
        profile: Profile,
        store: Store,
        origin: str,
        hub: EventHub,
        clock: Clock,
        link: Callable[[str], Link],
        judged: Callable[[OpenAccount, Verdict], None],
        offline_hours: int = 0,
    ) -> None:
        from hdclient.content import ENGINE

        self.profile, self.store, self.origin = profile, store, origin
        self._hub, self._clock, self._link, self._judged = hub, clock, link, judged
        self._offline_hours = offline_hours
        self._worker: SyncWorker | None = None
        self._connection: Callable[[], ConnectionView] | None = None
        self._starting: threading.Thread | None = None
        self._care: Care | None = None
        self._handover = threading.Lock()
        self._again = threading.Event()
        """Sync, which could not begin, is to be tried again now."""
        self._closed = False
        self.courtesy = Courtesy()  # the screens tell it of every key
        store.on_trouble = lambda kind: hub.publish(StoreTroubled(kind))
        if not store.read_only:
            if not store.meta.get(DEVICE_ID):
                store.meta.set(DEVICE_ID, new_id())
            store.outbox.recover()
        engine = ENGINE if language() == "en" else f"{ENGINE}/{language()}"  # its notes are in the trees
        self.contents = Contents(engine, store.prepared, worker=True, quiet=self.courtesy.is_long)
        self.desk = Desk(store, hub, clock, content_engine=ENGINE, wake=self._wake)

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.profile.folder.name

    def start(self, *, care: bool) -> None:
        """Begins to send and fetch, and to prepare content; with `care`, to look after the store. Returns at once."""
        self.contents.start()
        if self.store.read_only or self._starting is not None:
            return
        self._starting = threading.Thread(target=self._begin_sync, name="hdclient-start", daemon=True)
        self._starting.start()
        if care:
            from hdclient.store.care import Care  # start-up

            self._care = Care(self.store, self.courtesy.wait)
            self._care.start()

    def connection(self) -> ConnectionView | None:
        """How the link to the platform stands; None before sync began."""
        return None if self._connection is None else self._connection()

    def sync_now(self) -> None:
        """The person says "now": waiting times are forgotten."""
        self._again.set()
        if self._worker is not None:
            self._worker.wake(hurry=True)

    def let_go(self) -> None:
        """Main thread: saves the open draft and holds nothing back. No call to the desk may follow."""
        self.desk.close()
        self.courtesy.end()
        self.contents.stop()

    def close(self, *, copy: bool = True, sign_out: bool = False) -> None:
        """Sends what can be sent at once and closes the store; with it the key is gone. After `let_go`.

        `copy`: where no backup is new enough, one is made before. Not for what must be closed at once. `sign_out`: its
        token is forgotten when nothing is sent any more. Raises StoreFull when it cannot be; it is closed all the same.
        """
        self._send_last()
        if self._care is not None:
            self._care.stop()
        with self._handover:  # what is still being started finds it closed, and does not start
            self._closed = True
            self._again.set()
            worker, self._worker = self._worker, None
            self._connection = None
        if worker is not None:
            worker.stop()
        try:
            if sign_out and not self.store.read_only:
                self.store.meta.set(TOKEN, "")
            if copy and self._care is not None:
                self._care.last_copy()
        finally:
            self.store.close()

    # -- inside --

    def _wake(self) -> None:
        self.courtesy.seen()
        if self._worker is not None:
            self._worker.wake()

    def _begin_sync(self) -> None:
        import random  # start-up, as are the next

        from hdclient.sync import retry
        from hdclient.sync.status import Connection

        connection = Connection(self._hub, self._clock)
        self._connection = lambda: connection.view
        failures, rng = 0, random.Random()
        while not self._closed and not self._could_begin(connection):
            failures += 1
            wait = retry.backoff_ms(failures, rng, longest_ms=retry.LONGEST_REST_MS)
            self._again.wait(wait / 1000)
            self._again.clear()

    def _could_begin(self, connection: Connection) -> bool:
        """False: it could not, which is said; nothing would be sent, and nobody would know."""
        try:
            self._start_worker(connection)
        except HdError as error:
            connection.stumbled(
                f"{error} {tr('It is tried again by itself, and at once when you ask for it.')}"
            )
        except Exception as error:
            in_words(error, self.profile.folder)
            connection.stumbled(
                tr(
                    "Sending and receiving could not begin, by a fault of hdclient. Your work is safe on this computer."
                    " It is tried again by itself; if it stays so, start hdclient again and report it."
                )
            )
        else:
            return True
        return False

    def _start_worker(self, connection: Connection) -> None:
        store = self.store
        link = self._link(self.origin)
        backend = link.connect(
            lambda: store.meta.get(TOKEN), store.meta.get(SERVER_UUID), store.meta.get(DEVICE_ID)
        )
        import random  # start-up, as are the next

        from hdclient.sync.engine import SyncEngine
        from hdclient.sync.worker import SyncWorker

        engine = SyncEngine(
            store,
            backend,
            self._hub,
            self._clock,
            random.Random(),
            connection=connection,
            pause=self.courtesy.wait,
            attended=self.courtesy.is_attended,
            judged=lambda verdict: self._judged(self, verdict),
            offline_hours=self._offline_hours,
        )
        worker = SyncWorker(engine, poll_ms=link.poll_ms)
        connection.stumbled("")
        with self._handover:
            if not self._closed:
                self._worker = worker
                worker.start()
                return
        backend.close()

    def _send_last(self) -> None:
        """A moment for what was submitted just now; only where the platform can be reached."""
        store, worker, view = self.store, self._worker, self.connection()
        if worker is None or view is None or store.read_only:
            return
        from hdclient.sync.status import ConnectionState

        if view.state is not ConnectionState.ONLINE:
            return
        try:
            released = store.outbox.release_all()
        except StoreError:
            return  # a full disk: the next start holds nothing back
        if released or store.outbox.next_due_ms() is not None:
            worker.wake(hurry=True)
            end = time.monotonic() + LAST_PUSH_S
            while store.outbox.next_due_ms() is not None and time.monotonic() < end:
                time.sleep(0.02)
