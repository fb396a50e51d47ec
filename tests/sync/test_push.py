"""Pushing: what each answer, each failure and each death means for what was being sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hdclient.errors import (
    Forbidden,
    NotOurPlatform,
    PlatformFault,
    RateLimited,
    SignInNeeded,
    TooLarge,
    Unreachable,
)
from hdclient.events import OutboxChanged, TasksChanged
from hdclient.model.submission import SubmissionState
from hdclient.sync.status import ConnectionState
from tests.sync.trainer import Trainer, always

Make = Callable[..., Trainer]
State = SubmissionState


def one_result(**changed: Any) -> Callable[[Any], Any]:
    """Edits every result of an answer."""
    return lambda results: tuple(result.model_copy(update=changed) for result in results)


def test_what_was_accepted_has_left_the_outbox_and_has_a_receipt(make: Make) -> None:
    trainer = make().stocked()
    keys = trainer.submit(3)
    report = trainer.engine.push()
    assert (report.sent, report.settled, report.accepted, report.error) == (3, 3, 3, None)
    assert [trainer.state(key) for key in keys] == [State.ACCEPTED] * 3
    assert trainer.stored() == dict.fromkeys(keys, 1)
    assert {(receipt.submission_id, receipt.revision) for receipt in trainer.store.outbox.receipts()} == set(
        keys
    )
    changed = trainer.told(OutboxChanged)
    assert [len(event.submission_ids) for event in changed] == [3, 3]  # taken, settled
    done = {task_id for event in trainer.told(TasksChanged) for task_id in event.task_ids}
    assert len(done) == 3 and done < set(trainer.tasks)


OUTCOMES = {
    "accepted": State.ACCEPTED,
    "accepted_late": State.ACCEPTED,
    "duplicate": State.ACCEPTED,
    "conflict": State.CONFLICTED,
    "rejected": State.REFUSED,
    "gone": State.ORPHANED,
    "retry": State.QUEUED,
}


@pytest.mark.parametrize("status", OUTCOMES)
def test_each_status_has_its_state(make: Make, status: str) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.change["submit"] = one_result(status=status, problem="Because.")
    trainer.engine.push()
    assert trainer.state(key) is OUTCOMES[status]
    if trainer.state(key) is State.QUEUED:
        attempts, wait, error, _ = trainer.waiting(key)
        assert attempts == 1 and wait > 0 and "could not take" in error
    else:
        assert trainer.reason(key) == "Because."


SAY_NOTHING: dict[str, Callable[[Any], Any]] = {
    "no results": lambda results: (),
    "another submission": one_result(submission_id="zzz"),
    "another revision": one_result(revision=2),
    "no receipt": one_result(receipt=None),
    "receipt of another submission": lambda results: _receipt(results, submission_id="zzz"),
    "receipt of another revision": lambda results: _receipt(results, revision=2),
    "receipt for other bytes": lambda results: _receipt(results, sha256="0" * 64),
    "a contradiction": lambda results: (*results, *one_result(status="gone", receipt=None)(results)),
}


def _receipt(results: Any, **changed: Any) -> Any:
    return tuple(r.model_copy(update={"receipt": r.receipt.changed(**changed)}) for r in results)


@pytest.mark.parametrize("name", SAY_NOTHING)
def test_an_answer_that_proves_nothing_leaves_the_item_in_the_outbox(make: Make, name: str) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.change["submit"] = SAY_NOTHING[name]
    assert trainer.engine.push().settled == 0
    assert trainer.state(key) is State.QUEUED
    attempts, wait, error, hold = trainer.waiting(key)
    assert attempts == 1 and wait > 0 and error and not hold
    trainer.line.change.clear()
    trainer.later(60_000)
    trainer.engine.push()
    assert trainer.state(key) is State.ACCEPTED
    assert trainer.stored() == {key: 1}


def test_results_in_any_order_with_strangers_among_them_are_matched_by_identity(make: Make) -> None:
    trainer = make().stocked()
    keys = trainer.submit(4)
    trainer.platform.withdraw(trainer.store.submissions.find(*keys[2]).task_id)

    def shuffle(results: Any) -> Any:
        return (results[3], results[0].model_copy(update={"submission_id": "zzz"}), *results[:3], results[3])

    trainer.line.change["submit"] = shuffle
    assert trainer.engine.push().settled == 4
    assert [trainer.state(key) for key in keys] == [
        State.ACCEPTED,
        State.ACCEPTED,
        State.ORPHANED,
        State.ACCEPTED,
    ]


NOT_ITS_FAULT = {
    "portal": (NotOurPlatform("Something else answered."), ConnectionState.NOT_OUR_PLATFORM),
    "401": (SignInNeeded("Sign in."), ConnectionState.SIGN_IN_NEEDED),
    "403": (Forbidden("Not allowed."), ConnectionState.SIGN_IN_NEEDED),
    "429": (RateLimited("Wait."), ConnectionState.OFFLINE),
}


@pytest.mark.parametrize("name", NOT_ITS_FAULT)
def test_what_says_nothing_of_the_items_is_no_try_of_theirs(make: Make, name: str) -> None:
    error, state = NOT_ITS_FAULT[name]
    trainer = make().stocked()
    keys = trainer.submit(3)
    trainer.line.fail["submit"] = [error]
    report = trainer.engine.run_once()
    assert report.error is error and trainer.engine.connection.state is state
    assert [trainer.waiting(key)[0] for key in keys] == [0, 0, 0]
    assert all(trainer.waiting(key)[1] > 0 for key in keys)
    assert trainer.line.calls == ["submit"], "nothing else may be asked after that"


def test_after_a_new_sign_in_everything_goes_at_once(make: Make) -> None:
    trainer = make().stocked()
    keys = trainer.submit(3)
    trainer.line.fail["submit"] = [SignInNeeded("Sign in.")]
    trainer.engine.run_once()
    assert trainer.engine.run_once().rested
    trainer.engine.hurry()
    trainer.engine.run_once()
    assert [trainer.state(key) for key in keys] == [State.ACCEPTED] * 3


def test_a_wait_that_the_platform_asks_for_is_kept(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.fail["submit"] = [RateLimited("Wait.", retry_after_ms=90_000)]
    trainer.engine.run_once()
    assert trainer.waiting(key)[1] >= 90_000
    trainer.later(89_000)
    assert trainer.engine.run_once().rested
    trainer.later(1_500)
    trainer.engine.run_once()
    assert trainer.state(key) is State.ACCEPTED


def test_no_answer_means_unknown_and_the_same_bytes_go_again(make: Make) -> None:
    trainer = make().stocked()
    keys = trainer.submit(3)

    def answer_lost(results: Any) -> Any:
        raise Unreachable("The line broke.")

    trainer.line.change["submit"] = answer_lost
    trainer.engine.push()
    assert [trainer.state(key) for key in keys] == [State.QUEUED] * 3
    assert trainer.stored() == dict.fromkeys(keys, 1), "the platform has them, and we do not know"
    trainer.line.change.clear()
    trainer.later(60_000)
    trainer.engine.push()
    assert [trainer.state(key) for key in keys] == [State.ACCEPTED] * 3
    assert trainer.stored() == dict.fromkeys(keys, 1)
    assert trainer.line.given[0] == trainer.line.given[-1], "not the same bytes"


@pytest.mark.parametrize("point", ["push.taken", "push.answered", "push.settling", "push.settled"])
def test_a_death_at_any_point_loses_nothing_and_sends_nothing_twice(make: Make, point: str) -> None:
    trainer = make().stocked()
    keys = trainer.submit(3)
    trainer.die_at = point
    with pytest.raises(KeyboardInterrupt):
        trainer.engine.push()
    expected = State.ACCEPTED if point == "push.settled" else State.SENDING
    assert [trainer.state(key) for key in keys] == [expected] * 3, "all of the answer or nothing of it"
    trainer.restart()
    trainer.engine.run_once()
    assert [trainer.state(key) for key in keys] == [State.ACCEPTED] * 3
    assert trainer.stored() == dict.fromkeys(keys, 1)


def test_a_fault_of_ours_leaves_nothing_in_sending(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.fail["submit"] = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        trainer.engine.push()
    assert trainer.state(key) is State.QUEUED
    assert trainer.waiting(key)[0] == 0


def test_a_submission_in_its_undo_window_stays_here_even_when_sync_starts_late(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1, release=False)
    trainer.engine = trainer._engine()
    trainer.engine.run_once()
    assert trainer.state(key) is State.QUEUED and trainer.line.sent() == []
    assert trainer.store.drafts.unseal(*key).state is State.DRAFT


def test_what_was_undone_between_the_look_and_the_taking_is_not_sent(make: Make) -> None:
    trainer = make().stocked()
    kept, undone = trainer.submit(2)
    due = trainer.store.outbox.due

    def due_then_undo(limit: int, max_bytes: int, **more: bool) -> Any:
        rows = due(limit, max_bytes, **more)
        if rows:
            trainer.store.drafts.unseal(*undone)
            trainer.store.outbox.due = due  # type: ignore[method-assign]
        return rows

    trainer.store.outbox.due = due_then_undo  # type: ignore[method-assign]
    trainer.engine.push()
    assert trainer.stored() == {kept: 1}
    assert trainer.state(undone) is State.DRAFT


def test_batches_are_of_fifty_and_of_a_megabyte(make: Make) -> None:
    trainer = make(count=120).stocked()
    trainer.engine.fetch()
    trainer.submit(50)
    trainer.engine.push()
    trainer.engine.fetch()
    trainer.submit(50, words="x" * 60_000)
    trainer.engine.push()
    assert trainer.line.sent() == [50, 16, 16, 16, 2]


def test_a_platform_that_takes_less_gets_less(make: Make) -> None:
    trainer = make(count=10)
    limited = trainer.line._inner.meta().limits.model_copy(update={"batch_items": 4})
    trainer.line.change["meta"] = lambda meta: meta.model_copy(update={"limits": limited})
    trainer.stocked()
    trainer.submit(10)
    trainer.engine.push()
    assert trainer.line.sent() == [4, 4, 2]


def test_a_batch_that_is_too_large_is_halved_and_grows_again(make: Make) -> None:
    trainer = make(count=40).stocked()
    keys = trainer.submit(40)
    trainer.line.always["submit"] = lambda items: TooLarge("Too much.") if len(items) > 10 else None
    for _ in range(20):
        trainer.engine.push()
        trainer.later(60_000)
    assert {trainer.state(key) for key in keys} == {State.ACCEPTED}
    assert trainer.line.sent()[:3] == [40, 20, 10]
    assert max(trainer.line.sent()[3:]) == 20, "it should try more again, and learn again"


def test_one_item_that_is_too_large_is_refused_and_keeps_its_words(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.always["submit"] = always(TooLarge("Too much."))
    trainer.engine.push()
    assert trainer.state(key) is State.REFUSED and "too big" in trainer.reason(key)
    assert trainer.store.drafts.body(*key)
    assert trainer.store.drafts.rework(key[0]).revision == 2


def test_one_lost_answer_does_not_halve_but_two_do(make: Make) -> None:
    trainer = make(count=40).stocked()
    trainer.submit(40)
    trainer.line.fail["submit"] = [Unreachable("Time is up.")] * 2
    for _ in range(4):
        trainer.engine.push()
        trainer.later(120_000)
    assert trainer.line.sent()[:3] == [40, 40, 20]


def test_a_submission_that_the_api_cannot_carry_is_refused_here(make: Make) -> None:
    trainer = make().stocked()
    small, big = trainer.store.tasks.ready_ids()[:2]
    too_big = trainer.submit_task(big, words="x" * 1_000_001)
    fine = trainer.submit_task(small)
    for _ in range(3):
        trainer.engine.push()
    assert trainer.state(too_big) is State.REFUSED and trainer.state(fine) is State.ACCEPTED


def test_a_later_revision_waits_for_the_earlier_one(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.change["submit"] = one_result(status="rejected", receipt=None, problem="Because.")
    trainer.engine.push()
    trainer.line.change.clear()
    row = trainer.store.drafts.rework(key[0])
    again = trainer.submit_task(row.task_id)
    assert again == (key[0], 2)
    trainer.engine.push()
    assert trainer.state(again) is State.ACCEPTED
    assert [
        values[0][0].revision for values in trainer.line.given if values and isinstance(values[0], list)
    ] == [1, 2]


def test_the_wall_clock_decides_nothing(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.fail["submit"] = [PlatformFault("It fell over."), PlatformFault("It fell over.")]
    trainer.line.fail["meta"] = [PlatformFault("It fell over.")]
    trainer.engine.push()
    waited = trainer.waiting(key)[1]
    for days in (-3000, 3000, 1):
        trainer.clock.jump_wall(days=days)
        trainer.engine.push()
        assert trainer.waiting(key)[1] == waited
    assert trainer.line.sent() == [1]
