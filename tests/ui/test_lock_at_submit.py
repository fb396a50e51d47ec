"""The lock and the submit in one moment: what was submitted is sent, what was not is a draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.submission import SubmissionState
from tests.helpers.judgements import preference
from tests.helpers.platforms import embedded_owner
from tests.helpers.qt import press
from tests.helpers.seats import PROMPT, Seat, said
from ui.shell.idle import IdleWatch, now_s


@pytest.fixture
def seat(tmp_path: Path, qapp: QApplication) -> Iterator[Seat]:
    owner = embedded_owner()
    made = Seat(tmp_path, owner)
    yield made
    made.close()
    owner.close()


@pytest.mark.parametrize("first", ["submit", "lock"])
def test_a_lock_at_the_moment_of_a_submit_loses_nothing(seat: Seat, first: str) -> None:
    """Both in one turn of the event loop: what was submitted is on the disk and is sent, what was not is a draft."""
    seat.sign_in(seat.person())
    window = seat.opens()
    window.accounts.watch.begin()
    handle = window.windowHandle()
    assert handle is not None
    (idle,) = handle.findChildren(IdleWatch)
    idle._now = lambda: now_s() + 15 * 60 + 1
    desk = seat.app.desk
    assert desk is not None and desk._session is not None
    session = desk._session
    session.set_answer("better", preference(session.task))
    key = (session.submission_id, session.revision)
    steps = [lambda: window.act("submit"), idle.look]
    for step in steps if first == "submit" else steps[::-1]:
        step()
    seat.page("locked")
    assert PROMPT not in said()
    idle._now = now_s
    press(window, "Return")
    seat.page("workspace")
    seat.until(lambda: PROMPT in said())
    going = seat.app.desk
    assert going is not None and going._session is not None
    is_same = going._session.task.id == session.task.id
    assert is_same == (first == "lock"), "after a submit work goes on with the task that follows"
    store = seat.app._store
    assert store is not None
    row = store.submissions.find(*key)
    assert row is not None
    if first == "submit":
        seat.until(lambda: store.outbox.receipt(*key) is not None)
    else:
        draft = store.drafts.get(*key)
        assert draft is not None and draft.state is SubmissionState.DRAFT
        assert draft.draft["answers"] == {"better": preference(session.task)}
