"""A form of many questions: what is in sight is made, the rest when it is wanted, and nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from hdclient.content.anchors import source_hash
from hdclient.model.anchor import Anchor, Words
from hdclient.model.task import Task
from hdclient.model.template import Template
from hdclient.session import progress
from hdclient.templates import asked, task_faults
from tests.helpers.qt import press, settle
from tests.helpers.turns import turns_of
from tests.helpers.workbench import Workbench, make_task
from ui.pages import asking
from ui.pages.margin_places import FAR, NOWHERE, TaskPlaces
from ui.pages.task_view import TaskView
from ui.questions.text import TextQuestion
from ui.renderers.anchored import Stroke
from ui.renderers.difference_marks import Tint

CLAIMS = 40
LAST = f"why@c{CLAIMS - 1}"
FORM = Template.of(
    {
        "id": "claims",
        "version": 1,
        "title": "Claims",
        "groups": [{"id": "each", "over": "data", "path": "claims", "title": "Claim"}],
        "questions": [
            {
                "id": "ok",
                "kind": "choice",
                "title": "Is it supported?",
                "group": "each",
                "required": False,
                "options": {"options": [{"id": one, "label": one.title()} for one in ("yes", "no")]},
            },
            {
                "id": "bad",
                "kind": "rating",
                "title": "How bad is it?",
                "group": "each",
                "show_if": "ok == 'no'",
                "options": {"points": [{"value": n, "label": f"L{n}"} for n in range(1, 4)]},
            },
            {"id": "why", "kind": "text", "title": "Why?", "group": "each", "required": False},
        ],
    }
)


def long_task(name: str = "t1", claims: int = CLAIMS) -> Task:
    listed = [{"id": f"c{n}", "title": f"Claim {n} says that the sky is blue"} for n in range(claims)]
    return make_task(name, FORM, ["First answer. " * 60, "Second answer. " * 60]).changed(
        data={"claims": listed}
    )


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path)
    yield made
    made.close()


@pytest.fixture
def view(bench: Workbench) -> TaskView:
    bench.lease(long_task())
    found = bench.open("t1")
    settle()
    return found


def bar_of(view: TaskView) -> QScrollBar:
    assert view.side is not None and view.side._area is not None
    return view.side._area.verticalScrollBar()


def test_only_what_is_in_sight_is_made(view: TaskView) -> None:
    made = [key for key, _ in view.questions.made()]
    assert len(view.questions) == 3 * CLAIMS and len(made) < 30
    assert made[:3] == ["ok@c0", "bad@c0", "why@c0"] and not view.questions.is_made(LAST)


def test_what_comes_into_sight_is_made_and_stands_in_its_place(view: TaskView) -> None:
    bar = bar_of(view)
    bar.setValue(bar.maximum())
    settle()
    bar.setValue(bar.maximum())
    settle()
    assert view.questions.is_made(LAST)
    assert not view.questions.is_made(f"why@c{CLAIMS // 2}"), "what was passed over is not"
    widget = view.questions[LAST]
    assert widget.isVisible() and widget.height() > 40 and not widget.visibleRegion().isEmpty()
    above = view.questions[f"ok@c{CLAIMS - 1}"].mapTo(view, widget.rect().topLeft()).y()
    bar.setValue(bar.value() - 300)
    settle()
    moved = view.questions[f"ok@c{CLAIMS - 1}"].mapTo(view, widget.rect().topLeft()).y()
    assert abs(moved - above - 300) <= 2, "what is made above moves nothing that is read"


def test_keys_walk_all_of_it(bench: Workbench, view: TaskView) -> None:
    for _ in range(CLAIMS):
        press(bench.window, "J")
    key = view.walked()[CLAIMS]
    current = view.current_question()
    assert current is not None and current.question.id == key and view.questions.is_made(key)
    settle()
    assert not current.visibleRegion().isEmpty()
    view.ask(f"ok@c{CLAIMS - 1}")
    bench.press("2")
    assert bench.stored("t1") == {f"ok@c{CLAIMS - 1}": {"selected": ["no"]}}
    assert f"bad@c{CLAIMS - 1}" in view.asked_now(), "what it brings with it is asked"


def test_enter_goes_in_and_esc_goes_out_a_step_at_a_time(bench: Workbench, view: TaskView) -> None:
    bench.press("Return")
    first = bench.window.focusWidget()
    assert view.side is not None and first is not None and view.questions["ok@c0"].isAncestorOf(first)
    bench.press("1", "Esc")
    assert bench.window.focusWidget() is view.side
    bench.press("Down", "Up")
    assert bench.window.focusWidget() is view.side, "arrows walk the questions from there"
    bench.press("Esc")
    assert bench.window.focusWidget() is view.stage.panes[0].content.reader()
    assert bench.window.navigator.name() == "workspace", "one Esc too many would have left the task"
    bench.press("Esc")
    assert bench.window.navigator.name() == "queue"


def test_an_answer_is_shown_when_its_question_is_made(bench: Workbench, view: TaskView) -> None:
    first = view.questions[LAST]
    assert isinstance(first, TextQuestion)
    first.field.setPlainText("It is.")
    first.field.textChanged.emit()
    bench.task.save_look()
    bench.lease(make_task("t2", FORM, ["One", "Two"]).changed(data={"claims": [{"id": "k", "title": "One"}]}))
    bench.open("t2")
    again = bench.open("t1")
    assert bench.stored("t1")[LAST] == {"text": "It is."}
    widget = again.questions[LAST]
    assert isinstance(widget, TextQuestion) and widget.answer() == {"text": "It is."}


def test_what_is_made_later_can_be_changed_no_more_than_the_others(view: TaskView) -> None:
    view.set_read_only("As it was answered")
    assert view.questions[LAST].is_read_only()


def test_tab_goes_through_it_in_its_order(view: TaskView) -> None:
    bar = bar_of(view)
    bar.setValue(bar.value() + 900)
    settle()
    assert view.side is not None
    slots = [slot for slot in view.side._slots.values() if not slot.is_empty()]
    order, at = [], slots[0].nextInFocusChain()
    for _ in range(2_000):
        owner = next((n for n, slot in enumerate(slots) if slot.isAncestorOf(at)), None)
        if owner is not None and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(owner)
        at: QWidget = at.nextInFocusChain()  # type: ignore[no-redef]
        if at is slots[0]:
            break
    begins = order.index(0)
    order = order[begins:] + order[:begins]
    assert order == sorted(order) and len(set(order)) > 8


def test_no_turn_builds_much_of_it(bench: Workbench) -> None:
    bench.lease(long_task("t1", 200), long_task("t2", 1))
    bench.open("t2")
    built = max(turn.built for turn in turns_of(lambda: bench.window.navigator.open_task("t1"))[1:])
    assert built < 80


def test_the_turn_that_opens_it_works_out_once_what_is_asked(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it can be shown, and its form, were worked out in the steps before."""
    bench.lease(long_task("t1", 200), long_task("t2", 1))
    bench.open("t2")
    page, counted = bench.page, list[str]()
    bench.window.navigator.show("queue")
    for _ in page.prepare("t1"):
        pass

    def asked_questions(task: Task) -> tuple[asked.Asked, ...]:
        counted.append(task.id)
        return before(task)

    before = asked.asked_questions
    for module in (asked, asking, progress, task_faults):
        monkeypatch.setattr(module, "asked_questions", asked_questions)
    bench.window.navigator.open_task("t1")
    assert bench.task.session.task.id == "t1" and counted == ["t1"]


