"""How responses stand: every arrangement keeps the order, is remembered per template, and moves nobody's place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.helpers.qt import SMALL, WIDE, settle, show
from tests.helpers.workbench import COMPARE, RANK, Workbench, make_task
from tests.ui.test_workspace_together import answer, bar, heading_at
from ui.pages.arrangement import Arrangement, Shares, evenly, parted, shape_for
from ui.pages.stage import Stage

ANSWER = "\n\n".join(
    f"## {topic}\n\n" + f"What {topic.lower()} does is told here, once more. " * 40
    for topic in ("Sun", "Moon", "Stars", "Wind", "Rain", "Snow")
)


def shown(stage: Stage) -> str:
    return "".join(pane.letter for pane in stage.panes if pane.isVisible())


def opened(bench: Workbench, count: int, *, texts: list[str] | None = None) -> Stage:
    template = COMPARE if count < 5 else RANK
    bench.lease(make_task("t1", template, texts or [f"answer {n}" for n in range(count)]))
    return bench.open("t1").stage


@pytest.mark.parametrize(
    ("wanted", "count", "width", "height", "shape"),
    [
        (Arrangement.AUTO, 2, 900, 400, (2,)),
        (Arrangement.AUTO, 2, 400, 400, (1, 1)),
        (Arrangement.AUTO, 2, 400, 200, ()),
        (Arrangement.AUTO, 3, 1300, 400, (3,)),
        (Arrangement.AUTO, 3, 1200, 400, (2, 1)),
        (Arrangement.AUTO, 4, 900, 400, (2, 2)),
        (Arrangement.COLUMNS, 9, 1300, 600, (5, 4)),
        (Arrangement.COLUMNS, 9, 900, 300, ()),
        (Arrangement.ROWS, 4, 900, 700, (1, 1, 1, 1)),
        (Arrangement.ROWS, 9, 900, 800, (2, 2, 2, 2, 1)),
        (Arrangement.TABS, 2, 900, 700, ()),
        (Arrangement.COLUMNS, 1, 100, 100, (1,)),
    ],
)
def test_as_many_beside_each_other_as_have_room(
    wanted: Arrangement, count: int, width: int, height: int, shape: tuple[int, ...]
) -> None:
    assert shape_for(wanted, count, width, height) == shape


def test_rows_are_even_and_stretches_fill_the_room() -> None:
    assert evenly(9, 2) == (5, 4) and evenly(3, 3) == (1, 1, 1)
    for weights in ([1, 1, 1], [1, 2, 5]):
        found = parted(1000, weights)
        assert found[-1][0] + found[-1][1] == 1000


def test_a_handle_takes_from_one_what_it_gives_the_other_and_never_all() -> None:
    shares = Shares((3,))
    room = QRect(0, 0, 924, 300)
    shares.move(0, 0, 100, 924)
    assert [one.width() for one in shares.rectangles(room, leftwards=False)] == [400, 200, 300]
    shares.move(0, 0, 5_000, 924)
    assert [one.width() for one in shares.rectangles(room, leftwards=False)] == [504, 96, 300]
    assert [one.x() for one in shares.rectangles(room, leftwards=True)] == [420, 312, 0]


@pytest.mark.parametrize("count", range(2, 10))
@pytest.mark.parametrize("wanted", Arrangement)
def test_reading_order_is_the_shown_order_in_every_arrangement(
    bench: Workbench, count: int, wanted: Arrangement
) -> None:
    stage = opened(bench, count)
    stage.set_arrangement(wanted)
    settle()
    places = [(pane.y(), pane.x()) for pane in stage.panes if pane.isVisible()]
    assert places == sorted(places) and places
    rectangles = [pane.geometry() for pane in stage.panes if pane.isVisible()]
    assert all(stage.rect().contains(one) for one in rectangles)
    assert not any(a.intersects(b) for n, a in enumerate(rectangles) for b in rectangles[n + 1 :])
    assert len(rectangles) == (1 if stage.one_at_a_time() else count)


def test_the_first_response_stands_at_the_right_where_reading_begins_there(bench: Workbench) -> None:
    stage = opened(bench, 2)
    stage.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert stage.panes[0].x() > stage.panes[1].x()
    stage.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert stage.panes[0].x() < stage.panes[1].x()


def test_v_goes_through_the_arrangements_and_says_which(bench: Workbench) -> None:
    stage = opened(bench, 2)
    seen = []
    for _ in range(4):
        bench.press("V")
        seen.append((stage.arrangement(), shown(stage)))
    assert [one for one, _ in seen] == [
        Arrangement.COLUMNS,
        Arrangement.ROWS,
        Arrangement.TABS,
        Arrangement.AUTO,
    ]
    assert [letters for _, letters in seen] == ["AB", "AB", "A", "AB"]
    assert "The responses stand as there is room" in bench.notices()


def test_what_was_chosen_is_there_for_the_template_and_for_no_other(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["a", "b"]), make_task("t2", RANK, ["a", "b", "c"]))
    bench.open("t1")
    bench.press("V", "V")
    assert bench.open("t2").stage.arrangement() is Arrangement.AUTO
    bench.press("Alt+Q")
    assert bench.open("t1").stage.arrangement() is Arrangement.ROWS
    assert bench.desk.setting("bench.compare") == {"arrangement": "rows"}


def test_the_next_task_is_built_as_it_was_chosen_and_follows_a_change(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, ["a", "b"]) for n in range(3)))
    bench.open("t0")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    bench.press("V", "V")
    ahead = bench.page.ahead
    qtbot.waitUntil(lambda: ahead._view is not None and ahead.picture.fits(ahead._view))
    bench.press("1", "Ctrl+Return")
    assert bench.view.assignment.task.id == "t1"
    assert bench.view.stage.shape() == (1, 1)


def test_settings_that_make_no_sense_are_left_aside(bench: Workbench) -> None:
    bench.desk.set_setting("bench.compare", {"arrangement": "spiral"})
    assert opened(bench, 2).arrangement() is Arrangement.AUTO
    bench.desk.set_setting("bench.compare", ["no", "facts"])
    bench.press("Alt+Q")
    assert bench.open("t1").stage.arrangement() is Arrangement.AUTO


def test_no_arrangement_renders_anything_anew(bench: Workbench) -> None:
    stage = opened(bench, 4)
    documents = [pane.content.reader().document() for pane in stage.panes]
    for key in ("V", "V", "V", "V", "Ctrl+2", "Esc", "I", "Tab", "Esc"):
        bench.press(key)
    assert [pane.content.reader().document() for pane in stage.panes] == documents
    assert all(pane.parentWidget() is stage for pane in stage.panes)


def test_tab_flips_in_place_and_the_keyboard_goes_along(bench: Workbench, qtbot: QtBot) -> None:
    stage = opened(bench, 3, texts=[ANSWER, ANSWER, ANSWER])
    qtbot.waitUntil(lambda: all(pane.content.reading.is_loaded() for pane in stage.panes))
    bench.press("A", "Ctrl+1")
    qtbot.waitUntil(lambda: not stage._together._errand.is_under_way())
    middle = bar(stage.panes[0]).maximum() // 2
    bar(stage.panes[0]).setValue(middle)
    for letter in "BCA":
        bench.press("Tab")
        assert shown(stage) == letter
        pane = next(pane for pane in stage.panes if pane.letter == letter)
        assert pane.isAncestorOf(QApplication.focusWidget())
        assert abs(bar(pane).value() - middle) <= 10
    bench.press("Esc")
    assert shown(stage) == "ABC"


def test_a_flip_stays_with_what_is_spoken_of(bench: Workbench, qtbot: QtBot) -> None:
    """The same parts, of other lengths."""
    stage = opened(bench, 2, texts=[answer(40, 10, 10, 30, 40), answer(25, 60, 15, 10, 60)])
    qtbot.waitUntil(lambda: all(pane.content.reading.is_loaded() for pane in stage.panes))
    bench.press("A", "Ctrl+1")
    qtbot.waitUntil(lambda: bool(stage._together._matched))
    first, second = stage.panes
    for number in (1, 2, 3):
        line = first.content.reader().viewport().height() // 3
        bar(first).setValue(bar(first).value() + heading_at(first, number) - line)
        bench.press("Tab")
        assert second.isVisible()
        assert abs(heading_at(first, number) - heading_at(second, number)) <= 10, number
        bench.press("Tab")


def test_one_response_stays_while_the_others_are_flipped_through(bench: Workbench) -> None:
    stage = opened(bench, 4)
    bench.press("B", "I")
    seen = [shown(stage)]
    for _ in range(3):
        bench.press("Tab")
        seen.append(shown(stage))
    assert seen == ["BC", "BD", "AB", "BC"]
    bench.press("B", "I")
    assert stage.pinned() is None
    bench.press("Esc")
    assert shown(stage) == "ABCD"


def test_tab_leaves_the_responses_of_a_ranking_which_nobody_asked_to_flip(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c"]))
    stage = bench.open("t1").stage
    bench.press("A")
    for _ in range(12):
        bench.press("Tab")
        assert shown(stage) == "A"
        if not stage.panes[0].isAncestorOf(QApplication.focusWidget()):
            return
    raise AssertionError("the keyboard cannot leave the response")


def test_nine_responses_are_reached_by_keys(bench: Workbench) -> None:
    stage = opened(bench, 9)
    for key, letter in (("Shift+G", "G"), ("Ctrl+9", "I"), ("Ctrl+Tab", "I"), ("Ctrl+Shift+Backtab", "H")):
        bench.press(key)
        current = stage.current()
        assert current is not None and current.letter == letter, key


def test_a_response_is_made_wider_by_keys_and_by_its_handle(bench: Workbench) -> None:
    stage = opened(bench, 2)
    before = stage.panes[0].width()
    bench.press("A", "Alt+Shift+Right", "Alt+Shift+Right")
    assert stage.panes[0].width() == before + 80
    bench.press("B", "Alt+Shift+Right")
    assert stage.panes[0].width() == before + 40
    handle = stage._handles._handles[0]
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 50))
    QTest.mouseMove(handle, QPoint(5 - 40, 50))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert stage.panes[0].width() == before


def test_a_window_that_gets_small_shows_one_at_a_time_and_all_again(bench: Workbench) -> None:
    stage = opened(bench, 4)
    bench.press("V", "V")
    show(bench.window, SMALL)
    stage.resize(300, 300)
    assert stage.one_at_a_time() and shown(stage) == "A"
    show(bench.window, WIDE)
    stage.resize(900, 700)
    assert shown(stage) == "ABCD"


# By the mouse, and for the next task


def menu_of(stage: Stage, number: int) -> QMenu:
    pane = stage.panes[number]
    QTest.mouseClick(pane.layout_button, Qt.MouseButton.LeftButton)
    settle()
    (menu,) = (one for one in stage.window().findChildren(QMenu) if one.isVisible())
    return menu


def choose(stage: Stage, number: int, action: str) -> None:
    menu = menu_of(stage, number)
    (entry,) = (one for one in menu.actions() if one.objectName() == action)
    entry.trigger()
    menu.close()
    settle()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_mouse_chooses_how_the_responses_stand(bench: Workbench) -> None:
    stage = opened(bench, 3)
    choose(stage, 0, "layout.rows")
    assert stage.arrangement() is Arrangement.ROWS
    choose(stage, 1, "solo.2")
    assert shown(stage) == "B"
    choose(stage, 1, "solo.2")
    choose(stage, 2, "pane.pin")
    pinned = stage.pinned()
    assert pinned is not None and pinned.letter == "C"
    menu = menu_of(stage, 0)
    assert [one.objectName() for one in menu.actions() if one.isChecked()] == ["layout.rows"]
    menu.close()
    choose(stage, 0, "layout.tabs")
    assert stage.arrangement() is Arrangement.TABS


def test_how_wide_panes_are_is_kept_for_the_template(bench: Workbench, qtbot: QtBot) -> None:
    stage = opened(bench, 2)
    before = stage.panes[0].width()
    bench.press("A", "Alt+Shift+Right")
    wide = stage.panes[0].width()
    assert wide > before
    qtbot.waitUntil(lambda: bool(bench.page.bench.fact(COMPARE.id, "shares")))
    bench.lease(make_task("t2", COMPARE, ["one", "two"]))
    assert bench.open("t2").stage.panes[0].width() == wide


def test_what_was_kept_of_widths_and_is_broken_counts_for_nothing(bench: Workbench) -> None:
    stage = opened(bench, 2)
    before = [pane.geometry() for pane in stage.panes]
    for broken in (
        "wide",
        {"2": 7},
        {"2": {"rows": ["x"], "columns": [[0, -1]]}},
        {"x": {}},
        {"9-9": {}},
        {"2": {"rows": [1e9], "columns": [[1, 1, 1]]}},
    ):
        stage.set_shares(broken)
        assert [pane.geometry() for pane in stage.panes] == before
