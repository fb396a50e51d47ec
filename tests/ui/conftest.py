"""For tests of the screens: everybody begins with the light look at scale 1, and leaves no window behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.frame import Raise, Stage
from tests.helpers.paper_desk import PaperDesk
from tests.helpers.qt import WIDE, show
from tests.helpers.stray import connections
from tests.helpers.workbench import Workbench
from ui import keymap, theme
from ui.keymap import Keymap

CORNER = (10, 10)
"""Where the mouse is when a process begins."""


@pytest.fixture(autouse=True)
def no_socket(no_connection_elsewhere: None) -> Iterator[None]:
    """The platform of these tests is in the same process: no screen has any use for a socket, not even to loopback."""
    yield
    assert connections == [], "a screen has opened a connection"


@pytest.fixture(autouse=True)
def light_look(qapp: QApplication) -> Iterator[None]:
    """The look is the application's, so a test that changes it would change the next one's."""
    theme.apply(qapp, theme.Look("light"))
    yield
    theme.apply(qapp, theme.Look("light"))


@pytest.fixture(autouse=True)
def standard_keys() -> Iterator[None]:
    """The keys in force are the process's, as the look is."""
    keymap.apply(Keymap())
    yield
    keymap.apply(Keymap())


@pytest.fixture(autouse=True)
def mouse_in_the_corner(qapp: QApplication) -> None:
    """Where the last test left the mouse, it would lie over the next one's page: what comes by itself waits then."""
    QCursor.setPos(*CORNER)


@pytest.fixture(autouse=True)
def nothing_copied(qapp: QApplication) -> None:
    """What the last test copied would stand for what this one should have copied."""
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """A window that a test forgets lives on in the next one: it must be closed and deleted (qtbot.addWidget does)."""
    before = {id(widget) for widget in qapp.topLevelWidgets()}
    yield
    left = [w for w in qapp.topLevelWidgets() if id(w) not in before and w.isVisible()]
    assert [type(widget).__name__ for widget in left] == []


@pytest.fixture
def raised(qtbot: QtBot) -> Iterator[Raise]:
    """Makes windows, shows them, and takes them down."""
    made: list[Stage] = []

    def make(desk: PaperDesk | None, **facts: str) -> Stage:
        stage = Stage(desk, **facts)
        made.append(stage)
        qtbot.addWidget(stage.window)
        stage.window.start()
        show(stage.window, WIDE)
        return stage

    yield make
    for stage in made:
        stage.window.close()
        stage.bridge.close()


@pytest.fixture
def bench(tmp_path: Path, qapp: QApplication) -> Iterator[Workbench]:
    """The real window with the real workspace on a real store."""
    made = Workbench(tmp_path)
    yield made
    made.close()
