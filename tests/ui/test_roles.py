"""What assistive technology is told of painted parts: roles, states, actions, and the order in which they are read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from tests.helpers.workbench import RANK, SEVERAL, Workbench, make_task
from ui.components import roles
from ui.questions.ranking import RankingQuestion

TEXTS = ("One answer.", "Another answer.", "A third one.")


@pytest.fixture(autouse=True)
def heard() -> None:
    roles.install()


def seen(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def below(interface: QAccessibleInterface) -> Iterator[tuple[QAccessible.Role, str]]:
    """Everything in reading order, as (role, name)."""
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and not child.state().invisible:  # type: ignore[attr-defined]
            yield child.role(), child.text(QAccessible.Text.Name)
            yield from below(child)


def ranking_of(bench: Workbench) -> RankingQuestion:
    question = bench.view.questions["order"]
    assert isinstance(question, RankingQuestion)
    return question


def test_a_point_of_a_scale_is_a_radio_button_that_says_when_it_is_chosen(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, TEXTS[:2]))
    view = bench.open("t1")
    points = view.questions["better"].scale_widget().buttons()  # type: ignore[attr-defined]
    assert {seen(point).role() for point in points} == {QAccessible.Role.RadioButton}
    seen(points[1]).actionInterface().doAction(roles.PRESS)
    assert [bool(seen(point).state().checked) for point in points[:3]] == [False, True, False]  # type: ignore[attr-defined]
    assert view.questions["better"].answer() is not None


def test_a_task_is_read_as_it_stands_prompt_first_then_the_responses_in_their_order(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, TEXTS[:2], system="Be brief."), backwards=True)
    view = bench.open("t1")
    names = [name for _role, name in below(seen(view))]
    wanted = [
        "Prompt",
        "Response A",
        "Raw text of Response A",
        "Response B",
        "Which is better?",
        "Flag",
        "Submit",
    ]
    at = [names.index(name) for name in wanted]
    assert at == sorted(at)


def test_a_ranking_is_a_list_of_items_in_its_order_of_which_one_is_chosen(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, TEXTS))
    bench.open("t1")
    question = ranking_of(bench)
    bench.press("C", "1", "A", "2")
    listed = seen(question.rank_list())
    assert listed.role() == QAccessible.Role.List
    items = [name for role, name in below(listed) if role == QAccessible.Role.ListItem]
    assert items == ["Response C, rank 1 of 2", "Response A, rank 2 of 2", "Response B, not ranked yet"]
    chosen = [row.letter for row in question.rank_list().rows.values() if seen(row).state().selected]  # type: ignore[attr-defined]
    assert chosen == ["A"]


def test_everything_that_dragging_does_has_a_button(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, TEXTS))
    bench.open("t1")
    question = ranking_of(bench)
    rows = list(question.rank_list().rows.values())
    for row in rows[:2]:
        row.click()
        row.buttons["up"].click()
    assert question.order_text() == "A > B"
    tie = rows[1].buttons["tie"]
    assert tie.accessibleName() == "Tie Response B with the one above"
    tie.click()
    assert question.order_text() == "A = B"
    assert (tie.accessibleName(), tie.isChecked()) == ("Take Response B out of the tie", True)
    tie.click()
    assert question.order_text() == "A > B"
    rows[2].click()
    assert rows[1].buttons["tie"].isHidden(), "only the row that is being read has room for it"
    rows[2].buttons["refuse"].click()
    assert question.order_text() == "A > B   not acceptable: C"
    assert rows[2].buttons["refuse"].isChecked()


def test_words_that_change_are_what_assistive_technology_hears(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, TEXTS[:2]))
    view = bench.open("t1")
    said = seen(view.footer._message).text(QAccessible.Text.Name)  # type: ignore[attr-defined]
    assert said == view.footer.message() != ""
    bench.window.frame.top.set_timer("00:07")
    assert seen(bench.window.frame.top.timer).text(QAccessible.Text.Name) == "00:07"


FIRST_LOOK = """
from PySide6.QtGui import QAccessible
from hdclient.events import EventHub
from ui import main

class Looked(Exception):
    pass

def looked_at(*_given):
    from ui.shell.rail import RailButton
    button = RailButton("queue", "Queue", "go.queue")
    print(QAccessible.queryAccessibleInterface(button).role().name)
    raise Looked

class Nothing:
    hub = EventHub()
    def stop(self):
        pass

main.make_window = looked_at
try:
    main.run(Nothing())
except Looked:
    pass
"""


def test_who_looks_on_while_the_window_is_made_hears_the_roles() -> None:
    """Qt keeps what it made of a widget when it was first asked: the rail's buttons stayed check boxes."""
    made = subprocess.run(
        [sys.executable, "-c", FIRST_LOOK],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.stdout.strip() == "Button", made.stderr
