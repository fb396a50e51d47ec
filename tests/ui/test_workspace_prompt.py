"""The prompt card and the clock of a task: the same however the task was reached."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from hdclient.model.template import Layout
from tests.helpers.qt import SMALL, WIDE, settle
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.pages.prompt import SHARE

SHORT = "Why is the sky blue?"
MIDDLE = "\n\n".join(f"Point {number} of what is asked." for number in range(3))
LONG = "\n\n".join("What is asked here takes many words to say. " * 9 for _ in range(9))


def prompted(name: str, prompt: str = SHORT):
    return make_task(name, COMPARE, ["First answer", "Second answer"], prompt=prompt)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
@pytest.mark.parametrize("prompt", [SHORT, MIDDLE, LONG], ids=["short", "middle", "long"])
def test_the_prompt_is_as_high_after_submit_as_from_the_queue(
    bench: Workbench, qtbot: QtBot, prompt: str, size: QSize
) -> None:
    bench.lease(prompted("t1"), prompted("t2", prompt))
    bench.open("t2", size)
    settle()
    wanted = bench.view.prompt.height()
    bench.open("t1", size)
    qtbot.waitUntil(bench.page.ahead.is_ready)
    ahead = bench.page.ahead._view
    bench.press("1", "Ctrl+Return")
    settle()
    card = bench.view.prompt
    assert bench.view is ahead
    assert card.height() == wanted
    assert card.height() <= bench.view.height() * SHARE + 1
    if prompt is not LONG:
        assert card.view.reader().verticalScrollBar().maximum() == 0, "what has room is seen whole"


def test_the_clock_is_the_open_tasks_from_the_first_moment_on(bench: Workbench) -> None:
    bench.lease(prompted("t1"), prompted("t2"))
    bench.open("t1")
    bench.page._clock.stop()  # what is told is told by opening, not by the next second
    bench.page.timer_changed.emit("07:07")
    told: list[str] = []
    bench.page.timer_changed.connect(told.append)
    bench.press("1", "Ctrl+Return")
    assert bench.task.session.task.id == "t2"
    assert told == ["00:00"]


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_a_task_without_responses_shows_its_prompt_in_their_place(bench: Workbench, size: QSize) -> None:
    template = COMPARE.changed(layout=Layout.SINGLE, questions=(COMPARE.questions[1],))
    bench.lease(make_task("t1", template, [], prompt="Say in your own words why the sky is blue."))
    view = bench.open("t1", size)
    assert not view.stage.isVisible(), "nothing says that responses were somewhere else"
    room = view.footer.y() - view.prompt.y()
    assert view.prompt.height() > room * 0.8, "it has the height that they would have"
    assert [content for content in view.contents() if content.isVisible()] == [view.prompt.view]
