"""Lock, switch, sign out, remove, and the end that a platform gives an account: in the real window, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.errors import KeyringLocked
from hdclient.platform.device_care import change_device, list_devices
from tests.helpers.platforms import RealOwner, embedded_owner
from tests.helpers.qt import press, settle
from tests.helpers.seats import PROMPT, Seat, said
from ui.pages.gate import GatePage
from ui.pages.preferences import LOCK_WITH_SESSION
from ui.pages.sign_in import SignInPage
from ui.shell.idle import IdleWatch, now_s


@pytest.fixture(scope="module")
def owner() -> Iterator[RealOwner]:
    made = embedded_owner()
    yield made
    made.close()


@pytest.fixture
def seat(tmp_path: Path, owner: RealOwner, qapp: QApplication) -> Iterator[Seat]:
    made = Seat(tmp_path, owner)
    yield made
    made.close()


def test_locked_nothing_of_the_work_is_on_the_screen_or_in_any_widget(seat: Seat) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    assert PROMPT in said()
    press(window, "Ctrl+,")
    press(window, "Ctrl+L")
    page = seat.page("locked")
    assert isinstance(page, GatePage) and page.buttons[0].hasFocus()
    assert [type(one).__name__ for one in window.navigator.pages()] == ["GatePage"]
    assert not window.frame.top.isVisible() and not window.frame.rail.isVisible()
    settle(5)
    words = said()
    assert PROMPT not in words and "Ada" not in words and "Sky" not in words
    assert seat.app.desk is None
    press(window, "Alt+Q", "Alt+T", "F5", "Ctrl+,")
    assert window.navigator.name() == "locked"
    press(window, "Return")
    seat.page("workspace")
    seat.until(lambda: PROMPT in said())


def test_a_locked_keyring_is_said_and_unlocking_can_be_tried_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    press(window, "Ctrl+L")
    page = seat.page("locked")
    assert isinstance(page, GatePage)

    def locked(_uuid: str) -> bytes:
        raise KeyringLocked(
            "The keyring of this computer is locked.", "", "Unlock the keyring, then try again."
        )

    with monkeypatch.context() as keyring:
        keyring.setattr(seat.keys, "load", locked)
        press(window, "Return")
        seat.until(lambda: "keyring of this computer is locked" in page.notice.text())
    assert page.buttons[0].isEnabled() and page.buttons[0].hasFocus()
    press(window, "Return")
    seat.page("workspace")


def test_another_account_is_opened_by_keys_and_the_first_ones_work_stays(seat: Seat) -> None:
    ada, ben = seat.person(), seat.person()
    seat.sign_in(ada)
    seat.app.close()
    seat.sign_in(ben)
    window = seat.opens()
    second = seat.app.accounts.open_id
    press(window, "Ctrl+Shift+A")
    page = seat.accounts()
    assert len(page.rows) == 2 and page.rows[0].hasFocus()
    other = next(row for row in page.rows if not row.account.is_open)
    assert "Everything has been sent." in other.accessibleName()
    press(window, "Esc")
    seat.page("workspace")
    press(window, "Ctrl+Shift+A")
    page = seat.accounts()
    press(window, "Down")
    assert page.rows[1].hasFocus()
    press(window, *(["Up"] if page.rows[1].account.is_open else []), "Return")
    seat.until(lambda: seat.app.accounts.open_id not in ("", second))
    seat.page("queue")
    assert window.frame.rail.isVisible()


def test_signing_out_counts_what_is_unsent_and_keeps_it(seat: Seat) -> None:
    ada = seat.person()
    seat.sign_in(ada)
    window = seat.opens()
    store = seat.app._store
    assert store is not None
    row = store.drafts.open(store.tasks.ready_ids(store.views.campaigns()[0].campaign.id)[-1])
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "half a thought"}}})
    window.act("sign_out")
    sheet = window.accounts._leaving
    assert sheet is not None and sheet.isVisible()
    assert sheet.sentence.text() == "1 draft has not been sent."
    assert sheet.send.isHidden() and "stays encrypted" in sheet.meaning.text()
    press(window, "Esc")
    assert sheet.isHidden() and seat.app.desk is not None
    window.act("sign_out")
    press(window, "Return")
    page = seat.page("welcome")
    assert seat.app.desk is None and PROMPT not in said()
    press(window, "Return")  # "Accounts on this computer" comes first now
    accounts = seat.accounts()
    assert (
        "Signed out" in accounts.rows[0].accessibleName() and "1 draft" in accounts.rows[0].accessibleName()
    )
    press(window, "Return")
    sign_in = seat.page("sign_in")
    assert isinstance(sign_in, SignInPage) and sign_in.server.edit.text() == seat.origin
    sign_in.token.edit.setText(seat.owner.token(ada))
    sign_in.sign_in.click()
    seat.until(lambda: seat.app.desk is not None)
    assert seat.app.accounts.unsent().drafts == 1
    assert page is not None


def test_signing_out_counts_notes_to_operations_too(seat: Seat) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    store = seat.app._store
    assert store is not None
    store.notes.add(store.views.campaigns()[0].campaign.id, "One more choice would help.")
    window.act("sign_out")
    sheet = window.accounts._leaving
    assert sheet is not None and sheet.sentence.text() == "1 note has not been sent."
    assert sheet.send.isVisible()


def test_send_first_sends_and_then_signs_out(seat: Seat) -> None:
    ada = seat.person()
    seat.sign_in(ada)
    window = seat.opens()
    press(window, "1", "Ctrl+Return")
    seat.until(lambda: seat.app.accounts.unsent().submissions == 1)
    window.act("sign_out")
    sheet = window.accounts._leaving
    assert sheet is not None and sheet.sentence.text().startswith("1 submission")
    assert sheet.send.hasFocus()
    press(window, "Return")
    seat.until(lambda: len(seat.owner.stored(ada)) == 1)
    seat.page("welcome")


def test_removing_asks_twice_where_work_would_be_lost(seat: Seat) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    press(window, "1", "Ctrl+Return")
    seat.app.accounts.open._worker.stop()  # type: ignore[union-attr]  # a line that is dead
    press(window, "Ctrl+Shift+A")
    page = seat.accounts()
    page.removes[0].click()
    sheet = window.accounts._removal
    assert sheet is not None and sheet.cancel.hasFocus() and "1 submission" in sheet.sentence.text()
    sheet.remove.click()
    assert seat.app.desk is not None and sheet.remove.label().startswith("Yes, delete 1 submission")
    assert sheet.cancel.hasFocus(), "Enter twice deletes nothing"
    sheet.remove.click()
    seat.until(lambda: "no account" in seat.accounts().notice.text())
    assert seat.keys._keys == {} and not list(seat.folder.glob("*/store.db")) and PROMPT not in said()
    press(window, "Esc")
    seat.page("welcome")


@pytest.mark.parametrize("times", [1, 2])
def test_a_revoked_account_ends_with_a_page_that_says_what_became_of_the_work(seat: Seat, times: int) -> None:
    ada = seat.person()
    seat.sign_in(ada)
    window = seat.opens()
    press(window, "1")
    hear = window.accounts.hear
    window.accounts.hear = lambda event: [hear(event) for _ in range(times)]  # type: ignore[method-assign, assignment]
    device = list_devices(seat.owner.app, ada)[0]
    change_device(seat.owner.app, ada, device.id, "wipe", "send_first")
    seat.app.sync_now()
    page = seat.page("ended")
    assert isinstance(page, GatePage) and "ended this account" in page.title
    assert "only the platform can read it, and handed over to it" in page.text
    assert PROMPT not in said() and not list(seat.folder.glob("*/store.db"))
    press(window, "Return")
    seat.page("welcome")


def test_a_device_that_the_platform_locks_shows_nothing_until_it_is_let_in(seat: Seat) -> None:
    ada = seat.person()
    seat.sign_in(ada)
    window = seat.opens()
    device = list_devices(seat.owner.app, ada)[0].id
    change_device(seat.owner.app, ada, device, "locked", "seal")
    seat.app.sync_now()
    page = seat.page("locked")
    assert isinstance(page, GatePage) and "Your platform has locked this device" in page.title
    settle(5)
    assert PROMPT not in said()
    press(window, "Return")
    seat.until(lambda: "has locked this device" in page.notice.text())
    change_device(seat.owner.app, ada, device, "ok", "seal")
    press(window, "Return")
    seat.page("workspace")


def test_an_idle_window_locks_by_itself_and_the_session_lock_locks_it_at_once(seat: Seat) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    window.accounts.watch.begin()
    handle = window.windowHandle()
    assert handle is not None
    (idle,) = handle.findChildren(IdleWatch)
    idle.look()
    assert window.navigator.name() == "workspace"
    idle._now = lambda: now_s() + 15 * 60 + 1
    idle.look()
    page = seat.page("locked")
    assert isinstance(page, GatePage) and PROMPT not in said()
    idle._now = now_s
    press(window, "Return")
    seat.page("workspace")
    desk = seat.app.desk
    assert desk is not None
    desk.set_setting(LOCK_WITH_SESSION.name, False)
    window.accounts.watch.lock_with_session()
    assert window.navigator.name() == "workspace"
    desk.set_setting(LOCK_WITH_SESSION.name, True)
    window.accounts.watch.lock_with_session()
    seat.page("locked")


def test_who_signs_in_is_told_of_another_accounts_unsent_work(seat: Seat) -> None:
    ada, ben = seat.person(), seat.person()
    seat.sign_in(ada)
    store = seat.app._store
    assert store is not None
    row = store.drafts.open(store.tasks.ready_ids(store.views.campaigns()[0].campaign.id)[-1])
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "half a thought"}}})
    seat.app.close()
    window = seat.opens()
    window.navigator.show("sign_in")
    page = window.navigator.page()
    assert isinstance(page, SignInPage)
    page.server.edit.setText(seat.origin)
    page.token.edit.setText(seat.owner.token(ben))
    page.sign_in.click()
    seat.until(
        lambda: any("has work that was not sent: 1 draft" in text for text in window.frame.notices.texts())
    )
    assert not any("Ada" in text for text in window.frame.notices.texts())
    assert seat.app.accounts.unsent().drafts == 0


def test_a_synchronised_folder_is_said_with_what_to_do(seat: Seat) -> None:
    seat.sign_in(seat.person())
    window = seat.opens()
    (seat.folder / ".stfolder").mkdir()
    window.accounts.watch.tell_place()
    (notice,) = window.frame.notices.texts()
    assert "synchronised by Syncthing" in notice and "--data-dir" in notice
