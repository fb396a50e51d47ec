"""For all tests: no screen is needed; an unexpected line in the log or a connection elsewhere is a failure."""

from __future__ import annotations

import gc
import itertools
import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests.helpers.stray import connections, listen, strays, strays_of_children

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A test must look the same on every machine: no desktop's fonts, sizes or schemes.
os.environ.setdefault("QT_QPA_PLATFORMTHEME", "")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
# Nor a computer's language and country: they say how days and numbers are written.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

# Speed is measured by benchmarks: an example that takes 200 ms on a busy machine is no failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

WAIT_MS = 60_000
"""How long a test waits for a state at most. It goes on as soon as that is reached: on a busy computer, late."""
WHOLE_LOOK_EVERY = 50
_tests = itertools.count(1)
_widgets = False


def pytest_configure(config: pytest.Config) -> None:
    listen()
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitCallback, QtBot.waitExposed):
        assert "timeout" in wait.__kwdefaults__
        wait.__kwdefaults__["timeout"] = WAIT_MS  # 5 s of its own
    config.addinivalue_line(
        "markers", "logs: this test makes log lines of level WARNING or above, and means to"
    )


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it one that all garbage of this process was taken out while a text was parsed: that took its time away,
    it was shown as written, and the next run of the same example found another document."""
    if getattr(getattr(request, "function", None), "is_hypothesis_test", False):
        monkeypatch.setattr("hdclient.content.deadline._Limit.seconds", 30.0)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The arguments that the program itself gives to QApplication."""
    return ["hdclient", "-style", "Fusion"]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """As the program makes it, in whatever order tests run: its language, its names, how threads take turns."""
    from ui import main as screens

    return screens.application()


@pytest.fixture(autouse=True)
def garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Beside widgets, cycles go in the main thread only, as in the program: ui/shell/garbage.py says why. No widget
    outlives its test: it would hear the next one's change of look, or its own timer, when its store is closed."""
    global _widgets
    before, _widgets = _widgets, "qapp" in request.fixturenames or "ui" in request.node.path.parts
    if _widgets:
        gc.disable()
    elif before:
        gc.collect()
        gc.enable()
    shown = _whole_widgets() if _widgets else set()
    yield
    if _widgets:
        from ui import overrides

        overrides.hold()
        _delete(_whole_widgets() - shown)
        gc.collect(2 if next(_tests) % WHOLE_LOOK_EVERY == 0 else 1)


def _whole_widgets() -> set[QWidget]:
    """Windows, shown or not, and whatever else is in no other widget."""
    from PySide6.QtWidgets import QApplication

    return {widget for widget in QApplication.topLevelWidgets() if widget.parent() is None}


def _delete(widgets: set[QWidget]) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for widget in widgets:
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_connection_elsewhere() -> Iterator[None]:
    """Whatever a test does, and whatever a process does that it started, it connects to this computer only."""
    connections.clear()
    yield
    found = [*strays, *strays_of_children()]
    strays.clear()
    assert found == [], "a connection to another computer"


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Warnings and errors in the log fail the test, unless it is marked with `logs`."""
    yield
    if request.node.get_closest_marker("logs") is not None:
        return
    lines = [
        f"{record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert lines == []
