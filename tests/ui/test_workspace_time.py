"""Time and news of the open task: told calmly, in words, and nothing is taken away by them."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from hdclient.events import TasksChanged
from hdclient.model.content import ContentBlock
from hdclient.model.task import Lease, Task
from tests.helpers.qt import type_text
from tests.helpers.workbench import CAMPAIGN, COMPARE, Workbench, make_task

HOUR = 3_600_000
MINUTE = 60_000


def pair(name: str = "t1") -> Task:
    return make_task(name, COMPARE, ["First **answer**", "Second answer"])


def lease_of(task: Task, left_ms: int, latest_ms: int | None = None) -> Lease:
    return Lease(
        lease_id=f"lease-{task.id}",
        task_id=task.id,
        task_rev=task.rev,
        campaign_id=CAMPAIGN.id,
        ttl_s=left_ms // 1000,
        latest_s=None if latest_ms is None else latest_ms // 1000,
        display_order=tuple(candidate.id for candidate in task.candidates),
        guideline_version=1,
    )


def begun(bench: Workbench, left_ms: int, latest_ms: int | None = None) -> Any:
    """An open task with so much time; returns the clock."""
    bench.lease(pair())
    bench.store.tasks.put_leases(CAMPAIGN.id, [lease_of(pair(), left_ms, latest_ms)], bench.work.clock.now())
    bench.open("t1")
    return bench.work.clock


def heading(bench: Workbench, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in bench.window.frame.top.place.text())


def test_a_day_and_more_is_not_told(bench: Workbench, qtbot: QtBot) -> None:
    begun(bench, 30 * HOUR)
    heading(bench, qtbot, "Task 1 of")
    assert "left" not in bench.window.frame.top.place.text() and bench.page.banner() == ""


def test_what_is_left_stands_in_the_heading_and_changes_seldom(bench: Workbench, qtbot: QtBot) -> None:
    clock = begun(bench, 5 * HOUR + 20 * MINUTE)
    heading(bench, qtbot, "5 h left")
    qtbot.waitUntil(lambda: not bench.page._later.isActive())  # it is told once more after the first painting
    told: list[object] = []
    bench.page.heading_changed.connect(told.append)
    clock.advance(10 * MINUTE)
    bench.page._standing.show()
    assert not bench.page._later.isActive(), "nothing moves for ten minutes of five hours"
    clock.advance(4 * HOUR)
    bench.page._standing.show()
    heading(bench, qtbot, "1 h 10 min left")
    clock.jump_wall(days=-700, hours=3)
    bench.page._standing.show()
    assert not bench.page._later.isActive(), "the wall clock says nothing"
    assert bench.page.banner() == ""


def test_the_last_half_hour_is_said_once_with_a_way_to_ask_for_more(bench: Workbench, qtbot: QtBot) -> None:
    clock = begun(bench, HOUR, 4 * HOUR)
    bench.press("2")
    clock.advance(35 * MINUTE)
    bench.page._standing.show()
    assert "half an hour" in bench.page.banner() and "kept here" in bench.page.banner()
    bench.page._standing._banner.close()
    clock.advance(10 * MINUTE)
    bench.page._standing.show()
    assert bench.page.banner() == "", "what was closed is not said again"
    heading(bench, qtbot, "15 min left")
    bench.press("Ctrl+T")
    assert bench.store.terms.wished() == ("lease-t1",)
    assert "passed on" in bench.page.banner()
    bench.store.terms.renewed("lease-t1", 7200, 7200)
    bench.hub.publish(TasksChanged(("t1",)))
    heading(bench, qtbot, "2 h left")
    qtbot.waitUntil(lambda: bench.page.banner() == "")


def test_when_it_is_over_the_work_can_still_be_sent(bench: Workbench, qtbot: QtBot) -> None:
    clock = begun(bench, HOUR, HOUR)
    clock.advance(2 * HOUR)
    bench.page._standing.show()
    assert "is over" in bench.page.banner() and "still submit" in bench.page.banner()
    heading(bench, qtbot, "time is over")
    bench.press("2", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["better"]["strength"] == -2


def test_at_the_maximum_no_more_is_offered(bench: Workbench) -> None:
    clock = begun(bench, HOUR, HOUR)
    clock.advance(40 * MINUTE)
    bench.page._standing.show()
    assert "gives no more" in bench.page.banner()
    assert "time.more" not in bench.page.handlers()


@pytest.mark.parametrize("by", ["key", "button"])
def test_a_task_that_changed_keeps_the_words_and_offers_the_new_version(
    bench: Workbench, qtbot: QtBot, by: str
) -> None:
    begun(bench, 9 * HOUR)
    bench.press("2", "N")
    type_text(bench.window, "my reason")
    bench.press("Esc")
    newer = pair().changed(rev=2, prompt=(ContentBlock(kind="text", text="Another question"),))
    bench.store.tasks.put_leases(CAMPAIGN.id, [lease_of(newer, 9 * HOUR)], bench.work.clock.now())
    bench.page.refresh(TasksChanged(("t1",)))
    assert bench.page.banner() == "", "the new version is not here yet"
    bench.store.tasks.put_task(newer)
    bench.page.refresh(TasksChanged(("t1",)))
    assert "has changed this task" in bench.page.banner() and "kept" in bench.page.banner()
    assert bench.task.session.task.rev == 1, "nothing changes under the cursor"
    if by == "key":
        bench.press("Ctrl+Shift+T")
    else:
        bar = bench.page._standing._banner._bar
        assert bar is not None
        bar.action_button().click()
    assert bench.task.session.task.rev == 2 and bench.page.banner() == ""
    assert bench.stored("t1")["why"] == {"text": "my reason"}
    assert bench.stored("t1")["better"]["strength"] == -2
    assert "Another question" in bench.view.prompt.view.reading.document().toPlainText()
    bench.press("Ctrl+Return")
    assert (bench.sent("t1")["task_rev"], bench.sent("t1")["answers"]["why"]) == (2, {"text": "my reason"})
