"""What happens to a review elsewhere while it is open: it is said, and what was written can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.review import Decision
from tests.helpers.qt import settle
from tests.helpers.review_room import ReviewRoom


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path, hold_hours=1)
    yield made
    made.close()


def test_what_was_said_of_one_review_does_not_stand_over_the_next(room: ReviewRoom) -> None:
    room.work()
    room.work()
    room.open()
    room.press("Return")
    first = room.review
    room.revise(first.session.item.submission_id, why={"text": "A better reason, at last."})
    room.rita.sync()
    settle(5)
    room.window._tell_news()
    settle(5)
    assert any("newer revision" in notice for notice in room.notices())
    room.press("1", "Ctrl+Return")
    assert room.review is not first and room.review.session.item.revision == 1
    assert not any("newer revision" in notice for notice in room.notices())


def test_what_somebody_else_decided_meanwhile_can_still_be_read(room: ReviewRoom) -> None:
    rolf = room.office.reviewer("rolf")
    room.work()
    room.open()
    room.press("Return", "C")
    room.type("Nobody has read this yet.")
    room.press("Ctrl+Return", "1", "Ctrl+Return")
    with room.rita.offline():
        room.office.wait(3_700_000)
        rolf.sync()
        other = rolf.desk.reviewing.open(rolf.desk.reviewing.queue()[0].item_id)
        other.set_decision(Decision.ACCEPT)
        other.submit()
        room.office.wait()
        rolf.sync()
    room.send()
    room.rita.sync()
    settle(5)
    room.window._tell_news()
    settle(5)
    rows = room.page.list.rows
    assert "Another reviewer has decided" in next(iter(rows.values())).accessibleName()
    next(row for name, row in rows.items() if name.startswith("left")).click()
    settle(5)
    assert room.review.session.read_only and "Nobody has read this yet." in [
        note.text for note in room.review.commented.notes()
    ]
    room.press("Esc")
    next(row for name, row in rows.items() if row.accessibleName().startswith("Put away")).click()
    settle(5)
    assert set(room.page.list.rows) == {"look"}


def test_a_newer_revision_is_no_news_to_whoever_has_seen_nothing_yet(
    tmp_path: Path, qapp: QApplication
) -> None:
    room = ReviewRoom(tmp_path, blind=True)
    try:
        submission = room.work()
        room.open()
        room.press("Return", "7")
        assert room.review.blind
        room.revise(submission, why={"text": "A better reason, at last."})
        room.rita.sync()
        settle(5)
        room.window._tell_news()
        settle(5)
        assert not any("newer revision" in notice for notice in room.notices())
        room.press("Ctrl+Return")
        for _ in range(2):
            room.rita.sync()
            settle(20)
            room.window._tell_news()
        assert room.page.scope == "review" and room.review.session.item.revision == 2
    finally:
        room.close()


def gone_to_somebody_else(room: ReviewRoom) -> None:
    """The open item is held by another reviewer now."""
    rolf = room.office.reviewer("rolf")
    room.office.wait(3_700_000)
    rolf.sync()
    room.rita.sync()
    settle(5)
    room.window._tell_news()
    settle(5)


def test_what_is_sent_of_an_item_that_went_to_somebody_else_is_not_called_accepted(room: ReviewRoom) -> None:
    room.work()
    room.open()
    room.press("Return", "1")
    gone_to_somebody_else(room)
    assert any("no longer yours" in notice for notice in room.notices())
    room.press("Ctrl+Return")
    flash = room.window.frame.top.flash.text()
    assert flash.startswith("Sent late") and "Accepted" not in flash


def test_what_was_left_behind_is_put_away_by_keys(room: ReviewRoom) -> None:
    room.work()
    room.open()
    room.press("Return", "C")
    room.type("Nobody has read this yet.")
    room.press("Ctrl+Return", "Esc")
    gone_to_somebody_else(room)
    names = [row.accessibleName() for row in room.page.list.rows.values()]
    assert [name.split(".")[0] for name in names[-2:]] == ["Send the comments alone", "Put away"]
    for _ in room.page.list.rows:
        room.press("J")
    room.press("Return")
    assert set(room.page.list.rows) == {"look"}


def test_the_key_of_a_decision_chooses_it_for_the_newer_revision_too(room: ReviewRoom) -> None:
    room.work()
    room.open()
    room.press("Return", "1")
    submission = room.review.session.item.submission_id
    with room.rita.offline():
        room.press("Ctrl+Return")
        room.revise(submission, why={"text": "A better reason, at last."})
        room.office.wait()
    room.rita.sync()
    room.rita.sync()
    settle(5)
    room.window._tell_news()
    settle(5)
    carry = next(r for r in room.page.list.rows.values() if r.accessibleName().startswith("Review the newer"))
    carry.click()
    settle(20)
    assert room.review.session.item.revision == 2 and room.review.session.decision is None
    room.press("1")
    assert room.review.session.decision is Decision.ACCEPT


def test_an_account_that_is_closed_while_its_work_is_open_is_said(room: ReviewRoom) -> None:
    room.work()
    room.open()
    room.press("Return")
    assert not any("account is closed" in notice for notice in room.notices())
    room.office.world.ops.ok("POST", f"/v1/people/{room.ann.person_id}:close", {"unsent": "seal"})
    room.rita.sync()
    settle(5)
    room.window._tell_news()
    settle(5)
    assert any("account is closed" in notice for notice in room.notices())
    room.press("Esc", "Return")
    assert "account is closed" in room.review.panel.told.text()
