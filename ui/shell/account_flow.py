"""Locking, switching, signing out, removing, and the end that a platform gives an account: from intent to page.

When an account is left, everything of it leaves the window first: pages, panels, sheets, notices.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from hdclient.errors import AccountGone, HdError
from hdclient.events import AccountRevoked, DeviceLocked
from hdclient.words import tr
from ui.bridge import EventBridge
from ui.pages.page import Notice, Page
from ui.shell.account_watch import AccountWatch
from ui.shell.entrance import Entrance
from ui.shell.frame import Frame
from ui.shell.navigator import Navigator
from ui.shell.services import Report, Services
from ui.shell.sheets import Sheets
from ui.shell.side_panel import SidePanel

if TYPE_CHECKING:
    from hdclient.accounts.erasing import Erased
    from hdclient.accounts.listing import Account
    from ui.pages.accounts import AccountsPage
    from ui.shell.going_back import GoingBack
    from ui.shell.leaving_sheets import LeavingSheet, RemovalSheet

LOCKED = (
    tr("hdclient is locked"),
    tr("Your work is saved and encrypted on this computer. Nothing is sent or fetched until it is unlocked."),
)
LOCKED_FOR = {
    "platform": (
        tr("Your platform has locked this device"),
        tr(
            "Nobody can look at the work here until the platform lets this device in again. Your work is safe on this"
            " computer."
        ),
    ),
    "overdue": (
        tr("The platform must be reached before you go on"),
        tr(
            "It was not reached for longer than your organisation allows. Your work is safe on this "
            "computer, and is sent as soon as that is possible."
        ),
    ),
}


class AccountFlow(QObject):
    """`enter_work` shows the work of the account that is open."""

    def __init__(
        self,
        window: QMainWindow,
        services: Services,
        bridge: EventBridge,
        frame: Frame,
        sheets: Sheets,
        enter_work: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._bridge = window, services, bridge
        self._frame, self._sheets, self._enter_work = frame, sheets, enter_work
        self._navigator: Navigator | None = None
        self._panel: SidePanel | None = None
        self._gone: HdError | None = None
        self._ending = False
        self.watch = AccountWatch(window, services, bridge, frame, self.lock)
        self._leaving: LeavingSheet | None = None
        self._removal: RemovalSheet | None = None

    @cached_property
    def going_back(self) -> GoingBack:
        """What the settings page offers about backups."""
        from ui.shell.going_back import GoingBack  # start-up

        return GoingBack(
            self._window,
            self._services,
            self._bridge,
            self.leave_work,
            self.entered,
            self._frame.notices,
        )

    def join(self, navigator: Navigator, panel: SidePanel) -> None:
        """What was made after it."""
        self._navigator, self._panel = navigator, panel

    def pages(self) -> dict[str, Callable[[], Page]]:
        """The pages by name."""
        entrance = Entrance(
            self._services,
            self._bridge,
            self._enter_work,
            lambda name: self._pages().show(name),
            self.watch.tell_others,
        )
        return {
            **entrance.pages(),
            "locked": self._make_locked,
            "accounts": self._make_accounts,
            "ended": self._make_ended,
            "busy": _make_busy,
        }

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be done while an account is open."""
        if self._services.accounts is None:
            return {}
        return {"lock": self.lock, "go.accounts": self.show_accounts, "sign_out": self.ask_sign_out}

    def hear(self, event: object) -> None:
        """What the platform decided about this device."""
        if isinstance(event, DeviceLocked):
            self.lock()
        elif isinstance(event, AccountRevoked):
            self._end()

    def refresh(self) -> None:
        """News of the outbox or the link."""
        if self._leaving is not None and self._services.accounts is not None:
            self._leaving.refresh(self._services.accounts.unsent(), self._link_trouble())

    # Locking

    def lock(self) -> None:
        """Takes everything off the screen and closes the account, until it is unlocked."""
        accounts = self._services.accounts
        if accounts is None or self._services.desk() is None:
            return
        self.leave_work("locked", lambda: accounts.lock(self._bridge.on_main(_ignored)))

    def show_entrance(self) -> None:
        """At a start without a desk: the way in, or the account that the platform has locked."""
        accounts = self._services.accounts
        if accounts is not None and accounts.is_locked:
            self._pages().show("locked")
        else:
            here = accounts is not None and accounts.any_here()
            self._pages().show("sign_in" if self._services.server() and not here else "welcome")

    def _make_locked(self) -> Page:
        from ui.pages.gate import GatePage, Way  # start-up

        reason = "" if self._services.accounts is None else self._services.accounts.lock_reason
        title, text = LOCKED_FOR.get(reason, LOCKED)
        first = tr("Ask again") if reason else tr("Unlock")
        busy = tr("Asking the platform…") if reason else tr("Taking the key from this computer's keyring…")
        ways = (Way(first, self._unlock, busy), Way(tr("Other accounts"), lambda _done: self.show_accounts()))
        return GatePage("lock", title, text, ways)

    def _unlock(self, done: Report) -> None:
        if self._services.accounts is not None:
            self._services.accounts.unlock(self._bridge.on_main(partial(self.entered, done)))

    # Other accounts

    def show_accounts(self) -> None:
        """The accounts of this computer; the open one stays open."""
        self._pages().show("accounts")

    def _make_accounts(self) -> Page:
        from ui.pages.accounts import AccountsPage  # start-up

        accounts = self._services.accounts
        assert accounts is not None
        page = AccountsPage(lambda found: accounts.look(self._bridge.on_main(found)))
        page.chosen.connect(self._open)
        page.removal_asked.connect(self._ask_removal)
        page.sign_in_asked.connect(self._sign_in_to_another)
        page.back_asked.connect(self._back)
        return page

    def _back(self) -> None:
        accounts = self._services.accounts
        if self._services.desk() is not None:
            self._pages().back()
        else:
            self._pages().show("locked" if accounts is not None and accounts.is_locked else "welcome")

    def _open(self, account: Account) -> None:
        if account.is_open:
            self._enter_work()
        elif not account.signed_in:
            self._sign_in_to_another(account.origin)
        else:
            self._switch(account)

    def _switch(self, account: Account) -> None:
        accounts = self._services.accounts
        if accounts is None:
            return
        ended = self._bridge.on_main(partial(self.entered, _ignored))
        if self._services.desk() is None:
            self._pages().show("busy")
            accounts.switch(account.id, ended)
        else:
            self.leave_work("busy", lambda: accounts.switch(account.id, ended))

    def _sign_in_to_another(self, origin: str = "") -> None:
        """The open account is closed first: its work is saved, and stays signed in."""
        accounts = self._services.accounts
        if accounts is None:
            return
        if self._services.desk() is None:
            self._show_sign_in(origin)
        else:
            closed = self._bridge.on_main(lambda _failure: self._show_sign_in(origin))
            self.leave_work("busy", lambda: accounts.lock(closed))

    def _show_sign_in(self, origin: str) -> None:
        self._pages().drop("sign_in")
        page = self._pages().show("sign_in")
        server = getattr(page, "server", None)
        if server is not None:
            server.edit.setText(origin if "://" in origin else "")
            page.entered()

    def entered(self, done: Report, failure: Exception | None) -> None:
        """An account was to be opened: its work is shown, or what went wrong."""
        if isinstance(failure, AccountGone):
            self._show_ended(failure)
            return
        done(failure)
        if self._services.desk() is not None:
            self._pages().drop("accounts")
            self._enter_work()
            if failure is not None:
                self._frame.notices.show_notice(Notice(str(failure), "warn"))
        elif failure is not None and self._pages().name() != "locked":
            page: AccountsPage = self._pages().show("accounts")  # type: ignore[assignment]
            page.say_failure(failure)

    # Leaving

    def ask_sign_out(self) -> None:
        """Says what is unsent, and asks."""
        accounts = self._services.accounts
        if accounts is None:
            return
        if self._leaving is None:
            from ui.shell.leaving_sheets import LeavingSheet  # start-up

            self._leaving = LeavingSheet(self._window)
            self._leaving.send_asked.connect(self._send)
            self._leaving.leave_asked.connect(self._sign_out)
        self._sheets.close_all()
        self._leaving.ask(accounts.unsent(), self._link_trouble())

    def _send(self) -> None:
        desk = self._services.desk()
        if desk is not None and not desk.read_only:
            desk.send_now()
        self._services.sync_now()

    def _sign_out(self) -> None:
        accounts = self._services.accounts
        if accounts is not None:
            ended = self._bridge.on_main(partial(self._left, "welcome"))
            self.leave_work("busy", lambda: accounts.sign_out(ended))

    def _ask_removal(self, account: Account) -> None:
        if self._removal is None:
            from ui.shell.leaving_sheets import RemovalSheet  # start-up

            self._removal = RemovalSheet(self._window)
            self._removal.removal_asked.connect(self._remove)
            self._removal.open_asked.connect(self._open)
        self._sheets.close_all()
        self._removal.ask(account)

    def _remove(self, account_id: str) -> None:
        accounts = self._services.accounts
        if accounts is None:
            return
        removed = self._bridge.on_main(partial(self._left, "accounts"))
        if accounts.open_id == account_id:
            self.leave_work("busy", lambda: accounts.remove(account_id, removed))
        else:
            accounts.remove(account_id, removed)

    def _left(self, then: str, failure: Exception | None) -> None:
        page: AccountsPage = self._pages().show("accounts" if failure else then)  # type: ignore[assignment]
        if failure is not None:
            page.say_failure(failure)
        elif self._services.desk() is not None:
            self._frame.notices.show_notice(Notice(tr("The account was removed from this computer")))

    # The end that the platform gives

    def _end(self) -> None:
        accounts = self._services.accounts
        if accounts is None or self._ending:  # two rounds may have been told before the account was let go
            return

        def erase() -> None:
            accounts.erase(self._bridge.on_main(self._erased))
            self._ending = True

        self.leave_work("busy", erase)

    def _erased(self, ended: Erased | None) -> None:
        from hdclient.accounts.ending import gone  # start-up

        self._ending = False
        self._show_ended(gone(ended))

    def _show_ended(self, gone: HdError) -> None:
        self._gone = gone
        self._pages().drop("ended", "locked", "busy")
        self._pages().show("ended")

    def _make_ended(self) -> Page:
        return _ended_page(self._gone, lambda: self._pages().show("welcome"))

    # Within

    def _pages(self) -> Navigator:
        assert self._navigator is not None
        return self._navigator

    def _link_trouble(self) -> str:
        link = self._services.connection()
        return "" if link.state in ("online", "starting") else link.words

    def leave_work(self, page: str, then: Callable[[], None]) -> None:
        """Everything of the account leaves the window and `page` is shown instead; `then` closes the account.

        When its last words cannot be saved, it stays open, and that is said.
        """
        navigator = self._pages()
        self._leaving = self._removal = None
        self._sheets.forget()
        if self._panel is not None:
            self._panel.forget()
        navigator.drop_all()
        self._frame.clear()
        self._frame.set_bare(True)
        navigator.show(page)
        try:
            then()
        except HdError as error:
            self._enter_work()
            self._frame.notices.show_notice(Notice(str(error), "err"))
            return
        QTimer.singleShot(0, self, _collect)


def _ended_page(gone: HdError | None, go_on: Callable[[], object]) -> Page:
    from ui.pages.gate import GatePage, Way  # start-up

    said = gone or HdError(
        tr("This account is not on this computer any more."),
        tr("Other accounts on it are untouched."),
        tr("If you did not expect this, ask your programme manager."),
    )
    ways = (Way(tr("Go on"), lambda _done: go_on()),)
    return GatePage("info", said.what, f"{said.meaning} {said.remedy}".strip(), ways)


def _make_busy() -> Page:
    from ui.pages.gate import GatePage  # start-up

    return GatePage("lock", tr("One moment"), tr("All work is saved, and the account is closed."), ())


def _ignored(_failure: Exception | None) -> None:
    """Nobody waits for it."""


def _collect() -> None:
    """Texts that only each other still hold go now, not at some time."""
    import gc  # start-up

    gc.collect()
