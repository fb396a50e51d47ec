"""The accounts of this computer in the running program: one is open, or none; one may be locked.

Calls are made in the main thread and return at once; what takes time runs in a thread and reports once. Two of those
never run at the same time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hdclient.accounts import last
from hdclient.accounts.link import Link
from hdclient.accounts.open_account import OpenAccount
from hdclient.clock import Clock
from hdclient.errors import HdError, StoreUnwritable, in_words
from hdclient.events import AccountRevoked, DeviceLocked, EventHub
from hdclient.store.facts import DEVICE_LOCKED, TOKEN, origin_of
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile, ProfileState, is_erasing
from hdclient.store.retention import Limits
from hdclient.store.store import Store

if TYPE_CHECKING:
    from hdclient.accounts.ending import EraseWith
    from hdclient.accounts.erasing import Erased
    from hdclient.accounts.listing import Account
    from hdclient.accounts.unsent import Unsent
    from hdclient.backends.base import Backend
    from hdclient.sync.device import Verdict

LAST_WAIT_S = 3.0
"""How long the end of the program waits for a store that is still being closed."""

Report = Callable[[Exception | None], None]
"""Called once, in some thread, when something has ended: None, or what went wrong."""


class Accounts:
    """`open` is the account that is open. `keys` and `kept` change once: when practice finds no keyring."""

    def __init__(
        self,
        data_dir: Path,
        keys: KeyProvider,
        clock: Clock,
        link: Callable[[str], Link],
        hub: EventHub,
        *,
        limits: Callable[[], Limits] = Limits,
        offline_hours: int = 0,
    ) -> None:
        self.data_dir, self.keys = data_dir, keys
        self.kept = True
        self.open: OpenAccount | None = None
        self.last_tried: Profile | None = None
        """The profile that `open_last` tried: what is wrong is wrong with that one."""
        self._clock, self._link, self._hub, self._limits = clock, link, hub, limits
        self._locked: Profile | None = None
        self._offline_hours = offline_hours
        self.lock_reason = ""
        """Why the work is locked, when it was not the person: "platform" or "overdue"."""
        self._busy = threading.Lock()
        self._ended = False
        self._erasing: threading.Thread | None = None

    @property
    def is_locked(self) -> bool:
        """Whether an account waits to be unlocked."""
        profile = self._locked
        return profile is not None and profile.folder.exists() and not is_erasing(profile)

    @property
    def open_id(self) -> str:
        """The id of the open account; empty: none is open."""
        return "" if self.open is None else self.open.id

    def any_here(self) -> bool:
        """Whether there is any account on this computer, from looking at folders only."""
        from hdclient.store.profile import profiles

        return bool(profiles(self.data_dir))

    def unsent(self) -> Unsent:
        """What of the open account's work has not been sent."""
        from hdclient.accounts.unsent import Unsent, count  # start-up

        return Unsent() if self.open is None else count(self.open.store)

    def look(self, report: Callable[[tuple[Account, ...], Exception | None], None]) -> None:
        """Which accounts are on this computer; reported from a thread, because a keyring may ask the person."""
        found: list[Account] = []

        def find_all() -> None:
            from hdclient.accounts.listing import accounts

            account = self.open
            opened = None if account is None else (account.id, account.store)
            found.extend(accounts(self.data_dir, self.keys, self._clock, opened))

        self.in_background(find_all, lambda failure: report(tuple(found), failure))

    def lock(self, report: Report) -> None:
        """Closes the open account until `unlock`. The desk is gone when this returns; the key, when it is reported."""
        account = self.let_go()
        if account is None:
            report(None)
            return
        self._locked = account.profile
        self.in_background(lambda: account.close(copy=False), report)  # the machine may be about to sleep

    def unlock(self, report: Report) -> None:
        """Opens the locked account again, with the key from the keyring."""

        def open_again() -> None:
            profile = self._locked
            if profile is not None:
                self.open_again(profile)

        self.in_background(open_again, report)

    def switch(self, account_id: str, report: Report) -> None:
        """Closes the open account, with all work saved, and opens another. When that fails, the old one is back."""
        before = self.let_go()

        def change() -> None:
            from hdclient.accounts.listing import find, not_here

            if before is not None:
                before.close()
            profile = find(self.data_dir, account_id)
            try:
                if profile is None:
                    raise not_here()
                self.open_again(profile)
            except HdError:
                if before is not None:
                    self.open_again(before.profile)
                raise

        self.in_background(change, report)

    def sign_out(self, report: Report) -> None:
        """Forgets the open account's token and closes it. Its work stays sealed here until its owner signs in again."""
        account = self.let_go()

        def leave() -> None:
            if account is not None:
                last.note(self.data_dir, last.NOBODY)
                account.close(sign_out=True)

        self.in_background(leave, report)

    def remove(self, account_id: str, report: Report) -> None:
        """Erases an account from this computer, with all that was not sent: ask the person before."""
        account = self.open
        if account is not None and account.id == account_id:
            self.let_go()
        else:
            account = None

        def erase() -> None:
            from hdclient.accounts import ending

            if account is not None:
                account.close(copy=False)
                last.note(self.data_dir, last.NOBODY)
            ending.remove(self.data_dir, account_id, self.erase_with())

        self.in_background(erase, report)

    def erase(self, report: Callable[[Erased | None], None]) -> None:
        """After AccountRevoked: erases the open account as the platform ordered, and reports what became of it."""
        account = self.let_go()
        ended: list[Erased] = []

        def go() -> None:
            from hdclient.accounts import ending

            if account is not None:
                account.close(copy=False)
            ended.extend(ending.go_on(self.data_dir, self.erase_with()))

        self.in_background(go, lambda _failure: report(ended[0] if ended else None))

    # -- for the composition root --

    def open_last(self, server: str) -> bool:
        """Opens the work that was open last (of `server`, if it is not empty). False: there is none yet.

        Raises StoreError or KeyringError; a disk that refuses writes gives a read-only desk instead.
        """
        broken: Profile | None = None
        for profile in last.in_order(self.data_dir):
            card = profile.card()
            if card is None:
                broken = broken or profile
                continue
            said = {"", *(one.origin for one in profile.cards())}
            if profile.state() is not ProfileState.READY or server not in said:
                continue
            self.last_tried = profile
            try:
                store = profile.open(self.keys, clock=self._clock)
            except StoreUnwritable:
                store = profile.open(self.keys, clock=self._clock, read_only=True)
            self.lock_reason = store.meta.get(DEVICE_LOCKED)
            if self.lock_reason:
                store.close()
                self._locked = profile  # the first page asks the platform
                return False
            origin = origin_of(store.meta, card.origin)
            if server not in ("", origin) or (not store.meta.get(TOKEN) and "://" in origin):
                store.close()  # signed out: only its owner's token opens it again; practice needs none
                continue
            self.use(profile, store, origin)
            return True
        if broken is not None:
            self.last_tried = broken
            broken.open(self.keys, clock=self._clock)  # says what is wrong with it
        return False

    def start(self) -> None:
        """After the first paint, and after an account was opened: sync begins, and what is half erased goes on."""
        if self.open is not None:
            self.open.start(care=self.kept)
        if self._erasing is None:
            self._erasing = threading.Thread(target=self._go_on_erasing, name="hdclient-erasing", daemon=True)
            self._erasing.start()

    def use(self, profile: Profile, store: Store, origin: str) -> None:
        """An opened store becomes the open account."""
        if self._ended:
            store.close()
            return
        self._locked, self.lock_reason = None, ""
        store.limit(self._limits())
        self.open = OpenAccount(
            profile,
            store,
            origin,
            self._hub,
            self._clock,
            self._link,
            self._judged,
            self._offline_hours,
        )
        if self.kept:
            last.note(self.data_dir, profile.folder.name)

    def close(self) -> None:
        """Saves, sends what can be sent at once, closes the store. Another account can be opened after it."""
        account = self.open
        try:
            self.let_go()
        finally:
            self.open = None
            if account is not None:
                account.close()

    def stop(self) -> None:
        """The end of the program: nothing is opened any more, and what is being opened or closed is waited for."""
        self._ended = True
        self.close()
        if self._busy.acquire(timeout=LAST_WAIT_S):
            self._busy.release()

    def in_background(self, work: Callable[[], None], report: Report) -> None:
        """Runs `work` when no other is running, then reports."""

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

        threading.Thread(target=run, name="hdclient-account", daemon=True).start()

    # -- inside --

    def let_go(self) -> OpenAccount | None:
        """Main thread: the desk is gone after this, its work saved. Raises what kept a draft from being saved."""
        account = self.open
        if account is not None:
            account.let_go()
            self.open = None
        return account

    def open_again(self, profile: Profile) -> None:
        """In the background: opens an account that is here, and goes on with it."""
        from hdclient.accounts import entering

        store, origin = entering.opened(profile, self.keys, self._clock)
        try:
            entering.check_standing(profile, store, origin, self.reach, self.erase_with())
        except BaseException:
            store.close()
            raise
        self.use(profile, store, origin)
        self.start()

    def _judged(self, account: OpenAccount, verdict: Verdict) -> None:
        """In the sync thread: what the platform says of this device is noted, then told."""
        from hdclient.accounts import ending
        from hdclient.sync.device import Standing

        if verdict.order is None:
            self.lock_reason = "overdue" if verdict.standing is Standing.OVERDUE else "platform"
            account.store.meta.set(DEVICE_LOCKED, self.lock_reason)
            self._hub.publish(DeviceLocked())
            return
        ending.note_order(account.profile, account.store, account.origin, verdict.order)
        self._hub.publish(AccountRevoked())

    def reach(self, origin: str, token: Callable[[], str], server_uuid: str, device_id: str) -> Backend:
        """A backend for an origin."""
        return self._link(origin).connect(token, server_uuid, device_id)

    def erase_with(self) -> EraseWith:
        """What erasing needs."""
        from hdclient.accounts.ending import EraseWith

        return EraseWith(self.keys, self._clock, self.reach)

    def _go_on_erasing(self) -> None:
        """What a start finds half erased. Shows nothing."""
        from hdclient.accounts import ending

        with self._busy:
            ending.go_on(self.data_dir, self.erase_with())
