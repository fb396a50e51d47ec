"""Whether work waits for its author follows the latest decision on it, in whatever order decisions are read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from hdclient.errors import Unreachable
from hdclient.model.base import canonical
from hdclient.model.review import Decision, Review
from hdclient.model.submission import SubmissionState
from hdclient.sync.pull import STREAM
from tests.helpers.platforms import embedded_owner
from tests.sync.computer import Mutation
from tests.sync.invariants import check, check_end
from tests.sync.trainer import Trainer
from tests.sync.world import World

Make = Callable[..., Trainer]
RETURNED, ACCEPTED = SubmissionState.RETURNED, SubmissionState.ACCEPTED


def accepted(trainer: Trainer) -> tuple[str, int]:
    """A submission that the platform has."""
    (key,) = trainer.submit(1)
    trainer.engine.push()
    return key


@pytest.mark.parametrize("read_each", [True, False], ids=["each read", "all read at the end"])
@pytest.mark.parametrize("last", [Decision.ACCEPT, Decision.RETURN])
def test_a_return_a_second_look_and_another_computer_hold_all_invariants(
    last: Decision, read_each: bool
) -> None:
    with closing(embedded_owner()) as owner, closing(World(owner, Mutation())) as world:
        world.begin()
        for index in (0, 2):
            world.write_draft(index, "words")
            world.submit(index)
        world.sync(world.engine.push)
        world.owner.clock.jump_wall(days=-1)  # what came later counts, even if the platform's clock went back
        for decision in (Decision.RETURN, Decision.RETURN, Decision.ACCEPT, last):
            world.review(0, decision)
            world.owner.clock.jump_wall(days=-1)
            if read_each:
                world.sync(world.engine.pull)
                check(world)
        for index in (0, 1):
            world.other_computer(index)
        world.settle_down()
        check_end(world)
        (key,) = {key for key in world.stored() if world.store.feedback.for_submission(key[0]).reviews}
        assert world.state_of(key) == ("accepted" if last is Decision.ACCEPT else "returned")


def test_the_latest_decision_counts_also_while_a_rework_is_begun(make: Make) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    for decision, state in (
        (Decision.RETURN, RETURNED),
        (Decision.RETURN, RETURNED),
        (Decision.ACCEPT, ACCEPTED),
        (Decision.RETURN, RETURNED),
        (Decision.ACCEPT_WITH_EDITS, ACCEPTED),
        (Decision.RETURN, RETURNED),
        (Decision.ESCALATE, ACCEPTED),
        (Decision.RETURN, RETURNED),
    ):
        trainer.platform.review(*key, decision, "So it is.")
        trainer.engine.pull()
        assert trainer.state(key) is state
    assert trainer.store.drafts.rework(key[0]).revision == 2
    trainer.platform.review(*key, Decision.ACCEPT, "Well, it will do.")
    trainer.engine.pull()
    assert trainer.state(key) is ACCEPTED
    trainer.platform.review(*key, Decision.RETURN, "No.")
    trainer.engine.pull()
    assert trainer.state(key) is RETURNED
    assert trainer.state((key[0], 2)) is SubmissionState.DRAFT, "the words that were begun stay"


@pytest.mark.parametrize("last", [Decision.ACCEPT, Decision.RETURN])
def test_decisions_that_are_read_before_the_lost_answer_count_by_the_last(make: Make, last: Decision) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)

    def lost(*values: Any) -> Unreachable:
        trainer.owner.backend(trainer.person).submit(*values)
        return Unreachable("The connection broke off.")

    trainer.line.always["submit"] = lost
    trainer.engine.push()
    trainer.line.always.clear()
    first = Decision.RETURN if last is Decision.ACCEPT else Decision.ACCEPT
    for decision in (first, last):
        trainer.platform.review(*key, decision, "So it is.")
    trainer.engine.pull()
    assert trainer.state(key) is SubmissionState.QUEUED
    trainer.clock.advance(3_600_000)
    trainer.engine.push()
    assert trainer.state(key) is (ACCEPTED if last is Decision.ACCEPT else RETURNED)


@pytest.mark.parametrize("late", [Decision.ACCEPT, Decision.RETURN])
def test_an_older_decision_that_is_understood_only_after_an_upgrade_does_not_count(
    make: Make, late: Decision
) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    last = Decision.RETURN if late is Decision.ACCEPT else Decision.ACCEPT
    one, two, three = (
        Review(
            id=f"r{day}",
            submission_id=key[0],
            revision=1,
            decision=decision,
            summary=f"Said on day {day}.",
            created_at=f"2026-01-0{day}T12:00:00.000Z",
        )
        for day, decision in enumerate((Decision.RETURN, late, last), 1)
    )
    for read in (one, three):
        trainer.store.feedback.put_review(read)
    raw = canonical({"kind": "review", "data": two.plain()})
    trainer.store.stream.quarantine(STREAM, 7, raw, "wrong shape")
    with trainer.store.transaction():
        trainer.store._db.execute("UPDATE quarantine SET version='0.0.1'")
    assert trainer.engine.pull().applied == 1
    assert trainer.store.feedback.for_submission(key[0]).reviews == (one, two, three)
    if last is Decision.RETURN:
        assert trainer.state(key) is RETURNED
        assert [row.reason for row in trainer.store.views.attention()] == ["Said on day 3."]
    else:
        assert trainer.state(key) is ACCEPTED
        assert trainer.store.views.attention() == ()


@pytest.mark.parametrize("gone", ["the first decision", "the state"])
def test_after_a_rescue_the_feed_that_is_read_again_gives_back_the_right_state(make: Make, gone: str) -> None:
    trainer = make().stocked()
    key = accepted(trainer)
    first = Review(
        id="r1",
        submission_id=key[0],
        revision=1,
        decision=Decision.ACCEPT,
        created_at="2026-01-01T12:00:00.000Z",
    )
    last = first.changed(id="r2", decision=Decision.RETURN, created_at="2026-01-02T12:00:00.000Z")
    for read in (first, last):
        trainer.store.feedback.put_review(read)
    with trainer.store.transaction():
        if gone == "the state":  # the row could not be read, and a receipt says that the platform has it
            trainer.store._db.execute("UPDATE submission SET state='accepted'")
        else:
            trainer.store._db.execute("DELETE FROM review WHERE review_id='r1'")
    for read in (first, last):
        trainer.store.feedback.put_review(read)
        assert trainer.state(key) is RETURNED
    assert trainer.store.feedback.for_submission(key[0]).reviews == (first, last)
