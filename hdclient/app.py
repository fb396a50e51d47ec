"""Puts the parts together: config → store, backend, sync, desk. Starts, signs in, stops. Only entry points hold it.

It knows no screen and no thread of the screens: what takes time runs in a thread of its own and reports once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hdclient.accounts import last
from hdclient.accounts.accounts import Accounts, Report
from hdclient.accounts.link import PRACTICE, Link, remote_link
from hdclient.clock import Clock, SystemClock
from hdclient.config import Config
from hdclient.content.contents import Contents
from hdclient.errors import AccountFolderGone, HdError, KeyringMissing
from hdclient.events import ConnectionChanged, Event, EventHub, StoreTroubled
from hdclient.session.desk import Desk
from hdclient.store.keys import KeyProvider, KeyringKeys, SessionKeys
from hdclient.store.retention import Limits
from hdclient.store.store import Store
from hdclient.sync.courtesy import Courtesy

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from hdclient.accounts.copies import Copies
    from hdclient.diary import Diary
    from hdclient.store.ways_out import WayOut

__all__ = ["PRACTICE", "App", "Link", "Report", "remote_link"]


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
        self._clock = clock or SystemClock()
        self._link = link or (lambda origin: remote_link(origin, config.poll_s))
        self.accounts = Accounts(
            config.data_dir,
            keys or KeyringKeys(),
            self._clock,
            self._link,
            self.hub,
            limits=lambda: Limits.of(config),
            offline_hours=config.offline_hours,
        )
        self._passing: TemporaryDirectory[str] | None = None
        self._nobody = Courtesy()
        self._diary: Diary | None = None

    # -- what screens may ask --

    @cached_property
    def copies(self) -> Copies:
        """Backups of the open account."""
        from hdclient.accounts.copies import Copies  # start-up

        return Copies(self.accounts, self._clock)

    @property
    def desk(self) -> Desk | None:
        """The person's desk; None before sign-in and while locked."""
        return None if self.accounts.open is None else self.accounts.open.desk

    @property
    def contents(self) -> Contents | None:
        """Prepared content of the open account; None before sign-in."""
        return None if self.accounts.open is None else self.accounts.open.contents

    @property
    def courtesy(self) -> Courtesy:
        """What the screens tell of every key; another one for every account."""
        return self._nobody if self.accounts.open is None else self.accounts.open.courtesy

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
    def lock_after_min(self) -> int:
        """After how many idle minutes the organisation wants the window locked at the latest; 0: the person decides."""
        return self.config.lock_after_min

    @property
    def origin(self) -> str:
        """Where the open work belongs; empty before sign-in."""
        return "" if self.accounts.open is None else self.accounts.open.origin

    @property
    def is_kept(self) -> bool:
        """False while practising without a keyring: what is done then ends with the program."""
        return self._passing is None

    def connection(self) -> tuple[str, str, str]:
        """How the link to the platform stands: state, sentence, last contact as ISO 8601 or ""."""
        view = None if self.accounts.open is None else self.accounts.open.connection()
        if view is None:
            opened = self.accounts.open
            return ("read_only" if opened is not None and opened.store.read_only else "starting", "", "")
        contact = "" if view.last_contact is None else view.last_contact.isoformat()
        return (view.state.value, view.trouble or view.error or view.notice, contact)

    def sync_now(self) -> None:
        """The person says "now": waiting times are forgotten."""
        if self.accounts.open is not None:
            self.accounts.open.sync_now()

    # -- starting --

    def open_last(self) -> bool:
        """Opens the work that was open last (of the configured server, if one is set). False: there is none yet.

        Raises StoreError or KeyringError; a disk that refuses writes gives a read-only desk instead.
        """
        gone = last.missing(self.data_dir)
        if gone is not None:
            from hdclient.accounts.gone import folder_gone  # start-up

            raise folder_gone(gone)
        return self.accounts.open_last(self.config.server)

    def ways_out(self, error: HdError) -> tuple[WayOut, ...]:
        """What can be done about the error that `open_last` raised, the best first."""
        profile, keys = self.accounts.last_tried, self.accounts.keys
        gone = last.missing(self.data_dir)
        if gone is not None and isinstance(error, AccountFolderGone):
            from hdclient.accounts.gone import ways_on  # start-up

            return ways_on(self.data_dir, gone, error, keys, self._clock)
        if profile is None:
            return ()
        from hdclient.store.ways_out import ways_out  # start-up

        return ways_out(error, profile, keys, self._clock)

    def start_sync(self) -> None:
        """Begins to send and fetch, and to prepare content. Called after the first paint; returns at once."""
        self._keep_diary()
        self.accounts.start()

    def support(self, screens: Sequence[tuple[str, str]] = ()) -> str:
        """The report of a problem, as text to be read before it is given away. Never content."""
        from hdclient.session.support import report  # start-up

        diary = () if self._diary is None else self._diary.lines()
        if self.desk is None:
            return report(self.config, diary=diary, screens=screens)
        return self.desk.records.support(self.config, link=self.connection()[0], diary=diary, screens=screens)

    def sign_in(self, origin: str, token: str, report: Report) -> None:
        """Checks a server and a token in the background; after success `desk` is there and sync runs."""
        self.accounts.in_background(lambda: self._sign_in(origin, token), report)

    def start_practice(self, report: Report) -> None:
        """Opens the practice campaigns in the background; after success `desk` is there and sync runs."""
        self.accounts.in_background(self._practise, report)

    # -- ending --

    def close(self) -> None:
        """Saves, sends what can be sent at once, closes the store. The app can open another account after it."""
        self.accounts.close()

    def stop(self) -> None:
        """The end of the program. Safe to call twice."""
        self.accounts.stop()
        self._end_diary()
        if self._passing is not None:
            self._passing.cleanup()
            self._passing = None

    # -- inside --

    def _keep_diary(self) -> None:
        if self._diary is None:
            import logging  # start-up, as is the next

            from hdclient.diary import Diary

            diary = self._diary = Diary()
            logging.getLogger("hdclient").addHandler(diary)
            logging.getLogger("hdclient.sync.worker").setLevel(logging.INFO)
            self.hub.subscribe(lambda event: diary.note(_word(event, self.connection()[0])))

    def _end_diary(self) -> None:
        if self._diary is not None:
            import logging  # start-up

            logging.getLogger("hdclient").removeHandler(self._diary)
            self._diary = None

    @property
    def _store(self) -> Store | None:
        return None if self.accounts.open is None else self.accounts.open.store

    def _sign_in(self, origin: str, token: str) -> None:
        from hdclient.accounts import ending, entering

        link, accounts = self._link(origin), self.accounts
        meta, person = entering.who(link, token)
        if accounts.open is not None:
            entering.renew_token(accounts.open.store, accounts.open.origin, link.origin, meta, person, token)
            self.sync_now()
            return
        data_dir = self.config.data_dir if self._passing is None else Path(self._passing.name)
        profile = entering.profile_of(data_dir, link.origin, person)
        ending.finish(data_dir, profile, accounts.erase_with())
        store = profile.open_or_create(accounts.keys, link.origin, clock=self._clock)
        try:
            entering.adopt(store, meta, person, token)
            entering.check_standing(
                profile, store, link.origin, accounts.reach, accounts.erase_with(), always=True
            )
        except BaseException:
            store.close()
            raise
        accounts.use(profile, store, link.origin)
        accounts.start()

    def _practise(self) -> None:
        try:
            self._sign_in(PRACTICE, "")
        except KeyringMissing:
            # Practice is worth having without a keyring: nothing in it is confidential or paid for.
            self.accounts.keys = SessionKeys()
            self.accounts.kept = False
            from tempfile import TemporaryDirectory  # start-up

            self._passing = TemporaryDirectory(prefix="hdclient-practice-")
            self._sign_in(PRACTICE, "")


def _word(event: Event, connection: str) -> str:
    """What the diary says of an event: the kind, and the state where that is the news."""
    if isinstance(event, ConnectionChanged):
        return f"connection_{connection}"
    if isinstance(event, StoreTroubled):
        return f"store_{event.kind}"
    name = type(event).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
