"""Reviewing by keys alone: words of answers, the response and the row at hand, what a reviewer wants to be given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.anchor import Words
from hdclient.model.review_item import ItemKind, QueueRule
from hdclient.session.reviewing import ReviewRow
from tests.helpers.qt import settle
from tests.helpers.review_room import ReviewRoom
from tests.ui.test_review import opened
from ui.components.steps import is_building
from ui.pages.takes_card import TakesCard


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path)
    yield made
    made.close()


def at_hand(room: ReviewRoom) -> str:
    return room.window.focusWidget().accessibleName()


def test_the_row_at_hand_keeps_the_keyboard_while_its_item_is_on_the_way(room: ReviewRoom) -> None:
    """What was judged blind is fetched anew; for a moment the platform has it otherwise than it is here."""
    room.work()
    room.work()
    room.open()
    room.press("J")
    first, second = room.page.list.rows
    assert room.page.list.focused() == second
    room.rita.store.review_items.stale(second.removeprefix("item "))
    room.page._read()
    assert "Still on its way" in at_hand(room) and room.page.list.focused() == second
    room.rita.store.review_items.settled(second.removeprefix("item "), "gone")
    room.page._read()
    assert room.page.list.focused() == first, "its row has gone: the next one has it"


def test_words_of_an_answer_are_selected_and_commented_on_by_keys(room: ReviewRoom) -> None:
    opened(room)
    room.press("Shift+J")
    assert at_hand(room) == "Why?", "the reason beside Submit is walked to as well"
    room.press("Ctrl+Home", "Ctrl+Right", "Ctrl+Shift+Right", "C")
    room.type("Of what?")
    room.press("Ctrl+Return")
    (comment,) = room.review.session.comments
    assert comment.anchor is not None and isinstance(comment.anchor.at, Words)
    assert (comment.anchor.part, comment.anchor.at.quote) == ("question:why", "scattering")
    room.press("Shift+J", "C")
    room.type("Not said.")
    room.press("Ctrl+Return")
    unanswered = room.review.session.comments[-1].anchor
    assert unanswered is not None and (unanswered.part, unanswered.at) == ("question:fit", None)


def test_the_response_that_f6_leads_to_is_at_hand(room: ReviewRoom) -> None:
    opened(room)
    first, second = room.review.view.stage.panes
    assert room.review.view.stage.current() is first
    room.press("F6")
    assert room.review.view.stage.current() is second
    room.press("Shift+S", "Ctrl+Home", "Ctrl+Shift+Right", "C")
    room.type("Too short.")
    (comment,) = room.review.session.comments
    assert comment.anchor is not None and comment.anchor.part == f"candidate:{second.candidate_id}"


def test_an_appeal_says_until_when_it_is_to_be_judged(room: ReviewRoom) -> None:
    row = ReviewRow(
        item_id="i1",
        campaign_id="c1",
        campaign_title="Sky",
        kind=ItemKind.APPEAL,
        rule=QueueRule.APPEAL,
        submission_id="s1",
        revision=1,
        excerpt="Why is the sky blue?",
        saved_until="",
        due="2026-11-24T09:00:00Z",
        ready=True,
        begun=False,
    )
    room.open()
    room.page.list.show_rows([row], (), ())
    (shown,) = room.page.list.rows.values()
    assert "To be judged by" in shown.accessibleName()


def test_what_a_reviewer_wants_to_be_given_is_chosen_by_keys(room: ReviewRoom) -> None:
    room.open()
    room.press("Ctrl+,")
    while is_building():
        settle(1)
    for _ in range(60):
        if at_hand(room) == "Answers to settle":
            break
        room.press("Tab")
    room.press("Space")
    assert room.rita.desk.reviewing.takes() == (ItemKind.REVIEW, ItemKind.APPEAL)
    room.press("Space")
    assert room.rita.desk.reviewing.takes() == tuple(ItemKind)
    room.rita.store.meta.set("person", room.ann.store.meta.get("person"))
    room.window.navigator.drop("settings")
    room.press("Ctrl+,")
    assert not room.window.navigator.page().findChildren(TakesCard), "who reviews nothing is asked nothing"
