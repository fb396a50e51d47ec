"""Where responses lie and what the scale's ends mean; and the next task, which is built ahead with its own order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.questions.comparison import ComparisonQuestion


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """The whole interface runs from right to left, set before any window is made."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def pair(name: str, **more: str):
    return make_task(name, COMPARE, ["First **answer**", "Second answer"], **more)


# The pane first in reading order is the first end of the scale (a data-corrupting trap in right-to-left interfaces)


def reading_order(bench: Workbench) -> list[str]:
    """Candidates from the first in reading order on, by where their panes really are."""
    mirrored = bench.view.layoutDirection() == Qt.LayoutDirection.RightToLeft
    panes = sorted(
        bench.view.stage.panes,
        key=lambda pane: (
            pane.mapTo(bench.view, pane.rect().topLeft()).y(),
            pane.mapTo(bench.view, pane.rect().topLeft()).x() * (-1 if mirrored else 1),
        ),
    )
    return [pane.candidate_id for pane in panes]


def scale_order(bench: Workbench) -> list[str]:
    """Labels of the scale from the first in reading order on, by where the buttons really are."""
    question = bench.view.questions["better"]
    assert isinstance(question, ComparisonQuestion)
    mirrored = bench.view.layoutDirection() == Qt.LayoutDirection.RightToLeft
    buttons = sorted(question.scale_widget().buttons(), key=lambda one: one.x() * (-1 if mirrored else 1))
    return [button.label() for button in buttons]


def check_order(bench: Workbench) -> None:
    order = reading_order(bench)
    letters = [bench.view.lineup.letter(one) for one in order]
    assert letters == ["A", "B"]
    assert scale_order(bench)[0] == "A much better"
    assert scale_order(bench)[-1] == "B much better"
    bench.press("1")
    answer = bench.stored("t1")["better"]
    assert answer["winner"] == order[0], "key 1 means the pane that is read first"
    assert answer["strength"] == (-3 if order[0] == answer["pair"][0] else 3)


@pytest.mark.parametrize("backwards", [False, True])
def test_the_first_pane_is_the_first_end_of_the_scale(bench: Workbench, backwards: bool) -> None:
    bench.lease(pair("t1"), backwards=backwards)
    bench.open("t1")
    check_order(bench)


@pytest.mark.parametrize("backwards", [False, True])
def test_so_it_is_from_right_to_left(right_to_left, tmp_path: Path, qapp, backwards: bool) -> None:
    bench = Workbench(tmp_path)
    try:
        bench.lease(pair("t1"), backwards=backwards)
        bench.open("t1")
        assert bench.view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        first, second = bench.view.stage.panes
        assert (
            first.mapTo(bench.view, first.rect().topLeft()).x()
            > second.mapTo(bench.view, second.rect().topLeft()).x()
        )
        check_order(bench)
    finally:
        bench.close()


def test_the_next_task_built_ahead_has_its_own_order(bench: Workbench) -> None:
    bench.lease(pair("t0"))
    bench.lease(pair("t0"), pair("t1"), backwards=True)
    bench.open("t0")
    bench.page.ahead.begin()
    bench.page.ahead.finish()
    bench.press("1", "Ctrl+Return")
    check_order(bench)


# Built ahead


def test_the_next_task_is_built_while_this_one_is_read(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    ahead = bench.page.ahead._view
    bench.press("1", "Ctrl+Return")
    assert bench.view is ahead
    assert bench.view.isVisible()
    assert bench.store.drafts.live("t2") is not None


def test_building_ahead_begins_nothing(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    assert bench.store.drafts.live("t2") is None, "a task that nobody opened has no draft"


def test_a_view_of_an_older_task_is_not_taken(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    newer = pair("t2", prompt="A newer prompt").changed(rev=2)
    bench.lease(pair("t1"), newer)
    bench.press("1", "Ctrl+Return")
    assert bench.task.session.task.rev == 2
    assert bench.view.prompt.view.source() == "A newer prompt"
