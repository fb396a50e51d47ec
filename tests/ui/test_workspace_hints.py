"""What a template wishes of the layout; and keys of a long form: arrows walk, digits answer, Enter goes in, Esc out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from hdclient.model.task import Slot
from hdclient.model.template import Template
from tests.helpers.qt import settle, type_text
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.components.labels import Label
from ui.pages.arrangement import Arrangement
from ui.pages.workspace_keys import form_column

POINTS: Any = [{"value": n} for n in range(1, 6)]


def template(**more: Any) -> Template:
    return Template.of({**COMPARE.plain(), "id": "hinted", **more})


def slotted(**hints: Any) -> Any:
    slots = [{"id": one, "title": one.title()} for one in ("post", "source")]
    made = make_task("t1", template(slots=slots, hints=hints), ["First answer", "Second answer"])
    return made.changed(
        slots=tuple(
            Slot(id=one, content=(ContentBlock(kind="markdown", text=f"All of the {one}."),))
            for one in ("post", "source")
        )
    )


def in_sight(bench: Workbench) -> list[str]:
    return [view.accessibleName() for view in bench.view.prompt.views() if view.isVisible()]


# Layout


def test_responses_stand_as_the_template_wishes_until_the_person_chooses(bench: Workbench) -> None:
    made = template(hints={"panes": "rows"})
    bench.lease(make_task("t1", made, ["a", "b"]), make_task("t2", made, ["a", "b"]))
    assert bench.open("t1").stage.arrangement() is Arrangement.ROWS and bench.view.stage.shape() == (1, 1)
    assert bench.desk.setting("bench.hinted") is None, "nobody has chosen it"
    bench.view.stage.set_arrangement(Arrangement.AUTO)
    assert bench.desk.setting("bench.hinted") == {"arrangement": "auto"}
    assert bench.open("t2").stage.arrangement() is Arrangement.AUTO, "what a person chose comes first"


def test_one_at_a_time_can_be_wished_too(bench: Workbench) -> None:
    bench.lease(make_task("t1", template(hints={"panes": "single"}), ["a", "b"]))
    assert bench.open("t1").stage.shape() == ()


def test_slots_are_parts_to_turn_to(bench: Workbench) -> None:
    bench.lease(slotted())
    bench.open("t1")
    assert in_sight(bench) == ["Prompt"]
    bench.press("Shift+P")
    assert in_sight(bench) == ["Post"]


def test_slots_stand_below_the_prompt_where_that_is_wished(bench: Workbench) -> None:
    bench.lease(slotted(slots="prompt"))
    view = bench.open("t1")
    settle()
    assert in_sight(bench) == ["Prompt", "Post", "Source"]
    tops = [one.y() for one in view.prompt.views()]
    assert tops == sorted(tops)
    titles = [label for label in view.prompt.findChildren(Label) if label.text() in ("Post", "Source")]
    assert [label.isVisible() for label in titles] == [True, True]
    bench.press("P")
    assert in_sight(bench) == [] and not any(label.isVisible() for label in titles)


# A form


def form() -> Template:
    asked: list[dict[str, Any]] = [
        {"id": "good", "kind": "rating", "title": "Good?", "options": {"points": POINTS}},
        {
            "id": "facts",
            "kind": "checklist",
            "title": "Facts",
            "options": {"items": [{"id": "x", "text": "It is polite"}, {"id": "y", "text": "It is true"}]},
        },
        {"id": "why", "kind": "text", "title": "Why?", "required": False},
        {"id": "kind", "kind": "rating", "title": "Kind?", "options": {"points": POINTS}},
    ]
    return template(id="form", questions=asked, hints={"form": "column"})


def at_hand(bench: Workbench) -> str:
    current = bench.view.current_question()
    return current.question.id if current is not None else ""


def test_a_form_is_walked_answered_entered_and_left_by_keys(bench: Workbench) -> None:
    bench.lease(make_task("t1", form(), ["a", "b"]))
    view = bench.open("t1")
    column = form_column(view)
    assert column is not None
    bench.press("Return")
    assert view.questions["good"].isAncestorOf(QApplication.focusWidget()), "Enter goes into the question"
    bench.press("Escape")
    assert QApplication.focusWidget() is column and bench.task.session.task.id == "t1", "Esc goes out of it"
    bench.press("4", "Down")
    assert at_hand(bench) == "facts" and bench.stored("t1")["good"] == {"value": 4}
    bench.press("Down", "2", "1")
    assert bench.stored("t1")["facts"] == {"items": {"x": "yes", "y": "no"}}
    bench.press("Down")
    assert at_hand(bench) == "why", "beyond the last row is the next question"
    bench.press("Return")
    type_text(bench.window, "So it is 12.")
    bench.press("Escape")
    assert QApplication.focusWidget() is column, "out of a text, into the form"
    bench.press("Down", "5", "Up", "Up")
    assert at_hand(bench) == "facts"
    assert bench.stored("t1")["why"] == {"text": "So it is 12."}
    assert bench.stored("t1")["kind"] == {"value": 5}


def test_the_question_at_hand_is_heard_while_the_column_has_the_keyboard(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("ui.pages.workspace_keys.announce", lambda _widget, text: heard.append(text))
    bench.lease(make_task("t1", form(), ["a", "b"]))
    column = form_column(bench.open("t1"))
    assert column is not None and column.accessibleName() == "Questions"
    column.setFocus()
    bench.press("Down", "Down", "Down", "Up")
    assert heard == ["Facts", "Why?", "Facts"], "an arrow within the rows is told by the row"


def test_arrows_take_the_keyboard_along_but_not_into_a_text(bench: Workbench) -> None:
    bench.lease(make_task("t1", form(), ["a", "b"]))
    view = bench.open("t1")
    view.questions["good"].focus_first()
    bench.press("Down")
    assert view.questions["facts"].isAncestorOf(QApplication.focusWidget())
    bench.press("Down", "Down")
    assert at_hand(bench) == "why" and QApplication.focusWidget() is form_column(view)


def test_what_is_read_keeps_its_arrows_beside_a_form(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(make_task("t1", form(), ["a\n\n" * 200, "b"]))
    view = bench.open("t1")
    bench.press("Down", "Down")
    assert at_hand(bench) == "good"
    bar = view.stage.panes[0].content.reader().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bench.press("Down")
    assert bar.value() > 0


# Local checks


def test_a_slip_is_said_and_can_be_meant_where_a_template_has_nothing_else(bench: Workbench) -> None:
    made = template(local_checks=["reason"])
    bench.lease(make_task("t1", made, ["a", "b"]), make_task("t2", made, ["a", "b"]))
    bench.open("t1")
    bench.press("1", "N")
    type_text(bench.window, "Response B is much better.")
    bench.press("Escape")
    assert "The reason calls B better" in bench.view.footer.message()
    bench.press("Ctrl+Return")
    assert bench.task.session.task.id == "t1", "a warning must be meant"
    bench.press("Ctrl+M", "Ctrl+Return")
    assert bench.sent("t1")["confirmed"] == ["local.reason@why"]
