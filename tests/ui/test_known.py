"""Qualification through the real window: tasks first, what was expected at once, disagreeing, and being let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.ids import new_id
from tests.helpers.exam_room import CAMPAIGN, ExamRoom
from ui.pages.known import KnownPage
from ui.pages.known_case import AnswerExplained
from ui.pages.workspace import WorkspacePage


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ExamRoom]:
    made = ExamRoom(tmp_path)
    yield made
    made.close()


def at_work(room: ExamRoom) -> str:
    """The task that is open."""
    page = room.window.navigator.page()
    assert isinstance(page, WorkspacePage)
    task = page.task()
    assert task is not None
    return task.session.task.id


def disputes(room: ExamRoom) -> Any:
    return room.world.ops.ok("GET", f"/v1/campaigns/{CAMPAIGN}/gold-disputes")["items"]


def test_from_the_first_task_to_the_open_campaign_by_keys_alone(room: ExamRoom) -> None:
    room.open()
    assert "you answer 2 tasks whose answers are known" in room.words()
    assert "At least 1 must be as expected" in room.words()
    room.press("Return")
    assert at_work(room).startswith("q")
    room.judge(right=True)
    assert "on its way" in room.words(), "until the platform has it nothing is explained"
    assert room.trainer.ready() and room.desk.resume_task(or_following=True) == "", "it is told first"
    assert "scattering" not in room.words()
    room.sync()
    assert "As expected" in room.words() and "above response" in room.words()
    assert "1 of 1 answered as expected; 1 of 2 are needed." in room.words()
    room.press("Return")
    room.judge(right=False)
    room.sync()
    assert "Not as expected" in room.words() and "Passed" in room.words()
    assert "Look at these rules again" in room.words()
    room.sync()
    room.press("Return")
    assert at_work(room).startswith("t"), "the campaign's own work is open"
    room.press("1", "Ctrl+Return")
    assert not isinstance(room.window.navigator.page(), KnownPage), (
        "what is no qualification goes straight on"
    )


def test_without_a_network_answers_are_kept_and_explained_later(room: ExamRoom) -> None:
    room.open()
    with room.trainer.offline():
        room.press("Return")
        room.judge(right=True)
        assert "needs the network" in room.words()
        room.press("Return")
        room.judge(right=True)
        assert "2 answers are saved here and not explained yet" in room.words()
    room.sync()
    assert "2 of 2 answered as expected" in room.words() and "Passed" in room.words()


def test_a_failed_attempt_says_what_comes_next_and_the_next_is_of_other_tasks(room: ExamRoom) -> None:
    room.open()
    seen = set()
    for _ in range(2):
        room.press("Return")
        seen.add(at_work(room))
        room.judge(right=False)
        room.sync()
    room.sync()
    assert "Not passed: 0 of 2 as expected. Now come 2 other tasks" in room.words()
    assert "Attempt 2 of 2" in room.words() and "Look at these rules again" in room.words()
    for _ in range(2):
        room.press("Return")
        assert at_work(room) not in seen
        room.judge(right=False)
        room.sync()
    assert "No attempt is left" in room.words() and "Not passed" in room.words()
    room.window.act("go.queue")
    room.press("J", "K")
    assert "Qualification: no attempt left" in room.words()
    room.world.ops.ok(
        "POST",
        f"/v1/campaigns/{CAMPAIGN}/standings",
        {"person_id": room.trainer.person_id, "passed": True},
    )
    room.sync()
    room.open()
    room.sync()
    assert "Passed" in room.words()


def test_i_disagree_opens_a_thread_and_the_answer_comes_back(room: ExamRoom) -> None:
    room.open()
    room.press("Return")
    room.judge(right=False)
    room.sync()
    room.press("D")
    room.type("Both are as good here")
    with room.trainer.offline():
        room.press("Ctrl+Return")
        assert "You disagree" in room.words() and "Both are as good here" in room.words()
        assert disputes(room) == []
    (thread,) = disputes(room)
    assert thread["comments"][0]["text"] == "Both are as good here"
    settle = {"id": new_id(), "text": "You are right, it was ours to mend.", "outcome": "retired"}
    room.world.ops.ok("POST", f"/v1/gold-disputes/{thread['state']['id']}:settle", settle)
    room.sync()
    room.sync()
    assert "You are right, it was ours to mend." in room.words()
    assert "Taken back, counts as right" in room.words()
    room.press("D")
    room.type("Thank you")
    room.press("Ctrl+Return")
    room.sync()
    assert [one["text"] for one in disputes(room)[0]["comments"]][-1] == "Thank you"


def test_what_is_being_written_stays_when_news_come(room: ExamRoom) -> None:
    room.open()
    room.press("Return")
    room.judge(right=False)
    room.sync()
    room.press("D")
    room.type("Half a sen")
    room.sync()
    room.type("tence")
    answer = room.page.case.answers[0]
    assert isinstance(answer, AnswerExplained)
    assert answer.reply.field.toPlainText() == "Half a sentence"
    room.press("Esc", "J", "K")
    assert room.page.case.answers[0].reply.field.toPlainText() == "Half a sentence", (
        "Esc only leaves the field"
    )


def test_the_rule_behind_it_is_one_key_away(room: ExamRoom) -> None:
    room.open()
    room.press("Return")
    room.judge(right=False)
    room.sync()
    asked: list[str] = []
    room.page.inside_requested.connect(asked.append)
    rule = room.page.case.answers[0].rule
    assert rule.label() == "2.1 Correct", "its heading, not the id that addresses it"
    assert rule.accessibleName() == "Rule of the guideline: 2.1 Correct"
    room.press("G")
    assert asked == [f"hd://rule/{CAMPAIGN}/2-1-correct"]


def test_what_was_explained_is_not_offered_to_be_opened_again(room: ExamRoom) -> None:
    room.open()
    room.press("Return")
    task_id = at_work(room)
    room.judge(right=True)
    room.sync()
    work = room.trainer.store.submissions.of_task(task_id)
    assert work is not None and not room.desk.can_reopen(work.submission_id)
    assert not room.desk.sync().undo_task, "it was sent at once"
