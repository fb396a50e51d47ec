"""What is said of accounts stays to be read, and what happens in the moment of locking does no harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from hdclient.errors import KeyringLocked, StoreError
from tests.helpers.platforms import RealOwner, embedded_owner
from tests.helpers.qt import press
from tests.ui.test_accounts import Seat
from ui import theme


@pytest.fixture
def owner() -> Iterator[RealOwner]:
    made = embedded_owner()
    yield made
    made.close()


@pytest.fixture
def seat(tmp_path: Path, owner: RealOwner, qapp: QApplication) -> Iterator[Seat]:
    made = Seat(tmp_path, owner)
    yield made
    made.close()


def test_why_an_account_could_not_be_opened_is_there_when_the_list_has_come(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    press(window, "Ctrl+L")
    seat.page("locked")
    window.accounts.show_accounts()
    accounts = seat.accounts()

    def locked(_uuid: str) -> bytes:
        raise KeyringLocked("The keyring of this computer is locked.", "", "Unlock it.")

    monkeypatch.setattr(seat.keys, "load", locked)
    (account,) = [row.account for row in accounts.rows]
    window.accounts._open(account)
    seat.until(lambda: window.navigator.name() == "accounts" and bool(seat.accounts().rows))
    notice = seat.accounts().notice
    assert notice.isVisible() and "is locked" in notice.text()


def test_the_desktop_turns_dark_while_the_work_is_being_locked(seat: Seat, qapp: QApplication) -> None:
    """A page that was left is there until the event loop comes by, and its store may be closed before."""
    seat.sign_in(seat.person())
    window = seat.opens()
    press(window, "Ctrl+,")
    page = seat.page("settings")
    account = seat.app.accounts.open
    assert account is not None
    press(window, "Ctrl+L")
    for _ in range(3_000):  # no event in the meantime
        try:
            account.store.meta.get("token")
        except StoreError:
            break
        threading.Event().wait(0.01)
    assert seat.app.desk is None and isValid(page)
    theme.apply(qapp, replace(theme.look(), choice="light" if theme.current().dark else "dark"))
