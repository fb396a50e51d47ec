"""The workspace for everybody: names, roles, room, small windows, and what the window tells others."""

from __future__ import annotations

import pytest

from tests.helpers.qt import (
    SMALL,
    clipped,
    same_names,
    settle,
    show,
    too_small,
    unnamed,
    without_role,
)
from tests.helpers.workbench import COMPARE, RANK, RATE, SEVERAL, Workbench, make_task
from ui.pages.cover import Cover
from ui.pages.workspace_words import heading_of
from ui.questions.ranking import RankingQuestion


def pair(name: str, **more: str):
    return make_task(name, COMPARE, ["First **answer**", "Second answer"], **more)


# Assistive technology, sizes, words


CASES = {
    "pair": lambda: pair("t1", system="You are kind."),
    "four": lambda: make_task("t1", COMPARE, ["a", "b", "c", "d"]),
    "several": lambda: make_task("t1", SEVERAL, ["a", "b"]),
    "ranking": lambda: make_task("t1", RANK, [f"answer {n}" for n in range(9)]),
    "rating": lambda: make_task("t1", RATE, ["x"]),
}


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
@pytest.mark.parametrize("case", CASES)
def test_everything_has_a_name_a_role_and_room(bench: Workbench, case: str, scale: float) -> None:
    bench.desk.set_setting("look.scale", scale)
    bench.window.looks.apply_chosen()
    bench.lease(CASES[case]())
    view = bench.open("t1", SMALL)
    assert unnamed(view) == []
    assert without_role(view) == []
    assert same_names(view) == []
    assert too_small(view) == []
    assert clipped(view.footer) == []


def test_panes_are_named_with_a_neutral_count(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    view = bench.open("t1")
    reading = view.stage.panes[0].content.reading
    assert (reading.accessibleName(), reading.accessibleDescription()) == ("Response A", "2 words")


def test_f6_walks_prompt_panes_and_footer(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    view = bench.open("t1")
    names = [region.accessibleName() for region in view.regions()]
    assert names == ["Prompt", "Response A", "Response B", "Answer"]
    view.focus_home()
    bench.press("F6")
    assert view.stage.panes[1].content.reading.hasFocus()
    bench.press("Shift+F6", "Shift+F6")
    assert view.prompt.view.reading.hasFocus()


def test_the_top_bar_says_what_is_done_and_never_content(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="a secret"), pair("t2"))
    bench.open("t1")
    settle()
    heading = heading_of(bench.task.session)
    assert (heading.title, heading.kind) == ("Workbench", "Compare two responses")
    assert bench.window.windowTitle() == "hdclient"


def test_the_ranking_shows_the_response_at_hand(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["first", "second", "third"]))
    bench.open("t1")
    bench.press("Down")
    pane = bench.view.stage.current()
    question = bench.view.questions["order"]
    assert pane is not None and pane.letter == "B" and pane.isVisible()
    assert isinstance(question, RankingQuestion) and question.current() == "t1-1"
    bench.press("C")
    assert question.current() == "t1-2"


def test_a_second_window_size_keeps_what_is_read(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["word " * 5_000, "b"]))
    bench.open("t1")
    bench.press("Space", "Space", "Space")
    reading = bench.view.stage.panes[0].content.reading
    before = reading.place()[0]
    show(bench.window, SMALL)
    assert abs(reading.place()[0] - before) < 150


def test_the_cover_of_a_paused_task_is_a_group_with_a_name(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("Ctrl+.")
    cover = bench.window.findChild(Cover)
    assert cover is not None and cover.isVisible()
    assert without_role(bench.window) == []
    assert unnamed(bench.window) == []
