"""The ring of task views, content that comes from a worker process, and what is shown until it has come."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.contents import Contents
from hdclient.model.content import ContentBlock
from hdclient.session.work_session import WorkSession
from tests.helpers.qt import settle, show
from tests.helpers.workbench import COMPARE, RANK, Workbench, make_task
from ui.components.sheet import sheet_over
from ui.pages.task_parts import blocks_of
from ui.pages.task_view import TaskView
from ui.pages.unseen import NOT_SEEN
from ui.pages.whole_sheet import WholeSheet
from ui.pages.workspace import WorkspacePage
from ui.renderers.expectation import PREPARING

ANSWER = "First **answer** has five words"
NO_WORKER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def contents() -> Iterator[Contents]:
    """Content from a real worker process; a test starts it when it wants to."""
    made = Contents("e/1", worker=True)
    yield made
    made.stop()


@pytest.fixture
def working(tmp_path: Path, qapp: QApplication, contents: Contents) -> Iterator[Workbench]:
    made = Workbench(tmp_path, contents=contents)
    made.lease(*(make_task(f"t{n}", COMPARE, [f"{n} {ANSWER}", f"{n} second"]) for n in range(6)))
    yield made
    made.close()


def shown(view: TaskView) -> list[str]:
    return [content.reading.toPlainText() for content in view.contents()]


# Waiting for the worker


def test_a_view_waits_for_its_content_says_so_and_shows_it(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    view = working.open("t1")
    reading = view.stage.panes[0].content.reading
    assert shown(view) == ["", "", ""] and not reading.is_loaded()
    assert view.stage.panes[0].measure() == ""
    qtbot.waitUntil(lambda: reading.expectation.says_so)
    assert view.stage.panes[0].content.source() == f"1 {ANSWER}", "the raw text needs no worker"
    contents.start()
    qtbot.waitUntil(lambda: all(one.reading.is_loaded() for one in view.contents()))
    assert shown(view) == ["Why is the sky blue?", "1 First answer has five words", "1 second"]
    assert view.stage.panes[0].measure() == "6 words" and not reading.expectation.says_so


def test_content_that_comes_while_its_view_is_made_is_counted_and_told_all_the_same(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    """On a busy computer the worker is done between the making of a view and its first show: no news comes then."""
    task = make_task("t9", COMPARE, ["one&#8203;two three", "b"])
    working.lease(task, make_task("t8", COMPARE, ["c", "d"]))
    assignment = working.store.tasks.assignment("t9")
    assert assignment is not None
    working.open("t8")
    view = TaskView(assignment, working.page._sources, working.page)
    for _ in view.build():
        pass
    first = view.stage.panes[0]
    assert first._measure.text() == ""
    contents.start()
    contents.want(block for candidate in task.candidates for block in candidate.content)
    contents.want(task.prompt)
    qtbot.waitUntil(lambda: working.page._sources.trees.has(blocks_of(assignment)))
    settle()  # what was announced was not for a view that had not asked yet
    view.show_now()
    assert first._measure.text() == "3 words"
    assert first.content.reading.accessibleDescription() == "3 words"
    assert first.facts.hidden is not None, "hidden characters are only known of what is prepared"
    view.deleteLater()


def test_what_is_still_to_come_cannot_be_opened_and_the_key_says_so(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    rows = "\n".join(f"| {number} | x |" for number in range(600))
    working.lease(make_task("large", COMPARE, [f"| n | x |\n|---|---|\n{rows}", "b"]))
    content = working.open("large").stage.panes[0].content
    working.press("A", "Return")
    assert sheet_over(working.window) is None and PREPARING in working.notices()
    contents.start()
    qtbot.waitUntil(content.has_more)
    working.press("Return")
    assert isinstance(sheet_over(working.window), WholeSheet)


def test_a_place_that_was_remembered_waits_for_the_content_too(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    text = "\n\n".join(f"Paragraph {number}" for number in range(200))
    working.lease(make_task("long", COMPARE, [text, text]))
    session: WorkSession = working.desk.open("long")
    session.set_view(places={"long-0": [900, 0]})
    session.close()
    view = working.open("long")
    contents.start()
    content = view.stage.panes[0].content
    qtbot.waitUntil(lambda: content.reading.is_loaded())
    qtbot.waitUntil(lambda: content.reading.place()[0] > 850)


def test_answers_can_be_given_while_content_is_still_to_come(working: Workbench) -> None:
    working.open("t1")
    working.press("2")
    assert working.stored("t1")["better"]


def test_what_cannot_be_seen_yet_cannot_be_submitted(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    view = working.open("t1")
    working.press("2", "Ctrl+Return")
    assert working.view is view and NOT_SEEN in working.notices()
    contents.start()
    qtbot.waitUntil(lambda: not any(one.is_awaited() for one in view.contents()))
    working.press("Ctrl+Return")
    assert working.view is not view


def test_counts_beside_a_ranking_come_with_the_content(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    working.lease(make_task("r", RANK, ["one two", "one", "one two three"]))
    view = working.open("r")
    contents.start()
    rows = view.questions["order"]._list.rows
    qtbot.waitUntil(lambda: rows["r-2"]._about == "3 words")


def test_responses_that_have_no_room_in_memory_together_are_shown_all_the_same(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    contents = Contents("e/1", worker=True, most_bytes=1_000)
    bench = Workbench(tmp_path, contents=contents)
    text = "word " * 300
    bench.lease(make_task("t1", COMPARE, [f"A {text}", f"B {text}"]))
    view = bench.open("t1")
    contents.start()
    qtbot.waitUntil(lambda: all(one.reading.is_loaded() for one in view.contents()))
    assert [words[:2] for words in shown(view)[1:]] == ["A ", "B "]
    contents.stop()
    bench.close()


def test_leaving_while_content_is_to_come_is_no_fault(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    working.open("t1")
    working.open("t2")
    contents.start()
    view = working.view
    qtbot.waitUntil(lambda: all(one.reading.is_loaded() for one in view.contents()))
    assert shown(view)[2] == "2 second"


def test_content_of_four_tasks_is_prepared_ahead(
    working: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    contents.start()
    working.open("t0")
    wanted = [ContentBlock(kind="markdown", text=f"{n} {ANSWER}") for n in range(5)]
    qtbot.waitUntil(lambda: all(contents.of(block) is not None for block in wanted))
    assert contents.of(ContentBlock(kind="markdown", text=f"5 {ANSWER}")) is None
    qtbot.waitUntil(working.page.ahead.is_ready)


def test_after_a_restart_everything_is_there_without_a_worker(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    first = Workbench(tmp_path)
    first.lease(make_task("t1", COMPARE, [ANSWER, "second"]))
    contents = Contents("e/1", first.store.prepared, worker=True)
    contents.start()
    blocks = [ContentBlock(kind="markdown", text=text) for text in ("Why is the sky blue?", ANSWER, "second")]
    contents.want(blocks)
    qtbot.waitUntil(lambda: all(contents.of(block) is not None for block in blocks))
    contents.stop()
    kept = Contents("e/1", first.store.prepared, worker=True, command=NO_WORKER)
    first.page_contents = kept
    view = first.open("t1")
    assert all(one.reading.is_loaded() for one in view.contents())
    assert shown(view)[1] == "First answer has five words"
    first.close()


# The ring


def test_undo_brings_back_the_very_view_and_the_next_one_is_still_there(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"{n} {ANSWER}", "second"]) for n in range(4)))
    first = bench.open("t0")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    bench.press("2", "Ctrl+Return")
    second = bench.view
    assert second is not first
    bench.press("U")
    assert bench.task.session.task.id == "t0" and bench.view is first
    assert bench.stored("t0")["better"], "its answer is there"
    assert bench.view.questions["better"].answer() == bench.stored("t0")["better"]
    qtbot.waitUntil(bench.page.ahead.is_ready)
    bench.press("3", "Ctrl+Return")
    assert bench.task.session.task.id == "t1" and bench.view is second
    assert bench.sent("t0")["answers"]


def test_a_view_that_comes_back_acts_once_and_for_its_new_session_only(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"[{n}](https://example.org)", "second"]) for n in range(3)))
    bench.open("t0")
    qtbot.waitUntil(bench.page.ahead.is_ready)
    bench.press("2", "Ctrl+Return")
    bench.press("U")
    saved: list[str] = []
    session = bench.task.session
    real = session.set_answer

    def count(*arguments: object, **more: object) -> None:
        saved.append("once")
        real(*arguments, **more)  # type: ignore[arg-type]

    session.set_answer = count  # type: ignore[method-assign]
    told: list[str] = []
    bench.page.shown.connect(told.append)
    bench.press("4")
    assert saved == ["once"]
    bench.view.told.emit("Copied")
    assert bench.notices().count("Copied") == 1


def test_a_submit_after_an_undo_goes_through_once(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"{n} {ANSWER}", "second"]) for n in range(4)))
    bench.open("t0")
    for _ in range(3):
        qtbot.waitUntil(bench.page.ahead.is_ready)
        bench.press("2", "Ctrl+Return")
        bench.press("U")
        assert bench.task.session.task.id == "t0"
    bench.view.footer.submit_button.click()
    settle()
    assert bench.task.session.task.id == "t1" and bench.sent("t0")["revision"] == 1


def test_never_more_than_three_views_are_kept(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [f"{n} {ANSWER}", "second"]) for n in range(9)))
    bench.open("t0")
    for _ in range(6):
        qtbot.waitUntil(bench.page.ahead.is_ready)
        bench.press("2", "Ctrl+Return")
        settle()
        assert len(bench.page.findChildren(TaskView)) <= 3
    qtbot.waitUntil(bench.page.ahead.is_ready)
    assert len(bench.page.findChildren(TaskView)) == 3


# Coming back, and coming for the first time


def test_coming_back_from_another_page_shows_the_same_view(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["one", "two"]))
    view = bench.open("t1")
    bench.press("2")
    bench.press("Alt+R")
    assert bench.window.navigator.name() == "receipts"
    bench.press("Alt+T")
    assert bench.view is view
    bench.press("3")
    assert bench.stored("t1")["better"] == view.questions["better"].answer() is not None


def test_the_task_that_enter_would_open_is_built_while_the_queue_is_looked_at(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(make_task("t1", COMPARE, ["one", "two"]))
    show(bench.window)
    bench.press("Alt+R", "Alt+Q")
    navigator = bench.window.navigator

    def ready() -> bool:
        pages = [page for page in navigator.pages() if isinstance(page, WorkspacePage)]
        return bool(pages) and pages[0].ahead.is_ready()

    qtbot.waitUntil(ready)
    page = next(page for page in navigator.pages() if isinstance(page, WorkspacePage))
    built = page.findChildren(TaskView)
    bench.press("Return")
    assert bench.view in built and bench.view.size() == page.size()
