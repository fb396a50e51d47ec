"""Reading in the workspace: scrolling, one response alone, raw text, pauses, and news that move nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.events import TasksChanged
from tests.helpers.qt import WIDE, settle, type_text
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui import theme
from ui.renderers.reading_view import PADDING


def pair(name: str, **more: str):
    return make_task(name, COMPARE, ["First **answer**", "Second answer"], **more)


# Reading


def test_space_pages_the_pane_at_hand(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "long " * 3_000]))
    bench.open("t1")
    first, second = (pane.content.reading.verticalScrollBar() for pane in bench.view.stage.panes)
    bench.press("Space")
    assert first.value() > 0 and second.value() == 0
    bench.press("B", "Space", "Space")
    assert second.value() > first.value()
    bench.press("Shift+Space", "Shift+Space")
    assert second.value() == 0


def test_the_panes_scroll_together_when_wanted(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "longer " * 6_000]))
    bench.open("t1")
    first, second = (pane.content for pane in bench.view.stage.panes)
    bench.press("Y", "Space", "Space")
    assert first.fraction() > 0
    assert second.fraction() == pytest.approx(first.fraction(), abs=0.02)
    bench.press("Y", "Space")
    assert second.fraction() != pytest.approx(first.fraction(), abs=0.02)


def test_one_pane_alone_and_flipping_in_place(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    panes = bench.view.stage.panes
    bench.press("Ctrl+2")
    assert [pane.isVisible() for pane in panes] == [False, True]
    bench.press("Tab")
    assert [pane.isVisible() for pane in panes] == [True, False]
    bench.press("B")
    assert [pane.isVisible() for pane in panes] == [False, True]
    bench.press("Ctrl+2")
    assert [pane.isVisible() for pane in panes] == [True, True]
    bench.press("Ctrl+1", "Esc")
    assert [pane.isVisible() for pane in panes] == [True, True]
    assert bench.window.navigator.name() == "workspace"


def test_raw_text_and_the_folded_prompt(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="The *whole* prompt", system="You are kind."))
    bench.open("t1")
    bench.press("R")
    assert bench.view.stage.panes[0].content.reader().toPlainText() == "First **answer**"
    bench.press("R")
    assert bench.view.stage.panes[0].content.reader().toPlainText() == "First answer"
    bench.press("P")
    assert not bench.view.prompt.view.isVisible()
    bench.press("P")
    assert bench.view.prompt.view.isVisible()
    assert not bench.view.prompt.views()[0].isVisible(), "the system prompt is shown on demand"
    bench.view.prompt.show_system(True)
    assert bench.view.prompt.views()[0].isVisible()


def test_the_prompt_takes_at_most_its_share(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="long prompt " * 2_000))
    view = bench.open("t1")
    assert view.prompt.height() <= 0.3 * view.height() + 40


@pytest.mark.parametrize(
    ("count", "width", "rows"), [(2, 1280, [2]), (3, 1280, [2, 1]), (3, 1500, [3]), (4, 1280, [2, 2])]
)
def test_panes_lie_in_reading_order(bench: Workbench, count: int, width: int, rows: list[int]) -> None:
    bench.lease(make_task("t1", COMPARE, ["x"] * count))
    bench.open("t1")
    bench.window.resize(width, 800)
    settle()
    places = [pane.mapTo(bench.view, pane.rect().topLeft()) for pane in bench.view.stage.panes]
    assert [(p.y(), p.x()) for p in places] == sorted((p.y(), p.x()) for p in places)
    tops = sorted({p.y() for p in places})
    assert [sum(p.y() == top for p in places) for top in tops] == rows


# Pausing


def test_a_pause_covers_the_task_and_counts_no_time(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="secret prompt"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "half a")
    bench.press("Ctrl+.")
    assert bench.page.cover() is not None
    assert not bench.view.isVisible()
    bench.press("1", "S", "Ctrl+Return")
    assert bench.stored("t1") == {"why": {"text": "half a"}}, "no key reaches the covered task"
    before = bench.task.session.timing()[0]
    clock = bench.work.clock
    clock.advance(30_000)  # type: ignore[attr-defined]
    assert bench.task.session.timing()[0] == before
    bench.press("Ctrl+.")
    assert bench.view.isVisible()
    reason = bench.view.reason
    assert reason is not None and QApplication.focusWidget() is reason.field
    type_text(bench.window, " sentence")
    bench.press("Esc")
    assert bench.stored("t1") == {"why": {"text": "half a sentence"}}


# News of the open task


def test_a_withdrawal_is_told_without_moving_anything(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("2", "N")
    before = [pane.geometry() for pane in bench.view.stage.panes], bench.view.footer.geometry()
    focused = QApplication.focusWidget()
    bench.store.tasks.withdraw("t1", "the prompt was wrong")
    bench.hub.publish(TasksChanged(("t1",)))
    qtbot.waitUntil(lambda: "withdrawn" in bench.page.banner())
    settle()
    assert ([pane.geometry() for pane in bench.view.stage.panes], bench.view.footer.geometry()) == before
    assert QApplication.focusWidget() is focused
    assert "the prompt was wrong" in bench.page.banner()
    assert bench.stored("t1")["better"]["strength"] == -2
    bench.press("Esc", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["better"]["strength"] == -2, "late work is offered and kept"


def test_news_of_another_task_say_nothing(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.store.tasks.withdraw("t2", "gone")
    bench.page.refresh(TasksChanged(("t2",)))
    assert bench.page.banner() == ""


@pytest.mark.parametrize("size", [WIDE, QSize(1900, 900)])
def test_the_text_of_every_pane_begins_below_its_title(bench: Workbench, size: QSize) -> None:
    bench.lease(make_task("t1", COMPARE, ["Words. " * 80, "Words. " * 80, "Words. " * 80]))
    bench.open("t1", size)
    starts = {
        pane.content.reading.document().rootFrame().frameFormat().leftMargin()
        for pane in bench.view.stage.panes
    }
    assert starts == {PADDING}, "one of three is as wide as the other two together"


# Hidden characters


def test_hidden_characters_of_entities_are_counted_too(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["one&#8203;\u200b two&#x202e;", "plain &amp; simple"]))
    first, second = bench.open("t1").stage.panes
    assert first.facts.hidden is not None
    assert first.facts.hidden.label() == "3 hidden characters"
    assert "2 × zero width space (ZWSP)" in first.facts.hidden.toolTip()
    assert second.facts.hidden is None
    first.facts.hidden.click()
    document = first.content.document()
    assert document is not None
    assert document.toPlainText().count("\ufffc") == 3, "as many chips as were counted"


def test_hidden_characters_are_counted_and_shown_on_demand(bench: Workbench) -> None:
    bench.lease(
        make_task("t1", COMPARE, ["pass\u200bword \u202eevil\u202c", "nothing here"], prompt="a\u00adb")
    )
    bench.open("t1")
    first, second = bench.view.stage.panes
    assert first.facts.hidden is not None and first.facts.hidden.isVisible()
    assert first.facts.hidden.label() == "3 hidden characters"
    assert "1 × zero width space (ZWSP)" in first.facts.hidden.toolTip()
    assert not second.facts.isVisible(), "nothing is said where there is nothing to say"
    assert bench.view.prompt.facts[0].hidden is not None
    bench.press("H")
    assert first.content.reading.played().chips == 3
    assert first.facts.hidden.accessibleName() == "Hide 3 hidden characters in Response A"
    first.facts.hidden.click()
    assert first.content.reading.played().chips == 0


def test_chips_stay_when_the_task_is_opened_again_and_in_the_raw_text(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["pass\u200bword", "two"]), make_task("t2", COMPARE, ["a", "b"]))
    bench.open("t1")
    bench.press("H", "R")
    assert "\ufffc" in bench.view.stage.panes[0].content.reader().toPlainText()
    bench.open("t2")
    bench.open("t1")
    assert bench.view.prompt.view.reveals() and bench.view.is_raw()
    bench.press("R")
    assert bench.view.stage.panes[0].content.reading.played().chips == 1


def test_keys_number_and_wrap_code_for_good(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["```\na\n```", "b"]))
    bench.open("t1")
    before = theme.look()
    bench.press("G")
    assert theme.look().code_numbers and "Lines of code are numbered" in bench.notices()
    bench.press("W")
    assert not theme.look().code_wraps
    bench.press("G", "W")
    assert theme.look() == before
