"""Questions before an account is left: what has not been sent, counted, and what shall become of it.

Nothing is deleted on a guess: signing out keeps everything sealed here, and removing asks twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.components.wrapping_button import WrappingButton

if TYPE_CHECKING:
    from hdclient.accounts.listing import Account
    from hdclient.accounts.unsent import Unsent

KEPT = tr(
    "What is not sent stays encrypted on this computer, and is there again when you sign in with the same account."
)
ALL_SENT = tr("Your settings and what was sent stay here, encrypted, until you sign in again.")


class LeavingSheet(Sheet):
    """Asks before signing out. It stays open while work is being sent, and signs out when all is."""

    send_asked = Signal()
    leave_asked = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, tr("Sign out of this account?"), QSize(560, 480), hugs=True)
        self._waiting = False
        self.sentence = Label("", strong=True, wrap=True)
        self.meaning = Label("", tone="text2", wrap=True)
        self.send = Button(tr("Send first"), variant="primary")
        self.keep = WrappingButton(tr("Sign out and keep it here"))
        self.cancel = Button(tr("Cancel"), key="Esc", variant="ghost")
        self.send.clicked.connect(self._send)
        self.keep.clicked.connect(self._leave)
        self.cancel.clicked.connect(self.close_sheet)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.send)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.meaning)
        self.body.addStretch(1)
        self.body.addLayout(row)

    def ask(self, unsent: Unsent, link: str) -> None:
        """Opens it. `link` says why nothing can be sent now; empty: it can."""
        self._waiting = False
        self._show(unsent, link)
        self.open_sheet(self.send if not self.send.isHidden() else self.keep)

    def refresh(self, unsent: Unsent, link: str) -> None:
        """News: fewer are unsent now, or sending failed."""
        if self.isHidden():
            return
        if self._waiting and not unsent:
            self._leave()
            return
        if self._waiting and link:
            self._waiting = False
        self._show(unsent, link)

    def _show(self, unsent: Unsent, link: str) -> None:
        self.sentence.setText(unsent.sentence())
        meaning = KEPT if unsent else ALL_SENT
        if self._waiting and unsent.on_the_way:
            meaning = tr("Sending. You are signed out when everything has been sent. {kept}", kept=KEPT)
        elif unsent.on_the_way and link:
            meaning = f"{link} {KEPT}"
        elif unsent and not unsent.on_the_way:
            meaning = tr("A draft is sent when you submit it. {kept}", kept=KEPT)
        self.meaning.setText(meaning)
        self.send.setVisible(unsent.on_the_way > 0)
        self.send.setEnabled(not self._waiting)
        self.keep.set_label(tr("Sign out and keep it here") if unsent else tr("Sign out"))
        self.setAccessibleDescription(f"{unsent.sentence()} {meaning}")

    def _send(self) -> None:
        self._waiting = True
        self.send.setEnabled(False)
        self.meaning.setText(
            tr("Sending. You are signed out when everything has been sent. {kept}", kept=KEPT)
        )
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.send_asked.emit()

    def _leave(self) -> None:
        self._waiting = False
        self.close_sheet()
        self.leave_asked.emit()


class RemovalSheet(Sheet):
    """Asks twice before an account is deleted from this computer with what was not sent."""

    removal_asked = Signal(str)
    open_asked = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, tr("Remove this account from this computer?"), QSize(580, 480), hugs=True)
        self._account: Account | None = None
        self._armed = False
        self.sentence = Label("", strong=True, wrap=True)
        self.meaning = Label("", tone="text2", wrap=True)
        self.cancel = Button(tr("Cancel"), key="Esc")
        self.open = WrappingButton(tr("Open it to send first"))
        self.remove = WrappingButton("", variant="danger")
        self.cancel.clicked.connect(self.close_sheet)
        self.open.clicked.connect(self._open)
        self.remove.clicked.connect(self._press)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.open)
        row.addWidget(self.remove)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.meaning)
        self.body.addStretch(1)
        self.body.addLayout(row)

    def ask(self, account: Account) -> None:
        """Opens it for one account; Enter does nothing bad: Cancel has the keyboard."""
        self._account, self._armed = account, False
        known = not account.trouble
        self.sentence.setText(
            account.unsent.sentence() if known else tr("It cannot be told what in it has not been sent.")
        )
        lost = tr("Its key and its files on this computer are deleted for good; nobody can bring them back.")
        kept = tr("What was sent is safe on the platform.")
        self.meaning.setText(f"{lost} {kept}")
        self.open.setVisible(known and account.unsent.on_the_way > 0 and not account.is_open)
        self.remove.set_label(tr("Remove") if known and not account.unsent else tr("Delete it unsent…"))
        self.setAccessibleDescription(f"{self.sentence.text()} {self.meaning.text()}")
        self.open_sheet(self.cancel)

    def _press(self) -> None:
        account = self._account
        if account is None:
            return
        risky = bool(account.trouble or account.unsent)
        if risky and not self._armed:
            self._armed = True
            what = account.unsent.words() or tr("what is in it")
            self.remove.set_label(tr("Yes, delete {what}", what=what))
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_sheet()
        self.removal_asked.emit(account.id)

    def _open(self) -> None:
        account = self._account
        self.close_sheet()
        self.open_asked.emit(account)
