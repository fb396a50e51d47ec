"""Puts the parts together: config → store, backend, sync, desk. Starts, signs in, stops. Only entry points hold it.

It knows no screen and no thread of the screens: what takes time runs in a thread of its own and reports once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hdclient.clock import Clock, SystemClock
from hdclient.config import Config
from hdclient.content.contents import Contents
from hdclient.errors import ConfigError, HdError, KeyringMissing, SignInNeeded, StoreUnwritable, in_words
from hdclient.events import EventHub, StoreTroubled
from hdclient.model.ids import new_id
from hdclient.model.person import Person
from hdclient.session.desk import Desk
from hdclient.store.facts import DEVICE_ID, PERSON, PLATFORM_NAME, SERVER_UUID, TOKEN
from hdclient.store.keys import KeyProvider, KeyringKeys, SessionKeys
from hdclient.store.profile import Profile, account_folder, profiles
from hdclient.store.retention import Limits
from hdclient.store.store import Store
from hdclient.sync.courtesy import Courtesy

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from hdclient.backends.base import Backend
    from hdclient.store.care import Care
    from hdclient.store.ways_out import WayOut
    from hdclient.sync.status import Connection, ConnectionView
    from hdclient.sync.worker import SyncWorker

PRACTICE = "practice"
"""The origin that practice accounts have in place of an address (see hdclient/demo.py)."""

LAST_PUSH_S = 1.5
"""How long the end of the program may wait for what is still to be sent. The rest goes out at the next start."""

Report = Callable[[Exception | None], None]
"""Called once, in some thread, when something has ended: None, or what went wrong."""


class Link(Struct, frozen=True):
    """The way to one platform. `connect` takes a source of the token and the platform's known uuid."""

    origin: str
    connect: Callable[[Callable[[], str], str], Backend]
    poll_ms: int


def remote_link(origin: str, poll_s: int) -> Link:
    """A platform over HTTP. Raises ConfigError for an address that cannot be one."""
    from hdclient.backends.origin import checked_origin

    def connect(token: Callable[[], str], server_uuid: str) -> Backend:
        from hdclient.backends.platform import (
            PlatformBackend,
        )  # start-up: httpx is not needed to show saved work

        return PlatformBackend(origin, token, server_uuid=server_uuid)

    origin = checked_origin(origin)
    return Link(origin, connect, poll_s * 1000)


def _sync_worker(
    store: Store,
    backend: Backend,
    hub: EventHub,
    clock: Clock,
    connection: Connection,
    link: Link,
    courtesy: Courtesy,
) -> SyncWorker:
    import random  # start-up, as are the next

    from hdclient.sync.engine import SyncEngine
    from hdclient.sync.worker import SyncWorker

    engine = SyncEngine(
        store,
        backend,
        hub,
        clock,
        random.Random(),
        connection=connection,
        pause=courtesy.wait,
        attended=courtesy.is_attended,
    )
    return SyncWorker(engine, poll_ms=link.poll_ms)


