"""Backups on the settings page, in the real window on a real account: the list, one more, and going back to one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hdclient.app import App, Link
from hdclient.backends.base import Backend
from hdclient.config import Config
from hdclient.errors import Unreachable
from hdclient.store.facts import TOKEN
from hdclient.store.retention import Limits
from tests.helpers.kept_work import KeptWork
from tests.helpers.qt import settle, show
from ui import main as screens
from ui.bridge import EventBridge
from ui.components.labels import Label
from ui.pages.copies_card import CopiesCard, RestoreSheet
from ui.shell.going_back import RESTORED
from ui.shell.window import MainWindow


def nowhere(origin: str) -> Link:
    """The platform of these tests: it cannot be reached."""

    def connect(_token: object, _server: str, _device: str) -> Backend:
        raise Unreachable("There is no network here.")

    return Link(origin, connect, 60_000)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    work = KeptWork(tmp_path / "work" / "account")
    store = work.open()
    store.meta.set(TOKEN, "of nobody")
    store.close()
    work.writes("t1", "then")
    work.backs_up()
    work.writes("t1", "now")
    app = App(Config(data_dir=tmp_path / "work"), keys=work.keys, clock=work.clock, link=nowhere)
    assert app.open_last()
    bridge = EventBridge(app.hub)
    made = screens.make_window(app, bridge)
    made.work_app = app  # type: ignore[attr-defined]
    show(made)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(20)  # nothing of it may read a store that is closed
    bridge.close()
    app.stop()


def card_of(window: MainWindow, qtbot: QtBot, rows: int) -> CopiesCard:
    window.act("go.settings")
    page = window.navigator.page()
    card: CopiesCard = page.copies  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: len(card.restores) == rows)
    return card


def texts(card: CopiesCard) -> str:
    return " | ".join(label.text() for label in card.findChildren(Label) if not label.isHidden())


def wait_back(window: MainWindow, qtbot: QtBot) -> None:
    app: App = window.work_app  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: app.desk is not None and window.navigator.name() == "queue")


def draft(window: MainWindow) -> object:
    store = window.work_app.accounts.open.store  # type: ignore[attr-defined]
    row = store.drafts.current("t1")
    return row.draft["answers"]["why"]["text"]


def test_the_list_says_when_how_big_and_what_is_in_it_and_one_more_is_made(
    window: MainWindow, qtbot: QtBot
) -> None:
    card = card_of(window, qtbot, 1)
    assert "1 draft and 0 submissions" in texts(card) and "0.3 MB" in texts(card)
    card.make_now.click()
    assert not card.make_now.isEnabled()
    qtbot.waitUntil(lambda: len(card.restores) == 2 and card.make_now.isEnabled())
    assert card.said.isHidden()


def test_what_was_cleared_away_is_said(window: MainWindow, qtbot: QtBot) -> None:
    store = window.work_app.accounts.open.store  # type: ignore[attr-defined]
    store.tasks.withdraw("t2", "taken back")
    store.limit(Limits(cache_bytes=1))
    assert store.retention.clear().tasks == 1
    window.act("go.settings")
    settle()
    page = window.navigator.page()
    assert page is not None
    said = " | ".join(label.text() for label in page.findChildren(Label))
    assert "The content of 1 finished task (0.0 MB); your words are all kept." in said


def test_without_space_it_is_said(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    card = card_of(window, qtbot, 1)
    monkeypatch.setattr("hdclient.store.backups.RESERVE_BYTES", 10**18)
    card.make_now.click()
    qtbot.waitUntil(lambda: not card.said.isHidden())
    assert "too little space" in card.said.text()


def test_going_back_asks_first_and_enter_does_not_do_it(window: MainWindow, qtbot: QtBot) -> None:
    card = card_of(window, qtbot, 1)
    card.restores[0].click()
    sheet = window.sheets.current()
    assert isinstance(sheet, RestoreSheet) and window.focusWidget() is sheet.cancel
    assert "stays" in sheet.accessibleDescription() and "1 draft" in sheet.sentence.text()
    sheet.cancel.click()
    assert draft(window) == "now"


def test_after_going_back_the_drafts_are_as_then(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    card = card_of(window, qtbot, 1)
    card.restores[0].click()
    sheet = window.sheets.current()
    assert isinstance(sheet, RestoreSheet)
    sheet.go.click()
    wait_back(window, qtbot)
    assert draft(window) == "then"
    assert RESTORED in window.frame.top.flash.text()
    assert list((tmp_path / "work" / "account" / "aside").glob("*/store.db"))


def test_a_backup_that_is_gone_changes_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    card = card_of(window, qtbot, 1)
    for path in (tmp_path / "work" / "account" / "backups").iterdir():
        path.unlink()
    card.restores[0].click()
    sheet = window.sheets.current()
    assert isinstance(sheet, RestoreSheet)
    sheet.go.click()
    wait_back(window, qtbot)
    assert draft(window) == "now"
    said = " ".join(label.text() for label in window.frame.notices.findChildren(Label))
    assert "cannot be read" in said
