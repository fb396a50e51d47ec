"""When hdclient cannot start: a window in its own look, with words and no names of Python's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hdclient.app import App
from hdclient.config import Config
from hdclient.errors import HdError, os_words
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
