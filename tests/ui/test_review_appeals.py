"""A contested decision before its second reviewer: reasons in place, until when, and nothing of the first decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from hdclient.model.anchor import Anchor
from hdclient.model.review import AppealState, Reason
from tests.accessibility.audits import AUDITS
from tests.helpers.review_room import ReviewRoom
from ui.components import roles

HOURS = 3_600_000


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path, appeal_hours=48)
    yield made
    made.close()


def contested(room: ReviewRoom) -> str:
    """Contested for two reasons, the first of them about an answer. Returns the submission's id."""
    about = Anchor(part="question:better")
    reasons = [Reason(text="Rule 2 says that it is right.", anchor=about), Reason(text="And so on.")]
    return room.contest(*reasons, said="The first decision says this.")


def words(room: ReviewRoom) -> str:
    page = room.page
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_the_list_puts_what_is_contested_first_with_its_time(room: ReviewRoom) -> None:
    contested(room)
    room.work()
    room.open()
    shown = words(room)
    assert shown.index("Contested decisions") < shown.index("Waiting for you")
    assert "To be judged by" in shown and len(room.page.list.rows) == 2
    roles.install()
    assert [one for ask in AUDITS.values() for one in ask(room.page)] == []
    room.press("Return")
    assert room.review.session.item.reasons, "the first row is the appeal"


def test_the_second_reviewer_reads_the_reasons_in_place_and_nothing_of_the_first_decision(
    room: ReviewRoom,
) -> None:
    submission_id = contested(room)
    room.open()
    room.press("Return")
    told = room.review.panel.told.text()
    assert "To be judged by" in told and "What was decided before is not shown" in told
    notes = room.review.commented.margin.notes()
    reasons = [note for note in notes if note.title == "Contests the decision"]
    assert {note.text: bool(note.about) for note in reasons} == {
        "Rule 2 says that it is right.": True,
        "And so on.": False,
    }
    assert "The first decision says this." not in words(room) + str(notes)
    assert not any(
        button.accessibleName().startswith("Pass on") for button in room.review.panel.choice.buttons()
    )
    roles.install()
    assert [one for ask in AUDITS.values() for one in ask(room.page)] == []
    room.press("1", "Ctrl+Return")
    room.send()
    feedback = room.ann.desk.answering.feedback(submission_id)
    assert [one.state for one in feedback.appeals] == [AppealState.OVERTURNED]


def test_what_is_overdue_says_so_and_still_counts(room: ReviewRoom) -> None:
    contested(room)
    room.office.clock.advance(47 * HOURS)
    room.rita.sync()
    room.office.clock.advance(2 * HOURS)
    room.open()
    assert "It was to be judged by" in words(room)
    room.press("Return")
    assert "still waiting" in room.review.panel.told.text()


def test_a_campaign_shows_how_contested_decisions_ended_for_each_reviewer(room: ReviewRoom) -> None:
    contested(room)
    room.open()
    room.press("Return", "1", "Ctrl+Return")
    room.send()
    campaign = room.campaign
    found = room.office.world.ops.ok("GET", f"/v1/campaigns/{campaign}/quality")["quality"]["reviews"]
    (otto,) = [one for one in found["reviewers"] if one["contested"]]
    assert (otto["contested"], otto["overturned"]["value"], otto["overturned"]["n"]) == (1, 1.0, 1)
