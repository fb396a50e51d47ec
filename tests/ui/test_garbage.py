"""Cyclic garbage is looked for in the main thread only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.shell.garbage import YOUNG, GarbageWatch


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.own = self
        self.died_in: list[threading.Thread] = []
        weakref.finalize(self, lambda died=self.died_in: died.append(threading.current_thread()))


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_garbage_is_found_by_the_main_thread_alone(qtbot: QtBot) -> None:
    parent = QObject()
    GarbageWatch(parent, lambda: False)
    died = Ring().died_in

    def busy() -> None:
        kept = [[number] for number in range(20 * YOUNG)]
        assert kept

    thread = threading.Thread(target=busy)
    thread.start()
    thread.join()
    assert died == [], "the other thread made enough objects, but must not collect"
    kept = [[number] for number in range(2 * YOUNG)]
    qtbot.waitUntil(lambda: bool(died))
    assert died == [threading.main_thread()] and kept


def test_everything_is_looked_through_in_a_pause_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    pause = False
    watch = GarbageWatch(QObject(), lambda: pause)
    monkeypatch.setattr(gc, "collect", lambda generation=2: looks.append(generation))
    monkeypatch.setattr(gc, "get_count", lambda: (YOUNG + 1, 0, 11))
    watch.look()
    pause = True
    watch.look()
    assert looks == [0, 2]


def test_no_look_has_much_to_take_away(qtbot: QtBot) -> None:
    """Views of tasks live for some tasks; what they leave is not saved up."""
    watch = GarbageWatch(QObject(), lambda: False)
    each, living, taken = 2 * YOUNG, 2, [0]

    def note(phase: str, facts: dict[str, int]) -> None:
        if phase == "stop":
            taken.append(facts["collected"])

    gc.callbacks.append(note)
    views: list[list[list[object]]] = []
    for _ in range(40):
        view: list[list[object]] = [[] for _ in range(each)]
        for one in view:
            one.append(one)
        views = [*views, view][-living:]
        watch.look()
    gc.callbacks.remove(note)
    assert 0 < max(taken) <= 4 * each, [one // each for one in taken]