def test_comments_beside_it_make_only_what_they_speak_of(view: TaskView, qtbot: QtBot) -> None:
    """A margin wants to know where every part stands: what is not made yet has its place in the column."""
    late = f"why@c{CLAIMS - 2}"
    view.questions.show_answer(late, {"text": "It is blue."})
    made = len(view.questions.made())
    places = TaskPlaces(view)
    first, last = Anchor(part="question:ok@c0"), Anchor(part=f"question:{LAST}")
    at_first, at_last = places.tops([first, last], view)
    assert at_first < at_last < NOWHERE and places.box(last, view) is not None
    assert places.order(first) < places.order(last)
    assert places.standing(last).is_seen() and places.selection() is not None
    assert len(view.questions.made()) == made, "looking for places made questions"
    words = Words(start=6, end=10, sha256=source_hash("It is blue."), quote="blue")
    said = Anchor(part=f"question:{late}", at=words)
    places.paint([Stroke(said, Tint(1))])
    assert places.standing(said).is_seen() and view.questions.is_made(late)
    text = view.questions[late]
    assert isinstance(text, TextQuestion)
    assert [one.cursor.selectedText() for one in text.field.extraSelections()] == ["blue"]
    assert len(view.questions.made()) == made + 1
    with qtbot.waitSignal(places.moved, timeout=20_000):
        places.go_to(last)
    assert view.questions.is_made(LAST) and places.tops([last], view)[0] < FAR
