"""Work in steps: the first at once, one in a turn, keys between them; and modules that are imported ahead."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.helpers.qt import settle
from ui.components.steps import Steps, is_building
from ui.shell import imports_ahead
from ui.shell.imports_ahead import MODULES, OF_JUDGES, ImportsAhead


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()
    settle()


def counted(done: list[int], most: int) -> Iterator[None]:
    for number in range(most):
        done.append(number)
        yield


def test_the_first_step_is_done_at_once_and_each_other_in_a_turn_of_its_own(owner: QObject) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counted(done, 4))
    assert done == [0] and is_building()
    heard: list[int] = []
    for _ in range(3):
        QTimer.singleShot(0, owner, lambda: heard.append(len(done)))
        before = len(done)
        while len(done) == before:
            QApplication.processEvents()
        assert len(done) == before + 1
    settle()
    assert done == [0, 1, 2, 3] and len(heard) == 3
    assert not steps.is_under_way() and not is_building()


def test_who_needs_all_of_it_gets_it(owner: QObject) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counted(done, 4))
    steps.finish()
    assert done == [0, 1, 2, 3] and not is_building()


def test_a_step_that_asks_for_the_rest_goes_on_alone(owner: QObject) -> None:
    done: list[str] = []
    steps = Steps(owner)

    def asking() -> Iterator[None]:
        yield
        steps.finish()
        done.append("asked")
        yield
        done.append("last")

    steps.begin(asking())
    settle()
    assert done == ["asked", "last"]


def test_other_work_takes_the_place_of_what_was_under_way(owner: QObject) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counted(done, 4))
    steps.begin(counted(done, 2))
    settle()
    assert done == [0, 0, 1]
    steps.begin(counted(done, 3))
    steps.stop()
    settle()
    assert done == [0, 0, 1, 0] and not is_building()


def test_a_step_that_fails_is_the_last(owner: QObject) -> None:
    def failing() -> Iterator[None]:
        yield
        raise ValueError("no")

    steps = Steps(owner)
    steps.begin(failing())
    with pytest.raises(ValueError, match="no"):
        steps.finish()
    assert not steps.is_under_way()


def test_what_is_given_up_puts_away_what_it_has_begun(owner: QObject) -> None:
    told: list[str] = []

    def careful(name: str) -> Iterator[None]:
        try:
            while True:
                yield
        finally:
            told.append(name)

    def leaving() -> Iterator[None]:
        try:
            yield
            steps.stop()
            yield
            told.append("went on")
        finally:
            told.append("left")

    steps = Steps(owner)
    steps.begin(careful("stopped"))
    steps.stop()
    assert told == ["stopped"]
    steps.begin(careful("replaced"))
    steps.begin(leaving())
    assert told == ["stopped", "replaced"]
    settle()
    assert told == ["stopped", "replaced", "left"], "a step that gives its own work up is the last"


def test_what_only_computes_has_a_slice_of_a_turn(owner: QObject) -> None:
    done: list[int] = []
    steps = Steps(owner, slice_ms=60_000)
    steps.begin(counted(done, 1_000))
    assert len(done) == 1_000 and not steps.is_under_way()


def test_what_is_built_is_forgotten_with_its_page(owner: QObject, qtbot: QtBot) -> None:
    page, done = QObject(owner), list[int]()
    Steps(page).begin(counted(done, 1_000_000))
    assert is_building()
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))
    assert not is_building() and len(done) < 1_000_000


def test_every_module_that_is_imported_ahead_exists() -> None:
    for name in (*MODULES, *OF_JUDGES):
        assert importlib.util.find_spec(name) is not None, name


def test_a_module_is_imported_in_a_pause_and_never_between_keys(
    owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("hdclient.words", "hdclient.errors")
    monkeypatch.setattr(imports_ahead, "MODULES", names)
    monkeypatch.setattr(imports_ahead, "EACH_MS", 1)
    pauses: list[bool] = []
    ahead = ImportsAhead(owner, lambda: bool(pauses))
    qtbot.wait(30)
    assert not ahead.is_done()
    pauses.append(True)
    qtbot.waitUntil(ahead.is_done)
    assert set(names) <= set(sys.modules)
