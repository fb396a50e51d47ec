"""Work outside the GUI thread that is given up: nobody hears of it, whatever becomes of what it reads from."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from ui.components.errand import Check, Errand

PATIENCE_S = 60


def all_ended() -> None:
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_S * 1_000)


def test_the_result_comes_in_the_gui_thread(qtbot: QtBot) -> None:
    owner = QObject()
    came: list[object] = []
    errand = Errand(owner)
    errand.run(lambda _check: threading.current_thread(), lambda worker: came.append(worker))
    qtbot.waitUntil(lambda: bool(came))
    assert came[0] is not threading.main_thread() and not errand.is_under_way()


def test_what_fails_after_it_was_given_up_is_no_failure(qtbot: QtBot) -> None:
    """A page is left, and the store that it reads from is closed while its work goes on."""
    owner = QObject()
    begun, closed = threading.Event(), threading.Event()
    came: list[object] = []

    def work(_check: Check) -> object:
        begun.set()
        assert closed.wait(PATIENCE_S)
        raise ValueError("what it reads from is closed")

    errand = Errand(owner)
    with qtbot.captureExceptions() as failures:
        errand.run(work, came.append)
        assert begun.wait(PATIENCE_S)
        errand.give_up()
        closed.set()
        all_ended()
        qtbot.wait(1)
    assert failures == [] and came == []


def test_what_is_given_up_before_its_turn_is_not_begun(qtbot: QtBot) -> None:
    owner = QObject()
    go_on = threading.Event()
    pool = QThreadPool.globalInstance()
    for _ in range(pool.maxThreadCount()):
        pool.start(lambda: go_on.wait(PATIENCE_S))
    begun: list[int] = []
    errand = Errand(owner)
    errand.run(lambda _check: begun.append(1), lambda _: None)
    errand.give_up()
    go_on.set()
    all_ended()
    qtbot.wait(1)
    assert begun == []
