"""When hdclient cannot start: a window in its own look, with words and no names of Python's."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hdclient.app import App
from hdclient.config import Config, load_for_window
from hdclient.errors import HdError, SettingsFileBroken, os_words
from tests.helpers.qt import clipped, press, show, unnamed
from ui import start, theme
from ui.shell.instance import Door
from ui.shell.trouble import TroubleWindow

LONG = HdError(
    "The data folder /home/somebody/with/a/long/path/to/hdclient cannot be made: access is not allowed.",
    "Your work could not be saved, so hdclient does not start.",
    "Choose another folder with --data-dir, or ask whoever looks after this computer.",
)


def answer(key: str, seen: list[TroubleWindow]) -> Callable[[], None]:
    """Presses a key in the window once it is there."""

    def run() -> None:
        window = QApplication.activeModalWidget()
        assert isinstance(window, TroubleWindow)
        seen.append(window)
        press(window, key)

    return run


@pytest.mark.parametrize(("key", "again"), [("Return", True), ("Esc", False)])
def test_the_person_decides_by_key(qtbot: QtBot, key: str, again: bool) -> None:
    window = TroubleWindow(LONG)
    qtbot.addWidget(window)
    QTimer.singleShot(50, answer(key, []))
    assert window.ask() is again


def test_trying_again_is_said_and_what_came_of_it(qtbot: QtBot) -> None:
    tried: list[bool] = []

    def again() -> tuple[HdError, tuple[()]] | None:
        tried.append(True)
        return (LONG, ()) if len(tried) < 2 else None

    window = TroubleWindow(LONG, (), again)
    qtbot.addWidget(window)
    show(window)
    press(window, "Return")
    texts = [label.text() for label in window.findChildren(QLabel)]
    assert "Trying again…" in texts and not window.retry.isEnabled() and not tried
    press(window, "Return", "Esc")
    assert window.isVisible(), "neither a second try nor a way out in the middle of one"
    qtbot.waitUntil(lambda: window.retry.isEnabled())
    assert any("it still does not work" in label.text() for label in window.findChildren(QLabel))
    assert clipped(window) == [] and window.focusWidget() is window.retry
    press(window, "Return")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.result() == TroubleWindow.DialogCode.Accepted and len(tried) == 2


def test_a_report_can_be_taken_along_when_nothing_starts(tmp_path: Path, qtbot: QtBot) -> None:
    app = App(Config(data_dir=tmp_path))
    window = TroubleWindow(LONG, report=lambda: app.support([("Qt", "6")]))
    qtbot.addWidget(window)
    show(window)
    assert unnamed(window) == [] and clipped(window) == []
    press(window, "Tab", "Tab")
    window.copy.setFocus()
    press(window, "Return")
    text = QApplication.clipboard().text()
    assert text.startswith("hdclient report") and str(tmp_path) not in text
    assert any("holds no content" in label.text() for label in window.findChildren(QLabel))
    assert clipped(window) == [] and window.isVisible()
    assert window.copy.isHidden() and window.focusWidget() is window.retry
    QApplication.clipboard().clear()
    app.stop()


def test_a_broken_settings_file_is_asked_about_in_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "config.toml"
    path.write_text("theme = ")
    env = {"HOME": str(tmp_path), "HDCLIENT_CONFIG": str(path)}
    load = partial(load_for_window, env=env)
    with pytest.raises(SettingsFileBroken) as broken:
        load()
    seen: list[TroubleWindow] = []
    QTimer.singleShot(100, answer("Tab", seen))
    QTimer.singleShot(200, lambda: seen[0].ways[0].click())
    QTimer.singleShot(300, answer("Return", seen))
    config = start.ask_about_settings(broken.value, load)
    assert str(path) in config.left_aside[0] and path.read_text() == "theme = "
    path.write_text('theme = "dark"')
    QTimer.singleShot(100, answer("Return", seen))
    assert start.ask_about_settings(broken.value, load).theme == "dark", "mended meanwhile"
    path.write_text("theme = ")
    QTimer.singleShot(100, answer("Esc", seen))
    with pytest.raises(SettingsFileBroken):
        start.ask_about_settings(broken.value, load)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_is_in_the_look_of_the_program_and_says_everything(qtbot: QtBot, look: str, scale: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Look(choice=look, scale=scale))
    window = TroubleWindow(LONG)
    qtbot.addWidget(window)
    show(window)
    assert [label.text() for label in window.findChildren(QLabel)] == [LONG.what, LONG.meaning, LONG.remedy]
    assert clipped(window) == [] and unnamed(window) == []
    assert window.grab().toImage().pixelColor(3, 3) == theme.color("surface")


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("in the way")
    seen: list[TroubleWindow] = []
    QTimer.singleShot(200, answer("Esc", seen))
    with pytest.raises(HdError) as failed:
        start.main(Config(data_dir=tmp_path / "file" / "work", theme="dark"))
    (window,) = seen
    qtbot.addWidget(window)
    assert failed.value.what.endswith("cannot be used: a part of the path is a file, not a folder.")
    assert theme.look().choice == "dark"


def test_a_second_start_on_the_first_page_shows_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    knocks: list[str] = []
    app = App(Config(data_dir=tmp_path))
    door = Door(tmp_path, lambda: knocks.append("show"))
    try:
        assert not start._open(app)
        qtbot.waitUntil(lambda: knocks == ["show"])
    finally:
        door.close()
    assert start._open(app)


def test_reasons_of_the_system_are_words() -> None:
    assert os_words(PermissionError(13, os.strerror(13))) == "access is not allowed"
    assert os_words(OSError(28, os.strerror(28))) == "the disk is full"
    assert os_words(OSError(113, "No route to host")) == "No route to host"
    assert os_words(OSError("odd")) == "the computer gave no reason"
