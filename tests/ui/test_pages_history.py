"""The history in the real window: finding what was submitted, seeing it as it was sent, and opening it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.campaign import Campaign
from hdclient.model.review import Decision
from hdclient.session.desk import Desk
from tests.helpers.qt import clipped, same_names, settle, too_small, unnamed
from tests.helpers.shots import grab
from tests.helpers.stores import make_review, seal, send_all
from tests.helpers.workbench import COMPARE, RANK, SEVERAL, Workbench, make_task
from tests.ui.test_pages_receipts import wait_until
from ui import theme
from ui.pages.receipts import ReceiptsPage

TIDES = "Why are there two tides a day?"
SKY = "Why is the sky blue?"


def history(bench: Workbench) -> ReceiptsPage:
    """The page, with all of its rows read."""
    bench.press("Alt+H")
    page = bench.window.navigator.page()
    assert isinstance(page, ReceiptsPage)
    wait_until(lambda: not page._more.isActive() and page._fresh is None)
    return page


@pytest.fixture
def past(bench: Workbench) -> Workbench:
    """Two judged and accepted tasks, and a third that waits; the second was opened again and judged otherwise."""
    bench.lease(
        make_task("t1", COMPARE, ["a", "b"], prompt=TIDES),
        make_task("t2", COMPARE, ["c", "d"], prompt=SKY),
        make_task("t3", COMPARE, ["e", "f"]),
    )
    bench.open("t1")
    bench.press("2", "Ctrl+Return", "2", "Ctrl+Return")
    bench.desk.send_now()
    send_all(bench.store)
    work = bench.store.submissions.of_task("t2")
    assert work is not None
    bench.window.navigator.open_task(bench.desk.reopen(work.submission_id))
    bench.press("6", "Ctrl+Return")
    bench.desk.send_now()
    send_all(bench.store)
    return bench


def begins(page: ReceiptsPage) -> list[str]:
    return [row.excerpt for row in page.model.rows]


def test_a_task_is_found_by_what_it_asked(past: Workbench) -> None:
    page = history(past)
    assert begins(page) == [SKY, SKY, TIDES]
    page.search.setText("TIDES")
    wait_until(lambda: page.model.rowCount() == 1)
    assert page.model.rows[0].task_id == "t1"
    assert page.table.horizontalHeader().visualIndex(6) == 1, "beside the time, before ids and states"


def test_a_row_is_shown_as_it_was_sent_and_leads_back(past: Workbench) -> None:
    page = history(past)
    past.press("J", "Return")
    session = past.task.session
    assert (session.task.id, session.revision, session.read_only) == ("t2", 1, True)
    assert abs(past.view.questions["better"].answer()["strength"]) == 2, "not what revision 2 says"
    assert "revision 1, as it was submitted" in past.view.footer.message()
    assert past.page.banner() == "", "what a later revision has replaced is not offered to be opened again"
    past.press("5")
    assert past.view.questions["better"].answer()["strength"] == session.answers["better"]["strength"]
    past.press("Escape")
    assert past.window.navigator.page() is page and page.table.currentIndex().row() == 1


def test_a_row_is_shown_with_the_task_as_it_was_then(past: Workbench) -> None:
    newer = make_task("t1", COMPARE, ["NEWER", "b"], prompt=TIDES).changed(rev=2)
    past.work.lease(Campaign(id="bench", title="Workbench"), [newer])
    work = past.store.submissions.of_task("t1")
    assert work is not None
    again = past.desk.open(past.desk.reopen(work.submission_id))
    assert (again.revision, again.task.rev) == (2, 2)
    looked = past.desk.records.look(work.submission_id, 1)
    assert (looked.task.rev, looked.revision, looked.read_only) == (1, 1, True)
    assert looked.superseded and not again.superseded


def test_looking_at_the_past_leaves_the_work_at_hand_alone(past: Workbench) -> None:
    past.open("t3")
    past.press("3")
    history(past)
    past.press("End", "Return")
    assert past.task.session.task.id == "t1"
    assert past.desk.resume_task() == "t3"
    past.press("Alt+T")
    assert past.task.session.task.id == "t3" and not past.task.session.read_only
    assert past.view.questions["better"].answer() == past.stored("t3")["better"]


def test_ctrl_o_opens_a_row_again_with_its_answers(past: Workbench) -> None:
    page = history(past)
    assert page.card.may_reopen()
    past.press("J")
    assert not page.card.may_reopen(), "revision 1 has a later one"
    past.press("J", "Ctrl+O")
    session = past.task.session
    assert (session.task.id, session.revision, session.read_only) == ("t1", 2, False)
    assert abs(past.stored("t1")["better"]["strength"]) == 2
    past.press("5", "Ctrl+Return")
    assert past.sent("t1")["revision"] == 2


def test_with_a_reviewer_it_is_not_offered_and_a_return_is(past: Workbench) -> None:
    work = past.store.submissions.of_task("t1")
    row = past.store.drafts.get(work.submission_id, 1)
    page = history(past)
    past.press("End")
    assert page.card.may_reopen()
    past.store.feedback.put_review(make_review(row, Decision.ACCEPT))
    past.press("Ctrl+O")
    assert past.window.navigator.page() is page
    assert any("cannot be opened again" in text for text in past.notices())
    assert not page.card.may_reopen()


def test_content_that_was_cleared_away_is_said(past: Workbench) -> None:
    page = history(past)
    past.press("End")
    with past.store.transaction():
        past.store._db.execute("DELETE FROM task WHERE task_id='t1'")
    past.press("Return")
    assert past.window.navigator.page() is page
    assert any("no longer on this computer" in text for text in past.notices())


def test_what_is_sensitive_is_in_no_list(bench: Workbench) -> None:
    warned = make_task("t1", COMPARE, ["a", "b"], prompt="SENSITIVE").changed(content_warning="Violence")
    bench.lease(warned, make_task("t2", COMPARE, ["a", "b"], prompt="HARMLESS"))
    seal(bench.store, "t1")
    seal(bench.store, "t2")
    bench.open("t2")
    page = history(bench)
    assert begins(page) == ["HARMLESS", ""]
    campaign = Campaign(id="bench", title="Workbench", content_warning="Violence")
    with bench.store.transaction():
        bench.store.tasks.put_campaigns([campaign])
    page.entered()
    wait_until(lambda: begins(page) == ["", ""])


def test_campaigns_are_chosen_by_key(past: Workbench) -> None:
    page = history(past)
    assert page.campaigns.isHidden(), "one campaign is no choice"
    other = make_task("o1", COMPARE, ["a", "b"]).changed(campaign_id="other")
    past.work.lease(Campaign(id="other", title="Another one"), [other])
    past.open("o1")
    past.press("2", "Ctrl+Return")
    page = history(past)
    assert not page.campaigns.isHidden() and page.model.rowCount() == 4
    past.press("Shift+F")
    assert page.campaigns.currentText() == "Another one" and [row.task_id for row in page.model.rows] == [
        "o1"
    ]
    past.press("Escape")
    assert page.model.rowCount() == 4 and page.campaigns.currentText() == "All campaigns"


def test_undo_and_redo_of_everything_outlive_the_program(bench: Workbench) -> None:
    """Answers of all kinds, text, and the flag; taken back and made again by programs that were started later."""
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]), make_task("r1", RANK, ["a", "b", "c"]))
    bench.open("t1")
    states = [bench.stored("t1")]
    for keys in (["2"], ["J", "3"], ["J", "1"], ["N", "w", "o", "r", "d", "Escape"]):
        bench.press(*keys)
        bench.task.save_text()
        states.append(bench.stored("t1"))
    bench.press("F", "1", "Escape")
    assert bench.task.session.flag is not None
    assert len({str(state) for state in states}) == 5
    restart(bench)
    bench.open("t1")
    bench.press("Ctrl+Z")
    assert bench.task.session.flag is None
    for state in reversed(states[:-1]):
        restart(bench)
        bench.open("t1")
        bench.press("Ctrl+Z")
        assert bench.stored("t1") == state
        assert {name: one.answer() for name, one in bench.view.questions.items() if one.answer()} == state
    for state in states[1:]:
        restart(bench)
        bench.open("t1")
        bench.press("Ctrl+Shift+Z")
        assert bench.stored("t1") == state
    bench.press("Ctrl+Shift+Z")
    assert bench.task.session.flag is not None


def restart(bench: Workbench) -> None:
    """The program dies and starts again: nothing is closed, the new one sees only what is in the store."""
    bench.desk = Desk(bench.store, bench.hub, bench.work.clock, content_engine="hd-content/1")
    bench.window.navigator.drop("workspace", "queue")
    bench.window.navigator.show("queue")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_can_be_read(past: Workbench, look: str, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Look(look))
    page = history(past)
    settle()
    assert clipped(page) == [] and too_small(page) == [] and unnamed(page) == [] and same_names(page) == []
    assert grab(past.window, tmp_path / f"history-{look}.png").stat().st_size > 10_000
