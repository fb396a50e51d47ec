"""The rule of a comment and of a finding is chosen from the guideline, with a search; without one it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.accessibility.audits import AUDITS
from tests.helpers.review_room import ReviewRoom
from tests.helpers.settle_room import SettleRoom
from ui.components import roles
from ui.components.sheet import sheet_over
from ui.pages.rule_picker import RulePicker

GUIDELINE = "# Sky\n\n## 1.2 Short answers\n\nShort.\n\n## 2.1 What is correct comes before what is short\n\nCorrect.\n"


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path)
    yield made
    made.close()


def published(room: ReviewRoom) -> None:
    guide = {"version": 1, "title": "Sky", "text": GUIDELINE}
    room.office.world.ops.ok("POST", f"/v1/campaigns/{room.campaign}/guidelines", guide)


def test_a_rule_is_found_by_words_and_goes_with_the_comment(room: ReviewRoom) -> None:
    published(room)
    room.work()
    room.open()
    room.press("Return")
    room.select("Answer")
    room.press("C")
    room.type("This is not an answer.")
    choice = room.review.writing.editor.rule
    assert choice.field.isHidden() and choice.button.label() == "Choose a rule"
    choice.button.setFocus()
    room.press("Space")
    picker = sheet_over(room.window)
    assert isinstance(picker, RulePicker) and len(picker.shown()) == 3
    room.type("correct")
    assert picker.shown() == ["2.1 What is correct comes before what is short"]
    room.press("Return")
    assert choice.rule() == "2.1" and "correct" in choice.button.accessibleName()
    assert not choice.none.isHidden()
    for button in (choice.none, room.review.writing.editor.ready):
        assert button.visibleRegion().boundingRect() == button.rect(), "a long heading pushes nothing out"
    room.press("Ctrl+Return")
    (comment,) = room.review.session.comments
    assert (comment.text, comment.rule) == ("This is not an answer.", "2.1")
    roles.install()
    room.press("Return")
    assert [one for ask in AUDITS.values() for one in ask(room.page)] == []
    choice.none.click()
    assert choice.rule() == "" and room.review.session.comments[0].rule == ""


def test_without_a_guideline_a_rule_is_written(room: ReviewRoom) -> None:
    room.work()
    room.open()
    room.press("Return")
    room.select("Answer")
    room.press("C")
    room.type("Why?")
    choice = room.review.writing.editor.rule
    assert not choice.field.isHidden() and choice.button.isHidden()
    choice.field.setFocus()
    room.type("3.1")
    room.press("Ctrl+Return")
    assert room.review.session.comments[0].rule == "3.1"


def test_what_is_settled_names_its_rule_the_same_way(tmp_path: Path, qapp: QApplication) -> None:
    room = SettleRoom(tmp_path)
    try:
        guide = {"version": 1, "title": "Sky", "text": GUIDELINE}
        room.office.world.ops.ok("POST", "/v1/campaigns/settle/guidelines", guide)
        room.judge.sync()
        room.open()
        choice = room.item.outcome.rule
        choice.button.setFocus()
        room.press("Space")
        room.type("1.2")
        room.press("Return")
        assert choice.rule() == "1.2" == room.item.session.rule
    finally:
        room.close()
