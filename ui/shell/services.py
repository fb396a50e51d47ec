"""What the frame may ask of the program: a handful of functions, so that no part of the screens holds the
root object.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct, field

if TYPE_CHECKING:
    from hdclient.accounts.copies import BackupView
    from hdclient.accounts.erasing import Erased
    from hdclient.accounts.listing import Account
    from hdclient.accounts.unsent import Unsent
    from hdclient.content.contents import Contents
    from hdclient.session.desk import Desk

Report: TypeAlias = Callable[[Exception | None], None]
"""Called once, from any thread, when something started in the background has ended: None, or what went
wrong (the
sentences of an HdError are shown as they stand)."""

CONNECTION_STATES = (
    "starting",
    "online",
    "offline",
    "sign_in_needed",
    "not_our_platform",
    "read_only",
    "preview",
)

FIRST_STEPS = "first_steps"
"""Setting of a person: "on" while the hints of ui/shell/first_steps.py are shown, "done" afterwards."""


class ConnectionFacts(Struct, frozen=True):
    """The link to the platform. `words` is a plain sentence; `last_contact` is ISO 8601 or empty."""

    state: str = "starting"
    words: str = ""
    last_contact: str = ""


class AccountCalls(Protocol):
    """The accounts of this computer (hdclient/accounts/accounts.py). Called in the main thread; all return at once."""

    @property
    def is_locked(self) -> bool: ...

    @property
    def open_id(self) -> str: ...

    lock_reason: str
    """Why the work is locked, when it was not the person: "platform" or "overdue"."""

    def any_here(self) -> bool: ...

    def look(self, report: Callable[[tuple[Account, ...], Exception | None], None]) -> None: ...

    def lock(self, report: Report) -> None: ...

    def unlock(self, report: Report) -> None: ...

    def switch(self, account_id: str, report: Report) -> None: ...

    def sign_out(self, report: Report) -> None: ...

    def remove(self, account_id: str, report: Report) -> None: ...

    def erase(self, report: Callable[[Erased | None], None]) -> None: ...

    def unsent(self) -> Unsent: ...


class CopyCalls(Protocol):
    """What hdclient.accounts.copies.Copies can do; what takes time is reported from a thread."""

    def look(self, report: Callable[[tuple[BackupView, ...], Exception | None], None]) -> None: ...

    def make(self, report: Report) -> None: ...

    def restore(self, number: int, report: Report) -> None: ...


class About(Struct, frozen=True):
    """What settings say of the program itself."""

    version: str = ""
    data_dir: Path = field(default_factory=Path)
    language_demanded: bool = False
    """The organisation has chosen the language."""


class Services(Struct, frozen=True):
    """Small functions for the window and its parts. All are called in the main thread and return at once."""

    desk: Callable[[], Desk | None]
    """The person's desk; None before sign-in."""
    connection: Callable[[], ConnectionFacts]
    sync_now: Callable[[], None]
    sign_in: Callable[[str, str, Report], None]
    """Checks a server and a token in the background, then reports. After success `desk()` is there."""
    start_practice: Callable[[Report], None]
    """Sets up the practice campaigns in the background, then reports. After success `desk()` is there."""
    support: Callable[[Sequence[tuple[str, str]]], str] = lambda _screens: ""
    """The report of a problem, as text without content; it is given what only the window knows."""
    server: Callable[[], str] = lambda: ""
    """The address that sign-in offers first; empty: none."""
    contents: Callable[[], Contents | None] = lambda: None
    """Prepared content of the desk; None: it is prepared here and now."""
    touched: Callable[[], None] = lambda: None
    """Called at every key: the background waits for a pause."""
    is_kept: Callable[[], bool] = lambda: True
    """False while practising without a keyring: what is done then ends with the program."""
    left_aside: tuple[str, ...] = ()
    """Settings that cannot be used, each as a sentence, to be said once."""
    may_print: bool = True
    """Whether a task may be printed or saved as a PDF."""
    may_open_outside: bool = False
    """Whether a picture that cannot be shown may be saved for another program."""
    accounts: AccountCalls | None = None
    """None: this window knows one account only (tests)."""
    copies: Callable[[], CopyCalls | None] = lambda: None
    """Backups of the open account; None: they are not offered (tests)."""
    lock_after_min: int = 0
    """After how many idle minutes the organisation wants the work locked; 0: the person decides."""
    about: About = About()
    default_theme: str = "system"
