"""Parts of a task in windows of their own: keys work there, nothing stays behind, and they come back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.review import Comment, Feedback, Severity
from hdclient.model.template import Template
from tests.helpers.qt import press, settle, unnamed
from tests.helpers.workbench import COMPARE, RANK, RATE, Workbench, make_task
from ui.components.sheet import sheet_over
from ui.pages.screen_places import place_for, remembered
from ui.pages.torn_window import TornWindow
from ui.renderers.content_view import ContentView

ONE = {"one": QRect(0, 0, 1920, 1040)}
TWO = {**ONE, "two": QRect(1920, 0, 2560, 1440)}


def windows(bench: Workbench) -> list[TornWindow]:
    return [one for one in bench.window.findChildren(TornWindow) if one.isVisible()]


def opened(bench: Workbench, count: int = 2) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"answer {n} {k}" for k in range(count)]) for n in range(3)))
    bench.open("t0")


def torn(bench: Workbench, key: str = "B") -> TornWindow:
    bench.press(key, "Z")
    settle()
    slot = f"response.{ord(key) - 64}"
    return next(window for window in windows(bench) if window.slot == slot)


def test_where_a_window_was_is_kept_for_each_screen() -> None:
    known = remembered(None, QRect(2000, 100, 900, 700), TWO)
    assert known == {"screen": "two", "at": {"two": [80, 100, 900, 700]}}
    assert place_for(known, TWO) == QRect(2000, 100, 900, 700)
    assert ONE["one"].contains(place_for(known, ONE)), (
        "the screen is gone: it comes back onto one that is there"
    )
    assert place_for(known, TWO) == QRect(2000, 100, 900, 700), "and there again with it"
    moved = remembered(known, QRect(10, 20, 500, 400), ONE)
    assert moved["screen"] == "one" and place_for(moved, TWO) == QRect(10, 20, 500, 400)


def test_a_new_window_goes_to_the_other_screen_and_not_right_over_another() -> None:
    first = place_for(None, TWO, main="one")
    assert TWO["two"].contains(first)
    assert TWO["one"].contains(place_for(None, TWO, main="two"))
    second = place_for(None, TWO, main="one", taken=[first])
    third = place_for(None, TWO, main="one", taken=[first, second])
    assert (
        TWO["two"].contains(third) and len({one.topLeft().toTuple() for one in (first, second, third)}) == 3
    )
    assert ONE["one"].contains(place_for(None, ONE, main="one")), "there is no other one"
    placed = remembered(None, QRect(10, 20, 500, 400), TWO)
    assert place_for(placed, TWO, main="one") == QRect(10, 20, 500, 400), "who put it there wants it there"


@pytest.mark.parametrize(
    "known",
    [
        None,
        [],
        {"screen": "two", "at": {"two": [9_000, -500, 90_000, 3]}},
        {"screen": 3, "at": {"two": "x"}},
        {"screen": "two", "at": {"two": [1, 2, 3]}},
        {"screen": "two", "at": {"two": [True, 0, 5, 5]}},
    ],
)
def test_whatever_is_remembered_all_of_it_is_in_sight(known: object) -> None:
    for screens in (ONE, TWO, {"tiny": QRect(0, 0, 300, 200)}):
        rect = place_for(known, screens)  # type: ignore[arg-type]
        assert any(room.contains(rect) for room in screens.values())


def test_a_response_gets_a_window_and_comes_back(bench: Workbench) -> None:
    opened(bench)
    stage = bench.view.stage
    window = torn(bench)
    pane = stage.panes[1]
    assert pane.window() is window and pane.isVisible()
    assert window.windowTitle() == "Response B \u2013 hdclient"
    assert stage.panes[0].width() == stage.width(), "the other has all the room"
    assert stage.in_sight() == [0]
    assert unnamed(window) == []
    bench.press("Z")
    assert windows(bench) == [] and pane.parentWidget() is stage and pane.isVisible()
    assert stage.in_sight() == [0, 1]
    assert bench.window.focusWidget() is not None and pane.isAncestorOf(bench.window.focusWidget())


def test_closing_the_window_returns_the_part(bench: Workbench) -> None:
    opened(bench)
    window = torn(bench)
    window.close()
    assert windows(bench) == [] and bench.view.stage.panes[1].window() is bench.window
    assert bench.desk.setting("bench.compare")["windows"] == []  # type: ignore[index, call-overload]


def test_a_response_that_comes_back_is_the_one_that_is_shown(bench: Workbench) -> None:
    bench.lease(make_task("t0", RANK, ["one", "two", "three"]))
    stage = bench.open("t0").stage
    torn(bench)
    assert stage.in_sight() == [0], "one at a time, and this one is elsewhere"
    bench.press("Z")
    settle()
    assert stage.in_sight() == [1] == [stage.panes.index(stage.current())], "digits rank what is read"


def test_keys_of_the_second_window_act_on_the_task(bench: Workbench) -> None:
    opened(bench)
    window = torn(bench)
    pane = bench.view.stage.panes[1]
    window.activateWindow()
    pane.content.setFocus()
    settle()
    press(window, "7")
    assert bench.stored("t0")["better"]["strength"] == 3
    press(window, "Esc")
    assert bench.window.navigator.name() == "workspace", "Esc in a second window leads nowhere"
    press(window, "Ctrl+K")
    assert sheet_over(bench.window) is not None
    press(bench.window, "Esc")


def test_the_next_task_is_in_the_same_windows_in_the_order_that_is_shown(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(
        *(make_task(f"t{n}", COMPARE, [f"answer {n} {k}" for k in range(2)]) for n in range(3)),
        backwards=True,
    )
    bench.open("t0")
    window = torn(bench)
    qtbot.waitUntil(lambda: bench.page.ahead.picture._pixels is not None)
    bench.window.activateWindow()
    bench.press("1", "Ctrl+Return")
    assert bench.view.assignment.task.id == "t1"
    pane = bench.view.stage.panes[1]
    assert windows(bench) == [window] and pane.window() is window and pane.isVisible()
    assert pane.candidate_id == "t1-0", "the second that is shown, whoever that is"
    assert pane.content.reading.toPlainText() == "answer 1 0"
    bench.press("U")
    assert bench.view.assignment.task.id == "t0" and bench.view.stage.panes[1].isVisible()


@pytest.mark.parametrize("way", ["pause", "queue", "sign in", "other template"])
def test_nothing_stays_behind_when_the_task_is_not_seen(bench: Workbench, way: str) -> None:
    opened(bench)
    bench.lease(make_task("rate", RATE, ["x"]))
    torn(bench)
    window = windows(bench)[0]
    if way == "pause":
        bench.press("Ctrl+.")
    elif way == "queue":
        bench.press("Alt+Q")
    elif way == "sign in":
        bench.window.ask_sign_in()
    else:
        bench.open("rate")
    assert windows(bench) == []
    assert window._stack.count() == 0, "no content is left in a window that is hidden"
    if way == "pause":
        bench.press("Ctrl+.")
    elif way == "queue":
        bench.press("Alt+T")
    else:
        return
    assert windows(bench) == [window] and bench.view.stage.panes[1].isVisible()


def test_windows_are_there_again_the_next_time(bench: Workbench) -> None:
    opened(bench)
    torn(bench).setGeometry(40, 50, 500, 400)
    QApplication.processEvents()
    windows(bench)[0]._tell()
    torn(bench, "A")
    bench.press("Alt+Q")
    bench.window.navigator.drop("workspace")
    settle()
    bench.open("t0")
    assert sorted(window.slot for window in windows(bench)) == ["response.1", "response.2"]
    again = next(window for window in windows(bench) if window.slot == "response.2")
    assert again.geometry() == QRect(40, 50, 500, 400)
    assert not any(bench.view.stage.in_sight())
    bench.press("Alt+Shift+T")
    assert windows(bench) == [] and bench.view.stage.in_sight() == [0, 1]


def test_the_prompt_in_its_own_window_has_all_the_height(bench: Workbench) -> None:
    bench.lease(make_task("t0", COMPARE, ["a", "b"], prompt="\n\n".join(f"line {n}" for n in range(80))))
    bench.open("t0")
    low = bench.view.prompt.view.height()
    bench.view.prompt.view.setFocus()
    bench.press("Z")
    window = windows(bench)[0]
    assert window.slot == "prompt" and bench.view.prompt.view.height() > 2 * low
    assert bench.view.stage.y() < 40, "the responses have its room"
    window.close()
    settle()
    assert bench.view.prompt.window() is bench.window and abs(bench.view.prompt.view.height() - low) <= 1
    assert bench.view.prompt.y() < bench.view.stage.y()


@pytest.mark.parametrize("template", [COMPARE, RATE], ids=["compare", "rate"])
def test_what_is_away_is_not_fitted_into_the_view_it_came_from(bench: Workbench, template: Template) -> None:
    texts = ["a"] if template is RATE else ["a", "b"]
    bench.lease(make_task("t0", template, texts, prompt="\n\n".join(f"line {n}" for n in range(80))))
    bench.open("t0")
    view = bench.view
    said = Comment(
        id="c1", text="This is **not** it. " * 20, severity=Severity.ISSUE, submission_id="s1", revision=1
    )
    view.show_feedback(Feedback(task_id="t0", submission_id="s1", revision=1, comments=(said,)))
    settle()
    panel, stage = view.feedback_panel(), view.stage
    assert panel is not None
    before = [panel.width(), view.prompt.height(), stage.geometry()]
    for part in (view.prompt, panel):
        bench.window.activateWindow()
        part.findChild(ContentView).setFocus()
        settle()
        bench.press("Z")
    first = bench.window.size()
    bench.window.resize(first.width() + 60, first.height() - 40)
    settle()
    by_slot = {window.slot: window for window in windows(bench)}
    assert by_slot["comments"].rect().adjusted(8, 8, -8, -8) == panel.geometry()
    assert by_slot["prompt"].rect().adjusted(8, 8, -8, -8) == view.prompt.geometry()
    assert view.prompt.view.height() > by_slot["prompt"].height() / 2
    assert stage.y() < 40 and stage.width() > before[2].width()
    bench.window.resize(first)
    bench.press("Z")
    assert [window.slot for window in windows(bench)] == ["prompt"], (
        "it went back by the key that tore it off"
    )
    bench.press("Alt+Shift+T")
    settle()
    assert windows(bench) == [] and panel.window() is view.prompt.window() is bench.window
    assert [panel.width(), view.prompt.height(), stage.geometry()] == before


def test_a_window_is_no_place_for_what_is_looked_for_elsewhere(bench: Workbench, qtbot: QtBot) -> None:
    """Find marks and counts what is in windows too."""
    opened(bench)
    torn(bench)
    bench.window.activateWindow()
    bench.press("Ctrl+F")
    assert bench.view.find is not None
    bench.press("a", "n", "s")
    qtbot.waitUntil(lambda: bench.view.find.looks()[2] == [0, 1, 1])  # type: ignore[union-attr, index]


def test_settings_that_make_no_sense_open_no_window(bench: Workbench) -> None:
    bench.desk.set_setting("bench.compare", {"windows": ["response.9", "response.x", "moon", 4], "places": 3})
    opened(bench)
    assert windows(bench) == []


def test_the_guideline_gets_a_window_and_comes_back_beside_the_page(bench: Workbench) -> None:
    opened(bench)
    bench.press("F1")
    panel = bench.window.panel
    bench.press("Shift+F1")
    assert [window.slot for window in windows(bench)] == ["guideline"] and panel.is_open()
    assert bench.window.frame.split.count() == 1
    window = windows(bench)[0]
    bench.press("Alt+Q", "Alt+T")
    assert windows(bench) == [window]
    window.activateWindow()
    press(window, "7")
    assert bench.stored("t0")["better"]["strength"] == 3
    window.close()
    settle()
    assert windows(bench) == [] and panel.is_open()
    assert bench.window.frame.split.count() == 2
    bench.press("Shift+F1")
    assert windows(bench) == [window]
    bench.press("F1")
    assert windows(bench) == [] and not panel.is_open()
    bench.press("F1")
    assert windows(bench) == [window]
    panel.forget()
    assert windows(bench) == []


SCREENS = [
    {"name": "one", "x": 0, "y": 0, "width": 1280, "height": 800},
    {"name": "two", "x": 1280, "y": 0, "width": 1120, "height": 1000},
]
DRIVE = """
import sys
from pathlib import Path
from tests.helpers.workbench import COMPARE, Workbench, make_task
from hdclient.model.review import Comment, Feedback, Severity
from tests.helpers.qt import press, settle
from ui import main as screens
from ui.pages.torn_window import TornWindow
from ui.renderers.content_view import ContentView

