"""A damaged store at start: the window offers the backup, does it, says what was done, and the work is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hdclient.app import App
from hdclient.config import Config
from hdclient.errors import HdError, KeyMissing, KeyringLocked, StoreDamaged, StoreRolledBack, WrongKey
from hdclient.events import StoreTroubled
from tests.helpers.frame import Raise, settle_news
from tests.helpers.kept_work import KeptWork
from tests.helpers.paper_desk import full_desk
from tests.helpers.qt import clipped, press, show, unnamed
from tests.helpers.shots import grab
from ui import start, theme
from ui.shell.trouble import TroubleWindow


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    kept = KeptWork(tmp_path / "data" / "account")
    kept.writes("t1", "words of the backup")
    kept.backs_up()
    kept.seals("t2", "t3")
    kept.damage(1)
    return kept


def make_app(work: KeptWork) -> App:
    return App(Config(data_dir=work.profile.folder.parent, theme="dark"), keys=work.keys, clock=work.clock)


def texts(window: TroubleWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def presses(keys: list[str], seen: list[str]) -> Callable[[], None]:
    """Presses the keys in turn, each when the window has come to rest, and notes what it said before."""

    def run() -> None:
        window = QApplication.activeModalWidget()
        assert isinstance(window, TroubleWindow)
        seen.append(texts(window))
        if len(keys) > 1:
            QTimer.singleShot(300, presses(keys[1:], seen))
        press(window, keys[0])

    return run


def test_from_the_damaged_file_to_the_work_by_two_keys(work: KeptWork, qtbot: QtBot) -> None:
    app, seen = make_app(work), list[str]()
    QTimer.singleShot(300, presses(["Return", "Return"], seen))
    try:
        assert start._open(app)
        assert app.desk is not None
        row = app._store.drafts.current("t1") if app._store is not None else None
        assert row is not None and row.draft["answers"] == {"why": {"text": "words of the backup"}}
    finally:
        app.stop()
    offered, told = seen
    assert "is damaged" in offered and "2 submissions are newer than it" in offered
    assert "Your work is back" in told and "aside" in told


def test_closing_it_leaves_everything(work: KeptWork, qtbot: QtBot) -> None:
    app, before = make_app(work), work.files()
    QTimer.singleShot(300, presses(["Esc"], []))
    with pytest.raises(StoreDamaged):
        start._open(app)
    app.stop()
    assert work.files() == before


def test_only_what_can_be_done_has_a_button(work: KeptWork) -> None:
    app = make_app(work)
    with pytest.raises(StoreDamaged) as damaged:
        app.open_last()
    assert [way.last_resort for way in app.ways_out(damaged.value)] == [False, True]
    assert [way.last_resort for way in app.ways_out(WrongKey("No."))] == [False, True]
    assert app.ways_out(KeyringLocked("No.")) == ()
    app.stop()


def test_an_older_file_can_be_gone_on_with(tmp_path: Path, qtbot: QtBot) -> None:
    kept = KeptWork(tmp_path / "data" / "account")
    old = kept.path.read_bytes()
    kept.seals("t1")
    kept.path.write_bytes(old)
    app = make_app(kept)
    with pytest.raises(StoreRolledBack) as caught:
        app.open_last()
    way = app.ways_out(caught.value)[0]
    assert way.title == "Go on with what is here" and way.go().what
    assert app.open_last()
    app.stop()


def test_a_way_out_that_fails_says_why(work: KeptWork, qtbot: QtBot) -> None:
    app = make_app(work)
    with pytest.raises(StoreDamaged) as caught:
        app.open_last()
    ways = app.ways_out(caught.value)
    for copy in (work.profile.folder / "backups").glob("*.db"):
        copy.unlink()
    window = TroubleWindow(caught.value, ways)
    qtbot.addWidget(window)
    show(window)
    window.ways[0].click()
    assert "missing" in texts(window) or "cannot" in texts(window)
    assert window.ways == [] and unnamed(window) == []
    app.stop()


def test_without_its_key_it_can_only_be_set_aside_and_enter_does_not_do_that(
    work: KeptWork, qtbot: QtBot
) -> None:
    card = work.profile.card()
    assert card is not None
    work.keys.forget(card.store_uuid)
    app, before = make_app(work), work.files()
    with pytest.raises(KeyMissing) as caught:
        app.open_last()
    (way,) = app.ways_out(caught.value)
    window = TroubleWindow(caught.value, (way,))
    qtbot.addWidget(window)
    show(window)
    press(window, "Return")
    assert work.files() == before and window.result() == TroubleWindow.DialogCode.Accepted
    show(window)
    window.ways[0].click()
    assert "sign in again" in texts(window)
    assert not app.open_last(), "a first start"
    kept = work.profile.folder / "aside" / "0001"
    assert {name: (kept / name).read_bytes() for name in before} == before
    assert len(list((kept / "backups").glob("*.db"))) == 1
    app.stop()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_word_of_it_can_be_read(
    work: KeptWork, qtbot: QtBot, tmp_path: Path, look: str, scale: float
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Look(choice=look, scale=scale))
    app = make_app(work)
    with pytest.raises(HdError) as caught:
        app.open_last()
    window = TroubleWindow(caught.value, app.ways_out(caught.value))
    qtbot.addWidget(window)
    show(window)
    assert clipped(window) == [] and unnamed(window) == []
    grab(window, tmp_path / "offer.png")
    window.ways[0].click()
    assert clipped(window) == [] and unnamed(window) == []
    grab(window, tmp_path / "done.png")
    app.stop()


@pytest.mark.parametrize(
    ("kind", "says"), [("full", "The disk is full."), ("damaged", "from which backup if there is one")]
)
def test_trouble_of_the_store_while_working_is_said(raised: Raise, kind: str, says: str) -> None:
    stage = raised(full_desk())
    stage.hub.publish(StoreTroubled(kind))
    settle_news(stage)
    assert [says in text for text in stage.window.frame.notices.texts()] == [True]
    assert clipped(stage.window) == []
