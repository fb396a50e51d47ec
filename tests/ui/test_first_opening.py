"""No page or sheet builds so much in one turn of the event loop that keys would wait for it.

Widgets are counted, which no machine can be too slow for: one takes 0.2 to 0.4 ms with its layout and painting. How
long the turns take is measured by `python -m tests.bench first_opening`, each page in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hdclient.model.person import Person, Role
from hdclient.store.facts import PERSON
from tests.bench.first_opening import AT_WORK
from tests.helpers.qt import press, settle, show
from tests.helpers.sample_numbers import campaign_sample, mirror_sample
from tests.helpers.turns import turns_of
from tests.helpers.workbench import Workbench
from ui.components.steps import is_building

MOST_BUILT = 110
"""In one turn."""
NOT_HERE = {"the accounts", "signing out"}
"""Actions of a program that has accounts."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path)
    made.store.meta.set(PERSON, Person(id="ops", name="Ops", role=Role.OPS).as_json())
    task_id, *_ = made.work.add_campaign("text-comparison")
    for view in made.desk.queue().campaigns:
        for kind, value in (("mirror", mirror_sample()), ("quality", campaign_sample())):
            made.store.figures.wish(kind, view.campaign.id)
            made.store.figures.put(kind, view.campaign.id, value.as_json())
    made.open(task_id)
    yield made
    made.close()
    QTest.qWait(10)  # what was deleted is gone


def test_no_page_or_sheet_is_built_in_one_turn(bench: Workbench) -> None:
    built = {}
    for name, action in AT_WORK.items():
        if name in NOT_HERE:
            continue
        bench.window.act("go.task")
        settle()
        built[name] = max(turn.built for turn in turns_of(lambda action=action: bench.window.act(action)))
        bench.window.sheets.close_all()
    assert {name: count for name, count in built.items() if count > MOST_BUILT} == {}
    assert built["the settings"] > 30 and built["all keys"] > 20, "it was counted"


def test_hints_end_with_the_window(bench: Workbench) -> None:
    bench.window.act("first_steps")
    steps = bench.window.hints.steps
    assert steps is not None and steps.isActive()
    bench.window.close()
    assert not steps.isActive()


def test_who_submits_before_the_next_task_is_ready_waits_for_no_turn(bench: Workbench) -> None:
    show(bench.window)
    first = bench.task.session.task
    second = bench.desk.next_task(first.campaign_id, after=first.id)
    third = bench.desk.next_task(first.campaign_id, after=second)
    _submit_quickly(bench)
    assert is_building() and bench.task.session.task.id == first.id and bench.view.isVisible()
    assert "Submitted" in " ".join(bench.notices())
    QTest.keyClick(QApplication.focusWidget() or bench.window, Qt.Key.Key_2)
    assert bench.task.session.task.id == second and bench.task.session.answers, "the key was for the next"
    settle()
    _submit_quickly(bench)
    bench.window.navigator.show("queue")
    assert not is_building()
    settle()
    assert bench.window.navigator.name() == "queue", "who goes elsewhere is not called back"
    assert bench.desk.next_task(first.campaign_id) == third
    bench.window.act("undo.submit")
    settle()
    assert bench.task.session.task.id == second
    assert not bench.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _submit_quickly(bench: Workbench) -> None:
    """With answers, and before anything was built ahead."""
    press(bench.window, "2")
    bench.task.session.set_answer("reason", {"text": "It says why the sky is blue."})
    bench.page.ahead.stop()
    bench.task.submit()


def test_keys_are_heard_while_a_page_is_built(bench: Workbench) -> None:
    show(bench.window)
    bench.window.act("go.settings")
    press(bench.window, "Esc")
    assert bench.window.navigator.name() == "workspace"
    bench.window.act("go.settings")
    settle()
    assert "keys.single" in bench.window.navigator.page()._controls  # type: ignore[union-attr]


def test_a_key_right_after_enter_is_for_the_task_that_opens(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    ids = bench.work.add_campaign("text-comparison")
    show(bench.window)
    bench.window.navigator.show("queue")
    settle()
    navigator = bench.window.navigator
    row = QApplication.focusWidget()
    assert row is not None
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert navigator.name() == "queue" and is_building(), "the queue is seen until the task is whole"
    QTest.keyClick(QApplication.focusWidget() or row, Qt.Key.Key_2)
    assert navigator.name() == "workspace"
    assert bench.task.session.task.id == ids[0] and bench.task.session.answers
    settle()
    bench.close()


def test_who_goes_elsewhere_before_the_task_is_whole_is_not_called_back(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.work.add_campaign("text-comparison")
    show(bench.window)
    bench.window.navigator.show("queue")
    settle()
    row = QApplication.focusWidget()
    assert row is not None
    QTest.keyClick(row, Qt.Key.Key_Return)
    bench.window.navigator.show("settings")
    settle()
    assert bench.window.navigator.name() == "settings"
    bench.close()