app = screens.application()
folder, begin = Path(sys.argv[1]), sys.argv[2] == "begin"
folder.mkdir(exist_ok=True)
bench = Workbench(folder)
kept = Path(sys.argv[3])
if not begin:
    for name, value in eval(kept.read_text()).items():
        bench.desk.set_setting(name, value)
bench.lease(make_task("t0", COMPARE, ["a", "b"], prompt="What?"))
view = bench.open("t0")
said = Comment(id="c1", text="This is **not** it.", severity=Severity.ISSUE, submission_id="s1", revision=1)
view.show_feedback(Feedback(task_id="t0", submission_id="s1", revision=1, comments=(said,)))
view.parts_changed.emit()
settle()
if begin:
    for part in (view.prompt, view.feedback_panel()):
        bench.window.activateWindow()
        part.findChild(ContentView).setFocus()
        settle()
        bench.press("Z")
    bench.window.activateWindow()
    settle()
    bench.press("B", "Z", "F1", "Shift+F1")
    settle()
    names = ("bench.compare", "guideline.window", "guideline.open", "guideline.place")
else:
    bench.press("F1") if not bench.window.panel.is_open() else None
    settle()
for one in bench.window.findChildren(TornWindow):
    if one.isVisible():
        print(one.slot, one.screen().name(), one.screen().geometry().contains(one.geometry()))
        if begin:
            one.move(one.x() + 8, one.y() + 8)
            settle()
            one._tell()
if begin:
    kept.write_text(repr({name: bench.desk.setting(name) for name in names}))
bench.close()
"""


def driven(tmp_path: Path, step: str, screens: list[dict[str, object]]) -> dict[str, tuple[str, str]]:
    """What windows there are, on which screen, and whether all of each is in sight: in a process of its own."""
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, "-c", DRIVE, str(tmp_path / step), step, str(tmp_path / "kept")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    return {slot: (screen, whole) for slot, screen, whole in rows}


def test_after_a_restart_all_are_back_on_their_screens_or_on_one_that_is_there(tmp_path: Path) -> None:
    parts = ["prompt", "comments", "response.2", "guideline"]
    assert driven(tmp_path, "begin", SCREENS) == dict.fromkeys(parts, ("two", "True"))
    assert driven(tmp_path, "again", SCREENS) == dict.fromkeys(parts, ("two", "True"))
    assert driven(tmp_path, "gone", SCREENS[:1]) == dict.fromkeys(parts, ("one", "True"))


@pytest.fixture(autouse=True)
def no_torn_window_left(bench: Workbench) -> Iterator[None]:
    yield
    bench.window.navigator.leave_all()
    bench.window.hide()
    assert windows(bench) == []
