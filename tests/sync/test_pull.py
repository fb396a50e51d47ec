"""Pulling: the feed and how far it was read come together or not at all; nothing in it deletes a person's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hdclient.errors import NotOurPlatform, Refused, Unreachable
from hdclient.events import FeedbackArrived, TasksChanged
from hdclient.model.base import canonical
from hdclient.model.review import Comment, Decision
from hdclient.model.submission import SubmissionState
from hdclient.model.task import AssignmentState
from hdclient.store import migrating
from hdclient.store.database import Database
from hdclient.store.retention import DAY_MS, Cleared
from hdclient.sync.pull import PAGE, STREAM
from tests.helpers.stores import KEY
from tests.sync.trainer import Trainer

Make = Callable[..., Trainer]


def standing(trainer: Trainer, task_id: str) -> AssignmentState:
    found = trainer.store.tasks.standing(task_id)
    assert found is not None
    return found[0]


def accepted(trainer: Trainer) -> tuple[str, int]:
    """A submission that the platform has."""
    (key,) = trainer.submit(1)
    trainer.engine.push()
    trainer.events.clear()
    return key


def test_feedback_arrives_and_a_return_opens_the_way_to_revision_two(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    trainer.platform.comment(*key, "Look at rule 2.")
    trainer.platform.review(*key, Decision.RETURN, "Please look again.")
    report = trainer.engine.pull()
    assert report.applied == 2 and report.quarantined == 0
    feedback = trainer.store.feedback.for_submission(key[0])
    assert [comment.text for comment in feedback.comments] == ["Look at rule 2."]
    assert [review.summary for review in feedback.reviews] == ["Please look again."]
    assert trainer.state(key) is SubmissionState.RETURNED
    assert trainer.told(FeedbackArrived) == [FeedbackArrived((key[0],))]
    assert trainer.store.drafts.rework(key[0]).revision == 2


def test_a_withdrawn_task_is_offered_no_more_and_its_draft_stays(make: Make) -> None:
    trainer = make().stocked()
    task_id = trainer.store.tasks.ready_ids()[0]
    draft = trainer.store.drafts.open(task_id)
    trainer.store.drafts.save(draft.submission_id, 1, {"answers": {"why": {"text": "my words"}}})
    trainer.platform.withdraw(task_id, "The prompt was wrong.")
    assert trainer.engine.pull().leases_moved
    assert standing(trainer, task_id) is AssignmentState.WITHDRAWN
    assert task_id not in trainer.store.tasks.ready_ids()
    kept = trainer.store.drafts.get(draft.submission_id, 1)
    assert kept is not None and kept.draft["answers"] == {"why": {"text": "my words"}}
    assert trainer.told(TasksChanged) == [TasksChanged((task_id,))]


@pytest.mark.parametrize("point", ["pull.before", "pull.applying", "pull.applied"])
def test_a_death_while_reading_skips_nothing_and_doubles_nothing(make: Make, point: str) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    before = trainer.store.stream.get(STREAM)
    trainer.platform.comment(*key, "Look at rule 2.")
    trainer.die_at = point
    with pytest.raises(KeyboardInterrupt):
        trainer.engine.pull()
    comments = trainer.store.feedback.for_submission(key[0]).comments
    if point == "pull.applied":
        assert len(comments) == 1 and trainer.store.stream.get(STREAM) != before
    else:
        assert comments == () and trainer.store.stream.get(STREAM) == before
    trainer.restart()
    trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == 1


JUNK: dict[str, tuple[str, Any]] = {
    "unknown kind": ("hologram", {"x": 1}),
    "withdrawn without a task": ("withdrawn", {"reason": "x"}),
    "withdrawn with a number": ("withdrawn", {"task_id": 7}),
    "withdrawn with nothing": ("withdrawn", {"task_id": ""}),
    "half a review": ("review", {"id": "r1"}),
    "an unknown decision": ("review", {"id": "r", "submission_id": "s", "revision": 1, "decision": "shrug"}),
    "a comment with a number": ("comment", {"id": 7}),
    "a lease of nothing": ("lease", {}),
    "a guideline of nothing": ("guideline", {"version": 1}),
    "a campaign in a list": ("campaign", {"campaign_id": ["c"]}),
}


@pytest.mark.parametrize("name", JUNK)
def test_what_cannot_be_understood_is_kept_aside_and_stops_nothing(make: Make, name: str) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    kind, data = JUNK[name]
    trainer.platform.tell(kind, data, trainer.person)
    trainer.platform.comment(*key, "Behind the junk.")
    report = trainer.engine.pull()
    assert (report.applied, report.quarantined) == (2, 1)
    ((seq, raw, reason),) = trainer.store.stream.quarantined(STREAM)
    assert seq and kind.encode() in raw and reason in ("unknown kind", "wrong shape")
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == 1
    assert trainer.engine.pull().applied == 0


def test_feedback_of_a_submission_that_is_not_here_is_kept_too(make: Make) -> None:
    """The same person may have worked on another computer."""
    trainer = make().stocked()
    data = {"id": "r1", "submission_id": "elsewhere", "revision": 1, "decision": "accept"}
    trainer.platform.tell("review", data, trainer.person)
    trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission("elsewhere").reviews) == 1


def test_a_long_feed_is_read_in_pages(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    for number in range(PAGE * 2 + 5):
        trainer.platform.comment(*key, f"comment {number}")
    assert trainer.engine.pull().applied == PAGE * 2 + 5
    assert trainer.line.calls.count("changes") == 3


def test_a_platform_that_always_has_more_does_not_keep_us_for_ever(make: Make) -> None:
    trainer = make().stocked()
    trainer.line.change["changes"] = lambda reply: reply.model_copy(update={"has_more": True})
    trainer.engine.pull()
    assert trainer.line.calls.count("changes") == 1, "the cursor did not move, so there is nothing more"


def test_after_a_restore_all_is_read_again_and_nothing_is_lost_or_doubled(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    trainer.platform.comment(*key, "Look at rule 2.")
    trainer.engine.pull()
    trainer.store.feedback.mark_read(key[0])
    trainer.platform.restore_from_backup()
    report = trainer.engine.pull()
    assert report.applied >= 1 and report.leases_moved and report.campaigns_moved
    feedback = trainer.store.feedback.for_submission(key[0])
    assert len(feedback.comments) == 1 and feedback.read, "what was read must stay read"
    assert trainer.state(key) is SubmissionState.ACCEPTED
    assert trainer.store.stream.get(STREAM)[1] == trainer.platform.epoch


@pytest.mark.parametrize("back", ["", "0", "1"])
def test_a_cursor_that_goes_back_is_ignored(make: Make, back: str) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    for number in range(3):
        trainer.platform.comment(*key, f"comment {number}")
    trainer.engine.pull()
    stands = trainer.store.stream.get(STREAM)
    trainer.line.change["changes"] = lambda reply: reply.model_copy(
        update={"next_cursor": back, "has_more": True}
    )
    trainer.engine.pull()
    assert trainer.store.stream.get(STREAM) == stands


def test_a_cursor_that_the_platform_knows_no_more_starts_again(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    trainer.platform.comment(*key, "Look at rule 2.")
    trainer.line.fail["changes"] = [Refused("No such cursor.")]
    trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == 1
    assert trainer.line.given[trainer.line.calls.index("changes") + 1] == ("",)


def test_a_platform_that_refuses_even_the_start_is_said_so(make: Make) -> None:
    trainer = make().stocked()
    trainer.line.always["changes"] = lambda *values, **named: Refused("No.")
    with pytest.raises(Refused):
        trainer.engine.pull()


def test_a_failure_between_pages_keeps_the_pages_before(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    for number in range(PAGE + 5):
        trainer.platform.comment(*key, f"comment {number}")
    pages = iter([None, Unreachable("The line broke.")])
    trainer.line.always["changes"] = lambda *values, **named: next(pages)
    with pytest.raises(Unreachable):
        trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == PAGE
    trainer.line.always.clear()
    trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == PAGE + 5


# -- kept aside, and tried again after an upgrade --


def kept_aside_by_an_older_version(trainer: Trainer, kind: str, data: dict[str, Any]) -> None:
    """As a version left it that did not know this kind."""
    raw = canonical({"kind": kind, "data": data})
    trainer.store.stream.quarantine(STREAM, 7, raw, "unknown kind")
    with trainer.store.transaction():
        trainer.store._db.execute("UPDATE quarantine SET version='0.0.1'")


def test_what_an_older_version_kept_aside_is_read_after_the_upgrade(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    comment = Comment(id="c1", submission_id=key[0], revision=1, text="From the past.")
    kept_aside_by_an_older_version(trainer, "comment", comment.plain())
    report = trainer.engine.pull()
    assert report.applied == 1
    assert [c.text for c in trainer.store.feedback.for_submission(key[0]).comments] == ["From the past."]
    assert trainer.store.stream.quarantined(STREAM) == ()
    assert trainer.told(FeedbackArrived) == [FeedbackArrived((key[0],))]


def test_what_a_program_of_an_early_format_kept_aside_outlives_every_migration(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make()
    trainer.store.close()
    place = trainer.store.path
    place.unlink()
    comment = canonical(
        {"kind": "comment", "data": Comment(id="c1", submission_id="s1", revision=1, text="Old.").plain()}
    )
    strange = canonical({"kind": "hologram", "data": {"task_id": "t1"}})
    first = migrating.migrations()[:3]  # high_water came with the third: nothing is written without it
    with monkeypatch.context() as old:
        old.setattr(migrating, "migrations", lambda: first)
        database = Database.create(place, KEY)
        with database.transaction():
            database.execute("INSERT INTO stream VALUES(?, '', '')", (STREAM,))
            for raw in (comment, strange):
                database.execute(
                    "INSERT INTO quarantine(stream, seq, raw, reason, version) VALUES(?, 7, ?, 'unknown', '0.0.1')",
                    (STREAM, raw),
                )
        database.close()
    trainer.restart()
    for _ in range(2):
        trainer.engine.pull()
        assert [one.text for one in trainer.store.feedback.for_submission("s1").comments] == ["Old."]
        assert [raw for _, raw, _ in trainer.store.stream.quarantined(STREAM)] == [strange]


def test_an_entry_that_could_not_even_be_read_is_read_after_the_upgrade(make: Make) -> None:
    trainer = make().stocked()
    task_id = trainer.store.tasks.ready_ids()[0]
    entry = {"seq": 3, "kind": "withdrawn", "data": {"task_id": task_id, "reason": "Broken."}}
    kept_aside_by_an_older_version(trainer, "unreadable", {"raw": entry})
    assert trainer.engine.pull().leases_moved
    assert standing(trainer, task_id) is AssignmentState.WITHDRAWN


def test_what_is_still_not_understood_stays_aside_and_is_not_tried_at_every_round(make: Make) -> None:
    trainer = make().stocked()
    kept_aside_by_an_older_version(trainer, "hologram", {"task_id": "t1"})
    assert trainer.engine.pull().applied == 0
    assert len(trainer.store.stream.quarantined(STREAM)) == 1
    assert trainer.store.stream.to_read_again(STREAM) == ()


def test_a_death_while_reading_again_doubles_nothing_and_loses_nothing(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    comment = Comment(id="c1", submission_id=key[0], revision=1, text="From the past.")
    kept_aside_by_an_older_version(trainer, "comment", comment.plain())
    trainer.die_at = "pull.reading_again"
    with pytest.raises(KeyboardInterrupt):
        trainer.engine.pull()
    trainer.restart()
    trainer.engine.pull()
    assert len(trainer.store.feedback.for_submission(key[0]).comments) == 1
    assert trainer.store.stream.quarantined(STREAM) == ()


# -- the removal brake --


def test_many_withdrawals_at_once_need_a_second_identical_answer(make: Make) -> None:
    trainer = make(count=50).stocked()
    for task_id in trainer.tasks[:30]:
        trainer.platform.withdraw(task_id)
    first = trainer.engine.pull()
    assert first.braked and first.applied == 0
    assert len(trainer.store.tasks.ready_ids()) == 50
    second = trainer.engine.pull()
    assert not second.braked and second.applied == 30
    assert len(trainer.store.tasks.ready_ids()) == 20


def test_the_person_hears_of_a_page_that_waits(make: Make) -> None:
    trainer = make(count=50).stocked()
    for task_id in trainer.tasks[:30]:
        trainer.platform.withdraw(task_id)
    trainer.engine.run_once()
    assert "wants to take back many tasks" in trainer.engine.connection.view.notice
    trainer.later(1000)
    trainer.engine.run_once()
    assert trainer.engine.connection.view.notice == ""


def test_a_second_answer_that_differs_confirms_nothing(make: Make) -> None:
    trainer = make(count=50).stocked()
    for task_id in trainer.tasks[:30]:
        trainer.platform.withdraw(task_id)
    assert trainer.engine.pull().braked
    trainer.platform.withdraw(trainer.tasks[30])
    assert trainer.engine.pull().braked
    assert len(trainer.store.tasks.ready_ids()) == 50
    assert trainer.engine.pull().applied == 31


def test_a_few_withdrawals_are_believed_at_once(make: Make) -> None:
    trainer = make(count=50).stocked()
    for task_id in trainer.tasks[:20]:
        trainer.platform.withdraw(task_id)
    assert trainer.engine.pull().applied == 20
    assert len(trainer.store.tasks.ready_ids()) == 30


def test_withdrawals_of_what_is_not_here_need_no_brake(make: Make) -> None:
    trainer = make(count=5).stocked()
    for number in range(60):
        trainer.platform.tell("withdrawn", {"task_id": f"elsewhere{number}"}, trainer.person)
    assert trainer.engine.pull().applied == 60


def test_a_stranger_at_the_line_changes_nothing_here(make: Make) -> None:
    trainer = make().stocked()
    stands = trainer.store.stream.get(STREAM)
    trainer.line.fail["changes"] = [NotOurPlatform("Something else answered.")]
    assert isinstance(trainer.engine.run_once().error, NotOurPlatform)
    assert trainer.store.stream.get(STREAM) == stands and len(trainer.store.tasks.ready_ids()) == 5


def test_the_platforms_day_decides_what_is_old_and_what_comes_back_is_fetched_again(make: Make) -> None:
    trainer = make(count=3).stocked()
    key = accepted(trainer)
    found = trainer.store.submissions.find(*key)
    assert found is not None
    trainer.engine.pull()
    assert trainer.store.retention.clear() == Cleared()
    trainer.owner.clock.advance(31 * DAY_MS)  # on the platform only
    trainer.engine.pull()
    assert trainer.store.retention.clear().tasks == 1
    assert trainer.store.tasks.assignment(found.task_id) is None
    trainer.platform.review(*key, Decision.RETURN, "Once more.")
    trainer.engine.run_once()
    assert trainer.store.tasks.assignment(found.task_id) is not None
