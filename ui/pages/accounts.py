"""The accounts on this computer: whose they are, what is unsent in each, and the way into another one.

Names come from the encrypted stores and are gone with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import tr
from ui.components.buttons import Button, RowButton
from ui.components.empty import IconMark
from ui.components.flow import FlowLayout
from ui.components.labels import ElidedLabel, Label
from ui.components.notice_bar import NoticeBar
from ui.components.scrolling import scroll_area
from ui.pages.page import Heading, Page
from ui.pages.welcome import centred

if TYPE_CHECKING:
    from hdclient.accounts.listing import Account

Look: TypeAlias = Callable[[Callable[["tuple[Account, ...]", Exception | None], None]], None]


def words_of(account: Account) -> tuple[str, str]:
    """(title, what is to be known of it) of one row."""
    where = account.platform or account.origin
    if account.trouble:
        return tr("An account that does not open now"), " ".join(filter(None, [f"{where}.", account.trouble]))
    standing = "" if account.signed_in else " " + tr("Signed out: its owner can sign in to it again.")
    return account.name or tr("An account"), f"{where}. {account.unsent.sentence()}{standing}"


MEANING = tr(
    "Each has its own encrypted store and its own key. One is open at a time; the others stay sealed."
)


class AccountRow(RowButton):
    """One account; pressing it opens it."""

    def __init__(self, account: Account) -> None:
        title, text = words_of(account)
        state = " " + tr("It is open.") if account.is_open else ""
        super().__init__(f"{title}. {text}{state}", edged=True)
        self.account = account
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(IconMark("warn" if account.trouble else "person", 24, "accent_text"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(title, "reading", strong=True))
        words.addWidget(Label(text, tone="text2", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(
            Label(tr("Open now"), "caption", "text3") if account.is_open else IconMark("right", 18, "text3")
        )
        self.set_row_layout(row, (16, 12))


class AccountsPage(Page):
    """Up and Down, or Tab, choose; Enter opens."""

    scope = "accounts"
    chosen = Signal(object)
    """An Account that shall be opened."""
    removal_asked = Signal(object)
    """An Account that shall be removed from this computer."""
    sign_in_asked = Signal()
    back_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._failed = ""
        self.rows: list[AccountRow] = []
        self.removes: list[Button] = []
        self.notice = NoticeBar("", "info")
        self.sign_in = Button(tr("Sign in to another account"), icon="plus")
        self.sign_in.clicked.connect(self.sign_in_asked)
        self.back = Button(tr("Back"), key="Esc", variant="ghost")
        self.back.clicked.connect(self.back_asked)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(tr("Accounts on this computer"), "page", strong=True, wrap=True))
        column.addWidget(Label(MEANING, tone="text2", wrap=True))
        column.addSpacing(4)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column.addLayout(self._list)
        column.addWidget(self.notice)
        buttons = FlowLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.sign_in)
        column.addLayout(buttons)
        column.addStretch(1)
        area = scroll_area(centred(inner, 680), tr("Accounts"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def entered(self) -> None:
        self.heading_changed.emit(Heading(title=tr("Accounts")))
        self.read()

    def left(self) -> None:
        """Names go with the page."""
        self._failed = ""
        self._show(())

    def read(self) -> None:
        """Looks which accounts are here."""
        self._say(tr("Looking which accounts are on this computer…"))
        self._look(self._found)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "back": self.back_asked.emit,
            "account.next": partial(self._step, 1),
            "account.previous": partial(self._step, -1),
        }

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(self.rows[:1]) or (self.sign_in,)

    def focus_home(self) -> None:
        self.regions()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def say_failure(self, failure: Exception | None) -> None:
        """What went wrong with what was asked for; None: nothing. It stays when the list comes."""
        self._failed = "" if failure is None else str(failure)
        self._say(self._failed, "err")

    def _found(self, accounts: tuple[Account, ...], failure: Exception | None) -> None:
        if not self.isVisible():
            return
        self._show(accounts)
        said = self._failed if failure is None else str(failure)
        self._say(said, "err")
        if not said and not accounts:
            self._say(tr("There is no account on this computer yet."))
        self.focus_home()

    def _show(self, accounts: Sequence[Account]) -> None:
        self.rows, self.removes = [], []
        while self._list.count():
            item = self._list.takeAt(0)
            line = item.widget() if item is not None else None
            if line is not None:
                line.hide()
                line.deleteLater()
        for account in accounts:
            line = QWidget()
            layout = QHBoxLayout(line)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
            row = AccountRow(account)
            row.clicked.connect(partial(self.chosen.emit, account))
            remove = Button(tr("Remove…"), variant="ghost", small=True)
            remove.setAccessibleName(tr("Remove {account} from this computer", account=words_of(account)[0]))
            remove.clicked.connect(partial(self.removal_asked.emit, account))
            layout.addWidget(row, 1)
            layout.addWidget(remove)
            self._list.addWidget(line)
            self.rows.append(row)
            self.removes.append(remove)
        lines = (one for line in zip(self.rows, self.removes, strict=True) for one in line)
        for first, second in pairwise((*lines, self.back, self.sign_in)):
            QWidget.setTabOrder(first, second)

    def _step(self, step: int) -> None:
        if self.rows:
            at = next((number for number, row in enumerate(self.rows) if row.hasFocus()), -step)
            self.rows[(at + step) % len(self.rows)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say(self, text: str, tone: str = "info") -> None:
        self.notice.setVisible(bool(text))
        if text:
            self.notice.set_message(text, tone)
