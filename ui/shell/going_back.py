"""Going back to a backup: the card of the settings page, the question, and the way out of the account and back in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from hdclient.words import tr
from ui.bridge import EventBridge
from ui.pages.page import Notice
from ui.shell.notices import Notices
from ui.shell.services import Report, Services

if TYPE_CHECKING:
    from hdclient.accounts.copies import BackupView
    from ui.pages.copies_card import CopiesCard

RESTORED = tr("Your drafts are as they were then")


class GoingBack(QObject):
    """For one window. `leave_work` and `entered` are those of the account flow."""

    def __init__(
        self,
        window: QMainWindow,
        services: Services,
        bridge: EventBridge,
        leave_work: Callable[[str, Callable[[], None]], None],
        entered: Callable[[Report, Exception | None], None],
        notices: Notices,
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._bridge = window, services, bridge
        self._leave_work, self._entered, self._notices = leave_work, entered, notices

    def card(self) -> CopiesCard | None:
        """The backups of the open account; None: they are not offered."""
        copies, desk = self._services.copies(), self._services.desk()
        if copies is None or desk is None:
            return None
        from ui.pages.copies_card import CopiesCard  # start-up

        on_main = self._bridge.on_main
        card = CopiesCard(
            lambda found: copies.look(on_main(found)),
            lambda made: copies.make(on_main(made)),
            read_only=desk.read_only,
        )
        card.restore_asked.connect(self._ask)
        return card

    def _ask(self, backup: BackupView) -> None:
        """Says what it means, and asks."""
        from ui.pages.copies_card import RestoreSheet  # start-up

        sheet = RestoreSheet(self._window)
        sheet.agreed.connect(self._go)
        sheet.closed.connect(sheet.deleteLater)
        sheet.ask(backup)

    def _go(self, number: int) -> None:
        copies = self._services.copies()
        if copies is not None:
            ended = self._bridge.on_main(self._ended)
            self._leave_work("busy", lambda: copies.restore(number, ended))

    def _ended(self, failure: Exception | None) -> None:
        self._entered(_ignored, failure)
        if failure is None:
            self._notices.show_notice(Notice(RESTORED, "info"))


def _ignored(_failure: Exception | None) -> None:
    """It is said by the account's way in."""
