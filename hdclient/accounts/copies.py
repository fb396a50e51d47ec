"""The backups of the open account, for the screens: a list with what is in each, one more now, and going back to one.

Going back makes a new file beside the present one, which is put aside and never deleted. What was submitted since stays
submitted; only drafts become again what they were.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hdclient.accounts.accounts import Accounts, Report
from hdclient.clock import Clock
from hdclient.errors import HdError
from hdclient.store import faults


class BackupView(Struct, frozen=True):
    """One copy. `made` is ISO 8601 UTC; `trouble` says why it cannot be used; `before` is the format of an update."""

    number: int
    made: str
    size: int
    drafts: int = 0
    submissions: int = 0
    before: int = 0
    trouble: str = ""


Found = Callable[[tuple[BackupView, ...], Exception | None], None]


class Copies:
    """Every call returns at once and reports, once, from a thread."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    def look(self, report: Found) -> None:
        """All copies of the open account, the newest first."""
        found: list[BackupView] = []

        def read() -> None:
            account = self._accounts.open
            if account is None:
                return
            for copy, held in account.store.backups():
                said = "" if held is not None else faults.backup_damaged().what
                drafts, sealed = held or (0, 0)
                size = copy.path.stat().st_size
                found.append(BackupView(copy.number, copy.made, size, drafts, sealed, copy.before, said))

        self._accounts.in_background(read, lambda failure: report(tuple(found), failure))

    def make(self, report: Report) -> None:
        """One more copy, now. Reports StoreFull when there is too little space for it."""

        def copy() -> None:
            account = self._accounts.open
            if account is not None and not account.store.back_up(now=True):
                raise faults.no_space_to_copy()

        self._accounts.in_background(copy, report)

    def restore(self, number: int, report: Report) -> None:
        """Closes the account, goes back to the copy and opens it again; when that fails, all is as it was."""
        account = self._accounts.let_go()

        def go_back() -> None:
            from hdclient.store import backups
            from hdclient.store.rescue import Rescue

            if account is None:
                return
            account.close()
            try:
                chosen = [copy for copy in backups.found(account.profile.folder) if copy.number == number]
                if not chosen:
                    raise faults.backup_damaged()
                Rescue(account.profile, self._accounts.keys, self._clock).go(chosen[0], drafts_as_then=True)
            except HdError:
                self._accounts.open_again(account.profile)
                raise
            self._accounts.open_again(account.profile)

        self._accounts.in_background(go_back, report)
