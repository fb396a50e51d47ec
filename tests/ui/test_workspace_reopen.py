"""Work that the platform has, opened again in the real window: by one key, with its answers, until it is reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.review import Decision
from tests.helpers.qt import clipped, settle, too_small, unnamed
from tests.helpers.shots import grab
from tests.helpers.stores import make_review, send_all
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui import theme
from ui.pages.task_standing import NOT_REVIEWED


@pytest.fixture
def sent(bench: Workbench) -> str:
    """A judged and accepted task, opened to be looked at; its submission id."""
    bench.lease(make_task("t1", COMPARE, ["a", "b"]), make_task("t2", COMPARE, ["a", "b"]))
    bench.open("t1")
    bench.press("2", "Ctrl+Return")
    bench.desk.send_now()
    send_all(bench.store)
    bench.open("t1")
    assert bench.task.session.read_only
    return bench.task.session.submission_id


def test_what_was_sent_is_changed_by_one_key(bench: Workbench, sent: str) -> None:
    assert bench.page.banner() == NOT_REVIEWED
    bench.press("5")
    assert bench.task.session.read_only and bench.sent("t1")["revision"] == 1
    bench.press("Ctrl+O")
    session = bench.task.session
    assert (session.submission_id, session.revision, session.read_only) == (sent, 2, False)
    assert abs(bench.stored("t1")["better"]["strength"]) == 2, "with the answers that were sent"
    assert bench.page.banner() == ""
    bench.press("5", "Ctrl+Return")
    body = bench.sent("t1")
    assert body["revision"] == 2 and body["answers"]["better"]["winner"] == "t1-1"


def test_once_a_reviewer_has_decided_it_is_not_offered(bench: Workbench, sent: str) -> None:
    row = bench.store.drafts.get(sent, 1)
    assert row is not None
    bench.store.feedback.put_review(make_review(row, Decision.ACCEPT))
    bench.open("t2")
    bench.open("t1")
    assert bench.page.banner() == "" and "task.reopen" not in bench.page.handlers()


def test_a_reviewer_who_came_while_it_was_looked_at_is_said(bench: Workbench, sent: str) -> None:
    row = bench.store.drafts.get(sent, 1)
    assert row is not None
    bench.store.feedback.put_review(make_review(row, Decision.ACCEPT))
    bench.press("Ctrl+O")
    assert bench.task.session.read_only
    assert any("cannot be opened again" in text for text in bench.notices())


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_offer_can_be_read(bench: Workbench, sent: str, look: str, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Look(look))
    settle()
    assert clipped(bench.page) == [] and too_small(bench.page) == [] and unnamed(bench.page) == []
    assert grab(bench.window, tmp_path / "reopen.png").stat().st_size > 10_000