class App:
    """The running program without its screens."""

    def __init__(
        self,
        config: Config,
        *,
        keys: KeyProvider | None = None,
        clock: Clock | None = None,
        link: Callable[[str], Link] | None = None,
    ) -> None:
        """`link` finds the way to an origin; tests and the demo bring their own."""
        self.config = config
        self.hub = EventHub()
        self._keys = keys or KeyringKeys()
        self._clock = clock or SystemClock()
        self._link = link or (lambda origin: remote_link(origin, config.poll_s))
        self._store: Store | None = None
        self._desk: Desk | None = None
        self._worker: SyncWorker | None = None
        self._connection: Callable[[], ConnectionView] | None = None
        self._starting: threading.Thread | None = None
        self.courtesy = Courtesy()  # the screens tell it of every key
        self._contents: Contents | None = None
        self._busy = threading.Lock()
        self._handover = threading.Lock()
        self._origin = ""
        self._passing: TemporaryDirectory[str] | None = None
        self._care: Care | None = None
        self._last: Profile | None = None

    # -- what screens may ask --

    @property
    def desk(self) -> Desk | None:
        """The person's desk; None before sign-in."""
        return self._desk

    @property
    def contents(self) -> Contents | None:
        """Prepared content of the open account; None before sign-in."""
        return self._contents

    @property
    def data_dir(self) -> Path:
        """Where the encrypted stores are."""
        return self.config.data_dir

    @property
    def server(self) -> str:
        """The address that sign-in offers first; empty: none."""
        return self.config.server

    @property
    def left_aside(self) -> tuple[str, ...]:
        """Settings that cannot be used, each as a sentence."""
        return self.config.left_aside

    @property
    def theme(self) -> str:
        """The look before a person has chosen one."""
        return self.config.theme

    @property
    def origin(self) -> str:
        """Where the open work belongs; empty before sign-in."""
        return self._origin

    @property
    def is_kept(self) -> bool:
        """False while practising without a keyring: what is done then ends with the program."""
        return self._passing is None

    def connection(self) -> tuple[str, str, str]:
        """How the link to the platform stands: state, sentence, last contact as ISO 8601 or ""."""
        if self._connection is None:
            return ("starting", "", "")
        view = self._connection()
        contact = "" if view.last_contact is None else view.last_contact.isoformat()
        return (view.state.value, view.trouble or view.error or view.notice, contact)

    def sync_now(self) -> None:
        """The person says "now": waiting times are forgotten."""
        if self._worker is not None:
            self._worker.wake(hurry=True)

    # -- starting --

    def open_last(self) -> bool:
        """Opens the work that was open last (of the configured server, if one is set). False: there is none yet.

        Raises StoreError or KeyringError; a disk that refuses writes gives a read-only desk instead.
        """
        broken: Profile | None = None
        for profile in profiles(self.config.data_dir):
            card = profile.card()
            if card is None:
                broken = broken or profile
                continue
            if not card.ready or self.config.server not in ("", card.origin):
                continue
            self._last = profile
            try:
                store = profile.open(self._keys, clock=self._clock)
            except StoreUnwritable:
                store = profile.open(self._keys, clock=self._clock, read_only=True)
            self._use(store, card.origin)
            return True
        if broken is not None:
            broken.open(self._keys, clock=self._clock)  # says what is wrong with it
        return False

    def ways_out(self, error: HdError) -> tuple[WayOut, ...]:
        """What can be done about the error that `open_last` raised, the best first."""
        from hdclient.store.ways_out import ways_out  # start-up

        return () if self._last is None else ways_out(error, self._last, self._keys, self._clock)

    def start_sync(self) -> None:
        """Begins to send and fetch, and to prepare content. Called after the first paint; returns at once."""
        if self._contents is not None:
            self._contents.start()
        if self._store is None or self._store.read_only or self._starting is not None:
            return
        self._starting = threading.Thread(target=self._begin_sync, name="hdclient-start", daemon=True)
        self._starting.start()
        if self.is_kept:
            from hdclient.store.care import Care  # start-up

            self._care = Care(self._store, self.courtesy.wait)
            self._care.start()

    def sign_in(self, origin: str, token: str, report: Report) -> None:
        """Checks a server and a token in the background; after success `desk` is there and sync runs."""
        self._in_background(lambda: self._sign_in(origin, token), report)

    def start_practice(self, report: Report) -> None:
        """Opens the practice campaigns in the background; after success `desk` is there and sync runs."""
        self._in_background(self._practise, report)

    # -- ending --

    def close(self) -> None:
        """Saves, sends what can be sent at once, closes the store. The app can open another account after it."""
        self.courtesy.end()
        if self._contents is not None:
            self._contents.stop()
        if self._desk is not None:
            self._desk.close()
        self._send_last()
        if self._care is not None:
            self._care.stop()
        with self._handover:  # what is still being started finds no store, and does not start
            store, worker = self._store, self._worker
            self._desk = self._store = self._worker = self._connection = self._starting = None
            self._contents = None
            self._origin = ""
            self.courtesy = Courtesy()
        if worker is not None:
            worker.stop()
        if store is not None:
            store.close()

    def stop(self) -> None:
        """The end of the program. Safe to call twice."""
        self.close()
        if self._passing is not None:
            self._passing.cleanup()
            self._passing = None

    # -- inside --

    def _use(self, store: Store, origin: str) -> None:
        from hdclient.content import ENGINE

        self._store, self._origin = store, origin
        store.limit(Limits.of(self.config))
        store.on_trouble = lambda kind: self.hub.publish(StoreTroubled(kind))
        if not store.read_only:
            if not store.meta.get(DEVICE_ID):
                store.meta.set(DEVICE_ID, new_id())
            store.outbox.recover()
        self._contents = Contents(ENGINE, store.prepared, worker=True, quiet=self.courtesy.is_long)
        self._desk = Desk(store, self.hub, self._clock, content_engine=ENGINE, wake=self._wake)

    def _wake(self) -> None:
        self.courtesy.seen()
        if self._worker is not None:
            self._worker.wake()

    def _begin_sync(self) -> None:
        from hdclient.sync.status import Connection

        store = self._store
        if store is None:
            return
        connection = Connection(self.hub, self._clock)
        self._connection = lambda: connection.view
        try:
            link = self._link(self._origin)
            backend = link.connect(lambda: store.meta.get(TOKEN), store.meta.get(SERVER_UUID))
        except HdError as error:
            connection.stumbled(str(error))
            return
        worker = _sync_worker(store, backend, self.hub, self._clock, connection, link, self.courtesy)
        with self._handover:
            if self._store is store:
                self._worker = worker
                worker.start()
                return
        backend.close()

    def _sign_in(self, origin: str, token: str) -> None:
        link = self._link(origin)
        backend = link.connect(lambda: token, "")
        try:
            meta = backend.meta()
            person = backend.me()
        except SignInNeeded:
            raise SignInNeeded(
                "The platform does not know this token.",
                "You are not signed in with it.",
                "Check that it is whole, or ask for a new one.",
            ) from None
        finally:
            backend.close()
        if self._store is not None:
            self._renew_token(self._store, link.origin, meta.server_uuid, person, token)
            return
        data_dir = self.config.data_dir if self._passing is None else Path(self._passing.name)
        profile = Profile(account_folder(data_dir, link.origin, person.id))
        store = profile.open_or_create(self._keys, link.origin, clock=self._clock)
        known = store.meta.get(SERVER_UUID)
        if known and known != meta.server_uuid:
            store.close()
            raise ConfigError(
                "Another platform than the one you worked with before answers at this address.",
                "Your saved work was left as it is.",
                "Check the address, or ask your programme manager.",
            )
        with store.transaction():
            store.meta.set(SERVER_UUID, meta.server_uuid)
            store.meta.set(PLATFORM_NAME, meta.name)
            store.meta.set(PERSON, person.as_json())
            store.meta.set(TOKEN, token)
        self._use(store, link.origin)
        self.start_sync()

    def _practise(self) -> None:
        try:
            self._sign_in(PRACTICE, "")
        except KeyringMissing:
            # Practice is worth having without a keyring: nothing in it is confidential or paid for.
            self._keys = SessionKeys()
            from tempfile import TemporaryDirectory  # start-up

            self._passing = TemporaryDirectory(prefix="hdclient-practice-")
            self._sign_in(PRACTICE, "")

    def _renew_token(self, store: Store, origin: str, server_uuid: str, person: Person, token: str) -> None:
        """A new token for the account that is open: the work that lies here must stay that person's."""
        known = store.meta.get(PERSON)
        same = origin == self._origin and store.meta.get(SERVER_UUID) in ("", server_uuid)
        if not same or (known and Person.of_json(known).id != person.id):
            raise ConfigError(
                "This token belongs to another account than the one that is open.",
                "Nothing was changed; the open account's work is safe.",
                "Close this account first, then sign in to the other one.",
            )
        store.meta.set(TOKEN, token)
        self.sync_now()

    def _in_background(self, work: Callable[[], None], report: Report) -> None:
        def run() -> None:
            failure: Exception | None = None
            with self._busy:
                try:
                    work()
                except HdError as error:
                    failure = error
                except Exception as error:
                    failure = in_words(error, self.data_dir)
            report(failure)

        threading.Thread(target=run, name="hdclient-sign-in", daemon=True).start()

    def _send_last(self) -> None:
        """A moment for what was submitted just now; only where the platform can be reached."""
        store, worker = self._store, self._worker
        if store is None or worker is None or self._connection is None or store.read_only:
            return
        from hdclient.sync.status import ConnectionState

        if self._connection().state is not ConnectionState.ONLINE:
            return
        if store.outbox.release_all() or store.outbox.next_due_ms() is not None:
            worker.wake(hurry=True)
            end = time.monotonic() + LAST_PUSH_S
            while store.outbox.next_due_ms() is not None and time.monotonic() < end:
                time.sleep(0.02)
