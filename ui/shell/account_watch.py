"""What locks the account by itself, and what is said unasked: unsent work of others, a place that is no good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from hdclient.words import tr
from ui.bridge import EventBridge
from ui.pages import preferences
from ui.pages.page import Notice
from ui.pages.preferences import LOCK_AFTER, LOCK_WITH_SESSION
from ui.shell.frame import Frame
from ui.shell.services import Services

if TYPE_CHECKING:
    from hdclient.accounts.listing import Account


class AccountWatch:
    """`lock` locks the account that is open, and does nothing without one."""

    def __init__(
        self,
        window: QMainWindow,
        services: Services,
        bridge: EventBridge,
        frame: Frame,
        lock: Callable[[], None],
    ) -> None:
        self._window, self._services, self._bridge = window, services, bridge
        self._frame, self._lock = frame, lock

    def begin(self) -> None:
        """After the first paint: locks by itself, when nobody is here, and with the desktop's session."""
        from ui.shell import session_lock  # start-up
        from ui.shell.idle import IdleWatch

        handle = self._window.windowHandle()
        if handle is not None:
            IdleWatch(handle, self._idle_limit, self._lock)
        session_lock.watch(self._window, self.lock_with_session)

    def tell_others(self) -> None:
        """After a sign-in: that another account here has work that was not sent."""
        accounts = self._services.accounts
        if accounts is None:
            return

        def found(all_here: tuple[Account, ...], _failure: Exception | None) -> None:
            unsent = [one.unsent for one in all_here if not one.is_open and one.unsent]
            if unsent and self._services.desk() is not None:
                what = "; ".join(one.words() for one in unsent)
                words = tr(
                    "Another account on this computer has work that was not sent: {what}. It stays sealed.",
                    what=what,
                )
                self._frame.notices.show_notice(Notice(words, "warn", "go.accounts", unasked=True))

        accounts.look(self._bridge.on_main(found))

    def tell_place(self) -> None:
        """Once at a start: a share or a synchronised folder is no place for work."""
        from hdclient.store.place import doubt_about  # start-up

        folder = self._services.about.data_dir
        doubt = doubt_about(folder) if str(folder) != "." else None
        if doubt is not None:
            self._frame.notices.show_notice(Notice(doubt.sentence(folder), "warn", unasked=True))

    def _idle_limit(self) -> int:
        from ui.shell.idle import effective_limit  # start-up

        chosen = int(preferences.read(self._services.desk(), LOCK_AFTER))
        return effective_limit(chosen, self._services.lock_after_min)

    def lock_with_session(self) -> None:
        if preferences.read(self._services.desk(), LOCK_WITH_SESSION):
            self._lock()
